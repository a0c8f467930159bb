//! Files in a folder.

use domain::hexadecimal::hexadecimal;
use domain::id::{DocumentId, OrganisationId};
use sha2::{Digest, Sha256};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};
use tokio::fs::{self, File, OpenOptions};
use tokio::io::AsyncWriteExt as _;

/// After this long a file that never arrived whole is taken away.
const ABANDONED: Duration = Duration::from_hours(24);

/// Where a file lies: made of identifiers and its hash, never of what somebody typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// Whose it is.
    pub organisation: OrganisationId,
    /// Which document.
    pub document: DocumentId,
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: String,
}

impl Address {
    fn file_name(&self) -> String {
        format!("{}-{}", self.document, self.sha256)
    }
}

/// What arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Its size in bytes.
    pub bytes: u64,
    /// Its SHA-256, in hexadecimal.
    pub sha256: String,
}

/// A folder of files. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Blobs {
    root: PathBuf,
}

impl Blobs {
    /// The files of this folder, which is made when it is first needed.
    pub fn in_folder(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    fn incoming(&self) -> PathBuf {
        self.root.join("incoming")
    }

    fn path(&self, address: &Address) -> PathBuf {
        let folder = self.root.join(address.organisation.to_string());
        folder.join(address.file_name())
    }

    /// Begins a file.
    ///
    /// # Errors
    /// When the folder can't be written.
    pub async fn begin(&self, document: DocumentId) -> io::Result<Incoming> {
        make_folder(&self.incoming()).await?;
        let path = self.incoming().join(document.to_string());
        let mut options = OpenOptions::new();
        let file = private(&mut options)
            .write(true)
            .create_new(true)
            .open(&path)
            .await?;
        Ok(Incoming {
            blobs: self.clone(),
            document,
            path: Some(path),
            file,
            hash: Sha256::new(),
            bytes: 0,
        })
    }

    /// Opens a file to read it.
    ///
    /// # Errors
    /// When it is not there or can't be read.
    pub async fn open(&self, address: &Address) -> io::Result<File> {
        File::open(self.path(address)).await
    }

    /// Deletes a file; one that is gone already is as good.
    ///
    /// # Errors
    /// When it is there and can't be deleted.
    pub async fn delete(&self, address: &Address) -> io::Result<()> {
        match fs::remove_file(self.path(address)).await {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// Takes away what began to arrive more than a day ago: what a crash left.
    ///
    /// # Errors
    /// When the folder can't be read.
    pub async fn delete_abandoned(&self) -> io::Result<usize> {
        let mut entries = match fs::read_dir(self.incoming()).await {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(0),
            entries => entries?,
        };
        let mut deleted = 0;
        while let Some(entry) = entries.next_entry().await? {
            let modified = entry.metadata().await?.modified()?;
            let age = SystemTime::now().duration_since(modified);
            if age.is_ok_and(|age| age > ABANDONED) {
                fs::remove_file(entry.path()).await?;
                deleted += 1;
            }
        }
        Ok(deleted)
    }
}

/// A file that is arriving. Dropped without [`Incoming::keep`], nothing is left of it.
#[derive(Debug)]
pub struct Incoming {
    blobs: Blobs,
    document: DocumentId,
    path: Option<PathBuf>,
    file: File,
    hash: Sha256,
    bytes: u64,
}

impl Incoming {
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
        self.path.clone().ok_or(io::ErrorKind::NotFound.into())
    }

    /// Keeps the file for good: it and its name are on the disk when this returns.
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
        let to = self.blobs.path(&Address {
            organisation,
            document: self.document,
            sha256: stored.sha256.clone(),
        });
        let folder = to.parent().unwrap_or(&self.blobs.root);
        make_folder(folder).await?;
        if let Some(from) = self.path.as_deref() {
            fs::rename(from, &to).await?;
        }
        self.path = None;
        File::open(folder).await?.sync_all().await?;
        Ok(stored)
    }
}

impl Drop for Incoming {
    fn drop(&mut self) {
        if let Some(path) = self.path.take() {
            // What can't be deleted now is found by `delete_abandoned`.
            let _left_for_later = std::fs::remove_file(path);
        }
    }
}

/// Makes a folder that nobody else can look into.
async fn make_folder(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    builder.mode(0o700);
    builder.create(path).await
}

/// A file that nobody else can read.
fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    options.mode(0o600);
    options
}
