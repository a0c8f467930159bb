//! Office files, which are ZIP files: their list of contents is read, nothing is unpacked.

use super::{NotAccepted, ZIP_TAIL, find, read_at, size};
use domain::document::DocumentKind;
use std::fs::File;

/// The most files inside.
const ENTRIES_MAX: usize = 5_000;
/// The longest list of contents, in bytes.
const LIST_MAX: u64 = 2_000_000;
/// The most that may come out when it is unpacked, in bytes.
const UNPACKED_MAX: u64 = 200_000_000;
/// The most that one byte may become.
const RATIO_MAX: u64 = 200;

/// A file inside.
struct Entry {
    name: String,
    is_encrypted: bool,
    is_stored: bool,
    packed: u64,
    unpacked: u64,
    at: u64,
}

pub fn kind(file: &mut File, length: u64) -> Result<DocumentKind, NotAccepted> {
    let mut entries = entries(file, length)?;
    if entries.iter().any(|entry| entry.is_encrypted) {
        return Err(NotAccepted::Locked);
    }
    check_names(&entries)?;
    check_sizes(&entries)?;
    check_places(file, &mut entries, length)?;
    let has = |name: &str| entries.iter().any(|entry| entry.name == name);
    if has("[Content_Types].xml") {
        return match (has("word/document.xml"), has("xl/workbook.xml")) {
            (true, false) => Ok(DocumentKind::Docx),
            (false, true) => Ok(DocumentKind::Xlsx),
            _ => Err(NotAccepted::WrongKind),
        };
    }
    if !has("content.xml") {
        return Err(NotAccepted::WrongKind);
    }
    // The kind of an OpenDocument file is its first entry, as plain text.
    let first = entries.first().filter(|first| {
        first.at == 0 && first.name == "mimetype" && first.is_stored && first.unpacked < 100
    });
    let first = first.ok_or(NotAccepted::WrongKind)?;
    let text = read_at(file, 30 + first.name.len() as u64, size(first.unpacked))?;
    match text.as_slice() {
        b"application/vnd.oasis.opendocument.text" => Ok(DocumentKind::Odt),
        b"application/vnd.oasis.opendocument.spreadsheet" => Ok(DocumentKind::Ods),
        _ => Err(NotAccepted::WrongKind),
    }
}

/// The list of contents, which must be the very end of the file.
fn entries(file: &mut File, length: u64) -> Result<Vec<Entry>, NotAccepted> {
    let from = length.saturating_sub(ZIP_TAIL);
    let tail = read_at(file, from, size(length - from))?;
    let at = find(&tail, b"PK\x05\x06").ok_or(NotAccepted::WrongKind)?;
    let end = tail[at..].get(..22).ok_or(NotAccepted::WrongKind)?;
    let (count, list_size) = (number(&end[10..12]), number(&end[12..16]));
    let (list_at, comment) = (number(&end[16..20]), number(&end[20..22]));
    let end_at = from + at as u64;
    let is_one_whole = number(&end[4..8]) == 0
        && end_at + 22 + comment == length
        && list_at + list_size == end_at
        && list_size <= LIST_MAX;
    if !is_one_whole {
        return Err(NotAccepted::WrongKind);
    }
    let list = read_at(file, list_at, size(list_size))?;
    let mut rest = list.as_slice();
    let mut entries = Vec::new();
    while !rest.is_empty() {
        let (entry, length) = entry(rest).ok_or(NotAccepted::WrongKind)?;
        rest = rest.get(length..).ok_or(NotAccepted::WrongKind)?;
        entries.push(entry);
        if entries.len() > ENTRIES_MAX {
            return Err(NotAccepted::Bomb);
        }
    }
    if entries.len() as u64 != count {
        return Err(NotAccepted::WrongKind);
    }
    Ok(entries)
}

/// One entry of the list, and how long it is there.
fn entry(bytes: &[u8]) -> Option<(Entry, usize)> {
    let fixed = bytes.get(..46).filter(|b| b.starts_with(b"PK\x01\x02"))?;
    let name_length = size(number(&fixed[28..30]));
    let more = size(number(&fixed[30..32]) + number(&fixed[32..34]));
    let name = bytes.get(46..46 + name_length)?;
    let entry = Entry {
        name: String::from_utf8_lossy(name).into_owned(),
        is_encrypted: fixed[8] & 1 == 1,
        is_stored: number(&fixed[10..12]) == 0,
        packed: number(&fixed[20..24]),
        unpacked: number(&fixed[24..28]),
        at: number(&fixed[42..46]),
    };
    Some((entry, 46 + name_length + more))
}

/// No paths that lead outside, no macros.
fn check_names(entries: &[Entry]) -> Result<(), NotAccepted> {
    for entry in entries {
        let name = entry.name.as_str();
        if name.starts_with('/') || name.contains(['\\', '\0', ':']) || name.contains("..") {
            return Err(NotAccepted::WrongKind);
        }
        let lower = name.to_lowercase();
        let is_macro = lower.ends_with("vbaproject.bin")
            || lower.starts_with("basic/")
            || lower.starts_with("scripts/")
            || lower.contains("/activex/");
        if is_macro {
            return Err(NotAccepted::Active);
        }
    }
    Ok(())
}

/// What the list says comes out must be bearable, each and together.
fn check_sizes(entries: &[Entry]) -> Result<(), NotAccepted> {
    let is_swollen = |entry: &Entry| {
        entry.unpacked > 1_000_000 && entry.unpacked / entry.packed.max(1) > RATIO_MAX
    };
    let unpacked: u64 = entries.iter().map(|entry| entry.unpacked).sum();
    if unpacked > UNPACKED_MAX || entries.iter().any(is_swollen) {
        return Err(NotAccepted::Bomb);
    }
    Ok(())
}

/// The files lie one after the other from the very beginning, each where the list says, and none
/// over another one: small bombs let many entries share the same bytes.
fn check_places(file: &mut File, entries: &mut [Entry], length: u64) -> Result<(), NotAccepted> {
    entries.sort_by_key(|entry| entry.at);
    if entries.first().is_none_or(|entry| entry.at != 0) {
        return Err(NotAccepted::WrongKind);
    }
    let mut free_from = 0;
    for entry in entries.iter() {
        let local = read_at(file, entry.at, 30)?;
        if local.len() < 30 || !local.starts_with(b"PK\x03\x04") {
            return Err(NotAccepted::WrongKind);
        }
        if entry.at < free_from {
            return Err(NotAccepted::Bomb);
        }
        let names = number(&local[26..28]) + number(&local[28..30]);
        free_from = entry.at + 30 + names + entry.packed;
    }
    if free_from > length {
        return Err(NotAccepted::WrongKind);
    }
    Ok(())
}

/// A number of up to four bytes, the lowest first.
fn number(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .rev()
        .fold(0, |number, byte| number << 8 | u64::from(*byte))
}
