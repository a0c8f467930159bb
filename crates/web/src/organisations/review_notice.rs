//! That a review of access waits, on the pages of an organisation.

use askama::Template;
use askama::filters::HtmlSafe;
use domain::id::OrganisationId;
use domain::when;
use service::access_reviews::Standing;

/// Says that a review waits, or is late.
#[derive(Template)]
#[template(path = "organisations/_review_notice.html")]
pub struct ReviewNotice {
    due_on: String,
    is_overdue: bool,
    /// Where to check; none on that page itself.
    path: Option<String>,
}

impl HtmlSafe for ReviewNotice {}

impl ReviewNotice {
    /// None while no review is open.
    pub fn of(id: OrganisationId, standing: &Standing) -> Option<Self> {
        let open = standing.open.as_ref()?;
        Some(Self {
            due_on: when::date(open.due_on),
            is_overdue: standing.overdue_since().is_some(),
            path: Some(format!("/organisations/{id}/access-review")),
        })
    }

    /// The notice on the page where the review is done, without a link to it.
    pub fn on_its_page(id: OrganisationId, standing: &Standing) -> Option<Self> {
        let notice = Self::of(id, standing)?;
        Some(Self {
            path: None,
            ..notice
        })
    }
}
