//! Documents that a supplier adds to its application: evidence, certificates, diagrams. They are
//! never demanded.
//!
//! A file arrives in the store of files, is looked at there, and becomes a document when it is
//! accepted. The worker has it scanned for viruses; before that nobody can download it.

mod again;
mod change;
mod changed;
mod notices;
mod read;
mod receive;
mod removed;
mod scan;

pub use again::{Again, find_usable, list_usable, use_again};
pub use change::{ChangeError, describe, remove};
pub use changed::{ChangedDocument, Fate, changed_in_reply, changed_since_last_year};
pub(crate) use changed::{between, in_exchange};
pub use notices::do_what_is_due;
pub use read::{Documents, ReadError, find, for_signatory, for_team, of_form, open, open_for_team};
pub use receive::{AddError, Added, Place, accept, check_room};
pub(crate) use receive::{Arrived, recognised, unless_added};
pub use removed::{RemovedDocument, find_removed};
pub use scan::{delete_what_is_to_go, scan_one};

use crate::applications::Case;
use crate::joint::code_of_connection_page;
use blobs::{Address, Blobs, Clamd, Reader};
use domain::application::ApplicationState;
use domain::document::{Document, ScanState};
use questions::EvidenceItem;

/// The page of the form that is about documents, and the group of sections that it is.
pub const PAGE: &str = "documents";

/// Where files are kept and who scans them.
#[derive(Debug, Clone)]
pub struct Files {
    blobs: Option<Blobs>,
    scanner: Scanner,
}

/// Who looks for viruses.
#[derive(Debug, Clone)]
enum Scanner {
    /// clamd.
    Clamd(Clamd),
    /// Nobody, and files are released all the same: the demonstration.
    Demonstration,
    /// Nobody, so no file is taken.
    None,
}

impl Files {
    /// Takes no files.
    pub fn none() -> Self {
        Self {
            blobs: None,
            scanner: Scanner::None,
        }
    }

    /// Keeps files in this place once clamd has found nothing.
    pub fn scanned(blobs: Blobs, clamd: Clamd) -> Self {
        Self {
            blobs: Some(blobs),
            scanner: Scanner::Clamd(clamd),
        }
    }

    /// Keeps files in this place without looking for viruses, which is for the demonstration only.
    pub fn not_scanned(blobs: Blobs) -> Self {
        Self {
            blobs: Some(blobs),
            scanner: Scanner::Demonstration,
        }
    }

    /// Reads and deletes the files of this place and takes no new ones.
    pub fn without_scanner(blobs: Blobs) -> Self {
        Self {
            blobs: Some(blobs),
            scanner: Scanner::None,
        }
    }

    /// Whether a file with this scan is given to anybody: one that nobody looked at in the demonstration
    /// alone, also where its database came to be used elsewhere.
    fn releases(&self, scan: ScanState) -> bool {
        let is_demonstration = matches!(self.scanner, Scanner::Demonstration);
        scan == ScanState::Clean || (scan == ScanState::NotScanned && is_demonstration)
    }

    /// The place where files arrive; none when no file is taken.
    pub fn taking(&self) -> Option<&Blobs> {
        let blobs = self.blobs.as_ref();
        blobs.filter(|_| !matches!(self.scanner, Scanner::None))
    }
}

/// Where the file of a document lies.
fn address(document: &Document) -> Address {
    Address {
        organisation: document.organisation,
        document: document.file,
        sha256: document.sha256.clone(),
    }
}

/// Opens a file that may be given to people; nothing for one that has not been released.
pub(crate) async fn open_released(
    files: &Files,
    at: &Address,
    scan: ScanState,
) -> Result<Reader, ReadError> {
    let blobs = files.blobs.as_ref().filter(|_| files.releases(scan));
    let blobs = blobs.ok_or(ReadError::NotReleased)?;
    Ok(blobs.open(at).await?)
}

/// The item of a list that a document belongs to by this name; nothing when there is none any more.
pub fn item_named<'a>(items: &'a [EvidenceItem], belongs_to: &str) -> Option<&'a EvidenceItem> {
    items.iter().find(|item| item.id == belongs_to)
}

/// Whether documents of this application can belong to this: a question, or the page that asks how
/// the connection is certified.
fn is_question(case: &Case, belongs_to: &str) -> bool {
    case.set.question(belongs_to).is_some() || code_of_connection_page(case) == Some(belongs_to)
}

/// While the supplier fills in or replies; what was sent stays as it is.
pub fn may_change(state: ApplicationState) -> bool {
    matches!(
        state,
        ApplicationState::Draft | ApplicationState::AwaitingSupplier
    )
}
