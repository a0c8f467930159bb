//! Between the password and the second factor.

use crate::accounts::home_of;
use crate::accounts::next::local_path;
use crate::accounts::session::{self, Beginning, change_token};
use crate::caller::Caller;
use crate::reply::{self, Reply};
use crate::{App, PageError};
use domain::assurance::Assurance;
use service::factors;
use service::sign_in::{Known, Pending};
use store::sessions::credential_of;
use tower_sessions::Session;

const PENDING: &str = "pending";
/// The sign-in page, saying that there were too many wrong codes.
const AFTER_CODES: &str = "/sign-in?after=codes";

/// Remembers who showed the password, in a session that is nobody's, and asks for what they have.
pub async fn begin(app: &App, session: &Session, known: Known, next: &str) -> Reply {
    let found = factors::find(&app.gate, known.user).await?;
    session.clear().await;
    change_token(session).await?;
    let pending = Pending {
        known,
        next: next.to_owned(),
        since: app.clock.now(),
    };
    let sealed = pending.seal(&app.session_key);
    let sealed = sealed.map_err(PageError::internal)?;
    session
        .insert(PENDING, sealed)
        .await
        .map_err(PageError::internal)?;
    let has_only_passkeys = found.sealed_secret.is_none() && app.passkeys.is_some();
    reply::see_other(if has_only_passkeys {
        "/sign-in/passkey"
    } else {
        "/sign-in/code"
    })
}

/// Who showed the password a moment ago in this browser; nobody when that is too long ago.
pub async fn find(app: &App, session: &Session) -> Result<Option<Pending>, PageError> {
    let sealed: Option<String> = session.get(PENDING).await.map_err(PageError::internal)?;
    let now = app.clock.now();
    Ok(sealed.and_then(|sealed| Pending::open(&app.session_key, &sealed, now)))
}

/// What is left of the five tries at a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tries {
    /// This one counts, and there are more.
    Left,
    /// This one counts and is the last.
    Last,
    /// There is none left.
    Gone,
}

/// Takes one of the five tries at a code.
pub async fn take_try(app: &App, session: &Session) -> Result<Tries, PageError> {
    let Some(id) = session.id() else {
        return Ok(Tries::Gone);
    };
    Ok(match app.gate.try_code(credential_of(id)).await? {
        None => Tries::Gone,
        Some(0) => Tries::Last,
        Some(_) => Tries::Left,
    })
}

/// After too many wrong codes: back to the password.
pub async fn give_up(session: &Session) -> Reply {
    session.flush().await.map_err(PageError::internal)?;
    reply::see_other(AFTER_CODES)
}

/// The second factor was right: signs the person in. `saying` is told on the next page.
pub async fn finish(
    app: &App,
    session: &Session,
    caller: &Caller,
    pending: Pending,
    saying: Option<&str>,
) -> Reply {
    let beginning = Beginning {
        user: pending.known.user,
        assurance: Assurance::SecondFactor,
        known: Some(pending.known),
    };
    let actor = session::begin(app, session, caller, beginning).await?;
    let to = local_path(&pending.next).unwrap_or(home_of(&actor));
    match saying {
        Some(message) => reply::see_other_saying(to, message),
        None => reply::see_other(to),
    }
}
