//! ZIP archives, as much of them as OpenDocument files need: no encryption, no parts, no files
//! larger than 4 GB. An archive is read by its list of contents, and only what is asked for is
//! unpacked, up to a limit.

mod read;
mod write;

pub use read::Archive;
pub use write::ArchiveWriter;

const LOCAL: [u8; 4] = *b"PK\x03\x04";
const LISTED: [u8; 4] = *b"PK\x01\x02";
const END: [u8; 4] = *b"PK\x05\x06";
/// Bytes of the parts that are always there.
const LOCAL_BYTES: usize = 30;
const LISTED_BYTES: usize = 46;
const END_BYTES: usize = 22;
/// The ways in which a file is packed: not at all, or by Deflate.
const STORED: u16 = 0;
const DEFLATED: u16 = 8;
