//! A clamd of the test's own, with one signature: the harmless test file that all scanners know.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use tokio::net::UnixStream;
use tokio::process::{Child, Command};

/// The harmless text that every scanner takes for a virus.
pub const EICAR: &str = concat!(
    "X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR",
    "-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
);

static NUMBER: AtomicU32 = AtomicU32::new(0);

/// A clamd of the test's own. Ends with the test, and its folder with it.
pub struct Clamd {
    folder: PathBuf,
    child: Child,
}

impl Clamd {
    /// Starts it and waits until it listens.
    pub async fn start() -> Self {
        Self::start_with("StreamMaxLength 30M").await
    }

    /// The same with this line in its configuration.
    pub async fn start_with(line: &str) -> Self {
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("psn-clamd-{}-{number}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(folder.join("signatures")).unwrap();
        let hex = domain::hexadecimal::hexadecimal(EICAR.as_bytes());
        let signature = format!("Eicar-Test-Signature:0:*:{hex}\n");
        std::fs::write(folder.join("signatures/eicar.ndb"), signature).unwrap();
        let configuration = format!(
            "DatabaseDirectory {0}/signatures\nLocalSocket {0}/socket\nForeground yes\n\
             TemporaryDirectory {0}\n{line}\nMaxThreads 2\n",
            folder.display()
        );
        std::fs::write(folder.join("clamd.conf"), configuration).unwrap();
        let child = run(&folder).await;
        Self { folder, child }
    }

    /// Where it listens.
    pub fn socket(&self) -> PathBuf {
        self.folder.join("socket")
    }

    /// A folder for the test's files, which goes when the scanner does.
    pub fn folder(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Stops it.
    pub async fn stop(&mut self) {
        self.child.kill().await.unwrap();
        let _gone_already = std::fs::remove_file(self.socket());
    }

    /// Starts it again at the same place.
    pub async fn start_again(&mut self) {
        self.child = run(&self.folder).await;
    }
}

impl Drop for Clamd {
    fn drop(&mut self) {
        let _ended_already = self.child.start_kill();
        let _gone_already = std::fs::remove_dir_all(&self.folder);
    }
}

async fn run(folder: &Path) -> Child {
    let child = Command::new("/usr/sbin/clamd")
        .arg("-c")
        .arg(folder.join("clamd.conf"))
        .stdout(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .expect("clamd is not installed: make test installs clamav-daemon");
    for _ in 0..600 {
        if UnixStream::connect(folder.join("socket")).await.is_ok() {
            return child;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("clamd does not listen");
}
