//! What a recommendation and a decision stand on.

use crate::reviews::read::is_submitted;
use crate::reviews::{ReadError, Review};
use crate::signature_requests::{Covering, covering};
use crate::subjects::Subject;
use domain::owner_request::OwnerRequest;
use domain::reference::ApplicationReference;
use domain::review::Verdict;
use policy::team::ReadCases;
use policy::{Actor, authorise_team};
use store::decisions::Decision;
use store::{Context, ReadTx, Store, StoreError};

/// A case with what a decision on it stands on.
#[derive(Debug)]
pub struct Deciding {
    /// The case.
    pub review: Review,
    /// Which signature covers it as it is.
    pub covering: Covering,
    /// The recommendations, newest first.
    pub decisions: Vec<Decision>,
    /// What the infrastructure's owner was asked and answered.
    pub owner: Option<OwnerRequest>,
}

impl Deciding {
    pub(crate) async fn around(tx: &mut ReadTx, review: Review) -> Result<Self, StoreError> {
        Ok(Self {
            covering: covering(tx, &review.case).await?,
            decisions: store::decisions::list(tx, review.case.application.id).await?,
            owner: store::owner_requests::find_latest(tx, review.case.application.id).await?,
            review,
        })
    }

    /// The subjects that nobody has judged, or whose judgement does not stand any more.
    pub fn unjudged(&self) -> Vec<&Subject> {
        self.review.unjudged()
    }

    /// The subjects that the supplier still has to be asked about.
    pub fn to_ask(&self) -> Vec<&Subject> {
        self.review.standing_at(Verdict::Ask)
    }

    /// The subjects that do not meet the standard.
    pub fn not_met(&self) -> Vec<&Subject> {
        self.review.standing_at(Verdict::NotMet)
    }

    /// True when nothing stands in the way of a recommendation.
    pub fn is_ready(&self) -> bool {
        self.unjudged().is_empty()
            && self.to_ask().is_empty()
            && self.covering.is_signed()
            && !self.covering.awaits_ink_check()
    }

    /// The recommendation that waits for a second person.
    pub fn pending(&self) -> Option<&Decision> {
        self.decisions
            .iter()
            .find(|decision| decision.outcome.is_none())
    }

    /// The last recommendation that came back, if nothing was recommended since.
    pub fn returned(&self) -> Option<&Decision> {
        use domain::review::Outcome;
        self.decisions
            .first()
            .filter(|decision| decision.outcome == Some(Outcome::Returned))
    }
}

/// The case of this reference with what a decision stands on, for a reader of the team.
pub async fn read(
    store: &Store,
    actor: &Actor,
    reference: &ApplicationReference,
) -> Result<Deciding, ReadError> {
    authorise_team::<ReadCases>(actor)?;
    let mut tx = store.read(Context::of(actor)).await?;
    let review = Review::load(&mut tx, reference).await?;
    let review = review.filter(is_submitted).ok_or(ReadError::NotFound)?;
    Ok(Deciding::around(&mut tx, review).await?)
}
