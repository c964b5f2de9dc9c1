//! `GET /cases/{case}`: the case page.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, Query};
use base::actor::Side;
use base::register::Branch;
use base::store::{Entry, Read, deed};
use base::text::Lang;
use base::{args, sql};

use super::text::T;
use super::timeline::{Asked, Pill};
use super::{Item, Panel, Sees, Stage, stages};
use crate::placement::{self, Facts};
use crate::today::Line;
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Frame, page};
use crate::{
    booklet, change, check_in, closing, consent, depth, dialogue, gap, goal_sheet, naming, next_proposal, preparation, report, review,
    signal, support, survey, today,
};

#[derive(Template)]
#[template(path = "case/show.html")]
struct CasePage {
    f: Frame,
    t: T,
    facts: Facts,
    heading: String,
    when: String,
    stages: Vec<Stage>,
    stage_sentence: String,
    next: Option<Line>,
    then: Vec<Line>,
    panels: Vec<Panel>,
    asides: Vec<Panel>,
    ahead: Vec<ItemRow>,
    items: Vec<ItemRow>,
    kinds: Vec<Pill>,
    eyes: Vec<Pill>,
    hands: Vec<Pill>,
    filtered: bool,
    older: Option<String>,
    whole: String,
    newer: Option<String>,
    pairs: Vec<(String, String)>,
    desk: bool,
}

struct ItemRow {
    day: String,
    iso: String,
    age: String,
    item: Item,
    see: &'static str,
}

struct Gathered {
    facts: Facts,
    pairs: Vec<(String, String)>,
    panels: Vec<Panel>,
    items: Vec<Item>,
    next: Vec<Line>,
    desk: bool,
}

fn gather(tx: &Read<'_>, case: &str, lang: Lang) -> Result<Gathered, AppError> {
    let entry = tx.enter(case)?;
    let facts = placement::facts(tx, &entry)?;
    let now = tx.now();
    let mut panels = Vec::new();
    let mut items = own_items(&facts, lang);
    for panel in [
        booklet::panel(tx, &entry, lang)?,
        consent::panel(tx, &entry, lang)?,
        naming::panel(tx, &entry, lang)?,
        goal_sheet::panel(tx, &entry, lang)?,
        preparation::panel(tx, &entry, lang)?,
        check_in::panel(tx, &entry, lang)?,
        check_in::aside(tx, &entry, lang)?,
        signal::panel(tx, &entry, lang)?,
        support::panel(tx, &entry, lang)?,
        dialogue::panel(tx, &entry, lang)?,
        survey::panel(tx, &entry, lang)?,
        gap::panel(tx, &entry, lang)?,
        change::panel(tx, &entry, lang)?,
        report::panel(tx, &entry, lang)?,
        review::panel(tx, &entry, lang)?,
        next_proposal::panel(tx, &entry, lang)?,
        depth::panel(tx, &entry, lang)?,
        closing::panel(tx, &entry, lang)?,
    ] {
        panels.extend(panel);
    }
    for more in [
        booklet::timeline(tx, &entry, lang)?,
        consent::timeline(tx, &entry, lang)?,
        naming::timeline(tx, &entry, lang)?,
        goal_sheet::timeline(tx, &entry, lang)?,
        preparation::timeline(tx, &entry, lang)?,
        check_in::timeline(tx, &entry, lang)?,
        dialogue::timeline(tx, &entry, lang)?,
        gap::timeline(tx, &entry, lang)?,
        survey::timeline(tx, &entry, lang)?,
        change::timeline(tx, &entry, lang)?,
        report::timeline(tx, &entry, lang)?,
        review::timeline(tx, &entry, lang)?,
    ] {
        items.extend(more);
    }
    items.sort_by_key(|item| std::cmp::Reverse((item.day, item.order)));
    let desk = entry.seat() == base::access::Seat::Consultant;
    let next = if desk { today::of_case(tx, case, lang, now.day())? } else { Vec::new() };
    Ok(Gathered { pairs: pairs(tx, &entry, &facts, lang)?, facts, panels, items, next, desk })
}

fn own_items(facts: &Facts, lang: Lang) -> Vec<Item> {
    let t = T(lang);
    let item = |day, order, title: &str, ahead| Item {
        day,
        order,
        filter: "case",
        kind: t.case().to_owned(),
        title: title.to_owned(),
        text: String::new(),
        sees: Sees::All,
        by: Side::Bank,
        href: None,
        ahead,
    };
    let today = facts.created_at.day();
    let mut items =
        vec![Item { sees: Sees::Desk, ..item(today, facts.created_at.0, if facts.imported { t.imported() } else { t.opened() }, false) }];
    if let Some(day) = facts.offer_on {
        items.push(item(day, 0, t.offered(), false));
    }
    if let Some(day) = facts.join_on {
        items.push(item(day, 1, t.joined(facts.start_word()), matches!(facts.state.as_str(), "preparing" | "agreeing")));
    }
    items
}

fn pairs(tx: &Read<'_>, entry: &Entry, facts: &Facts, lang: Lang) -> Result<Vec<(String, String)>, AppError> {
    let t = T(lang);
    let w = placement::text::T(lang);
    let mut pairs = Vec::new();
    if let Ok(issues) = placement::issues(tx, entry)
        && let (Some(first), Some(last)) = (issues.first(), issues.last())
    {
        pairs.push((t.issue_first(&lang.short_day(first.set_on)), first.sentence.clone()));
        if last.edition != first.edition {
            pairs.push((t.issue_now().to_owned(), last.sentence.clone()));
        }
    }
    pairs.push((t.contract().to_owned(), format!("{}・{}", w.contract_word(&facts.contract), w.sides_word(&facts.sides))));
    let (consultant, deputy) = placement::desk_of(tx, entry)?;
    let mut people = consultant.unwrap_or_else(|| facts.consultant_name.clone());
    if let Some(deputy) = deputy {
        people.push_str(&t.deputy(&deputy));
    }
    pairs.push((t.people().to_owned(), people));
    let branch: Option<(String,)> = match entry.pass::<Branch, deed::View>() {
        Ok(pass) => tx.maybe(&pass, sql!(Branch => "select name from branches where id = $1"), args![&facts.branch])?,
        Err(_) => None,
    };
    pairs.push((t.branch().to_owned(), branch.map_or_else(|| t.no_branch().to_owned(), |(name,)| name)));
    if let Some(no) = &facts.case_no {
        pairs.push((t.case_no().to_owned(), no.clone()));
    }
    Ok(pairs)
}

/// `GET /cases/{case}`.
pub async fn show(cx: Cx, Path(case): Path<String>, Query(query): Query<HashMap<String, String>>) -> Answer {
    let (t, lang, today) = (T(cx.lang), cx.lang, cx.today());
    let asked = case.clone();
    let all = cx.db.read(cx.actor()?, move |tx| gather(tx, &asked, lang)).await?;
    let asked = Asked::read(&query);
    let cut = asked.cut(all.items);
    let row = |item: Item| ItemRow {
        day: lang.short_day(item.day),
        iso: item.day.to_string(),
        age: match item.day.until(today) {
            0 => t.age_today().to_owned(),
            n if n > 0 => t.age_days(n),
            n => t.in_days(-n),
        },
        see: item.sees.words(lang),
        item,
    };
    let here = format!("/cases/{case}");
    let [kinds, eyes, hands] = asked.pills(&here, lang);
    let mut next = all.next.into_iter();
    let stages = stages(&all.facts, today, lang);
    let stage_sentence = stages.iter().position(|s| s.now).map(|i| t.stage_sentence(i + 1, stages[i].name)).unwrap_or_default();
    let (post, word) = (&all.facts.post, all.facts.start_word());
    let when = match all.facts.join_on {
        None => format!("{post}・{}", word.put(crate::web::text::T(lang).undecided_join())),
        Some(day) if all.facts.ended() => {
            let end = all.facts.ended_on.map(|end| lang.day(end)).unwrap_or_default();
            let ended = if all.facts.state == "left" { t.left() } else { t.closed() };
            format!("{post}・{} {}・{end} {ended}", lang.day(day), t.joined(word))
        }
        Some(day) if day <= today => format!("{post}・{} {}({})", lang.day(day), t.joined(word), t.day_n(day.until(today) + 1)),
        Some(day) => format!("{post}・{} {}({})", lang.day(day), lang.pick(t.joined(word), t.start()), t.in_days(today.until(day))),
    };
    let heading =
        lang.pick(format!("{}・{}さん", all.facts.company, all.facts.person), format!("{} · {}", all.facts.company, all.facts.person));
    let (asides, panels) = all.panels.into_iter().partition(|panel| panel.aside);
    page(&CasePage {
        f: cx.frame(all.facts.short(lang), Nav::Cases).await?,
        t,
        heading,
        when,
        stages,
        stage_sentence,
        next: next.next(),
        then: next.collect(),
        panels,
        asides,
        ahead: cut.ahead.into_iter().map(row).collect(),
        items: cut.items.into_iter().map(row).collect(),
        kinds,
        eyes,
        hands,
        filtered: asked.filters(),
        older: cut.older.map(|place| asked.older(&here, place)),
        whole: asked.whole(&here),
        newer: asked.pages().then(|| asked.first(&here)),
        pairs: all.pairs,
        facts: all.facts,
        desk: all.desk,
    })
}
