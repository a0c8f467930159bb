//! What a file is, by what is in it: its first bytes and its structure. The name counts only for
//! CSV, which has no mark of its own. Reads with seeking, never the whole file into memory.

mod pdf;
mod pictures;
mod tables;
mod zip;

#[cfg(test)]
mod tests;

use domain::document::DocumentKind;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

/// How far from the end a ZIP's own mark may lie: its length and the longest comment.
const ZIP_TAIL: u64 = 22 + 65_535;
/// How far from the beginning readers of PDF look for its mark.
const PDF_HEAD: usize = 1024;

/// Why a file is not accepted.
#[derive(Debug, thiserror::Error)]
pub enum NotAccepted {
    /// There is nothing in it.
    #[error("the file is empty")]
    Empty,
    /// It is none of the kinds, is broken, or is two kinds at once.
    #[error("the file is of no kind that is accepted")]
    WrongKind,
    /// It is encrypted.
    #[error("the file is encrypted")]
    Locked,
    /// It holds scripts, macros or other files.
    #[error("the file holds something that can run")]
    Active,
    /// It would unpack to far more than it is.
    #[error("the file would unpack to too much")]
    Bomb,
    /// It can't be read back.
    #[error("the file can't be read")]
    Unreadable(#[from] io::Error),
}

/// Finds out what a file is. Blocks; call it where that is allowed.
///
/// # Errors
/// When the file is not accepted.
pub fn recognise(path: &Path, typed_name: &str) -> Result<DocumentKind, NotAccepted> {
    let mut file = File::open(path)?;
    let length = file.metadata()?.len();
    if length == 0 {
        return Err(NotAccepted::Empty);
    }
    let head = read_at(&mut file, 0, PDF_HEAD)?;
    let is_zip = head.starts_with(b"PK\x03\x04");
    if !is_zip && has_zip_end(&mut file, length)? {
        return Err(NotAccepted::WrongKind);
    }
    let is_pdf = head.starts_with(b"%PDF-");
    if !is_pdf && find(&head, b"%PDF-").is_some() {
        return Err(NotAccepted::WrongKind);
    }
    match head.as_slice() {
        _ if is_zip => zip::kind(&mut file, length),
        _ if is_pdf => pdf::check(&mut file, length),
        [0x89, b'P', b'N', b'G', ..] => pictures::check_png(&mut file, length),
        [0xff, 0xd8, 0xff, ..] => pictures::check_jpeg(&mut file, length),
        // Office files are such a compound file when they have a password.
        [0xd0, 0xcf, 0x11, 0xe0, ..] if is_encrypted_office(&mut file, length)? => {
            Err(NotAccepted::Locked)
        }
        _ => tables::check_csv(&mut file, typed_name),
    }
}

fn has_zip_end(file: &mut File, length: u64) -> io::Result<bool> {
    let from = length.saturating_sub(ZIP_TAIL);
    let tail = read_at(file, from, size(length - from))?;
    Ok(find(&tail, b"PK\x05\x06").is_some())
}

fn is_encrypted_office(file: &mut File, length: u64) -> io::Result<bool> {
    let name: Vec<u8> = "EncryptedPackage"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    contains(file, length, &name)
}

/// Up to `length` bytes from a place.
fn read_at(file: &mut File, from: u64, length: usize) -> io::Result<Vec<u8>> {
    file.seek(SeekFrom::Start(from))?;
    let mut bytes = Vec::new();
    file.take(length as u64).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Whether a text is anywhere in the file, which is read in pieces that overlap.
fn contains(file: &mut File, length: u64, wanted: &[u8]) -> io::Result<bool> {
    const PIECE: usize = 256 * 1024;
    let mut from = 0;
    while from < length {
        let piece = read_at(file, from, PIECE + wanted.len())?;
        if find(&piece, wanted).is_some() {
            return Ok(true);
        }
        from += PIECE as u64;
    }
    Ok(false)
}

/// Where a text is first.
fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    let first = *wanted.first()?;
    let mut from = 0;
    while let Some(at) = bytes[from..].iter().position(|byte| *byte == first) {
        if bytes[from + at..].starts_with(wanted) {
            return Some(from + at);
        }
        from += at + 1;
    }
    None
}

/// A length that is known to be small.
fn size(length: u64) -> usize {
    usize::try_from(length).unwrap_or(usize::MAX)
}
