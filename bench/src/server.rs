//! The programs that are measured: the service, and the ceilings beside it.

use crate::Result;
use crate::browser::Browser;
use crate::databases::{Database, Databases};
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How long a program may take until it answers.
const START: Duration = Duration::from_mins(1);

/// A running program that answers; dropping it ends it.
pub struct Server {
    child: Child,
    /// Where it answers.
    pub address: SocketAddr,
    /// From being started to the first answer.
    pub start: Duration,
}

/// Where the programs are, and what they need.
#[derive(Debug, Clone)]
pub struct Programs {
    /// The service.
    pub service: PathBuf,
    /// The folder with its secrets, as `.env.example` tells to make them.
    pub secrets: PathBuf,
}

impl Server {
    /// Starts the service on this database, without the background work.
    pub async fn service(
        programs: &Programs,
        databases: &Databases,
        database: &Database,
    ) -> Result<Self> {
        let address = free_address()?;
        let child = Command::new(&programs.service)
            .args(["serve", "--no-worker"])
            .env_clear()
            .env("DATABASE_URL", databases.url("psn_owner", &database.name))
            .env("PSN_BIND", address.to_string())
            .env("PSN_PUBLIC_URL", format!("http://{address}"))
            // So that each browser can have an address of its own.
            .env("PSN_TRUSTED_PROXIES", "127.0.0.1")
            // Nothing is sent: that is the background work's.
            .env("PSN_SMTP_URL", "smtp://127.0.0.1:9")
            .env("PSN_MAIL_FROM", "no-reply@psn.example")
            .env("PSN_TEAM_EMAIL", "psn-team@psn.example")
            .env("PSN_SECRETS_DIR", &programs.secrets)
            // A line for each answer, as always; kept, they would fill the disk within minutes.
            .current_dir("/")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        Self::when_it_answers(child, address, "/readyz").await
    }

    /// Starts the ceilings: pages of this many bytes.
    pub async fn ceiling(bytes: usize) -> Result<Self> {
        let address = free_address()?;
        let child = Command::new(std::env::current_exe()?)
            .args(["ceiling", &address.to_string(), &bytes.to_string()])
            .stdout(Stdio::null())
            .spawn()?;
        Self::when_it_answers(child, address, "/hello").await
    }

    async fn when_it_answers(child: Child, address: SocketAddr, path: &str) -> Result<Self> {
        let began = Instant::now();
        let mut server = Self {
            child,
            address,
            start: Duration::ZERO,
        };
        let mut browser = Browser::new(address, 0);
        while browser.open(path).await.is_err() {
            if let Some(status) = server.child.try_wait()? {
                return Err(format!("a program that is measured ended ({status})").into());
            }
            if began.elapsed() > START {
                return Err("a program that is measured does not answer".into());
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        server.start = began.elapsed();
        Ok(server)
    }

    /// Its process.
    pub fn process(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing to end.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn free_address() -> Result<SocketAddr> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?)
}

/// The size of a file in bytes.
pub fn size(path: &Path) -> u64 {
    path.metadata().map_or(0, |metadata| metadata.len())
}
