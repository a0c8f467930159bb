//! Reminders of assigned tasks. Only the worker's role may call these.

use crate::error::named;
use crate::{ReadTx, Result, WriteTx};
use domain::id::{ApplicationId, OrganisationId, UserId};
use domain::notice_choice::NoticeChoice;
use domain::owner_request::OwnerRequestState;
use domain::signature_request::SignatureRequestState;
use serde::{Deserialize, Serialize};
use sqlx::types::Json;
use time::Date;

/// A task that is soon due or overdue.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DueTask {
    /// The task.
    pub task: String,
    /// By when it was to be done, as an ISO date.
    pub due_on: String,
    /// Whether that day is over.
    pub is_overdue: bool,
}

/// Somebody who is to be reminded of tasks of one draft.
#[derive(Debug)]
pub struct Reminder {
    /// The supplier.
    pub organisation: OrganisationId,
    /// The draft.
    pub application: ApplicationId,
    /// Its reference.
    pub reference: String,
    /// Name of the service; empty until given.
    pub service_name: String,
    /// The question set, its version, and the hash of the revision that the draft began with.
    pub set: (String, String, String),
    /// Where the last request to sign the whole application stands.
    pub signature: Option<SignatureRequestState>,
    /// Where the last request to the infrastructure's owner stands.
    pub owner: Option<OwnerRequestState>,
    /// Who.
    pub assignee: UserId,
    /// That person's name.
    pub name: String,
    /// Where they are written to.
    pub email: String,
    /// Which e-mails they want.
    pub notices: NoticeChoice,
    /// The tasks, due soonest first.
    pub tasks: Vec<DueTask>,
}

/// Who is to be reminded, up to `limit` of them.
pub async fn list_due(tx: &mut ReadTx, limit: i32) -> Result<Vec<Reminder>> {
    let rows = sqlx::query!(
        r#"select organisation_id as "organisation_id!", application_id as "application_id!",
                  reference as "reference!", service_name as "service_name!", set_id as "set_id!",
                  set_version as "set_version!", set_hash as "set_hash!", signature, owner, assignee as "assignee!", name as "name!",
                  email as "email!", choice as "choice!", tasks as "tasks!: Json<Vec<DueTask>>"
           from access.tasks_to_remind($1)"#,
        limit,
    )
    .fetch_all(tx.connection())
    .await?;
    let mut reminders = Vec::new();
    for row in rows {
        let signature = row.signature.as_deref().map(|state| {
            let state = SignatureRequestState::parse(state);
            named("signature_requests", "state", state)
        });
        let owner = row
            .owner
            .as_deref()
            .map(|state| named("owner_requests", "state", OwnerRequestState::parse(state)));
        reminders.push(Reminder {
            organisation: OrganisationId(row.organisation_id),
            application: ApplicationId(row.application_id),
            reference: row.reference,
            service_name: row.service_name,
            set: (row.set_id, row.set_version, row.set_hash),
            signature: signature.transpose()?,
            owner: owner.transpose()?,
            assignee: UserId(row.assignee),
            name: row.name,
            email: row.email,
            notices: named("notice_choices", "choice", NoticeChoice::parse(&row.choice))?,
            tasks: row.tasks.0,
        });
    }
    Ok(reminders)
}

/// Notes that somebody is reminded; false when another worker did.
pub async fn note(tx: &mut WriteTx, reminder: &Reminder) -> Result<bool> {
    let is_noted = sqlx::query_scalar!(
        r#"select access.note_task_reminders($1, $2, $3) as "is_noted!""#,
        reminder.application.0,
        reminder.assignee.0,
        Json(&reminder.tasks) as _,
    )
    .fetch_one(tx.connection())
    .await?;
    Ok(is_noted)
}

impl DueTask {
    /// By when it was to be done.
    pub fn day(&self) -> Option<Date> {
        domain::working_days::parse_iso(&self.due_on)
    }
}
