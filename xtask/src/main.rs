//! Chores of the house.
//!
//! `cargo run -p xtask -- routes` prints every route with who it is for; `access` prints the access table. Both are what
//! the program itself uses, so a reviewer reads the truth.

use app::web::guard::For;

fn main() {
    match std::env::args().nth(1).as_deref() {
        Some("routes") => {
            for route in app::router::table() {
                let whom = match route.whom {
                    For::Everyone => "everyone".to_owned(),
                    For::Portal => "company and person".to_owned(),
                    For::StaffDoor => "everyone, on the staff listener".to_owned(),
                    For::PortalDoor => "everyone, on the portal listener".to_owned(),
                    For::Demo => "the demo".to_owned(),
                    For::Staff(seats) | For::Proved(seats) => {
                        let words: Vec<&str> = seats.iter().map(|seat| seat.code()).collect();
                        words.join(", ") + if matches!(route.whom, For::Proved(_)) { ", with the password of late" } else { "" }
                    }
                };
                println!("{:<5} {:<48} {whom}", route.method, route.path);
            }
        }
        Some("access") => print!("{}", base::access::golden()),
        _ => {
            eprintln!("usage: cargo run -p xtask -- routes | access");
            std::process::exit(2);
        }
    }
}
