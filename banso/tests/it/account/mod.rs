//! Who comes in, and how: staff with a password, company and person with a link and its code.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says where")]

mod browser;
mod kept;
mod portal;
mod sessions;
mod settings;
mod staff;

use app::account::password::{Password, hashed};
use base::actor::{Duty, Holder, StaffSeat};
use base::store::deed;

use crate::world::{Browser, Page, World};

pub const SECOND: i64 = 1_000_000;
pub const SENTENCE: &str = "雨の日の縁側で飲む濃いほうじ茶";

/// Gives this member of staff a password of their own.
pub async fn give_password(world: &World, who: &str, text: &str) {
    let db = &world.app.db;
    let made = hashed(db.ids(), &Password::choose(text, &[]).unwrap()).await.unwrap();
    db.set_password(&world.institution, &world.staff[who], made, "test").await.unwrap();
}

pub async fn sign_in(world: &World, browser: &mut Browser, mail: &str, password: &str) -> Page {
    world.submit(browser, "/sign-in", "/sign-in", &[("mail", mail), ("password", password)]).await
}

/// How many commands have left their line in the audit: every change leaves one.
pub async fn lines(world: &World) -> i64 {
    world.app.db.verify_audit(Vec::new()).await.unwrap().0
}

/// The owner of the company of this case.
pub async fn owner(world: &World, case: &str) -> Holder {
    use base::register::Contact;
    let staff = Holder::Staff(world.staff["yamamoto"].clone());
    let actor = world.app.db.stand_in(Duty::Console, &world.institution, staff, Some(StaffSeat::Consultant)).await.unwrap();
    let case = case.to_owned();
    let row: (String,) = world
        .app
        .db
        .read(&actor, move |tx| {
            let entry = tx.enter(&case)?;
            tx.one(&entry.pass::<Contact, deed::View>()?, base::sql!(Contact => "select id from contacts where part = 'owner'"), vec![])
        })
        .await
        .unwrap();
    Holder::Contact(row.0)
}

/// A way in for the owner of 丸山工業: the path of the link, and its code.
pub async fn way_in(world: &World, holder: &Holder) -> (String, String) {
    let (token, code) = world.app.db.make_link(&world.institution, holder, "").await.unwrap();
    (format!("/l/{token}"), code)
}

/// A page without what differs each time it is drawn.
pub fn plain(page: &Page) -> String {
    let mut text = page.text();
    for name in ["key", "token"] {
        let value = page.value(name);
        if !value.is_empty() {
            text = text.replace(&value, "");
        }
    }
    text
}
