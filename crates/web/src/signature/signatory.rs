//! Who signs.

use super::desk::Desk;
use crate::PageError;
use crate::forms::Posted;
use crate::reply::{self, Reply, see_other};
use askama::Template;
use axum::http::StatusCode;
use domain::email::{EmailAddress, EmailError};
use domain::owner_request::Contact;
use domain::signature_request::SignatureMethod;
use domain::text::{JobTitle, PersonName, TextError};
use govuk::{Button, Choice, FormState, Layout, Radios, TextInput};
use service::organisations;

const NAME: &str = "name";
const JOB_TITLE: &str = "job_title";
const EMAIL: &str = "email";
const METHOD: &str = "method";

#[derive(Template)]
#[template(path = "signature/signatory.html")]
struct SignatoryPage {
    layout: Layout,
    organisation: String,
    action: String,
    name: TextInput,
    job_title: TextInput,
    email: TextInput,
    method: Radios,
    button: Button,
}

/// Asks who signs.
pub async fn show(desk: Desk) -> Reply {
    desk.refuse_readers()?;
    if let Some(elsewhere) = desk.elsewhere() {
        return elsewhere;
    }
    let before = desk
        .status
        .latest()
        .map(|request| (request.signatory.clone(), request.method));
    let form = match desk.chosen().await?.or(before) {
        Some((contact, method)) => FormState::keeping([
            (NAME, contact.name),
            (JOB_TITLE, contact.job_title),
            (EMAIL, contact.email),
            (METHOD, method.to_string()),
        ]),
        None => offered(&desk).await?,
    };
    draw(&desk, StatusCode::OK, &desk.furniture.form(form))
}

/// A form that offers the organisation's signatory on record, if it has one.
async fn offered(desk: &Desk) -> Result<FormState, PageError> {
    let organisation = desk.status.case.application.organisation;
    let on_record =
        organisations::signatory_on_record(&desk.app.store, &desk.actor, organisation).await?;
    Ok(match on_record {
        Some((name, email)) => FormState::keeping([
            (NAME, name),
            (EMAIL, email),
            (METHOD, SignatureMethod::Online.to_string()),
        ]),
        None => FormState::keeping([(METHOD, SignatureMethod::Online.to_string())]),
    })
}

/// Keeps who signs, for the check page.
pub async fn submit(desk: Desk, posted: Posted) -> Reply {
    desk.refuse_readers()?;
    if let Some(elsewhere) = desk.elsewhere() {
        return elsewhere;
    }
    match parse(posted)? {
        Ok(signer) => {
            desk.choose(&signer).await?;
            let is_own = signer.0.email.eq_ignore_ascii_case(&desk.actor.email);
            let next = if is_own {
                "signatory/yourself"
            } else {
                "signatory/check"
            };
            see_other(&desk.path.at(next))
        }
        Err(form) => draw(&desk, StatusCode::UNPROCESSABLE_ENTITY, &form),
    }
}

/// A thing at the beginning of a sentence, without its article.
fn subject(thing: &str) -> String {
    let mut letters = thing.trim_start_matches("a ").chars();
    let first = letters.next();
    first
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

/// What is wrong with a text of this name, which has its article.
pub(super) fn words(error: TextError, thing: &str) -> String {
    match error {
        TextError::Empty => format!("Enter {thing}"),
        TextError::TooLong { max } => {
            format!("{} must be {max} characters or less", subject(thing))
        }
        TextError::ControlCharacter => {
            let subject = subject(thing);
            format!("{subject} must not include characters that nobody can see. Type it again")
        }
    }
}

fn parse(mut posted: Posted) -> Result<Result<(Contact, SignatureMethod), FormState>, PageError> {
    let typed = [NAME, JOB_TITLE, EMAIL, METHOD].map(|field| (field, posted.take(field)));
    posted.finish()?;
    let mut form = FormState::keeping(typed);
    let name = PersonName::parse(form.value(NAME));
    let name = form.take(NAME, name, |error| words(error, "a full name"));
    let job_title = JobTitle::parse(form.value(JOB_TITLE));
    let job_title = form.take(JOB_TITLE, job_title, |error| words(error, "a job title"));
    let email = EmailAddress::parse(form.value(EMAIL));
    let email = form.take(EMAIL, email, |error| match error {
        EmailError::Empty => "Enter an email address".to_owned(),
        EmailError::Format => {
            "Enter an email address in the correct format, like name@example.com".to_owned()
        }
    });
    let method = SignatureMethod::parse(form.value(METHOD));
    if method.is_none() {
        form.error(METHOD, "Select how they will sign");
    }
    Ok(match (name, job_title, email, method) {
        (Some(name), Some(job_title), Some(email), Some(method)) => {
            let contact = Contact {
                name: name.into_string(),
                job_title: job_title.into_string(),
                email: email.as_str().to_owned(),
            };
            Ok((contact, method))
        }
        _ => Err(form),
    })
}

fn draw(desk: &Desk, status: StatusCode, form: &FormState) -> Reply {
    // Other people's details: browsers should not fill in the person's own.
    let field = |name: &'static str, label: &str| {
        TextInput::new(name, label)
            .autocomplete("off")
            .filled_from(form)
    };
    let page = SignatoryPage {
        layout: desk
            .layout("Who will sign the commitments?")
            .back_to(desk.path.task_list(), "Back to your application")
            .errors_of(form),
        organisation: desk.status.case.application.organisation_name.clone(),
        action: desk.path.at("signatory"),
        name: field(NAME, "Full name").spellcheck(false),
        job_title: field(JOB_TITLE, "Job title"),
        email: field(EMAIL, "Email address").email(),
        method: Radios::new(METHOD, "How will they sign?")
            .item(
                Choice::new(SignatureMethod::Online.as_str(), "Online (recommended)")
                    .hint("They get an email with a link and a code, and need no account"),
            )
            .item(
                Choice::new(SignatureMethod::Ink.as_str(), "On paper in ink").hint(
                    "You print the statement, they sign it, and you upload a scan or a photo",
                ),
            )
            .filled_from(form),
        button: Button::primary("Continue"),
    };
    reply::page(status, &page)
}
