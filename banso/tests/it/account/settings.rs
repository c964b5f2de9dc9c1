//! The administrator sets up the institution, its branches and its staff.

use base::actor::{Duty, StaffSeat};
use http::{StatusCode, header};

use super::{SENTENCE, give_password, lines, sign_in};
use crate::world::{Browser, World};

const NEW: [(&str, &str); 4] = [("name", "森 二郎"), ("mail", "mori@bank.example"), ("phone", "03-0000-0000"), ("seat", "consultant")];

/// The administrator adds 森さん; gives the first password that the page shows.
async fn add_mori(world: &World, admin: &mut Browser) -> String {
    let page = world.submit(admin, "/settings/staff/new", "/settings/staff/new", &NEW).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    let text = page.text();
    text.split("<output>").nth(1).unwrap().split("</output>").next().unwrap().to_owned()
}

#[tokio::test]
async fn a_new_member_of_staff_replaces_the_first_password_before_anything_opens() {
    let world = World::new().await;
    let mut admin = world.staff("admin").await;
    let first = add_mori(&world, &mut admin).await;
    assert!(!world.get(&mut admin, "/settings/staff").await.text().contains(&first), "shown once");
    let mut mori = Browser::default();
    let answer = sign_in(&world, &mut mori, "mori@bank.example", &first).await;
    assert_eq!(answer.location(), "/sign-in/first");
    assert!(!mori.cookies.contains_key("banso-staff"));
    assert_eq!(world.get(&mut mori, "/today").await.status, StatusCode::SEE_OTHER, "nothing is open yet");
    let answer =
        world.submit(&mut mori, "/sign-in/first", "/sign-in/first", &[("new", "mori@bank.example"), ("again", "mori@bank.example")]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let answer = world.submit(&mut mori, "/sign-in/first", "/sign-in/first", &[("new", &first), ("again", &first)]).await;
    assert!(answer.text().contains("いまと違うパスワードにしてください。"));
    let mut copy = mori.clone();
    let answer = world.submit(&mut mori, "/sign-in/first", "/sign-in/first", &[("new", SENTENCE), ("again", SENTENCE)]).await;
    assert_eq!(answer.location(), "/today");
    assert_eq!(world.get(&mut mori, "/today").await.status, StatusCode::OK);
    assert_eq!(world.get(&mut copy, "/sign-in/first").await.location(), "/sign-in", "the way to it is used up");
    assert_eq!(sign_in(&world, &mut Browser::default(), "mori@bank.example", &first).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(sign_in(&world, &mut Browser::default(), "mori@bank.example", SENTENCE).await.location(), "/today");
}

#[tokio::test]
async fn a_new_first_password_ends_what_was_open_and_the_same_form_sent_twice_gives_one() {
    let world = World::new().await;
    give_password(&world, "yamamoto", SENTENCE).await;
    let mut yamamoto = world.staff("yamamoto").await;
    let mut admin = world.staff("admin").await;
    let path = format!("/settings/staff/{}", world.staff["yamamoto"]);
    let page = world.get(&mut admin, &path).await;
    let key = page.text().split(&format!("action=\"{path}/password\"")).nth(1).unwrap().split("name=\"key\" value=\"").nth(1).unwrap()
        [..48]
        .to_owned();
    let (token, version) = (page.value("token"), page.value("version"));
    let fields = [("token", token.as_str()), ("key", key.as_str()), ("version", version.as_str())];
    let shown = world.post_raw(&mut admin, &format!("{path}/password"), &fields).await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.text());
    assert!(shown.headers.get(header::CACHE_CONTROL).unwrap() == "no-store");
    let again = world.post_raw(&mut admin, &format!("{path}/password"), &fields).await;
    assert_eq!(again.location(), format!("{path}?done=saved"), "reloading the page gives no second one");
    assert_eq!(world.get(&mut yamamoto, "/today").await.status, StatusCode::SEE_OTHER);
    assert_eq!(sign_in(&world, &mut Browser::default(), "yamamoto@bank.example", SENTENCE).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn who_is_disabled_is_out_on_the_next_request_and_stays_out_when_enabled_until_they_sign_in() {
    let world = World::new().await;
    give_password(&world, "yamamoto", SENTENCE).await;
    let mut yamamoto = world.staff("yamamoto").await;
    let mut admin = world.staff("admin").await;
    assert_eq!(world.get(&mut yamamoto, "/today").await.status, StatusCode::OK);
    let path = format!("/settings/staff/{}", world.staff["yamamoto"]);
    let answer = world.submit(&mut admin, &path, &format!("{path}/state"), &[("state", "disabled")]).await;
    assert_eq!(answer.location(), format!("{path}?done=disabled"));
    assert_eq!(world.get(&mut yamamoto, "/today").await.status, StatusCode::SEE_OTHER);
    assert_eq!(sign_in(&world, &mut Browser::default(), "yamamoto@bank.example", SENTENCE).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    world.submit(&mut admin, &path, &format!("{path}/state"), &[("state", "active")]).await;
    assert_eq!(world.get(&mut yamamoto, "/today").await.status, StatusCode::SEE_OTHER);
    assert_eq!(sign_in(&world, &mut Browser::default(), "yamamoto@bank.example", SENTENCE).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn who_loses_a_seat_is_out_of_it_on_the_next_request_and_keeps_the_others() {
    let world = World::new().await;
    let seats = vec![(StaffSeat::Consultant, String::new()), (StaffSeat::Manager, String::new())];
    let both = world.app.db.add_staff(Duty::Console, &world.institution, "森 二郎", "mori@bank.example", "", seats).await.unwrap();
    let open = async |seat| {
        let cookie = world.app.db.open_staff_session(&world.institution, &both, Some(seat), "test", "test").await.unwrap();
        Browser { cookies: [("banso-staff".to_owned(), cookie)].into() }
    };
    let (mut consultant, mut manager) = (open(StaffSeat::Consultant).await, open(StaffSeat::Manager).await);
    let mut admin = world.staff("admin").await;
    let path = format!("/settings/staff/{both}");
    let answer = world.submit(&mut admin, &path, &path, &[("name", "森 二郎"), ("mail", "mori@bank.example"), ("seat", "manager")]).await;
    assert_eq!(answer.location(), format!("{path}?done=saved"), "{}", answer.text());
    assert_eq!(world.get(&mut consultant, "/today").await.status, StatusCode::SEE_OTHER);
    assert_eq!(world.get(&mut manager, "/cases").await.status, StatusCode::OK);
}

#[tokio::test]
async fn branch_rm_and_consultant_are_one_person_only_with_a_reason_that_compliance_reads() {
    let world = World::new().await;
    let mut admin = world.staff("admin").await;
    let path = format!("/settings/staff/{}", world.staff["onishi"]);
    let fields = [
        ("name", "大西 真"),
        ("mail", "onishi@bank.example"),
        ("seat", "branch"),
        ("seat", "consultant"),
        ("branch", world.branch.as_str()),
    ];
    let answer = world.submit(&mut admin, &path, &path, &fields).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text().contains("営業店担当と人材紹介担当は、一人で兼ねられません。"));
    let answer = world.submit(&mut admin, "/settings", "/settings/hats", &[("hats", "1"), ("reason", "")]).await;
    assert!(answer.text().contains("認める理由を入力してください。"));
    let answer = world.submit(&mut admin, "/settings", "/settings/hats", &[("hats", "1"), ("reason", "離島の支店は一人のため")]).await;
    assert_eq!(answer.location(), "/settings?done=saved", "{}", answer.text());
    let answer = world.submit(&mut admin, &path, &path, &fields).await;
    assert_eq!(answer.location(), format!("{path}?done=saved"), "{}", answer.text());
    let mut compliance = world.staff("compliance").await;
    assert!(world.get(&mut compliance, "/settings/staff").await.text().contains("離島の支店は一人のため"));
    let answer = world.submit(&mut admin, "/settings", "/settings/hats", &[]).await;
    assert!(answer.text().contains("兼任している職員がいます。"), "not taken back while somebody wears both");
}

#[tokio::test]
async fn one_administrator_always_stays() {
    let world = World::new().await;
    let mut admin = world.staff("admin").await;
    let path = format!("/settings/staff/{}", world.staff["admin"]);
    let fields = [("name", "管理 太郎"), ("mail", "admin@bank.example"), ("seat", "compliance")];
    let answer = world.submit(&mut admin, &path, &path, &fields).await;
    assert!(answer.text().contains("システム管理者がいなくなります。"));
    let answer = world.submit(&mut admin, &path, &format!("{path}/state"), &[("state", "disabled")]).await;
    assert!(answer.text().contains("システム管理者がいなくなります。"));
    let other = format!("/settings/staff/{}", world.staff["compliance"]);
    let answer = world
        .submit(
            &mut admin,
            &other,
            &other,
            &[("name", "森田 薫"), ("mail", "compliance@bank.example"), ("seat", "compliance"), ("seat", "admin")],
        )
        .await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let answer = world.submit(&mut admin, &path, &path, &fields).await;
    assert_eq!(answer.location(), "/", "now the first one may give it up");
    assert_eq!(world.get(&mut admin, "/settings").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn an_address_is_used_by_one_member_of_staff_over_all_institutions() {
    let world = World::new().await;
    let house = base::session::Founding {
        code: "2999".into(),
        kind: "bank".into(),
        name: "青波銀行".into(),
        admin_name: "別 花子".into(),
        admin_mail: "betsu@aonami.example".into(),
        ..base::session::Founding::default()
    };
    world.app.db.found(Duty::Console, house).await.unwrap();
    let mut admin = world.staff("admin").await;
    for taken in ["yamamoto@bank.example", "Betsu@Aonami.example"] {
        let before = lines(&world).await;
        let answer = world
            .submit(&mut admin, "/settings/staff/new", "/settings/staff/new", &[("name", "森"), ("mail", taken), ("seat", "manager")])
            .await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.text().contains("このメールアドレスは使えません。"));
        assert!(answer.text().contains(&format!("value=\"{taken}\"")), "what was typed is kept");
        assert_eq!(lines(&world).await, before);
    }
    assert!(
        !world.get(&mut Browser::default(), "/sign-in").await.text().contains("汐見野信用金庫"),
        "with two, none is named before sign-in"
    );
}

#[tokio::test]
async fn the_name_of_the_institution_and_its_branches_are_changed_and_two_who_meet_see_both_texts() {
    let world = World::new().await;
    let mut admin = world.staff("admin").await;
    let fields =
        [("name", "汐見野しんきん"), ("phone", "０３－１２３４－５６７８"), ("hours", "平日 9時から15時まで"), ("second_look", "first")];
    let old = world.get(&mut admin, "/settings").await;
    assert_eq!(world.submit(&mut admin, "/settings", "/settings", &fields).await.location(), "/settings?done=saved");
    let page = world.get(&mut admin, "/settings").await.text();
    assert!(
        page.contains("value=\"汐見野しんきん\"") && page.contains("value=\"03-1234-5678\"") && page.contains("value=\"first\" checked"),
        "{page}"
    );
    let late = [("token", old.value("token")), ("key", old.value("key")), ("version", old.value("version"))];
    let late: Vec<(&str, &str)> = late
        .iter()
        .map(|(k, v)| (*k, v.as_str()))
        .chain([("name", "汐見野信金"), ("phone", "03-1111-2222"), ("second_look", "all")])
        .collect();
    let answer = world.post_raw(&mut admin, "/settings", &late).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert!(
        answer.text().contains("汐見野しんきん</td>")
            && answer.text().contains("汐見野信金</td>")
            && answer.text().contains("value=\"汐見野信金\"")
    );

    let add = |code, name| [("code", code), ("name", name)];
    assert_eq!(
        world.submit(&mut admin, "/settings/branches", "/settings/branches", &add("003", "駅前支店")).await.status,
        StatusCode::SEE_OTHER
    );
    let answer = world.submit(&mut admin, "/settings/branches", "/settings/branches", &add("003", "駅裏支店")).await;
    assert!(answer.status == StatusCode::UNPROCESSABLE_ENTITY && answer.text().contains("この店番はすでに使われています。"));
    let path = format!("/settings/branches/{}", world.branch);
    let old = world.get(&mut admin, &path).await;
    assert_eq!(world.submit(&mut admin, &path, &path, &add("001", "本店営業部")).await.location(), "/settings/branches?done=saved");
    let (token, key, version) = (old.value("token"), old.value("key"), old.value("version"));
    let late = [("token", token.as_str()), ("key", key.as_str()), ("version", version.as_str()), ("code", "001"), ("name", "本町営業部")];
    let answer = world.post_raw(&mut admin, &path, &late).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert!(answer.text().contains("本店営業部") && answer.text().contains("本町営業部"));
}

#[tokio::test]
async fn what_is_not_on_the_form_cannot_be_written_and_what_is_bad_is_said() {
    let world = World::new().await;
    let mut admin = world.staff("admin").await;
    let extra = [
        ("name", "汐見野信用金庫"),
        ("phone", "03-0000-0000"),
        ("second_look", "off"),
        ("code", "0001"),
        ("kind", "bank"),
        ("id", "x"),
        ("two_hats_reason", "y"),
    ];
    assert_eq!(world.submit(&mut admin, "/settings", "/settings", &extra).await.status, StatusCode::SEE_OTHER);
    let page = world.get(&mut admin, "/settings").await.text();
    assert!(page.contains("<dd>1999</dd>") && page.contains("信用金庫(画面では「当金庫」)"));
    assert!(!page.contains(">y</textarea>"));
    for (field, bad) in
        [("name", ""), ("phone", "電話はありません"), ("phone", ""), ("second_look", "sometimes"), ("hours", &"長".repeat(121))]
    {
        let mut fields = vec![("name", "名"), ("phone", "03-0000-0000"), ("hours", ""), ("second_look", "off")];
        fields.retain(|(name, _)| *name != field);
        fields.push((field, bad));
        assert_eq!(
            world.submit(&mut admin, "/settings", "/settings", &fields).await.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{field} {bad}"
        );
    }
    for bad in ["x", "x@y", "x y@z.example", "a@b.example, c@d.example"] {
        let fields = [("name", "森"), ("mail", bad), ("seat", "manager")];
        assert_eq!(
            world.submit(&mut admin, "/settings/staff/new", "/settings/staff/new", &fields).await.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{bad}"
        );
    }
}

#[tokio::test]
async fn settings_are_the_administrators_and_compliance_reads_the_staff_list() {
    let world = World::new().await;
    let onishi = format!("/settings/staff/{}", world.staff["onishi"]);
    let pages = ["/settings", "/settings/branches", "/settings/staff/new", onishi.as_str()];
    for who in ["yamamoto", "manager", "officer", "onishi", "compliance"] {
        let mut browser = world.staff(who).await;
        for page in pages {
            assert_eq!(world.get(&mut browser, page).await.status, StatusCode::NOT_FOUND, "{who} {page}");
        }
        let list = world.get(&mut browser, "/settings/staff").await;
        assert_eq!(list.status == StatusCode::OK, who == "compliance", "{who}");
        if who == "compliance" {
            assert!(list.text().contains("大西 真") && list.text().contains("営業店担当(本町支店)"));
            assert!(!list.text().contains("/settings/staff/"), "to read, not to change");
        }
    }
    let mut elsewhere = world.staff("admin").await;
    for id in ["0", "0199a0a0-0000-7000-8000-000000000000"] {
        assert_eq!(world.get(&mut elsewhere, &format!("/settings/staff/{id}")).await.status, StatusCode::NOT_FOUND);
        assert_eq!(world.get(&mut elsewhere, &format!("/settings/branches/{id}")).await.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn an_administrator_of_another_institution_finds_nobody_here() {
    let world = World::new().await;
    let house = base::session::Founding {
        code: "2999".into(),
        kind: "bank".into(),
        name: "青波銀行".into(),
        admin_name: "別 花子".into(),
        admin_mail: "betsu@aonami.example".into(),
        ..base::session::Founding::default()
    };
    let (institution, staff) = world.app.db.found(Duty::Console, house).await.unwrap();
    let cookie = world.app.db.open_staff_session(&institution, &staff, None, "test", "test").await.unwrap();
    let mut browser = Browser { cookies: [("banso-staff".to_owned(), cookie)].into() };
    let list = world.get(&mut browser, "/settings/staff").await.text();
    assert!(list.contains("別 花子") && !list.contains("山本"));
    let token = world.get(&mut browser, "/settings").await.value("token");
    let before = lines(&world).await;
    for (path, fields) in [
        (format!("/settings/staff/{}", world.staff["yamamoto"]), vec![("name", "x"), ("mail", "x@y.example"), ("seat", "manager")]),
        (format!("/settings/staff/{}/state", world.staff["yamamoto"]), vec![("state", "disabled")]),
        (format!("/settings/staff/{}/password", world.staff["yamamoto"]), vec![]),
        (format!("/settings/branches/{}", world.branch), vec![("code", "9"), ("name", "x")]),
    ] {
        let fields: Vec<(&str, &str)> = [("token", token.as_str()), ("version", "1"), ("key", "k")].into_iter().chain(fields).collect();
        assert_eq!(world.post_raw(&mut browser, &path, &fields).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(lines(&world).await, before);
}

#[tokio::test]
async fn the_administrator_enters_a_closed_day_once_and_takes_it_out_again() {
    let world = World::new().await;
    let mut admin = world.staff("admin").await;
    let path = "/settings/days";
    let answer = world.submit(&mut admin, path, path, &[("day", "R8.12.30"), ("kind", "closed"), ("note", "棚卸し")]).await;
    assert_eq!(answer.location(), "/settings/days?done=saved", "{}", answer.text());
    let page = world.get(&mut admin, path).await.text();
    assert!(page.contains("2026年12月30日(水)") && page.contains("棚卸し"));
    assert!(page.contains("勤労感謝の日"), "the holidays of the law stand on the page");
    let again = world.submit(&mut admin, path, path, &[("day", "2026-12-30"), ("kind", "open")]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.text().contains("この日はすでに登録されています。") && again.text().contains("value=\"2026-12-30\""));
    let bad = world.submit(&mut admin, path, path, &[("day", "12月ごろ"), ("kind", "")]).await;
    assert!(bad.text().contains("日付を読み取れませんでした。") && bad.text().contains("いずれか1つを選んでください。"));
    let id = page.split("/settings/days/").nth(1).unwrap()[..36].to_owned();
    let remove = format!("/settings/days/{id}/remove");
    let late = world.submit(&mut admin, path, &remove, &[("version", "7")]).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    let answer = world.submit(&mut admin, path, &remove, &[("version", "1")]).await;
    assert_eq!(answer.location(), "/settings/days?done=saved");
    assert!(!world.get(&mut admin, path).await.text().contains("棚卸し"));
}
