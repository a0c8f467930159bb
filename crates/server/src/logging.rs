//! The log: one line for each event, on standard error.

use tracing_subscriber::EnvFilter;

/// What is logged unless `RUST_LOG` says otherwise.
const USUAL: &str = "info,sqlx=warn";

/// Starts the log, which is told of panics too. A second call changes nothing.
pub fn start() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(USUAL));
    let is_terminal = std::io::IsTerminal::is_terminal(&std::io::stderr());
    let _ = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(is_terminal)
        .try_init();
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string);
        note_panic(place.as_deref().unwrap_or("an unknown place"));
    }));
}

/// Says where a thread panicked, but not what it said: that may be what somebody typed.
fn note_panic(place: &str) {
    let thread = std::thread::current();
    let thread = thread.name().unwrap_or("unnamed");
    tracing::error!(place, thread, "a thread panicked");
}
