//! Which forms are kept while they are written, and the side each of their fields comes from. Pure.

use std::collections::BTreeMap;

use base::actor::Side;

use crate::check_in::rules::With;
use crate::web::Form;

/// A form that is kept while it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// The goal sheet.
    Goals,
    /// The booklet.
    Booklet,
    /// What a planned talk brought: its id, and with whom it is.
    Talk(String, With),
    /// A talk of all three that nobody planned.
    Joint,
}

/// Fields that are of one request alone.
const PASSING: [&str; 4] = ["token", "key", "pick", "case"];

/// What was typed, by side: names and values as JSON; none where a side has no field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Parts {
    pub bank: String,
    pub company: Option<String>,
    pub person: Option<String>,
}

impl Place {
    /// As written in the database and in the address.
    pub(crate) fn code(&self) -> String {
        match self {
            Place::Goals => "goals".to_owned(),
            Place::Booklet => "booklet".to_owned(),
            Place::Talk(id, _) => format!("talk-{id}"),
            Place::Joint => "joint".to_owned(),
        }
    }

    /// The page of the form.
    pub(crate) fn page(&self, case: &str) -> String {
        match self {
            Place::Goals => format!("/cases/{case}/goals/edit"),
            Place::Booklet => format!("/cases/{case}/booklet/edit"),
            Place::Talk(id, _) => format!("/cases/{case}/talks/{id}/record"),
            Place::Joint => format!("/cases/{case}/talks/new?with=joint"),
        }
    }

    /// The side a field comes from: its texts are sealed for that side from the first letter. What the desk writes for all
    /// three, next actions and the frame of a form are the bank's.
    fn side(&self, field: &str) -> Side {
        let with = match self {
            Place::Goals | Place::Booklet => return Side::Bank,
            Place::Talk(_, with) => *with,
            Place::Joint => With::Joint,
        };
        // Words on milestones carry their side in the name, and what they were drawn from with them.
        let said = ["w_", "o_", "v_"].iter().find_map(|mark| field.strip_prefix(mark)).and_then(|rest| rest.split('_').next());
        let named = said.or_else(|| field.strip_prefix("text_")).or_else(|| field.strip_prefix("share_"));
        match named.and_then(Side::parse) {
            Some(side) => side,
            None if field == "text" || field.starts_with("care_") || field.starts_with("share_") => with.side().unwrap_or(Side::Bank),
            None => Side::Bank,
        }
    }

    /// Takes a form apart by side.
    pub(super) fn part(&self, form: &Form) -> Parts {
        let of = |side: Side| {
            let fields: Vec<(&str, &str)> = form
                .fields()
                .iter()
                .filter(|(name, _)| !PASSING.contains(&name.as_str()) && self.side(name) == side)
                .map(|(name, value)| (name.as_str(), value.as_str()))
                .collect();
            (!fields.is_empty()).then(|| serde_json::to_string(&fields).unwrap_or_default())
        };
        Parts { bank: of(Side::Bank).unwrap_or_default(), company: of(Side::Company), person: of(Side::Person) }
    }

    /// Puts it together again; what cannot be read is left out.
    pub(super) fn whole(parts: &Parts) -> Form {
        let read = |text: &str| serde_json::from_str::<Vec<(String, String)>>(text).unwrap_or_default();
        let mut all: Vec<(String, String)> = read(&parts.bank);
        all.extend([&parts.company, &parts.person].into_iter().flatten().flat_map(|text| read(text)));
        Form::filled(all.iter().map(|(name, value)| (name.as_str(), value.clone())))
    }
}

/// Whether a form says anything beyond what its page was drawn with: an untouched one is not kept.
pub(super) fn differs(form: &Form) -> bool {
    let Some(was) = crate::web::merge::was(form) else { return true };
    let now: BTreeMap<&str, &str> = form.fields().iter().map(|(name, value)| (name.as_str(), value.trim())).collect();
    now.iter().any(|(name, value)| match was.get(*name) {
        Some(before) => before != value,
        None => !value.is_empty() && !PASSING.contains(name) && !matches!(*name, "was" | "version" | "from") && !name.ends_with("_id"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(values: &[(&str, &str)]) -> Form {
        Form::filled(values.iter().map(|(name, value)| (*name, (*value).to_owned())))
    }

    #[test]
    fn each_side_of_a_talk_is_kept_apart_and_comes_together_again() {
        let typed = form(&[
            ("token", "t"),
            ("key", "k"),
            ("joint", "三者の話"),
            ("text_company", "会社だけの話"),
            ("text_person", "ご本人だけの話"),
            ("share_person", "1"),
            ("w_person_g1", "slow"),
            ("what1", "資料を送る"),
        ]);
        let parts = Place::Joint.part(&typed);
        assert!(parts.bank.contains("三者の話") && parts.bank.contains("資料を送る") && !parts.bank.contains("だけの話"));
        let (company, person) = (parts.company.clone().unwrap(), parts.person.clone().unwrap());
        assert!(company.contains("会社だけの話") && !company.contains("ご本人"));
        assert!(person.contains("ご本人だけの話") && person.contains("share_person") && person.contains("w_person_g1"));
        let back = Place::whole(&parts);
        assert_eq!((back.get("joint"), back.get("text_person"), back.get("token")), ("三者の話", "ご本人だけの話", ""));
    }

    #[test]
    fn every_text_of_a_talk_with_one_side_is_sealed_for_that_side() {
        let place = Place::Talk("t".into(), With::Person);
        let parts =
            place.part(&form(&[("text", "一"), ("care_climate", "二"), ("share_text", "1"), ("what1", "三"), ("held_on", "2026-11-24")]));
        assert_eq!(parts.company, None);
        let person = parts.person.unwrap();
        assert!(person.contains('一') && person.contains('二') && !person.contains('三'));
        assert!(parts.bank.contains('三') && !parts.bank.contains('一') && !parts.bank.contains('二'));
    }

    #[test]
    fn a_form_nobody_has_touched_is_not_kept() {
        let mut drawn = form(&[("mission", "一行"), ("version", "1"), ("g1_id", "a")]);
        crate::web::merge::remember(&mut drawn, ["mission"]);
        assert!(!differs(&drawn));
        drawn.set("mission", "別の一行");
        assert!(differs(&drawn));
    }
}
