//! Asking clamd about a file: `INSTREAM`, piece by piece.

use crate::Reader;
use domain::hexadecimal::hexadecimal;
use sha2::{Digest, Sha256};
use std::io;
use std::path::PathBuf;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// How long one scan may take.
const PATIENCE: Duration = Duration::from_mins(2);
/// How long the scanner may take for a few words.
const PATIENCE_FOR_WORDS: Duration = Duration::from_secs(10);
/// How much is read and sent at once, in bytes.
const PIECE: usize = 64 * 1024;
/// How long the scanner may take to say what it is.
const PATIENCE_FOR_NAME: Duration = Duration::from_secs(5);
/// The longest name of a scanner that is kept, in characters.
const NAME_MAX: usize = 200;
/// The longest answer, in bytes.
const ANSWER_MAX: u64 = 4 * 1024;

/// Where the virus scanner listens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Clamd {
    /// A socket of this machine.
    Socket(PathBuf),
    /// A host and port.
    Network {
        /// A name or an IP address.
        host: String,
        /// The port.
        port: u16,
    },
}

/// What the scanner found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing.
    Clean,
    /// This virus.
    Infected(String),
}

/// Why there is no verdict.
#[derive(Debug, thiserror::Error)]
pub enum ScanError {
    /// The scanner can't be reached: worth trying again at any time.
    #[error("the virus scanner can't be reached")]
    Unreachable(#[source] io::Error),
    /// The scanner went away, or said nothing, after it began with the file. That may be the file's doing.
    #[error("the virus scanner gave no answer about the file")]
    Interrupted(#[source] io::Error),
    /// The scanner could not read this file.
    #[error("the virus scanner refused the file: {0}")]
    Refused(String),
    /// The file can't be read, or is not the one that was stored.
    #[error("the stored file can't be read")]
    File(#[source] io::Error),
}

impl Clamd {
    /// Has a file scanned that must have this SHA-256.
    ///
    /// # Errors
    /// When there is no verdict.
    pub async fn scan(&self, file: Reader, sha256: &str) -> Result<Verdict, ScanError> {
        let scan = async {
            match self {
                #[cfg(unix)]
                Self::Socket(path) => {
                    let stream = tokio::net::UnixStream::connect(path).await;
                    converse(stream.map_err(ScanError::Unreachable)?, file, sha256).await
                }
                #[cfg(not(unix))]
                Self::Socket(_) => Err(ScanError::Unreachable(io::ErrorKind::Unsupported.into())),
                Self::Network { host, port } => {
                    let stream = TcpStream::connect((host.as_str(), *port)).await;
                    converse(stream.map_err(ScanError::Unreachable)?, file, sha256).await
                }
            }
        };
        let late = |_| ScanError::Interrupted(io::ErrorKind::TimedOut.into());
        timeout(PATIENCE, scan).await.map_err(late)?
    }

    /// Whether the scanner scans: it finds nothing in some harmless words. A scanner that only answers
    /// that it is there may have stopped all the same.
    pub async fn is_scanning(&self) -> bool {
        let words: &'static [u8] = b"Harmless words, to see whether somebody looks.";
        let sha256 = hexadecimal(&Sha256::digest(words));
        let scan = self.scan(Box::new(words), &sha256);
        let verdict = timeout(PATIENCE_FOR_WORDS, scan).await;
        matches!(verdict, Ok(Ok(Verdict::Clean)))
    }
}

impl Clamd {
    /// What the scanner calls itself with the version of its signatures, such as
    /// `ClamAV 1.4.6/27500/Mon Nov 23 08:00:00 2026`; nothing when it does not say.
    pub async fn name(&self) -> Option<String> {
        let name = async {
            match self {
                #[cfg(unix)]
                Self::Socket(path) => {
                    ask_name(tokio::net::UnixStream::connect(path).await.ok()?).await
                }
                #[cfg(not(unix))]
                Self::Socket(_) => None,
                Self::Network { host, port } => {
                    let stream = TcpStream::connect((host.as_str(), *port)).await;
                    ask_name(stream.ok()?).await
                }
            }
        };
        timeout(PATIENCE_FOR_NAME, name).await.ok().flatten()
    }
}

async fn ask_name<S: AsyncRead + AsyncWrite + Unpin>(mut scanner: S) -> Option<String> {
    scanner.write_all(b"zVERSION\0").await.ok()?;
    scanner.flush().await.ok()?;
    let mut answer = Vec::new();
    let mut scanner = scanner.take(ANSWER_MAX);
    scanner.read_to_end(&mut answer).await.ok()?;
    name(&String::from_utf8_lossy(&answer))
}

/// The name in an answer; nothing when it is empty or an error.
fn name(answer: &str) -> Option<String> {
    let printable = answer.chars().filter(|letter| !letter.is_control());
    let name: String = printable.take(NAME_MAX).collect();
    let name = name.trim();
    let is_name = !name.is_empty() && !name.ends_with("ERROR") && name != "UNKNOWN COMMAND";
    is_name.then(|| name.to_owned())
}

async fn converse<S: AsyncRead + AsyncWrite + Unpin>(
    mut scanner: S,
    mut file: Reader,
    sha256: &str,
) -> Result<Verdict, ScanError> {
    let mut hash = Sha256::new();
    let sent = send(&mut scanner, &mut file, &mut hash).await;
    if let Err(error @ ScanError::File(_)) = sent {
        return Err(error);
    }
    // A scanner that refuses the file says so and closes while we still send.
    let mut answer = Vec::new();
    let read = (&mut scanner)
        .take(ANSWER_MAX)
        .read_to_end(&mut answer)
        .await;
    if answer.is_empty() {
        sent?;
        read.map_err(ScanError::Interrupted)?;
        return Err(ScanError::Interrupted(io::ErrorKind::UnexpectedEof.into()));
    }
    let verdict = verdict(&String::from_utf8_lossy(&answer))?;
    sent?;
    if verdict == Verdict::Clean && hexadecimal(&hash.finalize()) != sha256 {
        return Err(ScanError::File(io::ErrorKind::InvalidData.into()));
    }
    Ok(verdict)
}

async fn send<S: AsyncWrite + Unpin>(
    scanner: &mut S,
    file: &mut Reader,
    hash: &mut Sha256,
) -> Result<(), ScanError> {
    let gone = ScanError::Interrupted;
    scanner.write_all(b"zINSTREAM\0").await.map_err(gone)?;
    let mut piece = vec![0; PIECE];
    loop {
        let read = file.read(&mut piece).await.map_err(ScanError::File)?;
        let length = u32::try_from(read).unwrap_or_default();
        scanner
            .write_all(&length.to_be_bytes())
            .await
            .map_err(gone)?;
        if read == 0 {
            return scanner.flush().await.map_err(gone);
        }
        hash.update(&piece[..read]);
        scanner.write_all(&piece[..read]).await.map_err(gone)?;
    }
}

/// Reads `stream: OK`, `stream: Name FOUND` or `... ERROR`.
fn verdict(answer: &str) -> Result<Verdict, ScanError> {
    let answer = answer.trim_end_matches(['\0', '\n']);
    let found = answer.strip_prefix("stream: ").unwrap_or(answer);
    if found == "OK" {
        return Ok(Verdict::Clean);
    }
    match found.strip_suffix(" FOUND") {
        Some(name) => Ok(Verdict::Infected(name.to_owned())),
        None => Err(ScanError::Refused(found.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_read_and_anything_else_is_no_verdict() {
        assert_eq!(verdict("stream: OK\0").ok(), Some(Verdict::Clean));
        let found = Verdict::Infected("Eicar.UNOFFICIAL".to_owned());
        assert_eq!(
            verdict("stream: Eicar.UNOFFICIAL FOUND\0").ok(),
            Some(found)
        );
        for refused in ["INSTREAM size limit exceeded. ERROR\0", "", "OK?"] {
            assert!(matches!(verdict(refused), Err(ScanError::Refused(_))));
        }
    }
}
