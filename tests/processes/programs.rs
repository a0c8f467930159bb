//! Programs: started beside each other, told to stop, waited for.

use crate::post_office::PostOffice;
use std::fs;
use std::net::{SocketAddr, TcpListener};
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use tests::{BucketServer, Database, TestApp, bucket_server};
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::timeout;

/// Passes the standard input on as the socket to listen on, as systemd would, and becomes the
/// program.
const WITH_SOCKET: &str = "export LISTEN_PID=$$ LISTEN_FDS=1; exec \"$@\" 3<&0 </dev/null";
/// What tells in the log that a program is at work.
const READY: [&str; 2] = ["serving", "delivering mail"];
/// Longer than any start or stop takes; nothing is measured by it.
const PATIENCE: Duration = Duration::from_mins(2);
/// Numbers the folders of this process.
static NUMBER: AtomicU32 = AtomicU32::new(1);

/// What all programs of a test share: the database and the secrets.
pub struct Programs {
    folder: PathBuf,
    database_url: String,
    public_url: String,
    /// Further variables of all of them.
    more: Vec<(&'static str, String)>,
}

/// A running program. Killed when dropped.
pub struct Program {
    child: Child,
    log: watch::Receiver<String>,
    _reading: JoinSet<()>,
}

/// A socket for programs to serve on, and where it is.
pub fn socket() -> (TcpListener, SocketAddr) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    (listener, address)
}

/// The program that was built last.
fn psn_cop() -> PathBuf {
    let own = std::env::current_exe().unwrap();
    let folder = own.parent().and_then(Path::parent).unwrap();
    let program = folder.join("psn-cop");
    assert!(
        program.exists(),
        "{} is not there: cargo build --workspace --locked --bin psn-cop",
        program.display()
    );
    program
}

impl Programs {
    /// For the database of this service; people are told to reach it at this address.
    pub fn of(app: &TestApp, address: SocketAddr) -> Self {
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("psn-cop-processes-{}-{number}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        let secrets = folder.join("secrets");
        server::keys::Keys::load_or_generate(&secrets).unwrap();
        // With the pepper of the support, passwords that a test gives somebody are theirs here.
        fs::write(secrets.join("password-pepper"), tests::PEPPER).unwrap();
        let database: &Database = &app.database;
        Self {
            folder,
            database_url: database.url("psn_owner"),
            public_url: format!("http://{address}"),
            more: Vec::new(),
        }
    }

    /// The same, which keep files in the bucket "psn-blobs" of this store and take new ones. What
    /// they name as their scanner is not there: it is for background work.
    pub fn keeping_files_in(mut self, store: &BucketServer) -> Self {
        self.more = vec![
            ("PSN_BLOBS_URL", "s3://psn-blobs/uploads".to_owned()),
            ("PSN_CLAMD", "127.0.0.1:1".to_owned()),
            ("AWS_ENDPOINT", store.endpoint()),
            ("AWS_REGION", "eu-west-2".to_owned()),
            ("AWS_ACCESS_KEY_ID", bucket_server::KEY.to_owned()),
            ("AWS_SECRET_ACCESS_KEY", bucket_server::SECRET.to_owned()),
            ("AWS_ALLOW_HTTP", "true".to_owned()),
        ];
        self
    }

    /// `psn-cop serve --no-worker` on this socket, once it serves.
    pub async fn serve(&self, socket: &TcpListener) -> Program {
        let mut command = Command::new("sh");
        command.args(["-c", WITH_SOCKET, "sh"]);
        command.arg(psn_cop()).args(["serve", "--no-worker"]);
        let socket = OwnedFd::from(socket.try_clone().unwrap());
        command.stdin(Stdio::from(socket));
        self.start(command, None).await
    }

    /// `psn-cop work`, delivering to this post office, once it does.
    pub async fn work(&self, post_office: &PostOffice) -> Program {
        let mut command = Command::new(psn_cop());
        command.arg("work").stdin(Stdio::null());
        self.start(command, Some(post_office)).await
    }

    async fn start(&self, mut command: Command, post_office: Option<&PostOffice>) -> Program {
        let smtp = post_office.map_or("smtp://127.0.0.1:1".to_owned(), PostOffice::url);
        let mut child = command
            .current_dir(&self.folder)
            .env("DATABASE_URL", &self.database_url)
            .env("PSN_PUBLIC_URL", &self.public_url)
            .env("PSN_SMTP_URL", smtp)
            .env("PSN_MAIL_FROM", "no-reply@psn.example")
            .env("PSN_TEAM_EMAIL", "team@psn.example")
            .env("PSN_SECRETS_DIR", self.folder.join("secrets"))
            .envs(self.more.iter().map(|(name, text)| (*name, text)))
            .env("RUST_LOG", "warn,server=info,worker=info")
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let (tell, log) = watch::channel(String::new());
        let mut reading = JoinSet::new();
        reading.spawn(async move {
            while let Ok(Some(line)) = lines.next_line().await {
                tell.send_modify(|log| {
                    log.push_str(&line);
                    log.push('\n');
                });
            }
        });
        let program = Program {
            child,
            log,
            _reading: reading,
        };
        program.expect_ready().await;
        program
    }
}

impl Drop for Programs {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

impl Program {
    async fn expect_ready(&self) {
        let mut log = self.log.clone();
        let is_ready = |log: &String| READY.iter().any(|word| log.contains(word));
        let told = timeout(PATIENCE, log.wait_for(is_ready)).await;
        let is_there = matches!(told, Ok(Ok(_)));
        assert!(is_there, "it does not start: {}", *self.log.borrow());
    }

    /// How much memory it has that is no file's, in bytes, as the kernel says.
    pub fn resident(&self) -> usize {
        let id = self.child.id().expect("it has not ended");
        let status = fs::read_to_string(format!("/proc/{id}/status")).unwrap();
        let line = status
            .lines()
            .find_map(|line| line.strip_prefix("RssAnon:"));
        let kilobytes = line.and_then(|rest| rest.trim().strip_suffix(" kB"));
        kilobytes.unwrap().parse::<usize>().unwrap() * 1024
    }

    /// Asks it to stop, as systemd does.
    pub fn ask_to_stop(&self) {
        let id = self.child.id().expect("it has not ended").to_string();
        let kill = std::process::Command::new("kill")
            .args(["-s", "TERM", &id])
            .status();
        assert!(kill.unwrap().success());
    }

    /// Waits for its end.
    pub async fn ended(&mut self) -> ExitStatus {
        let ended = timeout(PATIENCE, self.child.wait()).await;
        ended.expect("it does not stop").unwrap()
    }
}
