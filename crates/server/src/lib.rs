//! The program `psn-cop`: its command line, its configuration, its secret files, and how
//! the parts of the service are wired together.
//!
//! [`run`] is the whole program. Tests take [`wiring`] and leave the rest.

pub mod cli;
pub mod config;
pub mod keys;
pub mod seed;
pub mod serving;
pub mod wiring;

mod access_log;
mod commands;
mod logging;
mod moved_clock;
mod say;
mod stop;

use std::process::ExitCode;

/// Does what the command line says.
pub fn run() -> ExitCode {
    cli::run(std::env::args_os(), commands::run)
}
