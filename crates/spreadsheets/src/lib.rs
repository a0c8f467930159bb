//! Tables as files: OpenDocument spreadsheets (ODS) and CSV, written and read back. And texts as OpenDocument
//! texts (ODT), which are written only: nothing is read out of a text.
//!
//! A table is text in rows, its first row the headings. What is written never starts a formula
//! in the programs that open it (`formula`); what is read may be anything: every step has a limit
//! ([`Limits`]), and bytes that are no table are refused, never trusted.
//!
//! What was written comes back as it was, but for characters that no XML file can hold (they
//! become U+FFFD), line ends (they become LF) and empty cells and rows at the end (they go).
#![warn(missing_docs)]

mod archive;
mod cells;
mod formula;
mod ods;
mod odt;
mod opendocument;
mod separated;
mod text;

pub use cells::{Column, Sheet, Table};

/// How much a file may hold. Whatever has more is refused before it is taken in.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Bytes of the file.
    pub file_bytes: usize,
    /// Files inside an archive.
    pub entries: usize,
    /// Bytes of one file of an archive when it is unpacked.
    pub unpacked_bytes: usize,
    /// Elements, texts, comments and the like of the file with the cells, whatever they are for.
    pub events: usize,
    /// Rows of the table.
    pub rows: usize,
    /// Cells of a row.
    pub columns: usize,
    /// Bytes of a cell's text.
    pub cell_bytes: usize,
    /// Bytes of all texts together.
    pub text_bytes: usize,
}

impl Default for Limits {
    /// Enough for a form of a few thousand questions.
    fn default() -> Self {
        Self {
            file_bytes: 2_000_000,
            entries: 200,
            unpacked_bytes: 16_000_000,
            events: 1_200_000,
            rows: 5_000,
            columns: 40,
            cell_bytes: 256 * 1024,
            text_bytes: 4_000_000,
        }
    }
}

/// Why there is no table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotRead {
    /// Nothing is in it.
    #[error("the file is empty")]
    Empty,
    /// It is neither an OpenDocument spreadsheet nor text.
    #[error("the file is no spreadsheet and no text")]
    WrongKind,
    /// It is encrypted.
    #[error("the file is encrypted")]
    Locked,
    /// It, or what comes out of it, is larger than the limits allow.
    #[error("the file holds too much")]
    TooLarge,
    /// It looks like a spreadsheet and can't be read.
    #[error("the file is damaged")]
    Broken,
}

/// Reads a table, whatever its file is called: an archive is read as ODS, text as CSV.
///
/// # Errors
/// Why there is no table, see [`NotRead`].
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Table, NotRead> {
    if bytes.is_empty() {
        return Err(NotRead::Empty);
    }
    if bytes.len() > limits.file_bytes {
        return Err(NotRead::TooLarge);
    }
    let rows = if bytes.starts_with(b"PK") {
        ods::read(bytes, limits)?
    } else {
        separated::read(bytes, limits)?
    };
    Ok(Table::of(rows))
}

/// An OpenDocument spreadsheet with one sheet. The same sheet gives the same bytes.
pub fn write_ods(sheet: &Sheet) -> Vec<u8> {
    ods::write(sheet)
}

/// A CSV file as RFC 4180 has it, UTF-8 with a mark, so that spreadsheet programs know. Every cell stands
/// in quotes: none is split, or read otherwise, by programs that expect other separators.
pub fn write_csv(sheet: &Sheet) -> Vec<u8> {
    separated::write(sheet)
}

/// The media type of OpenDocument texts.
pub const ODT: &str = odt::KIND;

/// An OpenDocument text. The same text gives the same bytes.
pub fn write_odt(paper: &paper::Paper) -> Vec<u8> {
    odt::write(paper)
}
