//! The owner checks the answer before it is sent.

use super::decision::after;
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::links::Entered;
use crate::reply::{self, Reply, see_other};
use crate::{App, PageError};
use askama::Template;
use axum::extract::State;
use domain::owner_request::Hosting;
use domain::when;
use domain::working_days::{DECISION_TARGET, add};
use govuk::{Button, Layout, SummaryList, SummaryRow, WarningText};
use service::owner_requests::{Answer, Decision, answer};
use time::Date;

/// What is said of an agreement without a last day.
const HOLDS: &str = "None. It holds until you tell us otherwise or your certificate ends";

#[derive(Template)]
#[template(path = "owner/check.html")]
struct CheckPage {
    layout: Layout,
    facts: SummaryList,
    is_agreement: bool,
    has_last_day: bool,
    /// That the agreement ends before a decision is likely.
    short: Option<WarningText>,
    supplier: String,
    action: String,
    button: Button,
}

/// Shows the answer that waits.
pub async fn show(entered: Entered, furniture: Furniture) -> Reply {
    if let Some(elsewhere) = entered.elsewhere(&furniture) {
        return elsewhere;
    }
    let request = entered.door.owner_request().ok_or(PageError::NotFound)?;
    let decision_path = entered.path.at("decision");
    let Some(answer) = Answer::waiting(&entered.door.link) else {
        return see_other(&decision_path);
    };
    let hosting = &request.hosting;
    let facts = facts(hosting, &answer, &decision_path);
    let layout = furniture.link().section(&hosting.service_name);
    let page = CheckPage {
        layout: layout
            .title("Check your answer before you send it")
            .back(&decision_path),
        facts,
        is_agreement: answer.decision == Decision::Agree,
        has_last_day: answer.last_day().is_some(),
        short: short(answer.last_day(), when::uk_date(entered.door.now)),
        supplier: hosting.supplier_name.clone(),
        action: entered.path.at("check"),
        button: Button::primary("Send your answer"),
    };
    reply::ok(&page)
}

/// That no certificate may be issued before this last day: a decision takes about 20 working days.
fn short(last_day: Option<Date>, today: Date) -> Option<WarningText> {
    let last_day = last_day.filter(|day| *day < add(today, DECISION_TARGET))?;
    Some(WarningText::new(format!(
        "Your agreement ends on {}. The PSN team takes up to {DECISION_TARGET} working days to decide, and issues no certificate after your agreement has ended. Give a later day if you want the service to run there.",
        when::date(last_day)
    )))
}

/// What the owner is about to say, each with the way to change it.
fn facts(hosting: &Hosting, answer: &Answer, change: &str) -> SummaryList {
    let facts = SummaryList::new()
        .row(SummaryRow::new("Service", &hosting.service_name))
        .row(SummaryRow::new("Supplier", &hosting.supplier_name))
        .row(SummaryRow::new(
            "Infrastructure",
            &hosting.infrastructure_name,
        ))
        .row(SummaryRow::new("Your answer", answer.decision.title()).change(change, "your answer"));
    let facts = if answer.decision == Decision::Agree {
        let number = SummaryRow::new("Certificate number", &hosting.certificate_number);
        let until = answer
            .last_day()
            .map_or_else(|| HOLDS.to_owned(), when::date);
        let until = SummaryRow::new("Last day of your agreement", until);
        facts
            .row(number.change(change, "certificate number"))
            .row(until.change(change, "last day of your agreement"))
    } else {
        let label = if answer.decision == Decision::Ask {
            "Your question"
        } else {
            "Your reason"
        };
        let words = SummaryRow::new(label, &answer.words);
        facts.row(words.change(change, label.to_lowercase()))
    };
    facts
        .row(SummaryRow::new("Your name", &answer.name).change(change, "your name"))
        .row(SummaryRow::new("Your job title", &answer.job_title).change(change, "your job title"))
}

/// Gives the answer.
pub async fn submit(
    entered: Entered,
    State(app): State<App>,
    furniture: Furniture,
    posted: Posted,
) -> Reply {
    posted.finish()?;
    if let Some(elsewhere) = entered.elsewhere(&furniture) {
        return elsewhere;
    }
    let (token, office) = (&entered.path.token, app.office());
    match answer(&app.store, token, entered.browser, office).await {
        Ok(()) => see_other(&entered.path.at("done")),
        Err(error) => {
            let answer = Answer::waiting(&entered.door.link);
            after(&furniture, &entered, answer.as_ref(), error)
        }
    }
}
