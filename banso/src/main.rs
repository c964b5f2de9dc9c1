//! The one binary: the house with its typesetter. What it can do stands in `app::console::command`.

/// A page asks for some thousand small pieces of memory: a third more pages a second than with the system's own (ADR 0032).
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    // A test switches a planted bug on to show that it would be seen; no release build has this (`base::planted`).
    #[cfg(feature = "planted")]
    if let Some(bug) = std::env::var_os("BANSO_PLANT") {
        base::planted::plant(&bug.to_string_lossy());
    }
    std::process::exit(app::console::run(press::pdf).into())
}
