//! `psn-cop seed`: an empty database filled with made-up applications, for load tests.

use crate::cli::{Failure, NewSeed};
use crate::config::Config;
use crate::{say, seed::load_test};
use std::cell::Cell;
use std::time::Instant;

/// Applications for each organisation when nobody says how many organisations there are.
const APPLICATIONS_EACH: i64 = 100;
/// The most organisations then.
const ORGANISATIONS_MAX: i64 = 10_000;

pub fn run(new: &NewSeed) -> Result<(), Failure> {
    let config = Config::from_environment()?;
    let url = config.database_url()?;
    let organisations = new
        .organisations
        .unwrap_or_else(|| (new.applications / APPLICATIONS_EACH).clamp(1, ORGANISATIONS_MAX));
    let seed =
        load_test::seed(new.applications, organisations, new.seed).map_err(Failure::failed)?;
    say::line(format!(
        "Making {} applications of {organisations} organisations ...",
        new.applications
    ));
    let progress = Progress::of(new.applications);
    super::block_on(async {
        store::migrate(url).await.map_err(Failure::failed)?;
        store::seeding::fill(url, &seed, load_test::name, |made| progress.tell(made))
            .await
            .map_err(|error| Failure::failed(format!("nothing was made: {error}")))
    })?;
    say::line(format!(
        "Done in {} seconds. Every rule of the database holds.",
        progress.began.elapsed().as_secs()
    ));
    Ok(())
}

/// Tells how far it is, once for each new hundredth.
struct Progress {
    applications: i64,
    told: Cell<i64>,
    began: Instant,
}

impl Progress {
    fn of(applications: i64) -> Self {
        Self {
            applications,
            told: Cell::new(0),
            began: Instant::now(),
        }
    }

    fn tell(&self, made: i64) {
        let hundredths = made.saturating_mul(100) / self.applications.max(1);
        if hundredths <= self.told.get() {
            return;
        }
        self.told.set(hundredths);
        let bar = usize::try_from(hundredths / 5).unwrap_or_default();
        let what = if hundredths == 100 {
            ", putting indexes and rules back"
        } else {
            ""
        };
        say::line(format!(
            "[{:<20}] {hundredths:>3} %, {} s{what}",
            "#".repeat(bar),
            self.began.elapsed().as_secs(),
        ));
    }
}
