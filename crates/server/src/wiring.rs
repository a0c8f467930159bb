//! Puts the parts of the service together.
//!
//! Tests do it as the program does: a [`Config`] from variables of their own, [`Keys`]
//! in a folder of their own, and [`connect`]. They keep the mail by
//! [`Options::keeping_mail`].

use crate::config::{Brand, Config, ConfigError, DatabaseRole};
use crate::keys::Keys;
use axum::Router;
use axum::middleware::from_fn;
use certificates::{KeyError, SigningKey};
use domain::clock::Clock;
use mail::{Address, Mailbox, SmtpUrlError, Transport};
use service::passwords::{Hasher, Pepper, PepperTooShort};
use service::session_key::SessionKey;
use std::io;
use std::num::NonZero;
use std::path::PathBuf;
use store::{Gate, Pools, Role, Store, StoreError};
use web::{App, Demonstration, Parts};
use worker::{Delivery, Worker};

/// Messages that a kept mailbox holds; older ones go.
const MAILBOX_MAX: usize = 500;

/// Where mail is kept that would have been sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeptMail {
    /// In memory alone.
    InMemory,
    /// In memory and in this file.
    InFile(PathBuf),
}

/// What may differ between programs and tests with the same configuration.
#[derive(Debug, Clone)]
pub struct Options {
    /// Connections of the pages.
    pub pools: Pools,
    /// Connections of signing in.
    pub gate_pools: Pools,
    /// Connections of the background work.
    pub worker_pools: Pools,
    /// Keeps all mail instead of sending it. The demonstration keeps its mail in any
    /// case, unless it has a mail server.
    pub kept_mail: Option<KeptMail>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            pools: Pools::default(),
            gate_pools: Pools {
                hot: 4,
                transactions: 4,
            },
            worker_pools: Pools {
                hot: 4,
                transactions: 2,
            },
            kept_mail: None,
        }
    }
}

impl Options {
    /// The same, keeping all mail.
    #[must_use]
    pub fn keeping_mail(self, kept: KeptMail) -> Self {
        Self {
            kept_mail: Some(kept),
            ..self
        }
    }
}

/// The parts of a running service.
#[derive(Clone)]
pub struct Wiring {
    /// What pages reach.
    pub app: App,
    /// Delivers mail.
    pub worker: Worker,
    /// The mail that was kept, if it is kept.
    pub mailbox: Option<Mailbox>,
    /// The worker's own way to the database; the pages' is `app.store`.
    pub worker_store: Store,
}

impl Wiring {
    /// Everything that is answered over HTTP, with the log of answers.
    pub fn router(&self) -> Router {
        web::router(self.app.clone()).layer(from_fn(crate::access_log::write))
    }

    /// Ends all connections to the database.
    pub async fn close(&self) {
        self.app.store.close().await;
        self.app.gate.close().await;
        self.worker_store.close().await;
    }
}

/// Why the parts could not be put together.
#[derive(Debug, thiserror::Error)]
pub enum WiringError {
    /// Something is missing in the configuration.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The database can't be used.
    #[error("the database can not be used as {role}: {source}{}", because(.source))]
    Database {
        /// As whom.
        role: &'static str,
        /// What went wrong.
        source: StoreError,
    },
    /// The schema is not the one that this program knows.
    #[error(
        "the database's schema is not the one of this version: run \"psn-cop migrate\", or run \
         the version that fits the database"
    )]
    Schema,
    /// The key of certificates can't be used.
    #[error("the key that signs certificates can not be used: {0}")]
    SigningKey(#[from] KeyError),
    /// The pepper is too short.
    #[error(transparent)]
    Pepper(#[from] PepperTooShort),
    /// The mail server's address can't be used.
    #[error("PSN_SMTP_URL: {0}")]
    MailServer(#[from] SmtpUrlError),
    /// The kept mail can't be read or written.
    #[error("the kept mail can not be used: {0}")]
    Mailbox(#[from] io::Error),
}

/// What is behind an error of the store. Never holds a password.
fn because(error: &StoreError) -> String {
    std::error::Error::source(error)
        .map(|source| format!(" ({source})"))
        .unwrap_or_default()
}

/// Connects as pages and as worker, checks the schema, and puts the parts together.
///
/// # Errors
/// One sentence that says what is missing or wrong, and what to do.
pub async fn connect(
    config: &Config,
    keys: &Keys,
    options: Options,
) -> Result<Wiring, WiringError> {
    let clock = Clock::default();
    // At once, because most of a start is waiting for connections; what is wrong is told in this order.
    let (store, gate, background) = tokio::join!(
        Box::pin(connect_as(config, Role::Pages, options.pools)),
        Box::pin(connect_gate(config, options.gate_pools)),
        Box::pin(background(config, &clock, &options)),
    );
    let store = store?;
    if !store.is_ready().await.unwrap_or(false) {
        return Err(WiringError::Schema);
    }
    let offset = store
        .clock_offset()
        .await
        .map_err(|source| WiringError::Database {
            role: Role::Pages.name(),
            source,
        })?;
    clock.set_offset(offset);
    let gate = gate?;
    let Background {
        store: worker_store,
        worker,
        mailbox,
    } = background?;
    let certificate_key = SigningKey::from_pem(keys.certificate_signing_key.expose())?;
    let demonstration = config.is_demonstration.then(|| Demonstration {
        mailbox: mailbox
            .clone()
            .unwrap_or_else(|| Mailbox::new(MAILBOX_MAX, clock.clone())),
    });
    let app = App::new(Parts {
        store,
        gate,
        clock,
        passwords: hasher(keys)?.with_rules(config.password_rules),
        public_url: config.public_url.origin().to_owned(),
        brand: match config.brand {
            Brand::Generic => govuk::Brand::Generic,
            Brand::Govuk => govuk::Brand::Govuk,
        },
        team_email: config.team_email()?.as_str().to_owned(),
        keys: keys.certificate_keys()?,
        certificate_key,
        demonstration,
        session_key: SessionKey::new(keys.session_key.expose()),
        files: config.files()?,
        trusted_proxies: config.trusted_proxies.clone(),
    });
    Ok(Wiring {
        app,
        worker,
        mailbox,
        worker_store,
    })
}

/// Hashes as many passwords at once as there are cores.
///
/// # Errors
/// When the pepper is too short.
pub fn hasher(keys: &Keys) -> Result<Hasher, PepperTooShort> {
    let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
    let pepper = Pepper::try_new(keys.password_pepper.expose().to_vec())?;
    let retired = keys.retired_peppers.iter();
    let retired: Result<Vec<Pepper>, _> = retired
        .map(|secret| Pepper::try_new(secret.expose().to_vec()))
        .collect();
    Ok(Hasher::with_retired(pepper, retired?, cores))
}

/// The background work's parts.
pub(crate) struct Background {
    pub(crate) store: Store,
    pub(crate) worker: Worker,
    pub(crate) mailbox: Option<Mailbox>,
}

/// Connects as worker.
pub(crate) async fn background(
    config: &Config,
    clock: &Clock,
    options: &Options,
) -> Result<Background, WiringError> {
    let (transport, mailbox) = transport(config, clock, options)?;
    let store = connect_as(config, Role::Worker, options.worker_pools).await?;
    let delivery = Delivery {
        transport,
        from: Address::from(config.mail_from()?.clone()),
        reply_to: Some(Address::from(config.team_email()?.clone())),
        host: config.public_url.host().to_owned(),
        public_url: config.public_url.page("").trim_end_matches('/').to_owned(),
        team_email: config.team_email()?.as_str().to_owned(),
    };
    Ok(Background {
        worker: Worker::new(store.clone(), delivery).with_files(config.files()?),
        store,
        mailbox,
    })
}

fn transport(
    config: &Config,
    clock: &Clock,
    options: &Options,
) -> Result<(Transport, Option<Mailbox>), WiringError> {
    if options.kept_mail.is_none()
        && let Some(server) = config.mail_server()?
    {
        return Ok((Transport::smtp(&server.as_given())?, None));
    }
    let mailbox = match &options.kept_mail {
        Some(KeptMail::InFile(path)) => Mailbox::open(path, MAILBOX_MAX, clock.clone())?,
        Some(KeptMail::InMemory) | None => Mailbox::new(MAILBOX_MAX, clock.clone()),
    };
    Ok((Transport::Memory(mailbox.clone()), Some(mailbox)))
}

async fn connect_gate(config: &Config, pools: Pools) -> Result<Gate, WiringError> {
    let url = config.database_url_as(DatabaseRole::Gate)?;
    Gate::connect(&url, pools)
        .await
        .map_err(|source| WiringError::Database {
            role: Role::Gate.name(),
            source,
        })
}

async fn connect_as(config: &Config, role: Role, pools: Pools) -> Result<Store, WiringError> {
    let url = config.database_url_as(match role {
        Role::Pages => DatabaseRole::Pages,
        Role::Gate => DatabaseRole::Gate,
        Role::Worker => DatabaseRole::Worker,
    })?;
    Store::connect(&url, role, pools)
        .await
        .map_err(|source| WiringError::Database {
            role: role.name(),
            source,
        })
}
