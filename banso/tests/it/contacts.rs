//! Who may be reached where, and how the first ご案内 and the paper card lead in.

#![expect(clippy::unwrap_used, reason = "a story that cannot go on has failed")]

use app::mailer::run_once;
use base::actor::Holder;
use base::clock::MINUTE;
use http::StatusCode;

use crate::world::{Browser, Page, World};

/// The mails a case has queued, as the desk sees them.
async fn mailbox(world: &World) -> Vec<base::outbox::DemoMail> {
    world.app.db.demo_mails().await.unwrap()
}

/// A minute later the worker empties the outbox.
async fn a_minute_later(world: &World) {
    world.app.db.clock().shift(MINUTE);
    run_once(&world.app, "worker").await.unwrap();
}

fn contacts(case: &str) -> String {
    format!("/cases/{case}/contacts")
}

async fn press(world: &World, browser: &mut Browser, case: &str, path: &str, fields: &[(&str, &str)]) -> Page {
    let path = format!("/cases/{case}/{path}");
    world.submit(browser, &contacts(case), &path, fields).await
}

async fn invite(world: &World, browser: &mut Browser, case: &str, party: &str) -> Page {
    let path = format!("{}/invite/{party}", contacts(case));
    world.submit(browser, &path, &path, &[]).await
}

/// Registers these addresses for a party in place of what is there: (address, kind).
pub async fn addresses(world: &World, browser: &mut Browser, case: &str, party: &str, rows: &[(&str, &str)]) -> Page {
    let path = format!("{}/mail/{party}", contacts(case));
    let page = world.get(browser, &path).await;
    let mut fields = vec![("token".to_owned(), page.value("token")), ("key".to_owned(), page.value("key"))];
    for nth in 0..8 {
        for name in [format!("id_{nth}"), format!("version_{nth}")] {
            if !page.value(&name).is_empty() {
                fields.push((name.clone(), page.value(&name)));
            }
        }
    }
    for (nth, (mail, kind)) in rows.iter().enumerate() {
        fields.push((format!("mail_{nth}"), (*mail).to_owned()));
        fields.push((format!("kind_{nth}"), (*kind).to_owned()));
    }
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    world.post_raw(browser, &path, &fields).await
}

#[tokio::test]
async fn nothing_is_sent_to_anyone_because_a_case_was_registered() {
    let world = World::new().await;
    let case = world.maruyama().await;
    let mut yamamoto = world.staff("yamamoto").await;
    world.app.db.clock().shift(7 * base::clock::DAY);
    assert_eq!(run_once(&world.app, "worker").await.unwrap(), 0);
    assert!(mailbox(&world).await.is_empty());
    let mut yamamoto_later = world.staff("yamamoto").await;
    let page = world.get(&mut yamamoto_later, &contacts(&case)).await.text();
    assert!(page.contains("まだ何も送っていません。") && page.matches("まだご案内していません").count() == 2, "{page}");
    assert!(world.get(&mut yamamoto, &contacts(&case)).await.location().contains("sign-in"), "an old session has run out");
}

#[tokio::test]
async fn looking_at_the_invitation_sends_nothing_and_shows_the_very_mail() {
    let world = World::new().await;
    let case = world.maruyama().await;
    let mut yamamoto = world.staff("yamamoto").await;
    let preview = world.get(&mut yamamoto, &format!("{}/invite/company", contacts(&case))).await.text();
    for wanted in ["maruyama@maruyama.example", "【汐見野信用金庫】人材紹介担当からのご案内", "丸山 一郎 様", "融資その他", "石井 亮"]
    {
        assert!(preview.contains(wanted), "{wanted}");
    }
    a_minute_later(&world).await;
    assert!(mailbox(&world).await.is_empty());

    let sent = invite(&world, &mut yamamoto, &case, "company").await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    a_minute_later(&world).await;
    let mails = mailbox(&world).await;
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].address, "maruyama@maruyama.example");
    for line in mails[0].body.lines().filter(|line| !line.contains("/l/") && !line.contains("確認用コード") && !line.is_empty()) {
        assert!(preview.contains(line), "the mail says what the preview did not: {line}");
    }
}

#[tokio::test]
async fn the_first_invitation_leads_in_and_says_that_it_is_voluntary() {
    let world = World::new().await;
    let case = world.maruyama().await;
    let owner = world.holder(&case, "owner").await;
    let mut yamamoto = world.staff("yamamoto").await;
    let mut owners = world.portal(owner.clone()).await;
    assert!(!world.get(&mut owners, "/my").await.text().contains("管理部長"), "before the invitation there is no case");
    invite(&world, &mut yamamoto, &case, "company").await;
    a_minute_later(&world).await;
    let body = mailbox(&world).await.remove(0).body;
    for wanted in ["月に1回ほど", "山本 直美(不在時 石井 亮)", "月に30分ほど", "任意", "融資", "確認用コード"]
    {
        assert!(body.contains(wanted), "{wanted}: {body}");
    }
    let token = body.split("/l/").nth(1).unwrap().split_whitespace().next().unwrap();
    let code = body.split("確認用コード ").nth(1).unwrap().get(..6).unwrap();
    assert!(world.app.db.peek_link(token).await.unwrap().unwrap().open, "the link shows its page");
    let opened = world.app.db.use_link(token, code, false, "phone").await.unwrap();
    let base::session::Knock::In { cookie, holder, .. } = opened else { panic!("the code opens a session") };
    assert_eq!(holder, owner);
    let mut owners = Browser { cookies: std::collections::BTreeMap::from([("banso-portal".to_owned(), cookie)]) };
    assert!(world.get(&mut owners, "/my").await.text().contains("管理部長"));
    assert!(world.get(&mut yamamoto, &contacts(&case)).await.text().contains("ご利用中"));
}

#[tokio::test]
async fn an_invitation_is_not_sent_twice_by_accident() {
    let world = World::new().await;
    let case = world.maruyama().await;
    let mut yamamoto = world.staff("yamamoto").await;
    let path = format!("{}/invite/company", contacts(&case));
    invite(&world, &mut yamamoto, &case, "company").await;
    let waiting = world.submit(&mut yamamoto, &path, &path, &[("again", "1")]).await;
    assert_eq!(waiting.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(waiting.text().contains("送信待ちのご案内があります。"));
    a_minute_later(&world).await;
    let again = world.submit(&mut yamamoto, &path, &path, &[]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.text().contains("もう一度送る"));
    a_minute_later(&world).await;
    assert_eq!(mailbox(&world).await.len(), 1);
    let meant = world.submit(&mut yamamoto, &path, &path, &[("again", "1")]).await;
    assert_eq!(meant.status, StatusCode::SEE_OTHER);
    a_minute_later(&world).await;
    assert_eq!(mailbox(&world).await.len(), 2);
}

#[tokio::test]
async fn a_mail_can_be_taken_back_for_a_minute_and_not_longer() {
    let world = World::new().await;
    let case = world.maruyama().await;
    let mut yamamoto = world.staff("yamamoto").await;
    invite(&world, &mut yamamoto, &case, "company").await;
    let page = world.get(&mut yamamoto, &contacts(&case)).await;
    let text = page.text();
    let cancel = text.split("action=\"").find(|rest| rest.contains("/cancel\"")).unwrap().split('"').next().unwrap().to_owned();
    let fields = [("version", "1")];
    let back = world.submit(&mut yamamoto, &contacts(&case), &cancel, &fields).await;
    assert_eq!(back.status, StatusCode::SEE_OTHER, "{}", back.text());
    a_minute_later(&world).await;
    assert!(mailbox(&world).await.is_empty());
    let text = world.get(&mut yamamoto, &contacts(&case)).await.text();
    assert!(text.contains("取り消しました") && text.matches("まだご案内していません").count() == 2, "the party is where it was");

    invite(&world, &mut yamamoto, &case, "company").await;
    let text = world.get(&mut yamamoto, &contacts(&case)).await.text();
    let cancel = text.split("action=\"").find(|rest| rest.contains("/cancel\"")).unwrap().split('"').next().unwrap().to_owned();
    a_minute_later(&world).await;
    let late = world.submit(&mut yamamoto, &contacts(&case), &cancel, &fields).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.text().contains("すでに送り出したため、取り消せません。"));
    assert_eq!(mailbox(&world).await.len(), 1);
}

#[tokio::test]
async fn a_persons_link_never_goes_to_the_company_or_to_a_box_someone_else_reads() {
    let world = World::new().await;
    let case = world.maruyama().await;
    let person = world.holder(&case, "person").await;
    let mut yamamoto = world.staff("yamamoto").await;
    for (rows, sentence) in [
        ([("sato@maruyama.example", "own")], "会社のドメインのアドレスのため"),
        ([("sato@hr.maruyama.example", "own")], "会社のドメインのアドレスのため"),
        ([("family@mail.example", "shared")], "共有のアドレスしかないため"),
        ([("sato@mail.example", "none")], "アドレスがどれも「なし」のため"),
        ([("maruyama@maruyama.example", "own")], "ご本人への案内は送れません"),
    ] {
        let saved = addresses(&world, &mut yamamoto, &case, person.id(), &rows).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
        let page = world.get(&mut yamamoto, &contacts(&case)).await.text();
        assert!(page.contains(sentence), "{rows:?}");
        let path = format!("{}/invite/person", contacts(&case));
        let preview = world.get(&mut yamamoto, &path).await.text();
        assert!(preview.contains(sentence) && preview.contains("カードを作る"), "{rows:?}");
        let sent = world.submit(&mut yamamoto, &path, &path, &[("again", "1")]).await;
        assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY, "{rows:?}");
        a_minute_later(&world).await;
        assert!(mailbox(&world).await.is_empty(), "{rows:?}");
    }
    // An address the owner uses too, at a provider that is nobody's.
    let owner = world.holder(&case, "owner").await;
    addresses(&world, &mut yamamoto, &case, owner.id(), &[("both@gmail.com", "own")]).await;
    addresses(&world, &mut yamamoto, &case, person.id(), &[("both@gmail.com", "own")]).await;
    let page = world.get(&mut yamamoto, &contacts(&case)).await.text();
    assert!(page.contains("ほかの方も使うアドレスのため") && page.contains("ご本人が使うアドレスのため"));
    // The same provider alone does not make an address the company's.
    addresses(&world, &mut yamamoto, &case, person.id(), &[("sato.kenichi@gmail.com", "own")]).await;
    let sent = invite(&world, &mut yamamoto, &case, "person").await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    a_minute_later(&world).await;
    assert_eq!(mailbox(&world).await.iter().map(|mail| mail.address.as_str()).collect::<Vec<_>>(), ["sato.kenichi@gmail.com"]);
}

#[tokio::test]
async fn a_person_who_is_moved_to_a_company_address_after_the_press_gets_no_link_there() {
    let world = World::new().await;
    let case = world.maruyama().await;
    let person = world.holder(&case, "person").await;
    let mut yamamoto = world.staff("yamamoto").await;
    invite(&world, &mut yamamoto, &case, "person").await;
    addresses(&world, &mut yamamoto, &case, person.id(), &[("sato@maruyama.example", "own")]).await;
    a_minute_later(&world).await;
    assert!(mailbox(&world).await.is_empty());
    let page = world.get(&mut yamamoto, &contacts(&case)).await.text();
    assert!(page.contains("送れませんでした") && page.contains("使えるアドレスがなくなったためです。"), "{page}");
    let today = world.get(&mut yamamoto, "/today").await.text();
    assert!(today.contains("お知らせのメールを送れませんでした"), "the desk is told");
}

#[tokio::test]
async fn a_card_shows_its_code_once_and_leads_in() {
    let world = World::new().await;
    let case = world.maruyama().await;
    let owner = world.holder(&case, "owner").await;
    let mut yamamoto = world.staff("yamamoto").await;
    let path = format!("{}/card/{}", contacts(&case), owner.id());
    let form = world.get(&mut yamamoto, &contacts(&case)).await;
    let (token, key) = (form.value("token"), form.value("key"));
    let fields = [("token", token.as_str()), ("key", key.as_str())];
    let card = world.post_raw(&mut yamamoto, &path, &fields).await;
    assert_eq!(card.status, StatusCode::OK);
    let text = card.text();
    for wanted in ["丸山 一郎 様", "<svg", "000-000-0000", "任意", "一度だけ", "/l/"] {
        assert!(text.contains(wanted), "{wanted}");
    }
    assert!(!text.contains("style="), "the drawing carries no style");
    assert!(card.headers["cache-control"].to_str().unwrap().contains("no-store"));
    let link = text.split("/l/").nth(1).unwrap().split('<').next().unwrap().to_owned();
    let code = text.split("<output>").nth(1).unwrap().split('<').next().unwrap().replace(' ', "");
    assert_eq!(code.len(), 8);

    let repeated = world.post_raw(&mut yamamoto, &path, &fields).await;
    assert_eq!(repeated.status, StatusCode::SEE_OTHER, "the same press makes no second card and shows no code");
    let page = world.get(&mut yamamoto, &repeated.location()).await.text();
    assert!(page.contains("コードは一度しか表示できません。") && !page.contains(&code));
    assert!(page.contains("カードを作った日"));

    let opened = world.app.db.use_link(&link, &code, false, "phone").await.unwrap();
    assert!(matches!(opened, base::session::Knock::In { .. }));
    let again = world.app.db.use_link(&link, &code, false, "phone").await.unwrap();
    assert!(matches!(again, base::session::Knock::Refused), "the code is used up");
    assert!(mailbox(&world).await.is_empty(), "a card sends no mail");
}

#[tokio::test]
async fn a_party_without_mail_is_shown_the_card_and_the_spoken_way() {
    let world = World::new().await;
    let case = world.maruyama().await;
    let owner = world.holder(&case, "owner").await;
    let mut yamamoto = world.staff("yamamoto").await;
    addresses(&world, &mut yamamoto, &case, owner.id(), &[("", "own")]).await;
    let page = world.get(&mut yamamoto, &contacts(&case)).await.text();
    for wanted in ["メールアドレスがないため", "カードを作る", "聞き取り記録(口頭)", "/talks/new"] {
        assert!(page.contains(wanted), "{wanted}");
    }
}

#[tokio::test]
async fn a_one_sided_placement_has_no_side_for_the_person() {
    let world = World::new().await;
    let mut yamamoto = world.staff("yamamoto").await;
    let fields = [
        ("company", "青葉精機株式会社"),
        ("person", "髙橋 誠"),
        ("post", "工場長"),
        ("issue", "納期の遅れを減らす"),
        ("sides", "one"),
        ("owner", "青葉 太郎"),
        ("owner_mail", "aoba@aoba.example"),
        ("person_mail", "takahashi@mail.example"),
    ];
    let page = world.submit(&mut yamamoto, "/cases/new", "/cases/new", &fields).await;
    let case = page.location().split(['/', '?']).nth(2).unwrap().to_owned();
    let page = world.get(&mut yamamoto, &contacts(&case)).await.text();
    assert!(page.contains("片手型の案件です。"));
    assert!(!page.contains("takahashi@mail.example"));
    let path = format!("{}/invite/person", contacts(&case));
    assert!(world.get(&mut yamamoto, &path).await.text().contains("片手型の案件です。"));
    let sent = invite(&world, &mut yamamoto, &case, "company").await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
    let person = press(&world, &mut yamamoto, &case, "contacts/invite/person", &[]).await;
    assert_eq!(person.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn someone_of_the_company_is_added_corrected_and_taken_out() {
    let world = World::new().await;
    let case = world.maruyama().await;
    let mut yamamoto = world.staff("yamamoto").await;
    let path = format!("{}/new", contacts(&case));
    let missing = world.submit(&mut yamamoto, &path, &path, &[("post", "専務"), ("joins", "1")]).await;
    assert_eq!(missing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(missing.text().contains("お名前を入力してください。") && missing.text().contains("value=\"専務\""));
    let fields = [("name", "西村 明"), ("post", "専務"), ("part", "host"), ("joins", "1")];
    assert_eq!(world.submit(&mut yamamoto, &path, &path, &fields).await.status, StatusCode::SEE_OTHER);
    let nishimura = world.holder(&case, "host").await;
    let edit = format!("{}/edit/{}", contacts(&case), nishimura.id());
    let fields = [("name", "西村 朗"), ("post", "専務取締役"), ("part", "contact")];
    assert_eq!(world.submit(&mut yamamoto, &edit, &edit, &fields).await.status, StatusCode::SEE_OTHER);
    assert_eq!(world.holder(&case, "contact").await, nishimura, "the seat follows the part");

    let mut old = vec![("version", "1")];
    old.extend_from_slice(&[("name", "西村 あきら"), ("post", "専務"), ("part", "host")]);
    let stale = world.submit(&mut yamamoto, &edit, &edit, &old).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    let text = stale.text();
    assert!(text.contains("西村 朗") && text.contains("value=\"西村 あきら\""), "both texts stand on the page");

    let leave = [("contact", nishimura.id()), ("act", "leave")];
    let left = press(&world, &mut yamamoto, &case, "contacts/members", &leave).await;
    assert_eq!(left.status, StatusCode::SEE_OTHER);
    assert!(world.get(&mut yamamoto, &contacts(&case)).await.text().contains("この案件には加えていません"));
    let mut nishimuras = world.portal(nishimura).await;
    assert!(!world.get(&mut nishimuras, "/my").await.text().contains("管理部長"));
}

#[tokio::test]
async fn one_owner_signs_for_the_company_and_only_an_owner_can() {
    let world = World::new().await;
    let case = world.maruyama().await;
    let first = world.holder(&case, "owner").await;
    world.app.db.clock().shift(MINUTE);
    let second = world.add_contact(&case, "丸山 二郎", "owner").await;
    let host = world.add_contact(&case, "西村 明", "host").await;
    let mut yamamoto = world.staff("yamamoto").await;
    let page = world.get(&mut yamamoto, &contacts(&case)).await;
    let version =
        page.text().split("/contacts/signer\"").nth(1).unwrap().split("name=\"version\" value=\"").nth(1).unwrap()[..1].to_owned();
    let checked = format!("value=\"{}\" checked", first.id());
    assert!(!page.text().contains(&checked), "it is open who of the two signs");
    let wrong = press(&world, &mut yamamoto, &case, "contacts/signer", &[("contact", host.id()), ("version", &version)]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let chosen = press(&world, &mut yamamoto, &case, "contacts/signer", &[("contact", second.id()), ("version", &version)]).await;
    assert_eq!(chosen.status, StatusCode::SEE_OTHER, "{}", chosen.text());
    let checked = format!("value=\"{}\" checked", second.id());
    assert!(world.get(&mut yamamoto, &contacts(&case)).await.text().contains(&checked));
    let stale = press(&world, &mut yamamoto, &case, "contacts/signer", &[("contact", first.id()), ("version", &version)]).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    let left = press(&world, &mut yamamoto, &case, "contacts/members", &[("contact", second.id()), ("act", "leave")]).await;
    assert_eq!(left.status, StatusCode::SEE_OTHER);
    let back = press(&world, &mut yamamoto, &case, "contacts/members", &[("contact", second.id()), ("act", "join")]).await;
    assert_eq!(back.status, StatusCode::SEE_OTHER);
    assert!(!world.get(&mut yamamoto, &contacts(&case)).await.text().contains(&checked), "who left does not sign when they come back");
}

#[tokio::test]
async fn an_address_is_not_lost_when_two_of_the_desk_edit_at_once() {
    let world = World::new().await;
    let case = world.maruyama().await;
    let owner = world.holder(&case, "owner").await;
    let (mut yamamoto, mut ishii) = (world.staff("yamamoto").await, world.staff("ishii").await);
    let path = format!("{}/mail/{}", contacts(&case), owner.id());
    let form = world.get(&mut ishii, &path).await;
    addresses(&world, &mut yamamoto, &case, owner.id(), &[("ichiro@maruyama.example", "own")]).await;
    let (token, key, id, version) = (form.value("token"), form.value("key"), form.value("id_0"), form.value("version_0"));
    let fields = [
        ("token", token.as_str()),
        ("key", key.as_str()),
        ("id_0", id.as_str()),
        ("version_0", version.as_str()),
        ("mail_0", "president@maruyama.example"),
        ("kind_0", "shared"),
    ];
    let late = world.post_raw(&mut ishii, &path, &fields).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    let text = late.text();
    assert!(text.contains("ichiro@maruyama.example") && text.contains("president@maruyama.example"), "{text}");
    let bad = addresses(&world, &mut ishii, &case, owner.id(), &[("丸山", "own")]).await;
    assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(bad.text().contains("value=\"丸山\""), "what was typed is kept");
}

#[tokio::test]
async fn what_was_opened_by_mail_ends_when_the_address_is_taken_away() {
    let world = World::new().await;
    let case = world.maruyama().await;
    let owner = world.holder(&case, "owner").await;
    let mut yamamoto = world.staff("yamamoto").await;
    invite(&world, &mut yamamoto, &case, "company").await;
    a_minute_later(&world).await;
    let body = mailbox(&world).await.remove(0).body;
    let token = body.split("/l/").nth(1).unwrap().split_whitespace().next().unwrap().to_owned();
    assert!(world.app.db.peek_link(&token).await.unwrap().unwrap().open);
    addresses(&world, &mut yamamoto, &case, owner.id(), &[("president@maruyama.example", "own")]).await;
    assert!(!world.app.db.peek_link(&token).await.unwrap().unwrap().open, "the link that lies in the old box is dead");
}

#[tokio::test]
async fn a_party_whose_use_is_stopped_is_out_on_the_next_request_and_gets_nothing() {
    let world = World::new().await;
    let case = world.maruyama().await;
    let owner = world.holder(&case, "owner").await;
    let mut owners = world.arrive(&case, &owner).await;
    assert_eq!(world.get(&mut owners, "/my").await.status, StatusCode::OK);
    let mut yamamoto = world.staff("yamamoto").await;
    let page = world.get(&mut yamamoto, &contacts(&case)).await.text();
    let stop = format!("contacts/stop/{}", owner.id());
    let version =
        page.split(&stop).nth(1).unwrap().split("name=\"version\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let stopped = press(&world, &mut yamamoto, &case, &stop, &[("act", "stop"), ("version", &version)]).await;
    assert_eq!(stopped.status, StatusCode::SEE_OTHER, "{}", stopped.text());
    assert!(world.get(&mut owners, "/my").await.location().contains("sign-in"));
    assert!(world.get(&mut yamamoto, &contacts(&case)).await.text().contains("ご利用を止めているため、送れません。"));
    let again = press(&world, &mut yamamoto, &case, "contacts/invite/company", &[("again", "1")]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    let card = press(&world, &mut yamamoto, &case, &format!("contacts/card/{}", owner.id()), &[]).await;
    assert_eq!(card.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_page_of_who_sees_what_says_what_the_table_says() {
    use app::contacts::sees::{KINDS, about, sections};
    use base::access::{Deed, Grant, Seat, grant};
    let world = World::new().await;
    let case = world.maruyama().await;
    for (seat, name) in [(Seat::Person, "person"), (Seat::Owner, "owner")] {
        let holder = world.holder(&case, name).await;
        let mut browser = world.arrive(&case, &holder).await;
        let page = world.get(&mut browser, "/my/sees").await;
        assert_eq!(page.status, StatusCode::OK);
        let text = page.text();
        assert!(text.contains("山本 直美") && text.contains("石井 亮"), "those who read are named");
        let words = app::web::text::T(base::text::Lang::Ja);
        for kind in KINDS.iter().copied() {
            let mark = format!("id=\"s-{}\"", format!("{kind:?}").to_lowercase());
            assert_eq!(text.contains(&mark), about(kind, seat), "{kind:?} for {name}");
            let Some(rest) = text.split(&mark).nth(1) else { continue };
            let section = rest.split("</section>").next().unwrap();
            for other in Seat::ALL.into_iter().filter(|other| *other != seat) {
                let line = format!("<span>{}</span>", words.any_seat(other));
                match grant(kind, other, Deed::View) {
                    Grant::No => assert!(!section.contains(&line), "{kind:?}: {other:?} is shown to {name}"),
                    Grant::All | Grant::Exists | Grant::Reason | Grant::Named => {
                        assert!(section.contains(&line), "{kind:?}: {other:?} is hidden from {name}");
                    }
                    _ => {}
                }
            }
        }
        assert_eq!(sections(seat, base::text::Lang::Ja).len(), text.matches("id=\"s-").count());
    }
}

#[tokio::test]
async fn only_the_desk_of_the_case_sees_its_contacts() {
    let world = World::new().await;
    let case = world.maruyama().await;
    world.kitahama().await;
    for (who, sees) in [("yamamoto", true), ("ishii", true), ("manager", false), ("onishi", false), ("officer", false), ("admin", false)] {
        let mut browser = world.staff(who).await;
        let page = world.get(&mut browser, &contacts(&case)).await;
        assert_eq!(page.status == StatusCode::OK, sees, "{who}");
    }
    let owner: Holder = world.holder(&case, "owner").await;
    let mut owners = world.arrive(&case, &owner).await;
    assert_ne!(world.get(&mut owners, &contacts(&case)).await.status, StatusCode::OK);
}
