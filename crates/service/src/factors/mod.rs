//! Second factors: the authenticator app, recovery codes.
//!
//! An app shares a secret with the service, and both reckon a code from it and the time. The
//! service keeps the secret sealed and takes each code once. Ten recovery codes stand in for an app
//! that is not at hand. Whoever changes any of it has shown a moment ago who they are.

mod authenticator;
mod change;
mod check;
mod recovery_codes;

pub use authenticator::{STEP_SECONDS, Secret, seal};
pub use change::{
    ChangeError, Offer, RECOVERY_CODES, Summary, remove_authenticator, renew_recovery_codes,
    set_up_authenticator, summary,
};
pub use check::{CheckError, check, find, use_recovery_code};
pub use recovery_codes::RecoveryCode;
pub use store::factors::Factors;

use crate::sealing::Sealer;
use crate::session_key::SessionKey;

/// What seals the secrets of authenticator apps, each for its person.
fn sealer(key: &SessionKey) -> Sealer {
    key.sealer("authenticator")
}
