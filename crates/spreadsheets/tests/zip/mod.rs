//! Archives as others make them, also wrong ones.

use flate2::Compression;
use flate2::write::DeflateEncoder;
use std::io::Write as _;

/// What a spreadsheet says that it is.
pub const KIND: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";

/// How a file is put into an archive.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Packed {
    Stored,
    Deflated,
    /// Packed, and the list of contents says that it is shorter.
    Lying,
    /// The list of contents says that it is encrypted.
    Encrypted,
    /// The checksum is another one's.
    WrongChecksum,
}

/// An archive of these files.
pub fn archive(files: &[(&str, &[u8], Packed)]) -> Vec<u8> {
    let (mut bytes, mut list) = (Vec::new(), Vec::new());
    for (name, content, packed) in files {
        let is_deflated = matches!(packed, Packed::Deflated | Packed::Lying);
        let body = if is_deflated {
            deflate(content)
        } else {
            content.to_vec()
        };
        let said = if *packed == Packed::Lying {
            100
        } else {
            content.len()
        };
        let checksum = crc32fast::hash(content) ^ u32::from(*packed == Packed::WrongChecksum);
        let at = bytes.len();
        let mut common = Vec::new();
        common.extend(20_u16.to_le_bytes());
        common.extend(u16::from(*packed == Packed::Encrypted).to_le_bytes());
        common.extend((if is_deflated { 8_u16 } else { 0 }).to_le_bytes());
        common.extend([0; 4]);
        common.extend(checksum.to_le_bytes());
        common.extend(u32::try_from(body.len()).unwrap().to_le_bytes());
        common.extend(u32::try_from(said).unwrap().to_le_bytes());
        common.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
        common.extend([0; 2]);
        bytes.extend(b"PK\x03\x04");
        bytes.extend(&common);
        bytes.extend(name.as_bytes());
        bytes.extend(body);
        list.extend(b"PK\x01\x02");
        list.extend(20_u16.to_le_bytes());
        list.extend(&common);
        list.extend([0; 10]);
        list.extend(u32::try_from(at).unwrap().to_le_bytes());
        list.extend(name.as_bytes());
    }
    let at = u32::try_from(bytes.len()).unwrap();
    let count = u16::try_from(files.len()).unwrap().to_le_bytes();
    bytes.extend(&list);
    bytes.extend(b"PK\x05\x06");
    bytes.extend([0; 4]);
    bytes.extend(count);
    bytes.extend(count);
    bytes.extend(u32::try_from(list.len()).unwrap().to_le_bytes());
    bytes.extend(at.to_le_bytes());
    bytes.extend([0; 2]);
    bytes
}

fn deflate(content: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

/// A spreadsheet with this in its body.
pub fn ods(body: &str) -> Vec<u8> {
    let content = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content><office:body><office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>"
    );
    archive(&[
        ("mimetype", KIND, Packed::Stored),
        ("content.xml", content.as_bytes(), Packed::Deflated),
    ])
}
