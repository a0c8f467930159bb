//! Processes that follow each other on one socket while people ask on (docs/adr/0022).

use crate::load::open;
use crate::results::Restarts;
use crate::server::Server;
use crate::site::Route;
use crate::visitors::Visitor;
use crate::{Bench, Result};
use std::net::TcpListener;
use std::time::Duration;

/// How many connections ask.
const CONNECTIONS: usize = 32;
/// How long one process serves before the next begins.
const EACH: Duration = Duration::from_secs(8);

impl Bench {
    /// Question pages, so many a second, while one process after the other takes over.
    pub async fn restarts(&self) -> Result<Restarts> {
        let (time, rate) = self.plan.restarts;
        let socket = TcpListener::bind("127.0.0.1:0")?;
        let address = socket.local_addr()?;
        let mut serving = self.serve(&socket).await?;
        let readers = (0..CONNECTIONS.min(self.large.people.writers.len()))
            .map(|number| Visitor::Reader(self.large.reader(Route::Question, number).at(address)));
        // Once for all, so that every connection is there.
        let (readers, _) = open(readers.collect(), rate / 2.0, Duration::from_secs(2)).await;
        let mut count = 0;
        let following = async {
            for _ in 0..(time.as_secs() / EACH.as_secs()) {
                tokio::time::sleep(EACH).await;
                let next = self.serve(&socket).await?;
                std::mem::replace(&mut serving, next).stop().await?;
                count += 1;
            }
            Ok::<(), crate::Wrong>(())
        };
        let ((_, outcome), followed) = tokio::join!(open(readers, rate, time), following);
        followed?;
        Ok(Restarts {
            count,
            wanted: rate,
            answered: outcome.latencies.total(),
            errors: (outcome.errors, outcome.first_error),
            p99: outcome.latencies.within(0.99),
        })
    }

    async fn serve(&self, socket: &TcpListener) -> Result<Server> {
        Server::on_socket(
            &self.programs,
            &self.databases,
            &self.large.database,
            socket,
        )
        .await
    }
}
