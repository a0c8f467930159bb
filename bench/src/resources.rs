//! Memory, and the time until the first answer.

use crate::browser::{Browser, SESSION};
use crate::http::Connection;
use crate::load::closed;
use crate::machine::{open_files_max, resident};
use crate::measure::median;
use crate::people;
use crate::results::{Flatness, Memory, Starts};
use crate::server::Server;
use crate::site::Route;
use crate::visitors::Visitor;
use crate::{Bench, Result};
use sqlx::Connection as _;
use std::time::Duration;
use tokio::task::JoinSet;
use tokio::time::timeout;

/// Files that the benchmark needs besides connections.
const OTHER_FILES: u64 = 500;
/// How long an answer may take while very many connections are opened.
const ANSWER: Duration = Duration::from_secs(5);

impl Bench {
    /// Starts the program some times; each is ended before the next.
    pub async fn starts(&self) -> Result<Starts> {
        let mut times = Vec::new();
        for _ in 0..self.plan.starts {
            let database = &self.large.database;
            let server = Server::service(&self.programs, &self.databases, database).await?;
            times.push(server.start.as_secs_f64() * 1000.0);
        }
        times.sort_by(f64::total_cmp);
        Ok(Starts {
            least: times.first().copied().unwrap_or_default(),
            most: times.last().copied().unwrap_or_default(),
            median: median(times),
        })
    }

    /// Memory of a program of its own: after the start, after very many people were there, and with
    /// very many idle connections.
    pub async fn memory(&self) -> Result<Memory> {
        let database = &self.large.database;
        let server = Server::service(&self.programs, &self.databases, database).await?;
        let idle = resident(server.process());
        let mut connection = self.databases.connect(&database.name).await?;
        let tokens = people::sessions(&mut connection, false, self.plan.sessions).await?;
        let session: f64 =
            sqlx::query_scalar("select avg(pg_column_size(s.*))::float8 from sessions s")
                .fetch_one(&mut connection)
                .await?;
        connection.close().await?;
        let mut browser = Browser::new(server.address, 0);
        for token in &tokens {
            browser.set_cookie(SESSION, token);
            browser.open("/account").await?;
        }
        let with_sessions = resident(server.process());

        // Another one, so that what the sessions left behind is not counted.
        drop(server);
        let server = Server::service(&self.programs, &self.databases, database).await?;
        let wanted = self.plan.idle;
        let possible = open_files_max().saturating_sub(OTHER_FILES);
        let wanted = wanted.min(usize::try_from(possible)?);
        let before = resident(server.process());
        let held = hold(&server, wanted).await;
        let with_connections = resident(server.process());
        Ok(Memory {
            idle,
            sessions: (tokens.len(), with_sessions),
            connections: (wanted, held.len(), before, with_connections),
            session,
        })
    }

    /// Memory of a program of its own while it answers very much: a page of the form beside three
    /// of the register.
    pub async fn flatness(&self) -> Result<Flatness> {
        let database = &self.large.database;
        let server = Server::service(&self.programs, &self.databases, database).await?;
        let mut readers: Vec<Visitor> = (0..self.plan.connections)
            .map(|number| match number % 4 {
                0 => self.large.reader(Route::Question, number),
                _ => self.large.reader(Route::Register, number),
            })
            .map(|reader| Visitor::Reader(reader.at(server.address)))
            .collect();
        let mut flatness = Flatness::default();
        while flatness.answers < self.plan.answers {
            let (back, outcome) = closed(readers, Duration::from_secs(1)).await;
            if let Some(error) = outcome.first_error {
                return Err(error.into());
            }
            readers = back;
            flatness.answers += outcome.latencies.total();
            if flatness.first == 0 && flatness.answers >= self.plan.answers / 10 {
                flatness.first = resident(server.process());
            }
        }
        flatness.last = resident(server.process());
        Ok(flatness)
    }
}

/// Opens so many connections and asks once on each; those that were answered stay open.
async fn hold(server: &Server, count: usize) -> Vec<Connection> {
    const AT_ONCE: usize = 200;
    let address = server.address;
    let request = Browser::new(address, 0).request("/healthz", None);
    let mut held = Vec::new();
    while held.len() < count {
        let mut running = JoinSet::new();
        for _ in 0..AT_ONCE.min(count - held.len()) {
            let request = request.clone();
            running.spawn(timeout(ANSWER, async move {
                let mut connection = Connection::open(address).await?;
                connection.ask(&request).await?;
                Ok::<Connection, crate::Wrong>(connection)
            }));
        }
        let before = held.len();
        while let Some(ended) = running.join_next().await {
            if let Ok(Ok(Ok(connection))) = ended {
                held.push(connection);
            }
        }
        if held.len() == before {
            // The server takes no more at once.
            break;
        }
    }
    held
}
