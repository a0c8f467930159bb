//! Who sends requests, and when they go away.

use domain::id::InfrastructureId;
use domain::role::OrganisationRole;
use std::time::Duration;
use tests::{Organisation, TestApp};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// The same numbers in every run (xorshift64*, Vigna 2016).
pub(super) struct Numbers(pub(super) u64);

impl Numbers {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) % limit
    }
}

/// Who sends requests: somebody of one organisation, and what only they may see.
pub(super) struct Sender {
    pub(super) cookie: String,
    pub(super) canary: String,
    pub(super) entry: InfrastructureId,
}

/// One request and when its sender goes away.
pub(super) struct Sending {
    text: String,
    /// How much of it is sent.
    bytes: usize,
    /// When the sender goes away; nobody goes away without it.
    leaves_after: Option<Duration>,
    pub(super) own_canary: String,
}

/// The next request, of anybody.
pub(super) fn sending(numbers: &mut Numbers, senders: &[Sender]) -> Sending {
    let count = senders.len() as u64;
    let sender = &senders[usize::try_from(numbers.below(count)).unwrap()];
    let kind = numbers.below(1000);
    let (line, stays) = match kind {
        0..620 => {
            let other = &senders[usize::try_from(numbers.below(count)).unwrap()];
            let ids = [sender.entry.to_string(), other.entry.to_string()];
            (
                format!("GET /test/read?{} HTTP/1.1", ids.join("&")),
                kind < 40,
            )
        }
        620..850 => ("POST /test/write HTTP/1.1".to_owned(), false),
        850..940 => ("POST /test/panic HTTP/1.1".to_owned(), kind < 895),
        940..943 => ("POST /test/slow HTTP/1.1".to_owned(), true),
        _ => ("GET /home HTTP/1.1".to_owned(), false),
    };
    let text = format!(
        "{line}\r\nhost: localhost\r\ncookie: psn-session={}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n",
        sender.cookie
    );
    let is_cut = !stays && numbers.below(20) == 0;
    Sending {
        bytes: if is_cut { text.len() / 2 } else { text.len() },
        text,
        leaves_after: (!stays).then(|| Duration::from_micros(numbers.below(8_000))),
        own_canary: format!("[{}]", sender.canary),
    }
}

/// Sends it and goes away when it is time. Answers what came back.
pub(super) async fn send(
    address: std::net::SocketAddr,
    sending: &Sending,
) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(address).await?;
    stream
        .write_all(&sending.text.as_bytes()[..sending.bytes])
        .await?;
    let mut answer = Vec::new();
    match sending.leaves_after {
        Some(moment) => {
            let _ = tokio::time::timeout(moment, stream.read_to_end(&mut answer)).await;
            // Without this the system would still take the answer politely.
            stream.set_zero_linger()?;
        }
        None => {
            stream.read_to_end(&mut answer).await?;
        }
    }
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

/// Four people of four organisations.
pub(super) async fn given_senders(app: &TestApp) -> Vec<Sender> {
    let mut senders = Vec::new();
    for name in ["Alder", "Birch", "Cedar", "Damson"] {
        let organisation: Organisation = app.given_organisation(name).await;
        let user = app
            .given_member(&organisation, OrganisationRole::Editor)
            .await;
        let entry = InfrastructureId::new();
        let canary = format!("canary of {name}");
        app.sql(&format!(
            "insert into infrastructures (id, name, owner_name, certificate_number, valid_to, proposed_by_organisation_id)
             values ('{entry}', '{canary}', '', '', current_date, '{}')",
            organisation.id
        ))
        .await;
        senders.push(Sender {
            cookie: app.given_session(&user).await.token,
            canary,
            entry,
        });
    }
    senders
}
