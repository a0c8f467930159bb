//! What the pages of the form need, in one statement each.
//!
//! A page is drawn from one call of `page.form`, an answer is saved by one call of
//! `page.save_answer`: state, version, history, marks, a void signature, the record and the
//! notices are one transaction in the database, and one round trip.

mod asked_team;
mod change;
mod people;
mod published;
mod row;
mod set_aside;
mod stored;

pub use asked_team::AskedTeam;
pub use change::{Change, NewAnswer, RemoveOutcome, RemovedItem, SaveOutcome};
pub use set_aside::SetAside;

use crate::answers::Stored;
use crate::assignments::Assigned;
use crate::renewals::{Renewal, RenewalRow};
use crate::responsibilities::Responsibility;
use crate::{Result, Store};
use asked_team::AskedTeamRow;
use domain::application::Application;
use domain::credential::Credential;
use domain::document::ListedDocument;
use domain::id::{ClarificationId, InfrastructureId, SignatureRequestId, UserId};
use domain::owner_request::{Covered, OwnerRequestState};
use domain::reference::ApplicationReference;
use domain::signature_request::SignatureRequestState;
use domain::when;
use people::{AssignedRow, LookRow};
use policy::Actor;
use published::PublishedRow;
use questions::AnswerKey;
use row::{ClarificationRow, DocumentRow, OwnerRow, PageRow, SignatureRow};
use serde::Deserialize;
use sqlx::types::Json;
use std::collections::BTreeMap;
use stored::{AnswerRow, ChangedRow};
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
    /// Its documents, first one first, each in the version that counts.
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

/// What colleagues did in the last quarter of an hour.
#[derive(Debug, Clone, Default)]
pub struct Others {
    /// Who opened the same page, the latest first, at most 5.
    pub opened: Vec<Visitor>,
    /// Which answers they saved, and who.
    pub saved: Vec<(AnswerKey, UserId)>,
}

/// Somebody who opened a page.
#[derive(Debug, Clone)]
pub struct Visitor {
    /// The account.
    pub user: UserId,
    /// The full name.
    pub name: String,
    /// When.
    pub at: OffsetDateTime,
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
    /// True when it is signed on paper in ink: its signatory was sent nothing.
    pub is_in_ink: bool,
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
    /// The last day of an agreement that nobody took back: it ended with that day, as agreed.
    pub ended_on: Option<Date>,
    /// The day from which its owner takes an agreement back that still counts.
    pub taken_back_from: Option<Date>,
    /// What an agreement to it covers.
    pub covered: Covered,
}

impl OwnerRequest {
    /// That an agreement which still counts is taken back from a day that is to come, in words.
    pub fn taken_back(&self) -> Option<String> {
        let from = when::date(self.taken_back_from?);
        let owner = &self.owner_name;
        Some(format!("{owner} takes its agreement back from {from}"))
    }
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
    /// all that its pages show; nothing when nobody is signed in. `place` is the question page
    /// that was opened, by the tail of its address: colleagues see who did. One statement.
    pub async fn form_page(
        &self,
        credential: Credential,
        reference: &ApplicationReference,
        place: Option<&str>,
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
                      (select jsonb_object_agg(m.task, jsonb_build_object('at', extract(epoch from m.changed_at)::float8,
                                  'by', m.changed_by_name, 'is_from_file', m.is_changed_from_file,
                                  'marked_at', extract(epoch from m.marked_at)::float8, 'marked_by', m.marked_by_name))
                       from section_marks m
                       where m.application_id = found.id and m.changed_at is not null and not m.is_complete) as "changed: Json<BTreeMap<String, ChangedRow>>",
                      signature as "signature: Json<SignatureRow>",
                      owner_request as "owner_request: Json<OwnerRow>",
                      clarification as "clarification: Json<ClarificationRow>",
                      page.renewal(id) as "renewal: Json<RenewalRow>",
                      (select jsonb_agg(jsonb_build_object('id', d.id, 'title', d.title, 'kind', d.kind, 'bytes', d.bytes,
                                                           'scan', d.scan, 'questions', d.questions, 'expires_on', d.expires_on,
                                                           'version_of', d.version_of)
                                        order by coalesce(d.version_of, d.id), d.number)
                       from documents d
                       where d.application_id = found.id and d.removed_at is null and d.replaced_at is null
                         and d.signature_request_id is null) as "documents: Json<Vec<DocumentRow>>",
                      (select jsonb_object_agg(t.task, jsonb_build_object('user', u.id, 'name', u.name, 'due_on', t.due_on))
                       from task_assignments t join users u on u.id = t.assignee
                       where t.application_id = found.id
                         and access.may_answer(t.organisation_id, t.assignee)) as "assigned: Json<BTreeMap<String, AssignedRow>>",
                      page.look(id, $3) as "others: Json<LookRow>",
                      case when $3::text is not null then
                          (select coalesce(jsonb_agg(jsonb_build_object('infrastructure', r.infrastructure_id,
                                      'subject', r.subject, 'infrastructure_name', i.name, 'owner_name', i.owner_name,
                                      'covers', r.covers, 'remains', r.remains, 'published_by_name', r.published_by_name,
                                      'published_at', extract(epoch from r.published_at)::float8)), '[]'::jsonb)
                           from answers w
                           join responsibilities r on r.infrastructure_id::text = w.answer -> 'infrastructure' ->> 0
                           join infrastructures i on i.id = r.infrastructure_id
                                                     and i.owner_organisation_id = r.organisation_id
                           where w.application_id = found.id and w.organisation_id = found.organisation_id
                             and r.subject = split_part($3, '/', 2))
                      end as "published: Json<Vec<PublishedRow>>",
                      case when $3::text is not null then
                          (select jsonb_agg(jsonb_build_object('subject', e.subject, 'state', e.state, 'reply_by', e.reply_by)
                                            order by e.subject)
                           from enquiries e where e.application_id = found.id and e.state <> 'closed')
                      end as "asked_team: Json<Vec<AskedTeamRow>>",
                      case when $3::text is null and state = 'draft' then access.deletion_day(id) end as delete_on
               from page.form($1, $2) found"#,
            credential.as_hex(),
            reference.as_str(),
            place,
        )
        .fetch_optional(self.hot())
        .await?;
        row.map(|row| row.into_page(credential)).transpose()
    }

    /// Forgets who opened a page more than a quarter of an hour ago. For the worker, which sees
    /// nothing younger.
    pub async fn forget_page_visits(&self) -> Result<u64> {
        let gone = sqlx::query(
            "delete from page_visits where opened_at < access.now() - interval '15 minutes'",
        )
        .execute(self.hot())
        .await?;
        Ok(gone.rows_affected())
    }
}
