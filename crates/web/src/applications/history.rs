//! The history: who saved which answer and when, the latest first.

use super::address::At;
use super::answers::title;
use super::opened::Opened;
use crate::reply::{self, Reply};
use askama::Template;
use axum::extract::Query;
use domain::when;
use govuk::{Content, Layout, Pagination, Timeline, TimelineEvent};
use serde::Deserialize;
use service::history;
use store::history::{Entry, Fate, Mark};
use time::OffsetDateTime;

/// The tail of the page's address.
pub const HISTORY: &str = "history";

#[derive(Template)]
#[template(path = "applications/history.html")]
struct HistoryPage {
    layout: Layout,
    caption: String,
    is_empty: bool,
    is_first: bool,
    root: String,
    timeline: Timeline,
    pagination: Pagination,
}

/// What the address says.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct HistoryQuery {
    after: String,
}

/// A mark as it stands in an address: microseconds since 1970, the sort, the number.
fn to_text(mark: Mark) -> String {
    let micros = mark.at.unix_timestamp_nanos() / 1000;
    let sort = if mark.fate == Fate::Saved { "s" } else { "a" };
    format!("{micros}.{sort}.{}", mark.id)
}

/// Reads a mark; nothing when it is none.
fn parse(text: &str) -> Option<Mark> {
    let mut parts = text.splitn(3, '.');
    let nanos = i128::from(parts.next()?.parse::<i64>().ok()?).checked_mul(1000)?;
    let fate = match parts.next()? {
        "s" => Fate::Saved,
        "a" => Fate::SetAside,
        _ => return None,
    };
    Some(Mark {
        at: OffsetDateTime::from_unix_timestamp_nanos(nanos).ok()?,
        fate,
        id: parts.next()?.parse().ok()?,
    })
}

pub async fn show(Query(query): Query<HistoryQuery>, opened: Opened) -> Reply {
    let after = parse(&query.after);
    let (entries, has_more) = history::read(&opened.app.store, &opened.form, after).await?;
    let path = opened.path(HISTORY);
    let last = entries.last().filter(|_| has_more);
    let older = last.map(|entry| format!("{path}?after={}", to_text(entry.mark)));
    reply::ok(&HistoryPage {
        layout: opened
            .layout("Who saved what")
            .back_to(opened.root(), "Back to your application"),
        caption: opened.form.case.application.service_title().to_owned(),
        is_empty: entries.is_empty(),
        is_first: after.is_none(),
        timeline: Timeline::new().events(entries.iter().map(|entry| event(&opened, entry))),
        pagination: Pagination::new().next(older),
        root: path,
    })
}

fn event(opened: &Opened, entry: &Entry) -> TimelineEvent {
    let at = place(opened, entry);
    let name = at.map_or_else(|| entry.key.page.clone(), |at| page_name(opened, &at));
    let what = match (entry.mark.fate, entry.version) {
        (Fate::SetAside, _) => "Not saved, because somebody else had saved".to_owned(),
        (Fate::Saved, _) if entry.is_removal => "Removed".to_owned(),
        (Fate::Saved, 1) => "First saved".to_owned(),
        (Fate::Saved, version) => format!("Saved as version {version}"),
    };
    let event = TimelineEvent::new(
        format!("{what}: {name}"),
        when::relative(entry.mark.at, opened.form.now),
        when::machine(entry.mark.at),
    )
    .by(&entry.by);
    let Some(at) = at else {
        return event;
    };
    let words = match (entry.mark.fate, entry.version) {
        (Fate::Saved, 1) => "See this answer",
        _ => "See what changed",
    };
    let key = super::versions::name(&entry.mark, entry.version);
    event.body(Content::link(
        format!("{}?to={key}", super::versions::path(opened, &at)),
        words,
    ))
}

/// What a page is called among those of all tasks.
pub fn page_name(opened: &Opened, at: &At) -> String {
    let name = title(opened, at);
    let is_told = at.item > 0 || at.page.question.is_some() || name.starts_with(&at.task.title);
    if is_told {
        name
    } else {
        format!("{}, {name}", at.task.title)
    }
}

/// The page that an entry is about; none when the set has it no more.
fn place(opened: &Opened, entry: &Entry) -> Option<At> {
    let (task, page) = opened.set().page(&entry.key.page)?;
    let item = entry.key.item;
    Some(At { task, page, item })
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    #[test]
    fn a_mark_reads_back() {
        for fate in [Fate::Saved, Fate::SetAside] {
            let mark = Mark {
                at: datetime!(2026-11-24 16:12:00.123456 UTC),
                fate,
                id: 17,
            };
            assert_eq!(parse(&to_text(mark)), Some(mark));
        }
        assert_eq!(parse("1.x.2"), None);
        assert_eq!(parse("nonsense"), None);
        assert_eq!(parse(&format!("{}.s.1", i64::MAX)), None);
    }
}
