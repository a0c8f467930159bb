//! Reminders of requests for clarification. Only the worker's role may call these.

use crate::answers::{AnswerRow, answers_in};
use crate::{ReadTx, Result, WriteTx};
use domain::id::{ApplicationId, ClarificationId, OrganisationId};
use questions::Answers;
use sqlx::types::Json;
use time::Date;

/// A request for clarification of which its supplier is to be reminded.
#[derive(Debug)]
pub struct Reminder {
    /// The request.
    pub clarification: ClarificationId,
    /// The supplier.
    pub organisation: OrganisationId,
    /// The application.
    pub application: ApplicationId,
    /// Its reference.
    pub reference: String,
    /// Name of the service; empty until given.
    pub service_name: String,
    /// The question set, its version, and the hash of the revision that the application began with.
    pub set: (String, String, String),
    /// The day by which to reply.
    pub due_on: Date,
    /// Whether this is the last reminder, shortly before that day; else it is the one halfway.
    pub is_last: bool,
    /// The subjects without a reply, by id; may be empty.
    pub unanswered: Vec<String>,
    /// Name and address of who submitted the application, while they belong to the supplier.
    pub submitter: Option<(String, String)>,
    /// The application's answers to the pages that were asked for.
    pub answers: Answers,
}

/// The requests of which a reminder is due, up to `limit`, with the answers to these pages. The last
/// reminder is due for those whose day of the reply is before `soon_before`.
pub async fn list_due(
    tx: &mut ReadTx,
    pages: &[String],
    soon_before: Date,
    limit: i32,
) -> Result<Vec<Reminder>> {
    let rows = sqlx::query!(
        r#"select clarification_id as "clarification_id!", organisation_id as "organisation_id!",
                  application_id as "application_id!", reference as "reference!", service_name as "service_name!",
                  set_id as "set_id!", set_version as "set_version!", set_hash as "set_hash!", due_on as "due_on!",
                  is_last as "is_last!", unanswered as "unanswered!", submitter_name, submitter_email,
                  answers as "answers!: Json<Vec<AnswerRow>>"
           from access.clarifications_to_remind($1, $2, $3)"#,
        pages,
        soon_before,
        limit,
    )
    .fetch_all(tx.connection())
    .await?;
    let reminders = rows.into_iter().map(|row| Reminder {
        clarification: ClarificationId(row.clarification_id),
        organisation: OrganisationId(row.organisation_id),
        application: ApplicationId(row.application_id),
        reference: row.reference,
        service_name: row.service_name,
        set: (row.set_id, row.set_version, row.set_hash),
        due_on: row.due_on,
        is_last: row.is_last,
        unanswered: row.unanswered,
        submitter: row.submitter_name.zip(row.submitter_email),
        answers: answers_in(row.answers.0),
    });
    Ok(reminders.collect())
}

/// Notes that one of the two reminders is sent; false when another worker did, or the reply is there.
pub async fn note(tx: &mut WriteTx, clarification: ClarificationId, is_last: bool) -> Result<bool> {
    let is_noted = sqlx::query_scalar!(
        r#"select access.note_clarification_reminder($1, $2) as "is_noted!""#,
        clarification.0,
        is_last,
    )
    .fetch_one(tx.connection())
    .await?;
    Ok(is_noted)
}
