//! The PSN team's queue: one statement, authentication included.

use crate::error::named;
use crate::sessions::PersonRow;
use crate::{Result, Store};
use domain::application::ApplicationState;
use domain::credential::Credential;
use domain::id::ApplicationId;
use domain::reference::ApplicationReference;
use domain::review::QueueView;
use policy::Actor;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

/// How many applications a page of the queue shows.
pub const PAGE_ROWS: usize = 50;

/// The application that a page of the queue follows or precedes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// Its target date.
    pub target_on: Date,
    /// Its identifier.
    pub application: ApplicationId,
    /// True when the page precedes it.
    pub is_backwards: bool,
}

/// Which page of the queue.
#[derive(Debug, Clone, Copy)]
pub struct QueueRequest {
    /// The saved view.
    pub view: QueueView,
    /// True when the latest target date comes first.
    pub is_descending: bool,
    /// Where the page begins or ends; none for the first.
    pub cursor: Option<Cursor>,
}

/// One application in the queue.
#[derive(Debug, Clone)]
pub struct QueueEntry {
    /// Identifier.
    pub application: ApplicationId,
    /// What people call it by.
    pub reference: ApplicationReference,
    /// The supplier's name.
    pub organisation_name: String,
    /// The name of the service.
    pub service_name: String,
    /// When it was submitted.
    pub submitted_at: Option<OffsetDateTime>,
    /// The date by which a decision is due.
    pub target_on: Option<Date>,
    /// True while the clock is paused.
    pub is_paused: bool,
    /// The assessor's name.
    pub assigned_name: Option<String>,
    /// Where it stands.
    pub state: ApplicationState,
}

/// What suppliers asked about a question and wait for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuestionsWaiting {
    /// How many, up to 100.
    pub count: i64,
    /// Since when the one waits that waits for longest.
    pub since: OffsetDateTime,
}

/// One page of the queue, for the person who asked.
#[derive(Debug)]
pub struct Queue {
    /// Who asked.
    pub actor: Actor,
    /// The service's time.
    pub now: OffsetDateTime,
    /// What suppliers asked about a question, if anything waits for a reply.
    pub questions: Option<QuestionsWaiting>,
    /// At most [`PAGE_ROWS`] applications, in order; none for people outside the team.
    pub entries: Vec<QueueEntry>,
    /// True when a page comes before.
    pub has_previous: bool,
    /// True when a page comes after.
    pub has_next: bool,
}

struct Row {
    user_id: Uuid,
    name: String,
    email: String,
    team_role: Option<String>,
    memberships: serde_json::Value,
    session: serde_json::Value,
    now: OffsetDateTime,
    questions_waiting: i64,
    questions_since: Option<OffsetDateTime>,
    id: Option<Uuid>,
    reference: Option<String>,
    organisation_name: Option<String>,
    service_name: Option<String>,
    submitted_at: Option<OffsetDateTime>,
    target_on: Option<Date>,
    is_paused: Option<bool>,
    assigned_name: Option<String>,
    state: Option<String>,
}

impl Row {
    fn actor(&self, credential: Credential) -> Result<Actor> {
        PersonRow {
            user_id: self.user_id,
            name: self.name.clone(),
            email: self.email.clone(),
            team_role: self.team_role.clone(),
            memberships: self.memberships.clone(),
            session: self.session.clone(),
        }
        .into_actor(credential)
    }

    /// The application of this row; the row of an empty page has none.
    fn into_entry(self) -> Result<Option<QueueEntry>> {
        let Some(id) = self.id else {
            return Ok(None);
        };
        let reference = self.reference.unwrap_or_default();
        let state = self.state.unwrap_or_default();
        Ok(Some(QueueEntry {
            application: ApplicationId(id),
            reference: named(
                "applications",
                "reference",
                ApplicationReference::parse(&reference),
            )?,
            organisation_name: self.organisation_name.unwrap_or_default(),
            service_name: self.service_name.unwrap_or_default(),
            submitted_at: self.submitted_at,
            target_on: self.target_on,
            is_paused: self.is_paused.unwrap_or_default(),
            assigned_name: self.assigned_name,
            state: named("applications", "state", ApplicationState::parse(&state))?,
        }))
    }
}

impl Store {
    /// The person signed in with this credential, and a page of the queue if
    /// they belong to the team. Nothing when nobody is signed in. One statement.
    pub async fn queue(
        &self,
        credential: Credential,
        request: &QueueRequest,
    ) -> Result<Option<Queue>> {
        let is_backwards = request.cursor.is_some_and(|cursor| cursor.is_backwards);
        let limit = i32::try_from(PAGE_ROWS + 1).unwrap_or(i32::MAX);
        let rows = sqlx::query_as!(
            Row,
            r#"select user_id as "user_id!", name as "name!", email as "email!", team_role,
                      memberships as "memberships!", session as "session!", now as "now!",
                      questions_waiting as "questions_waiting!", questions_since, id, reference, organisation_name,
                      service_name, submitted_at, target_on, is_paused, assigned_name, state
               from page.queue($1, $2, $3, $4, $5, $6, $7)"#,
            credential.as_hex(),
            request.view.as_str(),
            request.is_descending,
            request.cursor.map(|cursor| cursor.target_on),
            request.cursor.map(|cursor| cursor.application.0),
            is_backwards,
            limit,
        )
        .fetch_all(self.hot())
        .await?;
        let Some(first) = rows.first() else {
            return Ok(None);
        };
        let actor = first.actor(credential)?;
        let now = first.now;
        let questions = first.questions_since.map(|since| QuestionsWaiting {
            count: first.questions_waiting,
            since,
        });
        let mut entries = Vec::with_capacity(rows.len());
        for row in rows {
            entries.extend(row.into_entry()?);
        }
        Ok(Some(page((actor, now, questions), entries, request)))
    }
}

/// Puts the page in order and finds out whether there is more on either side.
/// `entries` come by target date, earliest first, with one more than a page if there is more.
fn page(
    (actor, now, questions): (Actor, OffsetDateTime, Option<QuestionsWaiting>),
    mut entries: Vec<QueueEntry>,
    request: &QueueRequest,
) -> Queue {
    if request.is_descending {
        entries.reverse();
    }
    let is_backwards = request.cursor.is_some_and(|cursor| cursor.is_backwards);
    let has_more = entries.len() > PAGE_ROWS;
    if has_more && is_backwards {
        entries.remove(0);
    }
    entries.truncate(PAGE_ROWS);
    Queue {
        actor,
        now,
        questions,
        entries,
        has_previous: if is_backwards {
            has_more
        } else {
            request.cursor.is_some()
        },
        has_next: is_backwards || has_more,
    }
}
