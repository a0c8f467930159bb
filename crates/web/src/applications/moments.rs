//! Any two moments of the whole application: every answer and every document that differs, with the
//! words that were added and removed.

use super::differing::{Shown, shown, shown_document};
use super::document_events;
use super::history::{HISTORY, place};
use super::opened::Opened;
use super::then::name_then;
use crate::documents::Compared;
use crate::reply::{self, Reply};
use askama::Template;
use axum::extract::Query;
use domain::when;
use govuk::{Button, Layout, Pagination, Select};
use serde::Deserialize;
use service::history::{self, ItemNames};
use store::history::moments::{Moment, What};
use time::OffsetDateTime;

/// The tail of the page's address.
pub const COMPARE: &str = "history/compare";
/// How many answers a page shows.
const PAGE_ROWS: usize = 10;
const FROM: &str = "from";
const TO: &str = "to";

/// The form that two moments are chosen with.
pub struct Choice {
    pub action: String,
    pub from: Select,
    pub to: Select,
    pub apply: Button,
}

#[derive(Template)]
#[template(path = "applications/moments.html")]
struct MomentsPage {
    layout: Layout,
    caption: String,
    /// None while there is nothing to compare.
    choice: Option<Choice>,
    /// Where an older moment can be chosen, instead of the first or of the second.
    others: Option<(String, String)>,
    /// What is compared, in words.
    compared: String,
    /// How many answers and documents differ, and which of them are shown.
    count: String,
    shown: Vec<Shown>,
    pagination: Pagination,
}

/// What the address says.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Asked {
    from: String,
    to: String,
    page: String,
}

/// A moment as it stands in an address: microseconds since 1970.
pub fn to_text(at: OffsetDateTime) -> String {
    (at.unix_timestamp_nanos() / 1000).to_string()
}

/// Reads a moment; nothing when it is none, or of before 1970: the database knows no times of long ago.
pub fn parse(text: &str) -> Option<OffsetDateTime> {
    let nanos = i128::from(text.parse::<u64>().ok()?).checked_mul(1000)?;
    OffsetDateTime::from_unix_timestamp_nanos(nanos).ok()
}

/// The address that compares two moments; the last one where none is given.
pub fn path(opened: &Opened, from: OffsetDateTime, to: Option<OffsetDateTime>) -> String {
    let to = to.map_or(String::new(), |to| format!("&{TO}={}", to_text(to)));
    format!("{}?{FROM}={}{to}", opened.path(COMPARE), to_text(from))
}

/// What each of these moments is called on the page: to the second where the minute does not tell it
/// from another, and counted where they share the second too.
pub fn labels((opened, names): (&Opened, &ItemNames), moments: &[Moment]) -> Vec<String> {
    let now = opened.form.now;
    let mut labels: Vec<String> = moments
        .iter()
        .map(|moment| words((opened, names), moment, &when::relative(moment.at, now)))
        .collect();
    for place in repeated(&labels) {
        let moment = &moments[place];
        let at = when::relative_to_the_second(moment.at, now);
        labels[place] = words((opened, names), moment, &at);
    }
    counted(&labels)
}

/// Where the labels stand that are not there once only.
fn repeated(labels: &[String]) -> Vec<usize> {
    let is_repeated = |label: &String| labels.iter().filter(|other| *other == label).count() > 1;
    let places = labels.iter().enumerate();
    let places = places.filter(|(_, label)| is_repeated(label));
    places.map(|(place, _)| place).collect()
}

/// The labels, newest first; the same ones with their numbers in the order of time.
fn counted(labels: &[String]) -> Vec<String> {
    let alike = |labels: &[String], label: &String| {
        let alike = labels.iter().filter(|other| *other == label);
        alike.count()
    };
    let counted = labels.iter().enumerate().map(|(place, label)| {
        match (alike(&labels[place..], label), alike(labels, label)) {
            (_, 1) => label.clone(),
            (number, all) => format!("{label} ({number} of {all})"),
        }
    });
    counted.collect()
}

/// What happened at a moment, who did it and when: `at`, in words.
fn words((opened, names): (&Opened, &ItemNames), moment: &Moment, at: &str) -> String {
    let what = match &moment.what {
        What::Answer(key) => match place(opened, key) {
            Some(at) => {
                let is_removal = names.is_removal(at.task, at.item, moment.at);
                let what = if is_removal { "Removed: " } else { "" };
                format!("{what}{}", name_then(opened, names, &at, moment.at))
            }
            None => key.page.clone(),
        },
        What::Answers(number) => format!("{number} answers"),
        What::Document(event, title) => document_events::words(*event, None, title),
        What::Documents(number) => format!("{number} documents"),
        What::Submitted => return format!("Submitted to the PSN team, {at}"),
        What::Replied(number) => {
            return format!("Reply {number} sent to the PSN team, {}, {at}", moment.by);
        }
    };
    if moment.by.is_empty() {
        return format!("{what}, {at}");
    }
    format!("{what}, {}, {at}", moment.by)
}

/// The form to choose two moments with; none while there is but one.
pub fn choice(
    (opened, names): (&Opened, &ItemNames),
    moments: &[Moment],
    pair: Option<(usize, usize)>,
) -> Option<Choice> {
    let (from, to) = pair?;
    let labels = labels((opened, names), moments);
    let select = |name: &str, label: &str, chosen: usize| {
        let options = moments.iter().zip(&labels);
        let select = options.fold(
            Select::new(name, label.to_owned()),
            |select, (moment, label)| select.option(to_text(moment.at), label),
        );
        select.chosen(to_text(moments[chosen].at))
    };
    Some(Choice {
        action: opened.path(COMPARE),
        from: select(FROM, "Compare your application as it was after", from),
        to: select(TO, "With your application as it was after", to),
        apply: Button::secondary("Compare these points"),
    })
}

pub async fn show(Query(asked): Query<Asked>, opened: Opened) -> Reply {
    let (from, to) = (parse(&asked.from), parse(&asked.to));
    let compared = history::compare_moments(&opened.app.store, &opened.form, from, to).await?;
    let history::Compared {
        moments,
        pair,
        differing,
        documents,
        names,
    } = compared;
    let told_of = (&opened, &names);
    let items = opened.set().evidence_items(opened.answers());
    let told = Compared {
        set: opened.set(),
        items: &items,
        now: opened.form.now,
    };
    let answers = differing.len();
    let last = pair.map(|(_, to)| moments[to].at);
    let all = differing
        .iter()
        .filter_map(|one| shown(told_of, one, last?));
    let documents = documents.iter();
    let documents = documents.filter_map(|one| shown_document(&opened, one, told.shown(one)?));
    let all: Vec<Shown> = all.chain(documents).collect();
    let ends = pair.map(|(from, to)| (&moments[from], &moments[to]));
    let pages = all.len().div_ceil(PAGE_ROWS).max(1);
    let page = asked.page.parse::<usize>().unwrap_or(1).clamp(1, pages);
    let first = (page - 1) * PAGE_ROWS;
    let differ = (answers, all.len() - answers);
    let shown: Vec<Shown> = all.into_iter().skip(first).take(PAGE_ROWS).collect();
    let leads_to = |page: usize| {
        let (from, to) = ends?;
        let path = path(&opened, from.at, Some(to.at));
        (1..=pages)
            .contains(&page)
            .then(|| format!("{path}&page={page}"))
    };
    let other = |end: &Moment, kept: &str| {
        let at = to_text(end.at);
        format!("{}?{kept}={at}", opened.path(HISTORY))
    };
    reply::ok(&MomentsPage {
        layout: opened
            .layout("Compare two points of your application")
            .back_to(opened.path(HISTORY), "Who saved what"),
        caption: opened.form.case.application.service_title().to_owned(),
        choice: choice(told_of, &moments, pair),
        others: ends.map(|(from, to)| (other(to, TO), other(from, FROM))),
        compared: pair.map_or_else(String::new, |(from, to)| {
            let labels = labels(told_of, &moments);
            format!("From “{}” to “{}”", labels[from], labels[to])
        }),
        count: count(differ, first, shown.len()),
        shown,
        pagination: Pagination::new()
            .previous(leads_to(page - 1))
            .next(leads_to(page + 1)),
    })
}

/// How many answers and documents differ, and which of them are shown.
fn count((answers, documents): (usize, usize), before: usize, shown: usize) -> String {
    let all = answers + documents;
    let of = |number: usize, what: &str| match number {
        0 => None,
        1 => Some(format!("1 {what}")),
        number => Some(format!("{number} {what}s")),
    };
    let differ = match (of(answers, "answer"), of(documents, "document")) {
        (None, None) => return String::new(),
        (Some(one), None) | (None, Some(one)) => one,
        (Some(answers), Some(documents)) => format!("{answers} and {documents}"),
    };
    let differ = format!("{differ} {}", if all == 1 { "differs" } else { "differ" });
    if shown == all {
        differ
    } else {
        format!("{differ}. These are {} to {}", before + 1, before + shown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    #[test]
    fn a_moment_reads_back() {
        let at = datetime!(2026-11-24 16:12:00.123456 UTC);
        assert_eq!(parse(&to_text(at)), Some(at));
        assert_eq!(parse("nonsense"), None);
        assert_eq!(parse(""), None);
        assert_eq!(parse(&i64::MAX.to_string()), None);
    }

    #[test]
    fn labels_that_are_alike_are_counted_in_the_order_of_time() {
        let labels = ["7c", "4a", "7c"].map(str::to_owned);
        assert_eq!(repeated(&labels), [0, 2]);
        assert_eq!(counted(&labels), ["7c (2 of 2)", "4a", "7c (1 of 2)"]);
    }

    #[test]
    fn the_count_says_which_are_shown() {
        assert_eq!(count((0, 0), 0, 0), "");
        assert_eq!(count((1, 0), 0, 1), "1 answer differs");
        assert_eq!(count((9, 0), 0, 9), "9 answers differ");
        assert_eq!(count((0, 1), 0, 1), "1 document differs");
        assert_eq!(count((1, 1), 0, 2), "1 answer and 1 document differ");
        let some = count((20, 3), 20, 3);
        assert_eq!(
            some,
            "20 answers and 3 documents differ. These are 21 to 23"
        );
    }
}
