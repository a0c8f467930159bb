//! Reading an organisation.

use domain::id::OrganisationId;
use policy::organisation::ReadOrganisation;
use policy::{Actor, Denied, authorise};
use store::organisations::{self, Organisation, people};
use store::{Context, Store, StoreError};

/// Why nothing can be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// There is no such thing.
    #[error("not found")]
    NotFound,
    /// The person may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// An organisation and how many people it has.
#[derive(Debug)]
pub struct Summary {
    /// The organisation.
    pub organisation: Organisation,
    /// How many people belong to it.
    pub people: i64,
}

/// One of the person's organisations.
pub async fn find(store: &Store, actor: &Actor, id: OrganisationId) -> Result<Summary, ReadError> {
    authorise::<ReadOrganisation>(actor, id)?;
    let mut tx = store.read(Context::of(actor)).await?;
    let organisation = organisations::find(&mut tx, id).await?;
    Ok(Summary {
        organisation: organisation.ok_or(ReadError::NotFound)?,
        people: people::count(&mut tx, id).await?,
    })
}
