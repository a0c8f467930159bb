//! What happened: one event for each change, in canonical text.
//!
//! The event is written in the transaction of the change that it records. It
//! names things by their identifiers; it never holds an answer, a password, a
//! token or a code.

mod kind;

pub use kind::Kind;

use domain::id::{ApplicationId, LinkId, OrganisationId, UserId};
use std::collections::BTreeMap;
use std::fmt;

/// Who did it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// A signed-in person.
    User(UserId),
    /// The holder of a link, after the e-mailed code where one is asked.
    Link(LinkId),
    /// Somebody who is not signed in, such as a person creating an account.
    Visitor,
    /// The service itself.
    Service,
}

impl fmt::Display for By {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::User(id) => write!(f, "user:{id}"),
            Self::Link(id) => write!(f, "link:{id}"),
            Self::Visitor => f.write_str("visitor"),
            Self::Service => f.write_str("service"),
        }
    }
}

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// What kind of thing.
    pub kind: Kind,
    /// The organisation that may see the entry; none for the team's own matters.
    pub organisation: Option<OrganisationId>,
    /// The application that it concerns.
    pub application: Option<ApplicationId>,
    details: BTreeMap<&'static str, String>,
}

impl Event {
    /// An event of this kind that concerns nobody yet.
    pub fn new(kind: Kind) -> Self {
        Self {
            kind,
            organisation: None,
            application: None,
            details: BTreeMap::new(),
        }
    }

    /// The organisation that may see the entry.
    #[must_use]
    pub fn organisation(mut self, id: OrganisationId) -> Self {
        self.organisation = Some(id);
        self
    }

    /// The application that it concerns.
    #[must_use]
    pub fn application(mut self, id: ApplicationId) -> Self {
        self.application = Some(id);
        self
    }

    /// A detail: an identifier, a state or a count, never what somebody typed.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.details.insert(name, value.to_string());
        self
    }

    /// The event as canonical JSON text: keys in order, no spaces. This text is
    /// stored as it is, so that a digest over it stays true.
    pub fn canonical(&self, by: By) -> String {
        let mut map: BTreeMap<&str, serde_json::Value> = BTreeMap::new();
        map.insert("by", by.to_string().into());
        map.insert("kind", self.kind.as_str().into());
        if let Some(id) = self.organisation {
            map.insert("organisation", id.to_string().into());
        }
        if let Some(id) = self.application {
            map.insert("application", id.to_string().into());
        }
        if !self.details.is_empty() {
            map.insert("details", serde_json::json!(self.details));
        }
        serde_json::json!(map).to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_canonical_text_has_its_keys_in_order() {
        let event = Event::new(Kind::AnswerSaved)
            .with("version", 3)
            .with("page", "3a");
        assert_eq!(
            event.canonical(By::Visitor),
            r#"{"by":"visitor","details":{"page":"3a","version":"3"},"kind":"answer_saved"}"#
        );
    }
}
