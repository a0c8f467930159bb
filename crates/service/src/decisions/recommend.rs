//! Recommending a decision.

use super::Deciding;
use crate::recipients::recipient;
use crate::reviews::Review;
use crate::reviews::notices::{Office, tell};
use crate::reviews::read::is_submitted;
use audit::{Event, Kind};
use domain::application::{OutOfOrder, Step};
use domain::grant_condition::Proposal;
use domain::reference::ApplicationReference;
use domain::review::{Note, Recommendation};
use mail::ApprovalAsked;
use policy::team::RecommendDecision;
use policy::{Actor, Denied, authorise_team};
use store::{Context, Store, StoreError, WriteTx};

/// Why a recommendation was not kept.
#[derive(Debug, thiserror::Error)]
pub enum RecommendError {
    /// No such case.
    #[error("no such case")]
    NotFound,
    /// Not for this person.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The case is not under review.
    #[error(transparent)]
    OutOfOrder(#[from] OutOfOrder),
    /// Something is not judged, not asked, or not covered by a signature.
    #[error("the case is not ready for a recommendation")]
    NotReady,
    /// A certificate can't be recommended while something does not meet the standard.
    #[error("something does not meet the standard")]
    SomethingNotMet,
    /// A refusal needs something that does not meet the standard: the supplier is told what.
    #[error("nothing is judged not to meet the standard")]
    NothingNotMet,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Recommends a decision. A lead other than this person decides.
pub async fn recommend(
    store: &Store,
    actor: &Actor,
    reference: &ApplicationReference,
    (proposal, reasons): (&Proposal, &Note),
    office: Office<'_>,
) -> Result<(), RecommendError> {
    let permit = authorise_team::<RecommendDecision>(actor)?;
    let mut tx = store.write(Context::of(actor)).await?;
    let review = Review::load_for_update(&mut tx, reference).await?;
    let review = review
        .filter(is_submitted)
        .ok_or(RecommendError::NotFound)?;
    let mut deciding = Deciding::around(&mut tx, review).await?;
    deciding.review.case.application.take(Step::Recommend)?;
    if !deciding.is_ready() {
        return Err(RecommendError::NotReady);
    }
    let recommendation = proposal.recommendation();
    match (recommendation.grants(), deciding.not_met().is_empty()) {
        (true, false) => return Err(RecommendError::SomethingNotMet),
        (false, true) => return Err(RecommendError::NothingNotMet),
        (true, true) | (false, false) => {}
    }
    let application = &deciding.review.case.application;
    let reasons = reasons.as_str();
    let decision = store::decisions::add(
        &mut tx,
        &permit,
        application,
        recommendation,
        reasons,
        &actor.name,
    )
    .await?;
    let conditions = proposal.conditions();
    store::grant_conditions::add(&mut tx, &permit, application, decision, conditions).await?;
    store::applications::save(&mut tx, &permit, application).await?;
    tell_leads(&mut tx, actor, &deciding, recommendation, office).await?;
    // Without the organisation: until it is decided, it is the team's own matter.
    let event = Event::new(Kind::DecisionRecommended)
        .application(application.id)
        .with("recommendation", recommendation)
        .with("conditions", conditions.len());
    tx.commit(&event).await?;
    Ok(())
}

/// Tells every other lead or, where there is none, the team's mailbox.
async fn tell_leads(
    tx: &mut WriteTx,
    actor: &Actor,
    deciding: &Deciding,
    recommendation: Recommendation,
    office: Office<'_>,
) -> Result<(), StoreError> {
    let case = &deciding.review.case;
    let leads = store::decisions::list_other_leads(tx, actor.user).await?;
    let mut people: Vec<_> = leads
        .iter()
        .filter_map(|(name, email)| recipient(name, email))
        .collect();
    if people.is_empty() {
        people.extend(office.team());
    }
    let notice = ApprovalAsked {
        reference: case.application.reference.to_string(),
        service: case.application.service_title().to_owned(),
        assessor: actor.name.clone(),
        recommendation: match recommendation {
            Recommendation::Grant => "approve".to_owned(),
            Recommendation::GrantWithConditions => "approve with conditions".to_owned(),
            Recommendation::Refuse => "refuse".to_owned(),
        },
        link: office.case_url(case, "approve"),
    };
    tell(tx, &people, &notice).await
}
