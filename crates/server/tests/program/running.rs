//! A program under test: started in a folder of its own, asked over HTTP, stopped by signals.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::time::{Duration, Instant};

/// A folder that is deleted when dropped.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("psn-cop-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The program with nothing of this machine's settings.
pub fn psn_cop(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_psn-cop"));
    command.current_dir(folder).stdin(Stdio::null());
    for name in ["DATABASE_URL", "RUST_LOG", "PSN_BIND", "PSN_PUBLIC_URL"] {
        command.env_remove(name);
    }
    command
}

/// Exit code, standard output, standard error.
pub fn outcome(output: &Output) -> (i32, String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (
        output.status.code().unwrap_or(-1),
        text(&output.stdout),
        text(&output.stderr),
    )
}

/// A port that nobody uses at this moment.
pub fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

/// A program that serves. Killed when dropped.
pub struct Running {
    child: Child,
    pub port: u16,
}

impl Running {
    /// Starts it and waits until it answers.
    pub fn start(mut command: Command, port: u16) -> Self {
        let child = command
            .env("PSN_BIND", format!("127.0.0.1:{port}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut running = Self { child, port };
        let started = Instant::now();
        while !running.get("/readyz").starts_with("HTTP/1.1 200") {
            assert!(
                started.elapsed() < Duration::from_mins(10),
                "it does not answer"
            );
            let ended = running.child.try_wait().unwrap();
            assert!(ended.is_none(), "it ended: {ended:?}");
            std::thread::sleep(Duration::from_millis(100));
        }
        running
    }

    /// The whole answer, or nothing when nobody listens.
    pub fn get(&self, path: &str) -> String {
        let mut answer = Vec::new();
        if let Ok(mut stream) = TcpStream::connect(("127.0.0.1", self.port)) {
            let head =
                format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            let _ = stream.write_all(head.as_bytes());
            let _ = stream.read_to_end(&mut answer);
        }
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// Sends a signal such as `INT`.
    pub fn signal(&self, name: &str) {
        let status = Command::new("kill")
            .args(["-s", name, &self.child.id().to_string()])
            .status()
            .unwrap();
        assert!(status.success());
    }

    /// Waits for its end.
    pub fn wait(&mut self) -> ExitStatus {
        let started = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(
                started.elapsed() < Duration::from_secs(30),
                "it does not stop"
            );
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Politely first: a demonstration has a database to stop.
        if let Ok(None) = self.child.try_wait() {
            self.signal("TERM");
            let started = Instant::now();
            while started.elapsed() < Duration::from_secs(20) {
                if let Ok(Some(_)) = self.child.try_wait() {
                    return;
                }
                std::thread::sleep(Duration::from_millis(50));
            }
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }
}
