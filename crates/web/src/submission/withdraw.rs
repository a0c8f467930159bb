//! Withdrawing an application that is with the PSN team.

use crate::application_path::ApplicationPath;
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use crate::{App, PageError};
use askama::Template;
use axum::extract::State;
use domain::application::ApplicationState;
use domain::text::{Lines, TextError};
use govuk::number::with_commas;
use govuk::{Button, FormState, InsetText, Layout, SummaryList, SummaryRow, Textarea};
use policy::organisation::WithdrawApplication;
use policy::{Actor, authorise};
use service::applications::{self, REASON_MAX};
use service::submission::{Progress, progress};

const REASON: &str = "reason";

#[derive(Template)]
#[template(path = "submission/withdraw.html")]
struct WithdrawPage {
    layout: Layout,
    facts: SummaryList,
    renewal: Option<InsetText>,
    action: String,
    reason: Textarea,
    withdraw: Button,
}

async fn find(app: &App, actor: &Actor, path: &ApplicationPath) -> Result<Progress, PageError> {
    let progress = progress(&app.store, actor, &path.0).await?;
    let progress = progress.ok_or(PageError::NotFound)?;
    let application = &progress.case.application;
    authorise::<WithdrawApplication>(actor, application.organisation)?;
    Ok(progress)
}

pub async fn show(
    path: ApplicationPath,
    SignedIn(actor): SignedIn,
    State(app): State<App>,
    furniture: Furniture,
) -> Reply {
    let progress = find(&app, &actor, &path).await?;
    if !progress.case.application.state.may_be_withdrawn() {
        return Err(PageError::Conflict);
    }
    reply::ok(&draw(
        &path,
        &actor,
        &furniture,
        &progress,
        &FormState::new(),
    ))
}

pub async fn submit(
    path: ApplicationPath,
    SignedIn(actor): SignedIn,
    State(app): State<App>,
    furniture: Furniture,
    mut posted: Posted,
) -> Reply {
    let typed = posted.take(REASON);
    posted.finish()?;
    let progress = find(&app, &actor, &path).await?;
    match progress.case.application.state {
        // Sent twice, it is done: the page says who did it, and when.
        ApplicationState::Withdrawn => return reply::see_other(&path.at("progress")),
        state if state.may_be_withdrawn() => {}
        _ => return Err(PageError::Conflict),
    }
    let reason = match Lines::<REASON_MAX>::parse(&typed) {
        Ok(reason) => Some(reason),
        Err(TextError::Empty) => None,
        Err(error) => {
            let mut form = FormState::keeping([(REASON, typed)]);
            form.error(REASON, words(error));
            let page = draw(&path, &actor, &furniture, &progress, &form);
            return reply::unprocessable(&page);
        }
    };
    let told = (app.public_url.as_ref(), app.team_email.as_ref());
    applications::withdraw(&app.store, &actor, &path.0, reason.as_ref(), told).await?;
    reply::see_other_saying(&path.at("progress"), "Application withdrawn")
}

fn words(error: TextError) -> String {
    match error {
        TextError::TooLong { max } => {
            format!("Reason must be {} characters or less", with_commas(max))
        }
        TextError::Empty | TextError::ControlCharacter => {
            "Reason must only include letters, numbers and punctuation".to_owned()
        }
    }
}

fn draw(
    path: &ApplicationPath,
    actor: &Actor,
    furniture: &Furniture,
    progress: &Progress,
    form: &FormState,
) -> WithdrawPage {
    let application = &progress.case.application;
    let renewal = progress.case.renewal.as_ref().map(|renewal| {
        format!(
            "This renews certificate {}. Once it is withdrawn, the certificate ends on its last day, or today if that has passed.",
            renewal.certificate
        )
    });
    WithdrawPage {
        layout: furniture
            .supplier(actor, Some(application.organisation))
            .title("Withdraw this application")
            .section(application.service_title())
            .back(path.at("progress"))
            .errors_of(form),
        facts: SummaryList::new().rows([
            SummaryRow::new("Service", application.service_title()),
            SummaryRow::new("Reference", application.reference.as_str()),
            SummaryRow::new("Status", application.state.title_for_supplier()),
        ]),
        renewal: renewal.map(InsetText::new),
        action: path.at("withdraw"),
        reason: Textarea::new(REASON, "Why do you withdraw it? (optional)")
            .hint("The PSN team reads this.")
            .rows(4)
            .filled_from(form),
        withdraw: Button::warning("Withdraw this application"),
    }
}
