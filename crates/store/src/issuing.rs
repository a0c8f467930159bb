//! What a certificate stands on, and issuing it.

mod certificate;
mod grounds;
mod register;

pub use certificate::{Issued, NewCertificate, add, find_issued};
pub use grounds::{OwnerAnswer, SignatureEvidence, owner_answer, signatures};
pub use register::{
    ConfirmedCertificate, RegisterEntry, add_confirmed_entry, confirm_entry, register_entry,
};
