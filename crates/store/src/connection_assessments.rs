//! How the assessment of a Code of Connection stands that runs beside that of a service.

use crate::error::named;
use crate::{ReadTx, Result, WriteTx};
use domain::application::Application;
use domain::connection_assessment::{Assessed, ConnectionState};
use domain::id::{ApplicationId, ConnectionAssessmentId, InfrastructureId};
use policy::TeamPermit;
use time::{Date, OffsetDateTime};

/// What the team recorded once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectionAssessment {
    /// How it stands, from which day, and what the team notes.
    pub assessed: Assessed,
    /// The entry of the register, when the connection certificate is issued.
    pub infrastructure: Option<InfrastructureId>,
    /// When it was recorded.
    pub recorded_at: OffsetDateTime,
    /// By whom.
    pub recorded_by_name: String,
}

/// Everything that the team recorded about an application, the latest first.
pub async fn list(
    tx: &mut ReadTx,
    application: ApplicationId,
) -> Result<Vec<ConnectionAssessment>> {
    let rows = sqlx::query!(
        "select state, on_day, note, infrastructure_id, recorded_at, recorded_by_name
         from connection_assessments where application_id = $1 order by recorded_at desc, id",
        application.0,
    )
    .fetch_all(tx.connection())
    .await?;
    let rows = rows.into_iter().map(|row| {
        Ok(ConnectionAssessment {
            assessed: Assessed {
                state: state(&row.state)?,
                on_day: row.on_day,
                note: row.note,
            },
            infrastructure: row.infrastructure_id.map(InfrastructureId),
            recorded_at: row.recorded_at,
            recorded_by_name: row.recorded_by_name,
        })
    });
    rows.collect()
}

/// How it stands and from which day, as the supplier may read it; nothing when nothing was recorded.
pub async fn find_standing(
    tx: &mut ReadTx,
    application: ApplicationId,
) -> Result<Option<(ConnectionState, Date)>> {
    let row = sqlx::query!(
        r#"select state as "state!", on_day as "on_day!" from access.connection_assessment($1)"#,
        application.0,
    )
    .fetch_optional(tx.connection())
    .await?;
    row.map(|row| Ok((state(&row.state)?, row.on_day)))
        .transpose()
}

/// Whether the same form was recorded before.
pub async fn is_known(tx: &mut ReadTx, id: ConnectionAssessmentId) -> Result<bool> {
    let known = sqlx::query_scalar!(
        r#"select exists (select from connection_assessments where id = $1) as "known!""#,
        id.0,
    )
    .fetch_one(tx.connection())
    .await?;
    Ok(known)
}

/// Adds what somebody recorded; false when the same form added it before.
pub async fn add<A>(
    tx: &mut WriteTx,
    permit: &TeamPermit<A>,
    application: &Application,
    id: ConnectionAssessmentId,
    new: &Assessed,
    (infrastructure, by_name): (Option<InfrastructureId>, &str),
) -> Result<bool> {
    let now = tx.now();
    let done = sqlx::query!(
        "insert into connection_assessments (id, organisation_id, application_id, state, on_day, note,
                                             infrastructure_id, recorded_at, recorded_by, recorded_by_name)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (id) do nothing",
        id.0,
        application.organisation.0,
        application.id.0,
        new.state.as_str(),
        new.on_day,
        new.note,
        infrastructure.map(|id| id.0),
        now,
        permit.user().0,
        by_name,
    )
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}

fn state(text: &str) -> Result<ConnectionState> {
    let state = ConnectionState::parse(text);
    named("connection_assessments", "state", state)
}
