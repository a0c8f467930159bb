//! The decision on an application, as the supplier reads it.

use crate::App;
use crate::application_path::ApplicationPath;
use crate::conditions::{self, Condition};
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use askama::Template;
use axum::extract::State;
use domain::application::ApplicationState;
use domain::when;
use govuk::Layout;
use service::decisions::{self, SupplierOutcome};
use store::issuing::Issued;

#[derive(Template)]
#[template(path = "clarifications/decision.html")]
struct DecisionPage {
    layout: Layout,
    service: String,
    decided: Option<String>,
    is_refused: bool,
    certificate: Option<CertificateLink>,
    conditions: Vec<Condition>,
    not_met: Vec<NotMet>,
}

/// The certificate that was issued.
struct CertificateLink {
    href: String,
    number: String,
    validity: String,
}

/// A question that is not met, and why.
struct NotMet {
    title: String,
    requirement: Option<String>,
    why: String,
}

fn title(state: ApplicationState) -> &'static str {
    match state {
        ApplicationState::Refused => "We did not grant a certificate",
        ApplicationState::Certified => "Your service has a certificate",
        ApplicationState::Approved => "Your application is approved",
        ApplicationState::Draft
        | ApplicationState::Submitted
        | ApplicationState::UnderReview
        | ApplicationState::AwaitingSupplier
        | ApplicationState::Recommended
        | ApplicationState::Withdrawn
        | ApplicationState::Deleted => "Nothing is decided yet",
    }
}

fn certificate(issued: &Issued) -> CertificateLink {
    CertificateLink {
        href: format!("/certificates/{}", issued.number),
        number: issued.number.clone(),
        validity: format!(
            "{} to {}",
            when::date(issued.valid_from),
            when::date(issued.valid_to)
        ),
    }
}

pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    path: ApplicationPath,
) -> Reply {
    let outcome: SupplierOutcome = decisions::outcome(&app.store, &actor, &path.0).await?;
    let application = &outcome.application;
    let decided_on = outcome.decided_at.map(when::uk_date);
    reply::ok(&DecisionPage {
        layout: furniture
            .supplier(&actor, Some(application.organisation))
            .title(title(application.state))
            .section(application.service_title())
            .back(path.at("progress")),
        service: application.service_title().to_owned(),
        decided: decided_on.map(when::date),
        is_refused: application.state == ApplicationState::Refused,
        certificate: outcome.issued.as_ref().map(certificate),
        conditions: conditions::listed(&outcome.conditions, when::uk_date(app.clock.now())),
        not_met: outcome
            .not_met
            .iter()
            .map(|item| NotMet {
                title: item.title.clone(),
                requirement: item.requirement.clone(),
                why: item.why.clone(),
            })
            .collect(),
    })
}
