//! `psn-cop demo`: everything on this machine, with made-up data.

use super::serve::{listen, stop_on_signals, until_stopped};
use crate::cli::Failure;
use crate::config::{Config, DatabaseRole};
use crate::keys::Keys;
use crate::stop::Stop;
use crate::wiring::{self, KeptMail, Options, Wiring};
use crate::{logging, say, seed};
use cluster::{Cluster, SUPERUSER};
use std::path::{Path, PathBuf};
use store::founding::Filling;
use tokio::net::TcpListener;
use tokio::task::spawn_blocking;

/// The demonstration's database in its cluster.
const DATABASE: &str = "psn_cop";

pub fn run(data_dir: &Path) -> Result<(), Failure> {
    let config = Config::for_demonstration(data_dir)?;
    // Open to PostgreSQL's own account; what is secret in it is closed by itself.
    std::fs::create_dir_all(data_dir).map_err(|error| {
        Failure::usage(format!("{} can not be made: {error}", data_dir.display()))
    })?;
    let keys = Keys::load_or_generate(config.secrets_dir()?)?;
    logging::start();
    super::block_on(async {
        // Before anything is started, so that Ctrl-C never leaves anything behind.
        let stop = stop_on_signals()?;
        let listener = listen(config.bind).await?;
        say::line(format!(
            "Starting a private PostgreSQL in {} ...",
            data_dir.join("postgres").display()
        ));
        let cluster = start(data_dir.join("postgres")).await?;
        let demonstration = Demonstration {
            data_dir,
            config,
            keys,
            cluster: &cluster,
        };
        let result = demonstration.show(listener, &stop).await;
        say::line("Stopping PostgreSQL ...");
        end(cluster).await?;
        result
    })
}

/// Starts the cluster on a thread that may block.
async fn start(data_dir: PathBuf) -> Result<Cluster, Failure> {
    spawn_blocking(move || Cluster::start(cluster::Options::new(data_dir)))
        .await
        .map_err(Failure::failed)?
        .map_err(Failure::failed)
}

async fn end(cluster: Cluster) -> Result<(), Failure> {
    spawn_blocking(move || cluster.stop())
        .await
        .map_err(Failure::failed)?
        .map_err(Failure::failed)
}

struct Demonstration<'a> {
    data_dir: &'a Path,
    config: Config,
    keys: Keys,
    cluster: &'a Cluster,
}

impl Demonstration<'_> {
    /// Gets the database ready, fills it once, and serves until asked to stop.
    async fn show(self, listener: TcpListener, stop: &Stop) -> Result<(), Failure> {
        let wiring = tokio::select! {
            wiring = self.prepare() => wiring?,
            () = stop.asked() => return Ok(()),
        };
        let address = self.config.public_url.origin();
        say::line(format!(
            "\nThe demonstration runs on {address}\n\
             Accounts and their passwords:   {}\n\
             Mail that would have been sent: {address}/demo/mail\n\
             Press Ctrl-C to stop it; its data stays in {}.\n",
            self.accounts_file().display(),
            self.data_dir.display(),
        ));
        until_stopped(listener, &wiring, true, stop).await;
        Ok(())
    }

    async fn prepare(&self) -> Result<Wiring, Failure> {
        say::line("Bringing the database up to date ...");
        let owner_url = self.database().await?;
        store::allow_moving_the_clock(&owner_url)
            .await
            .map_err(Failure::failed)?;
        let config = self.config.clone().with_database(&owner_url)?;
        let mut options = Options::default();
        if config.mail_server.is_none() {
            options = options.keeping_mail(KeptMail::InFile(self.mail_file()));
        }
        let wiring = wiring::connect(&config, &self.keys, options).await?;
        seed::demonstration(&wiring, &owner_url, &self.accounts_file(), |text| {
            say::line(text);
        })
        .await
        .map_err(Failure::failed)?;
        Ok(wiring)
    }

    /// The owner's address of the database with its schema. One whose filling was broken off
    /// is made anew, with its mail.
    async fn database(&self) -> Result<String, Failure> {
        let superuser_url = self.cluster.url(SUPERUSER, SUPERUSER);
        let owner_url = self.cluster.url(DatabaseRole::Owner.name(), DATABASE);
        for _ in 0..2 {
            store::bootstrap(&superuser_url, DATABASE)
                .await
                .map_err(Failure::failed)?;
            store::migrate(&owner_url).await.map_err(Failure::failed)?;
            let filling = store::founding::filling(&owner_url).await;
            if filling.map_err(Failure::failed)? != Filling::BrokenOff {
                break;
            }
            say::line("The demonstration was not filled to its end: beginning again ...");
            store::discard(&superuser_url, DATABASE)
                .await
                .map_err(Failure::failed)?;
            // The mail of an earlier attempt leads nowhere. None is there if none was kept.
            let _ = std::fs::remove_file(self.mail_file());
        }
        Ok(owner_url)
    }

    fn mail_file(&self) -> PathBuf {
        self.data_dir.join("mail.jsonl")
    }

    fn accounts_file(&self) -> PathBuf {
        self.data_dir.join("demo-accounts.json")
    }
}
