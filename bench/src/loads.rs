//! Load that comes in whether it is answered or not: the mix of a busy day, and a flood of sign-ins.

use crate::browser::Browser;
use crate::form::Form;
use crate::histogram::Histogram;
use crate::load::{Client, Outcome, open};
use crate::machine::{Meter, Reading, resident};
use crate::results::{Flood, Line, Mix};
use crate::site::Route;
use crate::visitors::{Mixed, Visitor};
use crate::{Bench, Result};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// Connections of the mix. More would only wait in another place.
const MIX_CONNECTIONS: usize = 64;
/// Pages a second while sign-ins flood in, and the connections for them.
const PAGES: (f64, usize) = (200.0, 32);
/// Sign-ins in the flood, in relation to what can be checked.
const FLOOD: f64 = 20.0;
/// Connections of the flood.
const FLOOD_CONNECTIONS: usize = 256;

/// The figures of an outcome.
fn line(name: &str, outcome: &Outcome, used: Reading) -> Line {
    let count = outcome.latencies.total().max(1) as f64;
    Line {
        name: name.to_owned(),
        rate: outcome.latencies.total() as f64 / outcome.seconds.max(1e-9),
        p50: outcome.latencies.within(0.5),
        p99: outcome.latencies.within(0.99),
        server: used.server as f64 / count,
        postgres: used.postgres as f64 / count,
        errors: (outcome.errors, outcome.first_error.clone()),
        others: used.share_of_others(),
    }
}

impl Bench {
    fn meter(&self) -> Meter {
        Meter {
            server: Some(self.large.server.process()),
            postgres: self.databases.process(),
        }
    }

    /// 70 % question pages, 25 % saves, 5 % queue: as many as the plan wants, and half as many.
    pub async fn mixes(&self) -> Result<[Mix; 2]> {
        let (time, rate) = self.plan.mix;
        Ok([
            self.mix(time, rate).await?,
            self.mix(time, rate / 2.0).await?,
        ])
    }

    async fn mix(&self, time: Duration, rate: f64) -> Result<Mix> {
        let site = &self.large;
        let connections = MIX_CONNECTIONS.min(site.people.writers.len());
        let visitors = || {
            (0..connections).map(|number| {
                let reader = site.reader(Route::Question, number);
                let queue = site.reader(Route::Queue, number);
                let mixed = Mixed::new(reader, site.saver(number), queue, number);
                Visitor::Mixed(Box::new(mixed))
            })
        };
        // Once for all, so that every connection is there and every form is open.
        let (visitors, _) = open(visitors().collect(), rate / 2.0, Duration::from_secs(2)).await;
        let before = self.meter().read();
        let (_, outcome) = open(visitors, rate, time).await;
        let used = self.meter().read().since(before);
        Ok(Mix {
            wanted: rate,
            seconds: time.as_secs_f64(),
            p999: outcome.latencies.within(0.999),
            line: line("Mix", &outcome, used),
        })
    }

    /// Question pages alone, and while twenty times as many sign in as can be checked.
    pub async fn flood(&self, sign_ins: f64) -> Result<Flood> {
        let site = &self.large;
        let (rate, connections) = PAGES;
        let readers = site.readers(Route::Question, connections);
        let before = self.meter().read();
        let (readers, alone) = open(readers, rate, self.plan.flood).await;
        let used = self.meter().read().since(before);
        let alone = line("alone", &alone, used);

        let seen = Arc::new(Mutex::new(Seen::default()));
        let mut strangers = Vec::new();
        for number in 0..FLOOD_CONNECTIONS {
            strangers.push(Stranger::new(site.server.address, number, &seen).await?);
        }
        let process = site.server.process();
        let memory = resident(process);
        let flood = sign_ins * FLOOD;
        let before = self.meter().read();
        let ((_, during), (_, _), most) = tokio::join!(
            open(readers, rate, self.plan.flood),
            open(strangers, flood, self.plan.flood),
            most_memory(process, self.plan.flood),
        );
        let used = self.meter().read().since(before);
        let seen = seen.lock().map_err(|_| "a stranger failed")?;
        Ok(Flood {
            before: alone,
            during: line("meanwhile", &during, used),
            rate: flood,
            checked: seen.checked,
            refused: seen.refused.total(),
            refused_p99: seen.refused.within(0.99),
            memory: (memory, most),
        })
    }
}

/// The most memory that a process has within this time.
async fn most_memory(process: u32, time: Duration) -> u64 {
    let end = Instant::now() + time;
    let mut most = 0;
    while Instant::now() < end {
        most = most.max(resident(process));
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    most
}

/// What the strangers saw.
#[derive(Default)]
struct Seen {
    /// Sign-ins whose password was checked and was wrong.
    checked: u64,
    /// How long the others took until they were told to come again.
    refused: Histogram,
}

/// Somebody without account who tries to sign in, from another address each time.
struct Stranger {
    browser: Browser,
    form: Form,
    number: u32,
    seen: Arc<Mutex<Seen>>,
}

impl Stranger {
    async fn new(
        address: std::net::SocketAddr,
        number: usize,
        seen: &Arc<Mutex<Seen>>,
    ) -> Result<Self> {
        let number = u32::try_from(number)?;
        let mut browser = Browser::new(address, number);
        let form = browser
            .sign_in_form("nobody@example.com", "not the password")
            .await?;
        Ok(Self {
            browser,
            form,
            number,
            seen: Arc::clone(seen),
        })
    }
}

impl Client for Stranger {
    async fn ask(&mut self) -> Result<()> {
        self.number += u32::try_from(FLOOD_CONNECTIONS)?;
        self.browser.move_to(self.number);
        self.form
            .fill_in("email", &format!("nobody-{}@example.com", self.number))?;
        let request = self
            .browser
            .request(&self.form.action, Some(&self.form.body()));
        let asked = Instant::now();
        let page = self.browser.ask(&request).await?;
        let mut seen = self.seen.lock().map_err(|_| "a stranger failed")?;
        match page.status {
            422 => seen.checked += 1,
            429 | 503 => seen.refused.add(asked.elapsed()),
            other => return Err(format!("a wrong password was answered with {other}").into()),
        }
        Ok(())
    }
}
