//! The certificate has been issued.

use super::case;
use crate::App;
use crate::conditions::{self, Condition};
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use askama::Template;
use axum::extract::{Path, State};
use domain::when;
use govuk::{IdentityBar, Layout, Panel, SummaryList, SummaryRow};
use service::issuing;

#[derive(Template)]
#[template(path = "team/issued.html")]
struct IssuedPage {
    layout: Layout,
    identity: IdentityBar,
    panel: Panel,
    facts: SummaryList,
    conditions: Vec<Condition>,
    told: Vec<String>,
    register: String,
    verification: String,
    certificate: String,
    /// Whether it was kept who was told.
    is_told_kept: bool,
}

pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Path(reference): Path<String>,
) -> Reply {
    let reference = case::reference(&reference)?;
    let case = issuing::issued(&app.store, &actor, &reference).await?;
    let certificate = &case.certificate;
    let now = case.review.now;
    reply::ok(&IssuedPage {
        layout: furniture
            .team(&actor)
            .title("Certificate issued")
            .section(case.review.case.application.service_title())
            .back_to(case::path(&reference), "Back to the case"),
        identity: case::identity(&case.review.case.application, now),
        panel: Panel::new("Certificate issued")
            .reference("Certificate number", &certificate.number),
        facts: SummaryList::new()
            .row(SummaryRow::new(
                "Service code",
                certificate.service_code.as_str(),
            ))
            .row(SummaryRow::new(
                "Valid from",
                when::date(certificate.valid_from),
            ))
            .row(SummaryRow::new(
                "Valid to",
                when::date(certificate.valid_to),
            ))
            .row(SummaryRow::new(
                "Issued",
                format!(
                    "{}, by {}",
                    when::relative(certificate.issued_at, now),
                    certificate.issued_by_name
                ),
            )),
        conditions: conditions::listed(&case.conditions, when::uk_date(case.review.now)),
        told: case
            .told
            .iter()
            .map(|(name, email)| format!("{name} ({email})"))
            .collect(),
        is_told_kept: case.is_told_kept,
        register: format!("/register/{}", certificate.slug),
        verification: format!("/c/{}", certificate.number),
        certificate: format!("/certificates/{}", certificate.number),
    })
}
