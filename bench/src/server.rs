//! The programs that are measured: the service, and the ceilings beside it.

use crate::Result;
use crate::browser::Browser;
use crate::databases::{Database, Databases};
use std::net::{SocketAddr, TcpListener};
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How long a program may take until it answers, and until it has ended.
const START: Duration = Duration::from_mins(1);
/// After so long a program on a shared socket serves too; until then requests wait in the socket.
const BEGUN: Duration = Duration::from_millis(200);
/// Passes the standard input on as the socket to listen on, as systemd would, and becomes the
/// program.
const WITH_SOCKET: &str = "export LISTEN_PID=$$ LISTEN_FDS=1; exec \"$@\" 3<&0 </dev/null";

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
        let command = Command::new(&programs.service);
        let child = start(command, programs, databases, database, address)?;
        Self::when_it_answers(child, address, "/readyz").await
    }

    /// The same on a socket that others serve on too. It answers the address of the socket.
    pub async fn on_socket(
        programs: &Programs,
        databases: &Databases,
        database: &Database,
        socket: &TcpListener,
    ) -> Result<Self> {
        let mut command = Command::new("/bin/sh");
        command.args(["-c", WITH_SOCKET, "sh"]);
        command.arg(&programs.service);
        command.stdin(Stdio::from(OwnedFd::from(socket.try_clone()?)));
        let address = socket.local_addr()?;
        let child = start(command, programs, databases, database, address)?;
        // Another may answer here, so an answer tells nothing: several times as long as a start takes.
        tokio::time::sleep(BEGUN).await;
        Self::when_it_answers(child, address, "/readyz").await
    }

    /// Asks it to end, and waits until it has.
    pub async fn stop(mut self) -> Result<()> {
        let id = self.child.id().to_string();
        let asked = Command::new("kill").args(["-s", "TERM", &id]).status()?;
        if !asked.success() {
            return Err("a program can't be asked to end".into());
        }
        let began = Instant::now();
        loop {
            match self.child.try_wait()? {
                Some(status) if status.success() => return Ok(()),
                Some(status) => return Err(format!("a program ended badly ({status})").into()),
                None if began.elapsed() > START => return Err("a program does not end".into()),
                None => tokio::time::sleep(Duration::from_millis(5)).await,
            }
        }
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

/// Starts the service: the command has its name, and its arguments and settings are added.
fn start(
    mut command: Command,
    programs: &Programs,
    databases: &Databases,
    database: &Database,
    address: SocketAddr,
) -> Result<Child> {
    Ok(command
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
        .spawn()?)
}

fn free_address() -> Result<SocketAddr> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?)
}

/// The size of a file in bytes.
pub fn size(path: &Path) -> u64 {
    path.metadata().map_or(0, |metadata| metadata.len())
}
