//! The owner takes an agreement back through the link that asked for it, or keeps it after all.

use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::hosting::withdraw_form::{WithdrawForm, effects, ends_before, read};
use crate::links::Entered;
use crate::reply::{self, Reply, see_other, see_other_noting};
use crate::{App, PageError};
use ::service::hosting::{
    WithdrawError, effect_through_link, keep_through_link, withdraw_through_link,
};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use domain::owner_request::{OwnerRequest, OwnerRequestState};
use domain::when;
use govuk::{FormState, InsetText, Layout, PostForm};

#[derive(Template)]
#[template(path = "owner/withdraw.html")]
struct WithdrawPage {
    layout: Layout,
    service: String,
    effects: Vec<String>,
    action: String,
    form: WithdrawForm,
    /// Never here: the page with the answer keeps what is taken back.
    notice: Option<(InsetText, PostForm)>,
}

/// The agreement that the link leads to, while there is one to take back; none once that was done.
fn agreed(entered: &Entered) -> Result<Option<&OwnerRequest>, PageError> {
    let request = entered.door.owner_request().ok_or(PageError::NotFound)?;
    let is_agreed = request.state == OwnerRequestState::Agreed && !request.is_own;
    Ok((is_agreed && request.withdrawal.is_none()).then_some(request))
}

async fn draw(
    app: &App,
    furniture: &Furniture,
    entered: &Entered,
    request: &OwnerRequest,
    status: StatusCode,
    form: &FormState,
) -> Reply {
    let effect = effect_through_link(&app.store, request.id, entered.browser).await?;
    let hosting = &request.hosting;
    let page = WithdrawPage {
        layout: furniture
            .link()
            .title("Take back your agreement")
            .section(&hosting.service_name)
            .back(entered.path.at("done"))
            .errors_of(form),
        service: format!("{}, {}", hosting.service_name, hosting.supplier_name),
        effects: effects(&effect, &hosting.supplier_name, &hosting.service_name),
        action: entered.path.at("withdraw"),
        form: WithdrawForm::new(form),
        notice: None,
    };
    reply::page(status, &page)
}

pub async fn show(entered: Entered, State(app): State<App>, furniture: Furniture) -> Reply {
    match agreed(&entered)? {
        Some(request) => {
            let form = FormState::new();
            draw(&app, &furniture, &entered, request, StatusCode::OK, &form).await
        }
        None => see_other(&entered.path.first()),
    }
}

pub async fn submit(
    entered: Entered,
    State(app): State<App>,
    furniture: Furniture,
    mut posted: Posted,
) -> Reply {
    let typed = read(&mut posted, when::uk_date(app.clock.now()));
    posted.finish()?;
    let Some(request) = agreed(&entered)? else {
        return see_other(&entered.path.first());
    };
    let (from, reason) = match typed {
        Ok(typed) => typed,
        Err(form) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return draw(&app, &furniture, &entered, request, status, &form).await;
        }
    };
    let (token, browser) = (&entered.path.token, entered.browser);
    let office = app.office();
    match withdraw_through_link(&app.store, token, browser, from, &reason, office).await {
        Ok(()) => see_other(&entered.path.at("done")),
        Err(WithdrawError::EndsBefore(end)) => {
            let form = ends_before(from, &reason, end);
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            draw(&app, &furniture, &entered, request, status, &form).await
        }
        Err(WithdrawError::NotFound | WithdrawError::Closed) => see_other(&entered.path.first()),
        Err(error) => Err(error.into()),
    }
}

/// Keeps an agreement that was taken back from a day which is still to come. Else the page with the answer
/// says how it stands.
pub async fn keep(entered: Entered, State(app): State<App>, posted: Posted) -> Reply {
    posted.finish()?;
    let (token, browser) = (&entered.path.token, entered.browser);
    match keep_through_link(&app.store, token, browser, app.office()).await {
        Ok(()) => see_other(&entered.path.at("done")),
        Err(WithdrawError::NotFound) => see_other(&entered.path.first()),
        Err(WithdrawError::Closed) => see_other_noting(
            &entered.path.at("done"),
            "Your agreement was not kept: it had ended, had been kept already, or somebody of the holder took it back",
        ),
        Err(error) => Err(error.into()),
    }
}
