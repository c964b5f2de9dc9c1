//! 自分の情報の見え方: for each kind of data about me, who sees it, read off **the** access table.
//!
//! Nothing here says who may see what; it only puts `base::access::grant` into words. A change of the table changes this
//! page on the next request, and a kind that the reader's own seat does not reach has no line. The kinds stand under what
//! matters most to the reader: what the other party does not see, what it sees once something has happened, what all share.

use askama::Template;
use axum::extract::Query;
use base::access::{Deed, Grant, Seat, grant};
use base::register::Kind;
use base::text::Lang;
use std::collections::HashMap;

use crate::placement;
use crate::portal::one_case;
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Frame, page};

base::words! {
    /// The words of 自分の情報の見え方.
    pub(super) struct T;
    title: "自分の情報の見え方", "Who sees my information";
    lead: "情報の種類ごとに、見る人をまとめました。ここに名前がない立場の人には見えません。", "For each kind of information, who sees it. A role that is not listed does not see it.";
    p_never: "会社には見えないもの", "What the company does not see";
    p_once: "決まった場合にだけ、会社も見るもの", "What the company sees only in certain cases";
    p_shared: "会社も見るもの", "What the company sees too";
    c_never: "ご本人には見えないもの", "What the placed person does not see";
    c_once: "決まった場合にだけ、ご本人も見るもの", "What the placed person sees only in certain cases";
    c_shared: "ご本人も見るもの", "What the placed person sees too";
    never_lead: "担当者など、それぞれに書いた人だけが読みます。", "Only those named there read it, such as the desk.";
    once_lead: "名前を挙げたときや、ご報告として公開したときなどです。", "For example once it is published, or when they are named.";
    shared_lead: "一緒に進めるために、はじめから共有するものです。", "Shared from the start, to work together.";
    kinds(n: usize): "{n}種類", "{n} kinds";
    me: "ご自身", "You";
    and: "、", ", ";
    desk(name: &str): "担当 {name}", "Contact: {name}";
    desk_deputy(name: &str, deputy: &str): "担当 {name}(不在時 {deputy})", "Contact: {name} (deputy {deputy})";
    how_all: "読みます", "Reads it";
    how_own: "ご自身の分を読めます", "Reads what is yours";
    how_exists: "あることだけが分かります", "Only that it exists";
    how_back: "担当からお返ししたものを読めます", "Reads what the desk handed back";
    how_back_side: "担当が会社の方にお返ししたものを読めます", "Reads what the desk handed back to the company";
    how_side: "同じ側の人として読みます", "Reads it, being on the same side";
    how_shown: "公開されたものだけを読みます", "Reads it once it is published";
    how_joint: "三者で話したものだけを読みます", "Reads only what all three spoke about";
    how_guest: "参加するものだけを読みます", "Reads only what they take part in";
    how_named: "その書面に名前を挙げた人だけが読みます", "Reads it only if named for that paper";
    how_reason: "理由を記録したときだけ読めます。読んだ記録が残ります", "Only with a stated reason, which is kept on record";
    how_told: "書く前にお名前をお知らせした人だけが読みます", "Only those you were told of before you wrote";
    how_told_exists: "選ばれたときだけ読みます。ほかは、あることだけが分かります", "Only if you chose them; else that it exists";
    how_told_reason: "選ばれたときと、理由を記録したときだけ読めます", "Only if you chose them, or with a recorded reason";
    k_thread: "担当者への相談", "What you write to the desk";
    k_relay: "お伝えする文面の確認", "Words that wait for your consent";
    k_passed: "担当からお伝えしたこと", "What the desk passed on to you";
    k_company: "会社の基本情報", "Facts of the company";
    k_contact: "お名前と役職", "Name and post";
    k_contact_mail: "メールアドレス", "Mail address";
    k_person: "お名前", "Name";
    k_private: "生年月日・住所・年収", "Date of birth, address, pay";
    k_placement: "役職と入社日", "Post and start date";
    k_issue: "解決したい経営課題", "The management issue";
    k_booklet: "三者の書面", "Booklet";
    k_sheet: "目標シート", "Goal sheet";
    k_plan: "準備・計画・約束の項目", "Preparation, actions and promises";
    k_reception: "社内の受け入れ体制", "Who looks after what in the company";
    k_proposal: "目標シートへのご提案", "Proposals to the goal sheet";
    k_agreement: "合意の記録", "Agreements";
    k_talk: "面談の日取り", "Dates of talks";
    k_said: "面談でお話しになったこと", "What you say in talks";
    k_joint: "三者の面談で話したこと", "What is said with all three";
    k_milestone: "中間目標についてのお考え", "Your view of milestones";
    k_dialogue: "対話と職場見学の予定", "Plans of dialogues and visits";
    k_dialogue_word: "対話や見学について、担当だけに書いた内容", "What you wrote to the desk alone about dialogues and visits";
    k_gap: "想定されるギャップと備え", "Expected gaps and countermeasures";
    k_gap_own: "担当だけに伝えたギャップ", "Gaps you told the desk alone";
    k_answers: "アンケートへのお答え", "Your answers to surveys";
    k_expected: "会社に起きてほしい変化", "Changes hoped for";
    k_picture: "変化について思い描いている様子", "What you picture of the changes";
    k_worry: "変化について担当だけに伝えた気がかり", "Worries about the changes you told the desk";
    k_observed: "変化について書いた内容(ご報告の前)", "What you wrote about changes, before a report";
    k_offer: "ご報告に使う文面の確認", "Wordings put before you for a report";
    k_letter: "担当からのお手紙", "Letters from the desk";
    k_report: "変化のご報告", "Change reports";
    k_read: "ご報告を読んだ印", "Read marks on reports";
    ask: "見え方についてのご質問や、訂正のご希望は、担当までお電話ください。", "Questions or corrections: please call the desk.";
    back: "ホームへ", "Home";
}

/// The kinds the page speaks of, in the order of the reader's interest.
pub const KINDS: &[Kind] = &[
    Kind::Person,
    Kind::Contact,
    Kind::PersonAddress,
    Kind::ContactAddress,
    Kind::PersonPrivate,
    Kind::Company,
    Kind::Placement,
    Kind::Issue,
    Kind::Booklet,
    Kind::PlanItem,
    Kind::Reception,
    Kind::GoalSheet,
    Kind::GoalProposal,
    Kind::Agreement,
    Kind::CheckIn,
    Kind::CheckInNote,
    Kind::JointNote,
    Kind::MilestoneView,
    Kind::Dialogue,
    Kind::DialogueWord,
    Kind::Gap,
    Kind::GapOwn,
    Kind::SurveyAnswer,
    Kind::ExpectedChange,
    Kind::ChangePicture,
    Kind::ChangeWorry,
    Kind::Observation,
    Kind::LineOffer,
    Kind::ReportPublished,
    Kind::ReportRead,
    Kind::LetterReceived,
    Kind::Thread,
    Kind::Relay,
    Kind::RelayReceived,
];

fn title(t: T, kind: Kind) -> &'static str {
    match kind {
        Kind::Person => t.k_person(),
        Kind::Contact => t.k_contact(),
        Kind::PersonAddress | Kind::ContactAddress => t.k_contact_mail(),
        Kind::PersonPrivate => t.k_private(),
        Kind::Company => t.k_company(),
        Kind::Placement => t.k_placement(),
        Kind::Issue => t.k_issue(),
        Kind::Booklet => t.k_booklet(),
        Kind::PlanItem => t.k_plan(),
        Kind::Reception => t.k_reception(),
        Kind::GoalSheet => t.k_sheet(),
        Kind::GoalProposal => t.k_proposal(),
        Kind::Agreement => t.k_agreement(),
        Kind::CheckIn => t.k_talk(),
        Kind::CheckInNote => t.k_said(),
        Kind::JointNote => t.k_joint(),
        Kind::MilestoneView => t.k_milestone(),
        Kind::Dialogue => t.k_dialogue(),
        Kind::DialogueWord => t.k_dialogue_word(),
        Kind::Gap => t.k_gap(),
        Kind::GapOwn => t.k_gap_own(),
        Kind::SurveyAnswer => t.k_answers(),
        Kind::ExpectedChange => t.k_expected(),
        Kind::ChangePicture => t.k_picture(),
        Kind::ChangeWorry => t.k_worry(),
        Kind::Observation => t.k_observed(),
        Kind::LineOffer => t.k_offer(),
        Kind::ReportPublished => t.k_report(),
        Kind::ReportRead => t.k_read(),
        Kind::LetterReceived => t.k_letter(),
        Kind::Thread => t.k_thread(),
        Kind::Relay => t.k_relay(),
        Kind::RelayReceived => t.k_passed(),
        _ => "",
    }
}

/// How far a seat reaches into what belongs to the one who asks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reach {
    /// Reads it.
    Reads,
    /// What the reader wrote, read by the reader.
    Mine,
    /// That it exists.
    Exists,
    /// What was handed back to this side.
    Back,
    /// As one of the same side.
    Side,
    /// Once it is shown or published.
    Shown,
    /// What all three spoke about.
    Joint,
    /// What they take part in.
    Guest,
    /// If named for the paper.
    Named,
    /// With a recorded reason.
    Reason,
    /// If the writer was told of them.
    Told,
    /// The same; else that it exists.
    ToldOrExists,
    /// The same; else with a recorded reason.
    ToldOrReason,
}

fn company(seat: Seat) -> bool {
    matches!(seat, Seat::Owner | Seat::Host | Seat::Contact)
}

/// Whether two seats stand on the same private side.
fn same_side(a: Seat, b: Seat) -> bool {
    a == b || (company(a) && company(b))
}

/// What the table grants `other` of what belongs to `mine`: none when nothing of it, not even that it exists.
pub fn reach(kind: Kind, mine: Seat, other: Seat) -> Option<Reach> {
    match grant(kind, other, Deed::View) {
        Grant::No => None,
        Grant::All => Some(Reach::Reads),
        Grant::Exists => Some(Reach::Exists),
        Grant::Reason => Some(Reach::Reason),
        Grant::Reader => Some(Reach::Told),
        Grant::ReaderOrExists => Some(Reach::ToldOrExists),
        Grant::ReaderOrReason => Some(Reach::ToldOrReason),
        Grant::Named => Some(Reach::Named),
        Grant::Guest => Some(Reach::Guest),
        Grant::Shown => Some(Reach::Shown),
        Grant::Joint => Some(Reach::Joint),
        // The own rows of another are not mine; of my own they are what I wrote.
        Grant::Own => (mine == other).then_some(Reach::Mine),
        Grant::OwnOrShown => Some(if mine == other { Reach::Mine } else { Reach::Shown }),
        Grant::OwnSide => Some(if same_side(mine, other) { Reach::Side } else { Reach::Joint }),
        Grant::SharedBack => same_side(mine, other).then_some(Reach::Back),
    }
}

fn how(t: T, reach: Reach, mine: bool) -> &'static str {
    match reach {
        Reach::Reads => t.how_all(),
        Reach::Side if mine => t.how_all(),
        Reach::Mine => t.how_own(),
        Reach::Exists => t.how_exists(),
        Reach::Back if mine => t.how_back(),
        Reach::Back => t.how_back_side(),
        Reach::Side => t.how_side(),
        Reach::Shown => t.how_shown(),
        Reach::Joint => t.how_joint(),
        Reach::Named => t.how_named(),
        Reach::Guest => t.how_guest(),
        Reach::Reason => t.how_reason(),
        Reach::Told => t.how_told(),
        Reach::ToldOrExists => t.how_told_exists(),
        Reach::ToldOrReason => t.how_told_reason(),
    }
}

/// One kind of data and who sees it.
#[derive(Clone, Debug)]
pub struct Section {
    /// For the heading's id.
    pub code: String,
    /// What it is.
    pub title: &'static str,
    /// How far, and who.
    pub groups: Vec<(&'static str, Vec<&'static str>)>,
}

/// Whether a kind is about the one who asks: theirs or said by them, not the other party's card.
pub fn about(kind: Kind, mine: Seat) -> bool {
    let others = if company(mine) {
        [Kind::Person, Kind::PersonAddress, Kind::PersonPrivate].contains(&kind)
    } else {
        [Kind::Contact, Kind::ContactAddress, Kind::Company, Kind::Issue].contains(&kind)
    };
    !others && grant(kind, mine, Deed::View) != Grant::No
}

/// Every kind about the one in seat `mine`, with every seat that sees any of it; the reader first.
pub fn sections(mine: Seat, lang: Lang) -> Vec<Section> {
    let (t, w) = (T(lang), crate::web::text::T(lang));
    let section = |kind: Kind| {
        let mut groups: Vec<(&'static str, Vec<&'static str>)> = Vec::new();
        for seat in [mine].into_iter().chain(Seat::ALL.into_iter().filter(|seat| *seat != mine)) {
            let Some(reach) = reach(kind, mine, seat) else { continue };
            let who = if seat == mine { t.me() } else { w.any_seat(seat) };
            let how = how(t, reach, seat == mine);
            match groups.iter_mut().find(|(known, _)| *known == how) {
                Some((_, seats)) => seats.push(who),
                None => groups.push((how, vec![who])),
            }
        }
        Section { code: format!("{kind:?}").to_lowercase(), title: title(t, kind), groups }
    };
    KINDS.iter().copied().filter(|kind| about(*kind, mine)).map(section).collect()
}

/// How the other party stands to a kind of data.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Across {
    /// It learns nothing of it.
    Never,
    /// It learns of it in certain cases, or only that it exists.
    Once,
    /// It reads it.
    Shared,
}

/// How the party on the other side of the one in seat `mine` stands to this kind.
pub fn across(kind: Kind, mine: Seat) -> Across {
    let other = if company(mine) { Seat::Person } else { Seat::Owner };
    match reach(kind, mine, other) {
        None => Across::Never,
        Some(Reach::Reads) => Across::Shared,
        Some(_) => Across::Once,
    }
}

/// Sections of one heading.
#[derive(Clone, Debug)]
struct Part {
    title: &'static str,
    lead: &'static str,
    count: String,
    sections: Vec<Section>,
}

/// The sections under what matters most to the one in seat `mine`; a heading without any is left out.
fn parts(mine: Seat, lang: Lang) -> Vec<Part> {
    let t = T(lang);
    let kinds: Vec<Kind> = KINDS.iter().copied().filter(|kind| about(*kind, mine)).collect();
    let all: Vec<(Across, Section)> = kinds.into_iter().map(|kind| across(kind, mine)).zip(sections(mine, lang)).collect();
    let titles = if company(mine) { [t.c_never(), t.c_once(), t.c_shared()] } else { [t.p_never(), t.p_once(), t.p_shared()] };
    [Across::Never, Across::Once, Across::Shared]
        .into_iter()
        .zip(titles)
        .zip([t.never_lead(), t.once_lead(), t.shared_lead()])
        .map(|((across, title), lead)| {
            let sections: Vec<Section> = all.iter().filter(|(of, _)| *of == across).map(|(_, section)| section.clone()).collect();
            Part { title, lead, count: t.kinds(sections.len()), sections }
        })
        .filter(|part| !part.sections.is_empty())
        .collect()
}

#[derive(Template)]
#[template(path = "contacts/sees.html")]
struct SeesPage {
    f: Frame,
    t: T,
    desk: String,
    parts: Vec<Part>,
}

/// `GET /my/sees`.
pub(crate) async fn show(cx: Cx, Query(query): Query<HashMap<String, String>>) -> Answer {
    let t = T(cx.lang);
    let named = query.get("case").cloned();
    let (seat, desk) = cx
        .db
        .read(cx.actor()?, move |tx| {
            let entry = one_case(tx, named.as_deref())?;
            let facts = placement::facts(tx, &entry)?;
            let (consultant, deputy) = placement::desk_of(tx, &entry)?;
            Ok::<_, AppError>((entry.seat(), (consultant.unwrap_or(facts.consultant_name), deputy)))
        })
        .await?;
    let desk = match desk {
        (consultant, Some(deputy)) => t.desk_deputy(&consultant, &deputy),
        (consultant, None) => t.desk(&consultant),
    };
    page(&SeesPage { f: cx.frame(t.title(), Nav::Home).await?, t, desk, parts: parts(seat, cx.lang) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_says_what_the_table_says() {
        for mine in [Seat::Owner, Seat::Host, Seat::Contact, Seat::Person] {
            let sections = sections(mine, Lang::Ja);
            for kind in KINDS.iter().copied() {
                let code = format!("{kind:?}").to_lowercase();
                let section = sections.iter().find(|section| section.code == code);
                assert_eq!(section.is_some(), about(kind, mine), "{kind:?} {mine:?}");
                let Some(section) = section else { continue };
                for seat in Seat::ALL {
                    let who = if seat == mine { T(Lang::Ja).me() } else { crate::web::text::T(Lang::Ja).any_seat(seat) };
                    let line = section.groups.iter().find(|(_, seats)| seats.contains(&who)).map(|(how, _)| *how);
                    let t = T(Lang::Ja);
                    match grant(kind, seat, Deed::View) {
                        Grant::No => assert_eq!(line, None, "{kind:?} {seat:?}"),
                        Grant::All => assert_eq!(line, Some(t.how_all()), "{kind:?} {seat:?}"),
                        Grant::Exists => assert_eq!(line, Some(t.how_exists()), "{kind:?} {seat:?}"),
                        Grant::Reason => assert_eq!(line, Some(t.how_reason()), "{kind:?} {seat:?}"),
                        Grant::Named => assert_eq!(line, Some(t.how_named()), "{kind:?} {seat:?}"),
                        Grant::Own if seat != mine => assert_eq!(line, None, "{kind:?} {seat:?}"),
                        _ => assert!(line.is_some() || !same_side(mine, seat), "{kind:?} {seat:?}"),
                    }
                }
            }
        }
    }

    #[test]
    fn every_section_stands_under_one_heading_and_what_is_private_stands_first() {
        for mine in [Seat::Owner, Seat::Host, Seat::Contact, Seat::Person] {
            let parts = parts(mine, Lang::Ja);
            let all: Vec<String> = parts.iter().flat_map(|part| part.sections.iter().map(|section| section.code.clone())).collect();
            assert_eq!(all.len(), sections(mine, Lang::Ja).len(), "{mine:?}");
            let first = parts.first().unwrap();
            assert!(first.sections.iter().any(|section| section.code == "thread"), "{mine:?}");
            assert!(first.sections.iter().all(|section| section.code != "goalsheet" && section.code != "reportpublished"), "{mine:?}");
        }
        assert_eq!(across(Kind::SurveyAnswer, Seat::Owner), Across::Never);
        assert_eq!(across(Kind::GoalSheet, Seat::Person), Across::Shared);
        assert_eq!(across(Kind::CheckIn, Seat::Person), Across::Once);
    }

    #[test]
    fn every_kind_on_the_page_has_its_words() {
        for kind in KINDS.iter().copied() {
            assert!(!title(T(Lang::Ja), kind).is_empty() && !title(T(Lang::En), kind).is_empty(), "{kind:?}");
        }
    }

    #[test]
    fn what_the_person_says_in_a_talk_reaches_nobody_of_the_company() {
        for seat in [Seat::Owner, Seat::Host, Seat::Contact, Seat::BranchRm] {
            for kind in [Kind::CheckInNote, Kind::Observation, Kind::PersonPrivate, Kind::PersonAddress, Kind::LineOffer] {
                assert_eq!(reach(kind, Seat::Person, seat), None, "{kind:?} {seat:?}");
            }
        }
    }
}
