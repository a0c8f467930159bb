//! Changing the address that somebody signs in with.
//!
//! The new address has to be confirmed by its e-mailed link, by the person while they are signed
//! in: whoever gets the link by mistake can do nothing with it. The old address is told, with a
//! link that undoes it for 72 hours.

use crate::accounts::recipient;
use audit::{Event, Kind};
use domain::credential::Token;
use domain::email::EmailAddress;
use domain::when;
use mail::{AddressChanged, AddressConfirmed, AlreadyHaveAccount, ConfirmNewAddress, Notice};
use policy::{Actor, Denied};
use store::accounts::{self, TokenKind};
use store::{Context, Gate, StoreError, addresses, outbox};
use time::Duration;

/// How long a link that confirms a new address works.
const CONFIRM_LIFETIME: Duration = Duration::hours(24);
/// How long a change can be undone.
const UNDO_LIFETIME: Duration = Duration::hours(72);
/// After one message, nobody gets another of its sort for so long.
const PAUSE: Duration = Duration::minutes(2);
/// The constraint that keeps addresses apart.
const UNIQUE: &str = "users_email";

/// Why an address was not asked about.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    /// They have to show again who they are.
    #[error("not allowed")]
    Denied(#[from] Denied),
    /// It is the one that they have.
    #[error("the same address")]
    Same,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Sends a link to the new address. Whether it has an account is not told: its owner is.
pub async fn ask(
    gate: &Gate,
    public_url: &str,
    actor: &Actor,
    new: &EmailAddress,
) -> Result<(), AskError> {
    actor.confirmed()?;
    if new.as_str().eq_ignore_ascii_case(&actor.email) {
        return Err(AskError::Same);
    }
    let mut tx = gate.write(Context::of(actor)).await?;
    let kinds = [ConfirmNewAddress::KIND, AlreadyHaveAccount::KIND];
    if accounts::was_mailed(&mut tx, new, &kinds, PAUSE).await? {
        return Ok(());
    }
    let message = if let Some(other) = accounts::find_by_email(&mut tx, new).await? {
        let link = format!("{public_url}/sign-in");
        AlreadyHaveAccount { link }.message(&recipient(&other.name, &other.email))
    } else {
        let token = Token::generate();
        let expires_at = tx.now() + CONFIRM_LIFETIME;
        let (kind, credential) = (TokenKind::ChangeEmail, token.credential());
        let user = Some(actor.user);
        accounts::add_token(&mut tx, kind, credential, new, user, expires_at).await?;
        let notice = ConfirmNewAddress {
            link: format!("{public_url}/account/email/confirm/{}", token.reveal()),
            link_ends: when::date_and_time(expires_at),
        };
        notice.message(&recipient(&actor.name, new))
    };
    outbox::add(&mut tx, &message).await?;
    tx.commit(&Event::new(Kind::AddressChangeAsked)).await?;
    Ok(())
}

/// Why an address was not changed, or not changed back.
#[derive(Debug, thiserror::Error)]
pub enum ChangeError {
    /// The link was used, has run out, or is somebody else's.
    #[error("the link can't be used any more")]
    Gone,
    /// Somebody else has made an account with it meanwhile.
    #[error("the address has an account")]
    Taken,
    /// The database.
    #[error(transparent)]
    Store(StoreError),
}

impl From<StoreError> for ChangeError {
    fn from(error: StoreError) -> Self {
        if error.constraint() == Some(UNIQUE) {
            Self::Taken
        } else {
            Self::Store(error)
        }
    }
}

/// The person confirms their new address: it is theirs from now on, and both addresses are told.
pub async fn confirm(
    gate: &Gate,
    public_url: &str,
    actor: &Actor,
    token: &Token,
) -> Result<(), ChangeError> {
    let undo = Token::generate();
    let mut tx = gate.write(Context::of(actor)).await?;
    let changed = addresses::change(
        &mut tx,
        token.credential(),
        undo.credential(),
        UNDO_LIFETIME,
    );
    let changed = changed.await?.ok_or(ChangeError::Gone)?;
    let ends = tx.now() + UNDO_LIFETIME;
    let told_before = AddressChanged {
        changed_at: when::date_and_time(tx.now()),
        link: format!("{public_url}/undo-email-change/{}", undo.reveal()),
        link_ends: when::date_and_time(ends),
    };
    let told_after = AddressConfirmed {
        changed_at: when::date_and_time(tx.now()),
        link: format!("{public_url}/account"),
    };
    let (before, after) = (
        recipient(&actor.name, &changed.before),
        recipient(&actor.name, &changed.after),
    );
    outbox::add(&mut tx, &told_before.message(&before)).await?;
    outbox::add(&mut tx, &told_after.message(&after)).await?;
    tx.commit(&Event::new(Kind::AddressChanged).with("user", actor.user))
        .await?;
    Ok(())
}

/// Whether the link of this token can still undo a change. Changes nothing.
pub async fn can_undo(gate: &Gate, token: &Token) -> Result<bool, StoreError> {
    let credential = token.credential();
    let mut tx = gate.read(Context::presenting(credential)).await?;
    accounts::is_token_open(&mut tx, TokenKind::UndoEmail, credential).await
}

/// Gives the person their old address back, and ends every session of theirs.
pub async fn undo(gate: &Gate, token: &Token) -> Result<(), ChangeError> {
    let credential = token.credential();
    let mut tx = gate.write(Context::presenting(credential)).await?;
    let user = addresses::undo(&mut tx, credential).await?;
    let user = user.ok_or(ChangeError::Gone)?;
    tx.commit(&Event::new(Kind::AddressChangeUndone).with("user", user))
        .await?;
    Ok(())
}
