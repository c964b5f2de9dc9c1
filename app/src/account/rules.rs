//! The rules of coming in, pure: where one may be sent, what a code looks like, how a device is named.

use base::actor::StaffSeat;
use base::fold;
use base::text::Lang;

use super::text::T;

/// The first page of a seat: the one it works on.
pub fn first_page(seat: Option<StaffSeat>) -> &'static str {
    match seat {
        Some(StaffSeat::Consultant | StaffSeat::Branch | StaffSeat::Manager) => "/today",
        Some(StaffSeat::Admin) => "/settings",
        // Compliance reads no case (visibility.md); what it reads first is who holds which seat.
        Some(StaffSeat::Compliance) => "/settings/staff",
        Some(StaffSeat::Officer) => "/cases",
        None => "/sign-in",
    }
}

/// The path, when it is one of this product and a browser cannot take it for anything else (OWASP, unvalidated redirects):
/// one slash, then plain ASCII without backslash, without `//`, dot segments or percent signs before the query.
pub fn own_path(path: &str) -> Option<&str> {
    let plain = path.len() <= 500 && path.bytes().all(|b| matches!(b, 0x21..=0x7e) && b != b'\\');
    let only_path = path.split(['?', '#']).next().unwrap_or_default();
    let steps = only_path.strip_prefix('/')?;
    let straight = !only_path.contains('%') && !only_path.contains("//") && steps.split('/').all(|step| step != "." && step != "..");
    (plain && straight).then_some(path)
}

/// Where staff go after sign-in: the page they asked for, if it is a staff page.
pub(super) fn staff_next(next: &str) -> Option<&str> {
    own_path(next)
        .filter(|path| !["/my", "/l/", "/sign-", "/lang", "/size", "/demo"].iter().any(|start| path.starts_with(start)) && *path != "/")
}

/// Where company and person go after the code: the page they asked for, if it is one of theirs.
pub(crate) fn portal_next(next: &str) -> Option<&str> {
    own_path(next).filter(|path| (*path == "/my" || path.starts_with("/my/")) && !path.starts_with("/my/sign-"))
}

/// The digits of a code as typed or pasted: full-width digits, spaces and hyphens are taken out of the way.
///
/// None when it cannot be the code: 6 digits in a mail, 8 on a paper card.
pub(crate) fn read_code(typed: &str, card: bool) -> Option<String> {
    let digits: String = fold::key(typed).chars().filter(|c| !matches!(c, '-' | 'ー' | '.' | '・')).collect();
    let wanted = if card { 8 } else { 6 };
    (digits.len() == wanted && digits.bytes().all(|b| b.is_ascii_digit())).then_some(digits)
}

/// A device in a few words, from what it calls itself: `Chrome・Windows`.
pub(super) fn device_words(agent: &str, lang: Lang) -> String {
    let browser =
        [("Edg", "Edge"), ("CriOS", "Chrome"), ("FxiOS", "Firefox"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari")];
    let system =
        [("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Macintosh", "Mac"), ("Linux", "Linux")];
    let find = |names: [(&str, &'static str); 6]| names.into_iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| name);
    match (find(browser), find(system)) {
        (Some(browser), Some(system)) => lang.pick(format!("{browser}・{system}"), format!("{browser} on {system}")),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => T(lang).device_unknown().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_redirect_stays_within_the_product_whatever_is_asked_for() {
        for path in ["/", "/today", "/cases?f=after&q=%E4%B8%B8", "/cases/018f-1/edit?done=saved", "/my/goals#part-2"] {
            assert_eq!(own_path(path), Some(path));
        }
        for path in [
            "",
            "today",
            "//evil.example",
            "/\\evil.example",
            "/\t/evil.example",
            "https://evil.example",
            "/%2f/evil",
            "/a//b",
            "/../x",
            "/会社",
        ] {
            assert_eq!(own_path(path), None, "{path:?}");
        }
    }

    #[test]
    fn a_code_may_be_pasted_with_spaces_and_typed_in_full_width() {
        for typed in ["123456", " 123 456 ", "１２３４５６", "123-456", "123　456\n"] {
            assert_eq!(read_code(typed, false).as_deref(), Some("123456"), "{typed:?}");
        }
        for typed in ["", "12345", "1234567", "12345a", "一二三四五六"] {
            assert_eq!(read_code(typed, false), None, "{typed:?}");
        }
        assert_eq!(read_code("1234 5678", true).as_deref(), Some("12345678"));
        assert_eq!(read_code("123456", true), None);
    }

    #[test]
    fn a_device_is_named_so_that_its_owner_knows_it() {
        let edge = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0 Safari/537.36 Edg/141.0";
        let phone =
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/604.1";
        assert_eq!(device_words(edge, Lang::Ja), "Edge・Windows");
        assert_eq!(device_words(phone, Lang::En), "Safari on iPhone");
        assert_eq!(device_words("curl", Lang::Ja), "種類のわからない端末");
    }

    #[test]
    fn the_page_asked_for_is_opened_only_in_its_own_area() {
        assert_eq!(staff_next("/cases/1"), Some("/cases/1"));
        assert_eq!(staff_next("/my/goals"), None);
        assert_eq!(staff_next("/sign-in"), None);
        assert_eq!(portal_next("/my/goals"), Some("/my/goals"));
        assert_eq!(portal_next("/mysterious"), None);
        assert_eq!(portal_next("/today"), None);
    }
}
