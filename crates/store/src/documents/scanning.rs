//! What the worker does about files: having them scanned, and deleting those that are to go.
//! For the worker's role only.

use crate::error::one_row;
use crate::{Result, Store, WriteTx};
use domain::document::ScanState;
use domain::id::{ApplicationId, DocumentId, OrganisationId};
use time::Duration;

/// A file that is to be scanned.
#[derive(Debug)]
pub struct Waiting {
    /// The document.
    pub id: DocumentId,
    /// Whose it is.
    pub organisation: OrganisationId,
    /// The application.
    pub application: ApplicationId,
    /// SHA-256 of the file.
    pub sha256: String,
    /// How often the scanner was asked, this time included.
    pub attempts: i32,
}

/// A document that lets go of its file.
#[derive(Debug)]
pub struct Deletable {
    /// The document.
    pub id: DocumentId,
    /// Whose it is.
    pub organisation: OrganisationId,
    /// SHA-256 of the file.
    pub sha256: String,
    /// The document under whose identifier the file lies.
    pub file: DocumentId,
    /// Whether another document still needs the file, so that it stays.
    pub is_shared: bool,
}

impl Store {
    /// Claims the file that waits longest, for `lease`. Several workers never claim the same one.
    pub async fn claim_scan(&self, lease: Duration) -> Result<Option<Waiting>> {
        let row = sqlx::query!(
            "update documents set scan_attempts = scan_attempts + 1, scan_next_at = access.now() + make_interval(secs => $1)
             where id = (select id from documents
                         where scan = 'waiting' and removed_at is null and scan_next_at <= access.now()
                         order by scan_next_at limit 1 for update skip locked)
             returning id, organisation_id, application_id, sha256, scan_attempts",
            lease.as_seconds_f64(),
        )
        .fetch_optional(self.hot())
        .await?;
        Ok(row.map(|row| Waiting {
            id: DocumentId(row.id),
            organisation: OrganisationId(row.organisation_id),
            application: ApplicationId(row.application_id),
            sha256: row.sha256,
            attempts: row.scan_attempts,
        }))
    }

    /// The scanner could not be asked: to be tried again after `wait`. That does not count as an
    /// attempt.
    pub async fn scan_later(&self, id: DocumentId, wait: Duration, counts: bool) -> Result<()> {
        sqlx::query!(
            "update documents set scan_next_at = access.now() + make_interval(secs => $2),
                 scan_attempts = scan_attempts - case when $3 then 0 else 1 end
             where id = $1 and scan = 'waiting'",
            id.0,
            wait.as_seconds_f64(),
            counts,
        )
        .execute(self.hot())
        .await?;
        Ok(())
    }

    /// Documents that let go of their file: removed ones, those with a virus, and those of drafts
    /// that are erased.
    pub async fn list_deletable(&self, limit: i32) -> Result<Vec<Deletable>> {
        let rows = sqlx::query!(
            r#"select id as "id!", organisation_id as "organisation_id!", sha256 as "sha256!", file as "file!",
                      is_shared as "is_shared!"
               from access.files_to_let_go($1)"#,
            limit,
        )
        .fetch_all(self.hot())
        .await?;
        let deletable = rows.into_iter().map(|row| Deletable {
            id: DocumentId(row.id),
            organisation: OrganisationId(row.organisation_id),
            sha256: row.sha256,
            file: DocumentId(row.file),
            is_shared: row.is_shared,
        });
        Ok(deletable.collect())
    }

    /// The file is gone, or left to the other documents that need it.
    pub async fn file_deleted(&self, id: DocumentId) -> Result<()> {
        sqlx::query!(
            "update documents set is_file_deleted = true where id = $1",
            id.0
        )
        .execute(self.hot())
        .await?;
        Ok(())
    }
}

/// Notes what the scan found; `found` is the scanner's word for it, `engine` what it calls itself. A
/// newer version that is released takes the place of the one that counted, which is answered.
pub async fn note_scan(
    tx: &mut WriteTx,
    id: DocumentId,
    state: ScanState,
    found: Option<&str>,
    engine: Option<&str>,
) -> Result<Option<DocumentId>> {
    let now = tx.now();
    let done = sqlx::query!(
        "update documents set scan = $2, scan_found = $3, scanned_at = $4, scan_engine = $5
         where id = $1 and scan = 'waiting'",
        id.0,
        state.as_str(),
        found,
        now,
        engine,
    )
    .execute(tx.connection())
    .await?;
    one_row(done.rows_affected())?;
    if state.is_released() {
        super::replace_by(tx, id).await
    } else {
        Ok(None)
    }
}
