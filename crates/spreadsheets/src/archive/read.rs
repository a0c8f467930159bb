//! Reading an archive.

use super::{DEFLATED, END, END_BYTES, LISTED, LISTED_BYTES, LOCAL, LOCAL_BYTES, STORED};
use crate::{Limits, NotRead};
use flate2::read::DeflateDecoder;
use std::io::Read as _;

/// The longest comment at the end of an archive, in bytes.
const COMMENT_MAX: usize = 65_535;

/// An archive and its list of contents.
pub struct Archive<'a> {
    bytes: &'a [u8],
    entries: Vec<Entry>,
}

struct Entry {
    name: Vec<u8>,
    is_encrypted: bool,
    method: u16,
    checksum: u32,
    packed: usize,
    unpacked: usize,
    at: usize,
}

impl<'a> Archive<'a> {
    /// Reads the list of contents.
    pub fn open(bytes: &'a [u8], limits: &Limits) -> Result<Self, NotRead> {
        let end = end(bytes).ok_or(NotRead::WrongKind)?;
        let (count, at) = (number(end, 10, 2), number(end, 16, 4));
        if count > limits.entries {
            return Err(NotRead::TooLarge);
        }
        let mut rest = bytes.get(at..).ok_or(NotRead::Broken)?;
        let mut entries: Vec<Entry> = Vec::with_capacity(count);
        for _ in 0..count {
            let (entry, length) = entry(rest).ok_or(NotRead::Broken)?;
            // Programs disagree which one counts.
            if entries.iter().any(|other| other.name == entry.name) {
                return Err(NotRead::Broken);
            }
            entries.push(entry);
            rest = rest.get(length..).ok_or(NotRead::Broken)?;
        }
        Ok(Self { bytes, entries })
    }

    /// Unpacks a file of this archive; nothing when it has none of this name.
    pub fn unpack(&self, name: &str, most: usize) -> Result<Option<Vec<u8>>, NotRead> {
        let mut entries = self.entries.iter();
        let Some(entry) = entries.find(|entry| entry.name == name.as_bytes()) else {
            return Ok(None);
        };
        if entry.is_encrypted {
            return Err(NotRead::Locked);
        }
        if entry.unpacked > most {
            return Err(NotRead::TooLarge);
        }
        let packed = self.packed(entry).ok_or(NotRead::Broken)?;
        let unpacked = match entry.method {
            STORED => packed.to_vec(),
            DEFLATED => inflate(packed, most)?,
            _ => return Err(NotRead::Broken),
        };
        let is_whole =
            unpacked.len() == entry.unpacked && crc32fast::hash(&unpacked) == entry.checksum;
        is_whole.then_some(Some(unpacked)).ok_or(NotRead::Broken)
    }

    /// The bytes of a file as they are in the archive.
    fn packed(&self, entry: &Entry) -> Option<&'a [u8]> {
        let local = self.bytes.get(entry.at..)?;
        if !local.starts_with(&LOCAL) || local.len() < LOCAL_BYTES {
            return None;
        }
        let from = LOCAL_BYTES + number(local, 26, 2) + number(local, 28, 2);
        local.get(from..)?.get(..entry.packed)
    }
}

/// Unpacks at most so many bytes; whatever would be more is not unpacked.
fn inflate(packed: &[u8], most: usize) -> Result<Vec<u8>, NotRead> {
    let mut unpacked = Vec::new();
    let one_more = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    let read = DeflateDecoder::new(packed)
        .take(one_more)
        .read_to_end(&mut unpacked);
    read.map_err(|_| NotRead::Broken)?;
    if unpacked.len() > most {
        return Err(NotRead::TooLarge);
    }
    Ok(unpacked)
}

/// The end of the archive, which says where the list is: the last that reaches to the end.
fn end(bytes: &[u8]) -> Option<&[u8]> {
    let last = bytes.len().checked_sub(END_BYTES)?;
    let first = last.saturating_sub(COMMENT_MAX);
    (first..=last).rev().find_map(|at| {
        let end = bytes.get(at..)?;
        let is_end = end.starts_with(&END) && END_BYTES + number(end, 20, 2) == end.len();
        is_end.then_some(end)
    })
}

/// One entry of the list, and how long it is there.
fn entry(bytes: &[u8]) -> Option<(Entry, usize)> {
    if bytes.len() < LISTED_BYTES || !bytes.starts_with(&LISTED) {
        return None;
    }
    let names = LISTED_BYTES + number(bytes, 28, 2);
    let entry = Entry {
        name: bytes.get(LISTED_BYTES..names)?.to_vec(),
        is_encrypted: bytes[8] & 1 == 1,
        method: u16::try_from(number(bytes, 10, 2)).ok()?,
        checksum: u32::try_from(number(bytes, 16, 4)).ok()?,
        packed: number(bytes, 20, 4),
        unpacked: number(bytes, 24, 4),
        at: number(bytes, 42, 4),
    };
    Some((entry, names + number(bytes, 30, 2) + number(bytes, 32, 2)))
}

/// The number of up to four bytes at this place, the lowest first; 0 where the bytes end.
fn number(bytes: &[u8], at: usize, length: usize) -> usize {
    let bytes = bytes.get(at..at + length).unwrap_or_default();
    let digits = bytes.iter().rev();
    digits.fold(0, |number, byte| number << 8 | usize::from(*byte))
}
