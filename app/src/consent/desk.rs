//! The desk's page: what each side has answered, the notices to hand over on paper, and an answer recorded on behalf.

use askama::Template;
use axum::extract::Path;
use base::access::Seat;
use base::actor::{Holder, Side};
use base::register::{Consent, Member, Placement};
use base::store::{Entry, Read, deed};
use base::text::Lang;
use http::StatusCode;

use super::my::{both, line};
use super::rules::{Matter, Pace, Said, TEXT_NO};
use super::store::{self, Heard, Voice};
use super::text::T;
use crate::agreement::{self, Eyes, People};
use crate::mailer::letter::six_lines;
use crate::placement;
use crate::placement::rules::{LINE, day, line as text_line};
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Errors, Form, Frame, go, page_with};

#[derive(Template)]
#[template(path = "consent/show.html")]
struct ShowPage {
    f: Frame,
    t: T,
    case: String,
    who: String,
    rhythms: Vec<String>,
    answers: Vec<(&'static str, String, Vec<String>)>,
    notices: Vec<Notice>,
    desk: bool,
    form: Form,
    errors: Errors,
    people: Vec<(String, String)>,
    whats: Vec<(String, String)>,
    ways: Vec<(String, String)>,
    text_no: i64,
}

struct Notice {
    title: &'static str,
    lines: Vec<String>,
    purposes: Vec<&'static str>,
    sign: String,
}

struct Gathered {
    who: String,
    people: Option<People>,
    rows: Vec<store::Row>,
    beats: Vec<store::Beat>,
    desk: bool,
}

fn gather(tx: &Read<'_>, case: &str, lang: Lang) -> Result<Gathered, AppError> {
    let entry = tx.enter(case)?;
    let rows = store::answers(tx, &entry)?;
    let reads = entry.may::<Placement, deed::View>() && entry.may::<Member, deed::View>();
    Ok(Gathered {
        who: if reads { placement::facts(tx, &entry)?.short(lang) } else { String::new() },
        people: if reads { Some(agreement::of(tx, &entry)?) } else { None },
        beats: store::beats(tx, &entry)?,
        desk: entry.seat() == Seat::Consultant,
        rows,
    })
}

/// Those who can be heard: side, id, name.
fn voices(people: &People) -> Vec<Voice> {
    let company = people.owners.iter().map(|owner| Voice { side: Side::Company, id: owner.id.clone(), name: owner.name.clone() });
    let person = Some(&people.person).filter(|person| !person.state.is_empty());
    company.chain(person.map(|person| Voice { side: Side::Person, id: person.id.clone(), name: person.name.clone() })).collect()
}

/// What can be recorded: `matter:answer`, and its words.
fn whats(lang: Lang) -> Vec<(String, String)> {
    let follow = Pace::ALL.into_iter().map(Said::FollowUp).map(|said| (said, said.pace().map_or("", Pace::code)));
    let purpose = [(Said::Purpose(true), "yes"), (Said::Purpose(false), "no")];
    follow.chain(purpose).map(|(said, code)| (format!("{}:{code}", said.matter().code()), super::my::words(said, lang))).collect()
}

async fn page(cx: &Cx, case: &str, status: StatusCode, mut form: Form, errors: Errors) -> Answer {
    let (t, lang, asked) = (T(cx.lang), cx.lang, case.to_owned());
    let got = cx.db.read(cx.actor()?, move |tx| gather(tx, &asked, lang)).await?;
    if form.get("on").is_empty() && errors.is_empty() {
        form.set("on", &cx.today().to_string());
        form.set("way", "spoken");
        form.set("what", &format!("{}:{}", Matter::FollowUp.code(), Pace::Monthly.code()));
    }
    let w = crate::web::text::T(lang);
    let answers = [Side::Company, Side::Person]
        .into_iter()
        .map(|side| {
            let lines = got
                .rows
                .iter()
                .filter(|row| row.side == side.code())
                .filter_map(|row| {
                    let line = line(row, lang)?;
                    // Compliance reads answers, not names.
                    Some(if got.people.is_some() { format!("{} {line}", row.name) } else { line })
                })
                .collect();
            (side.code(), w.side(side).to_owned(), lines)
        })
        .collect();
    let eyes = got.people.as_ref().map(|people| Eyes { lang, viewer: Side::Bank, people });
    let notice = |people: &People, person: bool| {
        let holder = if person { Holder::Person(String::new()) } else { Holder::Contact(String::new()) };
        Notice {
            title: if person { t.notice_person() } else { t.notice_company() },
            lines: six_lines(&holder, &people.consultant, people.deputy.as_deref(), lang),
            purposes: t.purposes(person),
            sign: people.signatories(if person { Side::Person } else { Side::Company }).join("・"),
        }
    };
    let page = ShowPage {
        f: cx.frame(t.desk_title(), Nav::Cases).await?,
        t,
        case: case.to_owned(),
        rhythms: eyes.as_ref().map(|eyes| both(&got.beats, eyes)).unwrap_or_default(),
        answers,
        notices: got.people.iter().filter(|_| got.desk).flat_map(|people| [notice(people, false), notice(people, true)]).collect(),
        people: got
            .people
            .iter()
            .flat_map(voices)
            .map(|voice| {
                (voice.id, lang.pick(format!("{}({})", voice.name, w.side(voice.side)), format!("{} ({})", w.side(voice.side), voice.name)))
            })
            .collect(),
        whats: whats(lang),
        ways: vec![("spoken".into(), t.way_spoken().into()), ("paper".into(), t.way_paper().into())],
        desk: got.desk,
        who: got.who,
        form,
        errors,
        text_no: TEXT_NO,
    };
    page_with(status, &page)
}

/// `GET /cases/{case}/consents`: the answers of both sides, and the notices to print.
pub async fn show(cx: Cx, Path(case): Path<String>) -> Answer {
    page(&cx, &case, StatusCode::OK, Form::default(), Errors::none()).await
}

fn voice(tx: &Read<'_>, entry: &Entry, id: &str) -> Result<Voice, AppError> {
    let people = agreement::of(tx, entry)?;
    voices(&people).into_iter().find(|voice| voice.id == id).ok_or(AppError::NotFound)
}

/// `POST /cases/{case}/consents`: an answer given by word of mouth or on paper, recorded on behalf.
pub async fn keep(cx: Cx, Path(case): Path<String>, form: Form) -> Answer {
    let (t, w) = (T(cx.lang), crate::web::text::T(cx.lang));
    let mut e = Errors::none();
    let on = day(&form, &mut e, "on", cx.lang);
    let place = text_line(&form, &mut e, "place", LINE, cx.lang);
    if form.trimmed("on").is_empty() {
        e.add("on", w.e_required(t.on()));
    }
    if on.is_some_and(|day| day > cx.today()) {
        e.add("on", t.e_ahead());
    }
    let way = match form.get("way") {
        "spoken" => Some("spoken"),
        "paper" => Some("paper"),
        _ => None,
    };
    if way == Some("spoken") && place.is_empty() {
        e.add("place", w.e_required(t.place()));
    }
    let said = form.get("what").split_once(':').and_then(|(matter, answer)| Said::parse(matter, answer));
    let who = form.get("who").to_owned();
    for (missing, field) in [(who.is_empty(), "who"), (said.is_none(), "what"), (way.is_none(), "way")] {
        if missing {
            e.add(field, w.e_choose());
        }
    }
    let (Some(said), Some(way), true) = (said, way, e.is_empty()) else {
        return page(&cx, &case, StatusCode::UNPROCESSABLE_ENTITY, form, e).await;
    };
    let asked = case.clone();
    let back = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = tx.enter(&asked)?;
            entry.pass::<Consent, deed::Change>()?;
            let voice = voice(tx, &entry, &who)?;
            let event = store::keep(tx, &entry, &voice, said, &Heard { way, place: place.clone(), on })?;
            let back = format!("/cases/{asked}/consents?done=recorded");
            Ok::<_, AppError>(tx.commit(&event, &back)?.with(back))
        })
        .await?;
    Ok(go(&back))
}
