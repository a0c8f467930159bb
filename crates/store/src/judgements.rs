//! Assessors' judgements, one for each subject of an application.

use crate::error::{named, one_row};
use crate::{ReadTx, Result, WriteTx};
use domain::application::Application;
use domain::id::ApplicationId;
use domain::review::Verdict;
use policy::TeamPermit;
use policy::team::ReviewCase;
use std::collections::BTreeMap;
use time::OffsetDateTime;

/// A judgement on a question or a group of sections.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// The judgement.
    pub verdict: Verdict,
    /// The reason, or what to ask the supplier; may be empty where none is needed.
    pub note: String,
    /// Goes up with each save.
    pub version: i32,
    /// When it was saved.
    pub judged_at: OffsetDateTime,
    /// Who saved it.
    pub judged_by_name: String,
}

/// What is to be saved.
#[derive(Debug)]
pub struct NewJudgement<'a> {
    /// The question or group.
    pub subject: &'a str,
    /// The judgement.
    pub verdict: Verdict,
    /// The reason, or what to ask.
    pub note: &'a str,
    /// The version that the person saw; 0 when there was none.
    pub version: i32,
    /// The person's name.
    pub by_name: &'a str,
}

/// The judgements of an application by subject.
pub async fn list(
    tx: &mut ReadTx,
    application: ApplicationId,
) -> Result<BTreeMap<String, Judgement>> {
    let rows = sqlx::query!(
        "select subject, verdict, note, version, judged_at, judged_by_name
         from judgements where application_id = $1",
        application.0,
    )
    .fetch_all(tx.connection())
    .await?;
    rows.into_iter()
        .map(|row| {
            let judgement = Judgement {
                verdict: named("judgements", "verdict", Verdict::parse(&row.verdict))?,
                note: row.note,
                version: row.version,
                judged_at: row.judged_at,
                judged_by_name: row.judged_by_name,
            };
            Ok((row.subject, judgement))
        })
        .collect()
}

/// In a renewal, the judgements of the application that granted the certificate, by subject.
pub async fn list_of_earlier(
    tx: &mut ReadTx,
    application: ApplicationId,
) -> Result<BTreeMap<String, Judgement>> {
    let earlier = sqlx::query_scalar!(
        "select earlier_application_id from renewals where application_id = $1",
        application.0,
    )
    .fetch_optional(tx.connection())
    .await?;
    match earlier {
        Some(earlier) => list(tx, ApplicationId(earlier)).await,
        None => Ok(BTreeMap::new()),
    }
}

/// Saves a judgement; somebody else's save meanwhile is `Stale`.
pub async fn save(
    tx: &mut WriteTx,
    permit: &TeamPermit<ReviewCase>,
    application: &Application,
    new: &NewJudgement<'_>,
) -> Result<()> {
    let now = tx.now();
    let done = if new.version == 0 {
        sqlx::query!(
            "insert into judgements (organisation_id, application_id, subject, verdict, note, version,
                                     judged_at, judged_by, judged_by_name)
             values ($1, $2, $3, $4, $5, 1, $6, $7, $8)
             on conflict (application_id, subject) do nothing",
            application.organisation.0,
            application.id.0,
            new.subject,
            new.verdict.as_str(),
            new.note,
            now,
            permit.user().0,
            new.by_name,
        )
        .execute(tx.connection())
        .await?
    } else {
        sqlx::query!(
            "update judgements
             set verdict = $3, note = $4, version = version + 1, judged_at = $5, judged_by = $6,
                 judged_by_name = $7
             where application_id = $1 and subject = $2 and version = $8",
            application.id.0,
            new.subject,
            new.verdict.as_str(),
            new.note,
            now,
            permit.user().0,
            new.by_name,
            new.version,
        )
        .execute(tx.connection())
        .await?
    };
    one_row(done.rows_affected())
}
