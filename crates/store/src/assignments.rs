//! Which colleague does which task of an application, and by when.

use crate::error::{named, one_row};
use crate::{ReadTx, Result, WriteTx};
use domain::id::{ApplicationId, OrganisationId, UserId};
use domain::notice_choice::NoticeChoice;
use domain::owner_request::OwnerRequestState;
use domain::reference::ApplicationReference;
use domain::signature_request::SignatureRequestState;
use policy::Permit;
use policy::organisation::AssignTasks;
use std::collections::BTreeMap;
use time::Date;

/// More tasks than a question set has.
const TASKS_MAX: i64 = 200;

/// Who does a task, and by when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assigned {
    /// Who does it.
    pub user: UserId,
    /// That person's name.
    pub name: String,
    /// By when, if anybody said so.
    pub due_on: Option<Date>,
}

/// How a task is assigned, and by whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Who does it, and by when.
    pub assigned: Assigned,
    /// The name of whoever said so last.
    pub by: String,
}

/// Somebody to whom tasks can be assigned.
#[derive(Debug, Clone)]
pub struct Colleague {
    /// The account.
    pub user: UserId,
    /// The full name.
    pub name: String,
    /// The address they sign in with.
    pub email: String,
    /// Which e-mails they want.
    pub notices: NoticeChoice,
}

/// A task that is assigned to somebody and not marked complete.
#[derive(Debug)]
pub struct OwnTask {
    /// Reference of the application.
    pub reference: ApplicationReference,
    /// Name of the service; empty until given.
    pub service_name: String,
    /// The question set, its version, and the hash of the revision that the draft began with.
    pub set: (String, String, String),
    /// The task.
    pub task: String,
    /// By when, if anybody said so.
    pub due_on: Option<Date>,
    /// Where the last request to sign the whole application stands.
    pub signature: Option<SignatureRequestState>,
    /// Where the last request to the infrastructure's owner stands.
    pub owner: Option<OwnerRequestState>,
}

struct Row {
    reference: String,
    service_name: String,
    set_id: String,
    set_version: String,
    set_hash: String,
    task: String,
    due_on: Option<Date>,
    signature: Option<String>,
    owner: Option<String>,
}

/// The members of an organisation who answer questions, by name, at most `limit`.
pub async fn list_colleagues(
    tx: &mut ReadTx,
    organisation: OrganisationId,
    limit: i64,
) -> Result<Vec<Colleague>> {
    let rows = sqlx::query!(
        r#"select u.id, u.name, u.email, n.choice as "choice?"
         from memberships m join users u on u.id = m.user_id left join notice_choices n on n.user_id = m.user_id
         where m.organisation_id = $1 and m.role in ('administrator', 'editor')
           and (m.leaves_on is null or m.leaves_on >= access.today())
         order by lower(u.name), u.id limit $2"#,
        organisation.0,
        limit,
    )
    .fetch_all(tx.connection())
    .await?;
    let person = |(id, name, email, choice): (_, _, _, Option<String>)| {
        let choice = choice.map(|choice| {
            let choice = NoticeChoice::parse(&choice);
            named("notice_choices", "choice", choice)
        });
        Ok(Colleague {
            user: UserId(id),
            name,
            email,
            notices: choice.transpose()?.unwrap_or_default(),
        })
    };
    rows.into_iter()
        .map(|row| person((row.id, row.name, row.email, row.choice)))
        .collect()
}

/// How the tasks of an application are assigned now, by task: only to people who may answer questions.
pub async fn list_of_application(
    tx: &mut ReadTx,
    application: ApplicationId,
) -> Result<BTreeMap<String, Standing>> {
    let rows = sqlx::query!(
        "select t.task, t.assignee, t.due_on, t.assigned_by_name, u.name
         from task_assignments t join users u on u.id = t.assignee
         where t.application_id = $1 and access.may_answer(t.organisation_id, t.assignee)
         order by t.task limit $2",
        application.0,
        TASKS_MAX,
    )
    .fetch_all(tx.connection())
    .await?;
    let standing = rows.into_iter().map(|row| {
        let assigned = Assigned {
            user: UserId(row.assignee),
            name: row.name,
            due_on: row.due_on,
        };
        let by = row.assigned_by_name;
        (row.task, Standing { assigned, by })
    });
    Ok(standing.collect())
}

/// Assigns a task to somebody who may answer questions, instead of whoever had it.
pub async fn put(
    tx: &mut WriteTx,
    permit: &Permit<AssignTasks>,
    application: ApplicationId,
    by: &str,
    task: &str,
    (assignee, due_on): (UserId, Option<Date>),
) -> Result<()> {
    let now = tx.now();
    let done = sqlx::query!(
        "insert into task_assignments (organisation_id, application_id, task, assignee, due_on, assigned_at,
                                       assigned_by, assigned_by_name)
         values ($1, $2, $3, $4, $5, $6, $7, $8)
         on conflict (application_id, task) do update
         set assignee = excluded.assignee, due_on = excluded.due_on, assigned_by = excluded.assigned_by,
             assigned_by_name = excluded.assigned_by_name,
             -- Another day is no other assignment.
             assigned_at = case when task_assignments.assignee = excluded.assignee
                 then task_assignments.assigned_at else excluded.assigned_at end",
        permit.organisation().0,
        application.0,
        task,
        assignee.0,
        due_on,
        now,
        permit.user().0,
        by,
    )
    .execute(tx.connection())
    .await?;
    one_row(done.rows_affected())
}

/// Assigns a task to nobody; false when it was nobody's.
pub async fn remove(
    tx: &mut WriteTx,
    permit: &Permit<AssignTasks>,
    application: ApplicationId,
    task: &str,
) -> Result<bool> {
    let done = sqlx::query!(
        "delete from task_assignments where organisation_id = $1 and application_id = $2 and task = $3",
        permit.organisation().0,
        application.0,
        task,
    )
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected() > 0)
}

/// The tasks of drafts that are assigned to this person and not marked complete: those that are
/// due soonest first, at most `limit`.
pub async fn list_of_person(tx: &mut ReadTx, user: UserId, limit: i64) -> Result<Vec<OwnTask>> {
    let rows = sqlx::query_as!(
        Row,
        r#"select a.reference, a.service_name, a.set_id, a.set_version, a.set_hash, t.task, t.due_on,
                  (select s.state from signature_requests s where s.application_id = a.id and s.kind = 'initial'
                   order by s.sent_at desc limit 1) as signature,
                  (select access.agreement_state(o.state, o.agreed_until, o.withdrawn_from)
                   from owner_requests o where o.application_id = a.id
                   order by o.sent_at desc limit 1) as owner
           from task_assignments t join applications a on a.id = t.application_id
           where t.assignee = $1 and a.state = 'draft' and access.may_answer(t.organisation_id, t.assignee)
             and not exists (select from section_marks m
                 where m.application_id = t.application_id and m.task = t.task and m.is_complete)
           order by t.due_on nulls last, t.assigned_at, a.reference, t.task limit $2"#,
        user.0,
        limit,
    )
    .fetch_all(tx.connection())
    .await?;
    let task = |row: Row| {
        let reference = ApplicationReference::parse(&row.reference);
        let signature = row.signature.as_deref().map(|state| {
            let state = SignatureRequestState::parse(state);
            named("signature_requests", "state", state)
        });
        let owner = row
            .owner
            .as_deref()
            .map(|state| named("owner_requests", "state", OwnerRequestState::parse(state)));
        Ok(OwnTask {
            reference: named("applications", "reference", reference)?,
            service_name: row.service_name,
            set: (row.set_id, row.set_version, row.set_hash),
            task: row.task,
            due_on: row.due_on,
            signature: signature.transpose()?,
            owner: owner.transpose()?,
        })
    };
    rows.into_iter().map(task).collect()
}
