//! What comes of too many wrong passwords: the owner is told, and can unlock the account.

use super::checking::{Attempting, address_source};
use crate::accounts::recipient;
use crate::attempts::{self, Bucket, Refusal};
use audit::{Event, Kind};
use domain::credential::Token;
use domain::when;
use mail::{AccountLocked, NewPasswordNeeded, Notice};
use store::accounts::{self, Candidate, TokenKind};
use store::{Context, Gate, StoreError, outbox};
use time::Duration;

/// How long a link that unlocks an account works.
const UNLOCK_LIFETIME: Duration = Duration::hours(1);

/// Records a refusal. When it was the last for a while, the owner of the account is told.
pub(super) async fn refuse(
    gate: &Gate,
    public_url: &str,
    refusal: Option<Refusal>,
    owner: Option<Candidate>,
) -> Result<(), StoreError> {
    let mut tx = gate.write(Context::visitor()).await?;
    let Some(refusal) = refusal else {
        return tx.commit(&Event::new(Kind::SignInRefused)).await;
    };
    tx.record(&Event::new(Kind::SignInRefused)).await?;
    let mut event = Event::new(Kind::SignInLocked);
    if let Some(person) = owner {
        event = event.with("user", person.user);
        let to = recipient(&person.name, &person.email);
        let message = if let Refusal::Locked(until) = refusal {
            let token = Token::generate();
            let expires_at = tx.now() + UNLOCK_LIFETIME;
            let (kind, email) = (TokenKind::Unlock, &person.email);
            accounts::add_token(&mut tx, kind, token.credential(), email, None, expires_at).await?;
            let notice = AccountLocked {
                locked_until: when::time_of_day(until),
                link: format!("{public_url}/sign-in/unlock/{}", token.reveal()),
                link_ends: when::date_and_time(expires_at),
            };
            notice.message(&to)
        } else {
            let link = format!("{public_url}/forgot-password");
            NewPasswordNeeded { link }.message(&to)
        };
        outbox::add(&mut tx, &message).await?;
    }
    tx.commit(&event).await
}

/// Whether the e-mailed link of this token can still unlock an account. Changes nothing.
pub async fn can_unlock(gate: &Gate, token: &Token) -> Result<bool, StoreError> {
    let credential = token.credential();
    let mut tx = gate.read(Context::presenting(credential)).await?;
    let link = accounts::find_token(&mut tx, TokenKind::Unlock, credential).await?;
    Ok(link.is_some())
}

/// Ends the pause after too many wrong passwords and uses up the link; false when it can't be used
/// any more. The wrong tries in a row still count. The browser that the link was opened in is the
/// owner's from now on: strangers who go on guessing don't lock it again.
pub async fn unlock(gate: &Gate, from: Attempting<'_>, token: &Token) -> Result<bool, StoreError> {
    let credential = token.credential();
    let mut tx = gate.write(Context::presenting(credential)).await?;
    let kind = TokenKind::Unlock;
    let Some(link) = accounts::find_token_for_update(&mut tx, kind, credential).await? else {
        return Ok(false);
    };
    let address = address_source(&link.email);
    let source = attempts::source_of(from.key, Bucket::SignIn, &[&address]);
    store::attempts::unlock(&mut tx, source).await?;
    store::attempts::know_browser(&mut tx, from.device).await?;
    accounts::use_up_token(&mut tx, credential).await?;
    tx.commit(&Event::new(Kind::SignInUnlocked)).await?;
    Ok(true)
}
