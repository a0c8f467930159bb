//! A file that is arriving.

use crate::place::Blobs;
use crate::{Address, Stored};
use domain::hexadecimal::hexadecimal;
use domain::id::{DocumentId, OrganisationId};
use sha2::{Digest, Sha256};
use std::io;
use std::path::PathBuf;
use tokio::fs::File;
use tokio::io::AsyncWriteExt as _;

/// A file that is arriving. Dropped without [`Incoming::keep`], nothing is left of it.
#[derive(Debug)]
pub struct Incoming {
    blobs: Blobs,
    document: DocumentId,
    path: PathBuf,
    file: File,
    hash: Sha256,
    bytes: u64,
}

impl Incoming {
    pub(crate) fn new(blobs: Blobs, document: DocumentId, path: PathBuf, file: File) -> Self {
        Self {
            blobs,
            document,
            path,
            file,
            hash: Sha256::new(),
            bytes: 0,
        }
    }

    /// Adds what came next.
    ///
    /// # Errors
    /// When it can't be written, such as when the disk is full.
    pub async fn write(&mut self, chunk: &[u8]) -> io::Result<()> {
        self.file.write_all(chunk).await?;
        self.hash.update(chunk);
        self.bytes += chunk.len() as u64;
        Ok(())
    }

    /// How much has come so far, in bytes.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Where it lies until it is kept, to look at it. Flushes what was written.
    ///
    /// # Errors
    /// When it can't be written.
    pub async fn path(&mut self) -> io::Result<PathBuf> {
        self.file.flush().await?;
        Ok(self.path.clone())
    }

    /// Keeps the file for good: it is safe, on the disk or in the bucket, when this returns.
    ///
    /// # Errors
    /// When it can't be written; nothing is left then.
    pub async fn keep(mut self, organisation: OrganisationId) -> io::Result<Stored> {
        self.file.flush().await?;
        self.file.sync_all().await?;
        let stored = Stored {
            bytes: self.bytes,
            sha256: hexadecimal(&std::mem::take(&mut self.hash).finalize()),
        };
        let address = Address {
            organisation,
            document: self.document,
            sha256: stored.sha256.clone(),
        };
        self.blobs.keep(&self.path, &address).await?;
        Ok(stored)
    }
}

impl Drop for Incoming {
    fn drop(&mut self) {
        // It is gone when it was moved to its place. What can't be deleted now is found by
        // `delete_abandoned`.
        let _gone_or_left_for_later = std::fs::remove_file(&self.path);
    }
}
