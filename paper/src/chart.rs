//! Small charts as SVG, drawn by the server: one drawing for each row of a table, which is its own text alternative.
//!
//! Shape tells before colour does: a filled circle is the first party, a hollow diamond the second. Only presentation
//! attributes are used, so that the content security policy and a PDF both take it.

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

/// Two values of one question on a scale from 1 to 5; a value that was not given is not drawn.
pub fn pair(first: Option<f64>, second: Option<f64>) -> String {
    use std::fmt::Write as _;
    let mut svg = String::from("<svg class=\"ui-plot\" viewBox=\"0 0 320 36\" aria-hidden=\"true\" focusable=\"false\">");
    for tick in [1.0, 2.0, 3.0, 4.0, 5.0] {
        let _ = write!(svg, "<path class=\"tick\" stroke=\"#949494\" d=\"M{} 6v24\"/>", at(tick));
    }
    let _ = write!(svg, "<path class=\"axis\" stroke=\"#949494\" d=\"M{LEFT} {MIDDLE}h{WIDTH}\"/>");
    if let (Some(a), Some(b)) = (first, second)
        && (a - b).abs() >= WIDE
    {
        let (from, to) = (at(a.min(b)), at(a.max(b)));
        let _ = write!(svg, "<path class=\"gap\" stroke=\"#767676\" stroke-width=\"8\" d=\"M{from} {MIDDLE}H{to}\"/>");
    }
    if let Some(b) = second {
        // The diamond is larger than the circle, so that both are seen where they meet.
        let x = at(b);
        let _ =
            write!(svg, "<path class=\"person\" fill=\"#ffffff\" stroke=\"#c74700\" stroke-width=\"3\" d=\"M{x} 4l14 14-14 14-14-14z\"/>");
    }
    if let Some(a) = first {
        let _ = write!(svg, "<circle class=\"company\" fill=\"#0017c1\" cx=\"{}\" cy=\"{MIDDLE}\" r=\"7\"/>", at(a));
    }
    svg.push_str("</svg>");
    svg
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scale_runs_from_one_to_five() {
        let svg = pair(Some(1.0), Some(5.0));
        assert!(svg.contains("cx=\"20\"") && svg.contains("M300 4l"), "{svg}");
        assert!(svg.contains("class=\"gap\"") && svg.contains("M20 18H300"));
    }

    #[test]
    fn a_small_difference_has_no_bar_and_what_was_not_said_is_not_drawn() {
        assert!(!pair(Some(3.0), Some(3.0)).contains("class=\"gap\""));
        let one = pair(None, Some(2.0));
        assert!(!one.contains("<circle") && one.contains("class=\"person\""));
    }

    #[test]
    fn nothing_in_it_is_a_style() {
        assert!(!pair(Some(2.0), Some(4.0)).contains("style"));
    }
}
