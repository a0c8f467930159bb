//! Files in a bucket of Amazon S3 or of a store that speaks like it.

mod connection;
#[cfg(test)]
mod tests;

use crate::{Address, Reader};
use connection::Connector;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use object_store::aws::{AmazonS3, AmazonS3Builder, AmazonS3ConfigKey};
use object_store::path::Path as Name;
use object_store::{BackoffConfig, Error, ObjectStoreExt as _, PutPayload, RetryConfig};
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::fs::File;
use tokio::io::AsyncReadExt as _;
use tokio::sync::Semaphore;
use tokio::time::timeout;
use tokio_util::io::StreamReader;

/// How much is sent at once, in bytes: the least that S3 takes for a part that is not the last.
const PART: usize = 5 * 1024 * 1024;
/// How many files are sent at the same time, each of which holds one part in memory.
const SENT_AT_ONCE: usize = 4;
/// How long sending one file may take, with everything that is tried again.
const SENDING: Duration = Duration::from_mins(2);
/// How long taking back what was sent may take.
const GIVING_UP: Duration = Duration::from_secs(10);
/// How long to wait for the next piece of a file.
const PIECE: Duration = Duration::from_secs(30);
/// How often something is tried again.
const RETRIES: usize = 3;
/// How long after the first attempt nothing is tried again.
const PATIENCE: Duration = Duration::from_secs(30);

/// How much of a word that the store says is repeated, in characters.
const WORD_MAX: usize = 40;

/// Why there is no such bucket. The text is one sentence without secrets.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NotABucket(String);

/// A bucket, or the part of it whose names begin alike.
#[derive(Debug, Clone)]
pub(crate) struct Bucket {
    store: Arc<AmazonS3>,
    prefix: Name,
    places: Arc<Semaphore>,
}

impl Bucket {
    pub(crate) fn new<'a>(
        bucket: &str,
        prefix: &str,
        settings: impl Iterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, NotABucket> {
        let mut builder = AmazonS3Builder::new();
        for (name, text) in settings {
            // Names that are for other programs mean nothing here.
            if let Ok(key) = name.to_ascii_lowercase().parse::<AmazonS3ConfigKey>() {
                builder = builder.with_config(key, text);
            }
        }
        let retries = RetryConfig {
            backoff: BackoffConfig::default(),
            max_retries: RETRIES,
            retry_timeout: PATIENCE,
        };
        let store = builder
            .with_bucket_name(bucket)
            .with_retry(retries)
            .with_disable_bulk_delete(true)
            .with_http_connector(Connector)
            .build()
            .map_err(|error| NotABucket(error.to_string()))?;
        let prefix = Name::parse(prefix).map_err(|error| NotABucket(error.to_string()))?;
        Ok(Self {
            store: Arc::new(store),
            prefix,
            places: Arc::new(Semaphore::new(SENT_AT_ONCE)),
        })
    }

    fn name(&self, address: &Address) -> Name {
        let below = Name::from(address.to_string());
        self.prefix.parts().chain(below.parts()).collect()
    }

    /// Sends a file, part by part, when it is its turn. When that fails, nothing of it is left, or
    /// parts that the bucket's own rule for unfinished uploads takes away.
    pub(crate) async fn keep(&self, from: &Path, address: &Address) -> io::Result<()> {
        let sending = async {
            let _place = self.places.acquire().await.map_err(io::Error::other)?;
            let name = self.name(address);
            let mut file = File::open(from).await?;
            let first = part(&mut file).await?;
            if first.len() < PART {
                let put = self.store.put(&name, PutPayload::from(first)).await;
                return put.map(drop).map_err(quiet);
            }
            self.keep_in_parts(&name, first, file).await
        };
        timeout(SENDING, sending).await?
    }

    async fn keep_in_parts(&self, name: &Name, first: Vec<u8>, mut file: File) -> io::Result<()> {
        let mut upload = self.store.put_multipart(name).await.map_err(quiet)?;
        let sent = async {
            let mut next = first;
            while !next.is_empty() {
                let part_sent = upload.put_part(PutPayload::from(next)).await;
                part_sent.map_err(quiet)?;
                next = part(&mut file).await?;
            }
            upload.complete().await.map(drop).map_err(quiet)
        }
        .await;
        if sent.is_err() {
            let _left_to_the_bucket = timeout(GIVING_UP, upload.abort()).await;
        }
        sent
    }

    pub(crate) async fn open(&self, address: &Address) -> io::Result<Reader> {
        let got = timeout(PIECE, self.store.get(&self.name(address))).await?;
        let pieces = got.map_err(quiet)?.into_stream().map_err(quiet).boxed();
        let pieces = stream::try_unfold(pieces, |mut pieces| async move {
            let piece = timeout(PIECE, pieces.try_next()).await??;
            Ok::<_, io::Error>(piece.map(|piece| (piece, pieces)))
        });
        Ok(Box::new(StreamReader::new(pieces.boxed())))
    }

    /// Deletes a file; one that is gone already is as good.
    pub(crate) async fn delete(&self, address: &Address) -> io::Result<()> {
        match timeout(PATIENCE, self.store.delete(&self.name(address))).await? {
            Err(error) if !matches!(error, Error::NotFound { .. }) => Err(quiet(error)),
            _ => Ok(()),
        }
    }
}

/// The error without what the store answered, which may repeat the request and the keys of a role
/// in it: the status and the store's code are enough.
fn quiet(error: Error) -> io::Error {
    let kind = match &error {
        Error::NotFound { .. } => io::ErrorKind::NotFound,
        Error::PermissionDenied { .. } | Error::Unauthenticated { .. } => {
            io::ErrorKind::PermissionDenied
        }
        _ => io::ErrorKind::Other,
    };
    let told = error.to_string();
    let after = |mark: &str| told.split_once(mark).map_or("", |(_, rest)| rest);
    let word = |text: &str, is_part: fn(&char) -> bool| -> String {
        text.chars().take_while(is_part).take(WORD_MAX).collect()
    };
    let status = word(after("status code: "), char::is_ascii_digit);
    let code = word(after("<Code>"), char::is_ascii_alphabetic);
    let said = match (status.as_str(), code.as_str()) {
        ("", "") => "the bucket did not answer".to_owned(),
        (status, code) => format!("the bucket answered {status} {code}")
            .trim_end()
            .to_owned(),
    };
    io::Error::new(kind, said)
}

/// The next part of a file; less than [`PART`] only at its end.
async fn part(file: &mut File) -> io::Result<Vec<u8>> {
    let mut part = Vec::new();
    file.take(PART as u64).read_to_end(&mut part).await?;
    Ok(part)
}
