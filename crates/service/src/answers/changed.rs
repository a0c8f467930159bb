//! What follows from every change of answers.

use crate::answers::NotAllowed;
use crate::applications::{Closed, Form, Lock};
use audit::{Event, Kind};
use domain::signature_request::SignatureRequestState;
use mail::{Address, Message, Notice, Recipient, SignatureCancelled};
use policy::organisation::AnswerQuestions;
use policy::{Denied, Permit};
use questions::SpecialTask;
use store::form_pages::{Change, Signature};

/// What follows from a change, besides the change itself.
pub(super) struct Follows {
    /// Tasks whose mark holds no more.
    pub unmarks: Vec<String>,
    /// Whether a request to sign that is live becomes void.
    pub voids: bool,
    /// The section that is to be checked again when somebody else has marked it as complete.
    pub task: Option<&'static str>,
    /// What is recorded.
    pub events: Vec<Event>,
    /// Notices to queue.
    pub messages: Vec<Message>,
}

impl Follows {
    /// What follows when the answers of this page change and `event` records it.
    pub(super) fn of(form: &Form, page: &str, event: Event) -> Self {
        let mut follows = Self {
            unmarks: vec![form.id_of(SpecialTask::CheckAnswers).to_owned()],
            voids: true,
            task: None,
            events: vec![event],
            messages: Vec::new(),
        };
        if let Some(signature) = form.signature_at_stake() {
            let event = about(form, Kind::SignatureVoided)
                .with("request", signature.id)
                .with("page", page);
            follows.events.push(event);
            follows.messages = notices(form, signature);
        }
        follows
    }

    /// What follows when only what is for the supplier alone changes: nothing that was checked or signed
    /// is another.
    pub(super) fn of_note(event: Event) -> Self {
        Self {
            unmarks: Vec::new(),
            voids: false,
            task: None,
            events: vec![event],
            messages: Vec::new(),
        }
    }

    /// The same as [`Follows::of`], and the section of this page is to be checked again. Sections are marked while the
    /// application is a draft, and only then asked to be.
    pub(super) fn and_check_again(mut self, form: &Form, page: &str) -> Self {
        let found = form.set().page(page).filter(|_| form.state().is_draft());
        self.task = found.map(|(task, _)| task.id.as_str());
        self
    }

    /// The change as the store takes it.
    pub(super) fn change<'a>(&'a self, form: &'a Form) -> Change<'a> {
        Change {
            credential: form.actor.credential,
            name: &form.actor.name,
            application: form.case.application.id,
            state: form.state(),
            live: form.signature_at_stake().map(|signature| signature.id),
            voids: self.voids,
            unmarks: &self.unmarks,
            task: self.task,
            events: &self.events,
            messages: &self.messages,
        }
    }
}

/// May this person change the answers of this page now?
pub(super) fn permit(form: &Form, page: &str) -> Result<Permit<AnswerQuestions>, NotAllowed> {
    let permit = form.permit()?;
    match form.lock(page) {
        Lock::Open | Lock::Asked(_) => Ok(permit),
        Lock::Closed(Closed::Reader) => Err(NotAllowed::Denied(Denied::Forbidden)),
        Lock::Closed(Closed::WithTeam | Closed::NotAsked | Closed::Ended) => {
            Err(NotAllowed::Locked)
        }
    }
}

/// An event about the application of this form.
pub(super) fn about(form: &Form, kind: Kind) -> Event {
    Event::new(kind)
        .organisation(form.case.application.organisation)
        .application(form.case.application.id)
}

/// Tells the signatory, if a link was sent, and whoever asked that the request is cancelled.
fn notices(form: &Form, signature: &Signature) -> Vec<Message> {
    let notice = SignatureCancelled {
        organisation: form.case.application.organisation_name.clone(),
        service: form.case.application.service_title().to_owned(),
        was_signed: signature.state == SignatureRequestState::Signed,
        signatory: signature.signatory_name.clone(),
    };
    let asker = (&signature.requested_by_name, &signature.requested_by_email);
    let signatory = (&signature.signatory_name, &signature.signatory_email);
    let signatory = (!signature.is_in_ink).then_some(signatory);
    let mut messages: Vec<Message> = Vec::new();
    for (name, email) in signatory.into_iter().chain([asker]) {
        // Addresses were checked when the request was made; one that is none can't be written to.
        let Ok(email) = Address::parse(email) else {
            continue;
        };
        if messages.iter().all(|message| message.to != email) {
            let name = name.clone();
            messages.push(notice.message(&Recipient { name, email }));
        }
    }
    messages
}
