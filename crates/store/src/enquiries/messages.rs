//! The messages of a thread with the PSN team.

use crate::{ReadTx, Result, WriteTx};
use domain::id::{EnquiryId, EnquiryMessageId, OrganisationId, UserId};
use policy::Proof;
use time::OffsetDateTime;

/// One message of a thread.
#[derive(Debug, Clone)]
pub struct EnquiryMessage {
    /// Identifier.
    pub id: EnquiryMessageId,
    /// True when the team wrote it.
    pub is_from_team: bool,
    /// What was written.
    pub text: String,
    /// When.
    pub written_at: OffsetDateTime,
    /// By whom.
    pub written_by_name: String,
}

/// A message to add.
#[derive(Debug)]
pub struct NewMessage<'a> {
    /// Identifier, made by the form.
    pub id: EnquiryMessageId,
    /// True when the team writes it.
    pub is_from_team: bool,
    /// What is written.
    pub text: &'a str,
    /// Who writes it: account, name and address.
    pub by: (UserId, &'a str, &'a str),
}

/// The messages of a thread, the first first: the latest `limit`, or those before this one.
pub async fn messages(
    tx: &mut ReadTx,
    id: EnquiryId,
    before: Option<EnquiryMessageId>,
    limit: i64,
) -> Result<Vec<EnquiryMessage>> {
    let rows = sqlx::query!(
        "select m.id, m.is_from_team, m.text, m.written_at, m.written_by_name
         from enquiry_messages m
         where m.enquiry_id = $1
           and ($2::uuid is null or (m.written_at, m.id) < (select b.written_at, b.id from enquiry_messages b
                                                            where b.id = $2 and b.enquiry_id = $1))
         order by m.written_at desc, m.id desc limit $3",
        id.0,
        before.map(|message| message.0),
        limit,
    )
    .fetch_all(tx.connection())
    .await?;
    let messages = rows.into_iter().rev().map(|row| EnquiryMessage {
        id: EnquiryMessageId(row.id),
        is_from_team: row.is_from_team,
        text: row.text,
        written_at: row.written_at,
        written_by_name: row.written_by_name,
    });
    Ok(messages.collect())
}

/// Name and address of everybody of the supplier who has written in a thread.
pub async fn askers(tx: &mut ReadTx, id: EnquiryId) -> Result<Vec<(String, String)>> {
    let rows = sqlx::query!(
        "select distinct on (written_by_email) written_by_name, written_by_email
         from enquiry_messages where enquiry_id = $1 and not is_from_team
         order by written_by_email, written_at desc",
        id.0,
    )
    .fetch_all(tx.connection())
    .await?;
    let askers = rows.into_iter();
    Ok(askers
        .map(|row| (row.written_by_name, row.written_by_email))
        .collect())
}

/// Adds a message; false when the same form added it before.
pub async fn add_message(
    tx: &mut WriteTx,
    _proof: &impl Proof,
    organisation: OrganisationId,
    enquiry: EnquiryId,
    new: &NewMessage<'_>,
) -> Result<bool> {
    let now = tx.now();
    let (user, name, email) = new.by;
    let done = sqlx::query!(
        "insert into enquiry_messages (id, organisation_id, enquiry_id, is_from_team, text, written_at, written_by,
                                       written_by_name, written_by_email)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (id) do nothing",
        new.id.0,
        organisation.0,
        enquiry.0,
        new.is_from_team,
        new.text,
        now,
        user.0,
        name,
        email,
    )
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}
