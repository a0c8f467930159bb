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
