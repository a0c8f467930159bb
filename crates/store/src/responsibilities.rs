//! What infrastructure covers of a question, and what remains with the services on it.

use crate::{ReadTx, Result, WriteTx};
use domain::id::InfrastructureId;
use policy::Permit;
use policy::organisation::PublishResponsibilities;
use time::OffsetDateTime;

/// What an owner publishes of one question.
#[derive(Debug, Clone)]
pub struct Responsibility {
    /// The question.
    pub subject: String,
    /// Name of the infrastructure.
    pub infrastructure_name: String,
    /// The organisation that owns it.
    pub owner_name: String,
    /// What the infrastructure covers; may be empty.
    pub covers: String,
    /// What remains with the service.
    pub remains: String,
    /// When it was published.
    pub published_at: OffsetDateTime,
    /// Who published it.
    pub published_by_name: String,
}

/// Everything that is published of an infrastructure, as far as it may be seen. One for a question
/// at most, so it is as long as the standard.
pub async fn list(
    tx: &mut ReadTx,
    infrastructure: InfrastructureId,
) -> Result<Vec<Responsibility>> {
    let rows = sqlx::query_as!(
        Responsibility,
        "select r.subject, i.name as infrastructure_name, i.owner_name, r.covers, r.remains, r.published_at,
                r.published_by_name
         from responsibilities r
         join infrastructures i on i.id = r.infrastructure_id and i.owner_organisation_id = r.organisation_id
         where r.infrastructure_id = $1 order by r.subject limit 100",
        infrastructure.0,
    )
    .fetch_all(tx.connection())
    .await?;
    Ok(rows)
}

/// What is published of one question, if it may be seen.
pub async fn find(
    tx: &mut ReadTx,
    infrastructure: InfrastructureId,
    subject: &str,
) -> Result<Option<Responsibility>> {
    let row = sqlx::query_as!(
        Responsibility,
        "select r.subject, i.name as infrastructure_name, i.owner_name, r.covers, r.remains, r.published_at,
                r.published_by_name
         from responsibilities r
         join infrastructures i on i.id = r.infrastructure_id and i.owner_organisation_id = r.organisation_id
         where r.infrastructure_id = $1 and r.subject = $2",
        infrastructure.0,
        subject,
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(row)
}

/// Everything that is published of an infrastructure, for the browser that entered the code of a
/// request to sign an application that names it; nothing for anybody else.
pub async fn list_to_sign(
    tx: &mut ReadTx,
    infrastructure: InfrastructureId,
) -> Result<Vec<Responsibility>> {
    let rows = sqlx::query_as!(
        Responsibility,
        r#"select subject as "subject!", infrastructure_name as "infrastructure_name!", owner_name as "owner_name!",
                  covers as "covers!", remains as "remains!", published_at as "published_at!",
                  published_by_name as "published_by_name!"
           from access.responsibilities_to_sign($1)"#,
        infrastructure.0,
    )
    .fetch_all(tx.connection())
    .await?;
    Ok(rows)
}

/// When what the organisation publishes of a question was published, held until the transaction ends;
/// nothing when it publishes nothing.
pub async fn find_for_update(
    tx: &mut WriteTx,
    permit: &Permit<PublishResponsibilities>,
    infrastructure: InfrastructureId,
    subject: &str,
) -> Result<Option<OffsetDateTime>> {
    let published_at = sqlx::query_scalar!(
        "select published_at from responsibilities
         where infrastructure_id = $1 and subject = $2 and organisation_id = $3 for update",
        infrastructure.0,
        subject,
        permit.organisation().0,
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(published_at)
}

/// Publishes what is covered and what remains of a question, instead of what the organisation
/// published at the moment `seen`; false when somebody published something else meanwhile.
pub async fn put(
    tx: &mut WriteTx,
    permit: &Permit<PublishResponsibilities>,
    place: (InfrastructureId, &str),
    texts: (&str, &str),
    by: &str,
    seen: Option<OffsetDateTime>,
) -> Result<bool> {
    let now = tx.now();
    let done = sqlx::query!(
        "insert into responsibilities (infrastructure_id, subject, organisation_id, covers, remains, published_at,
             published_by, published_by_name)
         values ($1, $2, $3, $4, $5, $6, $7, $8)
         on conflict (infrastructure_id, subject, organisation_id) do update
         set covers = excluded.covers, remains = excluded.remains, published_at = excluded.published_at,
             published_by = excluded.published_by, published_by_name = excluded.published_by_name
         where responsibilities.published_at = $9",
        place.0.0,
        place.1,
        permit.organisation().0,
        texts.0,
        texts.1,
        now,
        permit.user().0,
        by,
        seen,
    )
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Takes back what the organisation publishes of a question; false when nothing was.
pub async fn remove(
    tx: &mut WriteTx,
    permit: &Permit<PublishResponsibilities>,
    infrastructure: InfrastructureId,
    subject: &str,
) -> Result<bool> {
    let done = sqlx::query!(
        "delete from responsibilities where infrastructure_id = $1 and subject = $2 and organisation_id = $3",
        infrastructure.0,
        subject,
        permit.organisation().0,
    )
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected() > 0)
}
