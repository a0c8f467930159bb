//! A case with its judgements and requests, and how each subject stands.

use crate::applications::{Carry, Case, load, load_for_update, reference_for};
use crate::reviews::answer::{answered, with_page};
use crate::subjects::{self, Subject};
use domain::connection_assessment::Assessed;
use domain::document::Document;
use domain::reference::ApplicationReference;
use domain::review::Verdict;
use questions::{Known, Reference};
use std::collections::BTreeMap;
use store::clarifications::{Clarification, Item};
use store::enquiries::Enquiry;
use store::judgements::Judgement;
use store::{ReadTx, StoreError, WriteTx};
use time::OffsetDateTime;

/// A case as the PSN team sees it.
#[derive(Debug)]
pub struct Review {
    /// The application with its answers.
    pub case: Case,
    /// What is judged, in order.
    pub subjects: Vec<Subject>,
    /// The judgements by subject.
    pub judgements: BTreeMap<String, Judgement>,
    /// In a renewal, the judgements of the last time by subject; only readers load them.
    pub earlier: BTreeMap<String, Judgement>,
    /// The requests for clarification, first request first.
    pub clarifications: Vec<Clarification>,
    /// Where both certificates are applied for together, how the Code of Connection stands; only
    /// readers load it.
    pub connection: Option<Assessed>,
    /// What the supplier asked about questions, the latest first; only readers load it.
    pub enquiries: Vec<Enquiry>,
    /// The documents that the supplier added, first one first, each in the version that counts.
    pub documents: Vec<Document>,
    /// The dated lists of the day it was submitted.
    pub reference: Reference,
    /// What the rules may look at beside the answers; only readers load it.
    pub known: Known,
    /// The service's time.
    pub now: OffsetDateTime,
}

/// How a subject stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Nobody has judged it.
    Open,
    /// It is judged, and the judgement stands.
    Judged(Verdict),
    /// The supplier replied to what was asked about it: it has to be judged anew.
    Replied,
    /// An answer changed after this judgement: it has to be judged anew.
    Changed(Verdict),
}

impl Standing {
    /// True when the judgement stands.
    pub fn is_judged(self) -> bool {
        matches!(self, Self::Judged(_))
    }

    /// The judgement that stands.
    pub fn verdict(self) -> Option<Verdict> {
        match self {
            Self::Judged(verdict) => Some(verdict),
            Self::Open | Self::Replied | Self::Changed(_) => None,
        }
    }

    /// The standing in words.
    pub fn title(self) -> &'static str {
        match self {
            Self::Open => "Not judged",
            Self::Judged(verdict) => verdict.title(),
            Self::Replied => "Supplier replied",
            Self::Changed(_) => "Answer changed",
        }
    }
}

impl Review {
    /// The case of this reference, if it may be seen.
    pub(crate) async fn load(
        tx: &mut ReadTx,
        reference: &ApplicationReference,
    ) -> Result<Option<Self>, StoreError> {
        let Some(case) = load(tx, reference).await? else {
            return Ok(None);
        };
        Self::around(tx, case).await.map(Some)
    }

    /// The same, held until the transaction ends.
    pub(crate) async fn load_for_update(
        tx: &mut WriteTx,
        reference: &ApplicationReference,
    ) -> Result<Option<Self>, StoreError> {
        let Some(case) = load_for_update(tx, reference).await? else {
            return Ok(None);
        };
        Self::around(tx, case).await.map(Some)
    }

    async fn around(tx: &mut ReadTx, case: Case) -> Result<Self, StoreError> {
        let id = case.application.id;
        Ok(Self {
            subjects: subjects::all(case.set),
            judgements: store::judgements::list(tx, id).await?,
            earlier: BTreeMap::new(),
            clarifications: store::clarifications::list(tx, id).await?,
            connection: None,
            enquiries: Vec::new(),
            documents: store::documents::list(tx, id).await?,
            reference: reference_for(&case.application, tx.now()),
            known: Known::new(),
            now: tx.now(),
            case,
        })
    }

    /// The subject of this id.
    pub fn subject(&self, id: &str) -> Option<&Subject> {
        self.subjects.iter().find(|subject| subject.id == id)
    }

    /// In a renewal, the judgement of the last time, and whether the answers and what is asked are
    /// the same as then.
    pub fn earlier_judgement(&self, subject: &Subject) -> Option<(&Judgement, bool)> {
        let judgement = self.earlier.get(&subject.id)?;
        let carries = self.case.carries();
        let mut of_subject = carries
            .iter()
            .filter(|(key, _)| subject.pages.contains(&key.page))
            .peekable();
        let has_answers = of_subject.peek().is_some();
        let is_same = |carry: Carry| matches!(carry, Carry::Reconfirmed | Carry::AnsweredAgain);
        let is_unchanged = has_answers
            && of_subject.all(|(_, carry)| is_same(*carry))
            && subject
                .pages
                .iter()
                .all(|page| self.case.reworded(page).is_empty());
        Some((judgement, is_unchanged))
    }

    /// The documents that belong to a subject: to a question those that the supplier linked to it, to
    /// a section those that belong to an item of its lists, to the one about documents all of them.
    pub fn documents_of<'a>(&'a self, subject: &'a Subject) -> impl Iterator<Item = &'a Document> {
        self.documents
            .iter()
            .filter(|document| subject.has_document(&document.description.questions, self.case.set))
    }

    /// The subject after this one.
    pub fn subject_after(&self, id: &str) -> Option<&Subject> {
        let here = self.subjects.iter().position(|subject| subject.id == id)?;
        self.subjects.get(here + 1)
    }

    /// How a subject stands.
    pub fn standing(&self, subject: &Subject) -> Standing {
        let Some(judgement) = self.judgements.get(&subject.id) else {
            return Standing::Open;
        };
        let replied_at = self
            .last_answered(&subject.id)
            .and_then(|(request, _)| request.answered_at);
        if replied_at.is_some_and(|at| at >= judgement.judged_at) {
            return Standing::Replied;
        }
        let has_changed = self.has_changed_since(subject, judgement.judged_at);
        // A document that came instead of the one that was read.
        let has_newer = self.documents_of(subject).any(|document| {
            let counts_from = document.counted_from().filter(|_| document.number > 1);
            counts_from.is_some_and(|from| from > judgement.judged_at)
        });
        if has_changed || has_newer {
            Standing::Changed(judgement.verdict)
        } else {
            Standing::Judged(judgement.verdict)
        }
    }

    /// Whether an answer of a subject was saved after this moment. Of a page that several questions share,
    /// only what it asks about this one counts, as far as it is known what was there before.
    fn has_changed_since(&self, subject: &Subject, at: OffsetDateTime) -> bool {
        let stored = &self.case.stored;
        let saved = stored.saved.iter();
        let mut later = saved
            .filter(|(key, saved)| saved.at > at && subject.pages.contains(&key.page))
            .map(|(key, _)| key.page.as_str());
        later.any(|page| {
            let requests = self.clarifications.iter();
            let mut since = requests.filter(|request| request.asked_at >= at);
            let before = since.find_map(|request| request.before(page));
            match before {
                Some(before) if self.is_shared(subject, page) => {
                    let earlier = with_page(&stored.answers, page, before);
                    let set = self.case.set;
                    answered(set, subject, &earlier) != answered(set, subject, &stored.answers)
                }
                _ => true,
            }
        })
    }

    /// Whether a page of a question is also one of others.
    fn is_shared(&self, subject: &Subject, page: &str) -> bool {
        let page = self.case.set.page(page);
        subject.is_question && page.is_some_and(|(_, page)| page.question.is_none())
    }

    /// Whether anything that was judged is not what it was: judgements have to be made again.
    pub fn has_changed(&self) -> bool {
        let mut subjects = self.subjects.iter();
        subjects.any(|subject| matches!(self.standing(subject), Standing::Changed(_)))
    }

    /// The last request about a subject that the supplier has answered.
    pub fn last_answered(&self, subject: &str) -> Option<(&Clarification, &Item)> {
        self.clarifications
            .iter()
            .rev()
            .filter(|request| !request.is_open())
            .find_map(|request| Some((request, request.item(subject)?)))
    }

    /// The request that waits for the supplier.
    pub fn open_request(&self) -> Option<&Clarification> {
        self.clarifications.iter().find(|request| request.is_open())
    }

    /// The subjects that stand so.
    pub fn standing_at(&self, verdict: Verdict) -> Vec<&Subject> {
        self.subjects
            .iter()
            .filter(|subject| self.standing(subject).verdict() == Some(verdict))
            .collect()
    }

    /// The subjects whose judgement is missing or does not stand any more.
    pub fn unjudged(&self) -> Vec<&Subject> {
        self.subjects
            .iter()
            .filter(|subject| !self.standing(subject).is_judged())
            .collect()
    }

    /// The note of a subject's judgement.
    pub fn note(&self, subject: &str) -> &str {
        self.judgements
            .get(subject)
            .map_or("", |judgement| judgement.note.as_str())
    }
}

#[cfg(test)]
#[path = "case_tests.rs"]
mod tests;
