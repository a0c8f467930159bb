//! The conditions that certificates are granted with.

use crate::error::named;
use crate::{ReadTx, Result, WriteTx};
use domain::application::Application;
use domain::grant_condition::{CONDITIONS_MAX, GrantCondition};
use domain::id::{ApplicationId, DecisionId};
use domain::review::Note;
use policy::TeamPermit;
use policy::team::RecommendDecision;
use std::collections::BTreeMap;
use time::Date;

/// The most rows that are read for one application: what came back keeps its conditions.
const ROWS_MAX: i64 = 500;

/// Keeps the conditions of a recommendation, in their order.
pub async fn add(
    tx: &mut WriteTx,
    _permit: &TeamPermit<RecommendDecision>,
    application: &Application,
    decision: DecisionId,
    conditions: &[GrantCondition],
) -> Result<()> {
    for (number, condition) in (1_i16..).zip(conditions.iter().take(CONDITIONS_MAX)) {
        sqlx::query!(
            "insert into grant_conditions (organisation_id, application_id, decision_id, number, text, due_on)
             values ($1, $2, $3, $4, $5, $6)",
            application.organisation.0,
            application.id.0,
            decision.0,
            number,
            condition.text.as_str(),
            condition.due_on,
        )
        .execute(tx.connection())
        .await?;
    }
    Ok(())
}

/// The conditions of every recommendation on an application, by recommendation; of very many, those of
/// the latest.
pub(crate) async fn list_by_decision(
    tx: &mut ReadTx,
    application: ApplicationId,
) -> Result<BTreeMap<DecisionId, Vec<GrantCondition>>> {
    let rows = sqlx::query!(
        "select decision_id, text, due_on from grant_conditions
         where application_id = $1 order by decision_id desc, number limit $2",
        application.0,
        ROWS_MAX,
    )
    .fetch_all(tx.connection())
    .await?;
    let mut found: BTreeMap<DecisionId, Vec<GrantCondition>> = BTreeMap::new();
    for row in rows {
        let condition = condition(&row.text, row.due_on)?;
        found
            .entry(DecisionId(row.decision_id))
            .or_default()
            .push(condition);
    }
    Ok(found)
}

/// The conditions that an application is granted with; none of a recommendation that is not approved.
pub async fn list_granted(
    tx: &mut ReadTx,
    application: ApplicationId,
) -> Result<Vec<GrantCondition>> {
    let rows = sqlx::query!(
        "select text, due_on from grant_conditions
         where application_id = $1 and access.is_approved(decision_id) order by number",
        application.0,
    )
    .fetch_all(tx.connection())
    .await?;
    rows.into_iter()
        .map(|row| condition(&row.text, row.due_on))
        .collect()
}

/// The conditions that the certificate of this number was granted with, as far as the reader may
/// see them.
pub async fn list_of_certificate(tx: &mut ReadTx, number: &str) -> Result<Vec<GrantCondition>> {
    let rows = sqlx::query!(
        "select g.text, g.due_on from grant_conditions g
         join certificates c on c.application_id = g.application_id
         where c.number = $1 and access.is_approved(g.decision_id) order by g.number",
        number,
    )
    .fetch_all(tx.connection())
    .await?;
    rows.into_iter()
        .map(|row| condition(&row.text, row.due_on))
        .collect()
}

fn condition(text: &str, due_on: Date) -> Result<GrantCondition> {
    let text = named("grant_conditions", "text", Note::parse(text).ok())?;
    Ok(GrantCondition { text, due_on })
}
