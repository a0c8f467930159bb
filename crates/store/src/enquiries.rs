//! What suppliers ask the PSN team about a question, and what it replies.

mod follow_up;
mod messages;

pub use follow_up::{Reminder, Told, hold, next_reminder, unread_days};
pub use messages::{EnquiryMessage, NewMessage, add_message, askers, messages};

use crate::error::{named, one_row};
use crate::{ReadTx, Result, WriteTx};
use domain::enquiry::EnquiryState;
use domain::id::{ApplicationId, EnquiryId, OrganisationId};
use policy::Proof;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

/// A thread about one question of an application.
#[derive(Debug, Clone)]
pub struct Enquiry {
    /// Identifier.
    pub id: EnquiryId,
    /// The supplier.
    pub organisation: OrganisationId,
    /// The application.
    pub application: ApplicationId,
    /// The question or group of sections that it is about.
    pub subject: String,
    /// What that is called.
    pub subject_title: String,
    /// The application's reference.
    pub reference: String,
    /// The supplier's name.
    pub organisation_name: String,
    /// Name of the service; empty while it has none.
    pub service_name: String,
    /// Who has to write next.
    pub state: EnquiryState,
    /// By when the team aims to reply.
    pub reply_by: Date,
    /// When somebody wrote last.
    pub last_at: OffsetDateTime,
    /// When what waits for the team was asked, or what it answered last.
    pub waiting_since: OffsetDateTime,
    /// When the team replied, while nobody of the supplier who could answer has opened it since.
    pub unread_since: Option<OffsetDateTime>,
}

struct Row {
    id: Uuid,
    organisation_id: Uuid,
    application_id: Uuid,
    subject: String,
    subject_title: String,
    reference: String,
    organisation_name: String,
    service_name: String,
    state: String,
    reply_by: Date,
    last_at: OffsetDateTime,
    waiting_since: OffsetDateTime,
    unread_since: Option<OffsetDateTime>,
}

impl Row {
    fn into_enquiry(self) -> Result<Enquiry> {
        Ok(Enquiry {
            id: EnquiryId(self.id),
            organisation: OrganisationId(self.organisation_id),
            application: ApplicationId(self.application_id),
            state: named("enquiries", "state", EnquiryState::parse(&self.state))?,
            subject: self.subject,
            subject_title: self.subject_title,
            reference: self.reference,
            organisation_name: self.organisation_name,
            service_name: self.service_name,
            reply_by: self.reply_by,
            last_at: self.last_at,
            waiting_since: self.waiting_since,
            unread_since: self.unread_since,
        })
    }
}

/// Within how many working days the team aims to reply, by the rules of a day.
pub async fn reply_days(tx: &mut ReadTx, day: Date) -> Result<u16> {
    days(tx, "enquiry_reply_working_days", day).await
}

async fn days(tx: &mut ReadTx, rule: &str, day: Date) -> Result<u16> {
    let days = sqlx::query_scalar!("select access.rule_value($1, $2)", rule, day)
        .fetch_one(tx.connection())
        .await?;
    let days = days.and_then(|days| u16::try_from(days).ok());
    named("rule_values", "value", days)
}

/// The threads of an application, the latest first.
pub async fn list_of_application(
    tx: &mut ReadTx,
    application: ApplicationId,
) -> Result<Vec<Enquiry>> {
    let rows = sqlx::query_as!(
        Row,
        "select id, organisation_id, application_id, subject, subject_title, reference, organisation_name,
                service_name, state, reply_by, last_at, waiting_since, unread_since
         from enquiries where application_id = $1 order by last_at desc, id",
        application.0,
    )
    .fetch_all(tx.connection())
    .await?;
    rows.into_iter().map(Row::into_enquiry).collect()
}

/// Threads of everybody, those that wait for the team first, by the day of the reply.
pub async fn list(tx: &mut ReadTx, skip: i64, limit: i64) -> Result<Vec<Enquiry>> {
    let rows = sqlx::query_as!(
        Row,
        "select id, organisation_id, application_id, subject, subject_title, reference, organisation_name,
                service_name, state, reply_by, last_at, waiting_since, unread_since
         from enquiries
         order by state <> 'asked', case when state = 'asked' then reply_by end, last_at desc, id
         offset $1 limit $2",
        skip,
        limit,
    )
    .fetch_all(tx.connection())
    .await?;
    rows.into_iter().map(Row::into_enquiry).collect()
}

/// The thread of this id.
pub async fn find(tx: &mut ReadTx, id: EnquiryId) -> Result<Option<Enquiry>> {
    let row = sqlx::query_as!(
        Row,
        "select id, organisation_id, application_id, subject, subject_title, reference, organisation_name,
                service_name, state, reply_by, last_at, waiting_since, unread_since
         from enquiries where id = $1",
        id.0,
    )
    .fetch_optional(tx.connection())
    .await?;
    row.map(Row::into_enquiry).transpose()
}

/// Opens a thread, or finds the one about the same subject.
pub async fn open(tx: &mut WriteTx, _proof: &impl Proof, new: &Enquiry) -> Result<EnquiryId> {
    let now = tx.now();
    let id = sqlx::query_scalar!(
        "insert into enquiries (id, organisation_id, application_id, subject, subject_title, reference,
                                organisation_name, service_name, state, reply_by, asked_at, last_at, waiting_since)
         values ($1, $2, $3, $4, $5, $6, $7, $8, 'asked', $9, $10, $10, $10)
         on conflict (application_id, subject) do update
             set state = 'asked', last_at = $10, service_name = excluded.service_name, unread_since = null,
                 reply_by = case when enquiries.state = 'asked' then enquiries.reply_by else excluded.reply_by end,
                 waiting_since = case when enquiries.state = 'asked' then enquiries.waiting_since else $10 end,
                 reminded_at = case when enquiries.state = 'asked' then enquiries.reminded_at end
         returning id",
        new.id.0,
        new.organisation.0,
        new.application.0,
        new.subject,
        new.subject_title,
        new.reference,
        new.organisation_name,
        new.service_name,
        new.reply_by,
        now,
    )
    .fetch_one(tx.connection())
    .await?;
    Ok(EnquiryId(id))
}

/// Notes that the team has answered.
pub async fn mark_answered(tx: &mut WriteTx, _proof: &impl Proof, id: EnquiryId) -> Result<()> {
    let now = tx.now();
    let done = sqlx::query!(
        "update enquiries set state = 'answered', last_at = $2, unread_since = $2, reminded_at = null
         where id = $1 and state <> 'closed'",
        id.0,
        now,
    )
    .execute(tx.connection())
    .await?;
    one_row(done.rows_affected())
}

/// Closes every thread of an application that has ended.
pub async fn close_all(
    tx: &mut WriteTx,
    _proof: &impl Proof,
    application: ApplicationId,
) -> Result<()> {
    sqlx::query!(
        "update enquiries set state = 'closed' where application_id = $1",
        application.0,
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Opens the threads of an application that goes on again: whoever did not write last has it. What
/// waits for the team is not promised for an earlier day than `reply_by`.
pub async fn reopen_all(
    tx: &mut WriteTx,
    _proof: &impl Proof,
    application: ApplicationId,
    reply_by: Date,
) -> Result<()> {
    sqlx::query!(
        "update enquiries e
         set state = case when last.is_from_team then 'answered' else 'asked' end,
             reply_by = greatest(e.reply_by, $2), reminded_at = null
         from (select distinct on (m.enquiry_id) m.enquiry_id, m.is_from_team
               from enquiry_messages m join enquiries t on t.id = m.enquiry_id
               where t.application_id = $1
               order by m.enquiry_id, m.written_at desc, m.id desc) last
         where e.id = last.enquiry_id and e.application_id = $1 and e.state = 'closed'",
        application.0,
        reply_by,
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}
