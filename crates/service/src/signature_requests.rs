//! Asking the authorised signatory: sending what is signed, the signature, and what it covers.
//!
//! Sending freezes the application as one text (`snapshot`); the signatory signs exactly that. A
//! later change makes the request or the signature void. After a clarification the signatory
//! confirms the changes by a signature on the new text. A request is signed online, behind a link,
//! or on paper in ink (`ink`); where its page can't be used after submission, it is asked for anew.

mod ask;
mod changes;
mod cover;
pub mod ink;
mod live;
mod reconfirm;
mod request;
mod reworded;
mod run_out;
mod send;
mod sign;
mod status;

pub use ask::{AskError, ask, cancel, remind};
pub use changes::{Change, changes};
pub use cover::{Covering, covering};
pub use live::{SeenRequest, live, seen_request};
pub use reconfirm::ask_reconfirmation;
pub(crate) use reconfirm::standing;
pub use request::Signer;
pub use reworded::reworded;
pub use run_out::do_what_is_due;
pub use sign::{
    Authority, SignError, Signature, confirm_authority, decline, reading, sign, signed_text,
};
pub use status::{Status, stands_signed, status};
