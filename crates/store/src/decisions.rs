//! Recommendations, and what a second person decided on them.

use crate::error::{named, one_row};
use crate::{ReadTx, Result, WriteTx};
use domain::application::Application;
use domain::grant_condition::GrantCondition;
use domain::id::{ApplicationId, DecisionId, UserId};
use domain::review::{Outcome, Recommendation};
use policy::TeamPermit;
use policy::team::{DecideCase, RecommendDecision};
use time::OffsetDateTime;

/// The most recommendations that one application is shown with.
const DECISIONS_MAX: i64 = 50;
/// The most leads that are told of a recommendation.
const LEADS_MAX: i64 = 50;

/// A recommendation and what was decided on it.
#[derive(Debug, Clone)]
pub struct Decision {
    /// Identifier.
    pub id: DecisionId,
    /// What is recommended.
    pub recommendation: Recommendation,
    /// The conditions that the certificate is to be granted with.
    pub conditions: Vec<GrantCondition>,
    /// Why.
    pub reasons: String,
    /// When.
    pub recommended_at: OffsetDateTime,
    /// By whom.
    pub recommended_by: UserId,
    /// That person's name.
    pub recommended_by_name: String,
    /// What the second person decided; none until then.
    pub outcome: Option<Outcome>,
    /// What the second person says.
    pub comment: Option<String>,
    /// When it was decided.
    pub decided_at: Option<OffsetDateTime>,
    /// The second person's name.
    pub decided_by_name: Option<String>,
}

/// The recommendations of an application, newest first.
pub async fn list(tx: &mut ReadTx, application: ApplicationId) -> Result<Vec<Decision>> {
    let mut conditions = crate::grant_conditions::list_by_decision(tx, application).await?;
    let rows = sqlx::query!(
        "select id, recommendation, reasons, recommended_at, recommended_by, recommended_by_name, outcome,
                comment, decided_at, decided_by_name
         from decisions where application_id = $1 order by recommended_at desc, id desc limit $2",
        application.0,
        DECISIONS_MAX,
    )
    .fetch_all(tx.connection())
    .await?;
    rows.into_iter()
        .map(|row| {
            let recommendation = Recommendation::parse(&row.recommendation);
            let outcome = row
                .outcome
                .map(|outcome| named("decisions", "outcome", Outcome::parse(&outcome)));
            Ok(Decision {
                id: DecisionId(row.id),
                recommendation: named("decisions", "recommendation", recommendation)?,
                conditions: conditions.remove(&DecisionId(row.id)).unwrap_or_default(),
                reasons: row.reasons,
                recommended_at: row.recommended_at,
                recommended_by: UserId(row.recommended_by),
                recommended_by_name: row.recommended_by_name,
                outcome: outcome.transpose()?,
                comment: row.comment,
                decided_at: row.decided_at,
                decided_by_name: row.decided_by_name,
            })
        })
        .collect()
}

/// Recommends. The database has one live recommendation at most for each application.
pub async fn add(
    tx: &mut WriteTx,
    permit: &TeamPermit<RecommendDecision>,
    application: &Application,
    recommendation: Recommendation,
    reasons: &str,
    by_name: &str,
) -> Result<DecisionId> {
    let now = tx.now();
    let id = DecisionId::new();
    sqlx::query!(
        "insert into decisions (id, organisation_id, application_id, recommendation, reasons, recommended_at,
                                recommended_by, recommended_by_name)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        id.0,
        application.organisation.0,
        application.id.0,
        recommendation.as_str(),
        reasons,
        now,
        permit.user().0,
        by_name,
    )
    .execute(tx.connection())
    .await?;
    Ok(id)
}

/// Decides on a recommendation. The database refuses the person who recommended.
pub async fn decide(
    tx: &mut WriteTx,
    permit: &TeamPermit<DecideCase>,
    id: DecisionId,
    outcome: Outcome,
    comment: Option<&str>,
    by_name: &str,
) -> Result<()> {
    let now = tx.now();
    let done = sqlx::query!(
        "update decisions
         set outcome = $2, comment = $3, decided_at = $4, decided_by = $5, decided_by_name = $6
         where id = $1 and outcome is null",
        id.0,
        outcome.as_str(),
        comment,
        now,
        permit.user().0,
        by_name,
    )
    .execute(tx.connection())
    .await?;
    one_row(done.rows_affected())
}

/// Name and e-mail address of every lead but this person.
pub async fn list_other_leads(tx: &mut ReadTx, person: UserId) -> Result<Vec<(String, String)>> {
    let rows = sqlx::query!(
        "select name, email from users where team_role = 'lead' and id <> $1 order by name limit $2",
        person.0,
        LEADS_MAX,
    )
    .fetch_all(tx.connection())
    .await?;
    Ok(rows.into_iter().map(|row| (row.name, row.email)).collect())
}

/// Name and e-mail address of a member of the team.
pub async fn find_colleague(tx: &mut ReadTx, person: UserId) -> Result<Option<(String, String)>> {
    let row = sqlx::query!("select name, email from users where id = $1", person.0)
        .fetch_optional(tx.connection())
        .await?;
    Ok(row.map(|row| (row.name, row.email)))
}
