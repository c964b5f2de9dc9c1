//! The words of the import pages; what is said of a single cell stands in `import/text.rs`.

base::words! {
    /// The words of the import pages.
    pub struct T;
    title: "表から取り込む", "Import a spreadsheet";
    lead: "いまお使いの一覧をそのまま取り込めます。登録する前に、読み取った内容を一行ずつ確かめられます。どなたにも何も送りません。", "Your present list goes in as it is. You see every row before anything is registered, and nothing is sent to anyone.";
    file: "ファイル(xlsx・CSV)", "File (xlsx, CSV)";
    file_help: "10MBまで。見出しの名前や列の順番は問いません。", "Up to 10 MB. Headings and their order do not matter.";
    paste: "または、表を貼り付ける", "Or paste the cells";
    paste_help: "1行目は見出しとして読み取ります。", "The first row is read as headings.";
    look: "内容を確認する", "See what it means";
    e_nothing: "ファイルを選ぶか、表を貼り付けてください。", "Choose a file or paste the cells.";
    earlier: "取り込みの途中と結果", "Started and finished imports";
    pasted: "貼り付けた表", "Pasted cells";
    state_open: "途中", "open";
    state_done: "登録済み", "registered";
    preview_title: "取り込む内容の確認", "Check before registering";
    counts(rows: usize, ready: usize, mend: usize, same: usize): "{rows}行のうち、登録できる行 {ready}、直す行 {mend}、すでにある行 {same}です。", "{rows} rows: {ready} ready, {mend} to mend, {same} there already.";
    columns: "見出しの読み取り", "How the headings were read";
    as_note: "担当者のメモとして残します", "kept as a note for the desk";
    skipped: "読み飛ばした行", "Rows passed over";
    remarks: "表全体について", "About the sheet";
    to_mend: "直していただく行", "Rows to mend";
    row(n: u32): "{n}行目", "Row {n}";
    rows(a: u32, b: u32): "{a}〜{b}行目", "Rows {a}–{b}";
    leave_out: "この行は取り込まない", "Leave this row out";
    keep: "直した内容で読み直す", "Read again with this";
    leave_all: "直す行をすべて外す", "Leave all of these out";
    settled: "読み取れた行", "Rows that are read";
    c_row: "行", "Row";
    c_who: "会社・ご本人", "Company and person";
    c_post: "役職", "Post";
    c_fate: "扱い", "What happens";
    fate_new: "登録します", "will be registered";
    fate_changed: "変更します", "will be changed";
    fate_same: "すでにあります", "there already";
    fate_repeated: "同じ行があります", "repeats a row above";
    fate_left_out: "取り込みません", "left out";
    more(n: usize): "ほかに{n}行あります。", "{n} more rows.";
    register: "登録する", "Register";
    register_n(n: usize): "{n}行を登録する", "Register {n} rows";
    refused: "まだ直していただく行があります。直すか、外してから登録してください。", "Some rows still need mending. Mend them or leave them out, then register.";
    nothing: "登録できる行がありません。", "No row is ready.";
    same_as(name: &str, number: &str, address: &str): "同じ会社・方です:{name}(法人番号 {number}・{address})", "The same: {name} (number {number}, {address})";
    another: "別の会社です", "Another company";
    another_person: "別の方です", "Another person";
    question_company: "どの会社ですか", "Which company is it?";
    question_person: "どなたですか", "Who is it?";
    question_change: "どちらを残しますか", "Which should stand?";
    take_sheet: "表の内容に変える", "Change to what the sheet says";
    take_present: "いまの内容を残す", "Keep what is there";
    notes_title: "担当者のメモ", "Notes of the desk";
    notes_lead: "取り込みのときに残した内容です。担当者だけが読めます。", "Kept from an import. Only the desk reads this.";
    notes_empty: "メモはありません。", "No notes.";
    back_to_case: "案件に戻る", "Back to the case";
}
