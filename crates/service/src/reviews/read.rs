//! Reading a case.

use super::Review;
use super::infrastructure::Infrastructure;
use crate::cross_checks::known;
use crate::cross_checks::recorded::Since;
use crate::joint::Joint;
use audit::Kind;
use domain::application::ApplicationState;
use domain::reference::ApplicationReference;
use domain::review::Outcome;
use domain::signature_request::SignatureRequest;
use policy::team::ReadCases;
use policy::{Actor, Denied, authorise_team};
use store::audit_events::{Entry, last_details, list_of_application};
use store::certificates::Certificate;
use store::decisions::Decision;
use store::{Context, Store, StoreError};

/// How many of the last events the overview shows.
const LATEST_EVENTS: i64 = 5;

/// Why a case can't be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// No such application, or it was not submitted yet.
    #[error("no such case")]
    NotFound,
    /// Not a member of the team.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The case of this reference, for a reader of the team.
pub async fn read(
    store: &Store,
    actor: &Actor,
    reference: &ApplicationReference,
) -> Result<Review, ReadError> {
    authorise_team::<ReadCases>(actor)?;
    let mut tx = store.read(Context::of(actor)).await?;
    let review = Review::load(&mut tx, reference).await?;
    let mut review = review.filter(is_submitted).ok_or(ReadError::NotFound)?;
    review.known = known(&mut tx, &review.case).await?;
    let id = review.case.application.id;
    review.earlier = store::judgements::list_of_earlier(&mut tx, id).await?;
    review.enquiries = store::enquiries::list_of_application(&mut tx, id).await?;
    if Joint::of(&review.case).is_some() {
        let recorded = store::connection_assessments::list(&mut tx, id).await?;
        review.connection = recorded.into_iter().next().map(|one| one.assessed);
    }
    Ok(review)
}

/// A case with everything that its overview shows.
#[derive(Debug)]
pub struct Overview {
    /// The case.
    pub review: Review,
    /// Its infrastructure.
    pub infrastructure: Infrastructure,
    /// The requests to sign, newest first.
    pub signatures: Vec<SignatureRequest>,
    /// The recommendations, newest first.
    pub decisions: Vec<Decision>,
    /// In a renewal, the certificate that it renews.
    pub renewed: Option<Certificate>,
    /// What happened last, newest first.
    pub latest: Vec<Entry>,
    /// What the rules that compare answers find now and did not find when it was submitted, and
    /// the other way round; nothing of an application whose submission did not record it.
    pub since_submitted: Option<Since>,
}

impl Overview {
    /// The last recommendation that came back, while nothing was recommended since.
    pub fn returned(&self) -> Option<&Decision> {
        let state = self.review.case.application.state;
        let is_open = matches!(
            state,
            ApplicationState::UnderReview | ApplicationState::AwaitingSupplier
        );
        let latest = self.decisions.first().filter(|_| is_open);
        latest.filter(|decision| decision.outcome == Some(Outcome::Returned))
    }
}

/// The case of this reference with what surrounds it.
pub async fn overview(
    store: &Store,
    actor: &Actor,
    reference: &ApplicationReference,
) -> Result<Overview, ReadError> {
    authorise_team::<ReadCases>(actor)?;
    let mut tx = store.read(Context::of(actor)).await?;
    let review = Review::load(&mut tx, reference).await?;
    let mut review = review.filter(is_submitted).ok_or(ReadError::NotFound)?;
    review.known = known(&mut tx, &review.case).await?;
    let id = review.case.application.id;
    review.enquiries = store::enquiries::list_of_application(&mut tx, id).await?;
    let submission = last_details(&mut tx, id, Kind::ApplicationSubmitted).await?;
    let record = submission.and_then(|mut details| details.remove("cross_checks"));
    let renewed = match &review.case.renewal {
        Some(renewal) => store.certificate(&renewal.certificate).await?,
        None => None,
    };
    Ok(Overview {
        renewed,
        since_submitted: record.map(|record| review.since_submitted(&record)),
        infrastructure: Infrastructure::load(&mut tx, &review.case).await?,
        signatures: store::signature_requests::list(&mut tx, id).await?,
        decisions: store::decisions::list(&mut tx, id).await?,
        latest: list_of_application(&mut tx, id, None, LATEST_EVENTS).await?,
        review,
    })
}

/// A draft is the supplier's alone, even when a team member belongs to that supplier.
pub(crate) fn is_submitted(review: &Review) -> bool {
    review.case.application.state.is_submitted()
}
