//! Confirming the infrastructure that a certificate stands on, and issuing the certificate.

mod certificate;
mod refusal;
mod register;

pub use certificate::{Issued, NewCertificate, add, find_issued};
pub use refusal::{Refusal, refusal};
pub use register::{ConfirmedCertificate, add_confirmed_entry, confirm_entry, hold_number};
