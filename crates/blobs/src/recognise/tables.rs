//! CSV: plain text with separators. It has no mark of its own, so its name has to say it.

use super::NotAccepted;
use domain::document::DocumentKind;
use std::fs::File;
use std::io::{Read as _, Seek as _};

pub fn check_csv(file: &mut File, typed_name: &str) -> Result<DocumentKind, NotAccepted> {
    let is_called_so = typed_name.to_lowercase().ends_with(".csv");
    if !is_called_so {
        return Err(NotAccepted::WrongKind);
    }
    file.rewind()?;
    let mut has_separator = false;
    let mut first = None;
    let mut piece = vec![0; 64 * 1024];
    loop {
        let read = file.read(&mut piece)?;
        if read == 0 {
            break;
        }
        let bytes = &piece[..read];
        let is_text = bytes
            .iter()
            .all(|byte| matches!(byte, b'\t' | b'\r' | b'\n' | b' '..=b'~' | 0x80..));
        if !is_text {
            return Err(NotAccepted::WrongKind);
        }
        has_separator |= bytes.iter().any(|byte| b",;\t".contains(byte));
        let shown = |byte: &&u8| byte.is_ascii_graphic();
        first = first.or_else(|| bytes.iter().find(shown).copied());
    }
    // A page or a picture as text begins like this.
    if first == Some(b'<') || !has_separator {
        return Err(NotAccepted::WrongKind);
    }
    Ok(DocumentKind::Csv)
}
