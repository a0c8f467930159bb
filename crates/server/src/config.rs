//! The configuration: environment variables, each read once, as typed values.
//!
//! A `.env` file in the current folder is read if there is one; the environment wins over it. A
//! variable without text counts as unset. Whatever is wrong is reported at once, in one sentence.

mod database;
mod mail_server;
mod places;
mod public_url;
mod reader;
mod variables;

#[cfg(test)]
mod tests;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use domain::email::EmailAddress;
use domain::network::Range;
use reader::Reader;
use service::documents::Files;
use service::passwords::Rules;

pub use database::{DatabaseRole, DatabaseUrl};
pub use mail_server::{MailServer, MailServerSecurity};
pub use places::{Blobs, BucketSettings, Clamd};
pub use public_url::PublicUrl;
pub use variables::Variables;

/// What the pages look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Brand {
    /// No crown and no GDS Transport: for any host.
    Generic,
    /// GOV.UK header, crown and font: only on a gov.uk host, which the licence of these asks for.
    Govuk,
}

/// Everything that the environment says.
#[derive(Debug, Clone)]
pub struct Config {
    /// `DATABASE_URL`; see [`Config::database_url_as`].
    pub database: Option<DatabaseUrl>,
    /// `PSN_BIND`: where pages are served.
    pub bind: SocketAddr,
    /// `PSN_PUBLIC_URL`: the address that people use.
    pub public_url: PublicUrl,
    /// `PSN_BRAND`.
    pub brand: Brand,
    /// `PSN_TRUSTED_PROXIES`: whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<Range>,
    /// `PSN_PASSWORD_MIN_LENGTH` and `PSN_PASSWORD_PROFILE`: what new passwords must be like.
    pub password_rules: Rules,
    /// `PSN_SMTP_URL`; see [`Config::mail_server`].
    pub mail_server: Option<MailServer>,
    /// `PSN_MAIL_FROM`: the sender of every message.
    pub mail_from: Option<EmailAddress>,
    /// `PSN_TEAM_EMAIL`: the PSN team's mailbox.
    pub team_email: Option<EmailAddress>,
    /// `PSN_BLOBS_URL`: where uploads are kept.
    pub blobs: Option<Blobs>,
    /// `AWS_…`: how a bucket is reached, if uploads are kept in one.
    pub bucket_settings: BucketSettings,
    /// `PSN_CLAMD`: the virus scanner.
    pub clamd: Option<Clamd>,
    /// `PSN_SECRETS_DIR`; see [`Config::secrets_dir`].
    pub secrets_dir: Option<PathBuf>,
    /// `PSN_METRICS_BIND`: where metrics are served, if anywhere.
    pub metrics_bind: Option<SocketAddr>,
    /// `PSN_DEMO`: the demonstration's extra pages and kept mail.
    pub is_demonstration: bool,
}

/// Everything that is wrong with the configuration, in one line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.join("; "))]
pub struct ConfigError(Vec<String>);

impl ConfigError {
    fn one(problem: impl Into<String>) -> Self {
        Self(vec![problem.into()])
    }
}

impl Config {
    /// Reads the environment and `.env`.
    pub fn from_environment() -> Result<Self, ConfigError> {
        Self::from_variables(Variables::from_environment(Path::new(".env"))?)
    }

    /// Reads the environment and `.env` for the demonstration, whose files lie in `data_dir`.
    ///
    /// What is not set gets a place there; the demonstration has a database of its own, so
    /// `DATABASE_URL` is left aside (see [`Config::with_database`]). The public address follows
    /// the port of `PSN_BIND`.
    pub fn for_demonstration(data_dir: &Path) -> Result<Self, ConfigError> {
        let variables = Variables::from_environment(Path::new(".env"))?;
        Self::demonstration_from(variables, data_dir)
    }

    fn demonstration_from(variables: Variables, data_dir: &Path) -> Result<Self, ConfigError> {
        let is_address_given = variables.get("PSN_PUBLIC_URL").is_some();
        let variables = variables.without("DATABASE_URL").with("PSN_DEMO", "1");
        let mut config = Self::from_variables(variables)?;
        if !is_address_given {
            let address = format!("http://localhost:{}", config.bind.port());
            config.public_url = PublicUrl::parse(&address).map_err(ConfigError::one)?;
        }
        config
            .secrets_dir
            .get_or_insert_with(|| data_dir.join("secrets"));
        config
            .blobs
            .get_or_insert_with(|| Blobs::Folder(data_dir.join("blobs")));
        let address = |name: &str| EmailAddress::parse(&format!("{name}@psn-cop.example")).ok();
        config.mail_from = config.mail_from.or_else(|| address("no-reply"));
        config.team_email = config.team_email.or_else(|| address("psn-team"));
        Ok(config)
    }

    /// Reads variables from anywhere.
    pub fn from_variables(variables: Variables) -> Result<Self, ConfigError> {
        let mut problems = variables.unknown().into_iter().collect::<Vec<_>>();
        let mut reader = Reader {
            variables: &variables,
            problems: &mut problems,
        };
        let config = reader.config();
        let Some(config) = config.filter(|_| problems.is_empty()) else {
            return Err(ConfigError(problems));
        };
        Ok(config)
    }

    /// The same with another database.
    pub fn with_database(mut self, url: &str) -> Result<Self, ConfigError> {
        self.database = Some(DatabaseUrl::parse(url).map_err(ConfigError::one)?);
        Ok(self)
    }

    /// The address of the database as it was given, for `migrate`: its user owns the tables.
    pub fn database_url(&self) -> Result<&str, ConfigError> {
        self.database().map(DatabaseUrl::as_given)
    }

    /// The address of the database with another user. A password that was given stays; without
    /// one, PostgreSQL's password file is asked.
    pub fn database_url_as(&self, role: DatabaseRole) -> Result<String, ConfigError> {
        self.database()
            .map(|database| database.with_user(role.name()))
    }

    fn database(&self) -> Result<&DatabaseUrl, ConfigError> {
        self.database.as_ref().ok_or_else(|| {
            ConfigError::one(
                "DATABASE_URL is not set: set it to the address of a PostgreSQL 15 (or later) \
                 database, such as postgres://psn_owner@localhost/psn_cop, or run \"psn-cop \
                 demo\", which brings a database of its own",
            )
        })
    }

    /// The mail server; none in the demonstration, which keeps its mail.
    pub fn mail_server(&self) -> Result<Option<&MailServer>, ConfigError> {
        match &self.mail_server {
            None if !self.is_demonstration => Err(ConfigError::one(
                "PSN_SMTP_URL is not set: set it to the address of the mail server, such as \
                 smtps://user:password@mail.example, because nobody could confirm their address \
                 without mail",
            )),
            server => Ok(server.as_ref()),
        }
    }

    /// The sender of every message.
    pub fn mail_from(&self) -> Result<&EmailAddress, ConfigError> {
        self.mail_from.as_ref().ok_or_else(|| {
            ConfigError::one(
                "PSN_MAIL_FROM is not set: set it to the e-mail address that messages come from",
            )
        })
    }

    /// The PSN team's mailbox.
    pub fn team_email(&self) -> Result<&EmailAddress, ConfigError> {
        self.team_email.as_ref().ok_or_else(|| {
            ConfigError::one(
                "PSN_TEAM_EMAIL is not set: set it to the e-mail address of the PSN team",
            )
        })
    }

    /// The folder of the secret files.
    pub fn secrets_dir(&self) -> Result<&Path, ConfigError> {
        self.secrets_dir.as_deref().ok_or_else(|| {
            ConfigError::one(
                "PSN_SECRETS_DIR is not set: set it to the folder with the files that .env.example \
                 describes, or run \"psn-cop demo\", which makes its own",
            )
        })
    }

    /// Where uploads are kept and who scans them.
    pub fn files(&self) -> Result<Files, ConfigError> {
        places::files(
            self.blobs.as_ref(),
            &self.bucket_settings,
            self.clamd.as_ref(),
            self.is_demonstration,
        )
        .map_err(ConfigError::one)
    }

    /// Everything that serving pages and delivering mail need, so that all that is missing is
    /// named at once.
    pub fn check_complete(&self) -> Result<(), ConfigError> {
        let problems: Vec<String> = [
            self.database().err(),
            self.mail_server().err(),
            self.mail_from().err(),
            self.team_email().err(),
            self.secrets_dir().err(),
            self.files().err(),
        ]
        .into_iter()
        .flatten()
        .flat_map(|error| error.0)
        .collect();
        if problems.is_empty() {
            Ok(())
        } else {
            Err(ConfigError(problems))
        }
    }
}
