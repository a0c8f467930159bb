//! Files in a folder.

use crate::Address;
use std::io;
use std::path::{Path, PathBuf};
use tokio::fs::{self, File, OpenOptions};

/// A folder of files.
#[derive(Debug, Clone)]
pub(crate) struct Folder {
    root: PathBuf,
}

impl Folder {
    pub(crate) fn new(root: PathBuf) -> Self {
        Self { root }
    }

    fn path(&self, address: &Address) -> PathBuf {
        self.root.join(address.to_string())
    }

    /// Moves a file here: it and its name are on the disk when this returns.
    pub(crate) async fn keep(&self, from: &Path, address: &Address) -> io::Result<()> {
        let to = self.path(address);
        let folder = to.parent().unwrap_or(&self.root);
        make_folder(folder).await?;
        fs::rename(from, &to).await?;
        File::open(folder).await?.sync_all().await
    }

    pub(crate) async fn open(&self, address: &Address) -> io::Result<File> {
        File::open(self.path(address)).await
    }

    /// Deletes a file; one that is gone already is as good.
    pub(crate) async fn delete(&self, address: &Address) -> io::Result<()> {
        match fs::remove_file(self.path(address)).await {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }
}

/// Makes a folder that nobody else can look into.
pub(crate) async fn make_folder(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    builder.mode(0o700);
    builder.create(path).await
}

/// Makes a file that nobody else can read.
pub(crate) async fn make_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    options.mode(0o600);
    options.write(true).create_new(true).open(path).await
}
