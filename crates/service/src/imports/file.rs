//! Reading a file that somebody filled in, whatever it is called.

use questions::{Found, NotRecognised, QuestionSet};
use spreadsheets::{Limits, NotRead};

/// The most bytes that a file may have.
pub const FILE_BYTES_MAX: usize = 2_000_000;
/// The most bytes of all that is found together.
const FOUND_BYTES_MAX: usize = 1_500_000;

/// Why nothing was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// It can't be read.
    #[error(transparent)]
    NotRead(#[from] NotRead),
    /// It is readable, and nothing of this form.
    #[error(transparent)]
    NotRecognised(#[from] NotRecognised),
}

/// Finds the answers in a file: an OpenDocument spreadsheet, CSV, or a copy as JSON.
///
/// # Errors
/// Why nothing was found; a file of the form without any answer is [`NotRecognised::NoForm`] too.
pub fn read_file(set: &QuestionSet, bytes: &[u8]) -> Result<Found, FileError> {
    if bytes.is_empty() {
        return Err(NotRead::Empty.into());
    }
    if bytes.len() > FILE_BYTES_MAX {
        return Err(NotRead::TooLarge.into());
    }
    let plain = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let found = if plain.trim_ascii_start().starts_with(b"{") {
        set.read_copy(plain)?
    } else {
        let limits = Limits {
            file_bytes: FILE_BYTES_MAX,
            ..Limits::default()
        };
        set.read_rows(spreadsheets::read(bytes, &limits)?.rows())?
    };
    if found.pages.is_empty() && found.unused.is_empty() {
        return Err(NotRecognised::NoForm.into());
    }
    if size(&found) > FOUND_BYTES_MAX {
        return Err(NotRead::TooLarge.into());
    }
    Ok(found)
}

fn size(found: &Found) -> usize {
    let values = found.pages.iter().flat_map(|page| page.values.values());
    let values: usize = values.flatten().map(String::len).sum();
    let unused = found.unused.iter();
    values + unused.map(|unused| unused.text.len()).sum::<usize>()
}
