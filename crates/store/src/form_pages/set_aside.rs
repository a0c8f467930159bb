//! Keeping an answer that could not be saved.

use crate::{Result, Store};
use audit::{By, Event};
use domain::credential::Credential;
use domain::id::ApplicationId;
use policy::Permit;
use policy::organisation::AnswerQuestions;
use questions::Values;
use serde_json::{Value, json};
use sqlx::types::Json;

/// An answer that could not be saved.
#[derive(Debug)]
pub struct SetAside<'a> {
    /// Whose session.
    pub credential: Credential,
    /// Name of the person.
    pub name: &'a str,
    /// The application.
    pub application: ApplicationId,
    /// Page of the question set.
    pub page: &'a str,
    /// Number of the list item; 0 outside lists.
    pub item: i16,
    /// The values, in normal form.
    pub values: &'a Values,
    /// Of an answer with which something is wrong, what was written in it: it is kept only while some
    /// of that is new, and so many times an hour. None where another version was in the way.
    pub words: Option<&'a Values>,
    /// The version that the person saw; 0 when there was none.
    pub seen: i32,
    /// What is recorded.
    pub event: &'a Event,
}

impl Store {
    /// Keeps an answer beside the history; false when it is there already, or was refused too often.
    /// One statement.
    pub async fn set_answer_aside(
        &self,
        permit: &Permit<AnswerQuestions>,
        aside: &SetAside<'_>,
    ) -> Result<bool> {
        let by = By::User(permit.user());
        let events = json!([{
            "kind": aside.event.kind.as_str(),
            "by": by.to_string(),
            "organisation": aside.event.organisation.map(|id| id.0),
            "event": aside.event.canonical(by),
        }]);
        let Some(words) = aside.words else {
            return self.set_lost_aside(aside, events).await;
        };
        let is_new = sqlx::query_scalar!(
            r#"select page.set_refused_aside($1, $2, $3, $4, $5, $6, $7, $8, $9) as "is_new!""#,
            aside.credential.as_hex(),
            aside.application.0,
            aside.page,
            aside.item,
            Json(aside.values) as _,
            Json(words) as _,
            aside.seen,
            aside.name,
            events,
        )
        .fetch_one(self.hot())
        .await?;
        Ok(is_new)
    }

    async fn set_lost_aside(&self, aside: &SetAside<'_>, events: Value) -> Result<bool> {
        let is_new = sqlx::query_scalar!(
            r#"select page.set_answer_aside($1, $2, $3, $4, $5, $6, $7, $8) as "is_new!""#,
            aside.credential.as_hex(),
            aside.application.0,
            aside.page,
            aside.item,
            Json(aside.values) as _,
            aside.seen,
            aside.name,
            events,
        )
        .fetch_one(self.hot())
        .await?;
        Ok(is_new)
    }
}
