//! Forms of numbered rows, as the templates of the institution have them: the lines that stand, and blank rows to write into.

use std::ops::Range;

use super::Form;

/// The name of a field in row `n`.
pub fn name(n: usize, field: &str) -> String {
    format!("l{n}_{field}")
}

/// Fills row `n`.
pub fn put(form: &mut Form, n: usize, values: &[(&str, &str)]) {
    for (field, value) in values {
        form.set(&name(n, field), value);
    }
}

/// The rows a page draws: up to the last one in which `field` is filled, and `more` blank ones; never more than `most`.
pub fn drawn(form: &Form, field: &str, more: usize, most: usize) -> Range<usize> {
    let typed = (0..most).rev().find(|n| !form.get(&name(*n, field)).is_empty()).map_or(0, |n| n + 1);
    0..(typed + more).min(most)
}

/// What stands in a field of row `n`; in a blank one `or`.
pub fn typed(form: &Form, n: usize, field: &str, or: &str) -> String {
    let typed = form.get(&name(n, field));
    if typed.is_empty() { or.to_owned() } else { typed.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_rows_follow_the_last_one_that_is_filled_as_far_as_there_is_room() {
        let mut form = Form::default();
        assert_eq!(drawn(&form, "body", 3, 5), 0..3);
        put(&mut form, 3, &[("body", "席の用意"), ("days", "")]);
        assert_eq!(drawn(&form, "body", 3, 5), 0..5);
        assert_eq!((typed(&form, 3, "body", ""), typed(&form, 3, "days", "14")), ("席の用意".to_owned(), "14".to_owned()));
    }
}
