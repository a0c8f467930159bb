//! Saving answers, removing items of lists, marking sections.

mod changed;
mod mark;
mod remove;
mod save;
mod seen;

pub use mark::{MarkError, mark};
pub use remove::{RemoveError, Removed, remove};
pub use save::{
    Answer, Reconfirmed, SaveError, Saved, reconfirm, save, set_aside, set_refused_aside,
};
pub use seen::{NotSeen, Seen, Unseen};

use policy::Denied;

/// Why nothing may be changed here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAllowed {
    /// Not this person.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The answers of this page may not be changed now.
    #[error("the answers may not be changed now")]
    Locked,
}
