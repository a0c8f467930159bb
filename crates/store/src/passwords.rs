//! What the rules about other passwords need: earlier ones of the account, the tags of everybody's,
//! and how often somebody tried. All of it needs the gate's transactions.

use crate::accounts::NO_PASSWORD;
use crate::error::one_row;
use crate::{Gate, ReadTx, Result, WriteTx};
use domain::email::EmailAddress;
use domain::id::{OrganisationId, UserId};
use time::OffsetDateTime;

/// The password that an account has now.
pub struct Current {
    /// The stored hash; none while no password has been set.
    pub hash: Option<String>,
    /// The tags of the account's own passwords, sealed; none before the first.
    pub sealed_tags: Option<Vec<u8>>,
}

/// A password to set.
pub struct New<'a> {
    /// Its hash.
    pub hash: &'a str,
    /// The name of the rules that it keeps.
    pub profile: &'static str,
    /// The tags of the account's own passwords, this one's too, sealed.
    pub sealed_tags: &'a [u8],
}

/// Which earlier passwords are kept and count.
#[derive(Debug, Clone, Copy)]
pub struct Earlier {
    /// Those that were in use after this time ...
    pub since: OffsetDateTime,
    /// ... and this many of the last ones ...
    pub last: i32,
    /// ... but never more than this many.
    pub most: i32,
}

/// An organisation that has nobody else to lead it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alone {
    /// The organisation.
    pub id: OrganisationId,
    /// Its legal name.
    pub name: String,
}

/// Counts one try to set a password. Answers the seconds to wait when there were too many, and
/// counts nothing then. Commit it whatever becomes of the password.
pub async fn count_try(tx: &mut WriteTx) -> Result<Option<u32>> {
    let row = sqlx::query!(r#"select access.count_password_try() as "seconds!""#)
        .fetch_one(tx.connection())
        .await?;
    Ok(u32::try_from(row.seconds)
        .ok()
        .filter(|seconds| *seconds > 0))
}

/// The password of whoever the credential may set one for; it stays as it is until the
/// transaction ends.
pub async fn lock(tx: &mut WriteTx) -> Result<Option<Current>> {
    let row = sqlx::query!(
        r#"select password_hash as "hash!", password_tags from access.lock_password()"#
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(row.map(|row| Current {
        hash: Some(row.hash).filter(|hash| hash != NO_PASSWORD),
        sealed_tags: row.password_tags,
    }))
}

/// The hashes of the account's earlier passwords that count.
pub async fn list_earlier(tx: &mut ReadTx, earlier: Earlier) -> Result<Vec<String>> {
    let rows = sqlx::query!(
        r#"select hash as "hash!" from access.earlier_passwords($1, $2, $3) hash"#,
        earlier.since,
        earlier.last,
        earlier.most,
    )
    .fetch_all(tx.connection())
    .await?;
    Ok(rows.into_iter().map(|row| row.hash).collect())
}

/// The names of organisations that the password must differ from, at most 20.
pub async fn organisations(tx: &mut ReadTx) -> Result<Vec<String>> {
    let rows = sqlx::query!(r#"select name as "name!" from access.password_organisations() name"#)
        .fetch_all(tx.connection())
        .await?;
    Ok(rows.into_iter().map(|row| row.name).collect())
}

/// Keeps a password's tag, unless one of those it is known by is kept already; says whether it
/// did. One statement, and of two transactions at once the second waits for the first.
pub async fn claim(tx: &mut WriteTx, tag: i32, known: &[i32]) -> Result<bool> {
    let row = sqlx::query!(
        r#"select access.claim_password_tag($1, $2) as "is_claimed!""#,
        tag,
        known,
    )
    .fetch_one(tx.connection())
    .await?;
    Ok(row.is_claimed)
}

/// Keeps the first tags of a person's own passwords, sealed; false when there are some already or
/// the password was changed since `seen_at`.
pub async fn keep_tags(
    tx: &mut WriteTx,
    user: UserId,
    sealed_tags: &[u8],
    seen_at: OffsetDateTime,
) -> Result<bool> {
    let row = sqlx::query!(
        r#"select access.keep_password_tags($1, $2, $3) as "is_kept!""#,
        user.0,
        sealed_tags,
        seen_at,
    )
    .fetch_one(tx.connection())
    .await?;
    Ok(row.is_kept)
}

/// Sets the password of the account; the one before becomes an earlier one.
pub async fn save(tx: &mut WriteTx, new: &New<'_>, earlier: Earlier) -> Result<()> {
    let row = sqlx::query!(
        r#"select access.set_password($1, $2, $3, $4, $5, $6) as "is_set!""#,
        new.hash,
        new.profile,
        new.sealed_tags,
        earlier.since,
        earlier.last,
        earlier.most,
    )
    .fetch_one(tx.connection())
    .await?;
    one_row(u64::from(row.is_set))
}

/// Makes the account for which the presented link was confirmed, with its first password; the
/// database refuses any other address.
pub async fn add_account(
    tx: &mut WriteTx,
    id: UserId,
    address: &EmailAddress,
    name: &str,
    new: &New<'_>,
) -> Result<()> {
    let now = tx.now();
    sqlx::query!(
        "insert into users (id, email, name, password_hash, password_tags, password_changed_at, created_at)
         values ($1, $2, $3, $4, $5, $6, $6)",
        id.0,
        address.as_str(),
        name,
        new.hash,
        new.sealed_tags,
        now,
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Whether the signed-in person is required to have a second factor.
pub async fn requires_second_factor(tx: &mut ReadTx) -> Result<bool> {
    let row = sqlx::query!(r#"select access.requires_second_factor() as "is_required!""#)
        .fetch_one(tx.connection())
        .await?;
    Ok(row.is_required)
}

/// The organisations that the signed-in person is the only administrator of.
pub async fn list_to_hand_over(tx: &mut ReadTx) -> Result<Vec<Alone>> {
    let rows = sqlx::query!(
        r#"select id as "id!", name as "name!" from access.organisations_to_hand_over()"#
    )
    .fetch_all(tx.connection())
    .await?;
    let alone = |id, name| Alone {
        id: OrganisationId(id),
        name,
    };
    Ok(rows
        .into_iter()
        .map(|row| alone(row.id, row.name))
        .collect())
}

/// Closes the signed-in person's account and takes these tags away; says whether it may be closed.
/// Nothing but the name is left of it.
pub async fn close_account(tx: &mut WriteTx, tags: &[i32]) -> Result<bool> {
    let row = sqlx::query!(r#"select access.close_account($1) as "is_closed!""#, tags)
        .fetch_one(tx.connection())
        .await?;
    Ok(row.is_closed)
}

/// Ends every session of the signed-in person; afterwards the transaction sees nothing of theirs.
pub async fn end_all_sessions(tx: &mut WriteTx) -> Result<()> {
    sqlx::query("select access.end_all_sessions()")
        .execute(tx.connection())
        .await?;
    Ok(())
}

impl Gate {
    /// Whether a person's password was set before there was an index of used ones.
    pub async fn lacks_password_tags(&self, user: UserId) -> Result<bool> {
        let row = sqlx::query!(
            r#"select access.lacks_password_tags($1) as "are_lacking!""#,
            user.0
        )
        .fetch_one(self.hot())
        .await?;
        Ok(row.are_lacking)
    }
}
