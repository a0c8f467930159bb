//! `psn-cop migrate`: brings the schema up to date.

use crate::cli::Failure;
use crate::config::Config;
use crate::{logging, say};

pub fn run() -> Result<(), Failure> {
    let config = Config::from_environment()?;
    let url = config.database_url()?;
    logging::start();
    super::block_on(async {
        store::migrate(url)
            .await
            .map_err(|error| Failure::failed(format!("the database was not migrated: {error}")))
    })?;
    say::line("The database's schema is up to date.");
    Ok(())
}
