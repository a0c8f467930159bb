//! Copies for people: the application as a text to read, print and pass round. They are not filled in and
//! do not come back. What stands in them is what the page that prints shows; it comes as a [`Paper`].

mod setting;

pub use setting::NotMade;

use super::note;
use crate::applications::Form;
use paper::Paper;
use policy::Permit;
use policy::organisation::ExportApplication;
use std::sync::Arc;
use std::time::Duration;
use store::{Store, StoreError};

/// How long somebody who takes a PDF waits for it. Pages have thirty seconds in all.
const TAKE_WAIT: Duration = Duration::from_secs(20);
/// How long the page that tells its size waits for it: most are set in that time.
const SIZE_WAIT: Duration = Duration::from_millis(700);

/// The kinds of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaperKind {
    /// Tagged PDF.
    Pdf,
    /// OpenDocument text.
    Odt,
}

impl PaperKind {
    /// Every kind.
    pub const ALL: [Self; 2] = [Self::Pdf, Self::Odt];

    /// What it is called.
    pub fn title(self) -> &'static str {
        match self {
            Self::Pdf => "PDF",
            Self::Odt => "ODT",
        }
    }

    /// The ending of its names.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Odt => "odt",
        }
    }

    /// The kind with this ending.
    pub fn of_ending(ending: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.ending() == ending)
    }

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Odt => spreadsheets::ODT,
        }
    }
}

/// Why there is no copy.
#[derive(Debug, thiserror::Error)]
pub enum TakeError {
    /// It could not be made.
    #[error(transparent)]
    NotMade(#[from] NotMade),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Takes a copy: the file, and an entry in the audit log.
///
/// # Errors
/// When it is not made in time, or the database can't be reached; then there is no copy.
pub async fn take_paper(
    store: &Store,
    form: &Form,
    _: &Permit<ExportApplication>,
    kind: PaperKind,
    paper: Paper,
) -> Result<Vec<u8>, TakeError> {
    let bytes = match kind {
        PaperKind::Odt => spreadsheets::write_odt(&paper),
        PaperKind::Pdf => setting::pdf(paper, TAKE_WAIT).await?.to_vec(),
    };
    note(store, form, kind.ending()).await?;
    Ok(bytes)
}

/// How large a copy is, in bytes; none while a PDF is being made, or waits until others are.
///
/// # Errors
/// When it can't be made.
pub async fn paper_size(
    paper: &Paper,
    kind: PaperKind,
    _: &Permit<ExportApplication>,
) -> Result<Option<usize>, NotMade> {
    match kind {
        PaperKind::Odt => Ok(Some(spreadsheets::write_odt(paper).len())),
        PaperKind::Pdf => match setting::pdf_if_free(Arc::new(paper.clone()), SIZE_WAIT).await {
            Ok(pdf) => Ok(Some(pdf.len())),
            Err(NotMade::Busy) => Ok(None),
            Err(error) => Err(error),
        },
    }
}
