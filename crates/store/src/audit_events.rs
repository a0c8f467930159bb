//! Reading the audit log.

use crate::{ReadTx, Result};
use domain::id::{ApplicationId, UserId};
use policy::Permit;
use policy::organisation::ReadActivity;
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
    /// The name of the account that it was done to, where the list asks for it.
    pub about_name: Option<String>,
    /// Who signed on paper, of the event that a signed page was uploaded.
    pub signed_name: Option<String>,
    /// The reference of the application that it happened to, where the list asks for it.
    pub reference: Option<String>,
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
/// Saves of single answers, section marks and downloads are left out: there are hundreds.
pub async fn list_of_application(
    tx: &mut ReadTx,
    application: ApplicationId,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<Entry>> {
    let rows = sqlx::query!(
        // Whose account it was is worked out first: the policy of users lets an index be used for
        // a plain value only.
        r#"with listed as materialized (
               select id, at, kind, event, case when by like 'user:%' then substr(by, 6)::uuid end as doer
               from audit_events
               where application_id = $1 and ($2::bigint is null or id < $2)
                 and kind not in ('answer_saved', 'answer_set_aside', 'list_item_removed', 'section_marked',
                                  'task_assigned', 'task_unassigned', 'document_downloaded')
               order by id desc limit $3)
           select l.id, l.at, l.kind, l.event, (select u.name from users u where u.id = l.doer) as by_name,
                  case when l.kind = 'commitments_signed' then
                      (select s.signed_name from signature_requests s
                       where s.id = (l.event::jsonb #>> '{details,signature_request}')::uuid and s.method = 'ink')
                  end as signed_name
           from listed l order by l.id desc"#,
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
        about_name: None,
        signed_name: row.signed_name,
        reference: None,
        details: details(&row.event),
    });
    Ok(entries.collect())
}

/// Which events of an organisation to list.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// Only these kinds.
    pub kinds: &'a [String],
    /// Only what this person did, or what was done to them.
    pub person: Option<UserId>,
    /// Only entries older than this one.
    pub before: Option<i64>,
}

/// What happened in an organisation, newest first, at most `limit` entries. People who have
/// left keep their names.
pub async fn list_of_organisation(
    tx: &mut ReadTx,
    permit: &Permit<ReadActivity>,
    wanted: Wanted<'_>,
    limit: i32,
) -> Result<Vec<Entry>> {
    let rows = sqlx::query!(
        r#"select id as "id!", at as "at!", kind as "kind!", by_name, about_name, signed_name,
                  reference, event as "event!"
           from access.activity($1, $2, $3, $4, $5)"#,
        permit.organisation().0,
        wanted.kinds,
        wanted.person.map(|id| id.0),
        wanted.before,
        limit,
    )
    .fetch_all(tx.connection())
    .await?;
    let entries = rows.into_iter().map(|row| Entry {
        id: row.id,
        at: row.at,
        kind: row.kind,
        by_name: row.by_name,
        about_name: row.about_name,
        signed_name: row.signed_name,
        reference: row.reference,
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

/// The details of the last event of this kind that happened to an application; nothing when there
/// was none that may be seen.
pub async fn last_details(
    tx: &mut ReadTx,
    application: ApplicationId,
    kind: audit::Kind,
) -> Result<Option<BTreeMap<String, String>>> {
    let event = sqlx::query_scalar!(
        "select event from audit_events where application_id = $1 and kind = $2 order by id desc limit 1",
        application.0,
        kind.as_str(),
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(event.as_deref().map(details))
}
