//! OpenDocument spreadsheets (ISO/IEC 26300): an archive with one XML file that matters.

mod grid;
mod paragraph;
mod read;
mod value;
mod write;

pub use read::read;
pub use write::write;

/// What the first file of the archive says.
const KIND: &str = "application/vnd.oasis.opendocument.spreadsheet";
/// The file that says what the archive is.
const KIND_FILE: &str = "mimetype";
/// The file with the cells.
const CONTENT_FILE: &str = "content.xml";
/// The file that lists the others, and how they are encrypted.
const MANIFEST_FILE: &str = "META-INF/manifest.xml";
