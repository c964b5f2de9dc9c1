//! Chores of the house.
//!
//! `cargo run -p xtask -- routes` prints every route with who it is for; `access` prints the access table. Both are what
//! the program itself uses, so a reviewer reads the truth.
//!
//! `cargo run --release -p xtask -- data --size d1|d2|d3 --database sqlite:FILE|postgres://…` fills an empty database with
//! sample data for measuring (`app::sample`); its key lies in `banso.key` beside the file, or in the present folder.

mod data;

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
        Some("data") => {
            if let Err(sentence) = data::fill_database() {
                eprintln!("{sentence}");
                std::process::exit(1);
            }
        }
        Some("access") => print!("{}", base::access::golden()),
        _ => {
            eprintln!("usage: cargo run -p xtask -- routes | access | data --size d1|d2|d3 --database ADDRESS");
            std::process::exit(2);
        }
    }
}
