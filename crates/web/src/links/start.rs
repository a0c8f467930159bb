//! Who asks for what, and the button that sends a code.

use super::gone::masked;
use super::{LinkPath, entered, host, too_many};
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::reply::{self, Reply, see_other};
use crate::{App, PageError};
use askama::Template;
use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use domain::credential::Credential;
use domain::signature_request::SignatureKind;
use domain::when;
use govuk::{Button, Layout};
use service::links::{Asked, Door, SendCodeError, Standing};
use std::convert::Infallible;

/// What the database knows this browser by, if it has entered a code.
pub struct Browser(Credential);

impl FromRequestParts<App> for Browser {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        Ok(Self(entered::browser(app, parts)))
    }
}

#[derive(Template)]
#[template(path = "links/start.html")]
struct StartPage {
    layout: Layout,
    heading: String,
    paragraphs: Vec<String>,
    steps: &'static [&'static str],
    masked: String,
    works_until: String,
    action: String,
    button: Button,
}

/// Shows who asks. Opening it changes nothing.
pub async fn show(
    path: LinkPath,
    State(app): State<App>,
    Browser(browser): Browser,
    furniture: Furniture,
) -> Reply {
    let door = path.look(&app).await?;
    if matches!(
        door.standing,
        Standing::Answered | Standing::Declined | Standing::SignedInVain
    ) {
        let entered = service::links::enter(&app.store, &path.token, browser).await?;
        if entered.is_some() {
            return see_other(&path.answered(door.standing));
        }
    }
    if door.standing != Standing::Open {
        return super::gone(&furniture, &path, &door);
    }
    let (heading, paragraphs, steps, email) = words(&door);
    let page = StartPage {
        layout: furniture.link().title(&heading),
        heading,
        paragraphs,
        steps,
        masked: masked(&email),
        works_until: when::date_with_weekday(when::uk_date(door.link.expires_at)),
        action: path.first(),
        button: Button::primary("Send me a code"),
    };
    reply::ok(&page)
}

/// Sends a code.
pub async fn submit(
    path: LinkPath,
    State(app): State<App>,
    furniture: Furniture,
    posted: Posted,
) -> Reply {
    posted.finish()?;
    let door = path.look(&app).await?;
    let host = host(&app);
    let sent =
        service::links::send_code(&app.store, &app.gate, &app.session_key, &path.token, &host)
            .await;
    match sent {
        Ok(()) => see_other(&path.at("code")),
        Err(SendCodeError::NotFound) => Err(PageError::NotFound),
        Err(SendCodeError::Closed) => super::gone(&furniture, &path, &door),
        Err(SendCodeError::TooSoon) => too_many::page(
            &furniture,
            &path,
            "We sent you a code less than a minute ago",
            "Check your email. If the code does not arrive, wait a minute, then ask for another."
                .to_owned(),
            60,
        ),
        Err(SendCodeError::TooMany) => too_many::page(
            &furniture,
            &path,
            "This link has sent too many codes",
            format!("Contact {} and ask for a new link.", asker(&door)),
            86_400,
        ),
        Err(SendCodeError::Store(error)) => Err(error.into()),
    }
}

fn asker(door: &Door) -> String {
    match &door.asked {
        Asked::Owner(request) => {
            format!(
                "{} at {}",
                request.asker.name, request.hosting.supplier_name
            )
        }
        Asked::Signatory(request) => {
            format!("{} at {}", request.asker.name, request.supplier_name)
        }
    }
}

type Words = (String, Vec<String>, &'static [&'static str], String);

fn words(door: &Door) -> Words {
    match &door.asked {
        Asked::Owner(request) => {
            let hosting = &request.hosting;
            (
                format!("Can {} run on {}?", hosting.service_name, hosting.infrastructure_name),
                vec![
                    format!(
                        "{} of {} is applying for a Public Services Network (PSN) certificate for {}. They say that it will run on {}, which {} owns, and named you as the person who can agree to that.",
                        request.asker.name,
                        hosting.supplier_name,
                        hosting.service_name,
                        hosting.infrastructure_name,
                        hosting.owner_name
                    ),
                    "We do not issue a certificate without the agreement of the infrastructure’s owner.".to_owned(),
                ],
                &[
                    "read what the service is",
                    "agree, do not agree, or ask the supplier something",
                    "check your answer and send it",
                ],
                request.contact.email.clone(),
            )
        }
        Asked::Signatory(request) => {
            let heading = match request.kind {
                SignatureKind::Initial | SignatureKind::Anew => {
                    format!("Sign the PSN commitments of {}", request.supplier_name)
                }
                SignatureKind::Reconfirmation => {
                    "Confirm changes to a signed application".to_owned()
                }
            };
            (
                heading,
                vec![match request.kind {
                    SignatureKind::Initial => format!(
                        "{} asks you to sign the Public Services Network (PSN) commitments of {} for {}.",
                        request.asker.name, request.supplier_name, request.service_name
                    ),
                    SignatureKind::Anew => format!(
                        "{} asks you to sign the Public Services Network (PSN) commitments of {} for {}. The application is with the PSN team. Its statement was signed on paper, and the page could not be used, so it needs a new signature.",
                        request.asker.name, request.supplier_name, request.service_name
                    ),
                    SignatureKind::Reconfirmation => format!(
                        "The commitments of {} for {} were signed, and the application is with the Public Services Network (PSN) team. The team asked about some answers, and they changed. {} asks you to confirm these changes.",
                        request.supplier_name, request.service_name, request.asker.name
                    ),
                }],
                steps(request.kind),
                request.signatory.email.clone(),
            )
        }
    }
}

/// What the signatory does.
fn steps(kind: SignatureKind) -> &'static [&'static str] {
    match kind {
        SignatureKind::Initial | SignatureKind::Anew => &[
            "say that you have authority to make commitments for your organisation",
            "read a summary of the application, or all of it",
            "read the commitments and sign them",
        ],
        SignatureKind::Reconfirmation => &[
            "say that you have authority to make commitments for your organisation",
            "read what has changed, with the application as it is now",
            "confirm the changes by signing the commitments for them",
        ],
    }
}
