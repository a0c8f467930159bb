//! Reading a case.

use super::Review;
use domain::reference::ApplicationReference;
use policy::team::ReadCases;
use policy::{Actor, Denied, authorise_team};
use store::{Context, Store, StoreError};

/// Why a case can't be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// No such application, or it was not submitted yet.
    #[error("no such case")]
    NotFound,
    /// Not a member of the team.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The case of this reference, for a reader of the team.
pub async fn read(
    store: &Store,
    actor: &Actor,
    reference: &ApplicationReference,
) -> Result<Review, ReadError> {
    authorise_team::<ReadCases>(actor)?;
    let mut tx = store.read(Context::of(actor)).await?;
    let review = Review::load(&mut tx, reference).await?;
    review.filter(is_submitted).ok_or(ReadError::NotFound)
}

/// A draft is the supplier's alone, even when a team member belongs to that supplier.
pub(crate) fn is_submitted(review: &Review) -> bool {
    !review.case.application.state.is_draft()
}
