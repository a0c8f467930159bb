//! The key that signs certificates, and the published keys that check them.

use std::{
    fs, io,
    io::Write,
    path::{Path, PathBuf},
};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ed25519_dalek::{
    Signer, VerifyingKey,
    pkcs8::{DecodePrivateKey, EncodePrivateKey, KeypairBytes, spki::der::pem::LineEnding},
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use time::OffsetDateTime;

/// What keys of this crate are for: an audit key in the same published set must
/// not make a certificate.
const PURPOSE: &str = "certificate";

/// Why a signing key can't be had.
#[derive(thiserror::Error, Debug)]
pub enum KeyError {
    /// The operating system gave no randomness.
    #[error("the operating system gave no randomness for a new key")]
    Randomness,
    /// The file can't be read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// The text is not an Ed25519 private key in PKCS#8 PEM.
    #[error("not an Ed25519 private key in PKCS#8 PEM")]
    Format,
}

/// The private key that signs certificates (Ed25519).
#[derive(Clone)]
pub struct SigningKey(ed25519_dalek::SigningKey);

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SigningKey({})", self.kid())
    }
}

impl SigningKey {
    /// A new random key.
    pub fn generate() -> Result<Self, KeyError> {
        let mut secret = [0_u8; 32];
        getrandom::fill(&mut secret).map_err(|_| KeyError::Randomness)?;
        Ok(Self(ed25519_dalek::SigningKey::from_bytes(&secret)))
    }

    /// The key in this PKCS#8 PEM text.
    pub fn from_pem(pem: &str) -> Result<Self, KeyError> {
        ed25519_dalek::SigningKey::from_pkcs8_pem(pem)
            .map(Self)
            .map_err(|_| KeyError::Format)
    }

    /// The key as PKCS#8 PEM, in the form that OpenSSL reads too.
    pub fn to_pem(&self) -> Result<String, KeyError> {
        let pair = KeypairBytes {
            secret_key: self.0.to_bytes(),
            public_key: None,
        };
        let pem = pair
            .to_pkcs8_pem(LineEnding::LF)
            .map_err(|_| KeyError::Format)?;
        Ok(pem.as_str().to_owned())
    }

    /// Reads the key from a file such as `certificate-signing-key.pem`.
    pub fn load(path: &Path) -> Result<Self, KeyError> {
        let pem = fs::read_to_string(path).map_err(|source| KeyError::File {
            path: path.to_owned(),
            source,
        })?;
        Self::from_pem(&pem)
    }

    /// Writes the key to a new file that only its owner may read. Never
    /// overwrites: a lost key makes no more certificates.
    pub fn save(&self, path: &Path) -> Result<(), KeyError> {
        let pem = self.to_pem()?;
        let mut options = fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options
            .open(path)
            .and_then(|mut file| file.write_all(pem.as_bytes()))
            .map_err(|source| KeyError::File {
                path: path.to_owned(),
                source,
            })
    }

    /// The key's name: the thumbprint of its public half (RFC 7638).
    pub fn kid(&self) -> String {
        thumbprint(&self.0.verifying_key())
    }

    /// The signature over these bytes.
    pub(crate) fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.0.sign(message).to_bytes()
    }
}

/// A public key, and since when it signs no more.
#[derive(Debug, Clone)]
pub(crate) struct PublicKey {
    pub(crate) key: VerifyingKey,
    pub(crate) retired_at: Option<OffsetDateTime>,
}

/// The public keys that certificates are checked with, retired ones included.
#[derive(Debug, Clone, Default)]
pub struct KeySet {
    keys: Vec<PublicKey>,
}

/// Why a text is not a key set.
#[derive(thiserror::Error, Debug)]
pub enum KeySetError {
    /// Not JSON of the form of a JWK Set (RFC 7517).
    #[error("not a JWK Set: {0}")]
    Format(#[from] serde_json::Error),
    /// A key's name is not the thumbprint of the key, or the key is not a point
    /// of the curve.
    #[error("the key {kid} in the JWK Set is damaged")]
    Damaged {
        /// The name that the set gives to the key.
        kid: String,
    },
}

/// One key as RFC 8037 writes it.
#[derive(Serialize, Deserialize)]
struct Jwk {
    kty: String,
    #[serde(default)]
    crv: String,
    #[serde(default)]
    x: String,
    #[serde(default)]
    kid: String,
    #[serde(default)]
    alg: String,
    #[serde(default, rename = "use")]
    usage: String,
    #[serde(default)]
    purpose: String,
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "time::serde::rfc3339::option"
    )]
    retired_at: Option<OffsetDateTime>,
}

/// A JWK Set (RFC 7517, 5).
#[derive(Serialize, Deserialize)]
struct JwkSet {
    keys: Vec<Jwk>,
}

impl KeySet {
    /// The set with this key alone.
    pub fn of(key: &SigningKey) -> Self {
        Self::default().with(key)
    }

    /// The set and one more key, in use.
    #[must_use]
    pub fn with(mut self, key: &SigningKey) -> Self {
        self.keys.push(PublicKey {
            key: key.0.verifying_key(),
            retired_at: None,
        });
        self
    }

    /// The set in which the key of this name signs no more from this time on.
    /// What it signed before stays genuine.
    #[must_use]
    pub fn retiring(mut self, kid: &str, retired_at: OffsetDateTime) -> Self {
        for public in self
            .keys
            .iter_mut()
            .filter(|public| thumbprint(&public.key) == kid)
        {
            public.retired_at = Some(retired_at);
        }
        self
    }

    /// Every key of both sets. A key in both is retired if either says so, at
    /// the earlier time.
    #[must_use]
    pub fn merged(mut self, other: Self) -> Self {
        for public in other.keys {
            match self.keys.iter_mut().find(|known| known.key == public.key) {
                Some(known) => {
                    known.retired_at = known.retired_at.into_iter().chain(public.retired_at).min();
                }
                None => self.keys.push(public),
            }
        }
        self
    }

    /// Reads a JWK Set. Keys of other kinds or purposes are passed over.
    pub fn from_json(json: &str) -> Result<Self, KeySetError> {
        let set: JwkSet = serde_json::from_str(json)?;
        let keys = set
            .keys
            .into_iter()
            .filter(|jwk| jwk.kty == "OKP" && jwk.crv == "Ed25519" && jwk.purpose == PURPOSE)
            .map(|jwk| {
                let key = public_key(&jwk.x).filter(|key| thumbprint(key) == jwk.kid);
                let key = key.ok_or(KeySetError::Damaged { kid: jwk.kid })?;
                Ok(PublicKey {
                    key,
                    retired_at: jwk.retired_at,
                })
            })
            .collect::<Result<_, KeySetError>>()?;
        Ok(Self { keys })
    }

    /// The set as a JWK Set, indented, with a last line end.
    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(&JwkSet { keys: self.jwks() })
            .map_or_else(|_| String::new(), |json| json + "\n")
    }

    /// The set's keys as values, for a published set that has other keys too.
    pub fn to_jwks(&self) -> Vec<serde_json::Value> {
        self.jwks()
            .into_iter()
            .filter_map(|jwk| serde_json::to_value(jwk).ok())
            .collect()
    }

    fn jwks(&self) -> Vec<Jwk> {
        let keys = self.keys.iter();
        keys.map(|public| Jwk {
            kty: "OKP".to_owned(),
            crv: "Ed25519".to_owned(),
            x: URL_SAFE_NO_PAD.encode(public.key.as_bytes()),
            kid: thumbprint(&public.key),
            alg: "EdDSA".to_owned(),
            usage: "sig".to_owned(),
            purpose: PURPOSE.to_owned(),
            retired_at: public.retired_at,
        })
        .collect()
    }

    /// The key of this name.
    pub(crate) fn find(&self, kid: &str) -> Option<&PublicKey> {
        self.keys
            .iter()
            .find(|public| thumbprint(&public.key) == kid)
    }
}

/// The public key in this base64url text.
fn public_key(text: &str) -> Option<VerifyingKey> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    let key = VerifyingKey::from_bytes(&bytes.try_into().ok()?).ok()?;
    // Anybody can sign for a weak key.
    (!key.is_weak()).then_some(key)
}

/// The thumbprint of a public key: SHA-256 over its members in the order of
/// their names (RFC 7638, 3; RFC 8037, 2), in base64url.
fn thumbprint(key: &VerifyingKey) -> String {
    let x = URL_SAFE_NO_PAD.encode(key.as_bytes());
    let members = format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{x}"}}"#);
    URL_SAFE_NO_PAD.encode(Sha256::digest(members))
}

#[cfg(test)]
mod tests;
