//! Changing one's own password.

use super::new_password::{Chooser, NotTaken, examine, policy_for, take};
use super::{recipient, reset_password::password_changed};
use crate::confirming::{self, ConfirmError};
use crate::factors::Checking;
use crate::passwords::Hasher;
use audit::{Event, Kind};
use domain::email::EmailAddress;
use mail::Notice;
use policy::Actor;
use store::accounts;
use store::{Context, Gate, StoreError, outbox, sessions};

/// Why the password was not changed.
#[derive(Debug, thiserror::Error)]
pub enum ChangePasswordError {
    /// The account can't be read any more.
    #[error("no such account")]
    Gone,
    /// The new password was not taken.
    #[error(transparent)]
    Password(#[from] NotTaken),
    /// The current password is another one, or was not checked.
    #[error(transparent)]
    Current(#[from] ConfirmError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Sets a new password, ends the person's other sessions and tells them.
pub async fn change_password(
    from: Checking<'_>,
    passwords: &Hasher,
    actor: &Actor,
    current: String,
    new: String,
) -> Result<(), ChangePasswordError> {
    let gate = from.gate;
    let person = find(gate, actor).await?;
    confirming::check(from, passwords, actor, current).await?;
    let chooser = Chooser {
        context: Context::of(actor),
        policy: policy_for(gate, passwords, actor).await?,
        email: &person.email,
        name: &person.name,
        hash: person.password_hash.clone(),
    };
    let examined = examine(gate, passwords, &chooser, new).await?;
    let mut tx = gate.write(Context::of(actor)).await?;
    let now_set = store::passwords::lock(&mut tx).await?;
    let taken = take(&mut tx, passwords, actor.user, now_set.as_ref(), examined).await?;
    let earlier = taken.earlier(tx.now());
    store::passwords::save(&mut tx, &taken.new_password(), earlier).await?;
    sessions::end_others(&mut tx).await?;
    let notice = password_changed(from.public_url, tx.now());
    let to = recipient(&person.name, &person.email);
    outbox::add(&mut tx, &notice.message(&to)).await?;
    tx.commit(&Event::new(Kind::PasswordChanged).with("user", actor.user))
        .await?;
    Ok(())
}

async fn find(gate: &Gate, actor: &Actor) -> Result<accounts::Candidate, ChangePasswordError> {
    let email = EmailAddress::parse(&actor.email);
    let email = email.map_err(|_| ChangePasswordError::Gone)?;
    let mut tx = gate.read(Context::of(actor)).await?;
    let person = accounts::find_by_email(&mut tx, &email).await?;
    person
        .filter(|person| person.user == actor.user)
        .ok_or(ChangePasswordError::Gone)
}
