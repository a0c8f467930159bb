//! The secret files of `PSN_SECRETS_DIR`.
//!
//! | File | Holds | For |
//! |---|---|---|
//! | `password-pepper` | at least 32 bytes of key material | mixed into every password hash |
//! | `password-pepper-retired` | earlier peppers, one a line; need not be there | checking what was hashed with them |
//! | `session-key` | at least 32 bytes of key material | cookies and form tokens |
//! | `certificate-signing-key.pem` | an Ed25519 key, PKCS #8 in PEM | certificates |
//! | `audit-signing-key.pem` | an Ed25519 key, PKCS #8 in PEM | checkpoints of the audit log |
//! | `retired-keys.json` | a JWK Set; need not be there | checking what earlier keys signed |
//!
//! Each is readable by its owner only (mode 600 in a folder of mode 700). Only the demonstration
//! makes them; elsewhere a missing one stops the start, because a new pepper locks everybody out
//! and a new signing key disowns every certificate.

mod error;

#[cfg(test)]
mod tests;

use std::fs;
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use certificates::KeySet;
use ed25519_dalek::SigningKey;
use ed25519_dalek::pkcs8::spki::der::pem::LineEnding;
use ed25519_dalek::pkcs8::{DecodePrivateKey as _, EncodePrivateKey as _};

pub use error::KeysError;

/// Key material shorter than this can be guessed.
pub const BYTES_MIN: usize = 32;

/// More would make setting a password take seconds.
const RETIRED_PEPPERS_MAX: usize = 3;

const PEPPER: &str = "password-pepper";
const RETIRED_PEPPERS: &str = "password-pepper-retired";
const SESSION_KEY: &str = "session-key";
const CERTIFICATE_KEY: &str = "certificate-signing-key.pem";
const AUDIT_KEY: &str = "audit-signing-key.pem";
const RETIRED_KEYS: &str = "retired-keys.json";

/// Bytes that never appear in a log.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Vec<u8>);

impl Secret {
    /// The bytes.
    pub fn expose(&self) -> &[u8] {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(..)")
    }
}

/// A signing key as the text of its PEM file, already read once, so that it is known to be good.
#[derive(Clone, PartialEq, Eq)]
pub struct SigningKeyPem(String);

impl SigningKeyPem {
    /// The text of the file.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for SigningKeyPem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SigningKeyPem(..)")
    }
}

/// The contents of all secret files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keys {
    /// Mixed into every password hash; at least [`BYTES_MIN`] bytes.
    pub password_pepper: Secret,
    /// The peppers before it, for passwords that were hashed with them. A few at most: each makes
    /// setting a password slower.
    pub retired_peppers: Vec<Secret>,
    /// For cookies and form tokens; at least [`BYTES_MIN`] bytes.
    pub session_key: Secret,
    /// Signs certificates.
    pub certificate_signing_key: SigningKeyPem,
    /// Signs checkpoints of the audit log.
    pub audit_signing_key: SigningKeyPem,
    /// A JWK Set of the public keys that signed before and since when they do no more,
    /// already read once.
    pub retired_keys: Option<String>,
}

impl Keys {
    /// The public keys that certificates are checked with: the one that signs now, and
    /// those that signed before.
    ///
    /// # Errors
    /// When the key that signs now is no key, which reading the files has ruled out.
    pub fn certificate_keys(&self) -> Result<KeySet, certificates::KeyError> {
        let pem = self.certificate_signing_key.expose();
        let current = KeySet::of(&certificates::SigningKey::from_pem(pem)?);
        let retired = self.retired_keys.as_deref().map(KeySet::from_json);
        Ok(match retired {
            Some(Ok(retired)) => current.merged(retired),
            Some(Err(_)) | None => current,
        })
    }

    /// Reads all files of a folder.
    pub fn load(dir: &Path) -> Result<Self, KeysError> {
        check_closed(dir, true)?;
        Ok(Self {
            password_pepper: material(dir.join(PEPPER))?,
            retired_peppers: retired_peppers(dir.join(RETIRED_PEPPERS))?,
            session_key: material(dir.join(SESSION_KEY))?,
            certificate_signing_key: signing_key(dir.join(CERTIFICATE_KEY))?,
            audit_signing_key: signing_key(dir.join(AUDIT_KEY))?,
            retired_keys: retired_keys(dir.join(RETIRED_KEYS))?,
        })
    }

    /// Makes the files that are missing, then reads all. For the demonstration only.
    pub fn load_or_generate(dir: &Path) -> Result<Self, KeysError> {
        fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(dir)
            .map_err(|source| KeysError::Files {
                path: dir.to_owned(),
                source,
            })?;
        for name in [PEPPER, SESSION_KEY] {
            generate(dir.join(name), |random| {
                Some(format!("{}\n", STANDARD.encode(random)))
            })?;
        }
        for name in [CERTIFICATE_KEY, AUDIT_KEY] {
            generate(dir.join(name), |random| {
                let pem = SigningKey::from_bytes(random)
                    .to_pkcs8_pem(LineEnding::LF)
                    .ok()?;
                Some(pem.to_string())
            })?;
        }
        Self::load(dir)
    }
}

/// Writes a new file unless there is one; `text_of` turns 32 random bytes into its text.
fn generate(path: PathBuf, text_of: impl Fn(&[u8; 32]) -> Option<String>) -> Result<(), KeysError> {
    if path.exists() {
        return Ok(());
    }
    let mut random = [0; 32];
    let text = getrandom::fill(&mut random)
        .ok()
        .and_then(|()| text_of(&random))
        .ok_or_else(|| KeysError::Files {
            path: path.clone(),
            source: io::Error::other("the operating system gave no random bytes"),
        })?;
    // Under another name first, so that a file is never half written.
    let unfinished = path.with_extension("unfinished");
    let written = fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&unfinished)
        .and_then(|mut file| {
            file.write_all(text.as_bytes())
                .and_then(|()| file.sync_all())
        })
        .and_then(|()| fs::rename(&unfinished, &path));
    written.map_err(|source| KeysError::Files { path, source })
}

fn material(path: PathBuf) -> Result<Secret, KeysError> {
    let mut bytes = read(&path)?;
    // Most editors and many commands end a file with a line break, which is not part of the key.
    while bytes.last().is_some_and(u8::is_ascii_whitespace) {
        bytes.pop();
    }
    if bytes.len() < BYTES_MIN {
        return Err(KeysError::TooShort {
            path,
            bytes: bytes.len(),
        });
    }
    Ok(Secret(bytes))
}

/// One a line; the file need not be there.
fn retired_peppers(path: PathBuf) -> Result<Vec<Secret>, KeysError> {
    if matches!(fs::metadata(&path), Err(error) if error.kind() == io::ErrorKind::NotFound) {
        return Ok(Vec::new());
    }
    let text = read(&path)?;
    let lines = text.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
    let peppers: Vec<Secret> = lines
        .filter(|line| !line.is_empty())
        .map(|line| Secret(line.to_vec()))
        .collect();
    if peppers.len() > RETIRED_PEPPERS_MAX {
        return Err(KeysError::TooMany {
            path,
            most: RETIRED_PEPPERS_MAX,
        });
    }
    match peppers.iter().find(|pepper| pepper.0.len() < BYTES_MIN) {
        Some(short) => Err(KeysError::TooShort {
            path,
            bytes: short.0.len(),
        }),
        None => Ok(peppers),
    }
}

fn signing_key(path: PathBuf) -> Result<SigningKeyPem, KeysError> {
    let text = String::from_utf8(read(&path)?).ok();
    text.filter(|pem| SigningKey::from_pkcs8_pem(pem).is_ok())
        .map(SigningKeyPem)
        .ok_or(KeysError::NotAKey { path })
}

/// The file need not be there, and is no secret.
fn retired_keys(path: PathBuf) -> Result<Option<String>, KeysError> {
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(source) => return Err(KeysError::Files { path, source }),
    };
    match KeySet::from_json(&text) {
        Ok(_) => Ok(Some(text)),
        Err(error) => Err(KeysError::NotAKeySet {
            path,
            problem: error.to_string(),
        }),
    }
}

fn read(path: &Path) -> Result<Vec<u8>, KeysError> {
    check_closed(path, false)?;
    fs::read(path).map_err(|source| KeysError::Files {
        path: path.to_owned(),
        source,
    })
}

/// Only the owner may read it or change it.
fn check_closed(path: &Path, is_folder: bool) -> Result<(), KeysError> {
    let path = path.to_owned();
    let metadata = match fs::metadata(&path) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(KeysError::Missing { path });
        }
        Err(source) => return Err(KeysError::Files { path, source }),
    };
    let mode = metadata.permissions().mode() & 0o777;
    if mode.trailing_zeros() < 6 {
        return Err(KeysError::TooOpen {
            path,
            mode,
            is_folder,
        });
    }
    Ok(())
}
