//! What the demonstration holds when it starts for the first time.
//!
//! People, organisations and the register of infrastructure are written by the owner of the
//! database. Everything else is done by these people with the use cases of crate `service`,
//! while the clocks are put back, so that every row has the history that it tells of.
//!
//! | Module | Holds |
//! |---|---|
//! | [`accounts`], [`accounts_file`], [`register`] | who and what is there from the beginning |
//! | [`data`], [`answers`] | the made-up services and what their suppliers answer |
//! | [`plan`], [`calendar`] | which application does what on which day, and the clocks |
//! | [`people`], [`post`] | signing in, and reading the letters with links and codes |
//! | [`filling`] | living through the plan |
//! | [`load_test`] | what applications of load tests are made of |
//! | [`supplier`], [`outsiders`], [`team`], [`documents`], [`clarifications`], [`decisions`] | the steps of applications |

mod accounts;
mod accounts_file;
mod answers;
mod calendar;
mod clarifications;
mod data;
mod decisions;
mod documents;
mod error;
mod filling;
pub mod load_test;
mod looked_up;
mod outsiders;
mod people;
mod plan;
mod post;
mod register;
mod supplier;
mod team;

pub use error::SeedError;

use crate::wiring::Wiring;
use accounts_file::Account;
use calendar::Calendar;
use std::path::Path;
use store::founding::Filling;
use time::{Duration, Time};

/// Days before the first application on which people and organisations are set up.
const FOUNDED_BEFORE: Duration = Duration::days(30);

/// Fills the database of a demonstration, once: its people, its register of infrastructure,
/// and two years of applications. Writes the passwords to `accounts_file`, which only its
/// owner may read, and says with `tell` what it is doing.
///
/// Afterwards the clocks say the time that it is, as they do when it was filled before.
///
/// # Errors
/// One sentence that says what is wrong. What was filled by then is of no use; the next start
/// notices ([`SeedError::BrokenOff`]).
pub async fn demonstration(
    wiring: &Wiring,
    owner_url: &str,
    accounts_file: &Path,
    tell: impl Fn(&str),
) -> Result<(), SeedError> {
    match store::founding::filling(owner_url).await? {
        Filling::NotBegun => {}
        Filling::BrokenOff => return Err(SeedError::BrokenOff),
        Filling::Done if accounts_file.exists() => return Ok(()),
        Filling::Done => {
            return Err(SeedError::PasswordsLost {
                path: accounts_file.to_owned(),
            });
        }
    }
    let calendar = Calendar::of(&wiring.app);
    let filled = fill(wiring, owner_url, accounts_file, &calendar, tell).await;
    // Even when it failed: the time must never be wrong.
    calendar.return_to_now().await?;
    filled?;
    Ok(store::founding::finish(owner_url).await?)
}

async fn fill(
    wiring: &Wiring,
    owner_url: &str,
    accounts_file: &Path,
    calendar: &Calendar,
    tell: impl Fn(&str),
) -> Result<(), SeedError> {
    tell("Making the demonstration's people and organisations ...");
    let (founding, accounts) = accounts::founding(&wiring.app, calendar.today()).await?;
    let schedule = plan::schedule(calendar);
    let first = schedule
        .first()
        .map_or(calendar.today(), |(moment, _)| moment.day);
    let founded = first.saturating_sub(FOUNDED_BEFORE);
    calendar.go_back_to(founded, Time::MIDNIGHT).await?;
    // The file first: a crash between the two starts again with new passwords.
    store::founding::found(owner_url, &founding, || {
        accounts_file::write(accounts_file, &accounts).map_err(|source| SeedError::AccountsFile {
            path: accounts_file.to_owned(),
            source,
        })
    })
    .await?;
    let filling = filling::Filling::begin(wiring, owner_url, &founding, calendar.clone())?;
    filling.live_through(schedule, tell).await
}
