//! The signatures of a case as evidence.

use super::case;
use crate::App;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use askama::Template;
use axum::extract::{Path, State};
use domain::signature_request::{SignatureKind, SignatureRequest};
use domain::when;
use govuk::{IdentityBar, Layout, SummaryCard, SummaryList, SummaryRow};
use service::signature_requests::Covering;
use service::{decisions, reviews};
use time::OffsetDateTime;

#[derive(Template)]
#[template(path = "team/signature.html")]
struct SignaturePage {
    layout: Layout,
    identity: IdentityBar,
    covers: &'static str,
    cards: Vec<SummaryCard>,
}

fn card(request: &SignatureRequest, now: OffsetDateTime) -> SummaryCard {
    let title = match request.kind {
        SignatureKind::Initial => "Commitment statement",
        SignatureKind::Reconfirmation => "Confirmation of changes",
    };
    let moment = |at: Option<OffsetDateTime>| {
        at.map_or_else(|| "Not yet".to_owned(), |at| when::relative(at, now))
    };
    let mut list = SummaryList::new()
        .row(SummaryRow::new("Status", request.state.title()))
        .row(SummaryRow::new(
            "Asked to sign",
            format!(
                "{}, {} ({})",
                request.signatory.name, request.signatory.job_title, request.signatory.email
            ),
        ))
        .row(SummaryRow::new("Asked by", &request.asker.name))
        .row(SummaryRow::new(
            "Sent",
            when::relative(request.sent_at, now),
        ))
        .row(SummaryRow::new("Code entered", moment(request.opened_at)))
        .row(SummaryRow::new(
            "Authority confirmed",
            moment(request.authority_confirmed_at),
        ))
        .row(SummaryRow::new("Signed", moment(request.signed_at)));
    if let Some(name) = &request.signed_name {
        list = list.row(SummaryRow::new("Name as typed", typed_name(request, name)));
    }
    if let Some(job_title) = &request.signed_job_title {
        list = list.row(SummaryRow::new("Job title as typed", job_title));
    }
    if let Some(reason) = request.cannot_sign {
        list = list.row(SummaryRow::new("Why not signed", reason.title()));
    }
    list = list
        .row(SummaryRow::new(
            "Commitments",
            format!("Version {}", request.commitments_version),
        ))
        .row(SummaryRow::new(
            "Fingerprint (SHA-256) of what is signed",
            &request.snapshot_sha256,
        ));
    SummaryCard::new(title, list)
}

/// Whether what was signed is what was submitted.
fn covers(covering: &Covering) -> &'static str {
    match covering {
        Covering::Signed(_) => "Covers what was submitted: yes.",
        Covering::Waiting(_) => {
            "Covers what was submitted: no. The signatory has been asked to confirm what changed."
        }
        Covering::None => {
            "Covers what was submitted: no. The supplier has to send it to a signatory again."
        }
    }
}

/// The name as typed, and whether it is the one that was asked.
fn typed_name(request: &SignatureRequest, typed: &str) -> String {
    if typed.to_lowercase() == request.signatory.name.to_lowercase() {
        format!("{typed}, as asked")
    } else {
        format!(
            "{typed}, which is not the name of the person who was asked ({})",
            request.signatory.name
        )
    }
}

pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Path(reference): Path<String>,
) -> Reply {
    let reference = case::reference(&reference)?;
    let overview = reviews::overview(&app.store, &actor, &reference).await?;
    let deciding = decisions::read(&app.store, &actor, &reference).await?;
    let now = overview.review.now;
    reply::ok(&SignaturePage {
        layout: furniture
            .team(&actor)
            .title("Signature")
            .section(overview.review.case.application.service_title())
            .back_to(case::path(&reference), "Back to the case"),
        identity: case::identity(&overview.review.case.application, now),
        covers: covers(&deciding.covering),
        cards: overview
            .signatures
            .iter()
            .map(|request| card(request, now))
            .collect(),
    })
}
