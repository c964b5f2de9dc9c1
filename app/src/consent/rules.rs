//! The rules of an answer, pure: what can be answered, how often, and by which edition of the text.

use base::text::Lang;

use super::text::T;

/// The edition of the texts below. It goes up with every change of their words; the test holds both together.
pub const TEXT_NO: i64 = 1;

/// What is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Matter {
    /// Being followed up.
    FollowUp,
    /// The use of one's data.
    Purpose,
}

impl Matter {
    /// As written in the database.
    pub fn code(self) -> &'static str {
        match self {
            Matter::FollowUp => "follow_up",
            Matter::Purpose => "purpose",
        }
    }

    /// Reads what [`Matter::code`] wrote.
    pub fn parse(code: &str) -> Option<Matter> {
        [Matter::FollowUp, Matter::Purpose].into_iter().find(|matter| matter.code() == code)
    }
}

/// How often a side wants to be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// About once a month.
    Monthly,
    /// Every second month.
    Bimonthly,
    /// At the steps only: a week, one, three and six months.
    Steps,
    /// Only when the side itself gets in touch.
    Asked,
    /// Not at all: ended.
    None,
}

impl Pace {
    /// Every rhythm, the densest first.
    pub const ALL: [Pace; 5] = [Pace::Monthly, Pace::Bimonthly, Pace::Steps, Pace::Asked, Pace::None];

    /// As written in the database.
    pub fn code(self) -> &'static str {
        match self {
            Pace::Monthly => "monthly",
            Pace::Bimonthly => "bimonthly",
            Pace::Steps => "steps",
            Pace::Asked => "asked",
            Pace::None => "none",
        }
    }

    /// Reads what [`Pace::code`] wrote.
    pub fn parse(code: &str) -> Option<Pace> {
        Pace::ALL.into_iter().find(|pace| pace.code() == code)
    }

    /// In words.
    pub fn words(self, lang: Lang) -> &'static str {
        let t = T(lang);
        match self {
            Pace::Monthly => t.p_monthly(),
            Pace::Bimonthly => t.p_bimonthly(),
            Pace::Steps => t.p_steps(),
            Pace::Asked => t.p_asked(),
            Pace::None => t.p_none(),
        }
    }
}

/// What a party says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// Yes or no to the follow-up, as a rhythm; ending it is [`Pace::None`].
    FollowUp(Pace),
    /// Whether the data may be used as the notice says.
    Purpose(bool),
}

impl Said {
    /// Reads an answer.
    pub fn parse(matter: &str, answer: &str) -> Option<Said> {
        match Matter::parse(matter)? {
            Matter::FollowUp => Pace::parse(answer).map(Said::FollowUp),
            Matter::Purpose if answer == "yes" || answer == "no" => Some(Said::Purpose(answer == "yes")),
            Matter::Purpose => None,
        }
    }

    /// What it is about.
    pub fn matter(self) -> Matter {
        match self {
            Said::FollowUp(_) => Matter::FollowUp,
            Said::Purpose(_) => Matter::Purpose,
        }
    }

    /// Whether it is a yes.
    pub fn is_yes(self) -> bool {
        !matches!(self, Said::FollowUp(Pace::None) | Said::Purpose(false))
    }

    /// The rhythm it leaves, when it is about the follow-up.
    pub fn pace(self) -> Option<Pace> {
        match self {
            Said::FollowUp(pace) => Some(pace),
            Said::Purpose(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_one_of_those_that_can_be_given() {
        assert_eq!(Said::parse("follow_up", "steps"), Some(Said::FollowUp(Pace::Steps)));
        assert!(!Said::parse("follow_up", "none").unwrap().is_yes());
        assert_eq!(Said::parse("purpose", "maybe"), None);
        assert_eq!(Said::parse("loan", "yes"), None);
    }

    /// Words changed? Then the number goes up, and the digest here with it: a yes is a yes to the words that were shown.
    #[test]
    fn the_words_that_are_agreed_to_change_only_with_their_number() {
        let mut all = TEXT_NO.to_string();
        for lang in [Lang::Ja, Lang::En] {
            for person in [true, false] {
                all.push_str(&T(lang).purposes(person).join("\n"));
                let holder = if person { base::actor::Holder::Person(String::new()) } else { base::actor::Holder::Contact(String::new()) };
                all.push_str(&crate::mailer::letter::six_lines(&holder, "", None, lang).join("\n"));
            }
        }
        assert_eq!(&base::vault::digest(&all)[..12], "20f8ec2b0ed0");
    }
}
