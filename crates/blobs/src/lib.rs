//! Uploaded files: keeping them in a folder or a bucket, finding out what they are, and asking the
//! virus scanner about them.
//!
//! A file is written to a folder while it arrives, looked at there, and moved to its place
//! (`organisation/document-sha256`) when it is to be kept. Nothing that people type comes into a
//! path. No file is ever whole in memory.

mod address;
mod bucket;
mod clamd;
mod file_names;
mod folder;
mod incoming;
mod place;
mod recognise;

pub use address::{Address, Stored};
pub use bucket::NotABucket;
pub use clamd::{Clamd, ScanError, Verdict};
pub use file_names::{attachment, download_name, safe_file_name};
pub use incoming::Incoming;
pub use place::Blobs;
pub use recognise::{NotAccepted, recognise};

/// A kept file, to read from its beginning to its end.
pub type Reader = Box<dyn tokio::io::AsyncRead + Send + Unpin>;
