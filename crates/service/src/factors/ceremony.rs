//! What browsers are asked to sign with passkeys, and whether they did (WebAuthn level 3).
//!
//! A question is a challenge with what the browser may answer it with. What checking the answer
//! needs goes sealed through the page's form, bound to the browser; it counts for five minutes and
//! for one answer.

use crate::session_key::SessionKey;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::id::UserId;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use time::{Duration, OffsetDateTime};
use webauthn_rs::prelude::{
    CredentialID, DiscoverableAuthentication, Passkey, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential, Url, WebauthnError,
};
use webauthn_rs::{Webauthn, WebauthnBuilder};

/// How long a question can be answered.
const LIFETIME: Duration = Duration::minutes(5);
/// What people's devices call the service.
const SERVICE: &str = "PSN services";
const PURPOSE: &str = "passkey question";

/// Asks for passkeys and checks them, for one address of the service.
#[derive(Clone)]
pub struct Passkeys(Webauthn);

/// What a browser is asked.
pub struct Question {
    /// What the page's script gives to the browser, as JSON.
    pub options: String,
    /// What checking the answer needs, sealed, for the page's form.
    pub sealed: String,
}

/// What came back.
pub struct Answer<'a> {
    /// [`Question::sealed`], as the form brought it back.
    pub sealed: &'a str,
    /// What the question was bound to.
    pub browser: &'a str,
    /// What the page's script sent, as JSON.
    pub credential: &'a str,
}

/// A question could not be put together.
#[derive(Debug, thiserror::Error)]
pub enum QuestionError {
    /// The library refused.
    #[error(transparent)]
    Webauthn(#[from] WebauthnError),
    /// It could not be written.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    /// The database.
    #[error(transparent)]
    Store(#[from] store::StoreError),
}

#[derive(Serialize, Deserialize)]
struct Kept<S> {
    state: S,
    since: OffsetDateTime,
}

impl Passkeys {
    /// For the address at which people reach the service. None where the host is no name (such as
    /// `127.0.0.1`): browsers have no passkeys for those.
    pub fn of(public_url: &str) -> Option<Self> {
        let url = Url::parse(public_url).ok()?;
        let builder = WebauthnBuilder::new(url.domain()?, &url).ok()?;
        builder.rp_name(SERVICE).build().ok().map(Self)
    }

    /// Asks for a new passkey of this person, kept on the device together with whose it is, so
    /// that it signs in by itself. `known` are those that they have.
    pub(super) fn ask_for_new(
        &self,
        key: &SessionKey,
        (user, email, name): (UserId, &str, &str),
        known: &[Value],
        browser: &str,
        now: OffsetDateTime,
    ) -> Result<Question, QuestionError> {
        let known = identifiers(known);
        let (asked, state) = self
            .0
            .start_passkey_registration(user.0, email, name, Some(known))?;
        let mut options = serde_json::to_value(asked.public_key)?;
        let selection = options.pointer_mut("/authenticatorSelection");
        if let Some(selection) = selection.and_then(Value::as_object_mut) {
            selection.insert("residentKey".to_owned(), json!("required"));
            selection.insert("requireResidentKey".to_owned(), json!(true));
        }
        question(key, &new_of(user, browser), &options, state, now)
    }

    /// The passkey that was made in answer; none when it does not answer the question.
    pub(super) fn new_passkey(
        &self,
        key: &SessionKey,
        user: UserId,
        answer: &Answer<'_>,
        now: OffsetDateTime,
    ) -> Option<Passkey> {
        let state: PasskeyRegistration =
            open(key, &new_of(user, answer.browser), answer.sealed, now)?;
        let made: RegisterPublicKeyCredential = serde_json::from_str(answer.credential).ok()?;
        self.0.finish_passkey_registration(&made, &state).ok()
    }

    /// Asks for one of these passkeys, or for any that the device has for the service.
    pub(super) fn ask(
        &self,
        key: &SessionKey,
        allowed: &[Value],
        browser: &str,
        now: OffsetDateTime,
    ) -> Result<Question, QuestionError> {
        let (asked, state) = self.0.start_discoverable_authentication()?;
        let mut options = serde_json::to_value(asked.public_key)?;
        let allowed: Vec<Value> = identifiers(allowed)
            .iter()
            .map(|id| json!({ "type": "public-key", "id": URL_SAFE_NO_PAD.encode(id) }))
            .collect();
        if let Some(options) = options.as_object_mut() {
            options.insert("allowCredentials".to_owned(), Value::Array(allowed));
        }
        question(key, &sign_in_of(browser), &options, state, now)
    }

    /// The passkey after its use, when it signed this question: with the person's presence and
    /// fingerprint, face or PIN, and with a counter that only goes up (a copy's would not).
    pub(super) fn use_passkey(
        &self,
        key: &SessionKey,
        mut passkey: Passkey,
        signed: &PublicKeyCredential,
        answer: &Answer<'_>,
        now: OffsetDateTime,
    ) -> Option<Passkey> {
        let state: DiscoverableAuthentication =
            open(key, &sign_in_of(answer.browser), answer.sealed, now)?;
        let result = self
            .0
            .finish_discoverable_authentication_v2(signed, state, &passkey)
            .ok()?;
        passkey.update_credential(&result)?;
        Some(passkey)
    }
}

/// What stands for a question in the list of those that were answered.
pub(super) fn digest(sealed: &str) -> [u8; 32] {
    Sha256::digest(sealed.as_bytes()).into()
}

/// What a question for a new passkey is sealed for.
fn new_of(user: UserId, browser: &str) -> Vec<u8> {
    [user.0.as_bytes(), browser.as_bytes()].concat()
}

/// What a question at signing in is sealed for.
fn sign_in_of(browser: &str) -> Vec<u8> {
    [b"sign-in", browser.as_bytes()].concat()
}

fn identifiers(credentials: &[Value]) -> Vec<CredentialID> {
    let passkeys = credentials
        .iter()
        .filter_map(|value| serde_json::from_value::<Passkey>(value.clone()).ok());
    passkeys.map(|passkey| passkey.cred_id().clone()).collect()
}

fn question<S: Serialize>(
    key: &SessionKey,
    thing: &[u8],
    options: &Value,
    state: S,
    since: OffsetDateTime,
) -> Result<Question, QuestionError> {
    let kept = serde_json::to_vec(&Kept { state, since })?;
    Ok(Question {
        options: options.to_string(),
        sealed: URL_SAFE_NO_PAD.encode(key.sealer(PURPOSE).seal(thing, &kept)),
    })
}

/// What was kept of a question; none when it is too old or for something else.
fn open<S: DeserializeOwned>(
    key: &SessionKey,
    thing: &[u8],
    sealed: &str,
    now: OffsetDateTime,
) -> Option<S> {
    let sealed = URL_SAFE_NO_PAD.decode(sealed).ok()?;
    let kept = key.sealer(PURPOSE).open(thing, &sealed).ok()?;
    let kept: Kept<S> = serde_json::from_slice(&kept).ok()?;
    (now - kept.since <= LIFETIME).then_some(kept.state)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_counts_for_five_minutes_and_for_one_thing() {
        let key = SessionKey::new(&[7; 32]);
        let passkeys = Passkeys::of("https://psn.example").unwrap();
        let since = OffsetDateTime::UNIX_EPOCH;
        let question = passkeys.ask(&key, &[], "browser", since).unwrap();
        let state = |thing: &[u8], now| {
            open::<DiscoverableAuthentication>(&key, thing, &question.sealed, now)
        };
        assert!(state(b"sign-inbrowser", since + LIFETIME).is_some());
        assert!(state(b"sign-inbrowser", since + LIFETIME + Duration::SECOND).is_none());
        assert!(state(b"sign-inother", since).is_none());
        let options: Value = serde_json::from_str(&question.options).unwrap();
        assert_eq!(options["userVerification"], "required");
        assert_eq!(options["rpId"], "psn.example");
    }

    #[test]
    fn a_new_passkey_is_kept_with_whose_it_is() {
        let key = SessionKey::new(&[7; 32]);
        let passkeys = Passkeys::of("http://localhost:8080").unwrap();
        let person = (UserId::new(), "a@b.example", "Ann");
        let question = passkeys.ask_for_new(&key, person, &[], "", OffsetDateTime::UNIX_EPOCH);
        let options: Value = serde_json::from_str(&question.unwrap().options).unwrap();
        let selection = &options["authenticatorSelection"];
        assert_eq!(selection["residentKey"], "required");
        assert_eq!(selection["userVerification"], "required");
        assert_eq!(options["attestation"], "none");
    }

    #[test]
    fn an_address_without_a_name_has_none() {
        assert!(Passkeys::of("http://127.0.0.1:8080").is_none());
    }
}
