//! The threads that passwords are hashed on.

use rayon::{ThreadPool, ThreadPoolBuilder};

/// How far behind everything else the kernel puts the threads that hash, of at most 19 in all: where there is
/// too much to do, they get about a tenth of what threads of pages get.
const NICENESS: i32 = 10;
/// The kernel's own limit.
const NICENESS_MAX: i32 = 19;

/// Lets this thread run after those that answer pages: signing in may take longer when the machine is
/// full, pages may not because people sign in.
fn come_last() {
    // On Linux this is the thread's own, not the program's.
    let lowered = rustix::process::getpriority_process(None).and_then(|own| {
        rustix::process::setpriority_process(None, (own + NICENESS).min(NICENESS_MAX))
    });
    if let Err(error) = lowered {
        tracing::warn!(%error, "the threads that hash passwords could not be put last");
    }
}

/// Threads that stay. One on which hashing panicked goes on with the next.
pub(super) fn threads(permits: usize) -> ThreadPool {
    #[expect(
        clippy::expect_used,
        reason = "without threads nothing of the program runs"
    )]
    ThreadPoolBuilder::new()
        .num_threads(permits)
        .thread_name(|number| format!("hashing-{number}"))
        .start_handler(|_| come_last())
        .panic_handler(|_| tracing::error!("hashing a password did not finish"))
        .build()
        .expect("threads can be started")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashing_comes_after_pages() {
        let niceness =
            || rustix::process::getpriority_process(None).expect("a thread may ask for its own");
        let pages = niceness();
        let hashing = threads(1).install(niceness);
        assert_eq!(hashing, (pages + NICENESS).min(NICENESS_MAX));
    }
}
