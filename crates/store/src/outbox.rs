//! Mail that waits to be delivered, written in the transaction of the change that it tells of.

use crate::error::{named, one_row};
use crate::{Result, Store, WriteTx};
use domain::id::{InvitationId, OutboxId, OwnerRequestId, SignatureRequestId};
use mail::{Address, Message};
use time::Duration;
use uuid::Uuid;

/// After so many tries a message is given up.
pub const ATTEMPTS_MAX: i32 = 8;
/// How long a worker may take to deliver what it claimed.
const LEASE: Duration = Duration::minutes(2);

/// What a message asks somebody, when its sender waits for their answer and has to hear if the
/// message is not delivered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// To join an organisation.
    Invitation(InvitationId),
    /// To agree to host a service.
    OwnerRequest(OwnerRequestId),
    /// To sign.
    SignatureRequest(SignatureRequestId),
}

impl About {
    /// The name that is stored, and the identifier.
    pub fn parts(self) -> (&'static str, Uuid) {
        match self {
            Self::Invitation(id) => ("invitation", id.0),
            Self::OwnerRequest(id) => ("owner_request", id.0),
            Self::SignatureRequest(id) => ("signature_request", id.0),
        }
    }
}

/// A message that a worker has claimed.
#[derive(Debug)]
pub struct Claimed {
    /// Its place in the outbox, from which the Message-ID is made.
    pub id: OutboxId,
    /// What to deliver, or why the row can't be read. One such row must not hold up the others,
    /// and is given up by whoever claimed it like a message that can't be delivered.
    pub message: Result<Message>,
    /// How often delivery was tried, this time included.
    pub attempts: i32,
}

/// Queues a message. It is delivered only if the transaction is kept.
pub async fn add(tx: &mut WriteTx, message: &Message) -> Result<()> {
    let now = tx.now();
    sqlx::query!(
        "insert into outbox (id, kind, recipient, subject, body_text, body_html, created_at, next_attempt_at)
         values ($1, $2, $3, $4, $5, $6, $7, $7)",
        OutboxId::new().0,
        message.kind,
        message.to.as_str(),
        message.subject,
        message.text,
        message.html,
        now,
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Queues a message that asks somebody something. What is known of an earlier one about the same
/// that was not delivered is forgotten: this one counts now.
pub async fn add_about(tx: &mut WriteTx, message: &Message, about: About) -> Result<()> {
    let now = tx.now();
    let (name, id) = about.parts();
    sqlx::query!("delete from undelivered_mail where about_id = $1", id)
        .execute(tx.connection())
        .await?;
    sqlx::query!(
        "insert into outbox (id, kind, recipient, subject, body_text, body_html, created_at, next_attempt_at,
                             about, about_id)
         values ($1, $2, $3, $4, $5, $6, $7, $7, $8, $9)",
        OutboxId::new().0,
        message.kind,
        message.to.as_str(),
        message.subject,
        message.text,
        message.html,
        now,
        name,
        id,
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// A message as it was queued; not readable when a newer release queued it, or somebody by hand.
fn read(
    kind: &str,
    recipient: &str,
    (subject, text, html): (String, String, String),
) -> Result<Message> {
    Ok(Message {
        kind: named("outbox", "kind", mail::kind_named(kind))?,
        to: named("outbox", "recipient", Address::parse(recipient).ok())?,
        subject,
        text,
        html,
    })
}

impl Store {
    /// Claims up to `limit` due messages, oldest first, for a while. Several
    /// workers never claim the same one. For the worker's role only.
    pub async fn claim_mail(&self, limit: i64) -> Result<Vec<Claimed>> {
        let mut rows = sqlx::query!(
            r#"update outbox set claimed_until = access.now() + make_interval(secs => $2), attempts = attempts + 1
               where id in (
                   select id from outbox
                   where delivered_at is null and given_up_at is null and next_attempt_at <= access.now()
                     and (claimed_until is null or claimed_until < access.now())
                   order by next_attempt_at limit $1 for update skip locked)
               returning id, kind, recipient, subject, body_text, body_html, attempts"#,
            limit,
            LEASE.as_seconds_f64(),
        )
        .fetch_all(self.hot())
        .await?;
        // The statement gives them in any order; identifiers are in the order of their making.
        rows.sort_by_key(|row| row.id);
        let claimed = rows.into_iter().map(|row| Claimed {
            id: OutboxId(row.id),
            message: read(
                &row.kind,
                &row.recipient,
                (row.subject, row.body_text, row.body_html),
            ),
            attempts: row.attempts,
        });
        Ok(claimed.collect())
    }

    /// The mail server took it. The words are blanked: they may hold a one-time link.
    pub async fn mail_delivered(&self, id: OutboxId) -> Result<()> {
        let done = sqlx::query!(
            "update outbox set delivered_at = access.now(), claimed_until = null, body_text = '', body_html = ''
             where id = $1 and delivered_at is null",
            id.0,
        )
        .execute(self.hot())
        .await?;
        one_row(done.rows_affected())
    }

    /// The mail server did not take it: try again after `wait`, or give up when that is none.
    /// `error` must hold neither addresses nor text of the message.
    pub async fn mail_failed(
        &self,
        id: OutboxId,
        error: &str,
        wait: Option<Duration>,
    ) -> Result<()> {
        let done = sqlx::query!(
            "update outbox set claimed_until = null, last_error = $2,
                    given_up_at = case when $3::float8 is null then access.now() end,
                    next_attempt_at = access.now() + make_interval(secs => coalesce($3, 0))
             where id = $1 and delivered_at is null",
            id.0,
            error,
            wait.map(Duration::as_seconds_f64),
        )
        .execute(self.hot())
        .await?;
        one_row(done.rows_affected())
    }
}
