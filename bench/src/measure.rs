//! One measured window, and several in turn: what differs between the contestants of a round is
//! theirs, because the machine's other work meets all of them alike.

use crate::Result;
use crate::databases::Databases;
use crate::hashes;
use crate::load::{Outcome, closed};
use crate::machine::{Meter, Reading};
use crate::pgbench::Script;
use crate::visitors::Visitor;
use std::time::Duration;

/// What one window showed.
#[derive(Debug, Clone, Default)]
pub struct Sample {
    /// The answers.
    pub outcome: Outcome,
    /// CPU time in it.
    pub used: Reading,
}

impl Sample {
    /// Answers a second.
    pub fn rate(&self) -> f64 {
        self.count() / self.outcome.seconds.max(1e-9)
    }

    fn count(&self) -> f64 {
        self.outcome.latencies.total() as f64
    }

    /// CPU microseconds of the server for each answer.
    pub fn server(&self) -> f64 {
        self.used.server as f64 / self.count().max(1.0)
    }

    /// CPU microseconds of PostgreSQL for each answer.
    pub fn postgres(&self) -> f64 {
        self.used.postgres as f64 / self.count().max(1.0)
    }
}

/// Somebody in a round.
pub struct Contestant {
    /// What it is called in the report.
    pub name: String,
    /// The process whose CPU time is the server's.
    pub server: Option<u32>,
    /// What it does.
    pub work: Work,
}

/// What a contestant does in its window.
pub enum Work {
    /// Visitors who ask one after the other.
    Visits(Vec<Visitor>),
    /// PostgreSQL's own load program.
    Pgbench(Script),
    /// Password hashes alone, on so many threads.
    Hashes(usize),
}

impl Contestant {
    /// Visitors of a server.
    pub fn visits(name: &str, server: u32, visitors: Vec<Visitor>) -> Self {
        Self {
            name: name.to_owned(),
            server: Some(server),
            work: Work::Visits(visitors),
        }
    }

    /// One window.
    pub async fn run(&mut self, databases: &Databases, time: Duration) -> Result<Sample> {
        let meter = Meter {
            server: self.server,
            postgres: databases.process(),
        };
        if let Work::Visits(visitors) = &mut self.work {
            for visitor in visitors {
                if let Visitor::Saver(saver) = visitor {
                    saver.open().await?;
                }
            }
        }
        let before = meter.read();
        let mut outcome = match &mut self.work {
            Work::Visits(visitors) => {
                let (back, outcome) = closed(std::mem::take(visitors), time).await;
                *visitors = back;
                outcome
            }
            Work::Pgbench(script) => script.run(databases, time)?,
            Work::Hashes(threads) => hashes::run(*threads, time)?,
        };
        let used = meter.read().since(before);
        if let Work::Pgbench(script) = &mut self.work {
            script.catch_up(databases, &mut outcome).await?;
        }
        Ok(Sample { outcome, used })
    }
}

/// What the rounds showed: for each contestant one sample a round.
pub struct Rounds {
    /// Names, as the contestants have them.
    pub names: Vec<String>,
    /// By contestant, then by round.
    pub samples: Vec<Vec<Sample>>,
}

/// Lets all contestants have their window in turn, so many rounds. One short round before it warms
/// everything up and is not kept.
pub async fn rounds(
    databases: &Databases,
    contestants: &mut [Contestant],
    count: usize,
    time: Duration,
) -> Result<Rounds> {
    for contestant in &mut *contestants {
        contestant.run(databases, time / 2).await?;
    }
    let mut samples: Vec<Vec<Sample>> = contestants.iter().map(|_| Vec::new()).collect();
    for round in 0..count {
        // Every other round goes the other way, so that nobody always follows the same one.
        let mut order: Vec<usize> = (0..contestants.len()).collect();
        if round % 2 == 1 {
            order.reverse();
        }
        for place in order {
            let sample = contestants[place].run(databases, time).await?;
            samples[place].push(sample);
        }
    }
    let names = contestants.iter().map(|one| one.name.clone()).collect();
    Ok(Rounds { names, samples })
}

impl Rounds {
    /// The median over the rounds of something of one contestant.
    pub fn median(&self, place: usize, of: impl Fn(&Sample) -> f64) -> f64 {
        median(self.samples[place].iter().map(of).collect())
    }

    /// The median over the rounds of one contestant's value in relation to another's.
    pub fn ratio(&self, one: usize, other: usize, of: impl Fn(&Sample) -> f64) -> f64 {
        let pairs = self.samples[one].iter().zip(&self.samples[other]);
        median(pairs.map(|(a, b)| of(a) / of(b).max(1e-9)).collect())
    }

    /// All answers of one contestant.
    pub fn all(&self, place: usize) -> Outcome {
        let mut all = Outcome::default();
        for sample in &self.samples[place] {
            all.latencies.join(&sample.outcome.latencies);
            all.errors += sample.outcome.errors;
            let first = &sample.outcome.first_error;
            all.first_error = all.first_error.or_else(|| first.clone());
            all.seconds += sample.outcome.seconds;
        }
        all
    }

    /// The share of the machine that others held, over all windows.
    pub fn share_of_others(&self) -> f64 {
        let all = self.samples.iter().flatten();
        median(all.map(|sample| sample.used.share_of_others()).collect())
    }
}

/// The one in the middle; 0 of none.
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() {
        0 => 0.0,
        count if count % 2 == 1 => values[middle],
        _ => f64::midpoint(values[middle - 1], values[middle]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(count: u64, seconds: f64) -> Sample {
        let mut sample = Sample::default();
        for _ in 0..count {
            sample.outcome.latencies.add(Duration::from_millis(1));
        }
        sample.outcome.seconds = seconds;
        sample
    }

    #[test]
    fn a_ratio_is_the_median_of_the_rounds_own() {
        // The machine was half as fast in the second round, for both.
        let rounds = Rounds {
            names: Vec::new(),
            samples: vec![
                vec![sample(100, 1.0), sample(50, 1.0), sample(120, 1.0)],
                vec![sample(200, 1.0), sample(100, 1.0), sample(200, 1.0)],
            ],
        };
        assert!((rounds.ratio(0, 1, Sample::rate) - 0.5).abs() < 1e-9);
        assert!((rounds.median(0, Sample::rate) - 100.0).abs() < 1e-9);
        assert_eq!(rounds.all(0).latencies.total(), 270);
    }

    #[test]
    fn the_middle_of_an_even_number_is_between_two() {
        assert!((median(vec![4.0, 1.0, 2.0, 3.0]) - 2.5).abs() < 1e-9);
        assert!(median(Vec::new()).abs() < 1e-9);
    }
}
