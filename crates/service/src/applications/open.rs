//! Opening an application's form: who asks, what is stored, what may be changed.

use super::{Case, Renewal, pinned, reference_for};
use crate::{documents, subjects};
use domain::application::ApplicationState;
use domain::credential::Credential;
use domain::document::ListedDocument;
use domain::id::InfrastructureId;
use domain::reference::ApplicationReference;
use policy::organisation::{
    AnswerQuestions, AssignTasks, ExportApplication, ManageDocuments, ReadOrganisation,
};
use policy::{Actor, Denied, Permit, authorise};
use questions::{Field, Page, QuestionSet, Reference};
use std::borrow::Cow;
use std::collections::BTreeMap;
use store::assignments::Assigned;
use store::form_pages::{AskedItem, AskedTeam, Clarification, Others, OwnerRequest, Signature};
use store::responsibilities::Responsibility;
use store::{Store, StoreError};
use time::{Date, OffsetDateTime};

/// An application as its supplier's pages show it, and the person who looks at it.
#[derive(Debug, Clone)]
pub struct Form {
    /// Who is signed in.
    pub actor: Actor,
    /// The service's time.
    pub now: OffsetDateTime,
    /// The dated lists with which the application is judged.
    pub reference: Reference,
    /// The application with its answers.
    pub case: Case,
    /// The last request to sign the whole application.
    pub signature: Option<Signature>,
    /// The last request to the infrastructure's owner.
    pub owner_request: Option<OwnerRequest>,
    /// The open request for clarification.
    pub clarification: Option<Clarification>,
    /// Its documents, first one first.
    pub documents: Vec<ListedDocument>,
    /// Who does which task; only people who still may.
    pub assigned: BTreeMap<String, Assigned>,
    /// Who else is about, when a question page was opened.
    pub others: Others,
    /// What owners of infrastructure that the answers name publish of the question whose page was
    /// opened; none when no question page was.
    pub published: Option<Vec<(InfrastructureId, Responsibility)>>,
    /// What was asked of the PSN team, one for each subject, when a question page was opened.
    pub asked_team: Vec<AskedTeam>,
    /// The day on which the draft is deleted because nobody works on it, once people were told;
    /// none when a question page was opened.
    pub delete_on: Option<Date>,
}

/// Why a form can't be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Nobody is signed in.
    #[error("nobody is signed in")]
    SignedOut,
    /// An organisation of theirs, or the team, requires a second factor that they have not used.
    #[error("a second factor is missing")]
    SecondFactorMissing,
    /// There is no such application, or it is another organisation's.
    #[error("no such application")]
    NotFound,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Whether the answers of a page may be changed.
#[derive(Debug)]
pub enum Lock<'a> {
    /// They may: the application is a draft.
    Open,
    /// They may, because the PSN team asked about them.
    Asked(&'a AskedItem),
    /// They may not.
    Closed(Closed),
}

/// Why answers may not be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closed {
    /// This person reads only.
    Reader,
    /// The application is with the PSN team, or was.
    WithTeam,
    /// It was withdrawn or deleted.
    Ended,
    /// The PSN team has asked about other answers.
    NotAsked,
}

/// Opens the form of an application. One statement.
pub async fn open(
    store: &Store,
    credential: Credential,
    reference: &ApplicationReference,
) -> Result<Form, OpenError> {
    open_at(store, credential, reference, None).await
}

/// The same on a question page, by the tail of its address, so that colleagues see who is there.
/// One statement.
pub async fn open_at(
    store: &Store,
    credential: Credential,
    reference: &ApplicationReference,
    place: Option<&str>,
) -> Result<Form, OpenError> {
    if credential == Credential::ANONYMOUS {
        return Err(OpenError::SignedOut);
    }
    let page = store.form_page(credential, reference, place).await?;
    let page = page.ok_or(OpenError::SignedOut)?;
    if page.actor.lacks_second_factor {
        return Err(OpenError::SecondFactorMissing);
    }
    let found = page.found.ok_or(OpenError::NotFound)?;
    // The PSN team sees submitted applications too, on pages of its own.
    authorise::<ReadOrganisation>(&page.actor, found.application.organisation)
        .map_err(|_| OpenError::NotFound)?;
    let renewal = found
        .renewal
        .map(|renewal| Renewal::of(renewal, &found.application));
    Ok(Form {
        actor: page.actor,
        now: page.now,
        reference: reference_for(&found.application, page.now),
        case: Case {
            set: pinned(&found.application)?,
            renewal: renewal.transpose()?,
            application: found.application,
            stored: found.stored,
        },
        signature: found.signature,
        owner_request: found.owner_request,
        clarification: found.clarification,
        documents: found.documents,
        assigned: found.assigned,
        others: found.others,
        published: found.published,
        asked_team: found.asked_team,
        delete_on: found.delete_on,
    })
}

impl Form {
    /// The question set that the application began with.
    pub fn set(&self) -> &'static QuestionSet {
        self.case.set
    }

    /// Where the application stands.
    pub fn state(&self) -> ApplicationState {
        self.case.application.state
    }

    /// Proof that this person may change answers of this organisation.
    pub fn permit(&self) -> Result<Permit<AnswerQuestions>, Denied> {
        authorise::<AnswerQuestions>(&self.actor, self.case.application.organisation)
    }

    /// Proof that this person may say who does which task.
    pub fn permit_to_assign(&self) -> Result<Permit<AssignTasks>, Denied> {
        authorise::<AssignTasks>(&self.actor, self.case.application.organisation)
    }

    /// Proof that this person may take away a copy of this application.
    pub fn permit_to_export(&self) -> Result<Permit<ExportApplication>, Denied> {
        authorise::<ExportApplication>(&self.actor, self.case.application.organisation)
    }

    /// True when this person may add, describe and remove documents now.
    pub fn may_change_documents(&self) -> bool {
        let organisation = self.case.application.organisation;
        let may = authorise::<ManageDocuments>(&self.actor, organisation).is_ok();
        may && documents::may_change(self.state())
    }

    /// Whether the answers of this page may be changed now, by this person.
    pub fn lock(&self, page: &str) -> Lock<'_> {
        if self.permit().is_err() {
            return Lock::Closed(Closed::Reader);
        }
        match self.state() {
            ApplicationState::Draft => Lock::Open,
            ApplicationState::AwaitingSupplier => match self.asked_about(page) {
                Some(item) => Lock::Asked(item),
                None => Lock::Closed(Closed::NotAsked),
            },
            ApplicationState::Withdrawn | ApplicationState::Deleted => Lock::Closed(Closed::Ended),
            _ => Lock::Closed(Closed::WithTeam),
        }
    }

    /// True when the answers of this page may be changed now, by this person.
    pub fn is_open(&self, page: &str) -> bool {
        !matches!(self.lock(page), Lock::Closed(_))
    }

    /// The open item of a request for clarification that this page belongs to.
    pub fn asked_about(&self, page: &str) -> Option<&AskedItem> {
        let items = &self.clarification.as_ref()?.items;
        items
            .iter()
            .find(|item| subjects::include(self.set(), std::slice::from_ref(&item.subject), page))
    }

    /// The page with the fields that may be changed now: while the supplier is asked about some
    /// questions, of a page that several share only theirs.
    pub fn open_fields<'a>(&self, page: Cow<'a, Page>) -> Cow<'a, Page> {
        let Some(clarification) = self.clarification.as_ref() else {
            return page;
        };
        if self.state() != ApplicationState::AwaitingSupplier {
            return page;
        }
        let items = clarification.items.iter();
        let asked: Vec<&str> = items.map(|item| item.subject.as_str()).collect();
        let is_open = |field: &Field| subjects::is_field_of(self.set(), &asked, &page, field);
        let closed = page.fields.iter().filter(|field| !is_open(field));
        let closed: Vec<String> = closed.map(|field| field.id.clone()).collect();
        if closed.is_empty() {
            return page;
        }
        let mut open = page.into_owned();
        open.fields.retain(|field| !closed.contains(&field.id));
        Cow::Owned(open)
    }

    /// The request to sign that a changed answer makes void: only in a draft. What changes after
    /// submission is confirmed by the signatory when the reply is sent.
    pub fn signature_at_stake(&self) -> Option<&Signature> {
        let live = self
            .signature
            .as_ref()
            .filter(|signature| signature.is_live());
        live.filter(|_| self.state().is_draft())
    }
}
