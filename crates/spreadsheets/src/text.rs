//! Bytes to text, and text that every file can hold.

use crate::NotRead;

/// What the 32 bytes from 0x80 mean in Windows-1252, in which office programs of the West write
/// text files.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// The text with LF as its line ends; what XML can't hold becomes U+FFFD.
pub fn clean(text: &str) -> String {
    let lines = text.replace("\r\n", "\n").replace('\r', "\n");
    let characters = lines.chars().map(|character| match character {
        '\t' | '\n' => character,
        '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => '\u{fffd}',
        _ => character,
    });
    characters.collect()
}

/// The text of a file: UTF-8, UTF-16 with a mark, else Windows-1252.
pub fn decode(bytes: &[u8]) -> Result<String, NotRead> {
    let text = if let Some(rest) = bytes.strip_prefix(b"\xef\xbb\xbf") {
        String::from_utf8(rest.to_vec()).map_err(|_| NotRead::WrongKind)?
    } else if let Some(rest) = bytes.strip_prefix(b"\xff\xfe") {
        wide(rest, u16::from_le_bytes)?
    } else if let Some(rest) = bytes.strip_prefix(b"\xfe\xff") {
        wide(rest, u16::from_be_bytes)?
    } else {
        match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => bytes.iter().copied().map(western).collect(),
        }
    };
    // No program writes these into a text file: it is something else.
    let is_no_text = |c: char| c < ' ' && !matches!(c, '\t' | '\n' | '\r');
    if text.contains(is_no_text) {
        return Err(NotRead::WrongKind);
    }
    Ok(text)
}

fn wide(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, NotRead> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    if !rest.is_empty() {
        return Err(NotRead::WrongKind);
    }
    let units = pairs.iter().copied().map(unit);
    let text: Result<String, _> = char::decode_utf16(units).collect();
    text.map_err(|_| NotRead::WrongKind)
}

fn western(byte: u8) -> char {
    match byte {
        0x80..=0x9f => WINDOWS_1252[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_read_in_the_ways_that_programs_write_it() {
        let text = "Customer’s é";
        let wide = |units: Vec<[u8; 2]>| units.concat();
        let little = text.encode_utf16().map(u16::to_le_bytes).collect();
        let big = text.encode_utf16().map(u16::to_be_bytes).collect();
        for bytes in [
            text.as_bytes().to_vec(),
            [b"\xef\xbb\xbf", text.as_bytes()].concat(),
            [b"\xff\xfe".as_slice(), &wide(little)].concat(),
            [b"\xfe\xff".as_slice(), &wide(big)].concat(),
            b"Customer\x92s \xe9".to_vec(),
        ] {
            assert_eq!(decode(&bytes).as_deref(), Ok(text));
        }
    }

    #[test]
    fn what_is_no_text_is_refused() {
        for bytes in [
            b"\x89PNG\r\n\x1a\n".as_slice(),
            b"a\0b",
            b"\xff\xfea",
            b"\xef\xbb\xbf\xff",
        ] {
            assert_eq!(decode(bytes), Err(NotRead::WrongKind));
        }
    }
}
