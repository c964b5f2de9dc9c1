//! From the offer to an agreed booklet and goal sheet, walked as three people who count what it costs them (mission.md, *Rough
//! is fine*): the desk at most 25 interactions, the owner at most 3 pages, the placed person at most 5.
//!
//! An interaction is a form sent or a link followed; only links and forms that stand on the page at hand are used, so nobody
//! types an address. A page is a path of the portal that was shown, whatever its query. Coming in is counted for nobody.

#![expect(clippy::unwrap_used, reason = "a walk that cannot go on stops here")]

use std::collections::BTreeSet;

use http::StatusCode;

use crate::goal_sheet::{fields, post, with};
use crate::world::{Browser, Page, World};

struct Walker<'w> {
    world: &'w World,
    browser: Browser,
    /// The page at hand.
    page: Page,
    /// What was done, in order.
    done: Vec<String>,
    /// The pages that were shown.
    seen: BTreeSet<String>,
}

impl<'w> Walker<'w> {
    async fn new(world: &'w World, mut browser: Browser, start: &str) -> Walker<'w> {
        let page = world.get(&mut browser, start).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text());
        Walker { world, browser, page, done: Vec::new(), seen: BTreeSet::from([start.to_owned()]) }
    }

    async fn open(&mut self, path: &str) {
        self.page = self.world.get(&mut self.browser, path).await;
        assert_eq!(self.page.status, StatusCode::OK, "{path}: {}", self.page.text());
        self.seen.insert(path.split(['?', '#']).next().unwrap().to_owned());
    }

    /// Follows the link to this path that stands on the page.
    async fn follow(&mut self, to: &str) {
        let text = self.page.text();
        let mut links = text.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
        let link = links
            .find(|link| link.split(['?', '#']).next() == Some(to))
            .unwrap_or_else(|| panic!("no link to {to} after {:?}: {text}", self.done));
        let link = link.replace("&amp;", "&").replace("&#38;", "&");
        self.done.push(format!("-> {to}"));
        self.open(&link).await;
    }

    /// Fills in the form of this action that stands on the page, sends it, and is led on.
    async fn send(&mut self, action: &str, changes: &[(&str, &str)]) {
        let filled = with(&fields(&self.page, action), changes);
        let answer = post(self.world, &mut self.browser, action, &filled).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{action} after {:?}: {}", self.done, answer.text());
        self.done.push(format!("{action} !"));
        self.open(&answer.location()).await;
    }

    fn says(&self, words: &str) {
        assert!(self.page.text().contains(words), "{words} after {:?}: {}", self.done, self.page.text());
    }
}

#[tokio::test]
async fn from_the_offer_to_what_is_agreed_costs_the_desk_25_steps_the_owner_3_pages_and_the_person_5() {
    let world = World::new().await;
    let mut desk = Walker::new(&world, world.staff("yamamoto").await, "/cases").await;
    desk.follow("/cases/new").await;
    let (branch, deputy) = (world.branch.clone(), world.staff["ishii"].clone());
    let offer = [
        ("company", "丸山工業株式会社"),
        ("person", "佐藤 健一"),
        ("post", "管理部長"),
        ("issue", "月次の数字で経営判断ができる状態をつくる"),
        ("offer_on", "2026-11-20"),
        ("join_on", "2026-12-08"),
        ("owner", "丸山 一郎"),
        ("owner_mail", "maruyama@maruyama.example"),
        ("person_mail", "sato@mail.example"),
        ("contract", "open_ended"),
        ("branch", branch.as_str()),
        ("deputy", deputy.as_str()),
    ];
    desk.send("/cases/new", &offer).await;
    let case = desk.seen.iter().filter_map(|path| path.strip_prefix("/cases/")).find(|rest| rest.len() == 36).unwrap().to_owned();
    let at = |path: &str| format!("/cases/{case}/{path}");
    // Both sides are told what the follow-up is.
    let (owner, person) = (world.holder(&case, "owner").await, world.holder(&case, "person").await);
    let (to_owner, to_person) = (at(&format!("contacts/invite/{}", owner.id())), at(&format!("contacts/invite/{}", person.id())));
    desk.follow(&to_owner).await;
    desk.send(&to_owner, &[]).await;
    desk.send(&to_person, &[]).await;
    // Two visits and three dialogues that were held.
    desk.follow(&at("dialogues")).await;
    desk.follow(&at("dialogues/plan")).await;
    for (kind, said, again) in [
        ("visit", "本社工場の流れを見た", "1"),
        ("visit", "第二工場で検査の待ちを見た", "1"),
        ("dialogue", "専務と、任せる範囲を話した", "1"),
        ("dialogue", "工場長と、段取りの悩みを話した", "1"),
        ("dialogue", "経理の二人と、締めの手順を話した", ""),
    ] {
        desk.send(&at("dialogues/plan"), &[("kind", kind), ("on", "2026-11-24"), ("said", said), ("again", again)]).await;
    }
    // Four gaps.
    desk.follow(&at("gaps")).await;
    let mut picks = with(&fields(&desk.page, &at("gaps/samples")), &[]);
    picks.extend(["1", "2", "3", "4"].map(|n| ("pick".to_owned(), n.to_owned())));
    let picks: Vec<(&str, &str)> = picks.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    desk.send(&at("gaps/samples"), &picks).await;
    // The booklet with the goals in it.
    desk.follow(&at("booklet")).await;
    desk.follow(&at("booklet/edit")).await;
    desk.send(&at("booklet/edit"), &[("duties", "管理部長として、月次決算の仕組みを整える"), ("talks", "毎週月曜の朝に30分話します")])
        .await;
    desk.follow(&at("goals/edit")).await;
    let goals =
        [("g1_sentence", "月次の数字を翌月10日に出す"), ("g2_sentence", "部門別の採算を試す"), ("until_on", "2027-06-08"), ("ask", "1")];
    desk.send(&at("goals/edit"), &goals).await;
    desk.says("三者で確認中");
    desk.send(&at("booklet/confirm"), &[]).await;

    // Company and person come in, say yes to the follow-up, and agree to both papers with one press.
    let owner = Walker::new(&world, world.arrive_unasked(&case, &owner).await, "/my").await;
    let person = Walker::new(&world, world.arrive_unasked(&case, &person).await, "/my").await;
    let (mut owner, mut person) = (owner, person);
    for side in [&mut owner, &mut person] {
        side.follow("/my/consents").await;
        side.send("/my/consents", &[("answer", "monthly")]).await;
        side.follow("/my").await;
        side.follow("/my/booklet").await;
        side.send("/my/booklet/agree", &[]).await;
    }
    person.says("合意がそろっています(第1版)。");

    // One goal is worded anew: it opens itself alone. The owner agrees by word of mouth, the person on screen.
    desk.open(&at("booklet")).await;
    desk.follow(&at("goals/edit")).await;
    desk.send(&at("goals/edit"), &[("g2_sentence", "部門別の採算を、まず製造で試す"), ("ask", "1")]).await;
    desk.follow(&at("goals/spoken")).await;
    let who =
        [("who", world.holder(&case, "owner").await.id().to_owned()), ("place", "本社応接室".to_owned()), ("on", "2026-11-24".to_owned())];
    let who: Vec<(&str, &str)> = who.iter().map(|(name, value)| (*name, value.as_str())).collect();
    desk.says("目標2");
    assert!(!desk.page.text().contains("丸山 一郎さん:目標1"), "the other goal stays agreed");
    desk.send(&at("goals/spoken"), &who).await;
    desk.send(&at("goals/confirm"), &[]).await;
    person.open("/my").await;
    person.follow("/my/goals").await;
    person.follow("/my/goals/2").await;
    person.send("/my/goals/agree", &[]).await;
    person.says("合意がそろっています(第2版)。");

    // What stands: two visits, three dialogues, four gaps, two goals, one of them worded anew and agreed by word of mouth.
    let mut look = world.staff("yamamoto").await;
    let dialogues = world.get(&mut look, &at("dialogues")).await.text();
    assert_eq!((dialogues.matches("<span>職場見学</span>").count(), dialogues.matches("<span>対話</span>").count()), (2, 3), "{dialogues}");
    assert_eq!(world.get(&mut look, &at("gaps")).await.text().matches("/edit\">").count(), 4);
    let second = world.get(&mut look, &at("goals/versions/2")).await.text();
    assert!(second.contains("まず製造で試す") && second.contains("口頭") && second.contains("第1版から変わったところ"), "{second}");
    assert!(!second.contains("目標1:"), "only the goal that was worded anew is told as changed");

    assert!(desk.done.len() <= 25, "the desk: {} {:#?}", desk.done.len(), desk.done);
    assert!(owner.seen.len() <= 3, "the owner: {:#?}", owner.seen);
    assert!(person.seen.len() <= 5, "the placed person: {:#?}", person.seen);
}
