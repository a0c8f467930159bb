//! Changing one's own password.

use super::{new_password::broken_rules, recipient, reset_password::password_changed};
use crate::passwords::{Hasher, HashingError};
use audit::{Event, Kind};
use domain::email::EmailAddress;
use mail::Notice;
use policy::Actor;
use store::accounts;
use store::{Context, Gate, StoreError, outbox, sessions};

/// Why the password was not changed.
#[derive(Debug, thiserror::Error)]
pub enum ChangePasswordError {
    /// The current password is another one.
    #[error("not the current password")]
    WrongCurrent,
    /// The new password breaks these rules.
    #[error("the password breaks rules")]
    Password(Vec<String>),
    /// A password could not be hashed or checked.
    #[error(transparent)]
    Hashing(#[from] HashingError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Sets a new password, ends the person's other sessions and tells them.
pub async fn change_password(
    gate: &Gate,
    passwords: &Hasher,
    public_url: &str,
    actor: &Actor,
    current: String,
    new: String,
) -> Result<(), ChangePasswordError> {
    let person = find(gate, actor).await?;
    let is_the_old_one = current == new;
    let verdict = passwords
        .verify(current, person.password_hash.clone())
        .await?;
    if !verdict.is_right {
        return Err(ChangePasswordError::WrongCurrent);
    }
    let broken = broken_rules(&new, &person.email, &person.name, is_the_old_one);
    if !broken.is_empty() {
        return Err(ChangePasswordError::Password(broken));
    }
    let hash = passwords.hash(new).await?;
    let mut tx = gate.write(Context::of(actor)).await?;
    accounts::save_password(&mut tx, actor.user, &hash).await?;
    sessions::end_others(&mut tx).await?;
    let notice = password_changed(public_url, tx.now());
    let to = recipient(&person.name, &person.email);
    outbox::add(&mut tx, &notice.message(&to)).await?;
    tx.commit(&Event::new(Kind::PasswordChanged).with("user", actor.user))
        .await?;
    Ok(())
}

async fn find(gate: &Gate, actor: &Actor) -> Result<accounts::Candidate, ChangePasswordError> {
    let email = EmailAddress::parse(&actor.email);
    let email = email.map_err(|_| ChangePasswordError::WrongCurrent)?;
    let mut tx = gate.read(Context::of(actor)).await?;
    let person = accounts::find_by_email(&mut tx, &email).await?;
    person
        .filter(|person| person.user == actor.user)
        .ok_or(ChangePasswordError::WrongCurrent)
}
