//! Transactions: one that reads, and one that can't be kept without saying what happened.

use crate::{Result, Store};
use audit::{By, Event};
use domain::credential::Credential;
use domain::id::{LinkId, UserId};
use policy::Actor;
use sqlx::{PgConnection, Postgres, Transaction};
use std::ops::{Deref, DerefMut};
use time::OffsetDateTime;

/// Who acts, for the database and for the audit log.
#[derive(Debug, Clone, Copy)]
pub struct Context {
    credential: Credential,
    by: By,
}

impl Context {
    /// A signed-in person.
    pub fn of(actor: &Actor) -> Self {
        Self {
            credential: actor.credential,
            by: By::User(actor.user),
        }
    }

    /// A person whose session has just begun.
    pub fn signed_in(credential: Credential, user: UserId) -> Self {
        Self {
            credential,
            by: By::User(user),
        }
    }

    /// The holder of a link, known by the link's token or by the browser that entered its code.
    pub fn link(credential: Credential, link: LinkId) -> Self {
        Self {
            credential,
            by: By::Link(link),
        }
    }

    /// Somebody who is not signed in but presents a secret, such as an e-mailed link's.
    pub fn presenting(credential: Credential) -> Self {
        Self {
            credential,
            by: By::Visitor,
        }
    }

    /// The service itself: its worker.
    pub fn service() -> Self {
        Self {
            credential: Credential::ANONYMOUS,
            by: By::Service,
        }
    }

    /// Somebody who is not signed in.
    pub fn visitor() -> Self {
        Self {
            credential: Credential::ANONYMOUS,
            by: By::Visitor,
        }
    }
}

/// A transaction that reads, in the sight of one credential.
#[derive(Debug)]
pub struct ReadTx {
    transaction: Transaction<'static, Postgres>,
    now: OffsetDateTime,
}

impl ReadTx {
    /// The service's time when the transaction began.
    pub fn now(&self) -> OffsetDateTime {
        self.now
    }

    pub(crate) fn connection(&mut self) -> &mut PgConnection {
        &mut self.transaction
    }
}

/// A transaction that changes. Dropped without [`WriteTx::commit`], it changes nothing.
#[derive(Debug)]
pub struct WriteTx {
    read: ReadTx,
    by: By,
}

impl Deref for WriteTx {
    type Target = ReadTx;
    fn deref(&self) -> &ReadTx {
        &self.read
    }
}

impl DerefMut for WriteTx {
    fn deref_mut(&mut self) -> &mut ReadTx {
        &mut self.read
    }
}

impl WriteTx {
    /// Keeps the changes together with the record of what happened: the only way out that keeps them.
    pub async fn commit(mut self, event: &Event) -> Result<()> {
        self.record(event).await?;
        self.read.transaction.commit().await?;
        Ok(())
    }

    /// Records one more event of this transaction.
    pub async fn record(&mut self, event: &Event) -> Result<()> {
        let by = self.by;
        let now = self.now;
        sqlx::query!(
            "insert into audit_events (at, kind, by, organisation_id, application_id, event)
             values ($1, $2, $3, $4, $5, $6)",
            now,
            event.kind.as_str(),
            by.to_string(),
            event.organisation.map(|id| id.0),
            event.application.map(|id| id.0),
            event.canonical(by),
        )
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// From here on the transaction sees what this credential sees, for steps
    /// that make their own (such as signing in after accepting an invitation).
    pub async fn present(&mut self, context: Context) -> Result<()> {
        self.by = context.by;
        set_credential(self.connection(), context.credential).await?;
        Ok(())
    }
}

impl Store {
    /// Begins a transaction that reads.
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place; requests run in tasks that nothing drops"
    )]
    pub async fn read(&self, context: Context) -> Result<ReadTx> {
        let mut transaction = self.transactions().begin().await?;
        let now = set_credential(&mut transaction, context.credential).await?;
        Ok(ReadTx { transaction, now })
    }

    /// Begins a transaction that changes.
    pub async fn write(&self, context: Context) -> Result<WriteTx> {
        Ok(WriteTx {
            read: self.read(context).await?,
            by: context.by,
        })
    }
}

/// Sets whose sight the transaction has; ends with the transaction. Answers the time.
async fn set_credential(
    connection: &mut PgConnection,
    credential: Credential,
) -> Result<OffsetDateTime> {
    let row = sqlx::query!(
        r#"select set_config('app.credential', $1, true) as "context!", access.now() as "now!""#,
        credential.as_hex(),
    )
    .fetch_one(connection)
    .await?;
    Ok(row.now)
}
