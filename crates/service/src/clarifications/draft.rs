//! The wording of a request, before it is sent. It is kept as the notes of the judgements.

use crate::reviews::Review;
use crate::reviews::read::is_submitted;
use audit::{Event, Kind};
use domain::application::ApplicationState;
use domain::reference::ApplicationReference;
use domain::review::{Note, Verdict};
use policy::team::{AskClarification, ReviewCase};
use policy::{Actor, Denied, authorise_team};
use store::judgements::NewJudgement;
use store::{Context, Store, StoreError};

/// What is asked about one subject, as its form gives it.
#[derive(Debug)]
pub struct Request {
    /// The question or group.
    pub subject: String,
    /// What is asked.
    pub text: Note,
    /// The version of the judgement that the person saw.
    pub version: i32,
}

/// Why the wording was not kept.
#[derive(Debug, thiserror::Error)]
pub enum DraftError {
    /// No such case or subject.
    #[error("no such case or subject")]
    NotFound,
    /// Not for this person.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The case is not under review (any more).
    #[error("the case is not under review")]
    NotUnderReview,
    /// The database, or somebody else judged meanwhile.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Keeps the wording of what will be asked.
pub async fn draft(
    store: &Store,
    actor: &Actor,
    reference: &ApplicationReference,
    requests: &[Request],
) -> Result<(), DraftError> {
    authorise_team::<AskClarification>(actor)?;
    let permit = authorise_team::<ReviewCase>(actor)?;
    let mut tx = store.write(Context::of(actor)).await?;
    let review = Review::load_for_update(&mut tx, reference).await?;
    let review = review.filter(is_submitted).ok_or(DraftError::NotFound)?;
    let application = &review.case.application;
    if application.state != ApplicationState::UnderReview {
        return Err(DraftError::NotUnderReview);
    }
    let changed: Vec<&Request> = requests
        .iter()
        .filter(|request| review.note(&request.subject) != request.text.as_str())
        .collect();
    for request in &changed {
        if review.subject(&request.subject).is_none() {
            return Err(DraftError::NotFound);
        }
        let new = NewJudgement {
            subject: &request.subject,
            verdict: Verdict::Ask,
            note: request.text.as_str(),
            version: request.version,
            by_name: &actor.name,
        };
        store::judgements::save(&mut tx, &permit, application, &new).await?;
        let event = Event::new(Kind::AnswerJudged)
            .application(application.id)
            .with("subject", &request.subject)
            .with("verdict", Verdict::Ask);
        tx.record(&event).await?;
    }
    if changed.is_empty() {
        return Ok(());
    }
    let event = Event::new(Kind::ClarificationDrafted)
        .application(application.id)
        .with("items", requests.len());
    tx.commit(&event).await?;
    Ok(())
}
