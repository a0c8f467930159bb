//! The history: who saved which answer and when and what became of documents, the latest first.

use super::address::At;
use super::answers::title;
use super::document_events;
use super::moments::{self, Choice, choice};
use super::opened::Opened;
use super::then::{name_seen, name_then};
use crate::reply::{self, Reply};
use askama::Template;
use axum::extract::Query;
use domain::when;
use govuk::{Content, Html, InsetText, Layout, Pagination, Timeline, TimelineEvent};
use questions::AnswerKey;
use serde::Deserialize;
use service::history::{self, ItemNames};
use store::history::moments::{Moment, What};
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
    /// The form to compare two moments; none while there is but one.
    choice: Option<Choice>,
    /// The moment that another one is being chosen for.
    kept: Option<InsetText>,
    timeline: Timeline,
    pagination: Pagination,
}

/// What the address says.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct HistoryQuery {
    after: String,
    /// The first of two moments to compare; the second is being chosen.
    from: String,
    /// The second of two moments; the first is being chosen.
    to: String,
}

/// One of two moments to compare, while the other one is being chosen.
#[derive(Clone, Copy)]
pub enum Kept {
    None,
    From(OffsetDateTime),
    To(OffsetDateTime),
}

impl Kept {
    fn of(query: &HistoryQuery) -> Self {
        match (moments::parse(&query.from), moments::parse(&query.to)) {
            (Some(from), _) => Self::From(from),
            (None, Some(to)) => Self::To(to),
            (None, None) => Self::None,
        }
    }

    pub fn at(self) -> Option<OffsetDateTime> {
        match self {
            Self::None => None,
            Self::From(at) | Self::To(at) => Some(at),
        }
    }

    /// What goes on with it in an address, after what stands there already.
    fn query(self) -> String {
        match self {
            Self::None => String::new(),
            Self::From(at) => format!("&from={}", moments::to_text(at)),
            Self::To(at) => format!("&to={}", moments::to_text(at)),
        }
    }

    /// The link that compares with a moment of the timeline.
    pub fn link(self, opened: &Opened, at: OffsetDateTime, about: &str) -> Content {
        let about = format!(": {about}");
        let with = "Compare with this point";
        if self.at() == Some(at) {
            return Content::from("This is the point that you chose");
        }
        match self {
            Self::None => Content::link_about(
                moments::path(opened, at, None),
                "Compare with how it is now",
                about,
            ),
            Self::From(from) => {
                Content::link_about(moments::path(opened, from, Some(at)), with, about)
            }
            Self::To(to) => Content::link_about(moments::path(opened, at, Some(to)), with, about),
        }
    }
}

/// A mark as it stands in an address: the moment, the sort, the number.
fn to_text(mark: Mark) -> String {
    let moment = moments::to_text(mark.at);
    let sort = match mark.fate {
        Fate::Saved => "s",
        Fate::SetAside => "a",
        Fate::OfDocument => "d",
    };
    format!("{moment}.{sort}.{}", mark.id)
}

/// Reads a mark; nothing when it is none.
fn parse(text: &str) -> Option<Mark> {
    let mut parts = text.splitn(3, '.');
    let at = moments::parse(parts.next()?)?;
    let fate = match parts.next()? {
        "s" => Fate::Saved,
        "a" => Fate::SetAside,
        "d" => Fate::OfDocument,
        _ => return None,
    };
    Some(Mark {
        at,
        fate,
        id: parts.next()?.parse().ok()?,
    })
}

pub async fn show(Query(query): Query<HistoryQuery>, opened: Opened) -> Reply {
    let after = parse(&query.after);
    let kept = Kept::of(&query);
    let store = &opened.app.store;
    let (entries, has_more) = history::read(store, &opened.form, after).await?;
    let (known, names) = history::moments(store, &opened.form, kept.at().as_slice()).await?;
    let path = opened.path(HISTORY);
    let last = entries.last().filter(|_| has_more);
    let older = last.map(|entry| format!("{path}?after={}{}", to_text(entry.mark), kept.query()));
    let said = known.iter().position(|moment| Some(moment.at) == kept.at());
    let pair = history::chosen(&known, None, None).filter(|_| said.is_none() && after.is_none());
    let kept = if said.is_some() { kept } else { Kept::None };
    let ends = (after.map(|mark| mark.at), last.map(|entry| entry.mark.at));
    reply::ok(&HistoryPage {
        layout: opened
            .layout("Who saved what")
            .back_to(opened.root(), "Back to your application"),
        caption: opened.form.case.application.service_title().to_owned(),
        is_empty: entries.is_empty(),
        is_first: after.is_none(),
        timeline: Timeline::new()
            .heading_level(if pair.is_some() { 3 } else { 2 })
            .events(events((&opened, &names), &entries, &known, ends, kept)),
        choice: choice((&opened, &names), &known, pair),
        kept: said.map(|place| {
            let words = moments::labels((&opened, &names), &known).swap_remove(place);
            InsetText::new(format!("Choose the point to compare with “{words}”."))
        }),
        pagination: Pagination::new().next(older),
        root: path,
    })
}

/// What was saved and what was sent to the team between two moments, newest first.
fn events(
    (opened, names): (&Opened, &ItemNames),
    entries: &[Entry],
    moments: &[Moment],
    (after, last): (Option<OffsetDateTime>, Option<OffsetDateTime>),
    kept: Kept,
) -> Vec<TimelineEvent> {
    let saved = entries
        .iter()
        .map(|entry| (entry.mark.at, told((opened, names), entry, kept)));
    let sent = moments.iter().filter(|moment| {
        let is_sent = matches!(moment.what, What::Submitted | What::Replied(_));
        let is_here = after.is_none_or(|after| moment.at < after)
            && last.is_none_or(|last| last <= moment.at);
        is_sent && is_here
    });
    let sent = sent.map(|moment| (moment.at, milestone(opened, moment, kept)));
    let mut events: Vec<(OffsetDateTime, TimelineEvent)> = sent.chain(saved).collect();
    events.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    events.into_iter().map(|(_, event)| event).collect()
}

/// A moment at which the team was sent something.
fn milestone(opened: &Opened, moment: &Moment, kept: Kept) -> TimelineEvent {
    let title = match moment.what {
        What::Replied(number) => format!("Reply {number} sent to the PSN team"),
        _ => "Submitted to the PSN team".to_owned(),
    };
    let body = kept.link(opened, moment.at, &title);
    let event = TimelineEvent::new(
        title,
        when::relative(moment.at, opened.form.now),
        when::machine(moment.at),
    )
    .body(body);
    if moment.by.is_empty() {
        event
    } else {
        event.by(&moment.by)
    }
}

fn told((opened, names): (&Opened, &ItemNames), entry: &Entry, kept: Kept) -> TimelineEvent {
    if let Some(happened) = &entry.document {
        return document_events::event(opened, entry, happened, kept);
    }
    let name = match (place(opened, &entry.key), entry.mark.fate) {
        (None, _) => entry.key.page.clone(),
        (Some(at), Fate::SetAside) => name_seen(opened, names, &at, entry.mark.at),
        (Some(at), _) => name_then(opened, names, &at, entry.mark.at),
    };
    event(opened, entry, &name, kept)
}

fn event(opened: &Opened, entry: &Entry, name: &str, kept: Kept) -> TimelineEvent {
    let at = place(opened, &entry.key);
    let what = match (entry.mark.fate, entry.version) {
        (Fate::SetAside, _) => {
            "Not saved: something was wrong with it, or the application had changed".to_owned()
        }
        (Fate::Saved, _) if entry.is_removal => "Removed".to_owned(),
        (Fate::Saved, 1) => entry.origin.after("First saved"),
        (_, version) => entry.origin.after(&format!("Saved as version {version}")),
    };
    let event = TimelineEvent::new(
        format!("{what}: {name}"),
        when::relative(entry.mark.at, opened.form.now),
        when::machine(entry.mark.at),
    )
    .by(&entry.by);
    let own = at.map(|at| {
        let words = match (entry.mark.fate, entry.version) {
            (Fate::Saved, 1) => "See this answer",
            (Fate::SetAside, _) => "See what was typed",
            _ => "See what changed",
        };
        let key = super::versions::name(&entry.mark, entry.version);
        let href = format!("{}?to={key}", super::versions::path(opened, &at));
        let when = when::relative(entry.mark.at, opened.form.now);
        Content::link_about(href, words, format!(": {name}, {when}"))
    });
    // What was not saved was never part of the application.
    let whole = (entry.mark.fate == Fate::Saved).then(|| kept.link(opened, entry.mark.at, name));
    let is_chosen = kept.at() == Some(entry.mark.at);
    match (own, whole) {
        (Some(own), Some(_)) if is_chosen => event.body(own),
        (Some(own), Some(whole)) => {
            let between = Content::from(" or ");
            event.body(Html::of(&own).and(&between).and(&whole))
        }
        (Some(one), None) | (None, Some(one)) => event.body(one),
        (None, None) => event,
    }
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

/// The page of an answer; none when the set has it no more.
pub fn place(opened: &Opened, key: &AnswerKey) -> Option<At> {
    let (task, page) = opened.set().page(&key.page)?;
    let item = key.item;
    Some(At { task, page, item })
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    #[test]
    fn a_mark_reads_back() {
        for fate in [Fate::Saved, Fate::SetAside, Fate::OfDocument] {
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
