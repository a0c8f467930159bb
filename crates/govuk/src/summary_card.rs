//! A summary list in a frame with a title.

use crate::{Action, SummaryList};
use askama::{Template, filters::HtmlSafe};

/// A summary list in a frame with a title, for one of several alike things.
#[derive(Clone, Template)]
#[template(path = "govuk/summary_card.html")]
pub struct SummaryCard {
    title: String,
    heading_level: u8,
    actions: Vec<Action>,
    list: SummaryList,
}

impl SummaryCard {
    /// A card whose title is a heading of level 2.
    pub fn new(title: impl Into<String>, mut list: SummaryList) -> Self {
        let title = title.into();
        list.card_title = Some(title.clone());
        Self {
            title,
            heading_level: 2,
            actions: Vec::new(),
            list,
        }
    }

    /// Another level of the heading, 2 to 6, so that levels never skip.
    #[must_use]
    pub fn heading_level(mut self, level: u8) -> Self {
        self.heading_level = level.clamp(2, 6);
        self
    }

    /// One more link that acts on the whole card.
    #[must_use]
    pub fn action(mut self, action: Action) -> Self {
        self.actions.push(action);
        self
    }

    /// Its title.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The names and values in it as plain text, for where there is no HTML.
    pub fn words(&self) -> impl Iterator<Item = (String, String)> {
        self.list.words()
    }
}

impl HtmlSafe for SummaryCard {}
