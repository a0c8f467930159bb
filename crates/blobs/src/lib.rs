//! Uploaded files: keeping them in a folder, finding out what they are, and asking the virus
//! scanner about them.
//!
//! A file is written to `incoming/` while it arrives, looked at there, and moved to its place
//! (`organisation/document-sha256`) when it is to be kept. Nothing that people type comes into a
//! path. No file is ever whole in memory.

mod clamd;
mod file_names;
mod folder;
mod recognise;

pub use clamd::{Clamd, ScanError, Verdict};
pub use file_names::{attachment, safe_file_name};
pub use folder::{Address, Blobs, Incoming, Stored};
pub use recognise::{NotAccepted, recognise};
