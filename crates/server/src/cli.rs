//! The command line.
//!
//! Exit codes: 0 done; 1 a check failed, or the work could not be done; 2 wrong usage or
//! configuration. An error is one line on standard error that says what is wrong and what to do.

mod error_line;

#[cfg(test)]
mod tests;

use std::ffi::OsString;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, CommandFactory as _, Parser, Subcommand, ValueEnum};
use domain::email::EmailAddress;
use domain::role::TeamRole;

use crate::config::ConfigError;
use crate::keys::KeysError;

/// PSN Code of Practice: applications, assessment and certificates.
///
/// Settings come from environment variables and from a .env file in the current folder; the file
/// .env.example describes each.
#[derive(Debug, Parser)]
#[command(
    name = "psn-cop",
    version,
    max_term_width = 100,
    subcommand_required = true
)]
#[command(after_help = "Exit codes: 0 done, 1 a check failed, 2 wrong usage or configuration.")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

/// What the program is asked to do.
#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum Command {
    /// Serve the pages and do the background work
    ///
    /// On SIGTERM or Ctrl-C no new requests are accepted, those under way are finished, and the
    /// program ends within 30 seconds.
    Serve {
        /// Serve the pages only; run "psn-cop work" beside it
        #[arg(long)]
        no_worker: bool,
    },
    /// Do the background work only: deliver mail, make certificates, send reminders
    ///
    /// Any number of these may run beside each other.
    Work,
    /// Try the service on this machine with made-up data
    ///
    /// Starts a private PostgreSQL under .data/ (no port, no password, nothing is installed), fills
    /// it once, serves on http://localhost:8080, and stops all of it on Ctrl-C. The accounts are
    /// written to .data/demo-accounts.json.
    Demo,
    /// Fill an empty database with made-up applications, for load tests
    ///
    /// Run it as the owner of the database. It refuses a database that holds organisations, and one
    /// that is broken off leaves nothing behind. Nobody can sign in as the people that it makes.
    Seed(NewSeed),
    /// Bring the database's schema up to date
    ///
    /// Run it as the owner of the database, before the new version serves pages. It refuses a
    /// database with changes that this version does not know.
    Migrate,
    /// Show the question sets that are built in
    #[command(subcommand)]
    QuestionSet(QuestionSet),
    /// Check a password against the rules
    #[command(subcommand)]
    Password(Password),
    /// Check offline whether a certificate is genuine
    ///
    /// Exit codes: 0 genuine, 1 not genuine, 2 the file or the keys cannot be read.
    VerifyCertificate {
        /// The certificate's signed JSON file
        file: PathBuf,
        /// The published keys: a copy of /.well-known/psn-cop/keys.json
        #[arg(long, value_name = "FILE")]
        keys: Option<PathBuf>,
    },
    /// Manage the people of the PSN team
    #[command(subcommand)]
    Staff(Staff),
}

/// What `seed` is told.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct NewSeed {
    /// How many applications, 1 to 1,000,000
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(i64).range(1..=1_000_000))]
    pub applications: i64,
    /// How many organisations they are of, 1 to 10,000 [default: one for every 100 applications]
    #[arg(long, value_name = "M", value_parser = clap::value_parser!(i64).range(1..=10_000))]
    pub organisations: Option<i64>,
    /// The same number makes the same data, on the same day
    #[arg(long, value_name = "S", default_value_t = 1, value_parser = clap::value_parser!(i64).range(0..=1_000_000_000))]
    pub seed: i64,
}

/// `psn-cop question-set ...`
#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum QuestionSet {
    /// List their ids, versions and titles
    List,
    /// Show the questions and commitments of one set
    Show {
        /// The id of the set, such as psn-cop
        set: String,
        /// How to print it
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Show what one revision says otherwise than another, word for word
    ///
    /// Name revisions as their folders are called: 2015-07.3, or psn-cop/2015-07.3.
    Diff {
        /// The revision before
        from: String,
        /// The revision after
        to: String,
        /// How to print it
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
}

/// `psn-cop password ...`
#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum Password {
    /// Check the password on standard input
    ///
    /// Prints each rule with its verdict. Exit codes: 0 accepted, 1 not accepted. The two rules
    /// about passwords in use need the database and are not checked here.
    Check(PasswordCheck),
}

/// What `password check` is told.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct PasswordCheck {
    /// The user name that the password must differ from
    #[arg(long, value_name = "U")]
    pub username: Option<String>,
    /// How to print the verdicts
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// `psn-cop staff ...`
#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum Staff {
    /// Add a person and print the link with which they set up their account
    ///
    /// The link works once. This is the only way to make the first account of the team.
    Add(NewStaff),
}

/// What `staff add` is told.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct NewStaff {
    /// Their e-mail address
    #[arg(long, value_name = "E", value_parser = parse_email)]
    pub email: EmailAddress,
    /// Their name, as others see it
    #[arg(long, value_name = "N", value_parser = parse_name)]
    pub name: String,
    /// What they may do: assessor, lead, service-administrator or auditor
    #[arg(long, value_name = "R", value_parser = parse_role)]
    pub role: TeamRole,
}

/// How a result is printed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    #[default]
    Text,
    /// For programs
    Json,
}

/// Why a command ends with another exit code than 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// 1 or 2, see the module.
    pub code: u8,
    /// One sentence for standard error, or none if standard output says it all.
    pub message: Option<String>,
}

impl Failure {
    /// Wrong usage or configuration, or a file that cannot be read: exit code 2.
    pub fn usage(problem: impl std::fmt::Display) -> Self {
        Self {
            code: 2,
            message: Some(problem.to_string()),
        }
    }

    /// The work could not be done: exit code 1.
    pub fn failed(problem: impl std::fmt::Display) -> Self {
        Self {
            code: 1,
            message: Some(problem.to_string()),
        }
    }

    /// A check whose result is already printed found something wrong: exit code 1.
    pub fn check() -> Self {
        Self {
            code: 1,
            message: None,
        }
    }
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        Self::usage(error)
    }
}

impl From<KeysError> for Failure {
    fn from(error: KeysError) -> Self {
        Self::usage(error)
    }
}

/// Reads the command line, does what it says, and turns the outcome into an exit code.
pub fn run(
    arguments: impl IntoIterator<Item = OsString>,
    work: impl FnOnce(Command) -> Result<(), Failure>,
) -> ExitCode {
    ExitCode::from(run_with(
        arguments,
        &mut std::io::stdout(),
        &mut std::io::stderr(),
        work,
    ))
}

fn run_with(
    arguments: impl IntoIterator<Item = OsString>,
    output: &mut dyn Write,
    errors: &mut dyn Write,
    work: impl FnOnce(Command) -> Result<(), Failure>,
) -> u8 {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    // A closed pipe must not turn the outcome into a panic, so the results of writing are dropped.
    match Cli::try_parse_from(&arguments) {
        Ok(cli) => match work(cli.command) {
            Ok(()) => 0,
            Err(failure) => {
                if let Some(message) = failure.message {
                    let _ = writeln!(errors, "psn-cop: {}", error_line::one_line(&message));
                }
                failure.code
            }
        },
        Err(error) if !error.use_stderr() => {
            let _ = write!(output, "{}", error.render());
            0
        }
        Err(error) => {
            let line = error_line::of_usage(&error, &Cli::command(), &arguments);
            let _ = writeln!(errors, "psn-cop: {line}");
            2
        }
    }
}

fn parse_email(text: &str) -> Result<EmailAddress, String> {
    EmailAddress::parse(text).map_err(|_| "it must look like name@example.com".to_owned())
}

fn parse_name(text: &str) -> Result<String, String> {
    domain::text::Line::<200>::parse(text)
        .map(domain::text::Line::into_string)
        .map_err(|error| error.to_string())
}

/// Forgives hyphens and capitals: roles are `service_administrator` in the database.
fn parse_role(text: &str) -> Result<TeamRole, String> {
    TeamRole::parse(&text.to_ascii_lowercase().replace('-', "_")).ok_or_else(|| {
        let names: Vec<String> = TeamRole::ALL
            .iter()
            .map(|role| role.as_str().replace('_', "-"))
            .collect();
        format!("it must be one of {}", names.join(", "))
    })
}
