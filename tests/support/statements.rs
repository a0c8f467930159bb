//! Counts what pages ask of the database, exactly: it stands between the service and
//! PostgreSQL and reads the statements as they pass, and their plans where they are explained.

use crate::plans::Plan;
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader, BufWriter};
use tokio::net::{TcpListener, TcpStream, UnixStream};

/// The codes of a first message that asks for encryption; the real first message follows.
const ENCRYPTION_REQUESTS: [u32; 2] = [80_877_103, 80_877_104];
/// The bytes of a message's length, which counts itself.
const LENGTH_BYTES: usize = 4;
/// How a connection is cleaned when it goes back to its pool; not part of any request.
const CLEANING: &str = "rollback; select set_config";

/// How a connection says that it wants to hear of errors only, and of plans too.
const ONLY_ERRORS: &[u8] = b"client_min_messages=error";
const PLANS_TOO: &[u8] = b"client_min_messages=log";

/// The statements that have passed, and the plans of those that were explained.
#[derive(Clone, Default)]
pub struct Statements {
    asked: Arc<Mutex<Vec<String>>>,
    plans: Arc<Mutex<Vec<Plan>>>,
}

impl Statements {
    /// Everything since this was last asked, each statement as often as it ran,
    /// without the cleaning of connections that go back to their pool.
    pub fn take(&self) -> Vec<String> {
        let mut statements = std::mem::take(&mut *self.asked.lock().unwrap());
        statements.retain(|statement| !statement.starts_with(CLEANING));
        statements
    }

    /// The plans since this was last asked, in a service that explains
    /// ([`Setup::is_explaining`](crate::Setup::is_explaining)): those of functions' own statements
    /// before the one that called the function.
    pub fn take_plans(&self) -> Vec<Plan> {
        let mut plans = std::mem::take(&mut *self.plans.lock().unwrap());
        plans.retain(|plan| !plan.statement.starts_with(CLEANING));
        plans
    }

    /// Stands before the PostgreSQL of this socket. Answers its own port.
    pub(crate) async fn stand_before(&self, socket: PathBuf) -> u16 {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let this = self.clone();
        #[expect(
            clippy::disallowed_methods,
            reason = "it stands there until the test's runtime ends"
        )]
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(this.clone().pass(client, socket.clone()));
            }
        });
        port
    }

    async fn pass(self, client: TcpStream, socket: PathBuf) {
        client.set_nodelay(true).unwrap();
        let server = UnixStream::connect(socket).await.unwrap();
        let (from_client, to_client) = client.into_split();
        let (from_server, to_server) = server.into_split();
        let asks = self.read_asked(Passing::of(from_client, to_server));
        let answers = self.read_answered(Passing::of(from_server, to_client));
        // Either side's end is the end.
        tokio::select! { _ = answers => {}, _ = asks => {} }
    }

    /// Hands on what the client says and notes the statements in it.
    async fn read_asked(
        &self,
        mut client: Passing<impl AsyncRead + Unpin, impl AsyncWrite + Unpin>,
    ) -> std::io::Result<()> {
        let mut connection = Connection::default();
        let mut is_first = true;
        loop {
            // The first message has no kind.
            if is_first {
                let body = wanting_plans(client.body().await?);
                let code = body.first_chunk().copied().map_or(0, u32::from_be_bytes);
                is_first = ENCRYPTION_REQUESTS.contains(&code);
                client.pass(None, &body).await?;
                continue;
            }
            let kind = client.kind().await?;
            let body = client.body().await?;
            if let Some(statement) = connection.executed(kind, &body) {
                self.asked.lock().unwrap().push(statement);
            }
            client.pass(Some(kind), &body).await?;
        }
    }

    /// Hands on what the server says and notes the plans in it.
    async fn read_answered(
        &self,
        mut server: Passing<impl AsyncRead + Unpin, impl AsyncWrite + Unpin>,
    ) -> std::io::Result<()> {
        loop {
            let kind = server.kind().await?;
            let body = server.body().await?;
            if kind == b'N'
                && let Some(plan) = Plan::of_notice(&body)
            {
                self.plans.lock().unwrap().push(plan);
                continue;
            }
            server.pass(Some(kind), &body).await?;
        }
    }
}

/// A connection's first message, asking for plans beside errors: without them nothing is sent.
fn wanting_plans(body: Vec<u8>) -> Vec<u8> {
    let found = body
        .windows(ONLY_ERRORS.len())
        .position(|part| part == ONLY_ERRORS);
    match found {
        Some(at) => [&body[..at], PLANS_TOO, &body[at + ONLY_ERRORS.len()..]].concat(),
        None => body,
    }
}

/// Messages on their way from one side to the other
/// (PostgreSQL documentation, 55.2 "Message Flow").
struct Passing<R, W> {
    from: BufReader<R>,
    to: BufWriter<W>,
}

impl<R: AsyncRead + Unpin, W: AsyncWrite + Unpin> Passing<R, W> {
    fn of(from: R, to: W) -> Self {
        Self {
            from: BufReader::new(from),
            to: BufWriter::new(to),
        }
    }

    async fn kind(&mut self) -> std::io::Result<u8> {
        self.from.read_u8().await
    }

    async fn body(&mut self) -> std::io::Result<Vec<u8>> {
        let length = self.from.read_u32().await? as usize;
        let mut body = vec![0; length - LENGTH_BYTES];
        self.from.read_exact(&mut body).await?;
        Ok(body)
    }

    async fn pass(&mut self, kind: Option<u8>, body: &[u8]) -> std::io::Result<()> {
        if let Some(kind) = kind {
            self.to.write_u8(kind).await?;
        }
        let length = u32::try_from(body.len() + LENGTH_BYTES).map_err(std::io::Error::other)?;
        self.to.write_u32(length).await?;
        self.to.write_all(body).await?;
        if self.from.buffer().is_empty() {
            self.to.flush().await?;
        }
        Ok(())
    }
}

/// What a connection has prepared and bound, by name.
#[derive(Default)]
struct Connection {
    prepared: HashMap<String, String>,
    bound: HashMap<String, String>,
}

impl Connection {
    /// The statement that this message of the client runs, if it runs one
    /// (PostgreSQL documentation, 55.7 "Message Formats").
    fn executed(&mut self, kind: u8, body: &[u8]) -> Option<String> {
        let mut parts = body.split(|byte| *byte == 0);
        let mut text = || String::from_utf8_lossy(parts.next().unwrap_or_default()).into_owned();
        match kind {
            b'Q' => Some(text()),
            b'P' => {
                let name = text();
                self.prepared.insert(name, text());
                None
            }
            b'B' => {
                let portal = text();
                let statement = self.prepared.get(&text()).cloned().unwrap_or_default();
                self.bound.insert(portal, statement);
                None
            }
            b'E' => self.bound.get(&text()).cloned(),
            _ => None,
        }
    }
}
