//! Asking for an account, or for a new password.

use super::recipient;
use audit::{Event, Kind};
use domain::credential::Token;
use domain::email::EmailAddress;
use domain::when;
use mail::{AlreadyHaveAccount, ConfirmEmail, Notice, ResetPassword};
use store::accounts::{self, TokenKind};
use store::{Context, Gate, StoreError, outbox};
use time::Duration;

/// How long a link that confirms an address works.
const CONFIRM_LIFETIME: Duration = Duration::hours(24);
/// How long a link that resets a password works.
const RESET_LIFETIME: Duration = Duration::hours(1);
/// After one message, nobody gets another of its sort for so long.
const PAUSE: Duration = Duration::minutes(2);

/// What came of asking. It says nothing about whether there is an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// A message is on its way.
    Sent,
    /// One was sent less than two minutes ago, so no other was.
    JustSent,
}

/// Asks for an account: the address gets a link to confirm it, or the news that
/// it has an account. `public_url` is where links lead.
pub async fn ask(gate: &Gate, public_url: &str, email: &EmailAddress) -> Result<Asked, StoreError> {
    let mut tx = gate.write(Context::visitor()).await?;
    let kinds = [ConfirmEmail::KIND, AlreadyHaveAccount::KIND];
    if accounts::was_mailed(&mut tx, email, &kinds, PAUSE).await? {
        return Ok(Asked::JustSent);
    }
    let message = if let Some(person) = accounts::find_by_email(&mut tx, email).await? {
        let link = format!("{public_url}/sign-in");
        AlreadyHaveAccount { link }.message(&recipient(&person.name, &person.email))
    } else {
        let token = Token::generate();
        let expires_at = tx.now() + CONFIRM_LIFETIME;
        let kind = TokenKind::ConfirmEmail;
        accounts::add_token(&mut tx, kind, token.credential(), email, None, expires_at).await?;
        let notice = ConfirmEmail {
            link: format!("{public_url}/confirm-email/{}", token.reveal()),
            link_ends: when::date_and_time(expires_at),
        };
        notice.message(&recipient("", email))
    };
    outbox::add(&mut tx, &message).await?;
    tx.commit(&Event::new(Kind::AccountRequested)).await?;
    Ok(Asked::Sent)
}

/// Asks for a new password: an address that has an account gets a link.
pub async fn ask_reset(
    gate: &Gate,
    public_url: &str,
    email: &EmailAddress,
) -> Result<(), StoreError> {
    let mut tx = gate.write(Context::visitor()).await?;
    let mut event = Event::new(Kind::PasswordResetRequested);
    let was_mailed = accounts::was_mailed(&mut tx, email, &[ResetPassword::KIND], PAUSE).await?;
    let person = accounts::find_by_email(&mut tx, email).await?;
    if let Some(person) = person.filter(|_| !was_mailed) {
        let token = Token::generate();
        let expires_at = tx.now() + RESET_LIFETIME;
        accounts::add_token(
            &mut tx,
            TokenKind::ResetPassword,
            token.credential(),
            &person.email,
            Some(person.user),
            expires_at,
        )
        .await?;
        let notice = ResetPassword {
            link: format!("{public_url}/reset-password/{}", token.reveal()),
            link_ends: when::date_and_time(expires_at),
        };
        let message = notice.message(&recipient(&person.name, &person.email));
        outbox::add(&mut tx, &message).await?;
        event = event.with("user", person.user);
    }
    tx.commit(&event).await
}
