//! `DATABASE_URL`: one address from which each role's own is made.

use std::fmt;
use std::str::FromStr as _;

use sqlx::postgres::PgConnectOptions;
use store::Role;

/// Who the program is to the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DatabaseRole {
    /// `psn_owner` owns the tables and changes the schema.
    Owner,
    /// `psn_app` serves the pages and is bound by row-level security.
    Pages,
    /// `psn_gate` signs people in, and nothing else.
    Gate,
    /// `psn_worker` does the background work, with policies of its own.
    Worker,
}

impl DatabaseRole {
    /// The role's name in PostgreSQL.
    pub fn name(self) -> &'static str {
        match self {
            Self::Owner => "psn_owner",
            Self::Pages => Role::Pages.name(),
            Self::Gate => Role::Gate.name(),
            Self::Worker => Role::Worker.name(),
        }
    }
}

/// The address of a PostgreSQL database, which may hold a password.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl(String);

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DatabaseUrl(..)")
    }
}

impl DatabaseUrl {
    /// Reads `postgres://user:password@host/database` or `postgres:///database?host=/folder`.
    pub fn parse(text: &str) -> Result<Self, String> {
        let is_postgres = ["postgres://", "postgresql://"]
            .iter()
            .any(|scheme| text.starts_with(scheme));
        if is_postgres && PgConnectOptions::from_str(text).is_ok() {
            Ok(Self(text.to_owned()))
        } else {
            Err(
                "DATABASE_URL must be the address of a PostgreSQL database, such as \
                 postgres://psn_owner@localhost/psn_cop"
                    .to_owned(),
            )
        }
    }

    /// As it was given.
    pub fn as_given(&self) -> &str {
        &self.0
    }

    /// The same database for another user; a password stays.
    pub fn with_user(&self, user: &str) -> String {
        let (scheme, rest) = self.0.split_once("://").unwrap_or(("postgres", &self.0));
        let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (authority, path) = rest
            .find('/')
            .map_or((rest, ""), |slash| rest.split_at(slash));
        let authority = match authority.rsplit_once('@') {
            // The user goes into the query, where an address without a host may have one too.
            Some((login, host)) => match login.split_once(':') {
                Some((_, password)) => format!(":{password}@{host}"),
                None => host.to_owned(),
            },
            None => authority.to_owned(),
        };
        let new_user = format!("user={user}");
        let query: Vec<&str> = query
            .split('&')
            .filter(|pair| !pair.is_empty() && !pair.starts_with("user="))
            .chain([new_user.as_str()])
            .collect();
        format!("{scheme}://{authority}{path}?{}", query.join("&"))
    }
}
