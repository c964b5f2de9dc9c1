//! The institution's thresholds: each saving is the next edition.

use askama::Template;
use base::event::Event;
use base::register::SignalSetting;
use base::store::{StoreError, deed};
use base::text::Lang;
use http::StatusCode;

use super::rules::{Knob, Rule, Thresholds};
use super::store;
use super::text::T;
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Errors, Form, Frame, go, page_with};

#[derive(Template)]
#[template(path = "signal/settings.html")]
struct SettingsPage {
    f: Frame,
    t: T,
    edition: String,
    rules: Vec<RuleView>,
    form: Form,
    errors: Errors,
    stale: bool,
}

struct RuleView {
    kind: &'static str,
    mark: &'static str,
    title: &'static str,
    how: &'static str,
    /// Field, label, help.
    knobs: Vec<(&'static str, &'static str, String)>,
}

fn parse(form: &Form, lang: Lang) -> Result<Thresholds, Errors> {
    let mut e = Errors::none();
    let mut set = Thresholds::default();
    for knob in Knob::ALL {
        match knob.read(form.get(knob.code())) {
            Some(value) => set.set(knob, value),
            None => {
                let (least, most) = knob.bounds();
                e.add(knob.code(), T(lang).e_bounds(&knob.show(least), &knob.show(most)));
            }
        }
    }
    e.check().map(|()| set)
}

async fn draw(cx: &Cx, status: StatusCode, typed: Option<Form>, errors: Errors) -> Answer {
    let t = T(cx.lang);
    let (edition, set) = cx
        .db
        .read(cx.actor()?, |tx| {
            tx.desk()?.pass::<SignalSetting, deed::Change>()?;
            store::thresholds(tx).map_err(AppError::from)
        })
        .await?;
    let stale = status == StatusCode::CONFLICT;
    let mut form = typed.unwrap_or_else(|| {
        let mut form = Form::default();
        for knob in Knob::ALL {
            form.set(knob.code(), &knob.show(set.of(knob)));
        }
        form.set("version", &edition.to_string());
        form
    });
    if stale {
        form.set("version", &edition.to_string());
    }
    let help = |knob: Knob| {
        let (least, most) = knob.bounds();
        let now = if stale { t.now_is(&knob.show(set.of(knob))) } else { String::new() };
        let bounds = t.bounds(&knob.show(least), &knob.show(most));
        cx.lang.pick(format!("{bounds}。{}{now}", t.came_from(knob)), format!("{bounds}. {} {now}", t.came_from(knob)))
    };
    let rules = Rule::ALL
        .into_iter()
        .filter(|rule| !rule.knobs().is_empty())
        .map(|rule| RuleView {
            kind: t.kind(rule),
            mark: T::mark(rule),
            title: t.sentence(rule),
            how: t.explained(rule),
            knobs: rule.knobs().iter().map(|knob| (knob.code(), t.knob(*knob), help(*knob))).collect(),
        })
        .collect();
    let page = SettingsPage {
        f: cx.frame(t.settings_title(), Nav::Settings).await?,
        t,
        edition: if edition == 0 { t.edition_first().to_owned() } else { t.edition(edition) },
        rules,
        form,
        errors,
        stale,
    };
    page_with(status, &page)
}

/// `GET /settings/signals`.
pub async fn show(cx: Cx) -> Answer {
    draw(&cx, StatusCode::OK, None, Errors::none()).await
}

/// `POST /settings/signals`: the next edition.
pub async fn save(cx: Cx, form: Form) -> Answer {
    // Who may not set them learns nothing of the fields.
    cx.db.read(cx.actor()?, |tx| tx.desk()?.pass::<SignalSetting, deed::Change>().map(drop).map_err(AppError::from)).await?;
    let set = match parse(&form, cx.lang) {
        Ok(set) => set,
        Err(errors) => return draw(&cx, StatusCode::UNPROCESSABLE_ENTITY, Some(form), errors).await,
    };
    let seen = form.version();
    let kept = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let (edition, id) = store::keep_thresholds(tx, seen, &set)?;
            tx.commit(&Event::SignalRulesChanged(None, &id).detail(format!("edition:{edition}")), "/settings/signals?done=saved")
        })
        .await;
    match kept {
        Ok(()) => Ok(go("/settings/signals?done=saved")),
        Err(StoreError::Stale | StoreError::Duplicate(_)) => draw(&cx, StatusCode::CONFLICT, Some(form), Errors::none()).await,
        Err(error) => Err(error.into()),
    }
}
