//! Counts what pages ask of the database, exactly: it stands between the service and
//! PostgreSQL and reads the statements as they pass.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt, BufReader, BufWriter, copy};
use tokio::net::tcp::OwnedReadHalf;
use tokio::net::{TcpListener, TcpStream, UnixStream, unix};

/// The codes of a first message that asks for encryption; the real first message follows.
const ENCRYPTION_REQUESTS: [u32; 2] = [80_877_103, 80_877_104];
/// How a connection is cleaned when it goes back to its pool; not part of any request.
const CLEANING: &str = "rollback; select set_config";

/// The statements that have passed.
#[derive(Clone, Default)]
pub struct Statements(Arc<Mutex<Vec<String>>>);

impl Statements {
    /// Everything since this was last asked, each statement as often as it ran,
    /// without the cleaning of connections that go back to their pool.
    pub fn take(&self) -> Vec<String> {
        let mut statements = std::mem::take(&mut *self.0.lock().unwrap());
        statements.retain(|statement| !statement.starts_with(CLEANING));
        statements
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
        let (from_client, mut to_client) = client.into_split();
        let (mut from_server, to_server) = server.into_split();
        let answers = async { copy(&mut from_server, &mut to_client).await.map(|_| ()) };
        let asks = self.read_along(BufReader::new(from_client), BufWriter::new(to_server));
        // Either side's end is the end.
        tokio::select! { _ = answers => {}, _ = asks => {} }
    }

    /// Hands on what the client says and notes the statements in it.
    async fn read_along(
        &self,
        mut client: BufReader<OwnedReadHalf>,
        mut server: BufWriter<unix::OwnedWriteHalf>,
    ) -> std::io::Result<()> {
        let mut connection = Connection::default();
        let mut is_first = true;
        loop {
            // The first message has no kind.
            let kind = if is_first {
                None
            } else {
                Some(client.read_u8().await?)
            };
            let length = client.read_u32().await?;
            let mut body = vec![0; length as usize - 4];
            client.read_exact(&mut body).await?;
            if let Some(kind) = kind {
                server.write_u8(kind).await?;
                if let Some(statement) = connection.executed(kind, &body) {
                    self.0.lock().unwrap().push(statement);
                }
            } else {
                let code = body.first_chunk().copied().map_or(0, u32::from_be_bytes);
                is_first = ENCRYPTION_REQUESTS.contains(&code);
            }
            server.write_u32(length).await?;
            server.write_all(&body).await?;
            if client.buffer().is_empty() {
                server.flush().await?;
            }
        }
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
