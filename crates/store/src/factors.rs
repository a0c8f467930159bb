//! Second factors: the authenticator app, the recovery codes, the passkeys of a person.
//!
//! Every transaction must be the gate's. What signing in needs takes the person, who has only shown
//! the password; everything else is about the acting person.

use crate::{Gate, ReadTx, Result, WriteTx};
use domain::credential::Credential;
use domain::id::UserId;
use sqlx::PgExecutor;
use time::OffsetDateTime;

/// What somebody can be asked for after the password.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Factors {
    /// The sealed secret of the authenticator app; none without one.
    pub sealed_secret: Option<Vec<u8>>,
    /// How many recovery codes are left.
    pub recovery_codes: i64,
    /// How many passkeys there are.
    pub passkeys: i64,
}

impl Factors {
    /// Whether there is a second factor. Recovery codes alone are none.
    pub fn are_any(&self) -> bool {
        self.sealed_secret.is_some() || self.passkeys > 0
    }
}

/// What this person can be asked for.
pub async fn find(tx: &mut ReadTx, user: UserId) -> Result<Factors> {
    found(tx.connection(), user).await
}

impl Gate {
    /// What this person can be asked for, outside of a transaction. One statement.
    pub async fn factors(&self, user: UserId) -> Result<Factors> {
        found(self.hot(), user).await
    }
}

async fn found(executor: impl PgExecutor<'_>, user: UserId) -> Result<Factors> {
    let row = sqlx::query!(
        r#"select sealed_secret, recovery_codes as "recovery_codes!", passkeys as "passkeys!"
           from access.factors_of($1)"#,
        user.0,
    )
    .fetch_one(executor)
    .await?;
    Ok(Factors {
        sealed_secret: row.sealed_secret,
        recovery_codes: row.recovery_codes,
        passkeys: row.passkeys,
    })
}

/// Uses up the codes of the person's app up to this time step; false when that was done before.
pub async fn use_step(tx: &mut WriteTx, user: UserId, step: i64) -> Result<bool> {
    let row = sqlx::query!(
        r#"select access.use_step($1, $2) as "is_new!""#,
        user.0,
        step
    )
    .fetch_one(tx.connection())
    .await?;
    Ok(row.is_new)
}

/// Uses up a recovery code, known by its digest; false when there is none such left.
pub async fn use_recovery_code(tx: &mut WriteTx, user: UserId, digest: &[u8; 32]) -> Result<bool> {
    let row = sqlx::query!(
        r#"select access.use_recovery_code($1, $2) as "is_used!""#,
        user.0,
        digest.as_slice(),
    )
    .fetch_one(tx.connection())
    .await?;
    Ok(row.is_used)
}

/// When the acting person set up their authenticator app; none without one.
pub async fn authenticator_since(tx: &mut ReadTx, user: UserId) -> Result<Option<OffsetDateTime>> {
    let row = sqlx::query!(
        "select created_at from authenticators where user_id = $1",
        user.0
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(row.map(|row| row.created_at))
}

/// The acting person's authenticator app, in place of the one before. Codes up to `step` are used up.
pub async fn save_authenticator(
    tx: &mut WriteTx,
    user: UserId,
    sealed_secret: &[u8],
    step: i64,
) -> Result<()> {
    remove_authenticator(tx, user).await?;
    let now = tx.now();
    sqlx::query!(
        "insert into authenticators (user_id, sealed_secret, last_step, created_at)
         values ($1, $2, $3, $4)",
        user.0,
        sealed_secret,
        step,
        now,
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Removes the acting person's authenticator app; false without one.
pub async fn remove_authenticator(tx: &mut WriteTx, user: UserId) -> Result<bool> {
    let done = sqlx::query!("delete from authenticators where user_id = $1", user.0)
        .execute(tx.connection())
        .await?;
    Ok(done.rows_affected() > 0)
}

/// Gives the acting person these recovery codes, known by their digests, in place of those before.
/// Before the first factor: afterwards only a session that was begun with one may.
pub async fn save_recovery_codes(
    tx: &mut WriteTx,
    user: UserId,
    digests: &[[u8; 32]],
) -> Result<()> {
    sqlx::query!("delete from recovery_codes where user_id = $1", user.0)
        .execute(tx.connection())
        .await?;
    let now = tx.now();
    let digests: Vec<Vec<u8>> = digests.iter().map(|digest| digest.to_vec()).collect();
    sqlx::query!(
        "insert into recovery_codes (user_id, code_hash, created_at)
         select $1, digest, $3 from unnest($2::bytea[]) digest",
        user.0,
        &digests,
        now,
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Ends the acting person's other sessions after a change of their factors. When none is left, this
/// session loses what rests on one, and the recovery codes go.
pub async fn changed(tx: &mut WriteTx) -> Result<()> {
    sqlx::query("select access.factors_changed()")
        .execute(tx.connection())
        .await?;
    Ok(())
}

impl Gate {
    /// Takes one of the five tries at a code that a session has which is nobody's yet. How many are
    /// left after it; none when they were gone. One statement, so that tries at once count each.
    pub async fn try_code(&self, session: Credential) -> Result<Option<i32>> {
        let row = sqlx::query!(
            r#"select access.try_code($1) as left_over"#,
            session.as_bytes()
        )
        .fetch_one(self.hot())
        .await?;
        Ok(row.left_over)
    }
}
