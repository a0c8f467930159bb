//! A keep-alive connection that asks and reads whole answers, with next to no work of its own: what
//! the load costs is taken from the machine that is measured.

use crate::Result;
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// A connection to a server.
pub struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
    body: Vec<u8>,
}

/// A whole answer, as long as nothing else is asked.
pub struct Answer<'a> {
    /// The status.
    pub status: u16,
    /// The head without the empty line.
    pub head: &'a str,
    /// The body, put together.
    pub body: &'a [u8],
}

/// How the end of a body is known.
enum Length {
    Known(usize),
    Chunks,
}

impl Answer<'_> {
    /// Every value of a header.
    pub fn headers<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        values(self.head, name)
    }
}

fn values<'a>(head: &'a str, name: &'a str) -> impl Iterator<Item = &'a str> {
    let lines = head.split("\r\n").skip(1);
    lines.filter_map(move |line| {
        let (own, value) = line.split_once(':')?;
        own.eq_ignore_ascii_case(name).then(|| value.trim())
    })
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes
        .windows(wanted.len())
        .position(|window| window == wanted)
}

impl Connection {
    /// Connects.
    pub async fn open(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream,
            buffer: Vec::new(),
            body: Vec::new(),
        })
    }

    /// Sends a whole request and reads the whole answer.
    pub async fn ask(&mut self, request: &[u8]) -> Result<Answer<'_>> {
        self.buffer.clear();
        self.body.clear();
        self.stream.write_all(request).await?;
        let end = loop {
            if let Some(end) = find(&self.buffer, b"\r\n\r\n") {
                break end;
            }
            self.read().await?;
        };
        let head = std::str::from_utf8(&self.buffer[..end])?;
        let status = status(head)?;
        match length(head, status)? {
            Length::Known(bytes) => {
                while self.buffer.len() < end + 4 + bytes {
                    self.read().await?;
                }
                let body = &self.buffer[end + 4..end + 4 + bytes];
                self.body.extend_from_slice(body);
            }
            Length::Chunks => self.read_chunks(end + 4).await?,
        }
        Ok(Answer {
            status,
            head: std::str::from_utf8(&self.buffer[..end])?,
            body: &self.body,
        })
    }

    async fn read(&mut self) -> Result<()> {
        if self.buffer.capacity() - self.buffer.len() < 4096 {
            self.buffer.reserve(16 * 1024);
        }
        if self.stream.read_buf(&mut self.buffer).await? == 0 {
            return Err("the server closed the connection".into());
        }
        Ok(())
    }

    async fn read_chunks(&mut self, mut start: usize) -> Result<()> {
        loop {
            let Some(line) = find(&self.buffer[start..], b"\r\n") else {
                self.read().await?;
                continue;
            };
            let size = std::str::from_utf8(&self.buffer[start..start + line])?;
            let size = size.split(';').next().unwrap_or_default().trim();
            let size = usize::from_str_radix(size, 16)?;
            let data = start + line + 2;
            while self.buffer.len() < data + size + 2 {
                self.read().await?;
            }
            if size == 0 {
                return Ok(());
            }
            self.body.extend_from_slice(&self.buffer[data..data + size]);
            start = data + size + 2;
        }
    }
}

fn status(head: &str) -> Result<u16> {
    let status = head.split(' ').nth(1).unwrap_or_default();
    Ok(status.parse()?)
}

fn length(head: &str, status: u16) -> Result<Length> {
    if let Some(bytes) = values(head, "content-length").next() {
        return Ok(Length::Known(bytes.parse()?));
    }
    if values(head, "transfer-encoding").any(|value| value.eq_ignore_ascii_case("chunked")) {
        return Ok(Length::Chunks);
    }
    match status {
        204 | 304 => Ok(Length::Known(0)),
        _ => Err("an answer does not say how long it is".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::net::TcpListener;

    async fn answered(parts: &'static [&'static str]) -> Result<(u16, String)> {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let serving = async {
            let (mut stream, _) = listener.accept().await.unwrap();
            stream.read_u8().await.unwrap();
            for part in parts {
                stream.write_all(part.as_bytes()).await.unwrap();
                tokio::time::sleep(std::time::Duration::from_millis(2)).await;
            }
        };
        let asking = async {
            let mut connection = Connection::open(address).await?;
            let answer = connection.ask(b"GET / HTTP/1.1\r\n\r\n").await?;
            let body = String::from_utf8(answer.body.to_vec())?;
            Ok((answer.status, body))
        };
        tokio::join!(serving, asking).1
    }

    #[tokio::test]
    async fn answers_are_whole_however_they_come() {
        let parts = &["HTTP/1.1 200 OK\r\nContent-Le", "ngth: 5\r\n\r\nhe", "llo"];
        assert_eq!(answered(parts).await.unwrap(), (200, "hello".to_owned()));
        let parts = &[
            "HTTP/1.1 422 No\r\ntransfer-encoding: chunked\r\n\r\n3\r\nhel\r",
            "\n2\r\nlo\r\n0\r\n\r\n",
        ];
        assert_eq!(answered(parts).await.unwrap(), (422, "hello".to_owned()));
        assert!(answered(&["HTTP/1.1 200 OK\r\n"]).await.is_err());
    }
}
