//! What each command does.

mod demo;
mod migrate;
mod password;
mod question_set;
mod seed;
mod serve;
mod staff;
mod verify_certificate;
mod work;

use crate::cli::{Command, Failure, Password, Staff};
use std::future::Future;
use std::path::Path;
use std::time::Duration;

/// How long what still runs on other threads may take at the end.
const LEFT_OVER: Duration = Duration::from_secs(2);

/// Does what the command line says.
pub fn run(command: Command) -> Result<(), Failure> {
    match command {
        Command::Serve { no_worker } => serve::run(!no_worker),
        Command::Work => work::run(),
        Command::Demo => demo::run(Path::new(".data")),
        Command::Seed(new) => seed::run(&new),
        Command::Migrate => migrate::run(),
        Command::QuestionSet(asked) => question_set::run(&asked),
        Command::Password(Password::Check(check)) => password::run(&check),
        Command::VerifyCertificate { file, keys } => {
            verify_certificate::run(&file, keys.as_deref())
        }
        Command::Staff(Staff::Add(new)) => staff::run(&new),
    }
}

/// Runs this to its end in an async runtime of its own.
fn block_on<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::failed(format!("the program could not start: {error}")))?;
    let result = runtime.block_on(work);
    runtime.shutdown_timeout(LEFT_OVER);
    result
}
