//! The mailer: empties the outbox, and holds the text of every mail.
//!
//! A mail is written when it is sent, with the receiver's rights at that moment: who lost the right gets nothing. It goes to
//! an address that may be used (`contacts::rules`), carries one way in, and no name of a person in its subject. A lease
//! keeps two workers apart; it is looked at again right before a mail is handed over. Every try of a mail has the same
//! Message-ID, and a mail that was handed over before is not handed over twice.
//!
//! Read [`deliver`] first, then `letter.rs` (what a mail says), `eml.rs` (its form), `transport.rs` (where it goes). To add a mail:
//! `base::event::Mail`, `text.rs`, `letter.rs`, [`still_right`].

mod eml;
pub mod letter;
mod text;
mod transport;
pub mod week;

pub(crate) use eml::host;

use base::access::{Grant, Seat, grant};
use base::actor::{Actor, Duty, Holder, StaffSeat};
use base::clock::{Instant, MINUTE};
use base::event::Mail;
use base::outbox::{Leased, Outcome};
use base::receiver::{Mailbox, Receiver};
use base::register::{
    Booklet, CheckIn, Dialogue, DialogueGuest, GoalSheet, Institution, Kind, LetterReceived, LineOffer, RelayReceived, ReportPublished,
    SlotOffer, SurveyAsked, Thread,
};
use base::store::{StoreError, deed};
use base::text::Lang;
use base::workday::Hours;
use base::{args, sql};

use crate::account::settings;
use crate::appointment::Invitation;
use crate::contacts::rules::{contact_mail, person_mail};
use crate::portal;
use crate::survey::Asking;
use crate::today;
use crate::web::frame::House;
use crate::web::{App, AppError};
use eml::Message;
use letter::{Letter, Way};
use transport::{DOWN, Transport};

/// How many mails a worker leases at once; each is given out within seconds, the lease lasts two minutes.
const BATCH: i64 = 20;

/// Sends what is due, once; gives how many mails were settled.
///
/// # Errors
/// When the outbox cannot be reached; a mail that fails is settled as failed and tried again later.
pub async fn run_once(app: &App, worker: &str) -> Result<usize, AppError> {
    let (mut settled, mut down) = (0, false);
    for mail in app.db.lease_mails(worker, BATCH).await? {
        // A relay that is down is not asked again for every mail that waits.
        let outcome = if down { Some(Outcome::Failed(DOWN)) } else { outcome(app, &mail).await };
        down |= outcome == Some(Outcome::Failed(DOWN));
        settled += usize::from(settle(app, &mail, outcome).await?);
    }
    Ok(settled)
}

/// Sends what is due, every second, for as long as the process lives: the caller drops it to end it.
pub async fn run(app: App) {
    let worker = app.db.ids().id();
    let mut beat = tokio::time::interval(std::time::Duration::from_secs(1));
    beat.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        beat.tick().await;
        if let Err(error) = run_once(&app, &worker).await {
            tracing::error!(cause = ?error, "the outbox could not be emptied");
        }
    }
}

/// Sends one leased mail and writes how it ended; false when the lease had passed to another worker.
///
/// # Errors
/// When the outcome could not be written; the lease then runs out and the mail is tried again.
pub async fn deliver(app: &App, mail: &Leased) -> Result<bool, AppError> {
    let outcome = outcome(app, mail).await;
    settle(app, mail, outcome).await
}

/// How one try ends; none when the lease does not stand any more.
async fn outcome(app: &App, mail: &Leased) -> Option<Outcome> {
    send(app, mail).await.unwrap_or_else(|error| {
        tracing::warn!(mail.id = %mail.id, cause = ?error, "a mail could not be written");
        Some(Outcome::Failed("store"))
    })
}

async fn settle(app: &App, mail: &Leased, outcome: Option<Outcome>) -> Result<bool, AppError> {
    let Some(outcome) = outcome else { return Ok(false) };
    if let Outcome::Failed(why) | Outcome::Refused(why) = &outcome {
        tracing::warn!(mail.id = %mail.id, attempt = mail.attempts + 1, why, "a mail did not go out");
    }
    Ok(app.db.settle_mail(mail, outcome).await?)
}

async fn send(app: &App, mail: &Leased) -> Result<Option<Outcome>, StoreError> {
    let transport = Transport::of(app);
    if transport.has(&mail.id).await? {
        // An earlier try handed it over and did not live to say so. A new link would put out the one in that mail.
        return Ok(Some(Outcome::Sent));
    }
    let (Some(kind), Some(holder)) = (mail.mail(), mail.to()) else { return Ok(Some(Outcome::Dropped("unknown"))) };
    if pointless(kind, mail.queued_at, app.db.clock().now()) {
        return Ok(Some(Outcome::Dropped("late")));
    }
    let Some(receiver) = app.db.receiver(mail).await? else { return Ok(Some(Outcome::Dropped("no_right"))) };
    if !still_right(app, mail, kind, &holder, &receiver).await? {
        return Ok(Some(Outcome::Dropped("no_right")));
    }
    if week::held_back(app, mail, kind, &holder).await? {
        return Ok(Some(Outcome::Dropped("week")));
    }
    let Some(mailbox) = address(mail, &holder, &receiver) else { return Ok(Some(Outcome::Dropped("no_address"))) };
    let house = house(app, &mail.institution).await?;
    let survey = match kind {
        Mail::Survey | Mail::SurveyAgain | Mail::Pulse => {
            let asked = survey(app, mail, &holder).await?;
            // Nobody is written to in the evening or on a holiday, however late the relay comes up again.
            if let Some(opens) = asked.as_ref().and_then(|asked| asked.opens) {
                return Ok(Some(Outcome::Later(opens)));
            }
            asked
        }
        _ => None,
    };
    if kind == Mail::Again
        && let Some(opens) = closed_until(app, mail, &holder).await?
    {
        return Ok(Some(Outcome::Later(opens)));
    }
    let counts = match kind {
        Mail::Morning => match today::counts(app, &mail.institution, &holder).await? {
            Some(counts) if counts.any() => Some(counts),
            // Their seat or their wish is gone, or there is nothing to tell.
            _ => return Ok(Some(Outcome::Dropped("nothing"))),
        },
        _ => None,
    };
    let invitation = match kind {
        Mail::Invited | Mail::CalledOff => match invitation(app, mail, &holder, receiver.lang).await {
            // The plan lost its day since: there is nothing to put into a calendar.
            Err(StoreError::NotFound) => return Ok(Some(Outcome::Dropped("no_right"))),
            other => Some(other?),
        },
        _ => None,
    };
    let lang = receiver.lang;
    if !app.db.lease_stands(mail).await? {
        return Ok(None);
    }
    if let Some(counts) = counts {
        let message = Message {
            id: mail.id.clone(),
            from: house.name.clone(),
            sender: app.config.mail_from.clone(),
            host: eml::host(&app.config.portal_url),
            to: mailbox.mail.clone(),
            subject: letter::subject(kind, &house.name, lang),
            body: letter::morning(&house, &receiver.name, counts, &format!("{}/today", app.config.staff_url), lang),
            calendar: None,
            at: app.db.clock().now(),
        };
        return Ok(Some(transport.hand_over(mail, message).await));
    }
    let message = Message {
        id: mail.id.clone(),
        from: house.name.clone(),
        sender: app.config.mail_from.clone(),
        host: eml::host(&app.config.portal_url),
        to: mailbox.mail.clone(),
        subject: letter::subject(kind, &house.name, lang),
        body: letter::body(
            kind,
            &Letter {
                house,
                holder: holder.clone(),
                name: receiver.name.clone(),
                post: receiver.post.clone(),
                company: receiver.company.clone(),
                consultant: receiver.desk.0.clone(),
                deputy: receiver.desk.1.clone(),
                way: way_in(app, mail, kind, &holder, mailbox, survey.as_ref().filter(|_| receiver.active)).await?,
                when: invitation.as_ref().map(|invitation| invitation.when.clone()),
                survey: survey.as_ref().map(|survey| survey.words),
            },
            lang,
        ),
        calendar: invitation.map(|invitation| invitation.file),
        at: app.db.clock().now(),
    };
    if !app.db.lease_stands(mail).await? {
        return Ok(None);
    }
    Ok(Some(transport.hand_over(mail, message).await))
}

/// Whether a mail came too late to be of use: nobody waits for a code for half an hour, they ask for another; the morning's
/// counts are of no use in the afternoon.
fn pointless(kind: Mail, queued_at: Instant, now: Instant) -> bool {
    match kind {
        Mail::SignIn => queued_at.plus(30 * MINUTE) < now,
        Mail::Morning => queued_at.plus(today::MORNING) < now,
        _ => false,
    }
}

/// When the receiver's institution opens again; none while it is open. Nobody is reminded in the evening or on a holiday.
async fn closed_until(app: &App, mail: &Leased, holder: &Holder) -> Result<Option<Instant>, StoreError> {
    let actor = app.db.stand_in(Duty::Mailer, &mail.institution, holder.clone(), None).await?;
    app.db
        .read(&actor, |tx| {
            let opens = settings::calendar(tx)?.next_open(tx.now(), Hours::DESK);
            Ok((opens != tx.now()).then_some(opens))
        })
        .await
}

/// Whether the mail's own record may still be read by the receiver. Who is invited and not yet in is asked of the table alone.
async fn still_right(app: &App, mail: &Leased, kind: Mail, holder: &Holder, receiver: &Receiver) -> Result<bool, StoreError> {
    let record = match kind {
        Mail::Invitation => return Ok(!receiver.seat.is_empty() && mail.placement.is_some()),
        // What the morning's mail counts is asked when its text is made.
        Mail::SignIn | Mail::NewDevice | Mail::ProofCode | Mail::Morning => return Ok(true),
        Mail::DeskChanged => return Ok(receiver.active && mail.placement.is_some()),
        Mail::Exception => return deciding(app, mail, holder).await,
        Mail::DeskWord | Mail::Passed => return private(app, mail, kind, holder, receiver).await,
        Mail::Week | Mail::Again => return Ok(receiver.active && still_waits(app, mail, holder).await?),
        Mail::SheetReview | Mail::SheetAgreed | Mail::SpokenAgreement => Kind::GoalSheet,
        Mail::BookletReview | Mail::BookletAgreed | Mail::BookletRecorded => Kind::Booklet,
        Mail::ReportPublished => Kind::ReportPublished,
        Mail::Letter => Kind::LetterReceived,
        Mail::LineOffer => Kind::LineOffer,
        // A dialogue, or a talk with the desk: which one, the subject says.
        Mail::Invited | Mail::CalledOff => Kind::Dialogue,
        Mail::Slots => Kind::SlotOffer,
        Mail::Survey | Mail::SurveyAgain | Mail::Pulse => Kind::SurveyAsked,
    };
    let Some(case) = mail.placement.clone() else { return Ok(false) };
    // A plan is told to those who are in; who is still being invited has only the way in.
    if !receiver.active && matches!(record, Kind::Dialogue | Kind::SlotOffer) {
        return Ok(false);
    }
    if !receiver.active {
        let seat = match receiver.seat.as_str() {
            "owner" => Seat::Owner,
            "person" => Seat::Person,
            "host" => Seat::Host,
            _ => Seat::Contact,
        };
        return Ok(!matches!(
            grant(record, seat, base::access::Deed::View),
            Grant::No | Grant::Exists | Grant::Named | Grant::Guest | Grant::Reason
        ));
    }
    let subject = mail.subject.clone();
    let actor = match app.db.stand_in(Duty::Mailer, &mail.institution, holder.clone(), None).await {
        Ok(actor) => actor,
        Err(StoreError::NotFound) => return Ok(false),
        Err(error) => return Err(error),
    };
    let found = app.db.read(&actor, move |tx| {
        let entry = tx.enter(&case)?;
        let rows: Vec<(String,)> = match record {
            Kind::LineOffer => tx.rows(
                &entry.pass::<LineOffer, deed::View>()?,
                sql!(LineOffer => "select id from line_offers where state = 'open' order by id"),
                vec![],
            )?,
            Kind::LetterReceived => tx.rows(
                &entry.pass::<LetterReceived, deed::View>()?,
                sql!(LetterReceived => "select id from letters_received where id = $1 order by id"),
                args![&subject],
            )?,
            Kind::ReportPublished => tx.rows(
                &entry.pass::<ReportPublished, deed::View>()?,
                sql!(ReportPublished => "select id from reports_published where id = $1 or report_id = $1 order by id"),
                args![&subject],
            )?,
            // Only those who take part, and only while the plan stands as the mail says.
            Kind::Dialogue => {
                let dialogues: Vec<(String,)> = tx.rows(
                    (&entry.pass::<Dialogue, deed::View>()?, &entry.pass::<DialogueGuest, deed::View>()?),
                    sql!(Dialogue, DialogueGuest =>
                        "select d.id from dialogues d join dialogue_guests g on g.dialogue_id = d.id where d.id = $1 and g.holder_id = $2 and d.state = $3 order by d.id"),
                    args![&subject, tx.actor().id(), if kind == Mail::Invited { "planned" } else { "cancelled" }],
                )?;
                if dialogues.is_empty() {
                    tx.rows(
                        &entry.pass::<CheckIn, deed::View>()?,
                        sql!(CheckIn => "select id from check_ins where id = $1 and (($2 = 'planned' and state = 'planned' and planned_on is not null) or ($2 = 'skipped' and (state = 'skipped' or (state = 'planned' and planned_on is null)))) order by id"),
                        args![&subject, if kind == Mail::Invited { "planned" } else { "skipped" }],
                    )?
                } else {
                    dialogues
                }
            }
            // Nobody is asked after the last day, or for what was taken back.
            Kind::SlotOffer => tx.rows(
                &entry.pass::<SlotOffer, deed::View>()?,
                sql!(SlotOffer => "select id from slot_offers where id = $1 and state = 'open' and until_on >= $2 order by id"),
                args![&subject, tx.now().day()],
            )?,
            // Nobody is asked who has answered, nor after the last day.
            Kind::SurveyAsked => tx.rows(
                &entry.pass::<SurveyAsked, deed::View>()?,
                sql!(SurveyAsked => "select id from survey_askeds where (id = $1 or round_id = $1) and done_on is null and closes_on >= $2 order by id"),
                args![&subject, tx.now().day()],
            )?,
            Kind::Booklet => {
                tx.rows(&entry.pass::<Booklet, deed::View>()?, sql!(Booklet => "select id from booklets order by id"), vec![])?
            }
            _ => tx.rows(&entry.pass::<GoalSheet, deed::View>()?, sql!(GoalSheet => "select id from goal_sheets order by id"), vec![])?,
        };
        Ok::<_, StoreError>(!rows.is_empty())
    });
    match found.await {
        Err(StoreError::NotFound) => Ok(false),
        other => other,
    }
}

/// Whether a member of staff still holds a seat in which an exception concerns them.
async fn deciding(app: &App, mail: &Leased, holder: &Holder) -> Result<bool, StoreError> {
    for seat in [StaffSeat::Compliance, StaffSeat::Manager] {
        match app.db.stand_in(Duty::Mailer, &mail.institution, holder.clone(), Some(seat)).await {
            Ok(_) => return Ok(true),
            Err(StoreError::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(false)
}

/// Whether something still waits for one whose week was gathered, or who is asked once more, as they may see it now.
async fn still_waits(app: &App, mail: &Leased, holder: &Holder) -> Result<bool, StoreError> {
    let actor = match app.db.stand_in(Duty::Mailer, &mail.institution, holder.clone(), None).await {
        Ok(actor) => actor,
        Err(StoreError::NotFound) => return Ok(false),
        Err(error) => return Err(error),
    };
    let waits = match &mail.placement {
        None => week::waits(app, &actor).await,
        Some(case) => {
            let case = case.clone();
            app.db.read(&actor, move |tx| portal::waits_in(tx, &case)).await
        }
    };
    match waits {
        Ok(waits) => Ok(waits),
        Err(AppError::NotFound) => Ok(false),
        Err(AppError::Busy) => Err(StoreError::Busy),
        Err(error) => Err(StoreError::Broken(base::store::Cause(format!("{error:?}")))),
    }
}

/// Whether the receiver still holds what a mail of the private channels is about. It waits without a case, so that nobody who
/// reads the mails of a case learns of it.
async fn private(app: &App, mail: &Leased, kind: Mail, holder: &Holder, receiver: &Receiver) -> Result<bool, StoreError> {
    if !receiver.active {
        return Ok(false);
    }
    let actor = match app.db.stand_in(Duty::Mailer, &mail.institution, holder.clone(), None).await {
        Ok(actor) => actor,
        Err(StoreError::NotFound) => return Ok(false),
        Err(error) => return Err(error),
    };
    #[cfg(feature = "planted")]
    if base::planted::is("mail_tells") {
        return Ok(true);
    }
    let subject = mail.subject.clone();
    let found = app.db.read(&actor, move |tx| {
        let rows: Vec<(String,)> = if kind == Mail::Passed {
            tx.rows(&tx.reach::<RelayReceived, deed::View>()?, sql!(RelayReceived => "select id from relays_received order by id"), vec![])?
        } else {
            tx.rows(&tx.reach::<Thread, deed::View>()?, sql!(Thread => "select id from threads where id = $1"), args![&subject])?
        };
        Ok::<_, StoreError>(!rows.is_empty())
    });
    match found.await {
        Err(StoreError::NotFound) => Ok(false),
        other => other,
    }
}

/// The address this mail may go to. A code goes where it was asked for, when that address may be used.
fn address<'a>(mail: &Leased, holder: &Holder, receiver: &'a Receiver) -> Option<&'a Mailbox> {
    let may = |boxes: &'a [Mailbox]| match holder {
        Holder::Person(_) => person_mail(boxes, &receiver.company_domains).ok(),
        Holder::Contact(_) => contact_mail(boxes).ok(),
        Holder::Staff(_) => boxes.first(),
    };
    if matches!(mail.mail(), Some(Mail::DeskWord | Mail::Passed)) {
        // Colleagues who share a mailbox must not learn that one of them has a word from the desk.
        return may(&receiver.mailboxes).filter(|mailbox| mailbox.alone());
    }
    let asked = receiver.mailboxes.iter().position(|mailbox| mailbox.id == mail.subject);
    asked.and_then(|at| receiver.mailboxes.get(at..=at)).and_then(may).or_else(|| may(&receiver.mailboxes))
}

/// A fresh link and code, which end the older ones; a notice about a device leads to the account page and carries no secret.
async fn way_in(
    app: &App,
    mail: &Leased,
    kind: Mail,
    holder: &Holder,
    mailbox: &Mailbox,
    asked: Option<&Asking>,
) -> Result<Way, StoreError> {
    // The link of a survey needs no code and is good until the round closes; it only adds.
    if let Some(asked) = asked {
        let token = app.db.make_survey_link(&mail.institution, holder, &asked.id, asked.closes_on).await?;
        return Ok(Way { url: format!("{}/s/{token}", app.config.portal_url), code: None });
    }
    Ok(match (kind, holder) {
        (Mail::Exception, _) => Way { url: format!("{}/", app.config.staff_url), code: None },
        (_, Holder::Staff(_)) => Way { url: format!("{}/account", app.config.staff_url), code: None },
        (Mail::ProofCode, _) => {
            let code = app.db.make_proof(&mail.institution, holder, &mail.subject).await?;
            Way { url: format!("{}/my/consult", app.config.portal_url), code }
        }
        (Mail::NewDevice, _) => Way { url: format!("{}/my/account", app.config.portal_url), code: None },
        _ => {
            let (token, code) = app.db.make_link(&mail.institution, holder, &mailbox.id).await?;
            Way { url: format!("{}/l/{token}", app.config.portal_url), code: Some(code) }
        }
    })
}

/// What a receiver is asked, and whether this is the hour to say so; none when they hold no asking by themselves yet.
async fn survey(app: &App, mail: &Leased, holder: &Holder) -> Result<Option<Asking>, StoreError> {
    let actor = app.db.stand_in(Duty::Mailer, &mail.institution, holder.clone(), None).await?;
    let (case, subject) = (mail.placement.clone().unwrap_or_default(), mail.subject.clone());
    app.db.read(&actor, move |tx| crate::survey::asking(tx, &case, &subject)).await
}

/// The calendar entry of a dialogue or a talk as the receiver may see it at this moment.
async fn invitation(app: &App, mail: &Leased, holder: &Holder, lang: Lang) -> Result<Invitation, StoreError> {
    let actor = app.db.stand_in(Duty::Mailer, &mail.institution, holder.clone(), None).await?;
    let (case, id, portal) = (mail.placement.clone().unwrap_or_default(), mail.subject.clone(), app.config.portal_url.clone());
    app.db
        .read(&actor, move |tx| {
            let entry = tx.enter(&case)?;
            match crate::dialogue::invitation(tx, &entry, &id, &portal, lang) {
                Err(StoreError::NotFound) => crate::check_in::invitation(tx, &entry, &id, &portal, lang),
                other => other,
            }
        })
        .await
}

async fn house(app: &App, institution: &str) -> Result<House, StoreError> {
    let (name, kind, phone, hours): (String, String, String, String) = app
        .db
        .read(&Actor::duty(Duty::Mailer, institution), |tx| {
            tx.one(&tx.house(), sql!(Institution => "select name, kind, phone, hours from institutions"), vec![])
        })
        .await?;
    Ok(House { name, kind, phone, hours })
}
