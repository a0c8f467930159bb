//! What the owner is asked about, and what they are not confirming.

use crate::furniture::Furniture;
use crate::host_services::lines_to_owner;
use crate::links::Entered;
use crate::reply::{self, Reply};
use crate::{App, PageError};
use askama::Template;
use axum::extract::State;
use domain::host_service::HostService;
use domain::owner_request::{self, Hosting, OwnerRequestState};
use domain::when;
use govuk::{Button, Layout, SummaryList, SummaryRow};
use service::owner_requests::beside;
use time::Date;

#[derive(Template)]
#[template(path = "owner/service.html")]
struct ServicePage {
    layout: Layout,
    infrastructure: String,
    facts: SummaryList,
    /// What the owner wrote on an earlier request, and what the supplier answers.
    answered: Option<SummaryList>,
    supplier: String,
    go_on: Button,
}

/// Shows it.
pub async fn show(entered: Entered, State(app): State<App>, furniture: Furniture) -> Reply {
    if let Some(elsewhere) = entered.elsewhere(&furniture) {
        return elsewhere;
    }
    let request = entered.door.owner_request().ok_or(PageError::NotFound)?;
    let hosting = &request.hosting;
    let ends_on = entered.door.certificate_ends_on;
    let ends_on = ends_on.unwrap_or(hosting.certificate_valid_to);
    let beside = beside(&app.store, entered.browser, request).await?;
    let page = ServicePage {
        layout: furniture
            .link()
            .title("What you are asked to agree to")
            .section(&hosting.service_name),
        infrastructure: hosting.infrastructure_name.clone(),
        facts: facts(hosting, ends_on).rows(used_services(&beside.host_services)),
        answered: beside
            .reply
            .map(|reply| answered(&reply, &hosting.supplier_name)),
        supplier: hosting.supplier_name.clone(),
        go_on: Button::primary("Continue").href(entered.path.at("decision")),
    };
    reply::ok(&page)
}

/// What the owner wrote on an earlier request, and what the supplier answers.
fn answered(reply: &owner_request::Reply, supplier: &str) -> SummaryList {
    let wrote = match reply.to_state {
        OwnerRequestState::Asked => "You asked",
        _ => "You did not agree, because",
    };
    SummaryList::new().rows([
        SummaryRow::new(wrote, &reply.to),
        SummaryRow::new(format!("{supplier} answers"), &reply.words),
    ])
}

/// The services of the owner that the supplier names, if it names some.
fn used_services(used: &[HostService]) -> Option<SummaryRow> {
    let words = lines_to_owner(used);
    (!words.is_empty()).then(|| SummaryRow::new("Your services that it says it uses", words))
}

/// What is asked, in rows. The certificate's number is left out: the owner confirms it by typing it.
fn facts(hosting: &Hosting, ends_on: Date) -> SummaryList {
    let additional = if hosting.additional_infrastructure.is_empty() {
        "None"
    } else {
        &hosting.additional_infrastructure
    };
    SummaryList::new().rows([
        SummaryRow::new("Service", &hosting.service_name),
        SummaryRow::new("Supplier", &hosting.supplier_name),
        SummaryRow::new("What the service does", &hosting.description_for_users),
        SummaryRow::new("Your infrastructure", &hosting.infrastructure_name),
        SummaryRow::new("Owner", &hosting.owner_name),
        SummaryRow::new("Connection certificate valid until", when::date(ends_on)),
        SummaryRow::new("Additional infrastructure of the supplier", additional),
    ])
}
