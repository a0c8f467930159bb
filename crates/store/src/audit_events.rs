//! Reading the audit log.

use crate::{ReadTx, Result};
use domain::id::ApplicationId;
use std::collections::BTreeMap;
use time::OffsetDateTime;

/// An entry of the log.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Number of the entry.
    pub id: i64,
    /// When, by the service's clock.
    pub at: OffsetDateTime,
    /// What kind of event, as `audit::Kind::as_str` names it.
    pub kind: String,
    /// The name of the account that did it; none for holders of links and the service itself.
    pub by_name: Option<String>,
    /// Identifiers, states and counts; never what somebody typed.
    pub details: BTreeMap<String, String>,
}

/// Reads the details of the stored event.
fn details(event: &str) -> BTreeMap<String, String> {
    #[derive(serde::Deserialize)]
    struct Stored {
        #[serde(default)]
        details: BTreeMap<String, String>,
    }
    serde_json::from_str::<Stored>(event).map_or_else(|_| BTreeMap::new(), |event| event.details)
}

/// What happened to an application, newest first, at most `limit` entries older than `before`.
/// Saves of single answers and section marks are left out: there are hundreds.
pub async fn list_of_application(
    tx: &mut ReadTx,
    application: ApplicationId,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<Entry>> {
    let rows = sqlx::query!(
        r#"select e.id, e.at, e.kind, u.name as "by_name?", e.event
           from audit_events e left join users u on e.by = 'user:' || u.id::text
           where e.application_id = $1 and ($2::bigint is null or e.id < $2)
             and e.kind not in ('answer_saved', 'list_item_removed', 'section_marked')
           order by e.id desc limit $3"#,
        application.0,
        before,
        limit,
    )
    .fetch_all(tx.connection())
    .await?;
    let entries = rows.into_iter().map(|row| Entry {
        id: row.id,
        at: row.at,
        kind: row.kind,
        by_name: row.by_name,
        details: details(&row.event),
    });
    Ok(entries.collect())
}

/// When something of this kind happened to an application last.
pub async fn last_of_kind(
    tx: &mut ReadTx,
    application: ApplicationId,
    kind: audit::Kind,
) -> Result<Option<OffsetDateTime>> {
    let at = sqlx::query_scalar!(
        "select max(at) from audit_events where application_id = $1 and kind = $2",
        application.0,
        kind.as_str(),
    )
    .fetch_one(tx.connection())
    .await?;
    Ok(at)
}
