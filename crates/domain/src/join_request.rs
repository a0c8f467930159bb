//! Asking to join an organisation.

use crate::text::Lines;

named_values! {
    /// What became of a request to join (docs/states/access.md).
    pub enum JoinRequestState {
        /// Waits for an administrator.
        Asked = "asked",
        /// An administrator let the person in.
        Approved = "approved",
        /// An administrator refused.
        Refused = "refused",
    }
}

/// What somebody says to the administrators, of at most 500 characters.
pub type JoinMessage = Lines<500>;

/// So many days after a refusal the person may ask again.
pub const DAYS_AFTER_REFUSAL: u16 = 30;
