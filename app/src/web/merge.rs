//! Two people on one form: what each of them changed of the text both began with, field by field.
//!
//! A form that others may save too carries what it was drawn from in one hidden field, `was` ([`remember`]). When it comes
//! second, [`meet`] puts three texts side by side: what both began with, what stands now, what was typed. A field that only
//! one of them changed keeps that change; a field that both changed otherwise is a [`Clash`], shown with all three texts and a
//! choice. What `was` says is believed: who forges it overwrites what they may overwrite anyway (ADR 0020).

use std::collections::BTreeMap;

use base::register::Record;
use base::store::{Entry, Read, StoreError, deed};
use base::text::Lang;
use http::StatusCode;

use super::{Errors, Form};

/// The hidden field that holds what the form was drawn from.
const WAS: &str = "was";
/// Begins the name of the choice on a field that both changed.
const USE: &str = "use_";

/// A field that both changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    /// Its name in the form; empty where there is nothing to choose.
    pub name: String,
    /// What it is called.
    pub label: String,
    /// What both began with.
    pub before: String,
    /// What stands now.
    pub theirs: String,
    /// What was typed.
    pub yours: String,
    /// Who changed it and when, in words; empty where nobody knows.
    pub by: String,
}

impl Clash {
    /// The name of its choice.
    pub fn choice(&self) -> String {
        format!("{USE}{}", self.name)
    }
}

/// How saving a form went.
#[derive(Debug)]
pub enum Saved {
    /// It was, or nothing was other than before: where it leads.
    Back(String),
    /// It is to be mended.
    Mend(Errors),
    /// Somebody saved since the form was drawn.
    Met,
}

/// Why a form is shown.
#[derive(Debug)]
pub enum Why {
    /// To be filled in.
    Fresh,
    /// What was not saved the last time stands in it.
    Unsaved,
    /// To be mended.
    Mend(Errors),
    /// Somebody else was first: what both changed.
    Met(Vec<Clash>),
}

impl Why {
    /// The status of the page, and what it shows above the form.
    pub fn shown(self) -> (StatusCode, Errors, Vec<Clash>) {
        match self {
            Why::Fresh | Why::Unsaved => (StatusCode::OK, Errors::none(), Vec::new()),
            Why::Mend(errors) => (StatusCode::UNPROCESSABLE_ENTITY, errors, Vec::new()),
            Why::Met(clashes) => (StatusCode::CONFLICT, Errors::none(), clashes),
        }
    }
}

/// Lets the form remember what it was drawn from.
pub fn remember<'a>(form: &mut Form, fields: impl IntoIterator<Item = &'a str>) {
    let was: BTreeMap<&str, &str> = fields.into_iter().map(|name| (name, form.get(name).trim())).collect();
    let was = serde_json::to_string(&was).unwrap_or_default();
    form.set(WAS, &was);
}

/// What the form was drawn from; none for a form that does not say so.
pub fn was(form: &Form) -> Option<BTreeMap<String, String>> {
    serde_json::from_str(form.get(WAS)).ok()
}

/// Carries out the choices of a page of clashes: where theirs was chosen, the field says what stood when the page was drawn.
pub fn choose(form: &mut Form) {
    let theirs: Vec<String> = form
        .fields()
        .iter()
        .filter(|(_, value)| value == "theirs")
        .filter_map(|(name, _)| Some(name.strip_prefix(USE)?.to_owned()))
        .collect();
    let Some(was) = was(form).filter(|_| !theirs.is_empty()) else { return };
    for name in theirs {
        if let Some(text) = was.get(&name) {
            form.set(&name, text);
        }
        form.set(&format!("{USE}{name}"), "");
    }
}

/// Who changed this record last and when, in a sentence for the page of clashes; empty when it cannot be told.
///
/// # Errors
/// The store's own.
pub fn hand<R: Record>(tx: &Read<'_>, entry: &Entry, id: &str, acts: &[&str], lang: Lang) -> Result<String, StoreError> {
    let Some(last) = tx.last_hand(&entry.pass::<R, deed::View>()?, id, acts)? else { return Ok(String::new()) };
    let name = crate::change::names(tx, entry)?.remove(&last.actor);
    Ok(name.map(|name| super::text::T(lang).met_by(&name, &lang.moment(last.at))).unwrap_or_default())
}

/// The clashes, with who was first.
pub fn signed(mut clashes: Vec<Clash>, by: &str) -> Vec<Clash> {
    for clash in &mut clashes {
        by.clone_into(&mut clash.by);
    }
    clashes
}

/// Brings a form that came second up to what stands `now`: fields that only the others changed take their text, the rest stays
/// as typed. Gives the fields that both changed. The form then stands on `now`, so that saving it again takes it as it is.
///
/// A form that does not say what it was drawn from clashes wherever it differs.
pub fn meet(form: &mut Form, now: &Form, fields: &[(String, String)]) -> Vec<Clash> {
    let before = was(form);
    let mut clashes = Vec::new();
    for (name, label) in fields {
        let (theirs, yours) = (now.get(name).trim().to_owned(), form.get(name).trim().to_owned());
        let began = before.as_ref().and_then(|was| was.get(name)).map(|text| text.trim().to_owned());
        if theirs == yours || began.as_ref() == Some(&theirs) {
            continue;
        }
        if began.as_ref() == Some(&yours) {
            form.set(name, &theirs);
            continue;
        }
        let (name, label, before, by) = (name.clone(), label.clone(), began.unwrap_or_default(), String::new());
        clashes.push(Clash { name, label, before, theirs, yours, by });
    }
    let was: BTreeMap<&str, &str> = fields.iter().map(|(name, _)| (name.as_str(), now.get(name).trim())).collect();
    form.set(WAS, &serde_json::to_string(&was).unwrap_or_default());
    form.set("version", now.get("version"));
    clashes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(values: &[(&str, &str)]) -> Form {
        Form::filled(values.iter().map(|(name, value)| (*name, (*value).to_owned())))
    }

    fn fields() -> Vec<(String, String)> {
        ["a", "b"].into_iter().map(|name| (name.to_owned(), name.to_uppercase())).collect()
    }

    fn typed(values: &[(&str, &str)]) -> Form {
        let mut drawn = form(&[("a", "一"), ("b", "二"), ("version", "1")]);
        remember(&mut drawn, ["a", "b"]);
        for (name, value) in values {
            drawn.set(name, value);
        }
        drawn
    }

    #[test]
    fn what_only_one_of_two_changed_keeps_that_change() {
        let mut mine = typed(&[("a", "山本の文")]);
        assert!(meet(&mut mine, &form(&[("a", "一"), ("b", "石井の文"), ("version", "2")]), &fields()).is_empty());
        assert_eq!((mine.get("a"), mine.get("b"), mine.version()), ("山本の文", "石井の文", 2));
    }

    #[test]
    fn what_both_changed_is_shown_with_all_three_texts_and_the_choice_is_carried_out() {
        let mut mine = typed(&[("a", "山本の文")]);
        let met = meet(&mut mine, &form(&[("a", "石井の文"), ("b", "二"), ("version", "2")]), &fields());
        assert_eq!(
            met,
            [Clash {
                name: "a".into(),
                label: "A".into(),
                before: "一".into(),
                theirs: "石井の文".into(),
                yours: "山本の文".into(),
                by: String::new(),
            }]
        );
        assert_eq!(mine.get("a"), "山本の文", "nothing typed is lost");
        let mut again = mine.clone();
        assert!(
            meet(&mut again, &form(&[("a", "石井の文"), ("b", "二"), ("version", "2")]), &fields()).is_empty(),
            "saved again it stands"
        );
        mine.set(&met[0].choice(), "theirs");
        choose(&mut mine);
        assert_eq!(mine.get("a"), "石井の文");
    }

    #[test]
    fn two_who_wrote_the_same_do_not_clash() {
        let mut mine = typed(&[("a", "同じ文")]);
        assert!(meet(&mut mine, &form(&[("a", "同じ文 "), ("b", "二"), ("version", "2")]), &fields()).is_empty());
    }

    #[test]
    fn a_form_that_does_not_say_what_it_was_drawn_from_clashes_wherever_it_differs() {
        let mut mine = form(&[("a", "山本の文"), ("b", "二")]);
        assert_eq!(meet(&mut mine, &form(&[("a", "一"), ("b", "二")]), &fields()).len(), 1);
    }
}
