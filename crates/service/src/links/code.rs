//! Codes that open a link for one browser.

use super::{
    Asked, BROWSER_LIFETIME, CODE_LIFETIME, CODE_PAUSE, CODES_MAX, Door, WRONG_TRIES_MAX, door,
    look, tell,
};
use crate::session_key::SessionKey;
use audit::{Event, Kind};
use domain::credential::{Token, six_digit_code};
use domain::id::LinkId;
use domain::owner_request::OwnerRequestState;
use domain::signature_request::SignatureRequestState;
use domain::when;
use store::links::{CodeKept, CodeLimits, Link};
use store::{Context, Gate, Store, StoreError, WriteTx};

/// Why no code was sent.
#[derive(Debug, thiserror::Error)]
pub enum SendCodeError {
    /// There is no such link.
    #[error("no such link")]
    NotFound,
    /// The link can't be used any more.
    #[error("the link can't be used any more")]
    Closed,
    /// The last code was sent less than a minute ago.
    #[error("the last code was sent less than a minute ago")]
    TooSoon,
    /// The link has sent as many codes as it may.
    #[error("the link has sent as many codes as it may")]
    TooMany,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why a code did not open the link.
#[derive(Debug, thiserror::Error)]
pub enum EnterCodeError {
    /// There is no such link.
    #[error("no such link")]
    NotFound,
    /// The link can't be used any more.
    #[error("the link can't be used any more")]
    Closed,
    /// Not the code that was sent last.
    #[error("not the code that was sent last")]
    Wrong,
    /// The code that was sent last has run out, or none was sent.
    #[error("the code has run out")]
    RunOut,
    /// Too many wrong tries at this code.
    #[error("too many wrong tries at this code")]
    TriedTooOften,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The digest that a code is kept as: worthless without the key, and for one link only.
fn digest(key: &SessionKey, link: LinkId, code: &str) -> [u8; 32] {
    key.digest("link-code", &[link.0.as_bytes(), code.as_bytes()])
}

/// Begins a change by whoever holds the link; the link is held until the end.
async fn begin(store: &Store, token: &Token) -> Result<Option<(WriteTx, Door)>, StoreError> {
    let credential = token.credential();
    let mut tx = store.write(Context::presenting(credential)).await?;
    let Some(link) = store::links::find_presented_for_update(&mut tx, credential).await? else {
        return Ok(None);
    };
    tx.present(Context::link(credential, link.id)).await?;
    Ok(door(&mut tx, link).await?.map(|door| (tx, door)))
}

fn event(kind: Kind, link: &Link) -> Event {
    Event::new(kind)
        .organisation(link.organisation)
        .application(link.application)
        .with("link", link.id)
}

/// How codes of links are limited.
const LIMITS: CodeLimits = CodeLimits {
    lasts: CODE_LIFETIME,
    pause: CODE_PAUSE,
    codes_max: CODES_MAX,
};

/// Sends a code to the invited address; the one before stops working. `host` is the service's,
/// so that browsers offer the code nowhere else.
pub async fn send_code(
    store: &Store,
    gate: &Gate,
    key: &SessionKey,
    token: &Token,
    host: &str,
) -> Result<(), SendCodeError> {
    let door = look(store, token).await?.ok_or(SendCodeError::NotFound)?;
    if !door.can_send_code() {
        return Err(SendCodeError::Closed);
    }
    let link = &door.link;
    let code = six_digit_code();
    let credential = token.credential();
    // Pages can't keep codes: whoever got SQL into one would keep a code that they know.
    let mut tx = gate.write(Context::link(credential, link.id)).await?;
    let digest = digest(key, link.id, &code);
    match store::links::keep_code(&mut tx, &digest, LIMITS).await? {
        CodeKept::Kept => {}
        CodeKept::Closed => return Err(SendCodeError::Closed),
        CodeKept::TooSoon => return Err(SendCodeError::TooSoon),
        CodeKept::TooMany => return Err(SendCodeError::TooMany),
    }
    let notice = mail::Code {
        code,
        code_ends: when::date_and_time(tx.now() + CODE_LIFETIME),
        host: host.to_owned(),
    };
    let name = match &door.asked {
        Asked::Owner(request) => &request.contact.name,
        Asked::Signatory(request) => &request.signatory.name,
    };
    tell(&mut tx, name, &link.email, &notice).await?;
    tx.commit(&event(Kind::LinkCodeSent, link)).await?;
    Ok(())
}

/// Opens the link for one browser, when this is the code that was sent last. Gives the secret
/// for the browser's cookie.
pub async fn enter_code(
    store: &Store,
    key: &SessionKey,
    token: &Token,
    typed: &str,
) -> Result<Token, EnterCodeError> {
    let (mut tx, door) = begin(store, token).await?.ok_or(EnterCodeError::NotFound)?;
    if !door.can_send_code() {
        return Err(EnterCodeError::Closed);
    }
    let link = &door.link;
    if link.code_expires_at.is_none() {
        return Err(EnterCodeError::RunOut);
    }
    if link.code_attempts >= WRONG_TRIES_MAX {
        return Err(EnterCodeError::TriedTooOften);
    }
    if link.code_expires_at.is_none_or(|ends| door.now >= ends) {
        return Err(EnterCodeError::RunOut);
    }
    let code: String = typed.chars().filter(char::is_ascii_digit).collect();
    let digest = digest(key, link.id, &code);
    let cookie = Token::generate();
    let browser = cookie.credential();
    let (lasts, tries) = (BROWSER_LIFETIME, WRONG_TRIES_MAX);
    if !store::links::open(&mut tx, &digest, browser, lasts, tries).await? {
        tx.commit(&event(Kind::LinkCodeRefused, link)).await?;
        return Err(if link.code_attempts + 1 >= WRONG_TRIES_MAX {
            EnterCodeError::TriedTooOften
        } else {
            EnterCodeError::Wrong
        });
    }
    tx.present(Context::link(browser, link.id)).await?;
    mark_opened(&mut tx, &door).await?;
    tx.commit(&event(Kind::LinkOpened, link)).await?;
    Ok(cookie)
}

/// The request is open from the first time that its code was entered.
async fn mark_opened(tx: &mut WriteTx, door: &Door) -> Result<(), StoreError> {
    let now = tx.now();
    match &door.asked {
        Asked::Owner(request) => {
            let found = store::owner_requests::find_for_update(tx, request.id).await?;
            if let Some(mut request) = found
                && request.state == OwnerRequestState::Sent
            {
                request.state = OwnerRequestState::Opened;
                request.opened_at = Some(now);
                store::owner_requests::save(tx, &request).await?;
            }
        }
        Asked::Signatory(request) => {
            let found = store::signature_requests::find_for_update(tx, request.id).await?;
            if let Some(mut request) = found
                && request.state == SignatureRequestState::Sent
            {
                request.state = SignatureRequestState::Opened;
                request.opened_at = Some(now);
                store::signature_requests::save(tx, &request).await?;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_of_one_link_and_one_key() {
        let (key, other_key) = (SessionKey::new(&[1; 32]), SessionKey::new(&[2; 32]));
        let (link, other_link) = (LinkId::new(), LinkId::new());
        let kept = digest(&key, link, "123456");
        assert_eq!(kept, digest(&key, link, "123456"));
        assert_ne!(kept, digest(&key, link, "123457"));
        assert_ne!(kept, digest(&key, other_link, "123456"));
        assert_ne!(kept, digest(&other_key, link, "123456"));
    }
}
