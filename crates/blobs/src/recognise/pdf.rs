//! PDF: begins and ends as one, without a password, scripts or other files inside.

use super::{NotAccepted, contains, find, read_at, size};
use domain::document::DocumentKind;
use std::fs::File;

/// How far from the end the last mark may be, in bytes.
const TAIL: u64 = 2048;
/// What can run or hide something. Written plainly in the file; what is packed inside a
/// compressed part is for the virus scanner.
const ACTIVE: [&[u8]; 4] = [b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"/RichMedia"];

pub fn check(file: &mut File, length: u64) -> Result<DocumentKind, NotAccepted> {
    let tail = read_at(file, length.saturating_sub(TAIL), size(TAIL))?;
    if find(&tail, b"%%EOF").is_none() || find(&tail, b"startxref").is_none() {
        return Err(NotAccepted::WrongKind);
    }
    if contains(file, length, b"/Encrypt")? {
        return Err(NotAccepted::Locked);
    }
    for wanted in ACTIVE {
        if contains(file, length, wanted)? {
            return Err(NotAccepted::Active);
        }
    }
    Ok(DocumentKind::Pdf)
}
