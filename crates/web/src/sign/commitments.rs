//! The commitments, and signing them.

use super::connection::Connection;
use super::desk::Desk;
use crate::PageError;
use crate::forms::Posted;
use crate::reply::{self, Reply, see_other};
use askama::Template;
use axum::http::StatusCode;
use domain::text::{JobTitle, PersonName, TextError};
use govuk::{Button, Checkboxes, FormState, HiddenInput, Layout, TextInput};
use service::signature_requests::{Signature, sign};

const NAME: &str = "name";
const JOB_TITLE: &str = "job_title";
const BOXES: &str = "confirm";
const FINGERPRINT: &str = "fingerprint";
/// What the two boxes post.
const BOTH: [&str; 2] = ["commitments", "answers"];

#[derive(Template)]
#[template(path = "sign/commitments.html")]
struct CommitmentsPage {
    layout: Layout,
    organisation: String,
    commitments: Vec<String>,
    are_derived: bool,
    version: String,
    action: String,
    fingerprint: HiddenInput,
    name: TextInput,
    job_title: TextInput,
    boxes: Checkboxes,
    button: Button,
    cannot_sign_path: String,
}

/// Shows them.
pub async fn show(desk: Desk) -> Reply {
    if desk.request.authority_confirmed_at.is_none() {
        return see_other(&desk.path.at("authority"));
    }
    draw(&desk, StatusCode::OK, &FormState::new()).await
}

/// Signs.
pub async fn submit(desk: Desk, Connection(from): Connection, mut posted: Posted) -> Reply {
    let fingerprint = posted.take(FINGERPRINT);
    let mut form = FormState::keeping([NAME, JOB_TITLE].map(|field| (field, posted.take(field))));
    form.set_all(BOXES, posted.take_all(BOXES));
    posted.finish()?;
    let name = PersonName::parse(form.value(NAME));
    let name = form.take(NAME, name, |error| {
        words(error, "Enter your full name", "Full name")
    });
    let job_title = JobTitle::parse(form.value(JOB_TITLE));
    let job_title = form.take(JOB_TITLE, job_title, |error| {
        words(error, "Enter your job title", "Job title")
    });
    if !BOTH.iter().all(|value| form.has_value(BOXES, value)) {
        form.error(BOXES, "Select both boxes to sign");
    }
    let (Some(name), Some(job_title), false) = (name, job_title, form.has_errors()) else {
        return draw(&desk, StatusCode::UNPROCESSABLE_ENTITY, &form).await;
    };
    let signature = Signature {
        name: name.into_string(),
        job_title: job_title.into_string(),
        fingerprint,
        from,
    };
    let (store, token, office) = (&desk.app.store, &desk.path.token, desk.app.office());
    match sign(store, token, desk.browser, signature, office).await {
        Ok(()) => see_other(&desk.path.at("signed")),
        Err(error) => desk.after(error),
    }
}

fn words(error: TextError, empty: &str, subject: &str) -> String {
    match error {
        TextError::Empty => empty.to_owned(),
        TextError::TooLong { max } => format!("{subject} must be {max} characters or less"),
        TextError::ControlCharacter => format!("{subject} must not include control characters"),
    }
}

async fn draw(desk: &Desk, status: StatusCode, form: &FormState) -> Reply {
    let (reading, frozen) = desk.reading().await?;
    let fingerprint = service::snapshot::sha256(&frozen.snapshot);
    if fingerprint != desk.request.snapshot_sha256 {
        return Err(PageError::Conflict);
    }
    let organisation = &desk.request.supplier_name;
    let page = CommitmentsPage {
        layout: desk
            .layout("Sign the commitment statement")
            .back(desk.path.at("summary"))
            .errors_of(form),
        organisation: organisation.clone(),
        commitments: reading.commitments,
        are_derived: reading.are_derived,
        version: reading.commitments_version,
        action: desk.path.at("commitments"),
        fingerprint: HiddenInput::new(FINGERPRINT, fingerprint),
        name: TextInput::new(NAME, "Your full name")
            .autocomplete("name")
            .spellcheck(false)
            .filled_from(form),
        job_title: TextInput::new(JOB_TITLE, "Your job title")
            .autocomplete("organization-title")
            .filled_from(form),
        boxes: Checkboxes::new(BOXES, "Select both boxes")
            .option(BOTH[0], format!("{organisation} makes these commitments"))
            .option(
                BOTH[1],
                "I have read the summary, and as far as I know the answers are true",
            )
            .filled_from(form),
        button: Button::primary("Sign the commitment statement"),
        cannot_sign_path: desk.path.at("cannot-sign"),
    };
    reply::page(status, &page)
}
