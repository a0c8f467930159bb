//! What a browser posts: read with limits, checked against forgery, as text only.

use crate::furniture::Furniture;
use crate::{App, PageError};
use axum::body::to_bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::header::CONTENT_TYPE;
use govuk::CSRF_FIELD;
use std::collections::BTreeMap;
use subtle::ConstantTimeEq;

/// The most that a form may send, in bytes.
pub const MAX_BODY: usize = 256 * 1024;
/// What stands between the two parts of a token.
pub const PARTED: &str = ".";
/// The most fields that a form may send.
const MAX_FIELDS: usize = 500;

/// A form that was posted from a page of ours. The token is checked and gone;
/// what is left are the browser's own words, in order.
#[derive(Default)]
pub struct Posted {
    fields: BTreeMap<String, Vec<String>>,
}

impl Posted {
    /// Takes a field of one value; empty when it was not sent.
    pub fn take(&mut self, name: &str) -> String {
        self.take_all(name).into_iter().next().unwrap_or_default()
    }

    /// Takes a field of several values, such as checkboxes.
    pub fn take_all(&mut self, name: &str) -> Vec<String> {
        self.fields.remove(name).unwrap_or_default()
    }

    /// Nothing may be left: fields that the page does not have are refused.
    pub fn finish(self) -> Result<(), PageError> {
        if self.fields.is_empty() {
            Ok(())
        } else {
            Err(PageError::Unreadable)
        }
    }

    /// A form that was kept, without its token.
    pub fn kept(fields: BTreeMap<String, Vec<String>>) -> Self {
        Self { fields }
    }

    /// Reads a form's body and takes its token, which must be this one.
    ///
    /// # Errors
    /// [`PageError::FormRefused`] for another token; [`PageError::Unreadable`] and
    /// [`PageError::TooLarge`] for what is no form of ours.
    pub fn read(bytes: &[u8], token: &str) -> Result<Self, PageError> {
        let mut posted = Self {
            fields: read(bytes)?,
        };
        let sent = posted.take(CSRF_FIELD);
        if is_token(sent.as_bytes(), token) {
            Ok(posted)
        } else {
            Err(PageError::FormRefused)
        }
    }

    /// Reads a form's body and takes its token, whose second part must be this one: the page was made
    /// for this person in this browser, in whatever session. Such a form is kept, never taken.
    ///
    /// # Errors
    /// As for [`Posted::read`].
    pub fn read_to_keep(bytes: &[u8], person: &str) -> Result<Self, PageError> {
        let mut posted = Self {
            fields: read(bytes)?,
        };
        let sent = posted.take(CSRF_FIELD);
        let of = sent.split_once(PARTED).map_or("", |(_, of)| of);
        if bool::from(of.as_bytes().ct_eq(person.as_bytes())) {
            Ok(posted)
        } else {
            Err(PageError::FormRefused)
        }
    }

    /// The token and the fields of a form whose page was made for somebody who was signed in, whoever that
    /// was: only to give it back to this browser.
    pub fn read_if_personal(bytes: &[u8]) -> Option<(String, BTreeMap<String, Vec<String>>)> {
        let mut posted = Self {
            fields: read(bytes).ok()?,
        };
        let token = posted.take(CSRF_FIELD);
        token.contains(PARTED).then_some((token, posted.fields))
    }

    /// Every field that is left.
    pub fn into_fields(self) -> BTreeMap<String, Vec<String>> {
        self.fields
    }
}

/// Whether a token that was sent is this one. What stands behind it says for whom the page was made.
pub fn is_token(sent: &[u8], token: &str) -> bool {
    let sent = std::str::from_utf8(sent).unwrap_or_default();
    let of_session = sent.split_once(PARTED).map_or(sent, |(first, _)| first);
    of_session.as_bytes().ct_eq(token.as_bytes()).into()
}

impl FromRequest<App> for Posted {
    type Rejection = PageError;

    async fn from_request(request: Request, app: &App) -> Result<Self, PageError> {
        let (mut parts, body) = request.into_parts();
        let furniture = Furniture::from_request_parts(&mut parts, app).await?;
        let kind = parts
            .headers
            .get(CONTENT_TYPE)
            .and_then(|value| value.to_str().ok());
        if kind.is_none_or(|kind| !kind.starts_with("application/x-www-form-urlencoded")) {
            return Err(PageError::Unreadable);
        }
        let bytes = to_bytes(body, MAX_BODY)
            .await
            .map_err(|_| PageError::TooLarge)?;
        Self::read(&bytes, &furniture.csrf_token())
    }
}

/// Reads a form's body. Text that is not UTF-8 is refused, not mended.
fn read(bytes: &[u8]) -> Result<BTreeMap<String, Vec<String>>, PageError> {
    let mut fields: BTreeMap<String, Vec<String>> = BTreeMap::new();
    if !is_utf8_when_decoded(bytes) {
        return Err(PageError::Unreadable);
    }
    for (count, (name, value)) in form_urlencoded::parse(bytes).enumerate() {
        if count >= MAX_FIELDS {
            return Err(PageError::TooLarge);
        }
        fields
            .entry(name.into_owned())
            .or_default()
            .push(value.into_owned());
    }
    Ok(fields)
}

/// True when the percent-decoded bytes are UTF-8; the parser would put in
/// replacement characters silently.
fn is_utf8_when_decoded(bytes: &[u8]) -> bool {
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((&first, tail)) = rest.split_first() {
        let digits = tail
            .get(..2)
            .and_then(|pair| std::str::from_utf8(pair).ok());
        match digits.and_then(|pair| u8::from_str_radix(pair, 16).ok()) {
            Some(byte) if first == b'%' => {
                decoded.push(byte);
                rest = &tail[2..];
            }
            _ => {
                decoded.push(first);
                rest = tail;
            }
        }
    }
    std::str::from_utf8(&decoded).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_that_are_not_text_are_refused() {
        assert!(read(b"a=%ff").is_err());
        assert!(read(b"a=\xff").is_err());
        assert!(read(b"a=100%&b=%zz").is_ok());
        let fields = read(b"a=1&a=2&b=%C3%A9").unwrap_or_default();
        assert_eq!(fields["a"], ["1", "2"]);
        assert_eq!(fields["b"], ["é"]);
    }

    #[test]
    fn a_form_is_taken_by_the_first_part_of_its_token_and_kept_by_the_second() {
        let form = b"csrf=session.person&a=1";
        assert!(Posted::read(form, "session").is_ok());
        assert!(Posted::read(form, "session.person").is_err());
        assert!(Posted::read(form, "person").is_err());
        assert!(Posted::read_to_keep(form, "person").is_ok());
        assert!(Posted::read_to_keep(form, "session").is_err());
        assert!(Posted::read(b"csrf=session&a=1", "session").is_ok());
        assert!(Posted::read_to_keep(b"csrf=session&a=1", "person").is_err());
    }

    #[test]
    fn a_form_of_too_many_fields_is_refused() {
        assert!(read(b"a=1&".repeat(501).as_slice()).is_err());
    }
}
