//! A new request, and the event of one.

use crate::applications::Case;
use crate::snapshot;
use audit::{Event, Kind};
use domain::id::SignatureRequestId;
use domain::owner_request::{Asker, Contact, LINK_LIFETIME};
use domain::signature_request::{
    SignatoryMessage, SignatureKind, SignatureMethod, SignatureRequest, SignatureRequestState,
};
use policy::Actor;
use store::WriteTx;

/// Who is asked to sign, how, and what is written to them.
#[derive(Debug, Clone)]
pub struct Signer {
    /// Who.
    pub contact: Contact,
    /// How they sign.
    pub method: SignatureMethod,
    /// What is written to them; of no use in ink, where nothing is sent.
    pub message: Option<SignatoryMessage>,
}

impl Signer {
    /// Whom a request that somebody else makes asks, without a word to them.
    pub(super) fn of(contact: &Contact, method: SignatureMethod) -> Self {
        Self {
            contact: contact.clone(),
            method,
            message: None,
        }
    }

    /// What a request keeps of the message.
    fn words(&self) -> Option<String> {
        let message = self.message.as_ref();
        let message = message.filter(|_| self.method == SignatureMethod::Online);
        message.map(|message| message.as_str().to_owned())
    }

    /// True when a request asks just this.
    pub(super) fn is_asked_by(&self, request: &SignatureRequest) -> bool {
        request.signatory == self.contact
            && request.method == self.method
            && request.message == self.words()
    }
}

/// A request of the application as it is, with the text that it freezes.
pub(super) fn new_request(
    tx: &WriteTx,
    actor: &Actor,
    case: &Case,
    kind: SignatureKind,
    signer: &Signer,
) -> (SignatureRequest, String) {
    let now = tx.now();
    let snapshot = snapshot::of(case);
    let request = SignatureRequest {
        id: SignatureRequestId::new(),
        organisation: case.application.organisation,
        application: case.application.id,
        state: SignatureRequestState::Sent,
        kind,
        method: signer.method,
        reference: case.application.reference.to_string(),
        supplier_name: case.application.organisation_name.clone(),
        service_name: case.application.service_title().to_owned(),
        snapshot_sha256: snapshot.sha256,
        commitments_version: case.set.commitments.version.clone(),
        signatory: signer.contact.clone(),
        asker: Asker {
            id: actor.user,
            name: actor.name.clone(),
            email: actor.email.clone(),
        },
        message: signer.words(),
        sent_at: now,
        expires_at: now + LINK_LIFETIME,
        opened_at: None,
        authority_confirmed_at: None,
        signed_at: None,
        signed_name: None,
        signed_job_title: None,
        declined_at: None,
        cannot_sign: None,
        cannot_sign_note: None,
        voided_at: None,
        voided_page: None,
        ink: None,
    };
    (request, snapshot.text)
}

/// What happened to a request.
pub(super) fn event(kind: Kind, request: &SignatureRequest) -> Event {
    Event::new(kind)
        .organisation(request.organisation)
        .application(request.application)
        .with("signature_request", request.id)
        .with("kind", request.kind)
}
