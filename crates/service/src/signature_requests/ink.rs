//! Signing on paper in ink: the supplier prints the statement, which has a code of exactly this
//! version on it, and uploads the signed page. A person of the PSN team compares the two.

mod check;
mod print;
mod scanned;
mod told;
mod upload;

pub use check::{CheckError, Checked, check, open_for_team};
pub use print::{SettingError, Statement, statement, statement_pdf};
pub(crate) use scanned::void;
pub use told::{signed_in_words, unusable_in_words};
pub use upload::{Old, Paper, UploadError, check_open, open, upload};

use blobs::Address;
use domain::ink::{InkStatement, StatementCode};
use domain::signature_request::SignatureRequest;
use sha2::{Digest, Sha256};

/// The code of what a request is about: of its text and the version of the commitments. The same
/// text has the same code, however often it is asked for.
pub fn code(request: &SignatureRequest) -> StatementCode {
    let version = format!(
        "{} {}",
        request.snapshot_sha256, request.commitments_version
    );
    StatementCode::of(&Sha256::digest(version.as_bytes()).into())
}

/// Where the file of a signed page lies.
fn address(request: &SignatureRequest, page: &InkStatement) -> Address {
    Address {
        organisation: request.organisation,
        document: page.document,
        sha256: page.sha256.clone(),
    }
}
