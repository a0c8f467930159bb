//! Signing in and out.
//!
//! Every failure looks the same from outside and takes as long: an unknown
//! address costs a hash too, and has as many tries. All of it goes through the gate, the one role of
//! the database that may sign people in.

mod checking;
mod locking;
mod pending;
mod tagging;

pub use checking::{Attempting, Known, SignInError, check, locked};
pub use locking::{can_unlock, unlock};
pub use pending::Pending;

use crate::accounts::recipient;
use audit::{Event, Kind};
use checking::Rehashed;
use domain::assurance::Assurance;
use domain::credential::Credential;
use domain::id::UserId;
use domain::when;
use mail::{NewSignIn, Notice};
use policy::Actor;
use store::accounts;
use store::sessions::{self, Device, Facts};
use store::{Context, Gate, StoreError, outbox};

/// Signs somebody in: the session of this credential, which is nobody's yet, becomes theirs.
/// `known` is what [`check`] found; none for a person who has just made their account. They are
/// told when they have signed in before, but not with this browser.
pub async fn begin(
    gate: &Gate,
    public_url: &str,
    session: Credential,
    user: UserId,
    assurance: Assurance,
    device: Device,
    known: Option<Known>,
) -> Result<(), StoreError> {
    let is_new_device = match &device.known_by {
        Some(known_by) => {
            let standing = gate.device_standing(Some(user), known_by).await?;
            standing.has_signed_in && !standing.is_known
        }
        None => false,
    };
    let mut tx = gate.write(Context::presenting(session)).await?;
    let facts = Facts {
        user,
        assurance,
        began_at: None,
        device,
        password_seen: known.as_ref().map(|known| known.seen_at),
    };
    sessions::begin(&mut tx, session, &facts).await?;
    tx.present(Context::signed_in(session, user)).await?;
    if let Some(rehashed) = known.and_then(|known| known.rehashed) {
        accounts::save_rehashed(&mut tx, user, &rehashed.hash, rehashed.seen_at).await?;
    }
    if is_new_device {
        let (name, email) = accounts::get_own_address(&mut tx, user).await?;
        let notice = NewSignIn {
            signed_in_at: when::date_and_time(tx.now()),
            device: facts.device.name,
            network: facts.device.network,
            link: format!("{public_url}/account/sessions"),
        };
        outbox::add(&mut tx, &notice.message(&recipient(&name, &email))).await?;
    }
    tx.commit(&Event::new(Kind::SignedIn)).await
}

/// What a session is, before it goes on under another token.
pub async fn facts(gate: &Gate, session: Credential) -> Result<Option<Facts>, StoreError> {
    let mut tx = gate.read(Context::presenting(session)).await?;
    sessions::find(&mut tx, session).await
}

/// Goes on with a session under another token, whose session is nobody's yet. The person has
/// just shown who they are.
pub async fn go_on(gate: &Gate, session: Credential, facts: &Facts) -> Result<(), StoreError> {
    let mut tx = gate.write(Context::presenting(session)).await?;
    sessions::begin(&mut tx, session, facts).await?;
    tx.present(Context::signed_in(session, facts.user)).await?;
    tx.commit(&Event::new(Kind::SessionRenewed)).await
}

/// Records that the person signs out; the session itself is ended by whoever keeps it.
pub async fn end(gate: &Gate, actor: &Actor) -> Result<(), StoreError> {
    let tx = gate.write(Context::of(actor)).await?;
    tx.commit(&Event::new(Kind::SignedOut)).await
}
