//! Beginning and ending a browser's session.

use crate::caller::Caller;
use crate::{App, PageError};
use domain::assurance::Assurance;
use domain::credential::Credential;
use domain::id::UserId;
use policy::Actor;
use service::sign_in::{self, Known};
use store::sessions::credential_of;
use tower_sessions::Session;

/// A value that every session of a signed-in person holds: one without any is not kept.
const KEPT: &str = "kept";

/// Who begins a session, and how they proved who they are.
pub struct Beginning {
    /// The person.
    pub user: UserId,
    /// How they proved it.
    pub assurance: Assurance,
    /// What checking their password found; none for a person who has just made their account.
    pub known: Option<Known>,
}

/// Begins the person's session. The browser gets a new token, so that one that
/// somebody planted before is worth nothing, and nothing of an earlier session stays.
pub async fn begin(
    app: &App,
    session: &Session,
    caller: &Caller,
    beginning: Beginning,
) -> Result<Actor, PageError> {
    session.clear().await;
    let credential = change_token(session).await?;
    let Beginning {
        user,
        assurance,
        known,
    } = beginning;
    let device = caller.device();
    let url = &app.public_url;
    sign_in::begin(&app.gate, url, credential, user, assurance, device, known).await?;
    caller.keep_device(app);
    let actor = app.store.actor(credential).await?;
    actor.ok_or_else(|| PageError::internal("the session has no person"))
}

/// Ends the session in the database; the browser's cookie goes too.
pub async fn end(session: &Session) -> Result<(), PageError> {
    session.flush().await.map_err(PageError::internal)
}

/// Gives a session that goes on a new token, after its person showed again who they are:
/// by `assurance`, or as before without it.
pub async fn renew(
    app: &App,
    session: &Session,
    assurance: Option<Assurance>,
) -> Result<(), PageError> {
    let before = session.id().map(credential_of);
    let before = before.ok_or(PageError::SignedOut)?;
    let facts = sign_in::facts(&app.gate, before).await?;
    let mut facts = facts.ok_or(PageError::SignedOut)?;
    facts.assurance = assurance.map_or(facts.assurance, |shown| shown.max(facts.assurance));
    let credential = change_token(session).await?;
    sign_in::go_on(&app.gate, credential, &facts).await?;
    Ok(())
}

/// The session under a new token, nobody's; its values stay.
pub async fn change_token(session: &Session) -> Result<Credential, PageError> {
    session.cycle_id().await.map_err(PageError::internal)?;
    session
        .insert(KEPT, true)
        .await
        .map_err(PageError::internal)?;
    session.save().await.map_err(PageError::internal)?;
    let credential = session.id().map(credential_of);
    credential.ok_or_else(|| PageError::internal("the session has no token"))
}
