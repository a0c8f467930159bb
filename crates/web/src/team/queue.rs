//! The queue: what waits for the team, by target date.

use super::{case, enquiries, target};
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::Presented;
use crate::{App, PageError};
use askama::Template;
use axum::extract::{Query, State};
use domain::credential::Credential;
use domain::id::ApplicationId;
use domain::review::QueueView;
use domain::{when, working_days};
use govuk::{Column, Content, Layout, Pagination, SortOrder, Table};
use policy::authorise_team;
use policy::team::ReadCases;
use serde::Deserialize;
use store::queue::{Cursor, Queue, QueueEntry, QueueRequest};
use time::OffsetDateTime;

const LATEST_FIRST: &str = "latest";

#[derive(Template)]
#[template(path = "team/queue.html")]
struct QueuePage {
    layout: Layout,
    views: Vec<ViewLink>,
    /// What suppliers asked about a question and wait for, if anything.
    questions: Option<Waiting>,
    table: Table,
    pagination: Pagination,
}

/// Questions of suppliers that wait for a reply.
struct Waiting {
    href: &'static str,
    link: String,
    /// For how long, with its preposition.
    age: String,
}

impl Waiting {
    fn new(queue: &Queue) -> Option<Self> {
        let questions = queue.questions?;
        let age = enquiries::age_in_words(questions.since, when::uk_date(queue.now));
        Some(Self {
            href: enquiries::PATH,
            link: match questions.count {
                1 => "1 question of a supplier waits for a reply".to_owned(),
                count @ 2..100 => format!("{count} questions of suppliers wait for a reply"),
                _ => "100 or more questions of suppliers wait for a reply".to_owned(),
            },
            age: match questions.count {
                1 => format!("for {}", age.to_lowercase()),
                _ => format!("the oldest for {}", age.to_lowercase()),
            },
        })
    }
}

/// A saved view as a link.
struct ViewLink {
    href: String,
    text: &'static str,
    is_current: bool,
}

/// What the address says.
#[derive(Deserialize, Default)]
pub struct QueueQuery {
    #[serde(default)]
    view: String,
    #[serde(default)]
    order: String,
    #[serde(default)]
    after: String,
    #[serde(default)]
    before: String,
}

impl QueueQuery {
    /// What to ask for; words that the page does not know are left out.
    fn request(&self) -> QueueRequest {
        let after = cursor(&self.after, false);
        QueueRequest {
            view: QueueView::parse(&self.view).unwrap_or(QueueView::All),
            is_descending: self.order == LATEST_FIRST,
            cursor: after.or_else(|| cursor(&self.before, true)),
        }
    }
}

/// Reads `2026-12-18_018f…`.
fn cursor(text: &str, is_backwards: bool) -> Option<Cursor> {
    let (date, id) = text.split_once('_')?;
    Some(Cursor {
        target_on: working_days::parse_iso(date)?,
        application: ApplicationId::parse(id)?,
        is_backwards,
    })
}

/// The address of a page of the queue.
fn address(view: QueueView, is_descending: bool, place: Option<(&str, &QueueEntry)>) -> String {
    let mut parts = Vec::new();
    if view != QueueView::All {
        parts.push(format!("view={view}"));
    }
    if is_descending {
        parts.push(format!("order={LATEST_FIRST}"));
    }
    if let Some((name, entry)) = place
        && let Some(target) = entry.target_on
    {
        let target = when::iso_date(target);
        parts.push(format!("{name}={target}_{}", entry.application));
    }
    if parts.is_empty() {
        "/team".to_owned()
    } else {
        format!("/team?{}", parts.join("&"))
    }
}

impl QueuePage {
    fn new(furniture: &Furniture, queue: &Queue, request: &QueueRequest) -> Self {
        let view = request.view;
        let views = QueueView::ALL.iter().map(|other| ViewLink {
            href: address(*other, request.is_descending, None),
            text: other.title(),
            is_current: *other == view,
        });
        let to = |name, entry: Option<&QueueEntry>, is_there| {
            entry
                .filter(|_| is_there)
                .map(|entry| address(view, request.is_descending, Some((name, entry))))
        };
        Self {
            layout: furniture
                .team(&queue.actor)
                .title(format!("Applications: {}", view.title().to_lowercase()))
                .full_width(),
            views: views.collect(),
            questions: Waiting::new(queue),
            table: table(queue, request),
            pagination: Pagination::new()
                .previous(to("before", queue.entries.first(), queue.has_previous))
                .next(to("after", queue.entries.last(), queue.has_next)),
        }
    }
}

fn table(queue: &Queue, request: &QueueRequest) -> Table {
    let order = if request.is_descending {
        SortOrder::Descending
    } else {
        SortOrder::Ascending
    };
    let turned = address(request.view, !request.is_descending, None);
    Table::new(request.view.title())
        .caption_visually_hidden()
        .column(Column::text("Reference"))
        .column(Column::text("Organisation"))
        .column(Column::text("Service"))
        .column(Column::text("Submitted"))
        .column(Column::text("Target").sortable(turned, Some(order)))
        .column(Column::text("Assigned to"))
        .column(Column::text("Status"))
        .row_headers()
        .rows(queue.entries.iter().map(|entry| row(entry, queue.now)))
}

fn row(entry: &QueueEntry, now: OffsetDateTime) -> Vec<Content> {
    let submitted = entry
        .submitted_at
        .map(|at| when::short_date(when::uk_date(at)));
    vec![
        Content::link(case::path(&entry.reference), entry.reference.as_str()),
        Content::from(&entry.organisation_name),
        Content::from(&entry.service_name),
        Content::from(submitted.unwrap_or_default()),
        target::in_words(entry.state, entry.target_on, entry.is_paused, now).into(),
        Content::from(entry.assigned_name.as_deref().unwrap_or("Nobody yet")),
        Content::from(entry.state.title_for_team()),
    ]
}

pub async fn show(
    State(app): State<App>,
    Presented(credential): Presented,
    furniture: Furniture,
    Query(query): Query<QueueQuery>,
) -> Reply {
    if credential == Credential::ANONYMOUS {
        return Err(PageError::SignedOut);
    }
    let request = query.request();
    let queue = app.store.queue(credential, &request).await?;
    let queue = queue.ok_or(PageError::SignedOut)?;
    authorise_team::<ReadCases>(&queue.actor)?;
    reply::ok(&QueuePage::new(&furniture, &queue, &request))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::application::ApplicationState;
    use domain::reference::ApplicationReference;
    use time::macros::date;

    #[test]
    fn an_address_reads_back() {
        let entry = QueueEntry {
            application: ApplicationId::new(),
            reference: ApplicationReference::generate(),
            organisation_name: String::new(),
            service_name: String::new(),
            submitted_at: None,
            target_on: Some(date!(2026 - 12 - 18)),
            is_paused: false,
            assigned_name: None,
            state: ApplicationState::Submitted,
        };
        let address = address(QueueView::Mine, true, Some(("after", &entry)));
        let after = address.rsplit('=').next().unwrap_or_default();
        assert_eq!(
            address,
            format!("/team?view=mine&order=latest&after={after}")
        );
        let cursor = cursor(after, false).unwrap();
        assert_eq!(cursor.application, entry.application);
        assert_eq!(Some(cursor.target_on), entry.target_on);
    }

    #[test]
    fn words_that_the_page_does_not_know_are_left_out() {
        let query = QueueQuery {
            view: "everything".into(),
            order: "random".into(),
            after: "soon_x".into(),
            before: String::new(),
        };
        let request = query.request();
        assert_eq!(request.view, QueueView::All);
        assert!(!request.is_descending && request.cursor.is_none());
    }
}
