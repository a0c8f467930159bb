//! A mail server that takes everything and remembers what it took.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

/// The mail server. It closes when dropped.
pub struct PostOffice {
    address: SocketAddr,
    taken: Arc<Mutex<Vec<String>>>,
    _serving: JoinSet<()>,
}

impl PostOffice {
    /// Opens one.
    pub async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let taken = Arc::<Mutex<Vec<String>>>::default();
        let mut serving = JoinSet::new();
        let shelf = taken.clone();
        serving.spawn(async move {
            let mut customers = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                customers.spawn(take(stream, shelf.clone()));
            }
        });
        Self {
            address,
            taken,
            _serving: serving,
        }
    }

    /// For `PSN_SMTP_URL`.
    pub fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    /// The Message-IDs of everything that it took.
    pub fn taken(&self) -> Vec<String> {
        self.taken.lock().unwrap().clone()
    }
}

/// Takes the messages of one connection.
async fn take(stream: TcpStream, taken: Arc<Mutex<Vec<String>>>) {
    let mut stream = BufReader::new(stream);
    let mut is_data = false;
    let mut line = String::new();
    let mut answer = "220 ready";
    loop {
        if !answer.is_empty() {
            let answer = format!("{answer}\r\n");
            if stream.write_all(answer.as_bytes()).await.is_err() {
                return;
            }
        }
        line.clear();
        if !matches!(stream.read_line(&mut line).await, Ok(1..)) {
            return;
        }
        answer = match line.trim_end() {
            "." if is_data => {
                is_data = false;
                "250 taken"
            }
            header if is_data => {
                if let Some(id) = header.strip_prefix("Message-ID: ") {
                    taken.lock().unwrap().push(id.to_owned());
                }
                ""
            }
            "DATA" => {
                is_data = true;
                "354 go on"
            }
            "QUIT" => "221 bye",
            _ => "250 fine",
        };
    }
}
