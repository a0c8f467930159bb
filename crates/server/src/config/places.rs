//! `PSN_BLOBS_URL` and `PSN_CLAMD`: where uploads are kept and checked.

use service::documents::Files;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// How a bucket is reached: `AWS_REGION`, `AWS_ACCESS_KEY_ID` and the like.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct BucketSettings(pub(super) BTreeMap<String, String>);

/// Names only: the texts hold keys.
impl std::fmt::Debug for BucketSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

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
/// One sentence, when the bucket's settings are not understood.
pub fn files(
    place: Option<&Blobs>,
    settings: &BucketSettings,
    clamd: Option<&Clamd>,
    is_demonstration: bool,
) -> Result<Files, String> {
    let place = match place {
        None => return Ok(Files::none()),
        Some(Blobs::Folder(folder)) => blobs::Blobs::in_folder(folder),
        Some(Blobs::S3 { bucket, prefix }) => {
            let settings = settings.0.iter();
            let settings = settings.map(|(name, text)| (name.as_str(), text.as_str()));
            blobs::Blobs::in_bucket(bucket, prefix, settings).map_err(|error| {
                format!("PSN_BLOBS_URL: the bucket's settings (AWS_…) are not understood: {error}")
            })?
        }
    };
    Ok(match clamd {
        Some(Clamd::Socket(path)) => Files::scanned(place, blobs::Clamd::Socket(path.clone())),
        Some(Clamd::Network { host, port }) => {
            let (host, port) = (host.clone(), *port);
            Files::scanned(place, blobs::Clamd::Network { host, port })
        }
        None if is_demonstration => Files::not_scanned(place),
        None => Files::without_scanner(place),
    })
}
