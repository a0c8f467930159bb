//! The report's tables: pages beside their ceilings, growth, connections.

use crate::numbers::thousands;
use crate::results::{Compared, Line, Results};
use std::fmt::Write as _;

fn all(results: &Results) -> impl Iterator<Item = &Compared> {
    results
        .pages
        .iter()
        .chain([&results.save, &results.sign_in])
}

/// Every kind of request in the large database.
pub fn pages(text: &mut String, results: &Results) -> std::fmt::Result {
    writeln!(text, "## Pages, saves and sign-ins\n")?;
    writeln!(
        text,
        "In the large database. CPU time and buffers (of 8 kB) are for one request.\n"
    )?;
    writeln!(
        text,
        "| | a second | p50 ms | p99 ms | server µs | PostgreSQL µs | statements | buffers | bytes | packed | errors |\n\
         |---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|"
    )?;
    for one in all(results) {
        let line = &one.line;
        let statements = one.counts.and_then(|(counts, _)| counts.statements);
        let buffers = one.counts.map(|(counts, _)| counts.buffers);
        let (bytes, packed) = one.bytes.map_or((None, None), |(a, b)| (Some(a), Some(b)));
        writeln!(
            text,
            "| {} | {} | {:.1} | {:.1} | {:.0} | {:.0} | {} | {} | {} | {} | {} |",
            line.name,
            thousands(line.rate as u64),
            line.p50,
            line.p99,
            line.server,
            line.postgres,
            statements.map_or_else(String::new, |count| format!("{count:.1}")),
            buffers.map_or_else(String::new, |count| format!("{count:.0}")),
            bytes.map_or_else(String::new, |count| thousands(count as u64)),
            packed.map_or_else(String::new, |count| thousands(count as u64)),
            line.errors.0,
        )?;
    }
    for one in all(results) {
        if let Some(error) = &one.line.errors.1 {
            writeln!(text, "\nThe first error of \"{}\": {error}.", one.line.name)?;
        }
    }
    writeln!(text)
}

/// The same in the small and in the large one.
pub fn growth(text: &mut String, results: &Results) -> std::fmt::Result {
    writeln!(text, "### From few applications to many\n")?;
    writeln!(
        text,
        "| | p99 ms few | p99 ms many | p99 ratio | CPU µs few | CPU µs many | CPU ratio | buffers few | buffers many |\n\
         |---|--:|--:|--:|--:|--:|--:|--:|--:|"
    )?;
    for one in all(results) {
        let (Some(few), Some((p99, cpu)), Some((many, less))) = (&one.few, one.growth, one.counts)
        else {
            continue;
        };
        writeln!(
            text,
            "| {} | {:.1} | {:.1} | {p99:.2} | {:.0} | {:.0} | {cpu:.2} | {:.0} | {:.0} |",
            one.line.name,
            few.p99,
            one.line.p99,
            few.server + few.postgres,
            one.line.server + one.line.postgres,
            less.buffers,
            many.buffers,
        )?;
    }
    writeln!(text)
}

/// Beside what can't be passed.
pub fn ceilings(text: &mut String, results: &Results) -> std::fmt::Result {
    writeln!(text, "## Beside the ceilings\n")?;
    writeln!(
        text,
        "What can't be passed on this machine, measured in the same rounds: axum with a page of the same size and \
         no database; pgbench with the statement of the save, at 8 clients, which is what the service has of \
         connections for it; the hash of a password alone, on every core.\n"
    )?;
    writeln!(
        text,
        "| | ceiling | its rate | its server µs | its PostgreSQL µs | our rate, of its | our server µs, of its |\n\
         |---|---|--:|--:|--:|--:|--:|"
    )?;
    for one in all(results) {
        for ceiling in &one.ceilings {
            let line = &ceiling.line;
            let server = if line.server > 0.0 {
                format!("{:.1} times", ceiling.server)
            } else {
                String::new()
            };
            writeln!(
                text,
                "| {} | {} | {} | {:.0} | {:.0} | {:.2} | {server} |",
                one.line.name,
                line.name,
                thousands(line.rate as u64),
                line.server,
                line.postgres,
                ceiling.rate,
            )?;
        }
    }
    writeln!(text)
}

/// By the number of connections.
pub fn crowds(text: &mut String, results: &Results) -> std::fmt::Result {
    writeln!(text, "## From one connection to many\n")?;
    writeln!(
        text,
        "| connections | pages a second | p50 ms | p99 ms | CPU µs | saves a second | p50 ms | p99 ms | CPU µs |\n\
         |--:|--:|--:|--:|--:|--:|--:|--:|--:|"
    )?;
    let cells = |line: &Line| {
        format!(
            "{} | {:.1} | {:.1} | {:.0}",
            thousands(line.rate as u64),
            line.p50,
            line.p99,
            line.server + line.postgres
        )
    };
    for crowd in &results.crowds {
        let saves = crowd
            .saves
            .as_ref()
            .map_or_else(|| " | | |".to_owned(), cells);
        writeln!(
            text,
            "| {} | {} | {saves} |",
            crowd.connections,
            cells(&crowd.pages)
        )?;
    }
    writeln!(text)
}
