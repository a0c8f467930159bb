//! Reading a request for clarification, the supplier's side.

use super::changes::{Change, changes};
use crate::applications::{Case, load, reference_for};
use crate::documents::{ChangedDocument, in_exchange};
use crate::reviews::answer::{AnsweredPage, answered};
use crate::subjects::{self, Subject};
use domain::application::ApplicationState;
use domain::id::ClarificationId;
use domain::reference::ApplicationReference;
use policy::organisation::{ReadOrganisation, ReplyToClarification};
use policy::{Actor, Denied, authorise};
use questions::Reference;
use store::clarifications::{Clarification, Item};
use store::{Context, ReadTx, Store, StoreError};
use time::OffsetDateTime;

/// Why a request can't be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// No such application or request.
    #[error("no such request")]
    NotFound,
    /// Not for this person.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A request for clarification with its application.
#[derive(Debug)]
pub struct Asked {
    /// The application with its answers.
    pub case: Case,
    /// The request.
    pub clarification: Clarification,
    /// What is asked, in the order of the question set.
    pub items: Vec<AskedItem>,
    /// The documents that differ from when it was asked, whatever they belong to.
    pub documents: Vec<ChangedDocument>,
    /// True when this person may reply, and the request is open.
    pub may_reply: bool,
    /// The service's time.
    pub now: OffsetDateTime,
}

/// What is asked about one subject.
#[derive(Debug, Clone)]
pub struct AskedItem {
    /// The subject.
    pub subject: Subject,
    /// The request and the reply.
    pub item: Item,
    /// The answers as they are now.
    pub answers: Vec<AnsweredPage>,
    /// What changed since it was asked.
    pub changes: Vec<Change>,
    /// Heading and URL tail of each page that still has to be completed.
    pub incomplete: Vec<(String, String)>,
}

impl AskedItem {
    /// True when there is a reply and nothing is left to complete.
    pub fn is_ready(&self) -> bool {
        self.item.reply.is_some() && self.incomplete.is_empty()
    }
}

impl Asked {
    /// What is asked about this subject.
    pub fn item(&self, subject: &str) -> Option<&AskedItem> {
        self.items.iter().find(|item| item.subject.id == subject)
    }

    /// What became since of documents that belong to what an item asks about.
    pub fn documents_of<'a>(
        &'a self,
        item: &'a AskedItem,
    ) -> impl Iterator<Item = &'a ChangedDocument> {
        let documents = self.documents.iter();
        documents.filter(move |changed| changed.is_of(&item.subject, self.case.set))
    }

    /// True when an answer or a document changed that an item asks about.
    pub fn has_changed(&self, item: &AskedItem) -> bool {
        !item.changes.is_empty() || self.documents_of(item).next().is_some()
    }

    /// The changes for which the signatory has to confirm again, each once.
    pub fn changes_to_confirm(&self) -> Vec<&Change> {
        let mut found: Vec<&Change> = Vec::new();
        for change in self.items.iter().flat_map(|item| &item.changes) {
            let needs_signatory = self
                .case
                .set
                .page(&change.page)
                .is_some_and(|(_, page)| page.reconfirm);
            if needs_signatory && !found.contains(&change) {
                found.push(change);
            }
        }
        found
    }

    pub(super) fn new(case: Case, clarification: Clarification, now: OffsetDateTime) -> Self {
        let reference = reference_for(&case.application, now);
        let items = subjects::all(case.set)
            .into_iter()
            .filter_map(|subject| {
                let item = clarification.item(&subject.id)?.clone();
                Some(item_of(&case, subject, item, &reference))
            })
            .collect();
        Self {
            items,
            documents: Vec::new(),
            may_reply: false,
            now,
            case,
            clarification,
        }
    }
}

fn item_of(case: &Case, subject: Subject, item: Item, reference: &Reference) -> AskedItem {
    let answers = &case.stored.answers;
    let incomplete = case
        .set
        .unanswered(answers, reference)
        .into_iter()
        .filter(|(_, page, _)| subject.pages.iter().any(|other| other == page))
        .filter_map(|(_, id, number)| {
            let (_, page) = case.set.page(id)?;
            Some((page.heading.clone(), page.path_for(number)))
        })
        .collect();
    AskedItem {
        answers: answered(case.set, &subject, answers),
        changes: changes(case.set, &subject, answers, &item),
        incomplete,
        subject,
        item,
    }
}

/// The request of this identifier, for a member of the supplier.
pub async fn read(
    store: &Store,
    actor: &Actor,
    reference: &ApplicationReference,
    id: ClarificationId,
) -> Result<Asked, ReadError> {
    let mut tx = store.read(Context::of(actor)).await?;
    let case = load(&mut tx, reference).await?.ok_or(ReadError::NotFound)?;
    let organisation = case.application.organisation;
    authorise::<ReadOrganisation>(actor, organisation)?;
    let clarification = find(&mut tx, &case, id).await?;
    let clarification = clarification.ok_or(ReadError::NotFound)?;
    let may_reply = clarification.is_open()
        && case.application.state == ApplicationState::AwaitingSupplier
        && authorise::<ReplyToClarification>(actor, organisation).is_ok();
    let documents = in_exchange(&mut tx, case.application.id, &clarification).await?;
    let asked = Asked::new(case, clarification, tx.now());
    Ok(Asked {
        documents,
        may_reply,
        ..asked
    })
}

pub(super) async fn find(
    tx: &mut ReadTx,
    case: &Case,
    id: ClarificationId,
) -> Result<Option<Clarification>, StoreError> {
    let requests = store::clarifications::list(tx, case.application.id).await?;
    Ok(requests.into_iter().find(|request| request.id == id))
}
