//! A database for each test: a copy of one that is migrated once.

use crate::Statements;
use cluster::{Cluster, SUPERUSER};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, PgConnection, postgres::PgConnectOptions};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::str::FromStr;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use tokio::sync::OnceCell;

/// The name of the migrated database that tests copy, once per process.
static TEMPLATE: OnceCell<String> = OnceCell::const_new();
/// Numbers the databases of this process.
static NUMBER: AtomicU32 = AtomicU32::new(1);

/// A database of the tests' cluster. Dropping the value drops the database.
pub struct Database {
    cluster: &'static Cluster,
    name: String,
}

impl Database {
    /// A migrated database whose clock may be moved.
    pub async fn create() -> Self {
        let cluster = tokio::task::spawn_blocking(cluster::shared_for_tests)
            .await
            .unwrap()
            .unwrap_or_else(|error| panic!("the tests' PostgreSQL cluster: {error}"));
        let template = TEMPLATE.get_or_init(|| template(cluster)).await;
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("psn_test_{}_{number}", std::process::id());
        let mut connection = superuser(cluster, "postgres").await;
        let statement = format!("create database {name} owner psn_owner template {template}");
        // Whoever made the template may not have left it yet.
        for attempt in 1.. {
            match run(&mut connection, &statement).await {
                Ok(()) => break,
                Err(error) if attempt == 50 => panic!("{statement}: {error}"),
                Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
            }
        }
        connection.close().await.unwrap();
        Self { cluster, name }
    }

    /// The address of the database for one of its roles.
    pub fn url(&self, role: &str) -> String {
        self.cluster.url(role, &self.name)
    }

    /// The same past somebody who counts the statements.
    pub(crate) async fn url_through(&self, statements: &Statements, role: &str) -> String {
        let socket = self.cluster.socket_dir().join(".s.PGSQL.5432");
        let port = statements.stand_before(socket).await;
        format!(
            "postgres://{role}@127.0.0.1:{port}/{}?sslmode=disable",
            self.name
        )
    }

    /// Sends the plan of every statement along to this role's new connections.
    pub(crate) async fn explain(&self, role: &str) {
        let mut connection = self.connect(SUPERUSER).await;
        for setting in [
            "session_preload_libraries = 'auto_explain'",
            "auto_explain.log_min_duration = 0",
            "auto_explain.log_analyze = on",
            "auto_explain.log_buffers = on",
            "auto_explain.log_timing = off",
            "auto_explain.log_nested_statements = on",
            "auto_explain.log_format = json",
            "auto_explain.log_level = log",
        ] {
            let statement = format!("alter role {role} in database {} set {setting}", self.name);
            run(&mut connection, &statement).await.unwrap();
        }
        connection.close().await.unwrap();
    }

    /// A connection as one of its roles.
    pub async fn connect(&self, role: &str) -> PgConnection {
        connect(&self.url(role)).await
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let (cluster, name) = (self.cluster, self.name.clone());
        let dropping = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap();
            runtime.block_on(async {
                let mut connection = superuser(cluster, "postgres").await;
                drop_database(&mut connection, &name).await;
            });
        });
        // A database that stays behind is dropped by the next run.
        let _ = dropping.join();
    }
}

/// Makes the template unless an earlier run has made it from the same migrations.
async fn template(cluster: &Cluster) -> String {
    let name = format!("psn_template_{:016x}", hash_of_migrations());
    let mut connection = superuser(cluster, "postgres").await;
    run(&mut connection, "select pg_advisory_lock(7014)")
        .await
        .unwrap();
    drop_leftovers(&mut connection).await;
    // It becomes a template when everything is done; a half made one is made anew.
    let is_there: bool = sqlx::query_scalar(
        "select exists (select from pg_database where datname = $1 and datistemplate)",
    )
    .bind(&name)
    .fetch_one(&mut connection)
    .await
    .unwrap();
    if !is_there {
        drop_database(&mut connection, &name).await;
        store::bootstrap(&cluster.url(SUPERUSER, "postgres"), &name)
            .await
            .unwrap();
        let owner = cluster.url("psn_owner", &name);
        store::migrate(&owner).await.unwrap();
        store::allow_moving_the_clock(&owner).await.unwrap();
        run(
            &mut connection,
            &format!("alter database {name} is_template true"),
        )
        .await
        .unwrap();
    }
    connection.close().await.unwrap();
    name
}

fn hash_of_migrations() -> u64 {
    let mut hasher = DefaultHasher::new();
    for migration in store::MIGRATOR.iter() {
        migration.version.hash(&mut hasher);
        migration.checksum.hash(&mut hasher);
    }
    hasher.finish()
}

/// Drops the databases of test processes that were killed.
async fn drop_leftovers(connection: &mut PgConnection) {
    let names: Vec<String> =
        sqlx::query_scalar("select datname from pg_database where datname like 'psn\\_test\\_%'")
            .fetch_all(&mut *connection)
            .await
            .unwrap();
    for name in names {
        let process = name.split('_').nth(2).unwrap_or_default();
        if !Path::new("/proc").join(process).exists() {
            drop_database(connection, &name).await;
        }
    }
}

async fn drop_database(connection: &mut PgConnection, name: &str) {
    let statement = format!("drop database if exists {name} with (force)");
    let _ = run(connection, &statement).await;
}

async fn superuser(cluster: &Cluster, database: &str) -> PgConnection {
    connect(&cluster.url(SUPERUSER, database)).await
}

async fn connect(url: &str) -> PgConnection {
    PgConnectOptions::from_str(url)
        .unwrap()
        .options([("client_min_messages", "error")])
        .disable_statement_logging()
        .connect()
        .await
        .unwrap_or_else(|error| panic!("{url}: {error}"))
}

async fn run(connection: &mut PgConnection, statement: &str) -> Result<(), sqlx::Error> {
    sqlx::query(AssertSqlSafe(statement.to_owned()))
        .execute(connection)
        .await
        .map(|_| ())
}
