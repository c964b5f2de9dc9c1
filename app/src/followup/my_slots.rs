//! Times to choose from, on a phone and without script: the last choice settles the talk.

use askama::Template;
use axum::extract::Path;
use base::access::Seat;
use base::actor::Side;
use base::event::Event;
use base::register::SlotOffer;
use base::store::{Entry, Read, StoreError, deed};
use http::StatusCode;

use super::rules::Answered;
use super::slot_store::{self, Offer};
use super::slots::{in_words, overtaken};
use super::text::T;
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Errors, Form, Frame, go, page_with};

#[derive(Template)]
#[template(path = "followup/my_slots.html")]
struct ChoosePage {
    f: Frame,
    t: T,
    id: String,
    title: String,
    how: String,
    /// Why there is nothing to choose, in a sentence; empty while there is.
    closed: String,
    until: String,
    readers: String,
    /// Place, words, whether chosen.
    slots: Vec<(usize, String, bool)>,
    /// Whether several may be chosen: the other side has yet to answer.
    several: bool,
    none: bool,
    version: i64,
    errors: Errors,
}

/// The offer, for owner or person; everyone else finds nothing.
fn ground(tx: &Read<'_>, id: &str) -> Result<(Entry, Offer), StoreError> {
    let entry = tx.enter(&slot_store::case_of(tx, id)?)?;
    entry.pass::<SlotOffer, deed::SealIt>()?;
    if !matches!(entry.seat(), Seat::Owner | Seat::Person) {
        return Err(StoreError::NotFound);
    }
    let offer = slot_store::offers(tx, &entry)?.into_iter().find(|offer| offer.id == id).ok_or(StoreError::NotFound)?;
    Ok((entry, offer))
}

/// Why there is nothing to choose any more, in a sentence; none while there is.
fn closed(offer: &Offer, side: Side, cx: &Cx) -> Option<String> {
    let t = T(cx.lang);
    let settled = || offer.fits.first().and_then(|at| in_words(&offer.slots, cx.lang).get(*at).cloned()).unwrap_or_default();
    match offer.state.as_str() {
        "fixed" => return Some(t.my_fixed(&settled())),
        "unmet" => return Some(t.my_unmet().to_owned()),
        "withdrawn" => return Some(t.my_withdrawn().to_owned()),
        _ => {}
    }
    if !offer.stands() {
        return Some(t.my_withdrawn().to_owned());
    }
    if offer.until_on < cx.today() {
        return Some(t.my_late().to_owned());
    }
    (!offer.waits_for(side, cx.today())).then(|| t.my_answered().to_owned())
}

async fn draw(cx: &Cx, id: String, status: StatusCode, form: Option<Form>, errors: Errors) -> Answer {
    let (t, c, lang) = (T(cx.lang), crate::check_in::text::T(cx.lang), cx.lang);
    let which = id.clone();
    let (offer, readers) = cx
        .db
        .read(cx.actor()?, move |tx| {
            let (entry, offer) = ground(tx, &which)?;
            let readers = crate::change::readers(tx, &entry, lang)?;
            Ok::<_, AppError>((offer, readers))
        })
        .await?;
    let now = cx.app.db.clock().now();
    let words = in_words(&offer.slots, lang);
    let ahead = |at: usize| offer.slots.get(at).is_some_and(|slot| slot.ahead(now.day(), now.time()));
    let chosen = form.as_ref().map(picked).unwrap_or_default();
    let slots: Vec<(usize, String, bool)> = offer
        .fits
        .iter()
        .filter(|at| ahead(**at))
        .filter_map(|at| words.get(*at).map(|words| (*at, words.clone(), chosen.contains(at))))
        .collect();
    let closed = closed(&offer, cx.actor()?.side(), cx).or_else(|| slots.is_empty().then(|| t.my_late().to_owned()));
    let how = c.way_word(offer.way);
    let page = ChoosePage {
        f: cx.frame(t.my_title(), Nav::Home).await?,
        t,
        id,
        title: c.my_talk(offer.with, offer.step, offer.way),
        how: if offer.minutes > 0 { c.how(how, &c.minutes(offer.minutes)) } else { how.to_owned() },
        closed: closed.unwrap_or_default(),
        until: t.my_until(&lang.day(offer.until_on)),
        readers: readers.join(lang.pick("、", ", ")),
        slots,
        several: !offer.last(),
        none: form.is_some_and(|form| form.get("slot") == "none"),
        version: offer.version,
        errors,
    };
    page_with(status, &page)
}

/// The places that were chosen; more than one where several may be.
fn picked(form: &Form) -> Vec<usize> {
    form.fields().iter().filter(|(name, _)| name == "slot").filter_map(|(_, place)| place.parse().ok()).collect()
}

/// `GET /my/slots/{id}`.
pub async fn show(cx: Cx, Path(id): Path<String>) -> Answer {
    draw(&cx, id, StatusCode::OK, None, Errors::none()).await
}

/// `POST /my/slots/{id}`: what suits, or that nothing does. Without a choice nothing changes.
pub async fn choose(cx: Cx, Path(id): Path<String>, form: Form) -> Answer {
    let chosen = picked(&form);
    let none = form.fields().iter().any(|(name, value)| name == "slot" && value == "none");
    if none != chosen.is_empty() {
        let sentence = if none { T(cx.lang).e_both() } else { T(cx.lang).e_choose() };
        return draw(&cx, id, StatusCode::UNPROCESSABLE_ENTITY, Some(form), Errors::one("slot", sentence)).await;
    }
    let (which, seen) = (id.clone(), form.version());
    let kept = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let (entry, _) = ground(tx, &which)?;
            let outcome = slot_store::answer(tx, &entry, &which, seen, &chosen)?;
            let (back, detail) = match outcome {
                Answered::Settled(_) => ("/my?done=settled", "settled"),
                Answered::Waits(_) => ("/my?done=consented", "waits"),
                Answered::Unmet => ("/my?done=unmet", "unmet"),
            };
            let event = Event::SlotsAnswered(Some(entry.placement()), &which).detail(detail);
            tx.commit(&event, back).map(|done| done.with(back))
        })
        .await;
    match kept {
        Ok(back) => Ok(go(back)),
        // Closed, settled or changed meanwhile: the page says how it stands.
        Err(error) if overtaken(&error) => draw(&cx, id, StatusCode::CONFLICT, Some(form), Errors::none()).await,
        Err(error) => Err(error.into()),
    }
}
