//! `psn-cop serve`: the pages, and the background work unless it runs elsewhere.

use crate::cli::Failure;
use crate::config::Config;
use crate::keys::Keys;
use crate::stop::Stop;
use crate::wiring::{self, Options, Wiring, WiringError};
use crate::{logging, moved_clock, serving};
use std::net::SocketAddr;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

pub fn run(with_worker: bool) -> Result<(), Failure> {
    let inherited = inherited()?;
    let config = Config::from_environment()?;
    config.check_complete()?;
    let keys = Keys::load(config.secrets_dir()?)?;
    logging::start();
    super::block_on(async {
        let stop = stop_on_signals()?;
        let listener = match inherited {
            Some(listener) => TcpListener::from_std(listener).map_err(Failure::failed)?,
            None => listen(config.bind).await?,
        };
        let wiring = wiring::connect(&config, &keys, Options::default()).await?;
        tracing::info!(address = %config.public_url, "serving");
        until_stopped(listener, &wiring, with_worker, &stop).await;
        Ok(())
    })
}

/// Serves until asked to stop, finishes what is in flight, and closes the database.
pub async fn until_stopped(listener: TcpListener, wiring: &Wiring, with_worker: bool, stop: &Stop) {
    let mut parts = JoinSet::new();
    parts.spawn(serving::serve(listener, wiring.router(), stop.watcher()));
    let clock = wiring.app.clock.clone();
    let store = wiring.app.store.clone();
    parts.spawn(moved_clock::follow(store, clock, stop.watcher()));
    if with_worker {
        let (worker, watcher) = (wiring.worker.clone(), stop.watcher());
        parts.spawn(async move { worker.run(watcher).await });
    }
    parts.join_all().await;
    tracing::info!("stopped");
    wiring.close().await;
}

/// Begins to listen for signals.
pub fn stop_on_signals() -> Result<Stop, Failure> {
    Stop::on_signals()
        .map_err(|error| Failure::failed(format!("signals can not be received: {error}")))
}

/// The socket that the program was started with, if any; `PSN_BIND` is not asked then.
fn inherited() -> Result<Option<std::net::TcpListener>, Failure> {
    serving::inherited().map_err(|error| {
        Failure::usage(format!(
            "the socket that the program was started with can not be used ({error}): pass one TCP \
             socket that listens, or start it without LISTEN_FDS"
        ))
    })
}

/// Takes the address to serve on.
pub async fn listen(address: SocketAddr) -> Result<TcpListener, Failure> {
    serving::listen(address).await.map_err(|error| {
        Failure::usage(format!(
            "{address} can not be used ({error}): stop what uses it, or set PSN_BIND to another \
             address"
        ))
    })
}

impl From<WiringError> for Failure {
    fn from(error: WiringError) -> Self {
        match error {
            WiringError::Config(_)
            | WiringError::SigningKey(_)
            | WiringError::Pepper(_)
            | WiringError::MailServer(_) => Self::usage(error),
            WiringError::Database { .. } | WiringError::Schema | WiringError::Mailbox(_) => {
                Self::failed(error)
            }
        }
    }
}
