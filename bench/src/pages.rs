//! Pages, saves and sign-ins beside their ceilings, and in a small and a large database.

use crate::browser::{Browser, SESSION};
use crate::counts::{self, Counts};
use crate::measure::{Contestant, Rounds, Sample, Work, rounds};
use crate::pgbench::Script;
use crate::results::{Ceiling, Compared, Crowd, Line};
use crate::server::Server;
use crate::site::{Route, Site};
use crate::visitors::{Reader, Visitor};
use crate::{Bench, Result};
use sqlx::Connection as _;

/// Connections that the service's pool for single statements has: as many clients has pgbench.
pub const POOL: usize = 8;

/// The size of the ceiling's page beside a page that was not answered.
const USUAL_BYTES: usize = 13_000;

/// A contestant's figures over all rounds.
pub fn line(rounds: &Rounds, place: usize) -> Line {
    let all = rounds.all(place);
    Line {
        name: rounds.names[place].clone(),
        rate: rounds.median(place, Sample::rate),
        p50: all.latencies.within(0.5),
        p99: all.latencies.within(0.99),
        server: rounds.median(place, Sample::server),
        postgres: rounds.median(place, Sample::postgres),
        errors: (all.errors, all.first_error),
        others: rounds.share_of_others(),
    }
}

fn ceiling(rounds: &Rounds, place: usize) -> Ceiling {
    Ceiling {
        line: line(rounds, place),
        rate: rounds.ratio(0, place, Sample::rate),
        server: rounds.ratio(0, place, Sample::server),
    }
}

/// How the first contestant grew in relation to the second.
fn growth(rounds: &Rounds) -> (f64, f64) {
    let p99 = rounds.ratio(0, 1, |sample| sample.outcome.latencies.within(0.99));
    let cpu = rounds.ratio(0, 1, |sample| sample.server() + sample.postgres());
    (p99, cpu)
}

impl Bench {
    /// A page in both databases, beside a page of the same size without one.
    pub async fn page(&self, route: Route) -> Result<Compared> {
        let count = self.plan.connections;
        // A page that is too slow to be answered at all is no reason to measure nothing.
        let bytes = self.large.weigh(route).await.ok();
        let ceilings = Server::ceiling(bytes.map_or(USUAL_BYTES, |(plain, _)| plain)).await?;
        let alone = |path: &str| {
            let browser = Browser::new(ceilings.address, 0);
            let paths = [path.to_owned()];
            let visitors = (0..count).map(|_| Visitor::Reader(Reader::of(&browser, &paths)));
            visitors.collect::<Vec<Visitor>>()
        };
        let (large, small) = (&self.large, &self.small);
        let mut contestants = vec![
            Contestant::visits(
                route.name(),
                large.server.process(),
                large.readers(route, count),
            ),
            Contestant::visits("few", small.server.process(), small.readers(route, count)),
            Contestant::visits("axum + askama", ceilings.process(), alone("/page")),
        ];
        if route == Route::Question {
            let hello = Contestant::visits("axum alone", ceilings.process(), alone("/hello"));
            contestants.push(hello);
        }
        let rounds = self.rounds(&mut contestants).await?;
        let many = self.counts(large, large.readers(route, 1)).await.ok();
        let few = self.counts(small, small.readers(route, 1)).await.ok();
        Ok(Compared {
            line: line(&rounds, 0),
            few: Some(line(&rounds, 1)),
            counts: many.zip(few),
            bytes,
            ceilings: (2..contestants.len())
                .map(|place| ceiling(&rounds, place))
                .collect(),
            growth: Some(growth(&rounds)),
        })
    }

    /// Saving beside PostgreSQL alone with the same statement, and with a change of one row.
    pub async fn save(&self) -> Result<Compared> {
        let count = self.plan.connections;
        let (large, small) = (&self.large, &self.small);
        let mut connection = self.databases.connect(&large.database.name).await?;
        let mut savers = Vec::new();
        for number in count..count + POOL {
            let mut saver = large.saver(number);
            saver.save_once().await?;
            let token = saver
                .cookie(SESSION)
                .ok_or("nobody is signed in")?
                .to_owned();
            let place = number % large.people.writers.len();
            savers.push((token, large.people.writers[place].application.clone()));
        }
        let (folder, database) = (&self.folder, &large.database);
        let same = Script::saves(folder, database, &mut connection, &savers).await?;
        let row = Script::updates(folder, database, &mut connection, self.plan.connections).await?;
        connection.close().await?;
        let pgbench = |name: &str, script| Contestant {
            name: name.to_owned(),
            server: None,
            work: Work::Pgbench(script),
        };
        let mut contestants = vec![
            Contestant::visits("Save", large.server.process(), large.savers(0, count)),
            Contestant::visits("few", small.server.process(), small.savers(0, count)),
            pgbench("pgbench, the same statement", same),
            pgbench("pgbench, one row changed", row),
        ];
        let rounds = self.rounds(&mut contestants).await?;
        let counts = (
            self.counts(large, large.savers(0, 1)).await?,
            self.counts(small, small.savers(0, 1)).await?,
        );
        Ok(Compared {
            line: line(&rounds, 0),
            few: Some(line(&rounds, 1)),
            counts: Some(counts),
            bytes: None,
            ceilings: vec![ceiling(&rounds, 2), ceiling(&rounds, 3)],
            growth: Some(growth(&rounds)),
        })
    }

    /// Signing in beside the hash alone.
    pub async fn sign_in(&self) -> Result<Compared> {
        let cores = std::thread::available_parallelism()?.get();
        let large = &self.large;
        // More than hash at once, so that there is always one waiting.
        let people = large.who_sign_in(cores * 4).await?;
        let mut contestants = vec![
            Contestant::visits("Sign-in", large.server.process(), people),
            Contestant {
                name: "argon2id alone".to_owned(),
                server: None,
                work: Work::Hashes(cores),
            },
        ];
        let rounds = self.rounds(&mut contestants).await?;
        let counted = self.counts(large, large.who_sign_in(1).await?).await?;
        Ok(Compared {
            line: line(&rounds, 0),
            few: None,
            counts: Some((counted, counted)),
            bytes: None,
            ceilings: vec![ceiling(&rounds, 1)],
            growth: None,
        })
    }

    /// The question page and saves with one connection, some and many.
    pub async fn crowds(&self) -> Result<Vec<Crowd>> {
        let large = &self.large;
        let process = large.server.process();
        let sizes = self.plan.growth;
        let mut readers: Vec<Contestant> = Vec::new();
        let mut savers: Vec<Contestant> = Vec::new();
        for size in sizes {
            let name = size.to_string();
            readers.push(Contestant::visits(
                &name,
                process,
                large.readers(Route::Question, size),
            ));
            if size <= large.people.writers.len() {
                savers.push(Contestant::visits(&name, process, large.savers(0, size)));
            }
        }
        let pages = self.rounds(&mut readers).await?;
        let saves = self.rounds(&mut savers).await?;
        let crowds = sizes.iter().enumerate().map(|(place, size)| Crowd {
            connections: *size,
            pages: line(&pages, place),
            saves: (place < savers.len()).then(|| line(&saves, place)),
        });
        Ok(crowds.collect())
    }

    async fn rounds(&self, contestants: &mut [Contestant]) -> Result<Rounds> {
        let (count, window) = (self.plan.rounds, self.plan.window);
        rounds(&self.databases, contestants, count, window).await
    }

    async fn counts(&self, site: &Site, visitors: Vec<Visitor>) -> Result<Counts> {
        let mut visitors = visitors;
        let visitor = visitors.first_mut().ok_or("nobody asks")?;
        counts::count(&self.databases, &site.database, visitor).await
    }
}
