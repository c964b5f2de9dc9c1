//! Japanese text as people type it, brought to one form for comparing and reading.

use unicode_normalization::UnicodeNormalization;

/// NFKC, trimmed, inner white space to single spaces: full-width digits and half-width kana become ordinary ones.
pub fn tidy(text: &str) -> String {
    let text: String = text.nfkc().collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// NFC, and nothing else: the form in which a password is counted, compared and hashed (NIST SP 800-63B-4 §3.1.1.2).
pub fn composed(text: &str) -> String {
    text.nfc().collect()
}

/// The form in which names are compared: [`tidy`], no spaces, hiragana to katakana, lower case, long marks and hyphens alike.
///
/// For identity only, never shown.
pub fn key(text: &str) -> String {
    tidy(text)
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| match c {
            'ぁ'..='ゖ' => char::from_u32(c as u32 + 0x60).unwrap_or(c),
            '‐' | '‑' | '–' | '—' | '―' | '−' | '-' => '-',
            c => c,
        })
        .flat_map(char::to_lowercase)
        .collect()
}

/// The form in which companies are compared: [`key`] without the legal form (株式会社, ㈱, (有), 合同会社 …), wherever it stands.
pub fn company_key(name: &str) -> String {
    const FORMS: [&str; 12] =
        ["株式会社", "(株)", "有限会社", "(有)", "合同会社", "(同)", "合資会社", "(資)", "合名会社", "(名)", "一般社団法人", "協同組合"];
    let mut folded = key(name);
    for form in FORMS {
        folded = folded.replace(form, "");
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_company_is_the_same_however_its_legal_form_is_written() {
        for name in ["株式会社丸山工業", "丸山工業㈱", "丸山工業（株）", "丸山 工業 株式会社"] {
            assert_eq!(company_key(name), "丸山工業");
        }
    }

    #[test]
    fn half_width_kana_and_full_width_digits_are_read_as_ordinary_ones() {
        assert_eq!(tidy("ﾏﾙﾔﾏ　１２３"), "マルヤマ 123");
        assert_eq!(key("まるやま"), key("マルヤマ"));
    }
}
