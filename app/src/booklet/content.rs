//! What the booklet says: sections of fields. Pure; the hash of each section, and what differs between two wordings.
//!
//! A section is what a party agrees to by itself; a blank one is agreed to as blank. The goals are not here: they are the
//! goal sheet's.

use std::collections::BTreeMap;

use base::text::Lang;
use base::vault::digest;
use serde::{Deserialize, Serialize};

use super::text::T;
use crate::agreement;

/// A section that this paper holds itself, by its place in the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Section {
    /// 1 担っていただくこと.
    Duties,
    /// 2 体制・権限・支援.
    Support,
    /// 3 連絡と相談.
    Contact,
    /// 5 想定されるギャップと対応策.
    Gaps,
    /// 6 期待する変化.
    Changes,
}

impl Section {
    /// Every section, in the order of the document.
    pub const ALL: [Section; 5] = [Section::Duties, Section::Support, Section::Contact, Section::Gaps, Section::Changes];

    /// As written in the database, and in the address of a proposal.
    pub fn code(self) -> &'static str {
        match self {
            Section::Duties => "duties",
            Section::Support => "support",
            Section::Contact => "contact",
            Section::Gaps => "gaps",
            Section::Changes => "changes",
        }
    }

    /// Reads what [`Section::code`] wrote.
    pub fn parse(code: &str) -> Option<Section> {
        Section::ALL.into_iter().find(|section| section.code() == code)
    }

    /// Its fields, in their order on the page.
    pub fn fields(self) -> impl Iterator<Item = Field> {
        Field::ALL.into_iter().filter(move |field| field.section() == self)
    }
}

/// A field of the booklet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// What the person is entrusted with.
    Duties,
    /// 体制: who works with them, to whom they report.
    Structure,
    /// 権限: what they may decide.
    Authority,
    /// 支援: what the company does for them.
    Support,
    /// How owner and person talk, and how often.
    Talks,
    /// Who reads what is written to the desk, by name.
    Readers,
    /// How soon an answer comes.
    Answer,
    /// What is never passed on.
    Never,
    /// Who calls the meeting of three when something is hard to say.
    Caller,
    /// Who chairs it.
    Chair,
    /// Where it is held.
    Place,
    /// Within how many days.
    Within,
    /// What is added to the list of gaps, in free words.
    GapWords,
    /// What is added to the list of changes.
    ChangeWords,
}

impl Field {
    /// Every field, in the order of the document.
    pub const ALL: [Field; 14] = [
        Field::Duties,
        Field::Structure,
        Field::Authority,
        Field::Support,
        Field::Talks,
        Field::Readers,
        Field::Answer,
        Field::Never,
        Field::Caller,
        Field::Chair,
        Field::Place,
        Field::Within,
        Field::GapWords,
        Field::ChangeWords,
    ];

    /// Its name in a form.
    pub fn name(self) -> &'static str {
        match self {
            Field::Duties => "duties",
            Field::Structure => "structure",
            Field::Authority => "authority",
            Field::Support => "support",
            Field::Talks => "talks",
            Field::Readers => "readers",
            Field::Answer => "answer",
            Field::Never => "never",
            Field::Caller => "caller",
            Field::Chair => "chair",
            Field::Place => "place",
            Field::Within => "within",
            Field::GapWords => "gap_words",
            Field::ChangeWords => "change_words",
        }
    }

    /// The section it stands in.
    pub fn section(self) -> Section {
        match self {
            Field::Duties => Section::Duties,
            Field::Structure | Field::Authority | Field::Support => Section::Support,
            Field::GapWords => Section::Gaps,
            Field::ChangeWords => Section::Changes,
            _ => Section::Contact,
        }
    }
}

/// A line that was copied from a list of another slice.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The gap, or the change.
    pub words: String,
    /// The sign that shows it; may be empty.
    pub sign: String,
    /// What is done about it; may be empty.
    pub measure: String,
}

impl Entry {
    /// The line as one text.
    pub fn line(&self, lang: Lang) -> String {
        let t = T(lang);
        let mut line = self.words.clone();
        if !self.sign.is_empty() {
            line.push_str(&t.sign(&self.sign));
        }
        if !self.measure.is_empty() {
            line.push_str(&t.measure(&self.measure));
        }
        line
    }
}

/// The booklet at one moment, without the goals.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// The fields that are filled.
    pub said: BTreeMap<Field, String>,
    /// Who looks after what in the company, as it was copied.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reception: Vec<Entry>,
    /// The shared gaps, as they were copied.
    #[serde(default)]
    pub gaps: Vec<Entry>,
    /// The expected changes, as they were copied.
    #[serde(default)]
    pub changes: Vec<Entry>,
}

/// A section with the hash of its present words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The section.
    pub section: Section,
    /// SHA-256 over its fields in a fixed order.
    pub hash: String,
}

impl agreement::Part for Part {
    fn key(&self) -> &str {
        self.section.code()
    }
    fn hash(&self) -> &str {
        &self.hash
    }
    fn words(&self, lang: Lang) -> String {
        T(lang).section(self.section).to_owned()
    }
}

impl Content {
    /// What stands in a field; empty when nothing does.
    pub fn get(&self, field: Field) -> &str {
        self.said.get(&field).map_or("", String::as_str)
    }

    /// Puts words into a field; blank words empty it.
    pub fn set(&mut self, field: Field, words: String) {
        if words.is_empty() {
            self.said.remove(&field);
        } else {
            self.said.insert(field, words);
        }
    }

    /// The copied lines of a section.
    pub fn entries(&self, section: Section) -> &[Entry] {
        match section {
            Section::Support => &self.reception,
            Section::Gaps => &self.gaps,
            Section::Changes => &self.changes,
            _ => &[],
        }
    }

    /// Whether nothing stands in a section.
    pub fn is_blank(&self, section: Section) -> bool {
        self.entries(section).is_empty() && section.fields().all(|field| self.get(field).is_empty())
    }

    /// Every section with its hash, blank ones too.
    pub fn parts(&self) -> Vec<Part> {
        Section::ALL.into_iter().map(|section| Part { section, hash: self.hash(section) }).collect()
    }

    /// The fields of a section as a JSON list: a text that no other list of fields can have.
    fn hash(&self, section: Section) -> String {
        let mut fields = vec![section.code()];
        for field in section.fields() {
            fields.extend([field.name(), self.get(field)]);
        }
        for entry in self.entries(section) {
            fields.extend([&*entry.words, &*entry.sign, &*entry.measure]);
        }
        digest(&serde_json::to_string(&fields).unwrap_or_default())
    }
}

/// One difference between two wordings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Where it stands.
    pub section: Section,
    /// The field; none for a copied line.
    pub field: Option<Field>,
    /// Before; empty when it is new.
    pub was: String,
    /// After; empty when it is gone.
    pub now: String,
}

/// What `after` says otherwise than `before`, field by field, line by line.
pub fn changes(before: &Content, after: &Content, lang: Lang) -> Vec<Change> {
    let mut found = Vec::new();
    for section in Section::ALL {
        for field in section.fields() {
            let (was, now) = (before.get(field), after.get(field));
            if was != now {
                found.push(Change { section, field: Some(field), was: was.to_owned(), now: now.to_owned() });
            }
        }
        let (were, are) = (before.entries(section), after.entries(section));
        for gone in were.iter().filter(|entry| !are.contains(entry)) {
            found.push(Change { section, field: None, was: gone.line(lang), now: String::new() });
        }
        for new in are.iter().filter(|entry| !were.contains(entry)) {
            found.push(Change { section, field: None, was: String::new(), now: new.line(lang) });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content(fields: &[(Field, &str)]) -> Content {
        let mut content = Content::default();
        for (field, words) in fields {
            content.set(*field, (*words).to_owned());
        }
        content
    }

    #[test]
    fn the_hash_of_a_section_moves_with_its_fields_and_with_no_other_section() {
        let one = content(&[(Field::Duties, "任せる"), (Field::Chair, "山本")]);
        let mut other = one.clone();
        other.set(Field::Place, "本社".into());
        let moved: Vec<Section> =
            one.parts().into_iter().zip(other.parts()).filter(|(a, b)| a.hash != b.hash).map(|(part, _)| part.section).collect();
        assert_eq!(moved, [Section::Contact]);
        let swapped = content(&[(Field::Duties, "任せる"), (Field::Caller, "山本")]);
        assert_ne!(one.parts()[2].hash, swapped.parts()[2].hash, "the same words in another field are other words");
    }

    #[test]
    fn a_copied_line_that_changes_is_told_as_gone_and_new() {
        let entry = |words: &str| Entry { words: words.into(), ..Entry::default() };
        let before = Content { gaps: vec![entry("一"), entry("二")], ..Content::default() };
        let after = Content { gaps: vec![entry("一"), entry("三")], ..Content::default() };
        let told = changes(&before, &after, Lang::Ja);
        assert_eq!(told.iter().map(|change| (change.was.as_str(), change.now.as_str())).collect::<Vec<_>>(), [("二", ""), ("", "三")]);
    }

    #[test]
    fn an_agreed_booklet_survives_its_way_into_the_database() {
        let mut all = content(&[(Field::Duties, "任せる"), (Field::Within, "3日")]);
        all.changes.push(Entry { words: "会議".into(), sign: "朝礼".into(), measure: String::new() });
        let text = serde_json::to_string(&all).unwrap();
        assert_eq!(serde_json::from_str::<Content>(&text).unwrap(), all);
    }
}
