//! What somebody typed into a form that could neither be taken nor kept, because they were not signed
//! in any more and nothing says who they were: the page holds it, so that nothing is lost as long as
//! it is open.
//!
//! Its button sends the same form again. It is never taken, because its token is that of a session that
//! is over; but once the same person has signed in again in this browser, `layers::kept` keeps it for
//! them.

use crate::PageError;
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::kept_forms;
use crate::reply;
use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use govuk::{Button, HiddenInput, Layout, Prose};
use service::kept_answers;

#[derive(Template)]
#[template(path = "errors/not_kept.html")]
struct NotKeptPage {
    layout: Layout,
    action: String,
    hidden: Vec<HiddenInput>,
    texts: Vec<Prose>,
    keep: Button,
}

/// The form as it was sent, without what is never kept.
#[derive(Debug, Clone)]
pub struct NotKept {
    action: String,
    fields: Vec<(String, String)>,
}

impl NotKept {
    /// The form that was sent to this address, if it is one of those that are kept, its page was made for
    /// somebody who was signed in, and something was typed.
    pub fn read(action: &str, bytes: &[u8]) -> Option<Self> {
        kept_forms::find(action)?;
        let (token, fields) = Posted::read_if_personal(bytes)?;
        if !kept_forms::is_any_typed(&fields) {
            return None;
        }
        let sent = fields.into_iter();
        let sent = sent.filter(|(name, _)| !kept_answers::is_secret(name));
        let sent = sent.flat_map(|(name, values)| {
            let values = values.into_iter();
            values.map(move |value| (name.clone(), value))
        });
        let token = (govuk::CSRF_FIELD.to_owned(), token);
        Some(Self {
            action: action.to_owned(),
            fields: sent.chain([token]).collect(),
        })
    }

    /// The page that says so. The status is 403: the form was not accepted.
    pub fn draw(&self, furniture: &Furniture) -> Response {
        let fields = self.fields.iter();
        let page = NotKeptPage {
            layout: furniture.public().title("We did not save what you typed"),
            action: self.action.clone(),
            hidden: fields
                .map(|(name, value)| HiddenInput::new(name, value))
                .collect(),
            texts: self.texts().collect(),
            keep: Button::primary("Keep what I typed"),
        };
        reply::page(StatusCode::FORBIDDEN, &page).unwrap_or_else(PageError::into_response)
    }

    /// What was written. What was chosen has the form's words and not the page's.
    fn texts(&self) -> impl Iterator<Item = Prose> {
        let typed = self.fields.iter();
        let typed =
            typed.filter(|(name, _)| kept_forms::is_typed(name) && name != govuk::CSRF_FIELD);
        let texts = typed.filter(|(_, value)| value.trim().contains(char::is_whitespace));
        texts.map(|(_, value)| Prose::new(value))
    }
}
