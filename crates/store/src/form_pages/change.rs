//! Changing answers: one statement each, which is one transaction in the database.

use crate::error::named;
use crate::{Result, Store};
use audit::{By, Event};
use domain::application::ApplicationState;
use domain::credential::Credential;
use domain::id::{ApplicationId, OutboxId, SignatureRequestId};
use domain::origin::Origin;
use mail::Message;
use policy::Permit;
use policy::organisation::AnswerQuestions;
use questions::Values;
use serde_json::{Value, json};
use sqlx::types::Json;

/// What every change of answers has: what the caller saw, and what follows from the change.
#[derive(Debug)]
pub struct Change<'a> {
    /// Whose session.
    pub credential: Credential,
    /// Name of the person who changes.
    pub name: &'a str,
    /// The application.
    pub application: ApplicationId,
    /// Where the caller saw the application stand.
    pub state: ApplicationState,
    /// The request to sign that the caller saw live in a draft.
    pub live: Option<SignatureRequestId>,
    /// Whether the change of an answer makes it void; removing an item always does.
    pub voids: bool,
    /// Tasks whose mark holds no more.
    pub unmarks: &'a [String],
    /// The section that is to be checked again when somebody else has marked it as complete, or the
    /// change comes from a file; none when none is.
    pub task: Option<&'a str>,
    /// What is recorded.
    pub events: &'a [Event],
    /// Notices to queue.
    pub messages: &'a [Message],
}

/// One answer to save.
#[derive(Debug)]
pub struct NewAnswer<'a> {
    /// Page of the question set.
    pub page: &'a str,
    /// Number of the list item; 0 outside lists.
    pub item: i16,
    /// The values, in normal form.
    pub values: &'a Values,
    /// True when they pass every check of the page.
    pub is_complete: bool,
    /// The version that the person saw; 0 when there was none.
    pub seen: i32,
    /// The version that it becomes, as the events say.
    pub version: i32,
    /// The service's name after the change.
    pub service_name: &'a str,
    /// The supplier's name after the change.
    pub organisation_name: &'a str,
    /// Where the answer comes from.
    pub origin: &'a Origin,
}

/// What came of saving.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SaveOutcome {
    /// Saved.
    Saved,
    /// Somebody else saved this answer meanwhile; nothing was changed.
    Stale,
    /// The application, or its request to sign, is not as the caller saw it; nothing was changed.
    Moved,
    /// A removed item of this number has left versions behind: try again with this version.
    Renumbered(i32),
}

/// An item of a list to remove.
#[derive(Debug)]
pub struct RemovedItem<'a> {
    /// The pages that are asked for each item.
    pub pages: &'a [String],
    /// The item's number.
    pub item: i16,
}

/// What came of removing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RemoveOutcome {
    /// Removed.
    Removed,
    /// There was nothing to remove (any more).
    Gone,
    /// The application, or its request to sign, is not as the caller saw it.
    Moved,
}

impl Change<'_> {
    fn events_json(&self, by: By) -> Value {
        let row = |event: &Event| {
            json!({
                "kind": event.kind.as_str(),
                "by": by.to_string(),
                "organisation": event.organisation.map(|id| id.0),
                "event": event.canonical(by),
            })
        };
        self.events.iter().map(row).collect()
    }

    fn messages_json(&self) -> Value {
        let row = |message: &Message| {
            json!({
                "id": OutboxId::new().0,
                "kind": message.kind,
                "recipient": message.to.as_str(),
                "subject": message.subject,
                "body_text": message.text,
                "body_html": message.html,
            })
        };
        self.messages.iter().map(row).collect()
    }
}

impl Store {
    /// Saves one answer with all that follows from it. One statement.
    pub async fn save_answer(
        &self,
        permit: &Permit<AnswerQuestions>,
        change: &Change<'_>,
        answer: &NewAnswer<'_>,
    ) -> Result<SaveOutcome> {
        let row = sqlx::query!(
            r#"select outcome as "outcome!", next_version
               from page.keep_answer($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
                                     $19, $20)"#,
            change.credential.as_hex(),
            change.application.0,
            change.state.as_str(),
            change.live.map(|id| id.0),
            change.voids,
            answer.page,
            answer.item,
            Json(answer.values) as _,
            answer.is_complete,
            answer.seen,
            answer.version,
            change.name,
            answer.service_name,
            answer.organisation_name,
            change.unmarks,
            change.task,
            answer.origin.kind.as_str(),
            answer.origin.name.as_deref(),
            change.events_json(By::User(permit.user())),
            change.messages_json(),
        )
        .fetch_one(self.hot())
        .await?;
        let outcome = match row.outcome.as_str() {
            "saved" => Some(SaveOutcome::Saved),
            "stale" => Some(SaveOutcome::Stale),
            "moved" => Some(SaveOutcome::Moved),
            "renumbered" => row.next_version.map(SaveOutcome::Renumbered),
            _ => None,
        };
        named("answers", "version", outcome)
    }

    /// Removes an item of a list with all that follows from it; its versions stay in the
    /// history. One statement.
    pub async fn remove_item(
        &self,
        permit: &Permit<AnswerQuestions>,
        change: &Change<'_>,
        removed: &RemovedItem<'_>,
    ) -> Result<RemoveOutcome> {
        let outcome = sqlx::query_scalar!(
            r#"select page.take_item_away($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) as "outcome!""#,
            change.credential.as_hex(),
            change.application.0,
            change.state.as_str(),
            change.live.map(|id| id.0),
            removed.pages,
            removed.item,
            change.name,
            change.unmarks,
            change.task,
            change.events_json(By::User(permit.user())),
            change.messages_json(),
        )
        .fetch_one(self.hot())
        .await?;
        let outcome = match outcome.as_str() {
            "removed" => Some(RemoveOutcome::Removed),
            "gone" => Some(RemoveOutcome::Gone),
            "moved" => Some(RemoveOutcome::Moved),
            _ => None,
        };
        named("answers", "item", outcome)
    }
}
