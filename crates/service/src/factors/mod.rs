//! Second factors: the authenticator app, recovery codes, passkeys.
//!
//! An app shares a secret with the service, and both reckon a code from it and the time. The
//! service keeps the secret sealed and takes each code once. Ten recovery codes stand in for an app
//! that is not at hand. A passkey signs what the service asks, as the second factor or as the whole
//! sign-in: the person's device asked for a fingerprint, face or PIN. Whoever changes any of it has
//! shown a moment ago who they are.

mod authenticator;
mod ceremony;
mod change;
mod check;
mod passkeys;
mod recovery_codes;

pub use authenticator::{STEP_SECONDS, Secret, seal};
pub use ceremony::{Answer, Passkeys, Question, QuestionError};
pub use change::{
    ChangeError, Offer, RECOVERY_CODES, Summary, remove_authenticator, renew_recovery_codes,
    set_up_authenticator, summary,
};
pub(crate) use check::accepted;
pub use check::{CheckError, Checking, Used, check, find, use_recovery_code};
pub use passkeys::{
    PASSKEY_NAME_MAX, PASSKEYS_MAX, add_passkey, ask_for_new_passkey, ask_for_passkey,
    check_passkey, list_passkeys, remove_passkey,
};
pub use recovery_codes::RecoveryCode;
pub use store::factors::Factors;
pub use store::passkeys::Passkey;

use crate::sealing::Sealer;
use crate::session_key::SessionKey;

/// What seals the secrets of authenticator apps, each for its person.
fn sealer(key: &SessionKey) -> Sealer {
    key.sealer("authenticator")
}
