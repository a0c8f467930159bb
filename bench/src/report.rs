//! The report: figures beside targets, met or missed.

use crate::databases::SETTINGS;
use crate::numbers::thousands;
use crate::results::Results;
use crate::{tables, targets};
use std::fmt::Write as _;

/// The share of others over which latencies say more about them than about us.
const QUIET: f64 = 0.2;

/// The whole report as Markdown.
pub fn text(results: &Results) -> String {
    let mut text = String::new();
    // Writing to a String can't fail.
    let _ = write(&mut text, results);
    text
}

fn write(text: &mut String, results: &Results) -> std::fmt::Result {
    head(text, results)?;
    others(text, results)?;
    targets_table(text, results)?;
    tables::pages(text, results)?;
    tables::growth(text, results)?;
    tables::ceilings(text, results)?;
    tables::crowds(text, results)?;
    resources(text, results)?;
    loads(text, results)?;
    not_measured(text)
}

fn head(text: &mut String, results: &Results) -> std::fmt::Result {
    let state = &results.state;
    let (many, few) = state.applications;
    let (connections, seconds, rounds) = state.turns;
    writeln!(text, "# Benchmarks\n")?;
    writeln!(
        text,
        "Written by `make bench` on {} (UTC), with {} applications ({} MB of database) beside {}. \
         It took {:.0} minutes. Run it again to renew this page: no figure here is written by hand.\n",
        state.at,
        thousands(u64::from(many)),
        thousands(u64::try_from(state.megabytes).unwrap_or_default()),
        thousands(u64::from(few)),
        state.minutes,
    )?;
    writeln!(
        text,
        "- Machine: {}. Load, service and PostgreSQL share it.",
        state.machine
    )?;
    let settings: Vec<String> = SETTINGS
        .iter()
        .map(|(name, value)| format!("`{name} = {value}`"))
        .collect();
    writeln!(
        text,
        "- PostgreSQL {} on a cluster of its own, durable (fsync, synchronous_commit and full_page_writes on); \
         otherwise its own settings but {}.",
        state.postgres,
        settings.join(", ")
    )?;
    writeln!(
        text,
        "- The program: the release build, {:.1} MB, without the background work; its log, a line for each answer, goes to /dev/null.",
        state.program as f64 / 1e6
    )?;
    writeln!(
        text,
        "- Method: {rounds} rounds in which every contestant of a comparison has a turn of {seconds:.0} s with \
         {connections} keep-alive connections, in changing order; ratios are the median of the rounds' own. CPU \
         time is that of the processes' trees in /proc. Statements and buffers are counted by pg_stat_statements \
         apart from that."
    )
}

/// How busy the machine was with other things.
fn others(text: &mut String, results: &Results) -> std::fmt::Result {
    let others = results
        .pages
        .iter()
        .map(|page| page.line.others)
        .fold(0.0, f64::max);
    writeln!(
        text,
        "- Others held up to {:.0} % of the machine meanwhile{}.",
        others * 100.0,
        if others > QUIET {
            ": rates and latencies are worse than they would be, CPU time and ratios hold"
        } else {
            ""
        }
    )?;
    if results.state.is_quick {
        writeln!(
            text,
            "- **The short run: it shows that everything works, and nothing about speed.**"
        )?;
    }
    writeln!(
        text,
        "\n![CPU time, 99th percentiles and growth as bars and lines; the figures are in the tables](images/benchmarks.svg)\n"
    )
}

fn targets_table(text: &mut String, results: &Results) -> std::fmt::Result {
    let targets = targets::all(results);
    let met = targets.iter().filter(|target| target.is_met).count();
    writeln!(text, "## Targets: {met} of {} met\n", targets.len())?;
    writeln!(text, "| Target | Measured | |\n|---|---|---|")?;
    for target in targets {
        let word = if target.is_met { "met" } else { "**missed**" };
        writeln!(text, "| {} | {} | {word} |", target.wanted, target.measured)?;
    }
    writeln!(text)
}

fn megabytes(kilobytes: u64) -> String {
    format!("{:.1} MB", kilobytes as f64 / 1024.0)
}

fn resources(text: &mut String, results: &Results) -> std::fmt::Result {
    let (memory, starts) = (results.memory, results.starts);
    let (wanted, held, before, with) = memory.connections;
    writeln!(text, "## Memory, start, a busy day, a flood\n")?;
    writeln!(
        text,
        "- Memory of the server: {} after the start, {} after {} people with sessions have each opened a page; \
         {} before and {} with {} idle keep-alive connections ({} were asked for; it holds no more than it answers).",
        megabytes(memory.idle),
        megabytes(memory.sessions.1),
        thousands(memory.sessions.0 as u64),
        megabytes(before),
        megabytes(with),
        thousands(held as u64),
        thousands(wanted as u64),
    )?;
    writeln!(
        text,
        "- From being started to the first answer of `/readyz`: {:.0} ms ({:.0} to {:.0} ms).",
        starts.median, starts.least, starts.most
    )?;
    let (flatness, restarts) = (results.flatness, &results.restarts);
    writeln!(
        text,
        "- {} of a server that has answered {} requests, {} after {}. A session takes {:.0} bytes of the database.",
        megabytes(flatness.first),
        thousands(flatness.answers / 10),
        megabytes(flatness.last),
        thousands(flatness.answers),
        memory.session,
    )?;
    writeln!(
        text,
        "- {:.0} question pages a second while processes followed each other on one socket, {} times: {} were answered, \
         {} were not{}; 99 % within {:.1} ms.",
        restarts.wanted,
        restarts.count,
        thousands(restarts.answered),
        restarts.errors.0,
        restarts
            .errors
            .1
            .as_ref()
            .map_or_else(String::new, |first| format!(" (the first: {first})")),
        restarts.p99,
    )
}

fn loads(text: &mut String, results: &Results) -> std::fmt::Result {
    for mix in &results.mixes {
        writeln!(
            text,
            "- A busy day, {:.0} s long: {:.0} requests a second come in whether others are answered or not (70 % question \
             pages, 25 % saves, 5 % queue), each timed from when it was due. {:.0} a second were answered: median {:.1} ms, \
             99 % within {:.1} ms, 99.9 % within {:.1} ms, {} errors{}; {:.0} µs of the server and {:.0} µs of PostgreSQL \
             each; others held {:.0} % of the machine.",
            mix.seconds,
            mix.wanted,
            mix.line.rate,
            mix.line.p50,
            mix.line.p99,
            mix.p999,
            mix.line.errors.0,
            mix.line
                .errors
                .1
                .as_ref()
                .map_or_else(String::new, |first| format!(" (the first: {first})")),
            mix.line.server,
            mix.line.postgres,
            mix.line.others * 100.0,
        )?;
    }
    let flood = &results.flood;
    writeln!(
        text,
        "- A flood of {:.0} sign-ins a second, twenty times what can be checked: {} were checked, {} were told to come \
         again (99 % within {:.1} ms). 200 question pages a second meanwhile: median {:.1} ms and 99 % within {:.1} ms, \
         {} errors (without the flood {:.1} and {:.1} ms). Memory: {} before, {} at most.",
        flood.rate,
        thousands(flood.checked),
        thousands(flood.refused),
        flood.refused_p99,
        flood.during.p50,
        flood.during.p99,
        flood.during.errors.0,
        flood.before.p50,
        flood.before.p99,
        megabytes(flood.memory.0),
        megabytes(flood.memory.1),
    )?;
    let refusals = results.refusals;
    writeln!(
        text,
        "- Refused sign-ins, {} of each: {:.3} ms with an account and {:.3} ms without, Welch's t = {:.2}; over 4.5 the \
         two would differ by more than chance.\n",
        refusals.count, refusals.known, refusals.unknown, refusals.t
    )
}

fn not_measured(text: &mut String) -> std::fmt::Result {
    writeln!(
        text,
        "## What these figures are not\n\n\
         - The drawing of certificates: the PDF is sent as it was kept, here 30 kB of made-up bytes.\n\
         - The team's sign-in: its sessions are made in the database, because one code of an app can't be shown twice.\n\
         - Other services of this kind, the chain of the record, and one thread beside two.\n\
         - Large forms: drafts are those that most made-up suppliers have, with eight answers. What a form with every answer \
         costs is held by tests/golden/page-allocations.txt and page-costs.txt.\n\
         - The network: everything runs on one machine. Answers are not packed unless it says so.\n\
         - A database as it would be without them: each run saves, and what it saved stays."
    )
}
