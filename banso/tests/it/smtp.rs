//! Mails to a relay by SMTP: a relay that is well, slow to say so, full, refusing, dead, or without TLS.

#![expect(clippy::unwrap_used, reason = "a story that cannot go on has failed")]

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use app::config::{Config, Mailing, Relay, RelayTls, Secret};
use app::mailer::run_once;
use app::web::App;
use base::actor::{Holder, StaffSeat};
use base::clock::{HOUR, MINUTE};
use base::event::Event;

use crate::world::World;

/// How a relay behaves on one line.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Mood {
    Well,
    /// Takes the mail, says so, and is gone before it is told goodbye.
    DiesAfterwards,
    /// Takes the mail and is gone before it says so.
    DiesBefore,
    /// 4xx for the receiver.
    Full,
    /// 5xx for the receiver.
    Refusing,
}

/// A relay on this machine; each line gets the next mood, the last one stays.
struct Sink {
    port: u16,
    mails: Arc<Mutex<Vec<String>>>,
    lines: Arc<AtomicUsize>,
}

impl Sink {
    fn open(moods: &'static [Mood]) -> Sink {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let sink = Sink { port: listener.local_addr().unwrap().port(), mails: Arc::default(), lines: Arc::default() };
        let (mails, lines) = (Arc::clone(&sink.mails), Arc::clone(&sink.lines));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let nth = lines.fetch_add(1, Ordering::SeqCst);
                let mood = *moods.get(nth).or(moods.last()).unwrap();
                // A line that breaks off is what some of the stories are about.
                drop(talk(stream.unwrap(), mood, &mails));
            }
        });
        sink
    }

    fn relay(&self, tls: RelayTls) -> Relay {
        Relay { host: "127.0.0.1".into(), port: self.port, tls, user: String::new(), password: Secret::default() }
    }

    fn mails(&self) -> Vec<String> {
        self.mails.lock().unwrap().clone()
    }
}

fn talk(mut out: TcpStream, mood: Mood, mails: &Mutex<Vec<String>>) -> std::io::Result<()> {
    let mut lines = BufReader::new(out.try_clone()?).lines();
    out.write_all(b"220 sink\r\n")?;
    while let Some(line) = lines.next() {
        let line = line?;
        let verb = line.split([' ', ':']).next().unwrap_or_default().to_uppercase();
        match verb.as_str() {
            "EHLO" => out.write_all(b"250-sink\r\n250 8BITMIME\r\n")?,
            "RCPT" if mood == Mood::Full => out.write_all(b"452 mailbox full\r\n")?,
            "RCPT" if mood == Mood::Refusing => out.write_all(b"550 no such user\r\n")?,
            "DATA" => {
                out.write_all(b"354 go on\r\n")?;
                let mail: Vec<String> = lines.by_ref().map_while(Result::ok).take_while(|line| line != ".").collect();
                mails.lock().unwrap().push(mail.join("\n"));
                match mood {
                    Mood::DiesBefore => return Ok(()),
                    Mood::DiesAfterwards => {
                        out.write_all(b"250 taken\r\n")?;
                        return Ok(());
                    }
                    _ => out.write_all(b"250 taken\r\n")?,
                }
            }
            "QUIT" => {
                out.write_all(b"221 bye\r\n")?;
                return Ok(());
            }
            _ => out.write_all(b"250 ok\r\n")?,
        }
    }
    Ok(())
}

fn through(world: &World, relay: Relay) -> App {
    App { config: Arc::new(Config { mail: Mailing::Relay(relay), ..(*world.app.config).clone() }), ..world.app.clone() }
}

/// 丸山工業, with the ご案内 to these parties queued and due.
async fn invited(seats: &[&str]) -> (World, String) {
    let world = World::new().await;
    let case = world.maruyama().await;
    for seat in seats {
        let holder: Holder = world.holder(&case, seat).await;
        world.invite(&case, &holder).await;
        let event = Event::InvitationSent(Some(&case), "member").tell(vec![holder]);
        let actor = world.actor("yamamoto", StaffSeat::Consultant).await;
        world.app.db.write(&actor, None, move |tx| tx.commit(&event, "")).await.unwrap();
    }
    world.app.db.clock().shift(MINUTE);
    (world, case)
}

#[tokio::test]
async fn a_mail_reaches_the_relay_once_as_text_and_html_with_a_neutral_subject() {
    let (world, case) = invited(&["owner"]).await;
    let sink = Sink::open(&[Mood::Well]);
    let app = through(&world, sink.relay(RelayTls::Open));
    assert_eq!(run_once(&app, "worker").await.unwrap(), 1);
    assert_eq!(run_once(&app, "worker").await.unwrap(), 0);
    let mails = sink.mails();
    assert_eq!(mails.len(), 1);
    let mail = &mails[0];
    assert!(mail.contains("From: ") && mail.contains("<banso@banso.test>") && mail.contains("To: maruyama@maruyama.example"), "{mail}");
    assert!(mail.contains("Content-Type: text/plain; charset=utf-8") && mail.contains("Content-Type: text/html; charset=utf-8"), "{mail}");
    let headers = mail.split("\n\n").next().unwrap();
    assert!(!headers.contains("佐藤") && headers.is_ascii(), "no name of the person, and every header encoded");
    assert_eq!(states(&world, &case).await, ["sent"]);
}

#[tokio::test]
async fn what_the_relay_took_is_not_sent_again_though_it_died_before_the_goodbye() {
    let (world, case) = invited(&["owner"]).await;
    let sink = Sink::open(&[Mood::DiesAfterwards, Mood::Well]);
    let app = through(&world, sink.relay(RelayTls::Open));
    run_once(&app, "worker").await.unwrap();
    app.db.clock().shift(24 * HOUR);
    run_once(&app, "worker").await.unwrap();
    assert_eq!(sink.mails().len(), 1);
    assert_eq!(states(&world, &case).await, ["sent"]);
}

#[tokio::test]
async fn where_nobody_knows_whether_the_relay_took_it_the_second_try_is_the_same_mail() {
    let (world, case) = invited(&["owner"]).await;
    let sink = Sink::open(&[Mood::DiesBefore, Mood::Well]);
    let app = through(&world, sink.relay(RelayTls::Open));
    run_once(&app, "worker").await.unwrap();
    assert_eq!(states(&world, &case).await, ["waiting"]);
    app.db.clock().shift(2 * MINUTE);
    run_once(&app, "worker").await.unwrap();
    let ids: Vec<String> =
        sink.mails().iter().map(|mail| mail.lines().find(|line| line.starts_with("Message-ID:")).unwrap().to_owned()).collect();
    assert_eq!(ids.len(), 2);
    assert_eq!(ids[0], ids[1], "a reader's mail program sees one");
}

#[tokio::test]
async fn a_full_mailbox_is_tried_again_and_an_unknown_one_is_given_up_in_sight() {
    let (world, case) = invited(&["owner"]).await;
    let sink = Sink::open(&[Mood::Full, Mood::Refusing]);
    let app = through(&world, sink.relay(RelayTls::Open));
    run_once(&app, "worker").await.unwrap();
    assert_eq!(states(&world, &case).await, ["waiting"]);
    app.db.clock().shift(2 * MINUTE);
    run_once(&app, "worker").await.unwrap();
    assert_eq!(states(&world, &case).await, ["given_up"]);
    let mut yamamoto = world.staff("yamamoto").await;
    let page = world.get(&mut yamamoto, &format!("/cases/{case}/contacts")).await.text();
    assert!(page.contains("受け取る側のサーバーが断りました。"), "{page}");
    assert!(world.get(&mut yamamoto, "/today").await.text().contains("お知らせのメールを送れませんでした"));
}

#[tokio::test]
async fn a_relay_that_is_down_is_asked_once_and_a_day_later_everything_goes_out() {
    let (world, case) = invited(&["owner", "person"]).await;
    // Nobody listens there any more.
    let gone = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let down = Relay { host: "127.0.0.1".into(), port: gone, tls: RelayTls::Open, user: String::new(), password: Secret::default() };
    let down = through(&world, down);
    for _ in 0..24 {
        run_once(&down, "worker").await.unwrap();
        world.app.db.clock().shift(HOUR);
    }
    assert_eq!(states(&world, &case).await, ["waiting", "waiting"]);
    // A code that someone waited for yesterday is of no use to them now.
    let owner = world.holder(&case, "owner").await;
    world.app.db.ask_link(&world.institution, &owner).await.unwrap();
    world.app.db.clock().shift(4 * HOUR);
    let sink = Sink::open(&[Mood::Well]);
    run_once(&through(&world, sink.relay(RelayTls::Open)), "worker").await.unwrap();
    assert_eq!(sink.mails().len(), 2);
    assert_eq!(sink.lines.load(Ordering::SeqCst), 2);
    assert_eq!(states(&world, &case).await, ["sent", "sent"]);
}

#[tokio::test]
async fn nothing_is_said_to_a_relay_on_another_machine_before_tls_stands() {
    let (world, case) = invited(&["owner"]).await;
    let sink = Sink::open(&[Mood::Well]);
    let app = through(&world, sink.relay(RelayTls::Start));
    run_once(&app, "worker").await.unwrap();
    assert!(sink.mails().is_empty(), "it offers no STARTTLS, so it gets no mail");
    assert_eq!(states(&world, &case).await, ["waiting"]);
}

/// The states of the case's mails, oldest first.
async fn states(world: &World, case: &str) -> Vec<String> {
    use base::register::Outbox;
    let actor = world.actor("yamamoto", StaffSeat::Consultant).await;
    let case = case.to_owned();
    let rows: Vec<(String,)> = world
        .app
        .db
        .read(&actor, move |tx| {
            let pass = tx.enter(&case)?.pass::<Outbox, base::store::deed::View>()?;
            tx.rows(&pass, base::sql!(Outbox => "select state from outboxes order by created_at, id"), vec![])
        })
        .await
        .map_err(|error: base::store::StoreError| error)
        .unwrap();
    rows.into_iter().map(|(state,)| state).collect()
}
