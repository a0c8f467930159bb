//! Where somebody is signed in.

use audit::{Event, Kind};
use policy::Actor;
use store::{Context, Gate, StoreError, sessions};
use uuid::Uuid;

pub use store::sessions::Listed;

/// The person's live sessions, the acting one first, at most 50.
pub async fn list(gate: &Gate, actor: &Actor) -> Result<Vec<Listed>, StoreError> {
    let mut tx = gate.read(Context::of(actor)).await?;
    sessions::list(&mut tx).await
}

/// Ends another session of the person and forgets its browser; nothing happens when it has ended.
pub async fn end(gate: &Gate, actor: &Actor, id: Uuid) -> Result<(), StoreError> {
    let mut tx = gate.write(Context::of(actor)).await?;
    if sessions::end_one(&mut tx, id).await? {
        tx.commit(&Event::new(Kind::SessionEnded).with("session", id))
            .await?;
    }
    Ok(())
}

/// Ends every other session of the person and forgets their browsers.
pub async fn end_others(gate: &Gate, actor: &Actor) -> Result<(), StoreError> {
    let mut tx = gate.write(Context::of(actor)).await?;
    sessions::end_others(&mut tx).await?;
    tx.commit(&Event::new(Kind::OtherSessionsEnded)).await
}
