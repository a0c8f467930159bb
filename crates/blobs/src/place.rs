//! Where files are kept: a folder or a bucket, and where they arrive before.

use crate::bucket::Bucket;
use crate::folder::{Folder, make_file, make_folder};
use crate::{Address, Incoming, NotABucket, Reader};
use domain::id::DocumentId;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};
use tokio::fs;

/// After this long a file that never arrived whole is taken away.
const ABANDONED: Duration = Duration::from_hours(24);

/// How the name of a process's folder begins in which files arrive before they go into a bucket.
const INCOMING: &str = "psn-cop-incoming-";

/// A place of files. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Blobs {
    incoming: PathBuf,
    place: Place,
}

#[derive(Debug, Clone)]
enum Place {
    Folder(Folder),
    Bucket(Bucket),
}

impl Blobs {
    /// The files of this folder, which is made when it is first needed.
    pub fn in_folder(root: impl Into<PathBuf>) -> Self {
        let root = root.into();
        Self {
            incoming: root.join("incoming"),
            place: Place::Folder(Folder::new(root)),
        }
    }

    /// The files of a bucket of Amazon S3 or a store that speaks like it, whose names begin with
    /// `prefix`. The settings are the usual ones, such as `AWS_REGION` and `AWS_ACCESS_KEY_ID`.
    /// A file arrives in a folder of the process's own below the system's folder for temporary files.
    ///
    /// # Errors
    /// When a setting is not understood or something is missing.
    pub fn in_bucket<'a>(
        bucket: &str,
        prefix: &str,
        settings: impl Iterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, NotABucket> {
        // Nobody can guess the name and be there first.
        let incoming = format!("{INCOMING}{}", DocumentId::new());
        Ok(Self {
            incoming: std::env::temp_dir().join(incoming),
            place: Place::Bucket(Bucket::new(bucket, prefix, settings)?),
        })
    }

    /// Begins a file.
    ///
    /// # Errors
    /// When the folder can't be written.
    pub async fn begin(&self, document: DocumentId) -> io::Result<Incoming> {
        make_folder(&self.incoming).await?;
        let path = self.incoming.join(document.to_string());
        let file = make_file(&path).await?;
        if matches!(self.place, Place::Bucket(_)) {
            expect_private(&self.incoming, &file).await?;
        }
        Ok(Incoming::new(self.clone(), document, path, file))
    }

    pub(crate) async fn keep(&self, from: &Path, address: &Address) -> io::Result<()> {
        match &self.place {
            Place::Folder(folder) => folder.keep(from, address).await,
            Place::Bucket(bucket) => bucket.keep(from, address).await,
        }
    }

    /// Opens a file to read it.
    ///
    /// # Errors
    /// When it is not there or can't be read.
    pub async fn open(&self, address: &Address) -> io::Result<Reader> {
        Ok(match &self.place {
            Place::Folder(folder) => Box::new(folder.open(address).await?),
            Place::Bucket(bucket) => bucket.open(address).await?,
        })
    }

    /// Deletes a file; one that is gone already is as good.
    ///
    /// # Errors
    /// When it is there and can't be deleted.
    pub async fn delete(&self, address: &Address) -> io::Result<()> {
        match &self.place {
            Place::Folder(folder) => folder.delete(address).await,
            Place::Bucket(bucket) => bucket.delete(address).await,
        }
    }

    /// Takes away what began to arrive more than a day ago: what a crash left, here or, before a
    /// bucket, in the folder of another process.
    ///
    /// # Errors
    /// When the folder can't be read.
    pub async fn delete_abandoned(&self) -> io::Result<usize> {
        if matches!(self.place, Place::Folder(_)) {
            return sweep(&self.incoming).await;
        }
        let mut deleted = 0;
        let mut entries = fs::read_dir(std::env::temp_dir()).await?;
        while let Some(entry) = entries.next_entry().await? {
            let is_one = entry.file_name().to_string_lossy().starts_with(INCOMING);
            if is_one {
                // Another user's can't be read, and need not be.
                deleted += sweep(&entry.path()).await.unwrap_or_default();
                if entry.path() != self.incoming {
                    // Only succeeds when it is empty; whoever still uses it makes it again.
                    let _in_use = fs::remove_dir(entry.path()).await;
                }
            }
        }
        Ok(deleted)
    }
}

/// Deletes what began to arrive in this folder more than a day ago.
async fn sweep(folder: &Path) -> io::Result<usize> {
    let mut entries = match fs::read_dir(folder).await {
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

/// Refuses a folder that somebody else has made, or that others can look into.
#[cfg(unix)]
async fn expect_private(folder: &Path, own: &fs::File) -> io::Result<()> {
    use std::os::unix::fs::MetadataExt as _;
    let (folder, own) = (fs::metadata(folder).await?, own.metadata().await?);
    if folder.uid() == own.uid() && folder.mode() & 0o777 == 0o700 {
        return Ok(());
    }
    Err(io::ErrorKind::PermissionDenied.into())
}

#[cfg(not(unix))]
async fn expect_private(_: &Path, _: &fs::File) -> io::Result<()> {
    Ok(())
}
