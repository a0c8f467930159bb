//! People who ask without a pause, and count what goes wrong. They take no second try: an answer
//! that does not come is a failed request.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

/// How many keep their connection as long as the service does.
const STAYING: usize = 8;
/// How many take a new connection for each request.
const COMING: usize = 4;
/// How long nobody waits for an answer; nothing is measured by it.
const PATIENCE: Duration = Duration::from_mins(2);

/// Everybody who asks.
pub struct Callers {
    answered: Arc<AtomicU64>,
    is_over: Arc<AtomicBool>,
    calling: JoinSet<Vec<String>>,
}

/// One of them.
struct Caller {
    address: SocketAddr,
    /// The head of each request, without the last line.
    heads: Vec<String>,
    is_staying: bool,
    answered: Arc<AtomicU64>,
    is_over: Arc<AtomicBool>,
}

impl Callers {
    /// Everybody begins to ask for these pages with these cookies.
    pub fn begin(address: SocketAddr, cookies: &str, paths: &[&str]) -> Self {
        let heads = paths
            .iter()
            .map(|path| format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookies}\r\n"));
        let heads: Vec<String> = heads.collect();
        let mut callers = Self {
            answered: Arc::default(),
            is_over: Arc::default(),
            calling: JoinSet::new(),
        };
        for number in 0..STAYING + COMING {
            let caller = Caller {
                address,
                heads: heads.clone(),
                is_staying: number < STAYING,
                answered: callers.answered.clone(),
                is_over: callers.is_over.clone(),
            };
            callers.calling.spawn(caller.call(number));
        }
        callers
    }

    /// How many requests were answered.
    pub fn answered(&self) -> u64 {
        self.answered.load(Relaxed)
    }

    /// Waits until so many more were answered.
    pub async fn go_on_for(&self, more: u64) {
        let until = self.answered() + more;
        let waiting = async {
            while self.answered() < until {
                sleep(Duration::from_millis(20)).await;
            }
        };
        let waited = timeout(PATIENCE, waiting).await;
        assert!(waited.is_ok(), "nobody answers any more");
    }

    /// Lets everybody finish. Answers what went wrong.
    pub async fn end(self) -> Vec<String> {
        self.is_over.store(true, Relaxed);
        self.calling.join_all().await.concat()
    }
}

impl Caller {
    /// Asks for one page after the other. Answers what went wrong.
    async fn call(self, number: usize) -> Vec<String> {
        let mut connection = None;
        let mut wrong = Vec::new();
        for head in self.heads.iter().cycle().skip(number) {
            if self.is_over.load(Relaxed) {
                break;
            }
            match timeout(PATIENCE, self.ask(&mut connection, head)).await {
                Ok(Ok(())) => {
                    self.answered.fetch_add(1, Relaxed);
                }
                Ok(Err(error)) => wrong.push(format!("{}: {error}", line(head))),
                Err(_) => wrong.push(format!("{}: no answer", line(head))),
            }
        }
        wrong
    }

    async fn ask(&self, connection: &mut Option<TcpStream>, head: &str) -> Result<(), String> {
        let mut stream = match connection.take() {
            Some(stream) => stream,
            None => TcpStream::connect(self.address)
                .await
                .map_err(|error| format!("no connection: {error}"))?,
        };
        let last = if self.is_staying {
            ""
        } else {
            "Connection: close\r\n"
        };
        let request = format!("{head}{last}\r\n");
        let sent = stream.write_all(request.as_bytes()).await;
        sent.map_err(|error| format!("not sent: {error}"))?;
        let stays_open = read_answer(&mut stream).await?;
        if stays_open {
            *connection = Some(stream);
        }
        Ok(())
    }
}

fn line(head: &str) -> &str {
    head.lines().next().unwrap_or_default()
}

/// Reads a whole answer, which must be a page. Answers whether the connection stays open.
async fn read_answer(stream: &mut TcpStream) -> Result<bool, String> {
    let mut answer = Vec::new();
    let mut part = vec![0; 16 * 1024];
    let mut length = None;
    while length.is_none_or(|length| answer.len() < length) {
        let read = stream.read(&mut part).await;
        match read.map_err(|error| format!("broken off: {error}"))? {
            0 => return Err(format!("ended after {} bytes", answer.len())),
            read => answer.extend_from_slice(&part[..read]),
        }
        if length.is_none() {
            length = length_of(&answer);
        }
    }
    let text = String::from_utf8_lossy(&answer).to_ascii_lowercase();
    if !text.starts_with("http/1.1 200 ") {
        return Err(format!("answered {}", line(&text)));
    }
    let head = text.split("\r\n\r\n").next().unwrap_or_default();
    Ok(!head.contains("\r\nconnection: close"))
}

/// How long the whole answer is, once its head is there.
fn length_of(answer: &[u8]) -> Option<usize> {
    let text = String::from_utf8_lossy(answer);
    let (head, _) = text.split_once("\r\n\r\n")?;
    let body = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        let is_length = name.eq_ignore_ascii_case("content-length");
        is_length.then(|| value.trim().parse::<usize>().ok())?
    });
    Some(head.len() + 4 + body.unwrap_or_default())
}
