//! What the pages of the form need, in one statement each.
//!
//! A page is drawn from one call of `page.application`, an answer is saved by one call of
//! `page.save_answer`: state, version, history, marks, a void signature, the record and the
//! notices are one transaction in the database, and one round trip.

mod change;
mod row;

pub use change::{Change, NewAnswer, RemoveOutcome, RemovedItem, SaveOutcome};

use crate::answers::Stored;
use crate::renewals::{Renewal, RenewalRow};
use crate::{Result, Store};
use domain::application::Application;
use domain::credential::Credential;
use domain::document::ListedDocument;
use domain::id::{ClarificationId, SignatureRequestId};
use domain::owner_request::OwnerRequestState;
use domain::reference::ApplicationReference;
use domain::signature_request::SignatureRequestState;
use policy::Actor;
use row::{AnswerRow, ClarificationRow, DocumentRow, OwnerRow, PageRow, SignatureRow};
use serde::Deserialize;
use sqlx::types::Json;
use std::collections::BTreeMap;
use time::{Date, OffsetDateTime};

/// The signed-in person, the time, and the application if it may be seen.
#[derive(Debug)]
pub struct FormPage {
    /// Who is signed in.
    pub actor: Actor,
    /// The service's time.
    pub now: OffsetDateTime,
    /// The application; none when there is none of this reference, or none that may be seen.
    pub found: Option<Found>,
}

/// An application with everything that its pages show.
#[derive(Debug)]
pub struct Found {
    /// The application.
    pub application: Application,
    /// Its answers and section marks.
    pub stored: Stored,
    /// The last request to sign the whole application.
    pub signature: Option<Signature>,
    /// The last request to the infrastructure's owner.
    pub owner_request: Option<OwnerRequest>,
    /// The open request for clarification.
    pub clarification: Option<Clarification>,
    /// What it renews.
    pub renewal: Option<Renewal>,
    /// Its documents, first one first.
    pub documents: Vec<ListedDocument>,
}

/// A request to sign, as the supplier's pages show it.
#[derive(Debug, Clone)]
pub struct Signature {
    /// Identifier.
    pub id: SignatureRequestId,
    /// Where it stands.
    pub state: SignatureRequestState,
    /// Who is asked to sign.
    pub signatory_name: String,
    /// That person's address.
    pub signatory_email: String,
    /// Who asked.
    pub requested_by_name: String,
    /// That person's address.
    pub requested_by_email: String,
}

impl Signature {
    /// True while a changed answer makes it void: sent, opened or signed.
    pub fn is_live(&self) -> bool {
        self.state.is_open() || self.state == SignatureRequestState::Signed
    }
}

/// A request to an infrastructure owner, as the supplier's task list shows it.
#[derive(Debug, Clone)]
pub struct OwnerRequest {
    /// Where it stands.
    pub state: OwnerRequestState,
    /// True when the supplier owns the infrastructure itself.
    pub is_own: bool,
    /// The organisation that owns the infrastructure.
    pub owner_name: String,
    /// Who is asked.
    pub contact_name: String,
}

/// An open request for clarification.
#[derive(Debug, Clone)]
pub struct Clarification {
    /// Identifier.
    pub id: ClarificationId,
    /// First, second, and so on.
    pub number: i32,
    /// By when to reply.
    pub due_on: Date,
    /// What is asked.
    pub items: Vec<AskedItem>,
}

/// One thing that is asked about.
#[derive(Debug, Clone, Deserialize)]
pub struct AskedItem {
    /// A question or a group of sections; only its answers are unlocked.
    pub subject: String,
    /// The assessor's words.
    pub request: String,
}

impl Store {
    /// The person signed in with this credential and the application of this reference, with
    /// all that its pages show; nothing when nobody is signed in. One statement.
    pub async fn form_page(
        &self,
        credential: Credential,
        reference: &ApplicationReference,
    ) -> Result<Option<FormPage>> {
        let row = sqlx::query_as!(
            PageRow,
            r#"select user_id as "user_id!", name as "name!", email as "email!", team_role,
                      memberships as "memberships!", session as "session!", now as "now!", id, organisation_id, organisation_name,
                      reference, set_id, set_version, set_hash, state, service_name, created_at, submitted_at,
                      target_on, paused_at, assigned_to, assigned_name, infrastructure_id, last_saved_at,
                      last_saved_by, version,
                      answers as "answers: Json<Vec<AnswerRow>>",
                      marks as "marks: Json<BTreeMap<String, bool>>",
                      signature as "signature: Json<SignatureRow>",
                      owner_request as "owner_request: Json<OwnerRow>",
                      clarification as "clarification: Json<ClarificationRow>",
                      page.renewal(id) as "renewal: Json<RenewalRow>",
                      (select jsonb_agg(jsonb_build_object('id', d.id, 'title', d.title, 'kind', d.kind, 'bytes', d.bytes,
                                                           'scan', d.scan, 'questions', d.questions)
                                        order by d.added_at, d.id)
                       from documents d
                       where d.application_id = found.id and d.removed_at is null) as "documents: Json<Vec<DocumentRow>>"
               from page.application($1, $2) found"#,
            credential.as_hex(),
            reference.as_str(),
        )
        .fetch_optional(self.hot())
        .await?;
        row.map(|row| row.into_page(credential)).transpose()
    }
}
