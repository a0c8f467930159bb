//! The last page: what happens, and the button that submits.

use crate::application_path::ApplicationPath;
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::reply::{self, Reply, see_other};
use crate::signed_in::SignedIn;
use crate::{App, PageError};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use domain::when;
use domain::working_days::{DECISION_TARGET, add};
use govuk::{Button, Layout, PostForm};
use policy::Actor;
use service::submission::{self, Blocker, Progress, SubmitError, progress};

#[derive(Template)]
#[template(path = "submission/submit.html")]
struct SubmitPage {
    layout: Layout,
    blockers: Vec<Blocker>,
    service: String,
    target: String,
    days: u16,
    submit: Option<PostForm>,
}

/// Shows what stands in the way, or the button.
pub async fn show(
    path: ApplicationPath,
    SignedIn(actor): SignedIn,
    State(app): State<App>,
    furniture: Furniture,
) -> Reply {
    let progress = progress(&app.store, &actor, &path.0)
        .await?
        .ok_or(PageError::NotFound)?;
    if !progress.case.application.state.is_draft() {
        return see_other(&path.at("submitted"));
    }
    draw(&path, &actor, &furniture, &progress, StatusCode::OK)
}

/// Submits. Sending it twice has one effect.
pub async fn submit(
    path: ApplicationPath,
    SignedIn(actor): SignedIn,
    State(app): State<App>,
    furniture: Furniture,
    posted: Posted,
) -> Reply {
    posted.finish()?;
    let (store, url) = (&app.store, &app.public_url);
    match submission::submit(store, &actor, &path.0, url, &app.team_email).await {
        Ok(()) | Err(SubmitError::OutOfOrder(_)) => see_other(&path.at("submitted")),
        Err(SubmitError::Blocked(_)) => {
            let progress = progress(store, &actor, &path.0)
                .await?
                .ok_or(PageError::NotFound)?;
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            draw(&path, &actor, &furniture, &progress, status)
        }
        Err(SubmitError::NotFound) => Err(PageError::NotFound),
        Err(SubmitError::Denied(denied)) => Err(denied.into()),
        Err(SubmitError::Store(error)) => Err(error.into()),
    }
}

fn draw(
    path: &ApplicationPath,
    actor: &Actor,
    furniture: &Furniture,
    progress: &Progress,
    status: StatusCode,
) -> Reply {
    let application = &progress.case.application;
    let layout = furniture
        .supplier(actor, Some(application.organisation))
        .title("Submit your application")
        .section(application.service_title())
        .back_to(path.task_list(), "Back to your application");
    let may_submit = progress.may_submit && progress.blockers.is_empty();
    let target = add(when::uk_date(progress.now), DECISION_TARGET);
    let page = SubmitPage {
        blockers: progress.blockers.clone(),
        service: application.service_title().to_owned(),
        target: when::date(target),
        days: DECISION_TARGET,
        submit: may_submit.then(|| {
            let button = Button::primary("Submit to the PSN team");
            PostForm::new(path.at("submit"), layout.csrf(), button)
        }),
        layout,
    };
    reply::page(status, &page)
}
