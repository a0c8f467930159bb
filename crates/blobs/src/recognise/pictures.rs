//! PNG and JPEG: their parts one after the other, of a size that a computer can show.

use super::{NotAccepted, find, read_at, size};
use domain::document::DocumentKind;
use std::fs::File;

/// The most points of a picture: an unpacked one takes four bytes for each.
const POINTS_MAX: u64 = 60_000_000;
/// The most parts of a picture.
const PARTS_MAX: usize = 20_000;
/// How far from the end a JPEG's last mark may be, in bytes; phones add their own there.
const JPEG_TAIL: u64 = 64 * 1024;

pub fn check_png(file: &mut File, length: u64) -> Result<DocumentKind, NotAccepted> {
    let head = read_at(file, 0, 24)?;
    if head.len() < 24 || !head.starts_with(b"\x89PNG\r\n\x1a\n") || &head[12..16] != b"IHDR" {
        return Err(NotAccepted::WrongKind);
    }
    check_points(number(&head[16..20]), number(&head[20..24]))?;
    let mut at = 8;
    for _ in 0..PARTS_MAX {
        let part = read_at(file, at, 8)?;
        if part.len() < 8 {
            return Err(NotAccepted::WrongKind);
        }
        // The length, the name, what is in it, and a checksum.
        at += 12 + number(&part[..4]);
        if at > length {
            return Err(NotAccepted::WrongKind);
        }
        if &part[4..] == b"IEND" {
            // Nothing may come after the end.
            let is_whole = at == length;
            return is_whole
                .then_some(DocumentKind::Png)
                .ok_or(NotAccepted::WrongKind);
        }
    }
    Err(NotAccepted::WrongKind)
}

pub fn check_jpeg(file: &mut File, length: u64) -> Result<DocumentKind, NotAccepted> {
    let mut at = 2;
    let mut has_size = false;
    for _ in 0..PARTS_MAX {
        let part = read_at(file, at, 9)?;
        let [0xff, mark, high, low, rest @ ..] = part.as_slice() else {
            return Err(NotAccepted::WrongKind);
        };
        match mark {
            // A frame: precision, height, width.
            0xc0..=0xcf if !matches!(mark, 0xc4 | 0xc8 | 0xcc) => {
                let [_, height @ .., _, _] = rest else {
                    return Err(NotAccepted::WrongKind);
                };
                let width = read_at(file, at + 7, 2)?;
                check_points(number(height), number(&width))?;
                has_size = true;
            }
            // The picture itself begins.
            0xda if has_size => return ends(file, length),
            0xda | 0xd9 | 0x00 => return Err(NotAccepted::WrongKind),
            _ => {}
        }
        at += 2 + number(&[*high, *low]);
        if at >= length {
            return Err(NotAccepted::WrongKind);
        }
    }
    Err(NotAccepted::WrongKind)
}

fn ends(file: &mut File, length: u64) -> Result<DocumentKind, NotAccepted> {
    let from = length.saturating_sub(JPEG_TAIL);
    let tail = read_at(file, from, size(length - from))?;
    find(&tail, b"\xff\xd9")
        .map(|_| DocumentKind::Jpg)
        .ok_or(NotAccepted::WrongKind)
}

fn check_points(width: u64, height: u64) -> Result<(), NotAccepted> {
    match width * height {
        0 => Err(NotAccepted::WrongKind),
        1..=POINTS_MAX => Ok(()),
        _ => Err(NotAccepted::Bomb),
    }
}

/// A number of up to four bytes, the highest first.
fn number(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0, |number, byte| number << 8 | u64::from(*byte))
}
