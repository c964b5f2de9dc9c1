//! Named readers: a host manager reads a paper once owner and person both said yes, and no longer when one takes it back.

use base::actor::Holder;
use http::StatusCode;

use crate::booklet;
use crate::goal_sheet::{self, fields, post, press, with};
use crate::matrix::Scene;
use crate::world::{Browser, Page, World};

/// Ticks these papers for this contact, and no others.
pub async fn tick(world: &World, browser: &mut Browser, holder: &Holder, papers: &[&str]) -> Page {
    let page = world.get(browser, "/my/named").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    // Words are told apart by their moment.
    world.app.db.clock().shift(base::clock::MINUTE);
    let mut sent: Vec<(String, String)> = with(&fields(&page, "/my/named"), &[]);
    sent.retain(|(name, value)| name != "named" || !value.ends_with(holder.id()));
    sent.extend(papers.iter().map(|paper| ("named".to_owned(), format!("{paper}:{}", holder.id()))));
    post(world, browser, "/my/named", &sent).await
}

/// For the matrix: owner and person name the second host manager for every paper.
pub async fn for_matrix(scene: &Scene) {
    for seat in ["owner", "person"] {
        let mut browser = scene.browsers[seat].clone();
        let done = tick(&scene.world, &mut browser, &scene.holders["named_host"], &["booklet", "goals", "talks", "reports"]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    }
}

struct Stage {
    world: World,
    case: String,
    desk: Browser,
    owner: Browser,
    person: Browser,
    kimura: Holder,
    host: Browser,
}

/// Booklet and goals stand agreed; 木村さん of the company has come in and is named for nothing.
async fn stage() -> Stage {
    let world = World::new().await;
    let case = world.maruyama().await;
    let (owner, person) = (world.holder(&case, "owner").await, world.holder(&case, "person").await);
    let (o, p) = (world.arrive(&case, &owner).await, world.arrive(&case, &person).await);
    goal_sheet::for_matrix(&world, &case, &o, &p).await;
    booklet::for_matrix(&world, &case, &p, &owner).await;
    let kimura = world.add_contact(&case, "木村 現場", "host").await;
    let host = world.arrive(&case, &kimura).await;
    Stage { desk: world.staff("yamamoto").await, owner: o, person: p, kimura, host, world, case }
}

impl Stage {
    async fn host_reads(&mut self, path: &str) -> bool {
        self.world.get(&mut self.host, path).await.status == StatusCode::OK
    }

    async fn owner_ticks(&mut self, papers: &[&str]) {
        assert_eq!(tick(&self.world, &mut self.owner, &self.kimura, papers).await.status, StatusCode::SEE_OTHER);
    }

    async fn person_ticks(&mut self, papers: &[&str]) {
        assert_eq!(tick(&self.world, &mut self.person, &self.kimura, papers).await.status, StatusCode::SEE_OTHER);
    }
}

#[tokio::test]
async fn it_counts_when_both_said_yes_for_that_paper_alone_and_ends_when_one_takes_it_back() {
    let mut s = stage().await;
    s.owner_ticks(&["goals", "booklet"]).await;
    assert!(!s.host_reads("/my/goals").await, "one side alone names nobody");
    assert!(s.world.get(&mut s.person, "/my").await.text().contains("書面を見る方のご確認"));
    assert!(s.world.get(&mut s.person, "/my/named").await.text().contains("会社が希望しています。"));
    s.person_ticks(&["goals"]).await;
    assert!(s.host_reads("/my/goals").await && s.host_reads("/my/goals/1").await && s.host_reads("/my/goals/versions/1").await);
    assert!(!s.host_reads("/my/booklet").await, "named for one paper, not for the other");
    assert!(s.world.get(&mut s.host, "/my").await.text().contains("月次の数字で経営判断ができる状態をつくる"));
    assert!(!s.world.get(&mut s.host, "/my/goals").await.text().contains("/my/goals/propose"), "reads, and writes nothing");
    let case = format!("/cases/{}", s.case);
    let page = s.world.get(&mut s.desk, &case).await.text();
    assert!(page.contains("木村 現場:目標シート") && page.contains("木村 現場さんが「目標シート」を見られるようになりました"));
    s.owner_ticks(&[]).await;
    assert!(!s.host_reads("/my/goals").await, "on the next request");
    assert!(!s.world.get(&mut s.desk, &case).await.text().contains("木村 現場:目標シート"));
}

#[tokio::test]
async fn a_named_reader_of_talks_learns_nothing_of_a_talk_with_one_side() {
    let mut s = stage().await;
    let talk = format!("/cases/{}/talks/new", s.case);
    let said = [("with", "person"), ("way", "call"), ("text", "カナリア-一人の話")];
    press(&s.world, &mut s.desk, &talk, &talk, &said).await;
    s.owner_ticks(&["talks", "goals"]).await;
    s.person_ticks(&["talks", "goals"]).await;
    let own = s.world.get(&mut s.person, "/my/talks").await.text();
    assert!(own.contains("11月24日"), "the person sees the talk: {own}");
    for (path, page) in s.world.crawl(&mut s.host, &["/my", "/my/talks", "/my/goals"], 60).await {
        assert!(!page.contains("カナリア"), "{path}");
        assert!(path != "/my/talks" || !page.contains("11月24日"), "not even that it took place: {page}");
    }
}

#[tokio::test]
async fn nobody_names_themselves_and_a_forged_name_of_another_case_is_nobody() {
    let mut s = stage().await;
    for path in ["/my/named"] {
        assert_eq!(s.world.get(&mut s.host, path).await.status, StatusCode::NOT_FOUND);
    }
    let token = s.world.token(&s.host, "portal");
    let me = format!("goals:{}", s.kimura.id());
    let before = s.world.app.db.fingerprint().await.unwrap();
    let sent = s.world.post_raw(&mut s.host, "/my/named", &[("token", &token), ("key", "k"), ("named", &me)]).await;
    assert_eq!(sent.status, StatusCode::NOT_FOUND);
    assert_eq!(before, s.world.app.db.fingerprint().await.unwrap());
    let other = s.world.kitahama().await;
    let stranger = s.world.holder(&other, "owner").await;
    tick(&s.world, &mut s.owner, &stranger, &["goals"]).await;
    tick(&s.world, &mut s.person, &stranger, &["goals"]).await;
    let mut stranger = s.world.arrive(&other, &stranger).await;
    assert_eq!(s.world.get(&mut stranger, &format!("/my/goals?case={}", s.case)).await.status, StatusCode::NOT_FOUND);
}
