//! What happened, newest first.

use crate::Content;
use askama::{Template, filters::HtmlSafe};

/// One thing that happened.
#[derive(Clone)]
pub struct TimelineEvent {
    title: String,
    by: Option<String>,
    when: String,
    when_machine: String,
    body: Option<Content>,
}

impl TimelineEvent {
    /// What happened and when: as people read it, and as `YYYY-MM-DDTHH:MM:SSZ` or a date.
    pub fn new(
        title: impl Into<String>,
        when: impl Into<String>,
        when_machine: impl Into<String>,
    ) -> Self {
        Self {
            title: title.into(),
            by: None,
            when: when.into(),
            when_machine: when_machine.into(),
            body: None,
        }
    }

    /// Who did it.
    #[must_use]
    pub fn by(mut self, person: impl Into<String>) -> Self {
        self.by = Some(person.into());
        self
    }

    /// More about it.
    #[must_use]
    pub fn body(mut self, body: impl Into<Content>) -> Self {
        self.body = Some(body.into());
        self
    }
}

/// What happened, newest first, as an ordered list.
#[derive(Clone, Template)]
#[template(path = "govuk/timeline.html")]
pub struct Timeline {
    events: Vec<TimelineEvent>,
    heading_level: u8,
}

impl Timeline {
    /// A timeline without events yet; each title is a heading of level 2.
    pub fn new() -> Self {
        Self {
            events: Vec::new(),
            heading_level: 2,
        }
    }

    /// Another level of the headings, 2 to 6, so that levels never skip.
    #[must_use]
    pub fn heading_level(mut self, level: u8) -> Self {
        self.heading_level = level.clamp(2, 6);
        self
    }

    /// One more event, older than those before.
    #[must_use]
    pub fn event(mut self, event: TimelineEvent) -> Self {
        self.events.push(event);
        self
    }

    /// More events.
    #[must_use]
    pub fn events(mut self, events: impl IntoIterator<Item = TimelineEvent>) -> Self {
        self.events.extend(events);
        self
    }
}

impl Default for Timeline {
    fn default() -> Self {
        Self::new()
    }
}

impl HtmlSafe for Timeline {}
