//! What became of the documents of a subject, as the PSN team reads it: between what was asked and
//! the reply, and since last year.

use crate::documents::{Compared, ShownDocument};
use crate::{App, PageError};
use policy::Actor;
use questions::EvidenceItem;
use service::documents::{ChangedDocument, changed_in_reply, changed_since_last_year};
use service::reviews::Review;
use service::subjects::Subject;

/// What became of the documents of a subject.
pub struct ChangedDocuments<'a> {
    review: &'a Review,
    subject: &'a Subject,
    items: Vec<EvidenceItem>,
}

impl<'a> ChangedDocuments<'a> {
    /// Those that belong to this subject.
    pub fn of(review: &'a Review, subject: &'a Subject) -> Self {
        let case = &review.case;
        Self {
            review,
            subject,
            items: case.set.evidence_items(&case.stored.answers),
        }
    }

    fn words(&self) -> Compared<'_> {
        Compared {
            set: self.review.case.set,
            items: &self.items,
            now: self.review.now,
        }
    }

    /// Between what was asked last about the subject and the reply.
    pub async fn in_last_exchange(
        &self,
        app: &App,
        actor: &Actor,
    ) -> Result<Vec<ShownDocument>, PageError> {
        match self.review.last_answered(&self.subject.id) {
            Some((request, _)) => {
                let changed = changed_in_reply(&app.store, actor, self.review, request).await?;
                Ok(self.shown_in_exchange(&changed))
            }
            None => Ok(Vec::new()),
        }
    }

    /// Those of the subject among what became of all documents between a request and its reply.
    pub fn shown_in_exchange(&self, changed: &[ChangedDocument]) -> Vec<ShownDocument> {
        let words = self.words();
        let of_subject = changed.iter().filter(|one| self.is_of(one));
        of_subject.filter_map(|one| words.shown(one)).collect()
    }

    /// In a renewal, how the documents stand to last year's.
    pub async fn since_last_year(
        &self,
        app: &App,
        actor: &Actor,
    ) -> Result<Vec<ShownDocument>, PageError> {
        let changed = changed_since_last_year(&app.store, actor, self.review).await?;
        let words = self.words();
        let of_subject = changed.iter().filter(|one| self.is_of(one));
        Ok(of_subject
            .filter_map(|one| words.since_last_year(one))
            .collect())
    }

    fn is_of(&self, changed: &ChangedDocument) -> bool {
        changed.is_of(self.subject, self.review.case.set)
    }
}
