//! A certificate as a page, with its files.

use crate::applications::renew;
use crate::conditions::{self, Condition};
use crate::furniture::Furniture;
use crate::lost_agreement;
use crate::other_policies;
use crate::register::{connection_ended, date_rows, sentence};
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use crate::team::{case, certificates};
use crate::{App, PageError};
use askama::Template;
use axum::extract::{Path, State};
use domain::certificate::CertificateStatus;
use domain::renewal::Window;
use domain::when;
use govuk::{Button, InsetText, Layout, SummaryList, SummaryRow, WarningText};
use policy::Actor;
use service::applications::{RenewError, Renewable, find_renewable};
use service::certificates::find_own;
use store::certificates::Certificate;

#[derive(Template)]
#[template(path = "certificates/certificate.html")]
struct CertificatePage {
    layout: Layout,
    number: String,
    /// Whether it is of an organisation of the person, not read by the team.
    is_own: bool,
    service_name: String,
    result: Option<InsetText>,
    warning: Option<WarningText>,
    /// That its infrastructure has no connection certificate any more.
    connection: Option<WarningText>,
    /// That the owner of its infrastructure agrees no more, or from a day.
    agreement: Option<WarningText>,
    /// The application that it was issued for: its page and its reference.
    application: Option<(String, String)>,
    facts: SummaryList,
    conditions: Vec<Condition>,
    pdf_size: String,
    json_size: String,
    verify_url: String,
    verify_path: String,
    register_path: String,
    renew: Option<Button>,
    open_renewal: Option<String>,
    /// What other policies ask beside the answers that it stands on.
    other_policies: Option<String>,
}

/// The certificate of this number.
pub async fn show(
    State(app): State<App>,
    furniture: Furniture,
    SignedIn(actor): SignedIn,
    Path(typed): Path<String>,
) -> Reply {
    let certificate = find_own(&app.store, &actor, &typed).await?;
    if certificate.number != typed {
        return reply::see_other(&format!("/certificates/{}", certificate.number));
    }
    let private = service::certificates::private(&app.store, &actor, &certificate).await?;
    let renewable = renewable(&app, &actor, &certificate).await?;
    let today = when::uk_date(app.clock.now());
    let sentence = sentence(certificate.validity, today);
    let counts = certificate.validity.on(today) == CertificateStatus::Valid;
    let is_own = actor.role_in(certificate.organisation).is_some();
    let verify_path = format!("/c/{}", certificate.number);
    let other_policies = renewable
        .as_ref()
        .map(|found| other_policies::path(&found.candidate.reference));
    reply::ok(&CertificatePage {
        layout: layout(&furniture, &actor, &certificate),
        result: counts.then(|| InsetText::new(sentence.clone())),
        warning: (!counts).then(|| WarningText::new(sentence)),
        connection: connection_ended(&certificate, today),
        application: private.reference.as_ref().map(|reference| {
            let path = if is_own {
                format!("/applications/{reference}/progress")
            } else {
                case::path(reference)
            };
            (path, reference.to_string())
        }),
        facts: facts(&certificate),
        agreement: lost_agreement::warning(private.agreement.as_ref()),
        conditions: conditions::listed(&private.conditions, today),
        pdf_size: size(certificate.pdf_bytes),
        json_size: size(certificate.json_bytes),
        verify_url: app.url(&verify_path),
        verify_path,
        register_path: format!("/register/{}", certificate.slug),
        renew: renewable
            .as_ref()
            .filter(|found| is_free(found))
            .map(|found| {
                Button::primary("Renew this certificate").href(renew::path(&found.candidate.number))
            }),
        open_renewal: renewable
            .and_then(|found| found.candidate.open)
            .map(|reference| reference.to_string()),
        other_policies,
        is_own,
        number: certificate.number,
        service_name: certificate.service_name,
    })
}

/// How the certificate can be renewed, for its own organisation.
async fn renewable(
    app: &App,
    actor: &Actor,
    certificate: &Certificate,
) -> Result<Option<Renewable>, PageError> {
    if actor.role_in(certificate.organisation).is_none() {
        return Ok(None);
    }
    match find_renewable(&app.store, actor, &certificate.number).await {
        Ok(found) => Ok(Some(found)),
        Err(RenewError::NotFound) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

fn is_free(found: &Renewable) -> bool {
    found.window == Window::Open
        && !found.candidate.is_renewed
        && found.candidate.open.is_none()
        && found.may_start
}

fn layout(furniture: &Furniture, actor: &Actor, certificate: &Certificate) -> Layout {
    let title = format!("Certificate {}", certificate.number);
    if actor.role_in(certificate.organisation).is_some() {
        furniture
            .supplier(actor, Some(certificate.organisation))
            .title(title)
            .back_to("/certificates", "Certificates")
    } else {
        furniture
            .team(actor)
            .title(title)
            .back_to(certificates::PATH, "Certificates")
    }
}

fn facts(certificate: &Certificate) -> SummaryList {
    let infrastructure = format!(
        "{} (connection certificate {})",
        certificate.infrastructure_name, certificate.infrastructure_certificate
    );
    let row = |key: &str, value: &str| SummaryRow::new(key, value);
    SummaryList::new()
        .row(row("Service", &certificate.service_name))
        .row(row("Service code", &certificate.service_code))
        .row(row("Description", &certificate.description))
        .row(row("Supplier", &certificate.organisation_name))
        .rows(date_rows(certificate.validity))
        .row(row("Provided from", &infrastructure))
        .row(row("Legal jurisdiction", &certificate.legal_jurisdiction))
        .row(row("Service management", &certificate.management_model))
        .row(row("Service desk", &certificate.service_desk))
        .row(row("Issued", &when::date_and_time(certificate.issued_at)))
        .row(row("Commitments", &certificate.commitments_version))
        .row(row(
            "Fingerprint of what was signed (SHA-256)",
            &certificate.snapshot_sha256,
        ))
}

/// A file's size as people read it: `84KB`.
pub fn size(bytes: usize) -> String {
    match bytes {
        0..1000 => format!("{bytes} bytes"),
        1000..1_000_000 => format!("{}KB", bytes.div_ceil(1000)),
        _ => format!("{}.{}MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_readable() {
        assert_eq!(size(999), "999 bytes");
        assert_eq!(size(83_200), "84KB");
        assert_eq!(size(2_350_000), "2.3MB");
    }
}
