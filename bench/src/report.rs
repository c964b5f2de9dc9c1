//! What is written down: the table and the picture of docs/performance.md.

use std::fmt::Write as _;

/// One line of the table.
#[derive(Clone, Debug, Default)]
pub struct Line {
    /// What was measured.
    pub what: String,
    /// The floor, per second.
    pub floor: f64,
    /// The product, per second.
    pub product: f64,
    /// Product to floor, round by round.
    pub ratios: Vec<f64>,
    /// The ratio that is asked for; none where there is only a figure.
    pub goal: Option<f64>,
    /// p50 and p99 of the floor at half of the product's saturation, in milliseconds.
    pub floor_late: Option<(f64, f64)>,
    /// The same of the product.
    pub late: Option<(f64, f64)>,
    /// Statements of a page, and its bytes.
    pub note: String,
}

/// Median, least and greatest.
pub fn spread(values: &[f64]) -> (f64, f64, f64) {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let at = |n: usize| sorted.get(n).copied().unwrap_or_default();
    (at(sorted.len() / 2), at(0), at(sorted.len().saturating_sub(1)))
}

fn late(of: Option<(f64, f64)>) -> String {
    of.map_or_else(|| "–".to_owned(), |(half, most)| format!("{half:.1} / {most:.1}"))
}

/// The table in Markdown.
pub fn table(lines: &[Line]) -> String {
    let mut text = String::from(
        "| scenario | floor /s | product /s | ratio (least–most) | goal | floor p50 / p99 ms | product p50 / p99 ms | |\n|---|---|---|---|---|---|---|---|\n",
    );
    for line in lines {
        let (half, least, most) = spread(&line.ratios);
        let goal = line.goal.map_or_else(|| "–".to_owned(), |goal| format!("{goal:.2} {}", if half >= goal { "✓" } else { "✗" }));
        let _ = writeln!(
            text,
            "| {} | {:.0} | {:.0} | **{half:.2}** ({least:.2}–{most:.2}) | {goal} | {} | {} | {} |",
            line.what,
            line.floor,
            line.product,
            late(line.floor_late),
            late(line.late),
            line.note
        );
    }
    text
}

/// The ratios as bars; the goal is a stroke across.
pub fn picture(lines: &[Line]) -> String {
    let height = 40 + lines.len() * 26;
    let most = lines.iter().map(|line| spread(&line.ratios).0).fold(1.0, f64::max);
    let x = |ratio: f64| 250.0 + ratio / most * 420.0;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 720 {height}\" font-family=\"sans-serif\" font-size=\"13\">\n<title>The product beside its floor</title>\n<rect width=\"720\" height=\"{height}\" fill=\"#fff\"/>\n"
    );
    for (n, line) in lines.iter().enumerate() {
        let (half, _, _) = spread(&line.ratios);
        let y = 30 + n * 26;
        let _ = writeln!(
            svg,
            "<text x=\"242\" y=\"{}\" text-anchor=\"end\">{}</text><rect x=\"250\" y=\"{y}\" width=\"{:.0}\" height=\"16\" fill=\"#0b57d0\"/><text x=\"{:.0}\" y=\"{}\">{half:.2}</text>",
            y + 13,
            line.what.replace('&', "&amp;"),
            x(half) - 250.0,
            x(half) + 6.0,
            y + 13
        );
        if let Some(goal) = line.goal {
            let at = x(goal);
            let _ = writeln!(
                svg,
                "<line x1=\"{at:.0}\" x2=\"{at:.0}\" y1=\"{}\" y2=\"{}\" stroke=\"#b3261e\" stroke-width=\"2\"/>",
                y - 3,
                y + 19
            );
        }
    }
    svg + "<text x=\"250\" y=\"18\" fill=\"#555\">product / floor; the stroke is the goal</text>\n</svg>\n"
}

/// Puts `text` between the marks of a page, and keeps the words around them.
pub fn between(page: &str, mark: &str, text: &str) -> Option<String> {
    let (open, close) = (format!("<!-- {mark} -->"), format!("<!-- /{mark} -->"));
    let (before, rest) = page.split_once(&open)?;
    let (_, after) = rest.split_once(&close)?;
    Some(format!("{before}{open}\n{text}{close}{after}"))
}
