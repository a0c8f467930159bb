//! How much is measured, and for how long.

use std::time::Duration;

/// The sizes of a run.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// Applications in the large database.
    pub applications: u32,
    /// Applications in the small one.
    pub few: u32,
    /// Whether this is the short run that only shows that everything works.
    pub is_quick: bool,
    /// Rounds in which all contestants have their turn.
    pub rounds: usize,
    /// How long a turn is.
    pub window: Duration,
    /// Connections that ask at once.
    pub connections: usize,
    /// Numbers of connections whose costs are compared.
    pub growth: [usize; 4],
    /// Live sessions for the measure of memory.
    pub sessions: usize,
    /// Idle connections for it.
    pub idle: usize,
    /// How often the program is started.
    pub starts: usize,
    /// How many answers are given before memory is looked at again.
    pub answers: u64,
    /// How long pages are asked for while processes follow each other, and how many a second.
    pub restarts: (Duration, f64),
    /// How long the mix of requests comes in, and how many a second.
    pub mix: (Duration, f64),
    /// How long sign-ins flood in.
    pub flood: Duration,
    /// Refused sign-ins of each kind that are compared.
    pub refusals: usize,
}

/// Applications in the small database.
const FEW: u32 = 1_000;

impl Plan {
    /// About a quarter of an hour.
    pub fn full(applications: u32) -> Self {
        Self {
            applications,
            few: FEW.min(applications / 4),
            is_quick: false,
            rounds: 5,
            window: Duration::from_secs(2),
            connections: 16,
            growth: [1, 8, 64, 512],
            sessions: 10_000,
            idle: 10_000,
            starts: 15,
            answers: 1_000_000,
            restarts: (Duration::from_secs(52), 1_000.0),
            mix: (Duration::from_mins(1), 1_500.0),
            flood: Duration::from_secs(20),
            refusals: 300,
        }
    }

    /// About two minutes, for those who change the benchmark.
    pub fn quick(applications: u32) -> Self {
        Self {
            is_quick: true,
            rounds: 2,
            window: Duration::from_secs(1),
            connections: 8,
            growth: [1, 4, 8, 16],
            sessions: 500,
            idle: 500,
            starts: 3,
            answers: 5_000,
            restarts: (Duration::from_secs(16), 50.0),
            mix: (Duration::from_secs(5), 50.0),
            flood: Duration::from_secs(4),
            refusals: 24,
            ..Self::full(applications)
        }
    }
}
