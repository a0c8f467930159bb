//! The private cluster with the databases that are measured: one with few applications, one with
//! many. Both are kept between runs, because filling takes longer than measuring.

use crate::Result;
use cluster::{Cluster, Options, SUPERUSER};
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, Executor as _};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::str::FromStr as _;

/// The settings that differ from PostgreSQL's own, all durable. `pg_stat_statements` counts only
/// while statements are counted.
pub const SETTINGS: [(&str, &str); 5] = [
    ("shared_preload_libraries", "pg_stat_statements"),
    ("pg_stat_statements.track", "none"),
    ("shared_buffers", "2GB"),
    ("max_wal_size", "2GB"),
    ("checkpoint_timeout", "15min"),
];
/// The one that needs a library, which not every installation has.
const LIBRARY: &str = "pg_stat_statements";
/// Connections to the cluster at once.
const CONNECTIONS: u16 = 200;

/// The running cluster.
pub struct Databases {
    cluster: Cluster,
    /// The program that is measured.
    program: PathBuf,
}

/// A database of the cluster.
#[derive(Debug, Clone)]
pub struct Database {
    /// Its name.
    pub name: String,
    /// How many applications it was filled with.
    pub applications: u32,
}

impl Databases {
    /// Starts the cluster in this folder. Blocks.
    pub fn start(folder: &Path, program: &Path) -> Result<Self> {
        let options = Options::new(folder.join("postgres")).max_connections(CONNECTIONS);
        Ok(Self {
            cluster: Cluster::start(options)?,
            program: program.to_owned(),
        })
    }

    /// Stops it. Blocks.
    pub fn stop(self) -> Result<()> {
        Ok(self.cluster.stop()?)
    }

    /// Writes the settings; true when the cluster has to be started anew for them.
    pub async fn settle(&self) -> Result<bool> {
        let mut connection = self.connect(SUPERUSER).await?;
        let has_library: bool = sqlx::query_scalar(
            "select exists (select from pg_available_extensions where name = $1)",
        )
        .bind(LIBRARY)
        .fetch_one(&mut connection)
        .await?;
        let mut is_changed = false;
        for (name, value) in SETTINGS {
            if name.contains("stat_statements") || value == LIBRARY {
                let is_known =
                    has_library && (value == LIBRARY || self.counts(&mut connection).await?);
                if !is_known {
                    continue;
                }
            }
            let set: Option<String> = sqlx::query_scalar(
                "select setting from pg_file_settings where name = $1 order by seqno desc limit 1",
            )
            .bind(name)
            .fetch_optional(&mut connection)
            .await?;
            if set.as_deref() != Some(value) {
                let statement = format!("alter system set {name} = '{value}'");
                connection.execute(AssertSqlSafe(statement)).await?;
                is_changed = true;
            }
        }
        let is_new_library = has_library && !self.counts(&mut connection).await?;
        if has_library {
            connection
                .execute("create extension if not exists pg_stat_statements")
                .await?;
        }
        connection.close().await?;
        Ok(is_changed || is_new_library)
    }

    async fn counts(&self, connection: &mut PgConnection) -> Result<bool> {
        let libraries: String = sqlx::query_scalar("show shared_preload_libraries")
            .fetch_one(connection)
            .await?;
        Ok(libraries.contains(LIBRARY))
    }

    /// The database with so many applications; made and filled if it is not there.
    pub async fn prepare(&self, applications: u32) -> Result<Database> {
        let name = format!("psn_bench_{applications}");
        store::bootstrap(&self.url(SUPERUSER, SUPERUSER), &name).await?;
        let database = Database { name, applications };
        self.run(&database, &["migrate"])?;
        let mut connection = self.connect(&database.name).await?;
        let is_filled: bool = sqlx::query_scalar("select exists (select from organisations)")
            .fetch_one(&mut connection)
            .await?;
        if !is_filled {
            self.run(
                &database,
                &["seed", "--applications", &applications.to_string()],
            )?;
            connection.execute("vacuum (analyze)").await?;
        }
        connection.close().await?;
        Ok(database)
    }

    /// Runs the program as the owner of the database.
    fn run(&self, database: &Database, arguments: &[&str]) -> Result<()> {
        let status = Command::new(&self.program)
            .args(arguments)
            .env("DATABASE_URL", self.url("psn_owner", &database.name))
            .current_dir("/")
            .status()?;
        if status.success() {
            Ok(())
        } else {
            Err(format!("psn-cop {} failed", arguments.join(" ")).into())
        }
    }

    /// The address of a database for a role.
    pub fn url(&self, role: &str, database: &str) -> String {
        self.cluster.url(role, database)
    }

    /// A connection as superuser.
    pub async fn connect(&self, database: &str) -> Result<PgConnection> {
        let options = PgConnectOptions::from_str(&self.url(SUPERUSER, database))?;
        Ok(options.disable_statement_logging().connect().await?)
    }

    /// PostgreSQL's first process.
    pub fn process(&self) -> u32 {
        self.cluster.process_id().unwrap_or(0)
    }

    /// PostgreSQL's version.
    pub fn version(&self) -> u32 {
        self.cluster.major_version()
    }

    /// One of PostgreSQL's own programs, told how to reach the cluster.
    pub fn tool(&self, name: &str) -> Command {
        let mut command = Command::new(self.cluster.programs_dir().join(name));
        command.env("PGHOST", self.cluster.socket_dir());
        command
    }
}
