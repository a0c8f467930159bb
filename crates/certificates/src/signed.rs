//! The signed file of a certificate: what a person downloads, and its check.
//!
//! The file is JSON with three members: `format`, the facts under `certificate`
//! for people and programs to read, and the `signature`. The signature's own
//! payload is the compact JSON of the same facts. A file counts as genuine only
//! when it is, letter for letter, the file that [`sign`] makes of the signed
//! facts, so nothing can be added, taken away or changed outside the signature.
//! Only line ends may differ, as some programs change them when saving.

use serde::{Deserialize, Serialize};

use crate::{
    CertificateFacts, KeySet, SigningKey,
    jws::{self, ALGORITHM, Parts},
};

/// The name of the format; a change of form gets a new one.
const FORMAT: &str = "psn-service-certificate/1";

/// The longest file that is looked at, in bytes.
const MAX_BYTES: usize = 256 * 1024;

/// What the check of a file found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// We signed it, and it says what we signed. Whether the certificate still
    /// counts today is not in the file: look at its dates and the register.
    Genuine(Box<CertificateFacts>),
    /// It has the form of a certificate but we did not sign it like this.
    NotGenuine(String),
    /// It is not a certificate file.
    Unreadable(String),
}

/// The file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SignedFile {
    format: String,
    certificate: CertificateFacts,
    signature: SignatureBlock,
}

/// The signature in the file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SignatureBlock {
    kid: String,
    alg: String,
    jws: String,
}

/// The signed file of a certificate: indented JSON in UTF-8. The same facts and
/// key always give the same bytes.
#[expect(
    clippy::expect_used,
    reason = "texts, dates and times of years 0 to 9999 always have a JSON form"
)]
pub fn sign(facts: &CertificateFacts, key: &SigningKey) -> String {
    let facts = facts.as_signed();
    let payload = serde_json::to_vec(&facts).expect("facts have a JSON form");
    let jws = jws::sign(&payload, key).expect("a header has a JSON form");
    file_text(facts, key.kid(), jws).expect("a signed file has a JSON form")
}

fn file_text(
    certificate: CertificateFacts,
    kid: String,
    jws: String,
) -> Result<String, serde_json::Error> {
    let signature = SignatureBlock {
        kid,
        alg: ALGORITHM.to_owned(),
        jws,
    };
    let file = SignedFile {
        format: FORMAT.to_owned(),
        certificate,
        signature,
    };
    serde_json::to_string_pretty(&file).map(|text| text + "\n")
}

/// Checks a file against the published keys. Needs no network.
pub fn verify(file: &str, keys: &KeySet) -> Verdict {
    if file.len() > MAX_BYTES {
        return Verdict::Unreadable("The file is too large to be a certificate.".to_owned());
    }
    let (read, parts) = match read(file) {
        Ok(found) => found,
        Err(reason) => return Verdict::Unreadable(reason),
    };
    match check(file, &read, &parts, keys) {
        Ok(facts) => Verdict::Genuine(Box::new(facts)),
        Err(reason) => Verdict::NotGenuine(reason),
    }
}

/// The signed file's members and its signature taken apart.
fn read(file: &str) -> Result<(SignedFile, Parts), String> {
    let read: SignedFile = serde_json::from_str(file)
        .map_err(|error| format!("The file is not a signed certificate: {error}."))?;
    if read.format != FORMAT {
        return Err("The file has a format that this version does not know.".to_owned());
    }
    let parts = jws::parts(&read.signature.jws)
        .ok_or_else(|| "The signature in the file has the wrong form.".to_owned())?;
    Ok((read, parts))
}

/// The facts that were signed, if the file is the one that was made of them.
fn check(
    file: &str,
    read: &SignedFile,
    parts: &Parts,
    keys: &KeySet,
) -> Result<CertificateFacts, String> {
    let public = keys
        .find(&parts.kid)
        .ok_or_else(|| format!("None of the published keys is {}.", parts.kid))?;
    if !parts.is_signed_by(public) {
        return Err("The signature does not match what the file says.".to_owned());
    }
    let facts: CertificateFacts = serde_json::from_slice(&parts.payload)
        .map_err(|_| "What was signed is not a certificate.".to_owned())?;
    if public
        .retired_at
        .is_some_and(|retired_at| facts.issued_at >= retired_at)
    {
        return Err("It was signed with a key that was no longer in use.".to_owned());
    }
    let canonical = serde_json::to_vec(&facts).is_ok_and(|bytes| bytes == parts.payload);
    let original = file_text(facts.clone(), parts.kid.clone(), read.signature.jws.clone());
    let same = original.is_ok_and(|text| as_saved(&text) == as_saved(file));
    if canonical && same {
        Ok(facts)
    } else {
        Err("The file was changed after it was signed. Download it again.".to_owned())
    }
}

/// The text without what programs change about line ends when saving.
fn as_saved(text: &str) -> String {
    text.replace("\r\n", "\n").trim_end_matches('\n').to_owned()
}

/// The key's name and the signature itself, for print, of a file that has the
/// form of one and carries these facts. Does not check the signature.
pub(crate) fn printed_signature(file: &str, facts: &CertificateFacts) -> Option<(String, String)> {
    let (read, parts) = read(file).ok()?;
    let signature = read.signature.jws.rsplit_once('.')?.1.to_owned();
    (read.certificate == facts.as_signed()).then_some((parts.kid, signature))
}

#[cfg(test)]
mod tests;
