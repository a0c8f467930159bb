//! argon2id itself: one password, one thread, no queue.

use argon2::{
    Algorithm, Argon2, Params, PasswordHash, PasswordHasher, PasswordVerifier, Version,
    password_hash,
};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD as B64;
use zeroize::Zeroizing;

use super::{
    HashingError, Pepper, Verdict,
    index::{Index, Indexes},
};

/// OWASP Password Storage Cheat Sheet, argon2id: 19 MiB of memory ...
const MEMORY_KIB: u32 = 19 * 1024;
/// ... two passes ...
const PASSES: u32 = 2;
/// ... and one lane.
const LANES: u32 = 1;
const OUTPUT_BYTES: usize = 32;

/// Salt of the hash that stands in for an unknown user. Its output is all zeros, which no password
/// has.
const STAND_IN_SALT: &[u8; 16] = b"nobody signs in.";

/// Hashes with one pepper and one set of parameters; checks with retired peppers too.
#[derive(Debug)]
pub(super) struct Argon {
    pepper: Pepper,
    retired: Vec<Pepper>,
    params: Params,
    stand_in: PasswordHash,
}

impl Argon {
    pub(super) fn new(pepper: Pepper, retired: Vec<Pepper>) -> Self {
        #[expect(
            clippy::expect_used,
            reason = "the constants are within argon2's limits"
        )]
        let (params, stand_in) = parts(&pepper).expect("the parameters fit argon2");
        Self {
            pepper,
            retired,
            params,
            stand_in,
        }
    }

    pub(super) fn indexes(&self) -> Indexes {
        Indexes {
            current: Index::new(&self.pepper),
            retired: self.retired.iter().map(Index::new).collect(),
        }
    }

    pub(super) fn hash(&self, password: &str) -> Result<String, HashingError> {
        let hash = self
            .context(&self.pepper)?
            .hash_password(normalised(password).as_bytes());
        hash.map(|hash| hash.to_string()).map_err(failed)
    }

    pub(super) fn verify(
        &self,
        password: &str,
        hash: Option<&str>,
    ) -> Result<Verdict, HashingError> {
        let stored = hash.map(read).transpose()?;
        let against = stored.as_ref().unwrap_or(&self.stand_in);
        let password = normalised(password);
        let is_right = match self
            .context(self.pepper_of(against))?
            .verify_password(password.as_bytes(), against)
        {
            Ok(()) => stored.is_some(),
            Err(password_hash::Error::PasswordInvalid) => false,
            Err(error) => return Err(failed(error)),
        };
        Ok(Verdict {
            is_right,
            needs_rehash: is_right && !self.is_current(against),
        })
    }

    /// Whether a new hash would be made the same way.
    fn is_current(&self, hash: &PasswordHash) -> bool {
        let made = (hash.algorithm.as_str(), hash.version, &hash.params);
        let now = (
            self.stand_in.algorithm.as_str(),
            self.stand_in.version,
            &self.stand_in.params,
        );
        made == now && hash.hash.is_some_and(|output| output.len() == OUTPUT_BYTES)
    }

    /// Whether the password is one of those that were hashed. Checks every one, so that the time
    /// does not tell which.
    pub(super) fn is_any(&self, password: &str, hashes: &[String]) -> Result<bool, HashingError> {
        let mut is_any = false;
        for hash in hashes {
            is_any |= self.verify(password, Some(hash))?.is_right;
        }
        Ok(is_any)
    }

    /// The pepper that a stored hash names; that of today when it names none that is known.
    fn pepper_of(&self, hash: &PasswordHash) -> &Pepper {
        let named = hash.params.get_str("keyid");
        let retired = self.retired.iter();
        named
            .and_then(|named| {
                retired
                    .map(|pepper| (pepper, B64.encode(pepper.id())))
                    .find(|(_, id)| id == named)
                    .map(|(pepper, _)| pepper)
            })
            .unwrap_or(&self.pepper)
    }

    fn context<'a>(&self, pepper: &'a Pepper) -> Result<Argon2<'a>, HashingError> {
        let (algorithm, version) = (Algorithm::Argon2id, Version::V0x13);
        Argon2::new_with_secret(pepper.secret(), algorithm, version, self.params.clone())
            .map_err(|_| HashingError::Failed)
    }
}

fn parts(pepper: &Pepper) -> password_hash::Result<(Params, PasswordHash)> {
    let params = argon2::ParamsBuilder::new()
        .m_cost(MEMORY_KIB)
        .t_cost(PASSES)
        .p_cost(LANES)
        .output_len(OUTPUT_BYTES)
        .keyid(argon2::KeyId::new(pepper.id())?)
        .build()?;
    let stand_in = PasswordHash {
        algorithm: Algorithm::Argon2id.ident(),
        version: Some(Version::V0x13.into()),
        params: password_hash::phc::ParamsString::try_from(&params)?,
        salt: Some(password_hash::phc::Salt::new(STAND_IN_SALT)?),
        hash: Some(password_hash::phc::Output::new(&[0; OUTPUT_BYTES])?),
    };
    Ok((params, stand_in))
}

/// Reads a stored hash; one without salt or output is none.
fn read(hash: &str) -> Result<PasswordHash, HashingError> {
    let stored = PasswordHash::new(hash).ok();
    stored
        .filter(|stored| stored.salt.is_some() && stored.hash.is_some())
        .ok_or_else(|| {
            tracing::error!("a stored password hash cannot be read");
            HashingError::UnreadableHash
        })
}

pub(super) fn normalised(password: &str) -> Zeroizing<String> {
    Zeroizing::new(password_policy::normalise(password))
}

fn failed(error: password_hash::Error) -> HashingError {
    tracing::error!(%error, "a password could not be hashed");
    HashingError::Failed
}
