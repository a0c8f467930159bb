//! Reading files beside the pages, on one thread that stays.
//!
//! A file may take a second to read, in which the thread of a page would answer nobody. Threads that
//! come and go each keep the memory of the files that they had read, so there is one.

use super::file::{FileError, read_file};
use questions::{Found, QuestionSet};
use rayon::{ThreadPool, ThreadPoolBuilder};
use spreadsheets::NotRead;
use std::sync::LazyLock;
use tokio::sync::oneshot;

static THREAD: LazyLock<ThreadPool> = LazyLock::new(|| {
    #[expect(
        clippy::expect_used,
        reason = "without threads nothing of the program runs"
    )]
    ThreadPoolBuilder::new()
        .num_threads(1)
        .thread_name(|_| "reading".to_owned())
        .panic_handler(|_| tracing::error!("reading a file did not finish"))
        .build()
        .expect("threads can be started")
});

/// The same as [`read_file`], beside the pages. One file at a time; others wait.
///
/// # Errors
/// Why nothing was found; a file whose reading did not finish is damaged.
pub async fn read_apart(set: &'static QuestionSet, bytes: Vec<u8>) -> Result<Found, FileError> {
    let (tell, told) = oneshot::channel();
    THREAD.spawn(move || {
        let found = read_file(set, &bytes);
        drop(bytes);
        // Whoever waited may have gone.
        let _gone = tell.send(found);
    });
    told.await.unwrap_or(Err(NotRead::Broken.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn files_are_read_on_the_thread_for_it() {
        let set = questions::current("psn-cop").expect("the set is there");
        let refused = read_apart(set, b"a,b".to_vec()).await;
        assert!(
            matches!(refused, Err(FileError::NotRecognised(_))),
            "{refused:?}"
        );
        assert_eq!(THREAD.current_num_threads(), 1);
    }
}
