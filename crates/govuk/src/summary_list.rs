//! Names and values, such as the answers on a check page.

use crate::{Action, Content};
use askama::{Template, filters::HtmlSafe};

/// One name and its value, with links that act on it.
#[derive(Clone)]
pub struct SummaryRow {
    key: String,
    value: Content,
    actions: Vec<Action>,
}

impl SummaryRow {
    /// A row without links. Text keeps its paragraphs and line breaks.
    pub fn new(key: impl Into<String>, value: impl Into<Content>) -> Self {
        Self {
            key: key.into(),
            value: value.into(),
            actions: Vec::new(),
        }
    }

    /// A row that has no value yet, with a link to give one: "Enter a phone number".
    pub fn missing(
        key: impl Into<String>,
        href: impl Into<String>,
        link: impl Into<String>,
    ) -> Self {
        Self::new(key, Content::link(href, link))
    }

    /// A link "Change" followed by `hidden` for screen readers, in lower case: "Change name".
    #[must_use]
    pub fn change(self, href: impl Into<String>, hidden: impl Into<String>) -> Self {
        self.action(Action::change(href, hidden))
    }

    /// One more link.
    #[must_use]
    pub fn action(mut self, action: Action) -> Self {
        self.actions.push(action);
        self
    }
}

/// Names and values, such as the answers on a check page.
#[derive(Clone, Default, Template)]
#[template(path = "govuk/summary_list.html")]
pub struct SummaryList {
    rows: Vec<SummaryRow>,
    is_borderless: bool,
    /// The title of the card around the list, which each link repeats for screen readers.
    pub(crate) card_title: Option<String>,
}

impl SummaryList {
    /// A list without rows yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// One more row.
    #[must_use]
    pub fn row(mut self, row: SummaryRow) -> Self {
        self.rows.push(row);
        self
    }

    /// More rows.
    #[must_use]
    pub fn rows(mut self, rows: impl IntoIterator<Item = SummaryRow>) -> Self {
        self.rows.extend(rows);
        self
    }

    /// Without lines between the rows.
    #[must_use]
    pub fn borderless(mut self) -> Self {
        self.is_borderless = true;
        self
    }

    /// Whether it has no rows.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The names and values as plain text, without what can be done with them.
    pub fn words(&self) -> impl Iterator<Item = (String, String)> {
        let rows = self.rows.iter();
        rows.map(|row| (row.key.clone(), row.value.words()))
    }

    fn has_actions(&self) -> bool {
        self.rows.iter().any(|row| !row.actions.is_empty())
    }
}

impl HtmlSafe for SummaryList {}
