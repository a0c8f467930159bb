//! A link that acts on a row or a card, such as Change.

/// A link that acts on a row or a card, with words for screen readers that say on what.
#[derive(Clone)]
pub struct Action {
    pub(crate) href: String,
    pub(crate) text: String,
    pub(crate) hidden: Option<String>,
}

impl Action {
    /// A link that says `text`, followed by `hidden` for screen readers: "Remove" "connection 2".
    pub fn new(
        href: impl Into<String>,
        text: impl Into<String>,
        hidden: impl Into<String>,
    ) -> Self {
        let hidden = hidden.into();
        Self {
            href: href.into(),
            text: text.into(),
            hidden: if hidden.is_empty() {
                None
            } else {
                Some(hidden)
            },
        }
    }

    /// "Change" and what it changes.
    pub fn change(href: impl Into<String>, hidden: impl Into<String>) -> Self {
        Self::new(href, "Change", hidden)
    }
}
