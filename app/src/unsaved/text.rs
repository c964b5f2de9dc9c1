//! The words of what is not saved yet.

base::words! {
    /// The words of what is not saved yet.
    pub struct T;
    kept(at: &str): "書きかけを保存しました {at}", "Kept what you wrote {at}";
    failed: "書きかけを保存できませんでした。入力した内容はこの画面に残っています。", "What you wrote could not be kept. It is still on this page.";
    waits(at: &str): "{at}の書きかけがあります。", "You have something unsaved from {at}.";
    opened(at: &str): "{at}の書きかけの続きです。まだ保存されていません。", "This is what you had not saved at {at}. It is not saved yet.";
    go_on: "続きを書く", "Go on writing";
    discard: "破棄する", "Discard it";
    only_you: "あなただけに見えています。", "Only you see it.";
}
