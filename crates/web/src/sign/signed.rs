//! What was signed, when, and its fingerprint.

use crate::furniture::Furniture;
use crate::links::{self, Entered};
use crate::reply::{self, Reply, see_other};
use crate::{App, PageError};
use askama::Template;
use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use domain::signature_request::SignatureKind;
use domain::when;
use govuk::{Layout, Panel, SummaryList, SummaryRow, WarningText};
use service::links::Standing;

#[derive(Template)]
#[template(path = "sign/signed.html")]
struct SignedPage {
    layout: Layout,
    /// That it is signed; nothing once the signature counts no more.
    panel: Option<Panel>,
    /// Why it counts no more.
    in_vain: Option<WarningText>,
    facts: SummaryList,
    download_path: String,
    size: usize,
    /// When the link ends.
    until: String,
    supplier: String,
    is_first: bool,
    team_email: String,
}

/// Shows it, as often as the link is opened again.
pub async fn show(entered: Entered, State(app): State<App>, furniture: Furniture) -> Reply {
    if let Some(elsewhere) = elsewhere(&entered, &furniture) {
        return elsewhere;
    }
    let request = entered
        .door
        .signature_request()
        .ok_or(PageError::NotFound)?;
    let frozen = service::signature_requests::signed_text(&app.store, entered.browser, request.id);
    let frozen = frozen.await?.ok_or(PageError::NotFound)?;
    let is_first = request.kind == SignatureKind::Initial;
    let counts = entered.door.standing == Standing::Answered;
    let title = if !counts {
        "Your signature no longer counts"
    } else if request.kind == SignatureKind::Reconfirmation {
        "You confirmed the changes"
    } else {
        "You signed the commitment statement"
    };
    let signed_at = request.signed_at.map(when::date_and_time);
    let name = [&request.signed_name, &request.signed_job_title]
        .into_iter()
        .flatten()
        .cloned()
        .collect::<Vec<_>>()
        .join(", ");
    let page = SignedPage {
        layout: furniture.link().title(title).section(&request.service_name),
        panel: counts.then(|| {
            Panel::new(title).body(format!(
                "We have told {} and sent you a receipt by email.",
                request.supplier_name
            ))
        }),
        in_vain: (!counts).then(|| WarningText::new(links::in_vain(&entered.door))),
        facts: SummaryList::new().rows([
            SummaryRow::new("Organisation", &request.supplier_name),
            SummaryRow::new("Service", &request.service_name),
            SummaryRow::new("Signed by", name),
            SummaryRow::new("Signed at (UK time)", signed_at.unwrap_or_default()),
            SummaryRow::new(
                "Fingerprint of what you signed (SHA-256)",
                &request.snapshot_sha256,
            ),
        ]),
        download_path: entered.path.at("signed/text"),
        size: frozen.snapshot.len().div_ceil(1024),
        until: when::date_and_time(entered.door.link.expires_at),
        supplier: request.supplier_name.clone(),
        is_first,
        team_email: app.team_email.clone(),
    };
    reply::ok(&page)
}

/// The exact text that was signed.
pub async fn download(entered: Entered, State(app): State<App>, furniture: Furniture) -> Reply {
    if let Some(elsewhere) = elsewhere(&entered, &furniture) {
        return elsewhere;
    }
    let request = entered
        .door
        .signature_request()
        .ok_or(PageError::NotFound)?;
    let frozen = service::signature_requests::signed_text(&app.store, entered.browser, request.id);
    let frozen = frozen.await?.ok_or(PageError::NotFound)?;
    let name = format!("attachment; filename=\"{}-signed.txt\"", request.reference);
    let disposition = HeaderValue::from_str(&name).map_err(PageError::internal)?;
    let kind = HeaderValue::from_static("text/plain; charset=utf-8");
    let headers = [(CONTENT_TYPE, kind), (CONTENT_DISPOSITION, disposition)];
    Ok((headers, frozen.snapshot).into_response())
}

/// Where to go while nothing is signed.
fn elsewhere(entered: &Entered, furniture: &Furniture) -> Option<Reply> {
    match entered.door.standing {
        Standing::Answered | Standing::SignedInVain => None,
        Standing::Open => Some(see_other(&entered.path.at("authority"))),
        Standing::Declined => Some(see_other(&entered.path.at("told"))),
        _ => Some(links::gone(furniture, &entered.path, &entered.door)),
    }
}
