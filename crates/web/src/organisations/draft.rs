//! What was entered about an organisation that is being set up, kept in the session.

use crate::PageError;
use domain::id::RequestKey;
use serde::{Deserialize, Serialize};
use service::organisations::{Answers, Values};
use std::collections::BTreeMap;
use tower_sessions::Session;

const KEY: &str = "organisation";

/// The answers so far. Only pages without errors are kept.
pub struct Draft {
    /// The same for the whole time, so that sending the last form twice makes one organisation.
    pub request_key: RequestKey,
    /// The answers by page.
    pub answers: Answers,
}

/// The draft as the session holds it.
#[derive(Serialize, Deserialize)]
struct Stored {
    request_key: String,
    pages: BTreeMap<String, Values>,
}

impl Draft {
    /// The session's draft, or a new one.
    pub async fn of(session: &Session) -> Result<Self, PageError> {
        let stored: Option<Stored> = session.get(KEY).await.map_err(PageError::internal)?;
        let mut draft = Self {
            request_key: RequestKey::new(),
            answers: Answers::new(),
        };
        if let Some(stored) = stored {
            draft.request_key = RequestKey::parse(&stored.request_key).unwrap_or(draft.request_key);
            for (page, values) in stored.pages {
                draft.answers.insert(page, 0, values);
            }
        }
        Ok(draft)
    }

    /// Keeps the draft in the session.
    pub async fn keep(&self, session: &Session) -> Result<(), PageError> {
        let pages = self.answers.iter();
        let stored = Stored {
            request_key: self.request_key.to_string(),
            pages: pages
                .map(|(key, values)| (key.page.clone(), values.clone()))
                .collect(),
        };
        let kept = session.insert(KEY, stored).await;
        kept.map_err(PageError::internal)
    }

    /// Forgets the draft, once the organisation is set up.
    pub async fn forget(session: &Session) -> Result<(), PageError> {
        let removed: Option<Stored> = session.remove(KEY).await.map_err(PageError::internal)?;
        drop(removed);
        Ok(())
    }
}
