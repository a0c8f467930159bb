//! `PSN_BLOBS_URL` and `PSN_CLAMD`: where uploads are kept and checked.

use service::documents::Files;
use std::path::PathBuf;

/// Where uploads are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Blobs {
    /// `file:///folder`.
    Folder(PathBuf),
    /// `s3://bucket/prefix`.
    S3 {
        /// The bucket's name.
        bucket: String,
        /// What comes before each name in the bucket, without slashes around it; may be empty.
        prefix: String,
    },
}

impl Blobs {
    /// The error is the end of a sentence that begins with the variable's name.
    pub fn parse(text: &str) -> Result<Self, String> {
        if let Some(path) = text.strip_prefix("file://")
            && path.starts_with('/')
        {
            return Ok(Self::Folder(PathBuf::from(path)));
        }
        if let Some(rest) = text.strip_prefix("s3://") {
            let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
            let is_bucket = (3..=63).contains(&bucket.len())
                && bucket.bytes().all(|byte| {
                    byte.is_ascii_lowercase() || byte.is_ascii_digit() || b".-".contains(&byte)
                });
            if is_bucket {
                let prefix = prefix.trim_matches('/').to_owned();
                return Ok(Self::S3 {
                    bucket: bucket.to_owned(),
                    prefix,
                });
            }
        }
        Err("must be file:///folder or s3://bucket/prefix".to_owned())
    }
}

/// Where the virus scanner listens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Clamd {
    /// `unix:/path`.
    Socket(PathBuf),
    /// `host:port`.
    Network {
        /// A name or an IP address (an IPv6 address without its brackets).
        host: String,
        /// The port.
        port: u16,
    },
}

impl Clamd {
    /// The error is the end of a sentence that begins with the variable's name.
    pub fn parse(text: &str) -> Result<Self, String> {
        if let Some(path) = text.strip_prefix("unix:")
            && path.starts_with('/')
        {
            return Ok(Self::Socket(PathBuf::from(path)));
        }
        text.rsplit_once(':')
            .and_then(|(host, port)| {
                let host = host.trim_start_matches('[').trim_end_matches(']');
                let is_host = !host.is_empty() && !host.contains(['/', ' ', '@']);
                let port = port.parse::<u16>().ok().filter(|port| *port > 0)?;
                is_host.then(|| Self::Network {
                    host: host.to_owned(),
                    port,
                })
            })
            .ok_or_else(|| "must be unix:/path or host:port".to_owned())
    }
}

/// Where uploads are kept and who scans them. Without a scanner none are taken, except in the
/// demonstration.
///
/// # Errors
/// One sentence, when this version can't keep files there.
pub fn files(
    place: Option<&Blobs>,
    clamd: Option<&Clamd>,
    is_demonstration: bool,
) -> Result<Files, String> {
    let folder = match place {
        None => return Ok(Files::none()),
        Some(Blobs::Folder(folder)) => blobs::Blobs::in_folder(folder),
        Some(Blobs::S3 { .. }) => {
            return Err(
                "PSN_BLOBS_URL: this version keeps uploads in a folder only; set it to \
                 file:///folder, or leave it away to take no uploads"
                    .to_owned(),
            );
        }
    };
    Ok(match clamd {
        Some(Clamd::Socket(path)) => Files::scanned(folder, blobs::Clamd::Socket(path.clone())),
        Some(Clamd::Network { host, port }) => {
            let (host, port) = (host.clone(), *port);
            Files::scanned(folder, blobs::Clamd::Network { host, port })
        }
        None if is_demonstration => Files::not_scanned(folder),
        None => Files::without_scanner(folder),
    })
}
