//! Templates and data to PDF, by Typst. What people typed reaches a template as data (it reads
//! `data.json`), so none of it is ever Typst code.

pub mod letters;
mod world;

pub use world::{DocumentWorld, Template};

use time::OffsetDateTime;
use typst::{
    diag::SourceDiagnostic,
    foundations::{Datetime, Smart},
};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

/// How many compilations a cached result outlives. Without eviction each
/// document keeps about 8 MiB.
const CACHE_AGE_MAX: usize = 5;

/// What a PDF says of itself.
pub struct About<'a> {
    /// What tells it from others; the same for the same content.
    pub ident: &'a str,
    /// Its date, if it has one.
    pub at: Option<OffsetDateTime>,
    /// The standards that it keeps to.
    pub standards: &'a [PdfStandard],
}

/// Sets a document and writes it. Says what is wrong in one line.
pub fn set(world: &DocumentWorld, about: &About<'_>) -> Result<Vec<u8>, String> {
    let document = typst::compile::<PagedDocument>(world)
        .output
        .map_err(|errors| said(&errors))?;
    let standards =
        PdfStandards::new(about.standards).map_err(|error| error.message().to_string())?;
    let options = PdfOptions {
        ident: Smart::Custom(about.ident.to_owned()),
        creator: Smart::Custom(Some("Apply to provide a PSN service".to_owned())),
        timestamp: about.at.and_then(timestamp),
        standards,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&document, &options).map_err(|errors| said(&errors))
}

/// Lets go of what the typesetter keeps of older documents. To be called after each one of those that
/// are alike.
pub fn forget_older() {
    comemo::evict(CACHE_AGE_MAX);
}

/// Lets go of everything that it keeps: nothing of a long text comes again in another one.
pub fn forget() {
    comemo::evict(0);
}

/// The document's date, in UTC.
fn timestamp(at: OffsetDateTime) -> Option<Timestamp> {
    let at = at.to_offset(time::UtcOffset::UTC);
    let (hour, minute, second) = at.to_hms();
    Datetime::from_ymd_hms(at.year(), at.month().into(), at.day(), hour, minute, second)
        .map(Timestamp::new_utc)
}

/// What the typesetter says is wrong, in one line.
fn said(errors: &[SourceDiagnostic]) -> String {
    errors
        .iter()
        .map(|error| error.message.to_string())
        .collect::<Vec<_>>()
        .join("; ")
}
