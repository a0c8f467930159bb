//! The plot beside the report: bars and lines as SVG, drawn by hand.

use crate::results::{Compared, Line, Results};
use std::fmt::Write as _;

/// Width of the drawing.
const WIDTH: f64 = 760.0;
/// Where bars begin; left of it are names.
const LEFT: f64 = 190.0;
/// The longest bar.
const BAR: f64 = 450.0;
/// From one bar to the next.
const STEP: f64 = 22.0;
/// Two colours that are told apart in grey too, and a third between them.
const DARK: &str = "#1d70b8";
const LIGHT: &str = "#a4c8e8";
const INK: &str = "#0b0c0c";

/// The drawing.
pub fn draw(results: &Results) -> String {
    let mut body = String::new();
    // Writing to a String can't fail.
    let mut y = 24.0;
    let _ = costs(&mut body, results, &mut y);
    let _ = tails(&mut body, results, &mut y);
    let _ = crowds(&mut body, results, &mut y);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {y:.0}\" role=\"img\" \
         aria-labelledby=\"title\" font-family=\"Arial, Helvetica, sans-serif\" font-size=\"13\" fill=\"{INK}\">\n\
         <title id=\"title\">CPU time of requests, the slowest hundredth with few and many applications, and CPU time by \
         number of connections</title>\n<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n{body}</svg>\n"
    )
}

fn heading(
    body: &mut String,
    y: &mut f64,
    words: &str,
    keys: [(&str, &str); 2],
) -> std::fmt::Result {
    writeln!(
        body,
        "<text x=\"10\" y=\"{y:.0}\" font-weight=\"bold\" font-size=\"15\">{words}</text>"
    )?;
    let mut x = 10.0;
    *y += 20.0;
    for (colour, key) in keys {
        writeln!(
            body,
            "<rect x=\"{x:.0}\" y=\"{:.0}\" width=\"12\" height=\"12\" fill=\"{colour}\"/>",
            *y - 11.0
        )?;
        writeln!(
            body,
            "<text x=\"{:.0}\" y=\"{y:.0}\">{key}</text>",
            x + 18.0
        )?;
        x += 190.0;
    }
    *y += 12.0;
    Ok(())
}

fn name(body: &mut String, y: f64, words: &str) -> std::fmt::Result {
    writeln!(
        body,
        "<text x=\"{:.0}\" y=\"{:.0}\" text-anchor=\"end\">{words}</text>",
        LEFT - 8.0,
        y + 13.0
    )
}

fn bar(
    body: &mut String,
    (x, y): (f64, f64),
    width: f64,
    height: f64,
    colour: &str,
) -> std::fmt::Result {
    writeln!(
        body,
        "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{:.1}\" height=\"{height:.1}\" fill=\"{colour}\"/>",
        width.max(0.5)
    )
}

fn value(body: &mut String, x: f64, y: f64, words: &str) -> std::fmt::Result {
    writeln!(
        body,
        "<text x=\"{:.1}\" y=\"{y:.1}\" font-size=\"12\">{words}</text>",
        x + 6.0
    )
}

fn cost(line: &Line) -> f64 {
    line.server + line.postgres
}

/// CPU time of each request: the server's and PostgreSQL's part. Sign-in would make the others
/// invisible.
fn costs(body: &mut String, results: &Results, y: &mut f64) -> std::fmt::Result {
    let keys = [(DARK, "server"), (LIGHT, "PostgreSQL")];
    heading(body, y, "CPU time of a request, in microseconds", keys)?;
    let all: Vec<&Compared> = results.pages.iter().chain([&results.save]).collect();
    let most = all.iter().map(|one| cost(&one.line)).fold(1.0, f64::max);
    for one in all {
        let (server, postgres) = (one.line.server / most * BAR, one.line.postgres / most * BAR);
        name(body, *y, &one.line.name)?;
        bar(body, (LEFT, *y), server, 16.0, DARK)?;
        bar(body, (LEFT + server, *y), postgres, 16.0, LIGHT)?;
        value(
            body,
            LEFT + server + postgres,
            *y + 12.0,
            &format!("{:.0}", cost(&one.line)),
        )?;
        *y += STEP;
    }
    *y += 34.0;
    Ok(())
}

/// The slowest hundredth with few applications and with many.
fn tails(body: &mut String, results: &Results, y: &mut f64) -> std::fmt::Result {
    let (many, few) = results.state.applications;
    let (few, many) = (
        format!("{few} applications"),
        format!("{many} applications"),
    );
    let keys = [(LIGHT, few.as_str()), (DARK, many.as_str())];
    heading(body, y, "99th percentile, in milliseconds", keys)?;
    let all: Vec<&Compared> = results.pages.iter().chain([&results.save]).collect();
    let longest = |one: &&Compared| {
        one.few
            .as_ref()
            .map_or(0.0, |few| few.p99)
            .max(one.line.p99)
    };
    let most = all.iter().map(longest).fold(0.1, f64::max);
    for one in all {
        let less = one.few.as_ref().map_or(0.0, |few| few.p99);
        name(body, *y, &one.line.name)?;
        bar(body, (LEFT, *y), less / most * BAR, 8.0, LIGHT)?;
        bar(body, (LEFT, *y + 8.0), one.line.p99 / most * BAR, 8.0, DARK)?;
        let end = LEFT + less.max(one.line.p99) / most * BAR;
        value(
            body,
            end,
            *y + 12.0,
            &format!("{less:.1} and {:.1}", one.line.p99),
        )?;
        *y += STEP + 2.0;
    }
    *y += 34.0;
    Ok(())
}

/// CPU time by the number of connections.
fn crowds(body: &mut String, results: &Results, y: &mut f64) -> std::fmt::Result {
    let keys = [(DARK, "question page"), (LIGHT, "save")];
    heading(
        body,
        y,
        "CPU time of a request by connections, in microseconds",
        keys,
    )?;
    let saves = results
        .crowds
        .iter()
        .filter_map(|crowd| crowd.saves.as_ref());
    let pages = results.crowds.iter().map(|crowd| &crowd.pages);
    let most = pages.chain(saves).map(cost).fold(1.0, f64::max);
    for crowd in &results.crowds {
        let word = if crowd.connections == 1 {
            "connection"
        } else {
            "connections"
        };
        name(body, *y, &format!("{} {word}", crowd.connections))?;
        let page = cost(&crowd.pages);
        bar(body, (LEFT, *y), page / most * BAR, 8.0, DARK)?;
        let save = crowd.saves.as_ref().map(cost);
        bar(
            body,
            (LEFT, *y + 8.0),
            save.unwrap_or(0.0) / most * BAR,
            8.0,
            LIGHT,
        )?;
        let end = LEFT + page.max(save.unwrap_or(0.0)) / most * BAR;
        let save = save.map_or_else(String::new, |save| format!(" and {save:.0}"));
        value(body, end, *y + 12.0, &format!("{page:.0}{save}"))?;
        *y += STEP + 2.0;
    }
    *y += 10.0;
    Ok(())
}
