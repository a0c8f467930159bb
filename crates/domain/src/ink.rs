//! Statements that are signed on paper in ink: the code that is printed on each version, what its
//! supplier says of the signed page, and what the PSN team found on it.

use crate::document::{DocumentKind, ScanState};
use crate::id::DocumentId;
use crate::reference::{forgive, is_reference_letter, letter};
use crate::text::Lines;
use std::fmt;
use time::{Date, OffsetDateTime};

/// The kinds of files that a signed page may be.
pub const KINDS: [DocumentKind; 3] = [DocumentKind::Pdf, DocumentKind::Jpg, DocumentKind::Png];
/// The most signed pages that an application takes.
pub const PAGES_MAX: usize = 20;

/// Why a signed page was refused, for the supplier.
pub type RefusalNote = Lines<1000>;

/// The code that is printed on a statement, `XXXX-XXXX`: another version has another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementCode(String);

impl StatementCode {
    /// The code of these bytes, of which the first eight count: five bits of each.
    pub fn of(digest: &[u8; 32]) -> Self {
        let letters: String = digest[..8].iter().map(|byte| letter(*byte)).collect();
        Self(format!("{}-{}", &letters[..4], &letters[4..]))
    }

    /// Reads a code forgivingly: any case, spaces and hyphens, O for 0, I and L for 1. Nothing when
    /// it can't be one.
    pub fn parse(text: &str) -> Option<Self> {
        let letters = forgive(text);
        let is_code = letters.len() == 8 && letters.bytes().all(is_reference_letter);
        is_code.then(|| Self(format!("{}-{}", &letters[..4], &letters[4..])))
    }
}

impl fmt::Display for StatementCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

named_values! {
    /// What the check of a signed page came to.
    pub enum InkOutcome {
        /// It is the signature.
        Accepted = "accepted",
        /// It is none, and a new one is asked for.
        Refused = "refused",
    }
}

named_values! {
    /// What a person of the PSN team looks for on a signed page.
    pub enum InkFinding {
        /// It can be read.
        Readable = "readable",
        /// It has the statement code of this version.
        Code = "code",
        /// It has the name of the signatory, as typed and as asked.
        Name = "name",
        /// It has the date, as typed.
        Date = "date",
    }
}

impl InkFinding {
    /// In words for the team.
    pub fn title(self) -> &'static str {
        match self {
            Self::Readable => "The page is readable",
            Self::Code => "It has the right statement code",
            Self::Name => "It has the right name, and a signature",
            Self::Date => "It has the right date",
        }
    }
}

/// What a person of the PSN team found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InkCheck {
    /// What it came to.
    pub outcome: InkOutcome,
    /// What was right.
    pub found: Vec<InkFinding>,
    /// Why it was refused; empty otherwise.
    pub note: String,
    /// When.
    pub at: OffsetDateTime,
    /// By whom.
    pub by_name: String,
}

/// A signed page that was uploaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InkStatement {
    /// The document that holds the file.
    pub document: DocumentId,
    /// The file's name, made safe.
    pub file_name: String,
    /// What the file is.
    pub kind: DocumentKind,
    /// How large it is, in bytes.
    pub bytes: u64,
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: String,
    /// How the check for viruses stands.
    pub scan: ScanState,
    /// The date on the page, as typed.
    pub signed_on: Date,
    /// When it was uploaded.
    pub uploaded_at: OffsetDateTime,
    /// By whom.
    pub uploaded_by_name: String,
    /// The check of the PSN team, once there was one.
    pub check: Option<InkCheck>,
}

impl InkStatement {
    /// True once a second person has found it right.
    pub fn is_accepted(&self) -> bool {
        let check = self.check.as_ref();
        check.is_some_and(|check| check.outcome == InkOutcome::Accepted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_forgive_how_they_are_typed_and_differ_by_version() {
        let code = StatementCode::of(&[1; 32]);
        assert_eq!(code.to_string(), "1111-1111");
        for typed in ["1111-1111", " il1I llll ", "1111 1111"] {
            assert_eq!(StatementCode::parse(typed).as_ref(), Some(&code), "{typed}");
        }
        for typed in ["", "1111-111", "1111-11111", "1111-111U", "1111-111é"] {
            assert_eq!(StatementCode::parse(typed), None, "{typed}");
        }
        assert_ne!(StatementCode::of(&[2; 32]), code);
    }
}
