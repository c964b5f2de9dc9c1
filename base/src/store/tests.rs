//! The store's promises, on whichever database `BANSO_TEST_DATABASE` names (none: SQLite).

use std::sync::atomic::{AtomicU64, Ordering};

use super::*;
use crate::access::{Grant, grant};
use crate::register::{Branch, Kind, Record};
use crate::session::Founding;

static NTH: AtomicU64 = AtomicU64::new(1);

/// A fresh database with one institution; also its folder, which is left to the system's temporary files.
pub(crate) async fn fresh() -> (Store, String, std::path::PathBuf) {
    let clock = Clock::fixed(Instant(1_795_482_000_000_000));
    let nth = NTH.fetch_add(1, Ordering::SeqCst);
    let folder = std::env::temp_dir().join(format!("banso-base-{}-{nth}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    #[expect(clippy::disallowed_methods, reason = "the test script says where the databases are")]
    let at = match std::env::var("BANSO_TEST_DATABASE") {
        Err(_) => Location::Sqlite(folder.join("banso.db")),
        Ok(server) => {
            let name = format!("b{}_{nth}", std::process::id());
            let made = std::process::Command::new("psql").args([&server, "-qc", &format!("create database {name}")]).output().unwrap();
            assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
            Location::Postgres(format!("{}/{name}", &server[..server.rfind('/').unwrap()]))
        }
    };
    let ids = Ids::seeded(nth, clock.clone());
    let store = tokio::task::spawn_blocking(move || Store::open(&at, clock, ids, Vault::new([3; 32]))).await.unwrap().unwrap();
    let (institution, _) = store.found(Duty::Console, house("1999")).await.unwrap();
    (store, institution, folder)
}

fn house(code: &str) -> Founding {
    Founding {
        code: code.into(),
        kind: "shinkin".into(),
        name: "見本信用金庫".into(),
        admin_name: "管理".into(),
        admin_mail: format!("{code}@bank.example"),
        ..Founding::default()
    }
}

async fn admin(store: &Store, institution: &str) -> Actor {
    let id = store.staff_in_seat(Duty::Console, institution, StaffSeat::Admin).await.unwrap().remove(0);
    store.stand_in(Duty::Console, institution, Holder::Staff(id), Some(StaffSeat::Admin)).await.unwrap()
}

async fn branches(store: &Store, who: &Actor) -> Vec<(String, String, i64)> {
    store
        .read(who, |tx| {
            tx.rows(
                &tx.desk()?.pass::<Branch, deed::View>()?,
                crate::sql!(Branch => "select id, name, version from branches order by code"),
                vec![],
            )
        })
        .await
        .unwrap()
}

fn add<'a>(
    code: &'a str,
    key: Option<&str>,
) -> (Option<String>, impl FnOnce(&Write<'_>) -> Result<Done<String>> + Send + 'static + use<'a>) {
    let code = code.to_owned();
    (key.map(Into::into), move |tx: &Write<'_>| {
        let id = tx.id();
        tx.insert(&tx.desk()?.pass::<Branch, deed::Change>()?, &id, Set::new().with("code", &code).with("name", &code))?;
        tx.commit(&Event::BranchChanged(None, &id), &format!("/settings/{code}")).map(|done| done.with(id))
    })
}

#[tokio::test]
async fn a_read_asks_once_and_a_write_sees_what_it_wrote() {
    let (store, institution, _) = fresh().await;
    let who = admin(&store, &institution).await;
    let codes = |tx: &Read<'_>, first: &str| -> Result<Vec<(String,)>> {
        let statement = crate::sql!(Branch => "select code from branches where code >= $1 order by code");
        tx.rows(&tx.desk()?.pass::<Branch, deed::View>()?, statement, crate::args![first])
    };
    let (key, work) = add("100", None);
    store.write(&who, key, work).await.unwrap();
    store.listen();
    let seen = store.read(&who, move |tx| Ok::<_, StoreError>([codes(tx, "1")?, codes(tx, "1")?, codes(tx, "9")?])).await.unwrap();
    let carried_out = store.heard().iter().filter(|heard| heard.sql.contains("code >=")).count();
    assert_eq!((seen[0].len(), &seen[0], seen[2].len(), carried_out), (1, &seen[1], 0, 2), "another value is another question");
    let seen = store
        .write(&who, None, move |tx| {
            let before = codes(tx, "1")?;
            let set = Set::new().with("code", "200").with("name", "二");
            tx.insert(&tx.desk()?.pass::<Branch, deed::Change>()?, &tx.id(), set)?;
            let after = codes(tx, "1")?;
            tx.commit(&Event::BranchChanged(None, "x"), "/").map(|done| done.with((before.len(), after.len())))
        })
        .await
        .unwrap();
    assert_eq!(seen, (1, 2));
}

/// A view, its record and grant, and its values.
type Drawn = (Kind, Grant, String, Vec<Value>);

fn views<R: Record>(actor: &Actor, out: &mut Vec<Drawn>) {
    for seat in Seat::ALL {
        for deed in [Deed::View, Deed::Change] {
            let granted = grant(R::KIND, seat, deed);
            let place = Place::Case(Arc::new(Case { placement: "p".into(), company: "c".into(), person: "h".into(), left_at: None }));
            let pass: Pass<R, deed::View> = Pass { actor: Arc::new(actor.clone()), grant: granted, place, kind: PhantomData };
            let mut views = Views::new(Vec::new());
            pass.view(&mut views);
            let first = if R::COLUMNS.starts_with("seq") { "seq" } else { "id" };
            views.say(&[" select ", first, " from ", R::SCOPED]);
            let (text, values) = super::views::Texts::default().of(views, '$');
            out.push((R::KIND, granted, text.to_string(), values));
        }
    }
}

#[tokio::test]
async fn every_view_of_every_record_stands_on_this_database_and_uses_an_index() {
    let (store, institution, _) = fresh().await;
    let actor = admin(&store, &institution).await;
    let mut all = Vec::new();
    macro_rules! view { ($($r:tt)*) => { views$($r)*(&actor, &mut all) }; }
    each_record!(view);
    let plans = store
        .raw_read("*", move |conn| {
            all.into_iter()
                .map(|(kind, granted, sql, values)| conn.plan(&sql, &values).map(|plan| (kind, granted, plan)))
                .collect::<Result<Vec<_>>>()
        })
        .await
        .unwrap();
    assert!(plans.len() >= 700, "{} views", plans.len());
    for (kind, granted, plan) in plans {
        // A handful of rows by nature, or no rows at all.
        let small = matches!(kind, Kind::Institution | Kind::Branch) || granted == Grant::No;
        let scans = plan.lines().any(|line| (line.contains("SCAN ") && !line.contains("USING")) || line.contains("Seq Scan"));
        assert!(small || !scans, "{kind:?} {granted:?}: {plan}");
    }
}

#[tokio::test]
async fn a_refused_command_leaves_nothing_behind_and_the_next_one_is_kept() {
    let (store, institution, _) = fresh().await;
    let who = admin(&store, &institution).await;
    let refused: Result<()> = store
        .write(&who, None, |tx| {
            tx.insert(&tx.desk()?.pass::<Branch, deed::Change>()?, &tx.id(), Set::new().with("code", "001").with("name", "x"))?;
            Err(StoreError::NotFound)
        })
        .await;
    assert_eq!(refused, Err(StoreError::NotFound));
    assert!(branches(&store, &who).await.is_empty());
    let (key, work) = add("002", None);
    store.write(&who, key, work).await.unwrap();
    assert_eq!(branches(&store, &who).await.len(), 1);
}

#[tokio::test]
async fn a_command_that_panics_hurts_only_itself() {
    let (store, institution, _) = fresh().await;
    let who = admin(&store, &institution).await;
    let broken = store.write::<(), StoreError>(&who, None, |_| panic!("a fault of this one command")).await;
    assert!(matches!(broken, Err(StoreError::Broken(_))), "{broken:?}");
    let (key, work) = add("001", None);
    store.write(&who, key, work).await.unwrap();
    assert_eq!(branches(&store, &who).await.len(), 1);
}

#[tokio::test]
async fn the_same_deed_from_sixteen_hands_happens_once_and_all_are_sent_to_the_same_place() {
    let (store, institution, _) = fresh().await;
    let who = admin(&store, &institution).await;
    let mut hands = tokio::task::JoinSet::new();
    for _ in 0..16 {
        let (store, who) = (store.clone(), who.clone());
        hands.spawn(async move {
            let (key, work) = add("001", Some("one press"));
            store.write(&who, key, work).await
        });
    }
    let results = hands.join_all().await;
    assert_eq!(results.iter().filter(|r| r.is_ok()).count(), 1, "{results:?}");
    for other in results.iter().filter_map(|r| r.as_ref().err()) {
        assert!(
            matches!(other, StoreError::Repeated(back) if back == "/settings/001") || matches!(other, StoreError::Duplicate(_)),
            "{other:?}"
        );
    }
    assert_eq!(branches(&store, &who).await.len(), 1);
}

/// Shown to fail with `planted::plant("ignore_version")`: then both writers win and one text is lost.
#[tokio::test]
async fn of_two_who_change_the_same_row_one_learns_that_it_moved() {
    let (store, institution, _) = fresh().await;
    let who = admin(&store, &institution).await;
    let (key, work) = add("001", None);
    let id = store.write(&who, key, work).await.unwrap();
    let mut hands = tokio::task::JoinSet::new();
    for name in ["本町支店", "港支店"] {
        let (store, who, id) = (store.clone(), who.clone(), id.clone());
        hands.spawn(async move {
            store
                .write(&who, None, move |tx| {
                    tx.update(&tx.desk()?.pass::<Branch, deed::Change>()?, &id, 1, Set::new().with("name", name))?;
                    tx.commit(&Event::BranchChanged(None, &id), "/")
                })
                .await
        });
    }
    let results = hands.join_all().await;
    assert_eq!(results.iter().filter(|r| r.is_ok()).count(), 1, "{results:?}");
    assert_eq!(results.iter().filter(|r| **r == Err(StoreError::Stale)).count(), 1, "{results:?}");
    assert_eq!(branches(&store, &who).await[0].2, 2);
}

#[cfg(feature = "planted")]
#[tokio::test]
async fn the_test_of_two_writers_sees_the_planted_bug() {
    let (store, institution, _) = fresh().await;
    let who = admin(&store, &institution).await;
    let (key, work) = add("001", None);
    let id = store.write(&who, key, work).await.unwrap();
    crate::planted::plant("ignore_version");
    let mut won = 0;
    for name in ["本町支店", "港支店"] {
        let id = id.clone();
        won += i32::from(
            store
                .write(&who, None, move |tx| {
                    tx.update(&tx.desk()?.pass::<Branch, deed::Change>()?, &id, 1, Set::new().with("name", name))?;
                    tx.commit(&Event::BranchChanged(None, &id), "/")
                })
                .await
                .is_ok(),
        );
    }
    crate::planted::weed();
    assert_eq!(won, 2, "with the bug both win, and the test above fails");
}

#[tokio::test]
async fn one_institution_sees_nothing_of_another() {
    let (store, here, _) = fresh().await;
    let (there, _) = store.found(Duty::Console, house("1998")).await.unwrap();
    let (key, work) = add("001", None);
    store.write(&admin(&store, &there).await, key, work).await.unwrap();
    assert!(branches(&store, &admin(&store, &here).await).await.is_empty());
}

/// The second wall: on PostgreSQL the rows of another institution are not there even for a statement without any condition.
#[tokio::test]
async fn on_postgresql_row_level_security_holds_where_a_statement_forgets_the_institution() {
    let (store, here, _) = fresh().await;
    let (there, _) = store.found(Duty::Console, house("1998")).await.unwrap();
    let (key, work) = add("001", None);
    store.write(&admin(&store, &there).await, key, work).await.unwrap();
    let seen = |store: Store, institution: String| async move {
        store
            .raw_read(&institution, |conn| read_all::<(i64,)>(conn.query("select cast(count(*) as bigint) from branch", &[])?))
            .await
            .unwrap()[0]
            .0
    };
    let forgotten = seen(store.clone(), here).await;
    if store.file().is_none() {
        assert_eq!(forgotten, 0);
        assert_eq!(seen(store, there).await, 1);
    } else {
        assert_eq!(forgotten, 1, "SQLite has the first wall alone");
    }
}

#[tokio::test]
async fn the_audit_has_one_line_a_command_and_its_chain_shows_a_change() {
    let (store, institution, _) = fresh().await;
    let who = admin(&store, &institution).await;
    for code in ["001", "002", "003"] {
        let (key, work) = add(code, None);
        store.write(&who, key, work).await.unwrap();
    }
    let heads = store.seal_audit().await.unwrap();
    let (lines, faults) = store.verify_audit(heads.clone()).await.unwrap();
    assert_eq!((lines, faults.len()), (4, 0), "founding and three branches");
    // The triggers refuse a change through this program ...
    let changed = store.raw_write("*", |conn| conn.execute("update audit set act = 'nothing' where seq = 2", &[])).await;
    assert!(changed.is_err());
    let removed = store.raw_write("*", |conn| conn.execute("delete from audit where seq = 2", &[])).await;
    assert!(removed.is_err());
    // ... and a head kept outside shows a tail that was cut.
    let further = vec![Head { seq: heads[0].seq + 1, ..heads[0].clone() }];
    let (_, faults) = store.verify_audit(further).await.unwrap();
    assert_eq!(faults.len(), 1);
}

#[tokio::test]
async fn a_limit_gives_a_burst_and_then_one_at_a_time() {
    let (store, _, _) = fresh().await;
    let minute = crate::clock::MINUTE;
    let mut allowed = 0;
    for _ in 0..10 {
        allowed += i32::from(store.allow("address", 3, minute).await.unwrap());
    }
    assert_eq!(allowed, 3);
    store.clock().shift(minute);
    assert!(store.allow("address", 3, minute).await.unwrap());
    assert!(!store.allow("address", 3, minute).await.unwrap());
    assert!(store.allow("another address", 3, minute).await.unwrap());
}

use crate::audit::Head;
