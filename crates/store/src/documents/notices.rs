//! Notices of documents that expire. Only the worker's role may call these.

use crate::error::named;
use crate::{ReadTx, Result, WriteTx};
use domain::application::ApplicationState;
use domain::id::OrganisationId;
use domain::notice_choice::NoticeChoice;
use serde::Deserialize;
use sqlx::types::Json;
use time::Date;
use uuid::Uuid;

/// An organisation that is to be told of documents that expire soon or have expired.
#[derive(Debug)]
pub struct Due {
    /// The supplier.
    pub organisation: OrganisationId,
    /// The documents, those that expire first before others.
    pub documents: Vec<Expiring>,
    /// Its editors and administrators.
    pub people: Vec<Editor>,
}

/// A document that expires soon or has expired.
#[derive(Debug)]
pub struct Expiring {
    id: Uuid,
    /// The last day on which what it says holds.
    pub expires_on: Date,
    /// Whether that day has come.
    pub is_over: bool,
    /// Reference of the application.
    pub reference: String,
    /// Name of its service; empty until given.
    pub service_name: String,
    /// Where the application stands.
    pub state: ApplicationState,
    added_by: Uuid,
    started_by: Uuid,
}

/// Somebody who may change the organisation's applications.
#[derive(Debug)]
pub struct Editor {
    id: Uuid,
    /// That person's name.
    pub name: String,
    /// Where they are written to.
    pub email: String,
    is_administrator: bool,
    /// Which e-mails they want.
    pub notices: NoticeChoice,
}

#[derive(Debug, Deserialize)]
struct ExpiringRow {
    id: Uuid,
    expires_on: String,
    is_over: bool,
    reference: String,
    service_name: String,
    state: String,
    added_by: Uuid,
    started_by: Uuid,
}

#[derive(Debug, Deserialize)]
struct EditorRow {
    id: Uuid,
    name: String,
    email: String,
    is_administrator: bool,
    choice: String,
}

impl Editor {
    /// True when they look after this document: who added it, who started the application, and
    /// administrators.
    pub fn looks_after(&self, document: &Expiring) -> bool {
        self.is_administrator || self.id == document.added_by || self.id == document.started_by
    }
}

/// Who is to be told, up to `limit` organisations.
pub async fn list_due(tx: &mut ReadTx, limit: i32) -> Result<Vec<Due>> {
    let rows = sqlx::query!(
        r#"select organisation_id as "organisation_id!", documents as "documents!: Json<Vec<ExpiringRow>>",
                  people as "people!: Json<Vec<EditorRow>>"
           from access.documents_to_tell_of($1)"#,
        limit,
    )
    .fetch_all(tx.connection())
    .await?;
    let due = rows.into_iter().map(|row| {
        let documents = row.documents.0.into_iter().map(expiring);
        let people = row.people.0.into_iter().map(editor);
        Ok(Due {
            organisation: OrganisationId(row.organisation_id),
            documents: documents.collect::<Result<_>>()?,
            people: people.collect::<Result<_>>()?,
        })
    });
    due.collect()
}

fn expiring(row: ExpiringRow) -> Result<Expiring> {
    let day = domain::working_days::parse_iso(&row.expires_on);
    Ok(Expiring {
        id: row.id,
        expires_on: named("documents", "expires_on", day)?,
        is_over: row.is_over,
        reference: row.reference,
        service_name: row.service_name,
        state: named("applications", "state", ApplicationState::parse(&row.state))?,
        added_by: row.added_by,
        started_by: row.started_by,
    })
}

fn editor(row: EditorRow) -> Result<Editor> {
    let choice = NoticeChoice::parse(&row.choice);
    Ok(Editor {
        id: row.id,
        name: row.name,
        email: row.email,
        is_administrator: row.is_administrator,
        notices: named("notice_choices", "choice", choice)?,
    })
}

/// Notes that the organisation is told today and leaves of its documents those of which it is; none
/// when another worker told it, or they are no longer there.
pub async fn note(tx: &mut WriteTx, due: &mut Due) -> Result<()> {
    let ids: Vec<Uuid> = due.documents.iter().map(|document| document.id).collect();
    let told = sqlx::query_scalar!(
        r#"select access.note_document_notices($1, $2) as "told!""#,
        due.organisation.0,
        &ids,
    )
    .fetch_one(tx.connection())
    .await?;
    due.documents.retain(|document| told.contains(&document.id));
    Ok(())
}
