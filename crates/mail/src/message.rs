//! A message ready to be sent.

use std::fmt;

use crate::{
    Address, html,
    words::{NAME_LENGTH_MAX, SUBJECT_LENGTH_MAX, clip, line, tidy},
};

/// Who a message is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient {
    /// The full name, for the greeting; may be empty (a team's mailbox).
    pub name: String,
    /// The address.
    pub email: Address,
}

impl Recipient {
    /// The name as the greeting prints it.
    pub(crate) fn printed_name(&self) -> String {
        line(&self.name, NAME_LENGTH_MAX)
    }
}

/// A message ready to be sent: what the recipient is told, fixed.
///
/// Its `Debug` shows the kind only: bodies hold one-time links and codes.
#[derive(Clone, PartialEq, Eq)]
pub struct Message {
    /// The kind of notice, such as `confirm_email`.
    pub kind: &'static str,
    /// Whom it goes to.
    pub to: Address,
    /// One line of at most 60 characters.
    pub subject: String,
    /// The plain text.
    pub text: String,
    /// The same words as HTML.
    pub html: String,
}

impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Message")
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

/// A template's text.
#[expect(clippy::expect_used, reason = "writing into a String can't fail")]
pub(crate) fn rendered(template: &impl askama::Template) -> String {
    template.render().expect("a template renders into memory")
}

/// Puts a message together. `subject_with` renders the subject with names cut to
/// so many characters; the longest that fits is taken. `link` is the only
/// address in the text that becomes a link (empty: none).
pub(crate) fn compose(
    kind: &'static str,
    to: &Recipient,
    subject_with: impl Fn(usize, usize) -> String,
    body: &str,
    link: &str,
) -> Message {
    // Other names are cut before the service's, down to what still tells them apart.
    let first = (10..=SUBJECT_LENGTH_MAX).rev();
    let first = first.map(|length_max| (length_max, SUBJECT_LENGTH_MAX));
    let both = (8..=SUBJECT_LENGTH_MAX).rev();
    let both = both.map(|length_max| (length_max.min(10), length_max));
    let subject = first
        .chain(both)
        .map(|(name, service)| line(&subject_with(name, service), usize::MAX))
        .find(|subject| subject.chars().count() <= SUBJECT_LENGTH_MAX)
        .unwrap_or_else(|| clip(&line(&subject_with(8, 8), usize::MAX), SUBJECT_LENGTH_MAX));
    let text = tidy(body);
    let html = html::page(&subject, &text, link);
    Message {
        kind,
        to: to.email.clone(),
        subject,
        text,
        html,
    }
}
