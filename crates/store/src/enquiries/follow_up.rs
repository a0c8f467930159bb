//! What nobody has read or answered yet.

use crate::{ReadTx, Result, Store, WriteTx};
use domain::credential::Credential;
use domain::id::{ApplicationId, EnquiryId, OrganisationId};
use policy::Proof;
use serde::Deserialize;
use sqlx::types::Json;
use time::{Date, OffsetDateTime};

/// Somebody of the supplier who is reminded.
#[derive(Debug, Deserialize)]
pub struct Told {
    /// Their full name.
    pub name: String,
    /// Their address.
    pub email: String,
}

/// A thread of which somebody is to be reminded.
#[derive(Debug)]
pub struct Reminder {
    /// The thread.
    pub enquiry: EnquiryId,
    /// The supplier.
    pub organisation: OrganisationId,
    /// The application.
    pub application: ApplicationId,
    /// Its reference, as shown.
    pub reference: String,
    /// The supplier's name.
    pub organisation_name: String,
    /// The question or group of sections that it is about.
    pub subject: String,
    /// What that is called.
    pub subject_title: String,
    /// True when the supplier has not read the team's reply; false when the team has not replied.
    pub is_unread: bool,
    /// When the team replied, or since when the question waits.
    pub since: OffsetDateTime,
    /// By when the team aimed to reply.
    pub reply_by: Date,
    /// Who of the supplier takes part and still belongs to it; its administrators when nobody does.
    pub people: Vec<Told>,
}

/// For how many working days a reply may stay unread before somebody is reminded, by the rules of a day.
pub async fn unread_days(tx: &mut ReadTx, day: Date) -> Result<u16> {
    super::days(tx, "enquiry_unread_reminder_working_days", day).await
}

/// Takes the next thread whose reply of before this day nobody of the supplier has opened, or whose
/// question waits for longer than promised, and notes that a reminder is sent: one for each time that
/// the other side has it. Nothing when there is none. For the worker's role only.
pub async fn next_reminder(tx: &mut WriteTx, unread_before: Date) -> Result<Option<Reminder>> {
    let row = sqlx::query!(
        r#"select enquiry_id as "enquiry_id!", organisation_id as "organisation_id!",
                  application_id as "application_id!", reference as "reference!",
                  organisation_name as "organisation_name!", subject as "subject!", subject_title as "subject_title!",
                  is_unread as "is_unread!", since as "since!", reply_by as "reply_by!",
                  people as "people!: Json<Vec<Told>>"
           from access.next_enquiry_reminder($1)"#,
        unread_before,
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(row.map(|row| Reminder {
        enquiry: EnquiryId(row.enquiry_id),
        organisation: OrganisationId(row.organisation_id),
        application: ApplicationId(row.application_id),
        reference: row.reference,
        organisation_name: row.organisation_name,
        subject: row.subject,
        subject_title: row.subject_title,
        is_unread: row.is_unread,
        since: row.since,
        reply_by: row.reply_by,
        people: row.people.0,
    }))
}

impl Store {
    /// Notes that the holder of this credential has read a thread with a reply of this time: a note
    /// like that of who has a page open, so it is no event. It counts only from people who can answer
    /// for the supplier.
    pub async fn note_enquiry_read(
        &self,
        credential: Credential,
        enquiry: EnquiryId,
        seen: OffsetDateTime,
    ) -> Result<()> {
        sqlx::query!(
            "select from page.read_enquiry($1, $2, $3)",
            credential.as_hex(),
            enquiry.0,
            seen,
        )
        .execute(self.hot())
        .await?;
        Ok(())
    }
}

/// Holds a thread until the transaction ends.
pub async fn hold(tx: &mut WriteTx, _proof: &impl Proof, id: EnquiryId) -> Result<()> {
    sqlx::query_scalar!("select id from enquiries where id = $1 for update", id.0)
        .fetch_optional(tx.connection())
        .await?;
    Ok(())
}
