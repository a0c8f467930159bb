//! Everything that was measured, as the report needs it.

use crate::counts::Counts;

/// What a line of the table of pages shows.
#[derive(Debug, Clone)]
pub struct Line {
    /// What was asked for.
    pub name: String,
    /// Answers a second.
    pub rate: f64,
    /// Half of the answers took no longer, in milliseconds.
    pub p50: f64,
    /// All but one of a hundred took no longer.
    pub p99: f64,
    /// CPU microseconds of the server for each.
    pub server: f64,
    /// CPU microseconds of PostgreSQL for each.
    pub postgres: f64,
    /// Answers that were not as wanted, and the first of them.
    pub errors: (u64, Option<String>),
    /// The share of the machine that others held meanwhile.
    pub others: f64,
}

/// A kind of request with what it is compared with.
#[derive(Debug, Clone)]
pub struct Compared {
    /// In the large database.
    pub line: Line,
    /// In the small one.
    pub few: Option<Line>,
    /// What it asks of the large and of the small database.
    pub counts: Option<(Counts, Counts)>,
    /// Bytes of the answer, and packed.
    pub bytes: Option<(usize, usize)>,
    /// The ceilings beside it.
    pub ceilings: Vec<Ceiling>,
    /// In relation to the small database: the 99th percentile, and CPU time.
    pub growth: Option<(f64, f64)>,
}

/// Something that can't be passed, measured in the same rounds.
#[derive(Debug, Clone)]
pub struct Ceiling {
    /// Its own figures.
    pub line: Line,
    /// Our rate in relation to its rate: the median of the rounds' own.
    pub rate: f64,
    /// Our server's CPU time in relation to its.
    pub server: f64,
}

/// The costs with so many connections.
#[derive(Debug, Clone)]
pub struct Crowd {
    /// How many ask at once.
    pub connections: usize,
    /// Pages and saves.
    pub pages: Line,
    /// The same for saves; none where there are not so many drafts.
    pub saves: Option<Line>,
}

/// Memory of the server, in kB.
#[derive(Debug, Clone, Copy, Default)]
pub struct Memory {
    /// After the start.
    pub idle: u64,
    /// After so many people have been there.
    pub sessions: (usize, u64),
    /// Connections that were wanted and those that were answered, and the memory before and with them.
    pub connections: (usize, usize, u64, u64),
    /// Bytes of a session in the database.
    pub session: f64,
}

/// Memory of the server while it answers very much, in kB.
#[derive(Debug, Clone, Copy, Default)]
pub struct Flatness {
    /// After the first tenth of the answers.
    pub first: u64,
    /// After all of them.
    pub last: u64,
    /// How many there were.
    pub answers: u64,
}

/// Processes that follow each other while people ask.
#[derive(Debug, Clone, Default)]
pub struct Restarts {
    /// How often one took over.
    pub count: u32,
    /// Pages a second that were asked for.
    pub wanted: f64,
    /// Pages that were answered.
    pub answered: u64,
    /// Those that were not, and the first of them.
    pub errors: (u64, Option<String>),
    /// All but one of a hundred took no longer, in milliseconds.
    pub p99: f64,
}

/// The time from being started to the first answer, in milliseconds.
#[derive(Debug, Clone, Copy, Default)]
pub struct Starts {
    /// The shortest.
    pub least: f64,
    /// The one in the middle.
    pub median: f64,
    /// The longest.
    pub most: f64,
}

/// Requests that come in whether others are answered or not.
#[derive(Debug, Clone)]
pub struct Mix {
    /// How many a second were wanted.
    pub wanted: f64,
    /// For how long, in seconds.
    pub seconds: f64,
    /// The figures.
    pub line: Line,
    /// All but one of a thousand took no longer, in milliseconds.
    pub p999: f64,
}

/// Pages while sign-ins flood in.
#[derive(Debug, Clone)]
pub struct Flood {
    /// The pages alone.
    pub before: Line,
    /// The pages meanwhile.
    pub during: Line,
    /// Sign-ins a second.
    pub rate: f64,
    /// Those that were checked, and those that were told to try again.
    pub checked: u64,
    /// Told to try again.
    pub refused: u64,
    /// How long being told took, all but one of a hundred, in milliseconds.
    pub refused_p99: f64,
    /// The server's memory before and at its most, in kB.
    pub memory: (u64, u64),
}

/// Refused sign-ins with and without an account.
#[derive(Debug, Clone, Copy)]
pub struct Refusals {
    /// How many of each.
    pub count: usize,
    /// The mean with an account, in milliseconds.
    pub known: f64,
    /// The mean without.
    pub unknown: f64,
    /// Welch's t.
    pub t: f64,
}

/// What the run was made on.
#[derive(Debug, Clone)]
pub struct State {
    /// The machine.
    pub machine: String,
    /// PostgreSQL's major version.
    pub postgres: u32,
    /// When, in UTC.
    pub at: String,
    /// Applications in the large and in the small database.
    pub applications: (u32, u32),
    /// Megabytes of the large database.
    pub megabytes: i64,
    /// Bytes of the program.
    pub program: u64,
    /// Connections that asked at once, seconds of a turn, and rounds.
    pub turns: (usize, f64, usize),
    /// Whether it is the short run.
    pub is_quick: bool,
    /// Minutes that it took.
    pub minutes: f64,
}

/// All of it.
#[derive(Debug, Clone)]
pub struct Results {
    /// What it was made on.
    pub state: State,
    /// The pages.
    pub pages: Vec<Compared>,
    /// Saving.
    pub save: Compared,
    /// Signing in.
    pub sign_in: Compared,
    /// One to many connections.
    pub crowds: Vec<Crowd>,
    /// Memory.
    pub memory: Memory,
    /// Starting.
    pub starts: Starts,
    /// Much that is answered.
    pub flatness: Flatness,
    /// Processes that follow each other.
    pub restarts: Restarts,
    /// The mix as the plan wants it, and half as much of it.
    pub mixes: [Mix; 2],
    /// The flood.
    pub flood: Flood,
    /// The comparison of refusals.
    pub refusals: Refusals,
}
