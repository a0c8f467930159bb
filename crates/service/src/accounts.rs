//! Accounts: asking for one, confirming the address, making it, a new password.
//!
//! Whether an address has an account is never told to whoever asks: the answer is
//! the same, and only the mailbox learns which it is.

mod ask;
mod change_password;
mod close;
mod create;
mod new_password;
mod reset_password;
mod summary;

pub use ask::{Asked, ask, ask_reset};
pub use change_password::{ChangePasswordError, change_password};
pub use close::{CloseError, Needed, close, find_needed};
pub use create::{CreateError, OpenLink, confirm_email, create, find_link};
pub use new_password::{NotTaken, Suggested};
pub use password_policy::Policy as PasswordPolicy;
pub use reset_password::{ResetError, find_reset, reset_password};
pub use store::passwords::Alone;
pub use summary::password_changed_at;

pub use new_password::{broken_rules, policy_for, policy_for_link, suggest};

use domain::email::EmailAddress;
use mail::Recipient;

/// A person to write to.
pub(crate) fn recipient(name: &str, email: &EmailAddress) -> Recipient {
    Recipient {
        name: name.to_owned(),
        email: email.clone().into(),
    }
}
