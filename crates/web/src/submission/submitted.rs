//! The PSN team has the application: its reference, and what happens next.

use crate::application_path::ApplicationPath;
use crate::furniture::Furniture;
use crate::reply::{self, Reply, see_other};
use crate::signed_in::SignedIn;
use crate::{App, PageError};
use askama::Template;
use axum::extract::State;
use domain::when;
use govuk::{Layout, Panel};
use service::submission::progress;

#[derive(Template)]
#[template(path = "submission/submitted.html")]
struct SubmittedPage {
    layout: Layout,
    panel: Panel,
    submitted: String,
    target: String,
    progress_path: String,
    copy_path: String,
    team_email: String,
}

/// Says so, as often as the page is opened again.
pub async fn show(
    path: ApplicationPath,
    SignedIn(actor): SignedIn,
    State(app): State<App>,
    furniture: Furniture,
) -> Reply {
    let progress = progress(&app.store, &actor, &path.0)
        .await?
        .ok_or(PageError::NotFound)?;
    let application = &progress.case.application;
    let Some(submitted_at) = application.submitted_at else {
        return see_other(&path.at("submit"));
    };
    let page = SubmittedPage {
        layout: furniture
            .supplier(&actor, Some(application.organisation))
            .title("Application submitted")
            .section(application.service_title()),
        panel: Panel::new("Application submitted")
            .reference("Your reference", application.reference.as_str()),
        submitted: when::date_and_time(submitted_at),
        target: application.target_on.map(when::date).unwrap_or_default(),
        progress_path: path.at("progress"),
        copy_path: path.at("submitted/copy"),
        team_email: app.team_email.clone(),
    };
    reply::ok(&page)
}
