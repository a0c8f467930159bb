//! What all pages about one case share.

use super::target;
use crate::PageError;
use domain::application::Application;
use domain::reference::ApplicationReference;
use domain::when;
use govuk::{Content, IdentityBar};
use service::reviews::Office;
use time::OffsetDateTime;

/// The reference of an address; another word is no case.
pub fn reference(text: &str) -> Result<ApplicationReference, PageError> {
    ApplicationReference::parse(text).ok_or(PageError::NotFound)
}

/// The address of a case.
pub fn path(reference: &ApplicationReference) -> String {
    format!("/team/applications/{reference}")
}

/// The address of a subject's review.
pub fn review_path(reference: &ApplicationReference, subject: &str) -> String {
    format!("/team/applications/{reference}/review/{subject}")
}

/// Where letters lead and the team is reached.
pub fn office(app: &crate::App) -> Office<'_> {
    app.office()
}

/// Which case a page is about.
pub fn identity(application: &Application, now: OffsetDateTime) -> IdentityBar {
    let target = target::in_words(
        application.state,
        application.target_on,
        application.paused_at.is_some(),
        now,
    );
    let target = match application.target_on {
        Some(date) if !application.state.is_closed() => {
            format!("{} ({target})", when::date(date))
        }
        _ => target,
    };
    let reference = Content::link(path(&application.reference), application.reference.as_str());
    IdentityBar::new("Application")
        .fact("Reference", reference)
        .fact("Organisation", &application.organisation_name)
        .fact("Service", application.service_title())
        .fact("Target", target)
        .fact("Status", application.state.title_for_team())
        .fact(
            "Assigned to",
            application.assigned_name.as_deref().unwrap_or("Nobody yet"),
        )
}
