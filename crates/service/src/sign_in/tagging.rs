//! Tags for passwords that were set before there was an index of used ones (docs/adr/0011).

use crate::passwords::{Hasher, Tag};
use audit::{Event, Kind};
use store::accounts::Candidate;
use store::{Context, Gate, StoreError, passwords};

/// Gives the password that its person has just shown its tag, if it has none: once for each account
/// from before the index, whose sign-in takes a little longer then. While too many passwords are
/// being checked it waits for the next sign-in.
pub(super) async fn tag(
    gate: &Gate,
    hasher: &Hasher,
    person: &Candidate,
    password: &str,
) -> Result<(), StoreError> {
    let user = person.user;
    if !gate.lacks_password_tags(user).await? {
        return Ok(());
    }
    let tags = match hasher.tags(password.to_owned()).await {
        Ok(tags) => tags,
        Err(error) => {
            tracing::info!(%error, "a password gets its tag at another sign-in");
            return Ok(());
        }
    };
    let tag = tags.current();
    let known: Vec<i32> = tags.all().into_iter().map(Tag::number).collect();
    let mut tx = gate.write(Context::visitor()).await?;
    // Another account may have it already. Nothing comes of that but that it is not this one's to
    // take away.
    let is_claimed = passwords::claim(&mut tx, tag.number(), &known).await?;
    let own: &[Tag] = if is_claimed { &[tag] } else { &[] };
    let sealed = hasher.seal_tags(user, own);
    if passwords::keep_tags(&mut tx, user, &sealed, person.password_changed_at).await? {
        let event = Event::new(Kind::PasswordTagged).with("user", user);
        tx.commit(&event).await?;
    }
    Ok(())
}
