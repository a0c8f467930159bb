//! What the owner answered.

use crate::furniture::Furniture;
use crate::hosting::withdraw_form::told;
use crate::links::{self, Entered};
use crate::reply::{self, Reply, see_other};
use crate::{App, PageError};
use ::service::hosting::effect_through_link;
use ::service::links::Standing;
use askama::Template;
use axum::extract::State;
use domain::owner_request::{OwnerRequest, OwnerRequestState};
use domain::when;
use govuk::{Button, Layout, Panel, PostForm, SummaryList, SummaryRow};

#[derive(Template)]
#[template(path = "owner/done.html")]
struct DonePage {
    layout: Layout,
    panel: Panel,
    facts: SummaryList,
    is_agreement: bool,
    until: Option<String>,
    /// That the agreement is taken back from a day that is to come, and the button that keeps it.
    notice: Option<(String, PostForm)>,
    is_withdrawn: bool,
    has_ended: bool,
    withdraw: String,
    supplier: String,
    /// Whom we told that the agreement is taken back.
    told: String,
    team_email: String,
}

/// Shows it, as often as the link is opened again.
pub async fn show(entered: Entered, State(app): State<App>, furniture: Furniture) -> Reply {
    match entered.door.standing {
        Standing::Answered => {}
        Standing::Open => return see_other(&entered.path.at("service")),
        _ => return links::gone(&furniture, &entered.path, &entered.door),
    }
    let request = entered.door.owner_request().ok_or(PageError::NotFound)?;
    let hosting = &request.hosting;
    let ended = request
        .ended_on()
        .map(|day| format!("Ended on {}, as agreed", when::date(day)));
    let (title, answer) = match request.state {
        OwnerRequestState::Withdrawn if ended.is_some() => (
            "Your agreement ended",
            "You agreed until a day that is over",
        ),
        OwnerRequestState::Agreed if request.notice().is_some() => (
            "You took your agreement back",
            "You agreed, and took that back from a later day",
        ),
        OwnerRequestState::Agreed => ("You agreed", "You agree"),
        OwnerRequestState::Withdrawn => (
            "You took your agreement back",
            "You agreed, and took that back",
        ),
        OwnerRequestState::Asked => ("We have sent your question", "You asked something first"),
        _ => ("You did not agree", "You do not agree"),
    };
    let has_ended = ended.is_some();
    let layout = furniture.link().title(title).section(&hosting.service_name);
    let last_day = request.counts_until().map(when::date);
    let notice = notice(&entered, request, &layout);
    let counting = notice.as_ref().zip(last_day.as_ref());
    let counting = counting.map(|(_, day)| format!("It counts until {day}"));
    let body = ended
        .or(counting)
        .or_else(|| counted(request))
        .unwrap_or_else(|| {
            format!(
                "We have told {} and sent you a copy by email.",
                hosting.supplier_name
            )
        });
    let page = DonePage {
        layout,
        panel: Panel::new(title).body(body),
        facts: facts(request, answer),
        is_agreement: request.state == OwnerRequestState::Agreed,
        until: last_day,
        notice,
        is_withdrawn: request.withdrawal.is_some(),
        has_ended,
        withdraw: entered.path.at("withdraw"),
        supplier: hosting.supplier_name.clone(),
        told: told_of(&app, &entered, request).await?,
        team_email: app.team_email.clone(),
    };
    reply::ok(&page)
}

/// Whom we told of the answer, or that it is taken back.
async fn told_of(
    app: &App,
    entered: &Entered,
    request: &OwnerRequest,
) -> Result<String, PageError> {
    let supplier = &request.hosting.supplier_name;
    if request.withdrawal.is_none() {
        return Ok(supplier.clone());
    }
    let effect = effect_through_link(&app.store, request.id, entered.browser).await?;
    Ok(told(&effect, supplier))
}

/// Until when an agreement counted that was taken back from a later day, once that day has come.
fn counted(request: &OwnerRequest) -> Option<String> {
    let withdrawal = request.withdrawal.as_ref()?;
    let last_day = withdrawal.from.previous_day()?;
    let was_ahead = withdrawal.from > when::uk_date(withdrawal.at);
    was_ahead.then(|| format!("It counted until {}", when::date(last_day)))
}

/// From when the agreement is taken back, and the button that keeps it. What the holder took back is
/// for the holder to keep.
fn notice(
    entered: &Entered,
    request: &OwnerRequest,
    layout: &Layout,
) -> Option<(String, PostForm)> {
    let person = request.answered_name.as_ref();
    let person = person.unwrap_or(&request.contact.name);
    let notice = request
        .notice()
        .filter(|notice| notice.by_name == *person)?;
    let button = Button::secondary("Keep your agreement");
    let keep = PostForm::new(entered.path.at("keep"), layout.csrf(), button);
    Some((when::date(notice.from), keep))
}

/// What was asked and what became of it.
fn facts(request: &OwnerRequest, answer: &str) -> SummaryList {
    let hosting = &request.hosting;
    let mut facts = SummaryList::new()
        .row(SummaryRow::new("Service", &hosting.service_name))
        .row(SummaryRow::new(
            "Infrastructure",
            &hosting.infrastructure_name,
        ))
        .row(SummaryRow::new("Your answer", answer));
    if let Some(withdrawal) = &request.withdrawal {
        facts = facts.rows([
            SummaryRow::new("Taken back at", when::date_and_time(withdrawal.at)),
            SummaryRow::new("Not to run there from", when::date(withdrawal.from)),
            SummaryRow::new("Your reason", &withdrawal.reason),
        ]);
    }
    if let Some(day) = request.agreed_until {
        facts = facts.row(SummaryRow::new(
            "Last day of your agreement",
            when::date(day),
        ));
    }
    if let Some(words) = &request.reason {
        facts = facts.row(SummaryRow::new("What you wrote", words));
    }
    let name = [&request.answered_name, &request.answered_job_title]
        .into_iter()
        .flatten()
        .cloned()
        .collect::<Vec<_>>()
        .join(", ");
    let when = request.answered_at.map(when::date_and_time);
    facts
        .row(SummaryRow::new("Given by", name))
        .row(SummaryRow::new("Given at", when.unwrap_or_default()))
}
