//! Certificates of PSN service provision compliance: their numbers, the signed
//! file that proves one without asking anybody, and the PDF; commitment statements to sign in ink
//! and copies of applications as PDF.
//!
//! | Module | Holds |
//! |---|---|
//! | [`facts`] | what a certificate says |
//! | [`number`] | certificate numbers with their check character |
//! | [`keys`] | the key that signs, and the published set of keys that check |
//! | [`signed`] | the signed file: [`sign`] and [`verify`] |
//! | [`mod@pdf`] | the accessible PDF, and that of a commitment statement |
//! | [`mod@paper_pdf`] | any [`paper::Paper`] as an accessible PDF |
//!
//! Nothing here reaches the network, a database or the clock.

pub mod facts;
mod jws;
pub mod keys;
pub mod number;
pub mod paper_pdf;
pub mod pdf;
pub mod signed;
mod typesetting;

pub use facts::CertificateFacts;
pub use keys::{KeyError, KeySet, KeySetError, SigningKey};
pub use number::{Number, like_number, number, parse_number};
pub use paper_pdf::paper_pdf;
pub use pdf::{PdfError, StatedChange, StatementFacts, pdf, statement_pdf};
pub use signed::{Verdict, sign, verify};

#[cfg(test)]
mod fixtures;
#[cfg(test)]
mod poppler;
