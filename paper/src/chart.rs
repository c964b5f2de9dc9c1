//! Charts as SVG, drawn by the server: one drawing for each row of a table, or one line over time beside its table.
//!
//! Shape tells before colour does: a filled circle is the first party, a hollow diamond the second. Every drawing has a title
//! and a description, and a page puts its numbers into a table beside it. Only presentation attributes are used, so that the
//! content security policy and a PDF both take it.

use std::fmt::Write as _;

/// Left end of the scale.
const LEFT: f64 = 20.0;
/// Width of the scale.
const WIDTH: f64 = 280.0;
/// Middle of the row.
const MIDDLE: f64 = 18.0;
/// A difference from here on is drawn as a thick bar.
pub const WIDE: f64 = 1.0;

fn at(value: f64) -> f64 {
    LEFT + (value.clamp(1.0, 5.0) - 1.0) / 4.0 * WIDTH
}

fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// Two places on a scale from 1 to 5, and where they were before.
#[derive(Clone, Copy, Debug)]
pub struct Dumbbell<'a> {
    /// What is measured.
    pub title: &'a str,
    /// The same in words: what the drawing shows.
    pub description: &'a str,
    /// The first party's place; one that was not given is not drawn.
    pub first: Option<f64>,
    /// The second party's place.
    pub second: Option<f64>,
    /// Where first and second were before: small marks under the line.
    pub before: Option<(f64, f64)>,
}

/// One row of a dumbbell chart.
pub fn dumbbell(row: &Dumbbell<'_>) -> String {
    let mut svg = format!(
        "<svg class=\"ui-plot\" viewBox=\"0 0 320 44\" role=\"img\" focusable=\"false\"><title>{}</title><desc>{}</desc>",
        plain(row.title),
        plain(row.description)
    );
    for tick in [1.0, 2.0, 3.0, 4.0, 5.0] {
        let _ = write!(svg, "<path class=\"tick\" stroke=\"#949494\" d=\"M{} 6v24\"/>", at(tick));
    }
    let _ = write!(svg, "<path class=\"axis\" stroke=\"#949494\" d=\"M{LEFT} {MIDDLE}h{WIDTH}\"/>");
    if let (Some(a), Some(b)) = (row.first, row.second)
        && (a - b).abs() >= WIDE
    {
        let (from, to) = (at(a.min(b)), at(a.max(b)));
        let _ = write!(svg, "<path class=\"gap\" stroke=\"#767676\" stroke-width=\"8\" d=\"M{from} {MIDDLE}H{to}\"/>");
    }
    if let Some((a, b)) = row.before {
        // A dashed line with the same two shapes, small: it is told apart without colour.
        let (first, second) = (at(a), at(b));
        let (from, to) = (first.min(second), first.max(second));
        let _ = write!(svg, "<path class=\"base\" stroke=\"#949494\" stroke-dasharray=\"2 4\" d=\"M{from} 38H{to}\"/>");
        let _ = write!(svg, "<path fill=\"#ffffff\" stroke=\"#666666\" d=\"M{second} 33l5 5-5 5-5-5z\"/>");
        let _ = write!(svg, "<circle fill=\"#666666\" cx=\"{first}\" cy=\"38\" r=\"3\"/>");
    }
    if let Some(b) = row.second {
        // The diamond is larger than the circle, so that both are seen where they meet.
        let x = at(b);
        let _ =
            write!(svg, "<path class=\"person\" fill=\"#ffffff\" stroke=\"#c74700\" stroke-width=\"3\" d=\"M{x} 4l14 14-14 14-14-14z\"/>");
    }
    if let Some(a) = row.first {
        let _ = write!(svg, "<circle class=\"company\" fill=\"#0017c1\" cx=\"{}\" cy=\"{MIDDLE}\" r=\"7\"/>", at(a));
    }
    svg.push_str("</svg>");
    svg
}

/// For which width a curve is drawn: a page carries both, and the style sheet shows one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Width {
    /// 360 units: letters of 14 units stay legible on a telephone.
    Phone,
    /// 720 units.
    Desk,
}

/// Places on a scale from 1 to 5 over time.
#[derive(Clone, Copy, Debug)]
pub struct Line<'a> {
    /// What is measured.
    pub title: &'a str,
    /// What the drawing shows, in words.
    pub description: &'a str,
    /// Label and place, in their order; where there is none the line is broken.
    pub points: &'a [(String, Option<f64>)],
    /// A level to compare with, dotted, and what it is called.
    pub base: Option<(f64, &'a str)>,
    /// What the lower and the upper end mean.
    pub ends: (&'a str, &'a str),
    /// For which width.
    pub width: Width,
}

/// A line over time. The scale is always whole: 1 to 5.
pub fn line(chart: &Line<'_>) -> String {
    let (wide, name) = match chart.width {
        Width::Phone => (360.0, "phone"),
        Width::Desk => (720.0, "desk"),
    };
    let (left, right, top, bottom) = (64.0, wide - 24.0, 24.0, 164.0);
    let y = |value: f64| bottom - (value.clamp(1.0, 5.0) - 1.0) / 4.0 * (bottom - top);
    let steps = f64::from(u32::try_from(chart.points.len().saturating_sub(1)).unwrap_or(0).max(1));
    let x = |nth: usize| left + f64::from(u32::try_from(nth).unwrap_or(0)) / steps * (right - left);
    let mut svg = format!(
        "<svg class=\"ui-plot\" data-at=\"{name}\" viewBox=\"0 0 {wide} 200\" role=\"img\" focusable=\"false\"><title>{}</title><desc>{}</desc>",
        plain(chart.title),
        plain(chart.description)
    );
    for level in [1.0, 2.0, 3.0, 4.0, 5.0] {
        let _ = write!(svg, "<path class=\"tick\" stroke=\"#949494\" d=\"M{left} {}H{right}\"/>", y(level));
    }
    for (level, end) in [(1.0, chart.ends.0), (5.0, chart.ends.1)] {
        let _ = write!(svg, "<text font-size=\"14\" fill=\"#666666\" x=\"0\" y=\"{}\">{}</text>", y(level) + 5.0, plain(end));
    }
    if let Some((level, name)) = chart.base {
        let _ = write!(
            svg,
            "<path class=\"base\" stroke=\"#666666\" stroke-width=\"2\" stroke-dasharray=\"2 4\" d=\"M{left} {}H{right}\"/>",
            y(level)
        );
        let _ = write!(
            svg,
            "<text font-size=\"14\" fill=\"#666666\" text-anchor=\"end\" x=\"{right}\" y=\"{}\">{}</text>",
            y(level) - 6.0,
            plain(name)
        );
    }
    let mut path = String::new();
    let mut broken = true;
    for (nth, (_, value)) in chart.points.iter().enumerate() {
        match value {
            Some(value) => {
                let _ = write!(path, "{}{} {}", if broken { 'M' } else { 'L' }, x(nth), y(*value));
                broken = false;
            }
            None => broken = true,
        }
    }
    if !path.is_empty() {
        let _ = write!(svg, "<path class=\"line\" fill=\"none\" stroke=\"#0017c1\" stroke-width=\"2.5\" d=\"{path}\"/>");
    }
    for (nth, (label, value)) in chart.points.iter().enumerate() {
        if let Some(value) = value {
            let (x, y) = (x(nth), y(*value));
            let _ = write!(
                svg,
                "<path class=\"person\" fill=\"#ffffff\" stroke=\"#c74700\" stroke-width=\"3\" d=\"M{x} {}l7 7-7 7-7-7z\"/>",
                y - 7.0
            );
        }
        let _ = write!(
            svg,
            "<text font-size=\"14\" fill=\"#666666\" text-anchor=\"middle\" x=\"{}\" y=\"190\">{}</text>",
            x(nth),
            plain(label)
        );
    }
    svg.push_str("</svg>");
    svg
}

/// The course of one measure: hollow circle where it began, stroke where it is hoped to be, filled circle where it is. The
/// scale runs over what is drawn, in the direction that is hoped for, from left to right.
pub fn course(first: f64, hoped: f64, reached: Option<f64>) -> String {
    let all = [Some(first), Some(hoped), reached];
    let values = || all.iter().flatten().copied();
    let (low, high) = (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max));
    let at = |value: f64| {
        let part = if high > low { (value - low) / (high - low) } else { 0.5 };
        let x = LEFT + if hoped < first { 1.0 - part } else { part } * WIDTH;
        (x * 10.0).round() / 10.0
    };
    let mut svg = String::from("<svg class=\"ui-plot\" viewBox=\"0 0 320 36\" aria-hidden=\"true\" focusable=\"false\">");
    let _ = write!(svg, "<path class=\"axis\" stroke=\"#949494\" d=\"M{LEFT} {MIDDLE}h{WIDTH}\"/>");
    let _ = write!(svg, "<path class=\"base\" stroke=\"#333333\" stroke-width=\"3\" d=\"M{} 6v24\"/>", at(hoped));
    let _ = write!(
        svg,
        "<circle class=\"tick\" fill=\"#ffffff\" stroke=\"#767676\" stroke-width=\"2\" cx=\"{}\" cy=\"{MIDDLE}\" r=\"7\"/>",
        at(first)
    );
    if let Some(reached) = reached {
        let _ = write!(svg, "<circle class=\"company\" fill=\"#0017c1\" cx=\"{}\" cy=\"{MIDDLE}\" r=\"6\"/>", at(reached));
    }
    svg.push_str("</svg>");
    svg
}

/// The shape of a lane: each party has its own, told apart without colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A filled circle: the company's owner.
    Circle,
    /// A filled square: others of the company.
    Square,
    /// A hollow diamond: the placed person.
    Diamond,
    /// A triangle: the desk.
    Triangle,
    /// A hollow circle: a fourth party.
    Ring,
}

/// How many things fell into each month, as dots, in a lane for each party.
#[derive(Clone, Copy, Debug)]
pub struct Dots<'a> {
    /// What is counted.
    pub title: &'a str,
    /// What the drawing shows, in words.
    pub description: &'a str,
    /// The months, in their order.
    pub months: &'a [String],
    /// Name, shape, and number for each month.
    pub lanes: &'a [(&'a str, Shape, Vec<u32>)],
}

/// So many dots stand above one another; where there are more, a number says how many.
const STACKED: u32 = 3;

/// Dots by month. It is 360 units wide, so that letters of 14 units stay legible on a telephone.
pub fn dots(chart: &Dots<'_>) -> String {
    let count = |n: usize| f64::from(u32::try_from(n).unwrap_or(0));
    let (left, right, lane) = (100.0, 344.0, 46.0);
    let height = count(chart.lanes.len()) * lane + 32.0;
    let step = (right - left) / count(chart.months.len().max(1));
    let x = |nth: usize| ((left + step * (count(nth) + 0.5)) * 10.0).round() / 10.0;
    let mut svg = format!(
        "<svg class=\"ui-plot\" viewBox=\"0 0 360 {height}\" role=\"img\" focusable=\"false\"><title>{}</title><desc>{}</desc>",
        plain(chart.title),
        plain(chart.description)
    );
    for (row, (name, shape, numbers)) in chart.lanes.iter().enumerate() {
        let foot = lane * (count(row) + 1.0);
        let _ = write!(svg, "<path class=\"tick\" stroke=\"#949494\" d=\"M{left} {foot}H{right}\"/>");
        let _ = write!(svg, "<text font-size=\"14\" fill=\"#666666\" x=\"0\" y=\"{}\">{}</text>", foot - 6.0, plain(name));
        for (nth, number) in numbers.iter().enumerate() {
            for above in 0..(*number).min(STACKED) {
                svg.push_str(&mark(*shape, x(nth), foot - 8.0 - 13.0 * f64::from(above)));
            }
            if *number > STACKED {
                let (x, y) = (x(nth) + 8.0, foot - 4.0);
                let _ = write!(svg, "<text font-size=\"14\" fill=\"#666666\" x=\"{x}\" y=\"{y}\">{number}</text>");
            }
        }
    }
    // Of many months only every second or third is named, so that no two names meet.
    let every = chart.months.len().div_ceil(6).max(1);
    for (nth, month) in chart.months.iter().enumerate().step_by(every) {
        let (x, y) = (x(nth), height - 10.0);
        let _ = write!(svg, "<text font-size=\"14\" fill=\"#666666\" text-anchor=\"middle\" x=\"{x}\" y=\"{y}\">{}</text>", plain(month));
    }
    svg.push_str("</svg>");
    svg
}

fn mark(shape: Shape, x: f64, y: f64) -> String {
    match shape {
        Shape::Circle => format!("<circle class=\"company\" fill=\"#0017c1\" cx=\"{x}\" cy=\"{y}\" r=\"5\"/>"),
        Shape::Square => format!("<path class=\"company\" fill=\"#0017c1\" d=\"M{} {}h10v10h-10z\"/>", x - 5.0, y - 5.0),
        Shape::Diamond => {
            format!("<path class=\"person\" fill=\"#ffffff\" stroke=\"#c74700\" stroke-width=\"3\" d=\"M{x} {}l5 5-5 5-5-5z\"/>", y - 5.0)
        }
        Shape::Ring => {
            format!("<circle class=\"tick\" fill=\"#ffffff\" stroke=\"#767676\" stroke-width=\"2\" cx=\"{x}\" cy=\"{y}\" r=\"5\"/>")
        }
        Shape::Triangle => format!("<path class=\"bar\" fill=\"#767676\" d=\"M{x} {}l6 10h-12z\"/>", y - 5.0),
    }
}

/// A number as a bar from the left, out of `most`: row charts of counts.
pub fn bar(value: u32, most: u32) -> String {
    let width = WIDTH * f64::from(value) / f64::from(most.max(1));
    format!(
        "<svg class=\"ui-plot\" viewBox=\"0 0 320 36\" aria-hidden=\"true\" focusable=\"false\"><path class=\"axis\" stroke=\"#949494\" d=\"M{LEFT} 6v24\"/><rect class=\"bar\" fill=\"#767676\" x=\"{LEFT}\" y=\"10\" width=\"{width:.1}\" height=\"16\"/></svg>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_course_runs_towards_what_is_hoped_for_also_when_that_is_less() {
        let svg = course(25.0, 10.0, Some(10.0));
        assert!(svg.contains("M300 6v24") && svg.contains("cx=\"20\"") && svg.contains("cx=\"300\""), "{svg}");
        let one = course(5.0, 5.0, None);
        assert!(one.contains("M160 6v24") && !one.contains("class=\"company\"") && !one.contains("style"));
    }

    #[test]
    fn a_bar_is_as_long_as_its_share() {
        assert!(bar(2, 4).contains("width=\"140.0\"") && bar(0, 0).contains("width=\"0.0\""));
    }

    #[test]
    fn dots_stand_above_one_another_and_a_number_says_when_there_are_more() {
        let months: Vec<String> = (1..=8).map(|month| format!("{month}月")).collect();
        let lanes = [("経営者", Shape::Circle, vec![1, 0, 2, 5, 0, 0, 0, 0]), ("ご本人", Shape::Diamond, vec![0; 8])];
        let svg = dots(&Dots { title: "会議", description: "8件", months: &months, lanes: &lanes });
        assert_eq!(svg.matches("<circle").count(), 6, "{svg}");
        assert!(svg.contains(">5</text>") && svg.contains(">3月</text>") && !svg.contains(">2月</text>"), "{svg}");
        assert!(svg.contains("<title>会議</title>") && svg.contains("role=\"img\"") && !svg.contains("style"));
        assert!(dots(&Dots { title: "", description: "", months: &[], lanes: &[] }).ends_with("</svg>"));
    }

    fn row<'a>(first: Option<f64>, second: Option<f64>) -> Dumbbell<'a> {
        Dumbbell { title: "社内の雰囲気", description: "会社 4.0、ご本人 2.0", first, second, before: None }
    }

    fn curve(points: &[(String, Option<f64>)], width: Width) -> Line<'_> {
        Line {
            title: "調子",
            description: "いつもと同じくらいです。",
            points,
            base: Some((4.0, "いつも")),
            ends: ("重い", "とても良い"),
            width,
        }
    }

    fn points() -> Vec<(String, Option<f64>)> {
        [("1月", Some(4.0)), ("2月", Some(5.0)), ("3月", None), ("4月", Some(2.0))].map(|(month, value)| (month.to_owned(), value)).to_vec()
    }

    #[test]
    fn the_scale_runs_from_one_to_five() {
        let svg = dumbbell(&row(Some(1.0), Some(5.0)));
        assert!(svg.contains("cx=\"20\"") && svg.contains("M300 4l"), "{svg}");
        assert!(svg.contains("class=\"gap\"") && svg.contains("M20 18H300"));
    }

    #[test]
    fn a_small_difference_has_no_bar_and_what_was_not_said_is_not_drawn() {
        assert!(!dumbbell(&row(Some(3.0), Some(3.0))).contains("class=\"gap\""));
        let one = dumbbell(&row(None, Some(2.0)));
        assert!(!one.contains("<circle") && one.contains("class=\"person\""));
    }

    #[test]
    fn where_they_were_before_is_drawn_small_and_dashed() {
        let svg = dumbbell(&Dumbbell { before: Some((5.0, 2.0)), ..row(Some(4.0), Some(3.0)) });
        assert!(svg.contains("stroke-dasharray") && svg.contains("cx=\"300\" cy=\"38\" r=\"3\"") && svg.contains("M90 33l"), "{svg}");
    }

    #[test]
    fn a_month_without_an_answer_breaks_the_line_and_is_never_nought() {
        let points = points();
        let svg = line(&curve(&points, Width::Phone));
        let path = svg.split("class=\"line\"").nth(1).unwrap().split("d=\"").nth(1).unwrap().split('"').next().unwrap();
        assert_eq!(path.matches('M').count(), 2, "{path}");
        assert_eq!(svg.matches("class=\"person\"").count(), 3);
        assert!(svg.contains("viewBox=\"0 0 360 200\"") && line(&curve(&points, Width::Desk)).contains("viewBox=\"0 0 720 200\""));
    }

    #[test]
    fn every_drawing_says_what_it_is_and_carries_no_style() {
        let points = points();
        for svg in [dumbbell(&row(Some(2.0), Some(4.0))), line(&curve(&points, Width::Desk))] {
            assert!(svg.contains("<title>") && svg.contains("<desc>") && svg.contains("role=\"img\"") && !svg.contains("style"), "{svg}");
        }
        let name = dumbbell(&Dumbbell { title: "a<b & \"c\"", ..row(None, None) });
        assert!(name.contains("a&lt;b &amp; &quot;c&quot;"));
    }
}
