//! The fonts that every document carries, and which characters they have.
//!
//! BIZ UDPGothic sets everything it knows; `NotoSansCJKjp-rare.otf` (scripts/subset_fallback.py) has what it lacks: rare kanji
//! such as 𠮷, and registered forms of kanji (IVS).

use paper::document::Fault;
use std::sync::LazyLock;

use ttf_parser::Face;
use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

const REGULAR: &[u8] = include_bytes!("../fonts/BIZUDPGothic-Regular.ttf");
const BOLD: &[u8] = include_bytes!("../fonts/BIZUDPGothic-Bold.ttf");
const RARE: &[u8] = include_bytes!("../fonts/NotoSansCJKjp-rare.otf");

/// The fonts in the order in which they are asked.
pub(crate) static FONTS: LazyLock<Vec<Font>> =
    LazyLock::new(|| [REGULAR, BOLD, RARE].into_iter().filter_map(|data| Font::new(Bytes::new(data), 0)).collect());

/// What the typesetter knows of them.
pub(crate) static BOOK: LazyLock<LazyHash<FontBook>> = LazyLock::new(|| LazyHash::new(FontBook::from_fonts(FONTS.iter())));

static FIRST: LazyLock<Option<Face<'static>>> = LazyLock::new(|| Face::parse(REGULAR, 0).ok());
static SECOND: LazyLock<Option<Face<'static>>> = LazyLock::new(|| Face::parse(RARE, 0).ok());

fn has(font: Option<&Face<'_>>, character: char) -> bool {
    font.is_some_and(|font| font.glyph_index(character).is_some())
}

fn has_form(font: Option<&Face<'_>>, character: char, selector: char) -> bool {
    font.is_some_and(|font| font.glyph_variation_index(character, selector).is_some())
}

/// Whether the character prints.
pub fn prints(character: char) -> bool {
    has(FIRST.as_ref(), character) || has(SECOND.as_ref(), character)
}

fn is_selector(character: char) -> bool {
    matches!(character, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

/// Characters that say how to set others and print nothing themselves; those that turn the direction of writing, and could
/// make a text look like another, are left out, like control characters.
fn is_silent(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{00AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
        || is_selector(character)
}

/// Runs of letters without a place to break are longer than this only in addresses; they may break anywhere.
const UNBROKEN: usize = 28;

/// The text as it is printed: without control characters, and with places to break in what has none.
///
/// # Errors
/// `NoGlyph` for the first character that no font has.
pub(crate) fn settle(text: &str) -> Result<String, Fault> {
    let mut out = String::with_capacity(text.len());
    let mut run = 0;
    for (at, character) in text.char_indices() {
        match character {
            '\n' => out.push('\n'),
            '\t' => out.push(' '),
            _ if is_selector(character) => out.push(character),
            _ if is_silent(character) => {}
            _ if character.is_whitespace() => out.push(if character == '\u{3000}' { character } else { ' ' }),
            _ if !prints(character) => return Err(Fault::NoGlyph { character, near: near(text, at) }),
            _ => out.push(character),
        }
        run = if character.is_ascii_graphic() { run + 1 } else { 0 };
        if run == UNBROKEN {
            out.push('\u{200B}');
            run = 0;
        }
    }
    Ok(out)
}

fn near(text: &str, at: usize) -> String {
    let (before, after) = text.split_at_checked(at).unwrap_or((text, ""));
    let mut left: Vec<char> = before.chars().rev().take_while(|c| !c.is_control()).take(8).collect();
    left.reverse();
    left.into_iter().chain(after.chars().take_while(|c| !c.is_control()).take(9)).collect()
}

/// Adds the registered forms in the text that only the second font has.
pub(crate) fn rare_forms(text: &str, found: &mut Vec<String>) {
    let mut before = None;
    for character in text.chars() {
        if let Some(base) = before.filter(|_| is_selector(character))
            && !has_form(FIRST.as_ref(), base, character)
            && has_form(SECOND.as_ref(), base, character)
        {
            let form = String::from_iter([base, character]);
            if !found.contains(&form) {
                found.push(form);
            }
        }
        before = Some(character);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_of_people_and_companies_print() {
        for character in "𠮷髙﨑濵邉邊㈱①㋿⚠葛祇神辻德凜〓♥々〆ヶ纊鷗".chars() {
            assert!(prints(character), "{character}");
        }
        assert_eq!(settle("㈱髙﨑𠮷野\u{E0100}").unwrap(), "㈱髙﨑𠮷野\u{E0100}");
    }

    #[test]
    fn a_character_that_no_font_has_is_named_with_what_stands_around_it() {
        let fault = settle("一行目\nよろしく😀お願い").unwrap_err();
        assert_eq!(fault, Fault::NoGlyph { character: '😀', near: "よろしく😀お願い".into() });
        assert!(!fault.to_string().contains("よろしく"), "the text itself stays out of logs");
    }

    #[test]
    fn control_characters_and_signs_that_turn_the_direction_are_left_out() {
        assert_eq!(settle("a\u{7}b\u{202E}c\u{0}\r\nd\te").unwrap(), "abc\nd e");
    }

    #[test]
    fn a_long_run_of_letters_may_break_and_keeps_its_letters() {
        let long = "x".repeat(100);
        let settled = settle(&long).unwrap();
        assert_eq!(settled.replace('\u{200B}', ""), long);
        assert!(settled.split('\u{200B}').all(|part| part.len() <= UNBROKEN));
    }

    #[test]
    fn a_registered_form_that_only_the_second_font_has_is_found() {
        let mut found = Vec::new();
        rare_forms("辻\u{E0100}山", &mut found);
        let both = found.len();
        // Of 14,787 forms that Noto has, BIZ UDPGothic lacks 4,627; this is one of them.
        let lacking = ('\u{4E00}'..'\u{9FFF}')
            .find(|sign| !has_form(FIRST.as_ref(), *sign, '\u{E0100}') && has_form(SECOND.as_ref(), *sign, '\u{E0100}'));
        rare_forms(&lacking.into_iter().chain(['\u{E0100}']).collect::<String>(), &mut found);
        assert_eq!(found.len(), both + 1);
    }
}
