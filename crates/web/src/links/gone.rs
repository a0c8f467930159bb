//! Why a link does not work any more, and whom to ask: 410.

use crate::furniture::Furniture;
use crate::links::LinkPath;
use crate::reply::{self, Reply};
use askama::Template;
use axum::http::StatusCode;
use domain::owner_request::OwnerRequestState;
use domain::signature_request::{SignatureKind, SignatureRequestState};
use domain::when;
use govuk::{Button, Layout, PostForm};
use service::links::{Asked, Door, Standing};

#[derive(Template)]
#[template(path = "links/gone.html")]
struct GonePage {
    layout: Layout,
    heading: &'static str,
    paragraphs: Vec<String>,
    code: Option<PostForm>,
}

/// Draws the page.
pub fn page(furniture: &Furniture, path: &LinkPath, door: &Door) -> Reply {
    let (heading, paragraphs) = words(door);
    let layout = furniture.link().title(heading);
    let code = door.can_send_code().then(|| {
        PostForm::new(
            path.first(),
            layout.csrf(),
            Button::primary("Send me a code"),
        )
    });
    let page = GonePage {
        layout,
        heading,
        paragraphs,
        code,
    };
    reply::page(StatusCode::GONE, &page)
}

fn words(door: &Door) -> (&'static str, Vec<String>) {
    let (asker, supplier, email) = match &door.asked {
        Asked::Owner(request) => (
            &request.asker.name,
            &request.hosting.supplier_name,
            &request.contact.email,
        ),
        Asked::Signatory(request) => (
            &request.asker.name,
            &request.supplier_name,
            &request.signatory.email,
        ),
    };
    let contact = format!("If you have questions, contact {asker} at {supplier}.");
    match door.standing {
        Standing::Open => ("This link works", vec![]),
        Standing::Answered | Standing::Declined => {
            ("This link has been used", used(door, email, contact))
        }
        Standing::Cancelled => (
            "This request was cancelled",
            vec![
                format!("{supplier} cancelled it, so there is nothing for you to do."),
                contact,
            ],
        ),
        Standing::Changed => (
            "This request was cancelled because answers changed",
            vec![
                format!("{supplier} changed its answers after it sent the request. You get a new email when the answers are ready."),
                contact,
            ],
        ),
        Standing::SignedInVain => {
            let mut paragraphs = used(door, email, contact);
            paragraphs.insert(1, in_vain(door));
            ("Your signature no longer counts", paragraphs)
        }
        Standing::Replaced => (
            "This link was replaced by a newer one",
            vec![
                "Use the link in the latest email that we sent to you.".to_owned(),
                format!("If you cannot find it, contact {asker} at {supplier} and ask for a new one."),
            ],
        ),
        Standing::Expired => (
            "This link has expired",
            vec![
                format!("It worked until {}.", when::date_and_time(door.link.expires_at)),
                format!("Contact {asker} at {supplier} and ask for a new one."),
            ],
        ),
        Standing::CertificateEnded => (
            "The certificate of this infrastructure has ended",
            vec![
                "A PSN service must run on infrastructure whose connection certificate is in date, so we cannot take an answer now.".to_owned(),
                format!("Contact {asker} at {supplier} when there is a new certificate."),
            ],
        ),
    }
}

fn used(door: &Door, email: &str, contact: String) -> Vec<String> {
    let mut paragraphs = vec![answered(door)];
    if door.can_send_code() {
        let masked = masked(email);
        let to_do = match &door.asked {
            Asked::Owner(request) if request.state == OwnerRequestState::Agreed => {
                "To see it again, or to take your agreement back"
            }
            _ => "To see it again",
        };
        paragraphs.push(format!("{to_do}, we can send a code to {masked}."));
    }
    paragraphs.push(contact);
    paragraphs
}

fn answered(door: &Door) -> String {
    match &door.asked {
        Asked::Owner(request) => format!(
            "You answered about {} at {}.",
            request.hosting.service_name,
            request
                .answered_at
                .map(when::date_and_time)
                .unwrap_or_default()
        ),
        Asked::Signatory(request) if door.standing == Standing::Declined => format!(
            "You told us at {} that you cannot sign.",
            request
                .declined_at
                .map(when::date_and_time)
                .unwrap_or_default()
        ),
        Asked::Signatory(request) => format!(
            "You {} for {} at {}.",
            match request.kind {
                SignatureKind::Initial | SignatureKind::Anew => "signed the commitment statement",
                SignatureKind::Reconfirmation => "confirmed what changed in the application",
            },
            request.service_name,
            request
                .signed_at
                .map(when::date_and_time)
                .unwrap_or_default()
        ),
    }
}

/// Why the signature of the door counts no more, and what comes next; nothing at a door of another standing.
pub fn in_vain(door: &Door) -> String {
    let Some(request) = door.signature_request() else {
        return String::new();
    };
    let supplier = &request.supplier_name;
    let at = request.voided_at.map(when::date_and_time);
    let at = at.unwrap_or_default();
    match request.state {
        SignatureRequestState::Voided => format!(
            "{supplier} changed an answer after you had signed, at {at}. A signature covers only exactly what was signed, so yours no longer counts. You get a new email when the answers are ready."
        ),
        _ => format!(
            "{supplier} sent a new request at {at}. Your signature was cancelled with that and no longer counts."
        ),
    }
}

/// An address with most of the name hidden.
pub fn masked(email: &str) -> String {
    domain::email::EmailAddress::parse(email).map_or_else(
        |_| "your email address".to_owned(),
        |address| address.masked(),
    )
}
