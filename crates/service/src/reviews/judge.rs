//! Judging one answer or section.

use super::Review;
use super::read::is_submitted;
use audit::{Event, Kind};
use domain::application::ApplicationState;
use domain::reference::ApplicationReference;
use domain::review::{Note, Verdict};
use policy::team::ReviewCase;
use policy::{Actor, Denied, authorise_team};
use store::judgements::NewJudgement;
use store::{Context, Store, StoreError};

/// A judgement as its form gives it.
#[derive(Debug)]
pub struct Judging<'a> {
    /// The question or group.
    pub subject: &'a str,
    /// The judgement.
    pub verdict: Verdict,
    /// The reason, or what to ask the supplier.
    pub note: Option<&'a Note>,
    /// The version that the person saw; 0 when there was none.
    pub version: i32,
    /// What the person read ([`Review::reading`]).
    pub read: &'a str,
}

/// Why a judgement was not saved.
#[derive(Debug, thiserror::Error)]
pub enum JudgeError {
    /// No such case or subject.
    #[error("no such case or subject")]
    NotFound,
    /// Not for this person.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The case is not under review (any more).
    #[error("the case is not under review")]
    NotUnderReview,
    /// This judgement needs a reason, or what to ask.
    #[error("this judgement needs a note")]
    NoteMissing,
    /// An answer, a document or the reply changed since this person read it.
    #[error("it changed since it was read")]
    Changed,
    /// Somebody else judged it meanwhile.
    #[error("somebody else judged it meanwhile")]
    Stale,
    /// The database.
    #[error(transparent)]
    Store(StoreError),
}

impl From<StoreError> for JudgeError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Stale => Self::Stale,
            error @ (StoreError::Database(_) | StoreError::Corrupt { .. }) => Self::Store(error),
        }
    }
}

/// Saves a judgement of what this person read, while the case is under review.
pub async fn judge(
    store: &Store,
    actor: &Actor,
    reference: &ApplicationReference,
    judging: &Judging<'_>,
) -> Result<(), JudgeError> {
    let permit = authorise_team::<ReviewCase>(actor)?;
    if judging.verdict.needs_note() && judging.note.is_none() {
        return Err(JudgeError::NoteMissing);
    }
    let mut tx = store.write(Context::of(actor)).await?;
    let review = Review::load_for_update(&mut tx, reference).await?;
    let review = review.filter(is_submitted).ok_or(JudgeError::NotFound)?;
    let subject = review
        .subject(judging.subject)
        .ok_or(JudgeError::NotFound)?;
    let application = &review.case.application;
    if application.state != ApplicationState::UnderReview {
        return Err(JudgeError::NotUnderReview);
    }
    if judging.read != review.reading(subject) {
        return Err(JudgeError::Changed);
    }
    let new = NewJudgement {
        subject: judging.subject,
        verdict: judging.verdict,
        note: judging.note.map_or("", Note::as_str),
        version: judging.version,
        by_name: &actor.name,
    };
    store::judgements::save(&mut tx, &permit, application, &new).await?;
    // Without the organisation: what the team thinks before the decision is the team's own.
    let event = Event::new(Kind::AnswerJudged)
        .application(application.id)
        .with("subject", judging.subject)
        .with("verdict", judging.verdict);
    tx.commit(&event).await?;
    Ok(())
}
