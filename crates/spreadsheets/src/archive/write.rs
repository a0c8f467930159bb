//! Writing an archive, all of it in memory.

use super::{DEFLATED, END, LISTED, LOCAL, STORED};
use flate2::Compression;
use flate2::write::DeflateEncoder;
use std::io::Write as _;

/// The version of the format that a reader needs to know: 2.0.
const VERSION: u16 = 20;
/// Names are UTF-8.
const FLAGS: u16 = 1 << 11;
/// 1 January 1980, the first day that the format knows: the same content gives the same bytes.
const DAY: u16 = 1 << 5 | 1;

/// An archive that is being written.
#[derive(Default)]
pub struct ArchiveWriter {
    bytes: Vec<u8>,
    list: Vec<u8>,
    count: u16,
}

impl ArchiveWriter {
    /// Adds a file as it is. OpenDocument files say so what they are.
    pub fn store(&mut self, name: &str, content: &[u8]) {
        self.add(name, content, STORED, content);
    }

    /// Adds a file, packed.
    pub fn deflate(&mut self, name: &str, content: &[u8]) {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
        // Writing into memory does not fail; if it did, the file is stored as it is.
        let packed = encoder.write_all(content).and_then(|()| encoder.finish());
        match packed {
            Ok(packed) => self.add(name, content, DEFLATED, &packed),
            Err(_) => self.store(name, content),
        }
    }

    fn add(&mut self, name: &str, content: &[u8], method: u16, packed: &[u8]) {
        let at = small(self.bytes.len());
        let mut common = Vec::new();
        for part in [VERSION, FLAGS, method, 0, DAY] {
            common.extend(part.to_le_bytes());
        }
        common.extend(crc32fast::hash(content).to_le_bytes());
        common.extend(small(packed.len()).to_le_bytes());
        common.extend(small(content.len()).to_le_bytes());
        common.extend(short(name.len()).to_le_bytes());
        common.extend(0_u16.to_le_bytes());

        self.bytes.extend(LOCAL);
        self.bytes.extend(&common);
        self.bytes.extend(name.as_bytes());
        self.bytes.extend(packed);

        self.list.extend(LISTED);
        self.list.extend(VERSION.to_le_bytes());
        self.list.extend(&common);
        // No comment, first part, no attributes.
        self.list.extend([0; 10]);
        self.list.extend(at.to_le_bytes());
        self.list.extend(name.as_bytes());
        self.count += 1;
    }

    /// The whole archive.
    pub fn finish(mut self) -> Vec<u8> {
        let at = small(self.bytes.len());
        self.bytes.extend(&self.list);
        self.bytes.extend(END);
        self.bytes.extend([0; 4]);
        self.bytes.extend(self.count.to_le_bytes());
        self.bytes.extend(self.count.to_le_bytes());
        self.bytes.extend(small(self.list.len()).to_le_bytes());
        self.bytes.extend(at.to_le_bytes());
        self.bytes.extend([0; 2]);
        self.bytes
    }
}

/// A length that the format has four bytes for. What we write is far smaller.
fn small(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

fn short(length: usize) -> u16 {
    u16::try_from(length).unwrap_or(u16::MAX)
}
