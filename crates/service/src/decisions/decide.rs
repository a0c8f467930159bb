//! Deciding on somebody else's recommendation.

use super::Deciding;
use crate::applications::Case;
use crate::recipients::recipient;
use crate::reviews::Review;
use crate::reviews::notices::{Office, supplier_side, tell};
use crate::reviews::read::is_submitted;
use audit::{Event, Kind};
use domain::application::{OutOfOrder, Step};
use domain::id::DecisionId;
use domain::reference::ApplicationReference;
use domain::review::{Note, Outcome, Recommendation};
use mail::{NotGranted, Returned};
use policy::team::DecideCase;
use policy::{Actor, Denied, authorise_team};
use store::decisions::Decision;
use store::{Context, Store, StoreError, WriteTx};

/// The constraint by which the database refuses one person as both.
const TWO_DIFFERENT_PEOPLE: &str = "two_different_people";

/// Why nothing was decided.
#[derive(Debug, thiserror::Error)]
pub enum DecideError {
    /// No such case.
    #[error("no such case")]
    NotFound,
    /// Not for this person.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// This person recommended it: somebody else must decide.
    #[error("whoever recommended it must not decide")]
    OwnRecommendation,
    /// Nothing waits for a decision (any more).
    #[error(transparent)]
    OutOfOrder(#[from] OutOfOrder),
    /// Something else is recommended by now than what this person read.
    #[error("another recommendation was made meanwhile")]
    Superseded,
    /// A newer version of a document that was judged has taken its place since, which nobody has read.
    #[error("a document was replaced since this was recommended")]
    DocumentReplaced,
    /// Sending it back needs a comment.
    #[error("sending it back needs a comment")]
    CommentMissing,
    /// The database.
    #[error(transparent)]
    Store(StoreError),
}

impl From<StoreError> for DecideError {
    fn from(error: StoreError) -> Self {
        if error.constraint() == Some(TWO_DIFFERENT_PEOPLE) {
            Self::OwnRecommendation
        } else {
            Self::Store(error)
        }
    }
}

/// Agrees with the recommendation `read`, or sends it back to whoever made it.
pub async fn decide(
    store: &Store,
    actor: &Actor,
    reference: &ApplicationReference,
    read: Option<DecisionId>,
    (outcome, comment): (Outcome, Option<&Note>),
    office: Office<'_>,
) -> Result<(), DecideError> {
    let permit = authorise_team::<DecideCase>(actor)?;
    if outcome == Outcome::Returned && comment.is_none() {
        return Err(DecideError::CommentMissing);
    }
    let mut tx = store.write(Context::of(actor)).await?;
    let review = Review::load_for_update(&mut tx, reference).await?;
    let review = review.filter(is_submitted).ok_or(DecideError::NotFound)?;
    let mut deciding = Deciding::around(&mut tx, review).await?;
    let pending = deciding.pending().cloned();
    let recommendation = pending.as_ref().map(|decision| decision.recommendation);
    deciding
        .review
        .case
        .application
        .take(step(outcome, recommendation))?;
    let pending = pending.ok_or(DecideError::NotFound)?;
    if pending.recommended_by == actor.user {
        return Err(DecideError::OwnRecommendation);
    }
    if read != Some(pending.id) {
        return Err(DecideError::Superseded);
    }
    if outcome == Outcome::Approved && deciding.review.has_changed() {
        return Err(DecideError::DocumentReplaced);
    }
    let comment = comment.map(Note::as_str);
    store::decisions::decide(&mut tx, &permit, pending.id, outcome, comment, &actor.name).await?;
    let case = &deciding.review.case;
    store::applications::save(&mut tx, &permit, &case.application).await?;
    match (outcome, pending.recommendation) {
        (Outcome::Returned, _) => tell_recommender(&mut tx, actor, case, &pending, office).await?,
        (Outcome::Approved, Recommendation::Refuse) => tell_supplier(&mut tx, case, office).await?,
        // The supplier is told when the certificate is issued.
        (Outcome::Approved, Recommendation::Grant | Recommendation::GrantWithConditions) => {}
    }
    tx.commit(&event(case, outcome, &pending)).await?;
    Ok(())
}

fn step(outcome: Outcome, recommendation: Option<Recommendation>) -> Step {
    match (outcome, recommendation) {
        (Outcome::Returned, _) => Step::Return,
        (Outcome::Approved, Some(Recommendation::Refuse)) => Step::Refuse,
        (
            Outcome::Approved,
            Some(Recommendation::Grant | Recommendation::GrantWithConditions) | None,
        ) => Step::Approve,
    }
}

/// A decision concerns the supplier; sending back is the team's own matter.
fn event(case: &Case, outcome: Outcome, pending: &Decision) -> Event {
    match outcome {
        Outcome::Approved => Event::new(Kind::DecisionApproved)
            .organisation(case.application.organisation)
            .with("recommendation", pending.recommendation)
            .with("conditions", pending.conditions.len()),
        Outcome::Returned => Event::new(Kind::DecisionReturned),
    }
    .application(case.application.id)
    .with("decision", pending.id)
}

async fn tell_recommender(
    tx: &mut WriteTx,
    actor: &Actor,
    case: &Case,
    pending: &Decision,
    office: Office<'_>,
) -> Result<(), StoreError> {
    let colleague = store::decisions::find_colleague(tx, pending.recommended_by).await?;
    let colleague = colleague.and_then(|(name, email)| recipient(&name, &email));
    let notice = Returned {
        reference: case.application.reference.to_string(),
        service: case.application.service_title().to_owned(),
        lead: actor.name.clone(),
        link: office.case_url(case, "recommend"),
    };
    let people: Vec<_> = colleague.into_iter().collect();
    tell(tx, &people, &notice).await
}

async fn tell_supplier(
    tx: &mut WriteTx,
    case: &Case,
    office: Office<'_>,
) -> Result<(), StoreError> {
    let people = supplier_side(tx, case).await?;
    let notice = NotGranted {
        service: case.application.service_title().to_owned(),
        reference: case.application.reference.to_string(),
        link: office.application_url(case, "decision"),
    };
    tell(tx, &people, &notice).await
}
