//! The targets of the service's speed, and whether this run met them.

use crate::results::{Compared, Crowd, Flatness, Line, Restarts, Results};

/// A target beside what was measured.
pub struct Target {
    /// What has to be so, with the figure that is wanted.
    pub wanted: String,
    /// What was measured.
    pub measured: String,
    /// Whether that is enough.
    pub is_met: bool,
}

fn target(wanted: &str, measured: String, is_met: bool) -> Target {
    Target {
        wanted: wanted.to_owned(),
        measured,
        is_met,
    }
}

/// Every target that a run can tell about.
pub fn all(results: &Results) -> Vec<Target> {
    let mut targets = ratios(results);
    targets.extend(lists(results));
    targets.extend(sign_ins(results));
    targets.extend(resources(results));
    targets.extend(constancy(results));
    targets
}

fn ratios(results: &Results) -> Vec<Target> {
    let mut targets = Vec::new();
    let question = results
        .pages
        .iter()
        .find(|page| page.line.name == "Question page");
    if let Some(ceiling) = question.and_then(|page| page.ceilings.first()) {
        targets.push(target(
            "Question page: at least 0.25 of the rate of axum + askama alone",
            format!("{:.2}", ceiling.rate),
            ceiling.rate >= 0.25,
        ));
        targets.push(target(
            "Question page: at most 4 times the server's CPU time of axum + askama alone",
            format!("{:.1} times", ceiling.server),
            ceiling.server <= 4.0,
        ));
    }
    let wanted = [
        (
            "Save: at least 0.80 of the rate of PostgreSQL alone with the same statement",
            0.80,
        ),
        (
            "Save: at least 0.35 of the rate of PostgreSQL alone changing one row",
            0.35,
        ),
    ];
    for (ceiling, (words, least)) in results.save.ceilings.iter().zip(wanted) {
        let measured = format!("{:.2}", ceiling.rate);
        targets.push(target(words, measured, ceiling.rate >= least));
    }
    targets
}

/// Pages that list what grows.
const LISTS: [&str; 4] = [
    "Queue, first page",
    "Queue, middle",
    "Search of the register",
    "Register page",
];

fn lists(results: &Results) -> Vec<Target> {
    let mut targets = Vec::new();
    for page in results
        .pages
        .iter()
        .filter(|page| LISTS.contains(&page.line.name.as_str()))
    {
        if let Some((p99, _)) = page.growth {
            targets.push(target(
                &format!(
                    "{}: 99th percentile at most 1.2 times that with few applications",
                    page.line.name
                ),
                format!("{p99:.2} times"),
                p99 <= 1.2,
            ));
        }
        if let Some((many, few)) = page.counts {
            targets.push(target(
                &format!("{}: at most 12 buffers", page.line.name),
                format!("{:.0} ({:.0} with few)", many.buffers, few.buffers),
                many.buffers <= 12.0,
            ));
        }
    }
    targets
}

fn sign_ins(results: &Results) -> Vec<Target> {
    let mut targets = Vec::new();
    if let Some(ceiling) = results.sign_in.ceilings.first() {
        targets.push(target(
            "Sign-in: at least 0.92 of the rate of the hash alone",
            format!("{:.2}", ceiling.rate),
            ceiling.rate >= 0.92,
        ));
    }
    let flood = &results.flood;
    let times = flood.during.p99 / flood.before.p99.max(1e-9);
    targets.push(target(
        "Question page while sign-ins flood in: 99th percentile at most twice that without",
        format!(
            "{times:.1} times ({:.1} to {:.1} ms)",
            flood.before.p99, flood.during.p99
        ),
        times <= 2.0,
    ));
    targets.push(target(
        "The flood: who can't be checked is told so within 50 ms",
        format!("{:.0} ms (99th percentile)", flood.refused_p99),
        flood.refused_p99 <= 50.0,
    ));
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let most = cores as f64 * 19.0 + 16.0;
    let more = flood.memory.1.saturating_sub(flood.memory.0) as f64 / 1024.0;
    targets.push(target(
        &format!("The flood: at most {most:.0} MB more memory"),
        format!("{more:.0} MB"),
        more <= most,
    ));
    let t = results.refusals.t;
    targets.push(target(
        "A refused sign-in tells nothing about whether there is an account: Welch's t within 4.5",
        format!("{t:.2}"),
        t.abs() < 4.5,
    ));
    targets
}

fn resources(results: &Results) -> Vec<Target> {
    let memory = results.memory;
    let megabytes = |kilobytes: u64| kilobytes as f64 / 1024.0;
    let (wanted, held, before, with) = memory.connections;
    let each = with.saturating_sub(before) as f64 / held.max(1) as f64;
    let starts = results.starts;
    let mix = &results.mixes[0];
    vec![
        target(
            "At most 40 MB with 10,000 sessions",
            format!(
                "{:.0} MB with {}",
                megabytes(memory.sessions.1),
                memory.sessions.0
            ),
            megabytes(memory.sessions.1) <= 40.0,
        ),
        target(
            "A session takes at most 250 bytes of the database",
            format!("{:.0} bytes", memory.session),
            memory.session <= 250.0,
        ),
        flatness(&results.flatness),
        restarts(&results.restarts),
        target(
            "At most 12 kB for each idle connection",
            format!("{each:.1} kB"),
            each <= 12.0,
        ),
        target(
            "10,000 idle connections, with at most 160 MB",
            format!("{held} of {wanted} answered, {:.0} MB", megabytes(with)),
            held == wanted && megabytes(with) <= 160.0,
        ),
        target(
            "At most 40 ms from the start to the first answer",
            format!("{:.0} ms", starts.median),
            starts.median <= 40.0,
        ),
        target(
            "1,500 requests a second from outside: median 2 ms, 99 % within 20 ms, 99.9 % within 60 ms, no error",
            format!(
                "{:.0} a second: {:.1}, {:.0} and {:.0} ms, {} errors",
                mix.line.rate, mix.line.p50, mix.line.p99, mix.p999, mix.line.errors.0
            ),
            mix.wanted >= 1500.0
                && mix.line.p50 <= 2.0
                && mix.line.p99 <= 20.0
                && mix.p999 <= 60.0
                && mix.line.errors.0 == 0,
        ),
    ]
}

fn flatness(memory: &Flatness) -> Target {
    let change = memory.last as f64 / memory.first.max(1) as f64 - 1.0;
    target(
        "Memory the same within 5 % after a million answers",
        format!("{:+.1} % after {}", change * 100.0, memory.answers),
        change.abs() <= 0.05 && memory.answers >= 1_000_000,
    )
}

fn restarts(restarts: &Restarts) -> Target {
    let errors = restarts.errors.0;
    target(
        "Processes follow each other under 1,000 pages a second: none of 50,000 fails",
        format!(
            "{errors} of {} failed, {} times",
            restarts.answered + errors,
            restarts.count
        ),
        errors == 0 && restarts.answered >= 50_000 && restarts.count > 0,
    )
}

fn constancy(results: &Results) -> Vec<Target> {
    let mut targets = Vec::new();
    targets.extend(crowds("question page", results, |crowd| Some(&crowd.pages)));
    targets.extend(crowds("save", results, |crowd| crowd.saves.as_ref()));
    let all = results.pages.iter().chain([&results.save]);
    for page in all.filter(|page| page.growth.is_some()) {
        let (_, cpu) = page.growth.unwrap_or_default();
        targets.push(target(
            &format!(
                "{}: CPU time at most 1.1 times that with few applications",
                page.line.name
            ),
            format!("{cpu:.2} times"),
            cpu <= 1.1,
        ));
    }
    let all = results.pages.iter().chain([&results.save]);
    targets.extend(all.filter_map(statements));
    targets.extend(results.pages.iter().filter_map(weight));
    targets
}

/// That one more of a crowd costs as much as the one before: all within 10 % of what lies between the
/// least and the most.
fn crowds(what: &str, results: &Results, line: impl Fn(&Crowd) -> Option<&Line>) -> Option<Target> {
    let measured = results.crowds.iter().filter_map(|crowd| {
        let line = line(crowd)?;
        Some((crowd.connections, line.server + line.postgres))
    });
    let (connections, costs): (Vec<usize>, Vec<f64>) = measured.unzip();
    let (first, last) = (connections.first()?, connections.last()?);
    let least = costs.iter().copied().fold(f64::INFINITY, f64::min);
    let most = costs.iter().copied().fold(0.0, f64::max);
    Some(target(
        &format!("CPU time of a {what} the same within 10 % from {first} to {last} connections"),
        format!("{least:.0} to {most:.0} µs"),
        most <= least * 1.1 / 0.9,
    ))
}

fn statements(page: &Compared) -> Option<Target> {
    let statements = page.counts?.0.statements?;
    Some(target(
        &format!("{}: one statement", page.line.name),
        format!("{statements:.1}"),
        statements <= 1.0,
    ))
}

fn weight(page: &Compared) -> Option<Target> {
    let (_, packed) = page.bytes.filter(|_| page.line.name != "Certificate PDF")?;
    Some(target(
        &format!("{}: at most 14.6 kB packed", page.line.name),
        format!("{:.1} kB", packed as f64 / 1000.0),
        packed <= 14_600,
    ))
}
