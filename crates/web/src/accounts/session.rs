//! Beginning and ending a browser's session.

use crate::{App, PageError};
use domain::id::UserId;
use policy::Actor;
use service::sign_in::{self, Known};
use store::sessions::{USER_KEY, credential_of};
use tower_sessions::Session;

/// Begins the person's session. The browser gets a new token, so that one that
/// somebody planted before is worth nothing, and nothing of an earlier session stays.
pub async fn begin(
    app: &App,
    session: &Session,
    user: UserId,
    known: Option<Known>,
) -> Result<Actor, PageError> {
    session.clear().await;
    session.cycle_id().await.map_err(PageError::internal)?;
    session
        .insert(USER_KEY, user.to_string())
        .await
        .map_err(PageError::internal)?;
    session.save().await.map_err(PageError::internal)?;
    let credential = session.id().map(credential_of);
    let credential = credential.ok_or_else(|| PageError::internal("the session has no token"))?;
    let actor = app.store.actor(credential).await?;
    let actor = actor.ok_or_else(|| PageError::internal("the session has no person"))?;
    sign_in::begin(&app.store, &actor, known).await?;
    Ok(actor)
}

/// Ends the session in the database; the browser's cookie goes too.
pub async fn end(session: &Session) -> Result<(), PageError> {
    session.flush().await.map_err(PageError::internal)
}

/// Gives a session that goes on a new token.
pub async fn renew(session: &Session) -> Result<(), PageError> {
    session.cycle_id().await.map_err(PageError::internal)
}
