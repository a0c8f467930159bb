//! `psn-cop work`: the background work alone.

use super::serve::stop_on_signals;
use crate::cli::Failure;
use crate::config::Config;
use crate::logging;
use crate::wiring::{Options, background};
use domain::clock::Clock;

pub fn run() -> Result<(), Failure> {
    let config = Config::from_environment()?;
    config.check_complete()?;
    logging::start();
    super::block_on(async {
        let stop = stop_on_signals()?;
        let background = background(&config, &Clock::default(), &Options::default()).await?;
        background.worker.run(stop.watcher()).await;
        tracing::info!("stopped");
        background.store.close().await;
        Ok(())
    })
}
