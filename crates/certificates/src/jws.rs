//! The compact form of JSON Web Signature (RFC 7515) for one algorithm, EdDSA
//! with Ed25519 (RFC 8037), and one purpose.
//!
//! The header is not read for what to do: it must be the one that we write. So
//! there is no other algorithm to be talked into.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ed25519_dalek::Signature;
use serde::{Deserialize, Serialize};

use crate::keys::{PublicKey, SigningKey};

/// The algorithm, the only one.
pub const ALGORITHM: &str = "EdDSA";

/// What the signature is for: a signature that this service makes for another
/// purpose never counts as a certificate's.
const TYPE: &str = "psn-certificate+jws";

/// The protected header, its members in the order that is signed.
#[derive(Serialize, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
struct Header {
    alg: String,
    kid: String,
    typ: String,
}

impl Header {
    fn of(kid: &str) -> Self {
        Self {
            alg: ALGORITHM.to_owned(),
            kid: kid.to_owned(),
            typ: TYPE.to_owned(),
        }
    }
}

/// A compact signature over this payload.
pub fn sign(payload: &[u8], key: &SigningKey) -> Result<String, serde_json::Error> {
    let header = serde_json::to_vec(&Header::of(&key.kid()))?;
    let input = format!(
        "{}.{}",
        URL_SAFE_NO_PAD.encode(header),
        URL_SAFE_NO_PAD.encode(payload)
    );
    let signature = URL_SAFE_NO_PAD.encode(key.sign(input.as_bytes()));
    Ok(format!("{input}.{signature}"))
}

/// A compact signature taken apart, not yet checked.
pub struct Parts {
    /// What its header says of the key.
    pub kid: String,
    /// The bytes that were signed for.
    pub payload: Vec<u8>,
    input: String,
    signature: [u8; 64],
}

/// Takes a compact signature apart; nothing unless it has exactly our form.
pub fn parts(compact: &str) -> Option<Parts> {
    let (input, signature) = compact.rsplit_once('.')?;
    let (header, payload) = input.split_once('.')?;
    let header: Header = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(header).ok()?).ok()?;
    let signature: [u8; 64] = URL_SAFE_NO_PAD.decode(signature).ok()?.try_into().ok()?;
    let payload = URL_SAFE_NO_PAD.decode(payload).ok()?;
    let is_ours = header == Header::of(&header.kid);
    is_ours.then(|| Parts {
        kid: header.kid,
        payload,
        input: input.to_owned(),
        signature,
    })
}

impl Parts {
    /// Whether the key made this signature (strictly: one signature has one form).
    pub fn is_signed_by(&self, public: &PublicKey) -> bool {
        let signature = Signature::from_bytes(&self.signature);
        public
            .key
            .verify_strict(self.input.as_bytes(), &signature)
            .is_ok()
    }
}
