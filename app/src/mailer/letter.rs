//! What a mail says: subject and plain text, from names and one way in. The same functions draw the preview.
//!
//! Subject: 【institution】 and the matter, at most 30 characters; it is made from the institution's name alone, so no
//! personal name can stand in it. Text: 33 full-width characters a line, at most 36 where a mark hangs over (ux.md §5.4).

use base::actor::Holder;
use base::clock::Day;
use base::event::Mail;
use base::text::Lang;

use super::text::T;
use crate::placement::family_name;
use crate::survey::Step;
use crate::today::Counts;
use crate::web::frame::House;

/// Longest subject, in characters.
pub const SUBJECT: usize = 30;
/// Columns of a line; a full-width character takes two.
const LINE: usize = 66;
/// Columns a line may reach when a mark must not begin the next one.
const HANG: usize = 72;

/// The way in of a mail: one link, and the code that is typed behind it.
#[derive(Clone, Debug)]
pub struct Way {
    /// The one link of the mail.
    pub url: String,
    /// The code; none where the link is only a page.
    pub code: Option<String>,
}

/// What a mail is written from.
#[derive(Clone, Debug)]
pub struct Letter {
    /// The institution.
    pub house: House,
    /// Who receives it.
    pub holder: Holder,
    /// Their name.
    pub name: String,
    /// A contact's post.
    pub post: String,
    /// A contact's company.
    pub company: String,
    /// The consultant's name.
    pub consultant: String,
    /// The deputy's name.
    pub deputy: Option<String>,
    /// The way in.
    pub way: Way,
    /// Day and time of what one is invited to, in words.
    pub when: Option<String>,
    /// What one is asked.
    pub survey: Option<Survey>,
}

/// What the mail of a survey says of it.
#[derive(Clone, Copy, Debug)]
pub struct Survey {
    /// Which round, or the month's short question.
    pub step: Step,
    /// How many questions.
    pub questions: usize,
    /// Minutes it takes.
    pub minutes: usize,
    /// Until when.
    pub due: Day,
}

/// One line without control characters: what may stand in a header.
pub fn one_line(text: &str) -> String {
    plain(text).trim().to_owned()
}

fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// What a mail is about, as its subject and the list of sent mails say it.
pub fn matter(mail: Mail, lang: Lang) -> &'static str {
    let t = T(lang);
    match mail {
        Mail::Invitation => t.s_invitation(),
        Mail::SignIn | Mail::ProofCode => t.s_sign_in(),
        Mail::SheetReview => t.s_sheet_review(),
        Mail::SheetAgreed => t.s_sheet_agreed(),
        Mail::SpokenAgreement => t.s_spoken(),
        Mail::BookletReview => t.s_booklet_review(),
        Mail::BookletAgreed => t.s_booklet_agreed(),
        Mail::BookletRecorded => t.s_booklet_recorded(),
        Mail::ReportPublished => t.s_report(),
        Mail::Letter | Mail::LineOffer | Mail::DeskWord | Mail::Passed => t.s_line_offer(),
        Mail::Invited => t.s_invited(),
        Mail::CalledOff => t.s_called_off(),
        Mail::Survey => t.s_survey(),
        Mail::Slots => t.s_slots(),
        Mail::SurveyAgain => t.s_survey_again(),
        Mail::Pulse => t.s_pulse(),
        Mail::Week => t.s_week(),
        Mail::Again => t.s_again(),
        Mail::Morning => t.s_morning(),
        Mail::NewDevice => t.s_new_device(),
        Mail::DeskChanged => t.s_desk_changed(),
        Mail::Exception => t.s_exception(),
    }
}

/// The subject of a mail.
pub fn subject(mail: Mail, house: &str, lang: Lang) -> String {
    let matter = matter(mail, lang);
    #[cfg(feature = "planted")]
    let matter = if base::planted::is("subject_tells") && mail == Mail::DeskWord {
        lang.pick("ご相談へのお返事", "Your concern")
    } else {
        matter
    };
    let house = one_line(house);
    let room = SUBJECT.saturating_sub(matter.chars().count() + 2);
    let shown: String =
        if house.chars().count() > room { house.chars().take(room.saturating_sub(1)).chain(['…']).collect() } else { house };
    lang.pick(format!("【{shown}】{matter}"), format!("[{shown}]{matter}"))
}

/// The text of a mail.
pub fn body(mail: Mail, letter: &Letter, lang: Lang) -> String {
    let t = T(lang);
    let mut out = Vec::new();
    let mut block = |lines: Vec<String>| {
        // One sentence a line: no line ends in the middle of a word where it need not.
        let lines: Vec<String> =
            lines.iter().map(|line| plain(line)).flat_map(|line| line.split_inclusive('。').flat_map(wrap).collect::<Vec<_>>()).collect();
        if !lines.is_empty() {
            out.push(lines.join("\n"));
        }
    };
    block(vec![letter.company.clone(), letter.post.clone(), t.dear(&letter.name)]);
    let consultant = family_name(&letter.consultant);
    let greeting = if consultant.is_empty() { t.greeting_house(&letter.house.name) } else { t.greeting(&letter.house.name, consultant) };
    block(vec![greeting, lead(t, mail, letter)]);
    if mail == Mail::Invitation {
        block(six_lines(&letter.holder, &letter.consultant, letter.deputy.as_deref(), lang));
    }
    if let Some(survey) = letter.survey {
        block(vec![t.survey_questions(survey.questions, survey.minutes), t.survey_until(&lang.short_day(survey.due))]);
        let desk = t.survey_desk(consultant, letter.deputy.as_deref().map(family_name));
        block(vec![desk, t.survey_never(&letter.holder).to_owned(), t.survey_reason().to_owned(), t.survey_resume().to_owned()]);
    }
    if let Some(when) = &letter.when {
        block(vec![t.day_and_time(when), t.calendar_file().to_owned()]);
    }
    let mut way = vec![format!("  {}", t.open()), letter.way.url.clone()];
    if let Some(code) = &letter.way.code {
        way.push(t.code(code));
    }
    if letter.survey.is_none() {
        way.push(format!("  {}", takes(t, mail)));
        way.push(format!("  {}", limit(t, mail)));
    }
    block(way);
    let mut after = vec![nothing_done(t, mail).to_owned()];
    if letter.way.code.is_some() {
        after.push(t.code_again().to_owned());
    }
    block(after);
    let hours = if letter.house.hours.is_empty() { t.hours() } else { letter.house.hours.as_str() };
    if !letter.house.phone.is_empty() {
        block(vec![t.call(&letter.house.phone), t.call_who(hours, consultant)]);
    }
    block(vec![
        match letter.holder {
            Holder::Staff(_) => t.why_staff(),
            _ => t.why(),
        }
        .to_owned(),
    ]);
    block(vec!["--".into(), t.signature(&letter.house.name), letter.consultant.clone()]);
    let mut text = out.join("\n\n");
    text.push('\n');
    text
}

/// The morning's mail: counts and the way to 今日, no name but the receiver's, nothing of anybody's matter.
pub fn morning(house: &House, name: &str, counts: Counts, url: &str, lang: Lang) -> String {
    let t = T(lang);
    let told = [
        (counts.overdue, t.m_overdue(counts.overdue)),
        (counts.today, t.m_today(counts.today)),
        (counts.week, t.m_week(counts.week)),
        (counts.waiting, t.m_waiting(counts.waiting)),
    ];
    let lines: Vec<String> = told.into_iter().filter(|(n, _)| *n > 0).map(|(_, words)| words).collect();
    let blocks = [
        plain(&t.dear(name)),
        t.morning().to_owned(),
        lines.join("\n"),
        format!("  {}\n{url}", t.open()),
        format!("{}\n{}", t.m_without(), t.m_stop()),
        format!("{}\n--\n{}", t.why_staff(), plain(&t.signature(&house.name))),
    ];
    let mut text =
        blocks.iter().map(|block| block.split('\n').flat_map(wrap).collect::<Vec<_>>().join("\n")).collect::<Vec<_>>().join("\n\n");
    text.push('\n');
    text
}

/// What the follow-up is, in six short lines: the ご案内 and the paper card carry the same.
///
/// Minutes a month: the length of the one-month talk of each side (ux.md §6.3).
pub fn six_lines(holder: &Holder, consultant: &str, deputy: Option<&str>, lang: Lang) -> Vec<String> {
    let t = T(lang);
    let person = matches!(holder, Holder::Person(_));
    let who = match deputy {
        Some(deputy) => t.who_deputy(consultant, deputy),
        None => t.who(consultant),
    };
    vec![
        t.what().to_owned(),
        t.often().to_owned(),
        who,
        if person { t.minutes_person().to_owned() } else { t.minutes_company().to_owned() },
        t.voluntary().to_owned(),
        t.no_loan().to_owned(),
    ]
}

fn lead(t: T, mail: Mail, letter: &Letter) -> String {
    match mail {
        Mail::Invitation => match letter.holder {
            Holder::Person(_) => t.invitation_person(family_name(&letter.name)),
            _ => t.invitation_company().to_owned(),
        },
        Mail::SignIn | Mail::ProofCode => t.sign_in().to_owned(),
        Mail::SheetReview => t.sheet_review().to_owned(),
        Mail::SheetAgreed => t.sheet_agreed().to_owned(),
        Mail::SpokenAgreement => t.spoken().to_owned(),
        Mail::BookletReview => t.booklet_review().to_owned(),
        Mail::BookletAgreed => t.booklet_agreed().to_owned(),
        Mail::BookletRecorded => t.booklet_recorded().to_owned(),
        Mail::ReportPublished => t.report().to_owned(),
        Mail::LineOffer => t.line_offer().to_owned(),
        Mail::Invited => t.invited().to_owned(),
        Mail::CalledOff => t.called_off().to_owned(),
        Mail::Slots => t.slots().to_owned(),
        Mail::Survey => match letter.survey.map(|survey| survey.step) {
            Some(Step::Month1) => t.survey_after("1か月", "a month"),
            Some(Step::Month3) => t.survey_after("3か月", "three months"),
            Some(Step::Month6) => t.survey_after("6か月", "six months"),
            _ => t.survey().to_owned(),
        },
        Mail::SurveyAgain => t.survey_again().to_owned(),
        Mail::Pulse => t.pulse().to_owned(),
        Mail::Week => t.week().to_owned(),
        Mail::Again => t.again().to_owned(),
        Mail::Morning => t.morning().to_owned(),
        Mail::NewDevice => t.new_device().to_owned(),
        Mail::Letter | Mail::DeskWord => t.desk_word().to_owned(),
        Mail::Passed => t.passed().to_owned(),
        Mail::DeskChanged => match &letter.deputy {
            Some(deputy) => t.desk_changed_deputy(&letter.consultant, deputy),
            None => t.desk_changed(&letter.consultant),
        },
        Mail::Exception => t.exception().to_owned(),
    }
}

fn takes(t: T, mail: Mail) -> &'static str {
    match mail {
        Mail::SheetReview | Mail::BookletReview | Mail::Week | Mail::Again => t.takes_5(),
        Mail::Invitation | Mail::ReportPublished | Mail::SpokenAgreement | Mail::BookletRecorded => t.takes_3(),
        Mail::SignIn
        | Mail::SheetAgreed
        | Mail::BookletAgreed
        | Mail::Letter
        | Mail::LineOffer
        | Mail::Invited
        | Mail::CalledOff
        | Mail::Survey
        | Mail::Slots
        | Mail::SurveyAgain
        | Mail::Pulse
        | Mail::NewDevice
        | Mail::ProofCode
        | Mail::DeskWord
        | Mail::Passed
        | Mail::DeskChanged
        | Mail::Morning
        | Mail::Exception => t.takes_1(),
    }
}

fn limit(t: T, mail: Mail) -> &'static str {
    match mail {
        Mail::SignIn | Mail::ProofCode => t.until_code(),
        Mail::SheetReview
        | Mail::SpokenAgreement
        | Mail::BookletReview
        | Mail::BookletRecorded
        | Mail::Survey
        | Mail::SurveyAgain
        | Mail::Pulse
        | Mail::Slots
        | Mail::Again
        | Mail::Week => t.until_week(),
        Mail::Invitation
        | Mail::SheetAgreed
        | Mail::BookletAgreed
        | Mail::ReportPublished
        | Mail::Letter
        | Mail::LineOffer
        | Mail::Invited
        | Mail::CalledOff
        | Mail::NewDevice
        | Mail::DeskWord
        | Mail::Passed
        | Mail::DeskChanged
        | Mail::Morning
        | Mail::Exception => t.until_none(),
    }
}

fn nothing_done(t: T, mail: Mail) -> &'static str {
    match mail {
        Mail::Invitation => t.nothing_invitation(),
        Mail::SignIn | Mail::ProofCode => t.nothing_sign_in(),
        Mail::SheetReview | Mail::BookletReview => t.nothing_sheet_review(),
        Mail::SheetAgreed | Mail::BookletAgreed | Mail::CalledOff | Mail::DeskChanged => t.nothing_sheet_agreed(),
        Mail::Exception => t.nothing_exception(),
        Mail::SpokenAgreement | Mail::BookletRecorded => t.nothing_spoken(),
        Mail::ReportPublished => t.nothing_report(),
        Mail::LineOffer => t.nothing_line_offer(),
        Mail::Invited => t.nothing_invited(),
        Mail::Slots => t.nothing_slots(),
        Mail::Survey | Mail::SurveyAgain | Mail::Pulse => t.nothing_survey(),
        Mail::Week => t.nothing_week(),
        Mail::Again => t.nothing_again(),
        Mail::Morning => t.m_without(),
        Mail::NewDevice => t.nothing_new_device(),
        Mail::Letter | Mail::DeskWord | Mail::Passed => t.nothing_desk_word(),
    }
}

fn columns(c: char) -> usize {
    if c.is_ascii() || matches!(c, '\u{ff61}'..='\u{ff9f}') { 1 } else { 2 }
}

/// Lines of at most [`LINE`] columns; marks hang over, ASCII words and addresses are never cut.
fn wrap(text: &str) -> Vec<String> {
    let indent: String = text.chars().take_while(|c| *c == ' ').collect();
    let mut lines = Vec::new();
    let mut line = indent.clone();
    let mut width = indent.len();
    for piece in pieces(text.trim_start()) {
        let wide: usize = piece.chars().map(columns).sum();
        let mark = piece.chars().all(|c| "。、)」』】・ー?!,.".contains(c));
        let full = width + wide > if mark { HANG } else { LINE };
        if full && line.trim() != "" {
            lines.push(line.trim_end().to_owned());
            line.clone_from(&indent);
            width = indent.len();
            if piece == " " {
                continue;
            }
        }
        line.push_str(piece);
        width += wide;
    }
    if !line.trim().is_empty() {
        lines.push(line.trim_end().to_owned());
    }
    lines
}

/// Full-width characters one by one, runs of ASCII letters as a whole, spaces by themselves.
fn pieces(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut from = 0;
    let mut last: Option<char> = None;
    for (at, c) in text.char_indices() {
        let joined = last.is_some_and(|last| last.is_ascii_graphic() && c.is_ascii_graphic());
        if at > from && !joined {
            out.push(&text[from..at]);
            from = at;
        }
        last = Some(c);
    }
    if from < text.len() {
        out.push(&text[from..]);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter(holder: Holder) -> Letter {
        Letter {
            house: House {
                name: "汐見野信用金庫".into(),
                kind: "shinkin".into(),
                phone: "000-000-0000".into(),
                hours: "平日 9時から17時まで".into(),
            },
            holder,
            name: "丸山 一郎".into(),
            post: "代表取締役".into(),
            company: "丸山工業株式会社".into(),
            consultant: "山本 直美".into(),
            deputy: Some("石井 亮".into()),
            way: Way { url: format!("https://banso.shiomino.example/l/{}", "0".repeat(48)), code: Some("123456".into()) },
            when: Some("2026年12月4日(金) 14:00".into()),
            survey: None,
        }
    }

    fn holders() -> [Holder; 3] {
        [Holder::Contact("c".into()), Holder::Person("p".into()), Holder::Staff("s".into())]
    }

    #[test]
    fn every_subject_is_short_and_names_the_institution_and_nobody_else() {
        for lang in [Lang::Ja, Lang::En] {
            for mail in Mail::ALL {
                for house in ["汐見野信用金庫", "とても長い名前のとても長い名前の信用組合", "汐見野\r\nBcc: x@example.com"]
                {
                    let subject = subject(mail, house, lang);
                    assert!(subject.chars().count() <= SUBJECT, "{subject}");
                    assert!(!subject.contains(['\r', '\n', '\0']), "{subject:?}");
                    // To ask for a time of day is no consultation; everything else is silent of it.
                    assert!(mail == Mail::Slots || !subject.contains("相談"), "{subject}");
                    assert!(!subject.contains("佐藤"), "{subject}");
                }
            }
        }
        assert_eq!(subject(Mail::SheetReview, "汐見野信用金庫", Lang::Ja), "【汐見野信用金庫】目標シートのご確認");
        assert_eq!(subject(Mail::LineOffer, "汐見野信用金庫", Lang::Ja), "【汐見野信用金庫】担当者からのご連絡");
        assert_eq!(subject(Mail::SignIn, "汐見野信用金庫", Lang::Ja), "【汐見野信用金庫】確認用コード(15分有効)");
    }

    #[test]
    fn a_line_is_short_enough_for_a_phone_and_no_mark_begins_one() {
        for lang in [Lang::Ja, Lang::En] {
            for mail in Mail::ALL {
                for holder in holders() {
                    for line in body(mail, &letter(holder), lang).lines().filter(|line| !line.starts_with("http")) {
                        let wide: usize = line.chars().map(columns).sum();
                        assert!(wide <= HANG, "{wide} {line}");
                        assert!(!line.starts_with(['。', '、', ')', '」']), "{line}");
                    }
                }
            }
        }
    }

    #[test]
    fn every_mail_has_one_link_a_time_a_limit_a_telephone_and_a_reason() {
        for mail in Mail::ALL {
            for holder in holders() {
                let text = body(mail, &letter(holder), Lang::Ja);
                assert_eq!(text.matches("https://").count(), 1, "{text}");
                for wanted in ["丸山 一郎 様", "所要", "期限", "000-000-0000", "このメールは", "汐見野信用金庫 人材紹介担当", "\n\n"]
                {
                    assert!(text.contains(wanted), "{wanted}: {text}");
                }
            }
        }
    }

    #[test]
    fn the_first_mail_says_that_it_is_voluntary_and_not_tied_to_a_loan() {
        let text = body(Mail::Invitation, &letter(Holder::Contact("c".into())), Lang::Ja);
        for wanted in ["月に1回", "山本 直美(不在時 石井 亮)", "月に30分", "任意", "融資", "123456"] {
            assert!(text.contains(wanted), "{wanted}: {text}");
        }
        assert!(!text.contains("佐藤"), "the other party is not named");
    }

    #[test]
    fn words_taken_from_people_bring_no_control_character() {
        let mut nasty = letter(Holder::Contact("c".into()));
        nasty.name = "丸山\u{0} 一郎\r\n.\r\nRCPT TO:<x>".into();
        let text = body(Mail::SheetReview, &nasty, Lang::Ja);
        assert!(!text.contains(['\r', '\0']) && !text.lines().any(|line| line == "."), "{text:?}");
    }
}
