//! What is shown once, kept sealed in the session until it is: the secret that is offered to an app,
//! and new recovery codes.

use crate::{App, PageError};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::id::UserId;
use service::factors::{self, RecoveryCode, Secret};
use tower_sessions::Session;

const SECRET: &str = "offered_secret";
const CODES: &str = "new_recovery_codes";
const NEXT: &str = "after_recovery_codes";
const PURPOSE: &str = "new recovery codes";

/// The secret that is offered to this person's app: the same until it is taken.
pub async fn secret(app: &App, session: &Session, user: UserId) -> Result<Secret, PageError> {
    if let Some(known) = offered(app, session, user).await? {
        return Ok(known);
    }
    let secret = Secret::generate();
    let sealed = factors::seal(&app.session_key, user, &secret);
    insert(session, SECRET, URL_SAFE_NO_PAD.encode(sealed)).await?;
    Ok(secret)
}

/// The secret that was offered, if one was.
pub async fn offered(
    app: &App,
    session: &Session,
    user: UserId,
) -> Result<Option<Secret>, PageError> {
    let sealed = bytes(session, SECRET).await?;
    Ok(sealed.and_then(|sealed| Secret::open(&app.session_key, user, &sealed).ok()))
}

/// The app has the secret: it is never shown again.
pub async fn forget_secret(session: &Session) -> Result<(), PageError> {
    remove(session, SECRET).await
}

/// Keeps new recovery codes for their page, and where to go afterwards.
pub async fn keep_codes(
    app: &App,
    session: &Session,
    user: UserId,
    codes: &[RecoveryCode],
    next: &str,
) -> Result<(), PageError> {
    let shown: Vec<String> = codes.iter().map(RecoveryCode::shown).collect();
    let sealer = app.session_key.sealer(PURPOSE);
    let sealed = sealer.seal(user.0.as_bytes(), shown.join("\n").as_bytes());
    insert(session, CODES, URL_SAFE_NO_PAD.encode(sealed)).await?;
    insert(session, NEXT, next.to_owned()).await
}

/// The new recovery codes; none when the person has saved them, or they are old.
pub async fn codes(app: &App, session: &Session, user: UserId) -> Result<Vec<String>, PageError> {
    let Some(sealed) = bytes(session, CODES).await? else {
        return Ok(Vec::new());
    };
    let sealer = app.session_key.sealer(PURPOSE);
    let open = sealer
        .open(user.0.as_bytes(), &sealed)
        .map_err(PageError::internal)?;
    let text = String::from_utf8_lossy(&open);
    Ok(text.lines().map(str::to_owned).collect())
}

/// The person has saved the codes: they are never shown again. Where to go now.
pub async fn forget_codes(session: &Session) -> Result<String, PageError> {
    remove(session, CODES).await?;
    let next: Option<String> = session.remove(NEXT).await.map_err(PageError::internal)?;
    Ok(next.unwrap_or_default())
}

async fn bytes(session: &Session, name: &str) -> Result<Option<Vec<u8>>, PageError> {
    let text: Option<String> = session.get(name).await.map_err(PageError::internal)?;
    Ok(text.and_then(|text| URL_SAFE_NO_PAD.decode(text).ok()))
}

async fn insert(session: &Session, name: &str, value: String) -> Result<(), PageError> {
    session
        .insert(name, value)
        .await
        .map_err(PageError::internal)
}

async fn remove(session: &Session, name: &str) -> Result<(), PageError> {
    let removed: Option<String> = session.remove(name).await.map_err(PageError::internal)?;
    drop(removed);
    Ok(())
}
