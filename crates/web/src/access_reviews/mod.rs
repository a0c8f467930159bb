//! Reviews of who has access.
//!
//! Every three months the service begins one and tells the administrators. One of them says
//! of each person that they keep their access, gives them another role, or removes them (the
//! last two on the person's own page); then the review is finished and stays to be read.

mod history;
mod past;
mod review;

use crate::{Access, PageError, Route};
use domain::id::AccessReviewId;
use domain::role::OrganisationRole::Administrator;
use service::access_reviews::ReviewAccessError;

const ADMINISTRATORS: Access = Access::Organisation(Administrator);

pub(crate) fn routes() -> Vec<Route> {
    const REVIEW: &str = "/organisations/{organisation}/access-review";
    const FINISH: &str = "/organisations/{organisation}/access-review/finish";
    const CONFIRM: &str = "/organisations/{organisation}/access-review/people/{user}";
    const HISTORY: &str = "/organisations/{organisation}/access-review/history";
    const PAST: &str = "/organisations/{organisation}/access-review/history/{access_review}";
    vec![
        Route::get(REVIEW, ADMINISTRATORS, review::show),
        Route::post(REVIEW, ADMINISTRATORS, review::submit),
        Route::post(FINISH, ADMINISTRATORS, review::finish),
        Route::post(CONFIRM, ADMINISTRATORS, review::confirm),
        Route::get(HISTORY, ADMINISTRATORS, history::show),
        Route::get(PAST, ADMINISTRATORS, past::show),
    ]
}

fn review_id(text: &str) -> Result<AccessReviewId, PageError> {
    AccessReviewId::parse(text).ok_or(PageError::NotFound)
}

impl From<ReviewAccessError> for PageError {
    fn from(error: ReviewAccessError) -> Self {
        match error {
            ReviewAccessError::NotFound => Self::NotFound,
            ReviewAccessError::Denied(denied) => denied.into(),
            ReviewAccessError::PeopleLeft(_) => Self::Conflict,
            ReviewAccessError::Store(error) => error.into(),
        }
    }
}
