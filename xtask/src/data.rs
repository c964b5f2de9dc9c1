//! Fills a database with sample data, and says how long it took.

use std::path::PathBuf;
use std::time::Instant;

use app::sample::{Size, fill};
use base::clock::{Clock, Day, HOUR};
use base::ids::Ids;
use base::store::{Location, Store};
use base::vault::Vault;

type Fault = Box<dyn std::error::Error>;

/// What the command line says: size by name, number of institutions where fewer are wanted, database, seed.
struct Asked {
    size: Size,
    database: Location,
    seed: u64,
}

fn asked() -> Result<Asked, Fault> {
    let (mut size, mut database, mut seed, mut only) = (None, None, 2026, None);
    let mut words = std::env::args().skip(2);
    while let Some(word) = words.next() {
        let value = words.next().ok_or_else(|| format!("{word} takes a value"))?;
        match word.as_str() {
            "--size" => size = Some(Size::named(&value).ok_or("--size is d1, d2 or d3")?),
            "--database" => database = Some(Location::parse(&value).ok_or("--database is sqlite:FILE or postgres://…")?),
            "--seed" => seed = value.parse()?,
            "--institutions" => only = Some(value.parse()?),
            _ => return Err(format!("{word} is not known").into()),
        }
    }
    let mut size = size.ok_or("--size d1|d2|d3 is missing")?;
    size.institutions = only.unwrap_or(size.institutions);
    Ok(Asked { size, database: database.ok_or("--database ADDRESS is missing")?, seed })
}

/// Fills it.
pub fn fill_database() -> Result<(), Fault> {
    let Asked { size, database, seed } = asked()?;
    let key = match &database {
        Location::Sqlite(file) => file.with_file_name("banso.key"),
        Location::Postgres(_) => PathBuf::from("banso.key"),
    };
    if let Some(folder) = key.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder)?;
    }
    // The same day and the same chance each time: the same rows.
    let day = Day::new(2026, 11, 24).ok_or("no such day")?;
    let clock = Clock::fixed(day.start().plus(10 * HOUR));
    let ids = Ids::seeded(seed, clock.clone());
    let vault = Vault::from_file(&key, Some(&ids))?;
    let db = Store::open(&database, clock, ids, vault)?;
    if !tokio::runtime::Builder::new_current_thread().build()?.block_on(db.institutions())?.is_empty() {
        return Err(format!("{database} is not empty").into());
    }
    let began = Instant::now();
    let (mut cases, mut notes, mut houses) = (0, 0, 0);
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?.block_on(fill(&db, size, seed, |house| {
        houses += 1;
        cases += house.cases.len();
        notes += house.cases.iter().map(|case| case.notes).sum::<usize>();
        if houses % 10 == 0 || size.institutions < 10 {
            println!("{houses} institutions, {cases} cases, {notes} notes: {:.1} s", began.elapsed().as_secs_f64());
        }
    }))?;
    let bytes = db.file().and_then(|file| std::fs::metadata(file).ok()).map_or(0, |file| file.len());
    println!("{database}: {cases} cases, {notes} notes in {:.1} s, {} MB.", began.elapsed().as_secs_f64(), bytes >> 20);
    Ok(())
}
