//! `test-cluster start | stop | run -- COMMAND...`: the throw-away cluster of the tests.
//!
//! `run` starts it, gives the command `TEST_CLUSTER_URL` (the address of its superuser's
//! database), waits, and stops it again, also after Ctrl-C. Two runs in one checkout share it; the
//! last one stops it. `hold FOLDER` owns a durable cluster in that folder until Ctrl-C.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command line program"
)]

use std::process::{ExitCode, ExitStatus};

use cluster::{Cluster, Options, SUPERUSER, test_cluster_options};
use tokio::signal::unix::{SignalKind, signal};

const USAGE: &str = "usage: test-cluster start | stop | run -- COMMAND [ARGUMENT...] | hold FOLDER";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result = match words.as_slice() {
        ["start"] => start(),
        ["stop"] => stop(),
        ["run", "--", command, rest @ ..] => run(command, rest),
        ["hold", folder] => hold(folder),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    result.unwrap_or_else(|error| {
        eprintln!("test-cluster: {error}");
        ExitCode::FAILURE
    })
}

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// Starts the shared cluster, leaves it running and prints its address.
fn start() -> Result<ExitCode> {
    let cluster = Cluster::attach(test_cluster_options())?;
    println!("{}", cluster.url(SUPERUSER, SUPERUSER));
    Ok(ExitCode::SUCCESS)
}

fn stop() -> Result<ExitCode> {
    let options = test_cluster_options();
    if options
        .data_dir
        .join("cluster/data/postmaster.pid")
        .exists()
    {
        Cluster::attach(options)?.stop()?;
    }
    Ok(ExitCode::SUCCESS)
}

fn run(command: &str, arguments: &[&str]) -> Result<ExitCode> {
    let cluster = Cluster::attach(test_cluster_options())?;
    let url = cluster.url(SUPERUSER, SUPERUSER);
    let status = wait_for(command, arguments, &url);
    cluster.stop()?;
    let status = status?;
    Ok(status
        .code()
        .and_then(|code| u8::try_from(code).ok())
        .map_or(ExitCode::FAILURE, ExitCode::from))
}

/// Runs the command to its end. Ctrl-C reaches the command too; we wait for it either way.
#[tokio::main(flavor = "current_thread")]
async fn wait_for(command: &str, arguments: &[&str], url: &str) -> Result<ExitStatus> {
    let mut interrupts = signal(SignalKind::interrupt())?;
    let mut terminations = signal(SignalKind::terminate())?;
    let mut child = tokio::process::Command::new(command)
        .args(arguments)
        .env("TEST_CLUSTER_URL", url)
        .spawn()
        .map_err(|error| format!("could not run {command}: {error}"))?;
    loop {
        tokio::select! {
            status = child.wait() => return Ok(status?),
            _ = interrupts.recv() => {}
            _ = terminations.recv() => child.start_kill()?,
        }
    }
}

/// Owns a durable cluster in a folder until Ctrl-C, as the demonstration does.
#[tokio::main(flavor = "current_thread")]
async fn hold(folder: &str) -> Result<ExitCode> {
    let mut interrupts = signal(SignalKind::interrupt())?;
    let mut terminations = signal(SignalKind::terminate())?;
    let cluster = Cluster::start(Options::new(folder))?;
    println!("{}", cluster.url(SUPERUSER, SUPERUSER));
    tokio::select! {
        _ = interrupts.recv() => {}
        _ = terminations.recv() => {}
    }
    cluster.stop()?;
    Ok(ExitCode::SUCCESS)
}
