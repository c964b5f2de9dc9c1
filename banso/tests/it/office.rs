//! Files for spreadsheets, opened and saved by LibreOffice: they are read as they were meant, and nothing typed runs.
//!
//! `scripts/test` installs LibreOffice; without it there is nothing to see here.

use std::process::{Command, Stdio};

use http::StatusCode;

use crate::world::World;

/// What somebody may type who means no good, and what a person may be called.
const TYPED: [&str; 4] = ["=1+1", "+81-3-0000-0000", "@SUM(A1:A9)", "-2+3"];

/// Opens files in LibreOffice and saves them as `kind`; nothing where it is not installed.
///
/// A file of lines is taken for UTF-8 with commas and quotes, as its first bytes say.
pub fn through(world: &World, files: &[(&str, &[u8])], kind: &str) -> Vec<Vec<u8>> {
    let folder = world.folder().join("office");
    std::fs::create_dir_all(folder.join("out")).unwrap();
    let mut command = Command::new("soffice");
    command.arg(format!("-env:UserInstallation=file://{}/profile", folder.display())).args([
        "--headless",
        "--convert-to",
        kind,
        "--outdir",
    ]);
    command.arg(folder.join("out"));
    if files.iter().all(|(name, _)| std::path::Path::new(name).extension().is_some_and(|ending| ending == "csv")) {
        command.arg("--infilter=CSV:44,34,76,1");
    }
    for (name, bytes) in files {
        std::fs::write(folder.join(name), bytes).unwrap();
        command.arg(folder.join(name));
    }
    let done = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
    if !done.is_ok_and(|done| done.success()) {
        return Vec::new();
    }
    let kind = kind.split(':').next().unwrap();
    files.iter().map(|(name, _)| std::fs::read(folder.join("out").join(name).with_extension(kind)).unwrap()).collect()
}

#[tokio::test]
async fn the_case_list_and_the_preparation_list_open_in_libreoffice_with_what_was_typed_and_no_formula() {
    let world = World::new().await;
    let case = world.maruyama().await;
    let mut desk = world.staff("yamamoto").await;
    let fields =
        [("company", "㈱髙﨑濵田"), ("person", "𠮷野 花"), ("post", TYPED[0]), ("issue", TYPED[2]), ("sides", "two"), ("owner", "髙﨑 一")];
    let page = world.submit(&mut desk, "/cases/new", "/cases/new", &fields).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
    let list = format!("/cases/{case}/preparation");
    world.submit(&mut desk, &list, &list, &[("decided", "alone"), ("knows", "executives")]).await;
    let add = format!("{list}/new");
    for typed in TYPED {
        let fields = [("kind", "site"), ("side", "company"), ("body", typed), ("days", "7"), ("way", "before")];
        assert_eq!(world.submit(&mut desk, &add, &add, &fields).await.status, StatusCode::SEE_OTHER);
    }
    let cases = world.get(&mut desk, "/cases/export").await;
    let sheet = world.get(&mut desk, &format!("{list}/export")).await;
    let csv = world.get(&mut desk, &format!("{list}/export?form=csv")).await;
    // Flat XML says of every cell what LibreOffice took it for.
    let opened = through(&world, &[("cases.xlsx", &cases.body), ("list.xlsx", &sheet.body)], "fods");
    let lines = through(&world, &[("lines.csv", &csv.body)], "fods");
    let ([cases, sheet], [csv]) = (&opened[..], &lines[..]) else { return };
    let (cases, sheet, csv) = (String::from_utf8_lossy(cases), String::from_utf8_lossy(sheet), String::from_utf8_lossy(csv));
    for (name, opened) in [("cases", &cases), ("list", &sheet), ("csv", &csv)] {
        assert!(!opened.contains("table:formula="), "{name}: nothing typed runs");
    }
    for wanted in ["髙﨑濵田", "𠮷野 花", ">=1+1<", ">@SUM(A1:A9)<", "丸山工業株式会社"] {
        assert!(cases.contains(wanted), "{wanted}");
    }
    assert!(cases.contains("office:value-type=\"date\""), "days are days");
    for typed in TYPED {
        assert!(sheet.contains(&format!(">{typed}<")), "{typed} stands in the sheet as it was typed");
    }
    // A file without types carries a mark before what would run.
    for typed in TYPED {
        assert!(csv.contains(&format!(">&apos;{typed}<")) || csv.contains(&format!(">'{typed}<")), "{typed}");
    }
    assert!(csv.contains("現場責任者との顔合わせ"), "read as UTF-8");
}
