//! What a person reads about their own account.

use policy::Actor;
use store::{Context, Store, StoreError, accounts};
use time::OffsetDateTime;

/// When the person's password was last set.
pub async fn password_changed_at(
    store: &Store,
    actor: &Actor,
) -> Result<OffsetDateTime, StoreError> {
    let mut tx = store.read(Context::of(actor)).await?;
    accounts::get_password_changed_at(&mut tx, actor.user).await
}
