//! A request to join: approve or refuse.

use super::{join_request_id, organisation_id, role_choices};
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use crate::{App, PageError};
use askama::Template;
use axum::extract::{Path, State};
use domain::id::OrganisationId;
use domain::join_request::JoinRequestState;
use domain::role::OrganisationRole;
use domain::when;
use govuk::{Button, FormState, Layout, Legend, Radios, Size, SummaryList, SummaryRow};
use policy::Actor;
use service::join_requests::{self, AnswerError};
use store::join_requests::JoinRequest;

const OUTCOME: &str = "outcome";
const REFUSE: &str = "refuse";

#[derive(Template)]
#[template(path = "organisations/request.html")]
struct RequestPage {
    layout: Layout,
    action: String,
    details: SummaryList,
    /// What became of it, by whom and when, once it is handled.
    handled: Option<String>,
    outcome: Radios,
    button: Button,
}

impl RequestPage {
    fn new(
        furniture: &Furniture,
        actor: &Actor,
        id: OrganisationId,
        request: &JoinRequest,
        form: &FormState,
    ) -> Self {
        let layout = furniture.supplier(actor, Some(id));
        let domain = request.email.rsplit('@').next().unwrap_or_default();
        let mut details = SummaryList::new()
            .row(SummaryRow::new("Email address", &request.email))
            .row(SummaryRow::new(
                "Why they know of you",
                format!("Somebody in your organisation has an address at {domain} too"),
            ))
            .row(SummaryRow::new(
                "Asked",
                when::date_and_time(request.asked_at),
            ));
        if !request.message.is_empty() {
            details = details.row(SummaryRow::new("Their message", &request.message));
        }
        let legend = Legend::new("What should they be able to do?").size(Size::Medium);
        let outcome = role_choices().fold(Radios::new(OUTCOME, legend), Radios::item);
        let handled = request.handled.as_ref().map(|(at, by)| {
            let outcome = match request.state {
                JoinRequestState::Approved => "approved",
                JoinRequestState::Asked | JoinRequestState::Refused => "refused",
            };
            format!(
                "{by} {outcome} this request on {}.",
                when::date(when::uk_date(*at))
            )
        });
        Self {
            layout: layout
                .title(format!("{} asks to join", request.user_name))
                .back(format!("/organisations/{id}/people"))
                .errors_of(form),
            action: format!("/organisations/{id}/requests/{}", request.id),
            details,
            handled,
            outcome: outcome
                .divider("or")
                .option(REFUSE, "Refuse: I do not know this person")
                .filled_from(form),
            button: Button::primary("Send the answer"),
        }
    }
}

pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Path((organisation, request)): Path<(String, String)>,
) -> Reply {
    let id = organisation_id(&organisation)?;
    let found = join_requests::find(&app.store, &actor, id, join_request_id(&request)?).await?;
    let form = furniture.form(FormState::new());
    reply::ok(&RequestPage::new(&furniture, &actor, id, &found, &form))
}

pub async fn submit(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Path((organisation, request)): Path<(String, String)>,
    mut posted: Posted,
) -> Reply {
    let id = organisation_id(&organisation)?;
    let found = join_requests::find(&app.store, &actor, id, join_request_id(&request)?).await?;
    let mut form = FormState::keeping([(OUTCOME, posted.take(OUTCOME))]);
    posted.finish()?;
    if found.handled.is_some() {
        // The page says who was faster.
        return reply::see_other(&format!("/organisations/{id}/requests/{}", found.id));
    }
    let role = OrganisationRole::parse(form.value(OUTCOME));
    if role.is_none() && form.value(OUTCOME) != REFUSE {
        let message = "Select what they should be able to do, or select ‘Refuse’";
        form.error(OUTCOME, message);
        let page = RequestPage::new(&furniture, &actor, id, &found, &form);
        return reply::unprocessable(&page);
    }
    let url = &app.public_url;
    let path = format!("/organisations/{id}/people");
    match join_requests::answer(&app.store, url, &actor, id, found.id, role).await {
        Ok(()) if role.is_some() => {
            reply::see_other_saying(&path, &format!("{} joined", found.user_name))
        }
        Ok(()) => {
            let saying = format!("The request of {} was refused", found.user_name);
            reply::see_other_saying(&path, &saying)
        }
        // The page says who was faster.
        Err(AnswerError::Answered) => {
            reply::see_other(&format!("/organisations/{id}/requests/{}", found.id))
        }
        Err(AnswerError::NotFound) => Err(PageError::NotFound),
        Err(AnswerError::Denied(denied)) => Err(denied.into()),
        Err(AnswerError::Store(error)) => Err(error.into()),
    }
}
