//! How often something was tried, counted in the database so that it holds for every process.
//!
//! A source is a keyed digest that the caller makes. Each of these is one statement of its own,
//! kept at once: a try counts even if what it was for comes to nothing.

use crate::error::named;
use crate::{Gate, Result, Store, WriteTx};
use domain::credential::Credential;
use domain::id::UserId;
use time::{Duration, OffsetDateTime};

/// The digest by which a source is counted.
pub type Source = [u8; 32];

/// So many wrong tries, then a pause; so many in a row, then nothing until there is a new password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lock {
    /// Tries before the pause.
    pub tries: i32,
    /// How long the pause is. A quiet time of this length also begins the count anew.
    pub pause: Duration,
    /// Tries in a row, pauses notwithstanding, before nothing more is taken.
    pub cap: i32,
}

/// So many at once, then one every so often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flow {
    /// How many at once.
    pub burst: i32,
    /// How long until another.
    pub every: Duration,
}

/// What came of asking for a try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// It may be made. `is_last` when a wrong one begins the pause, which ends at `until`;
    /// `is_capped` when a wrong one is the last of all.
    Taken {
        /// Whether a wrong one begins the pause.
        is_last: bool,
        /// Whether a wrong one is the last before a new password is needed.
        is_capped: bool,
        /// When the pause ends that a wrong one begins.
        until: Option<OffsetDateTime>,
    },
    /// Nothing is taken until then.
    Locked(OffsetDateTime),
    /// Nothing is taken until there is a new password.
    Capped,
}

/// What is known of a browser and a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeviceStanding {
    /// Whether the person has signed in with it.
    pub is_known: bool,
    /// Whether the person has signed in at all.
    pub has_signed_in: bool,
}

impl Gate {
    /// Takes a try, if there is one left. What began before `since` does not count.
    pub async fn take_try(
        &self,
        source: Source,
        bucket: &str,
        lock: Lock,
        since: Option<OffsetDateTime>,
    ) -> Result<Answer> {
        let row = sqlx::query!(
            r#"select is_taken as "is_taken!", is_last as "is_last!", is_capped as "is_capped!", until
               from access.attempt_lock($1, $2, $3, make_interval(secs => $4), $5, $6)"#,
            &source[..],
            bucket,
            lock.tries,
            lock.pause.as_seconds_f64(),
            lock.cap,
            since,
        )
        .fetch_one(self.hot())
        .await?;
        if row.is_taken {
            return Ok(Answer::Taken {
                is_last: row.is_last,
                is_capped: row.is_capped,
                until: row.until,
            });
        }
        if row.is_capped {
            return Ok(Answer::Capped);
        }
        named("attempts", "locked_until", row.until.map(Answer::Locked))
    }

    /// Takes a token, if there is one; answers how long to wait otherwise.
    pub async fn take_token(
        &self,
        source: Source,
        bucket: &str,
        flow: Flow,
    ) -> Result<Option<Duration>> {
        let row = sqlx::query!(
            r#"select access.attempt_flow($1, $2, $3, make_interval(secs => $4)) as "wait!""#,
            &source[..],
            bucket,
            flow.burst,
            flow.every.as_seconds_f64(),
        )
        .fetch_one(self.hot())
        .await?;
        Ok((row.wait > 0.0).then(|| Duration::seconds_f64(row.wait)))
    }

    /// Puts back what was taken.
    pub async fn give_back(&self, source: Source) -> Result<()> {
        sqlx::query("select access.attempt_give_back($1)")
            .bind(&source[..])
            .execute(self.hot())
            .await?;
        Ok(())
    }

    /// Forgets the wrong tries: somebody succeeded.
    pub async fn forget_tries(&self, source: Source) -> Result<()> {
        sqlx::query("select access.attempt_forget($1)")
            .bind(&source[..])
            .execute(self.hot())
            .await?;
        Ok(())
    }

    /// Forgets the wrong tries of one source and puts back one of each of the others: somebody succeeded.
    /// One statement.
    pub async fn succeed(&self, forgotten: Option<Source>, back: &[Source]) -> Result<()> {
        let back: Vec<&[u8]> = back.iter().map(|source| &source[..]).collect();
        sqlx::query(
            "select access.attempt_forget($1) union all
             select access.attempt_give_back(source) from unnest($2::bytea[]) source",
        )
        .bind(forgotten.as_ref().map(|source| &source[..]))
        .bind(back)
        .execute(self.hot())
        .await?;
        Ok(())
    }

    /// Whether nothing is taken now, and until when.
    pub async fn try_standing(
        &self,
        source: Source,
        lock: Lock,
        since: Option<OffsetDateTime>,
    ) -> Result<Option<Answer>> {
        let row = sqlx::query!(
            r#"select is_capped as "is_capped!", until from access.attempt_standing($1, $2, $3)"#,
            &source[..],
            lock.cap,
            since,
        )
        .fetch_optional(self.hot())
        .await?;
        Ok(row.and_then(|row| {
            if row.is_capped {
                Some(Answer::Capped)
            } else {
                row.until.map(Answer::Locked)
            }
        }))
    }

    /// What is known of this browser and this person; nothing of a person who is none.
    pub async fn device_standing(
        &self,
        user: Option<UserId>,
        device: &[u8],
    ) -> Result<DeviceStanding> {
        let row = sqlx::query!(
            r#"select is_known as "is_known!", has_signed_in as "has_signed_in!"
               from access.device_standing($1, $2)"#,
            user.map(|user| user.0),
            device,
        )
        .fetch_one(self.hot())
        .await?;
        Ok(DeviceStanding {
            is_known: row.is_known,
            has_signed_in: row.has_signed_in,
        })
    }
}

/// Ends a pause; the tries in a row still count. The transaction must be the gate's.
pub async fn unlock(tx: &mut WriteTx, source: Source) -> Result<()> {
    sqlx::query("select access.attempt_unlock($1)")
        .bind(&source[..])
        .execute(tx.connection())
        .await?;
    Ok(())
}

/// Knows a browser as one of the person whose e-mailed link (to unlock an account or to set a new
/// password) the transaction presents and has not used up yet. The transaction must be the gate's.
pub async fn know_browser(tx: &mut WriteTx, browser: Credential) -> Result<()> {
    sqlx::query("select access.know_browser($1)")
        .bind(browser.as_bytes())
        .execute(tx.connection())
        .await?;
    Ok(())
}

impl Store {
    /// Deletes what is over, `limit` of each sort, and answers how much there was: counted tries
    /// that say nothing any more, sessions and e-mailed links of accounts a day after their end,
    /// browsers that nobody used for a year, kept answers after a day, and that e-mails were not
    /// delivered once what they asked is over. For the worker's role only.
    pub async fn forget_what_is_over(&self, limit: i32) -> Result<i64> {
        let gone: i64 = sqlx::query_scalar("select access.forget_what_is_over($1)")
            .bind(limit)
            .fetch_one(self.hot())
            .await?;
        Ok(gone)
    }
}
