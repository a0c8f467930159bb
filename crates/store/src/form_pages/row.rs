//! What `page.form` answers, as the database gives it, and how it is read.

use super::asked_team::{self, AskedTeamRow};
use super::people::{self, AssignedRow, LookRow};
use super::published::PublishedRow;
use super::stored::{self, AnswerRow, ChangedRow};
use super::{AskedItem, Clarification, FormPage, Found, OwnerRequest, Signature};
use crate::error::named;
use crate::renewals::RenewalRow;
use crate::sessions::PersonRow;
use crate::{Result, StoreError, applications};
use domain::credential::Credential;
use domain::document::{DocumentKind, ListedDocument, ScanState};
use domain::id::{ClarificationId, DocumentId, SignatureRequestId};
use domain::owner_request::{Covered, OwnerRequestState};
use domain::signature_request::SignatureRequestState;
use serde::Deserialize;
use sqlx::types::Json;
use std::collections::BTreeMap;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

#[derive(Debug, Deserialize)]
pub(super) struct SignatureRow {
    id: Uuid,
    state: String,
    signatory_name: String,
    signatory_email: String,
    requested_by_name: String,
    requested_by_email: String,
    is_in_ink: bool,
}

#[derive(Debug, Deserialize)]
pub(super) struct OwnerRow {
    state: String,
    is_own: bool,
    owner_name: String,
    contact_name: String,
    ended_on: Option<String>,
    taken_back_from: Option<String>,
    covered: CoveredRow,
}

#[derive(Debug, Deserialize)]
struct CoveredRow {
    service_name: String,
    infrastructure_name: String,
    owner_name: String,
    certificate_number: String,
    additional_infrastructure: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct ClarificationRow {
    id: Uuid,
    number: i32,
    due_on: String,
    items: Option<Vec<AskedItem>>,
}

#[derive(Debug, Deserialize)]
pub(super) struct DocumentRow {
    id: Uuid,
    title: String,
    kind: String,
    bytes: u64,
    scan: String,
    questions: Vec<String>,
    expires_on: Option<String>,
    version_of: Option<Uuid>,
}

/// A row of `page.form`.
pub(super) struct PageRow {
    pub user_id: Uuid,
    pub name: String,
    pub email: String,
    pub team_role: Option<String>,
    pub memberships: serde_json::Value,
    pub session: serde_json::Value,
    pub now: OffsetDateTime,
    pub id: Option<Uuid>,
    pub organisation_id: Option<Uuid>,
    pub organisation_name: Option<String>,
    pub reference: Option<String>,
    pub set_id: Option<String>,
    pub set_version: Option<String>,
    pub set_hash: Option<String>,
    pub state: Option<String>,
    pub service_name: Option<String>,
    pub created_at: Option<OffsetDateTime>,
    pub submitted_at: Option<OffsetDateTime>,
    pub target_on: Option<Date>,
    pub paused_at: Option<OffsetDateTime>,
    pub assigned_to: Option<Uuid>,
    pub assigned_name: Option<String>,
    pub infrastructure_id: Option<Uuid>,
    pub last_saved_at: Option<OffsetDateTime>,
    pub last_saved_by: Option<String>,
    pub version: Option<i32>,
    pub answers: Option<Json<Vec<AnswerRow>>>,
    pub marks: Option<Json<BTreeMap<String, bool>>>,
    pub changed: Option<Json<BTreeMap<String, ChangedRow>>>,
    pub signature: Option<Json<SignatureRow>>,
    pub owner_request: Option<Json<OwnerRow>>,
    pub clarification: Option<Json<ClarificationRow>>,
    pub renewal: Option<Json<RenewalRow>>,
    pub documents: Option<Json<Vec<DocumentRow>>>,
    pub assigned: Option<Json<BTreeMap<String, AssignedRow>>>,
    pub others: Option<Json<LookRow>>,
    pub published: Option<Json<Vec<PublishedRow>>>,
    pub asked_team: Option<Json<Vec<AskedTeamRow>>>,
    pub delete_on: Option<Date>,
}

impl PageRow {
    pub(super) fn into_page(self, credential: Credential) -> Result<FormPage> {
        let person = PersonRow {
            user_id: self.user_id,
            name: self.name.clone(),
            email: self.email.clone(),
            team_role: self.team_role.clone(),
            memberships: self.memberships.clone(),
            session: self.session.clone(),
        };
        Ok(FormPage {
            actor: person.into_actor(credential)?,
            now: self.now,
            found: self.id.map(|id| self.into_found(id)).transpose()?,
        })
    }

    fn into_found(self, id: Uuid) -> Result<Found> {
        let application = applications::Row {
            id,
            organisation_id: present(self.organisation_id)?,
            organisation_name: present(self.organisation_name)?,
            reference: present(self.reference)?,
            set_id: present(self.set_id)?,
            set_version: present(self.set_version)?,
            set_hash: present(self.set_hash)?,
            state: present(self.state)?,
            service_name: present(self.service_name)?,
            created_at: present(self.created_at)?,
            submitted_at: self.submitted_at,
            target_on: self.target_on,
            paused_at: self.paused_at,
            assigned_to: self.assigned_to,
            assigned_name: self.assigned_name,
            infrastructure_id: self.infrastructure_id,
            last_saved_at: self.last_saved_at,
            last_saved_by: self.last_saved_by,
            version: present(self.version)?,
        };
        Ok(Found {
            application: application.into_application()?,
            stored: stored::stored(self.answers, self.marks, self.changed),
            signature: self.signature.map(signature).transpose()?,
            owner_request: self.owner_request.map(owner_request).transpose()?,
            clarification: self.clarification.map(clarification).transpose()?,
            renewal: self
                .renewal
                .map(|Json(row)| row.into_renewal())
                .transpose()?,
            documents: documents(self.documents)?,
            assigned: people::assigned(self.assigned)?,
            others: self.others.map(people::others).unwrap_or_default(),
            published: self
                .published
                .map(|Json(rows)| rows.into_iter().map(Into::into).collect()),
            asked_team: asked_team::asked_team(self.asked_team)?,
            delete_on: self.delete_on,
        })
    }
}

/// A column that is only null when the application was not found.
fn present<T>(value: Option<T>) -> Result<T> {
    named("applications", "id", value)
}

fn signature(Json(row): Json<SignatureRow>) -> Result<Signature> {
    let state = SignatureRequestState::parse(&row.state);
    Ok(Signature {
        id: SignatureRequestId(row.id),
        state: named("signature_requests", "state", state)?,
        signatory_name: row.signatory_name,
        signatory_email: row.signatory_email,
        requested_by_name: row.requested_by_name,
        requested_by_email: row.requested_by_email,
        is_in_ink: row.is_in_ink,
    })
}

fn owner_request(Json(row): Json<OwnerRow>) -> Result<OwnerRequest> {
    let state = OwnerRequestState::parse(&row.state);
    let ended_on = row.ended_on.map(|date| day(&date, "owner_requests"));
    let from = row.taken_back_from;
    let taken_back_from = from.map(|date| iso_day(&date, "owner_requests", "withdrawn_from"));
    Ok(OwnerRequest {
        state: named("owner_requests", "state", state)?,
        is_own: row.is_own,
        owner_name: row.owner_name,
        contact_name: row.contact_name,
        ended_on: ended_on.transpose()?,
        taken_back_from: taken_back_from.transpose()?,
        covered: Covered {
            service_name: row.covered.service_name,
            infrastructure_name: row.covered.infrastructure_name,
            owner_name: row.covered.owner_name,
            certificate_number: row.covered.certificate_number,
            additional_infrastructure: row.covered.additional_infrastructure,
        },
    })
}

fn clarification(Json(row): Json<ClarificationRow>) -> Result<Clarification> {
    Ok(Clarification {
        id: ClarificationId(row.id),
        number: row.number,
        due_on: day(&row.due_on, "clarifications")?,
        items: row.items.unwrap_or_default(),
    })
}

/// The documents, of which the versions that count come first, each followed by a newer one that does
/// not count yet.
fn documents(rows: Option<Json<Vec<DocumentRow>>>) -> Result<Vec<ListedDocument>> {
    let rows = rows.map(|Json(rows)| rows).unwrap_or_default();
    let mut listed: Vec<ListedDocument> = Vec::with_capacity(rows.len());
    for row in rows {
        let scan = named("documents", "scan", ScanState::parse(&row.scan))?;
        if let Some(last) = listed.last_mut()
            && row.version_of.is_some()
            && !scan.is_released()
        {
            last.proposed = Some(scan);
            continue;
        }
        listed.push(ListedDocument {
            id: DocumentId(row.id),
            title: row.title,
            kind: named("documents", "kind", DocumentKind::parse(&row.kind))?,
            bytes: row.bytes,
            scan,
            questions: row.questions,
            expires_on: row
                .expires_on
                .map(|text| iso_day(&text, "documents", "expires_on"))
                .transpose()?,
            proposed: None,
        });
    }
    Ok(listed)
}

/// A date as the database writes it into JSON, of the column `due_on`.
pub(super) fn day(text: &str, table: &'static str) -> Result<Date> {
    iso_day(text, table, "due_on")
}

pub(super) fn iso_day(text: &str, table: &'static str, column: &'static str) -> Result<Date> {
    let iso = time::format_description::well_known::Iso8601::DATE;
    Date::parse(text, &iso).map_err(|_| StoreError::Corrupt { table, column })
}
