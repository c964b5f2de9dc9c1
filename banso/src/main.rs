//! The one binary: the house with its typesetter. What it can do stands in `app::console::command`.

fn main() {
    // A test switches a planted bug on to show that it would be seen; no release build has this (`base::planted`).
    #[cfg(feature = "planted")]
    if let Some(bug) = std::env::var_os("BANSO_PLANT") {
        base::planted::plant(&bug.to_string_lossy());
    }
    std::process::exit(app::console::run(press::pdf).into())
}
