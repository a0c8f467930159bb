//! Uploading a form that was filled in elsewhere.

use super::receive::{FILE, NotReceived, receive};
use super::{CHECK, TURNS, UPLOAD, WAIT, turn};
use crate::App;
use crate::PageError;
use crate::applications::opened::Opened;
use crate::arriving::TOO_MANY;
use crate::downloads::{Link, blank_forms};
use crate::forms::Posted;
use crate::reply::{self, Reply};
use askama::Template;
use axum::extract::{FromRequest as _, Request, State};
use axum::http::header::CONTENT_TYPE;
use govuk::{Button, FileUpload, FormState, Layout};
use questions::NotRecognised;
use service::imports::{FILE_BYTES_MAX, FileError, read_apart};
use spreadsheets::NotRead;

const NONE: &str = "Select a file";
const TOO_LARGE: &str = "The selected file must be smaller than 2MB";
const FAILED: &str = "The selected file could not be uploaded – try again";

#[derive(Template)]
#[template(path = "imports/upload.html")]
struct UploadPage {
    layout: Layout,
    action: String,
    downloads: String,
    blank: Vec<Link>,
    file: FileUpload,
    button: Button,
}

fn page(opened: &Opened, form: &FormState) -> UploadPage {
    let file = FileUpload::new(FILE, "Choose a file")
        .hint("ODS, CSV or JSON, smaller than 2MB, without a password")
        .accept(".ods,.csv,.json")
        .filled_from(form);
    UploadPage {
        layout: opened
            .layout("Upload a filled in form")
            .back_to(opened.root(), "Back to your application")
            .errors_of(form),
        action: opened.path(UPLOAD),
        downloads: opened.path("downloads"),
        blank: blank_forms(opened.set()),
        file,
        button: Button::primary("Upload file"),
    }
}

fn wrong(opened: &Opened, message: &str) -> Reply {
    let mut form = FormState::new();
    form.error(FILE, message);
    reply::unprocessable(&page(opened, &form))
}

pub async fn show(opened: Opened) -> Reply {
    opened.form.permit()?;
    if !opened.form.state().is_draft() {
        return reply::see_other(&opened.root());
    }
    reply::ok(&page(&opened, &FormState::new()))
}

/// Takes the file. Who may, and whether answers can be changed, is asked before a byte is read.
pub async fn submit(State(app): State<App>, opened: Opened, request: Request) -> Reply {
    let kind = request.headers().get(CONTENT_TYPE);
    let boundary = kind
        .and_then(|kind| kind.to_str().ok())
        .and_then(|kind| multer::parse_boundary(kind).ok());
    opened.form.permit()?;
    let Some(boundary) = boundary else {
        Posted::from_request(request, &app).await?.finish()?;
        return wrong(&opened, NONE);
    };
    if !opened.form.state().is_draft() {
        return Err(PageError::Conflict);
    }
    let organisation = opened.form.case.application.organisation;
    let place = app.uploads.begin(opened.form.actor.user, organisation);
    let Some(place) = place else {
        return wrong(&opened, TOO_MANY);
    };
    let token = opened.furniture.csrf_token();
    let received = match receive(request.into_body(), boundary, &token, &place).await {
        Ok(received) => received,
        Err(NotReceived::Page(error)) => return Err(error),
        Err(NotReceived::None) => return wrong(&opened, NONE),
        Err(NotReceived::TooLarge) => return wrong(&opened, TOO_LARGE),
        Err(NotReceived::Broken) => return wrong(&opened, FAILED),
        Err(NotReceived::TooSlow(words)) => return wrong(&opened, words),
    };
    let turn = turn(&TURNS, WAIT).await?;
    let bytes = received.bytes.len();
    let found = read_apart(opened.set(), received.bytes).await;
    drop(turn);
    let found = match found {
        Ok(found) => found,
        Err(error) => return wrong(&opened, words(error, bytes)),
    };
    let (store, name) = (&opened.app.store, &received.file_name);
    service::imports::keep(store, &opened.form, name, &found).await?;
    reply::see_other(&opened.path(CHECK))
}

/// What is said of a file in which nothing was found.
fn words(error: FileError, bytes: usize) -> &'static str {
    match error {
        FileError::NotRead(NotRead::Empty) => "The selected file is empty",
        FileError::NotRead(NotRead::WrongKind) => "The selected file must be an ODS, CSV or JSON",
        FileError::NotRead(NotRead::Locked) => "The selected file is password protected",
        FileError::NotRead(NotRead::TooLarge) if bytes > FILE_BYTES_MAX => TOO_LARGE,
        FileError::NotRead(NotRead::TooLarge) => {
            "The selected file has more rows, columns or text than our form can have"
        }
        FileError::NotRead(NotRead::Broken) => {
            "The selected file is damaged. Save it again in the program that made it, then upload it"
        }
        FileError::NotRecognised(NotRecognised::NoForm) => {
            "We could not find any answers we recognise in this file"
        }
        FileError::NotRecognised(NotRecognised::OtherForm) => {
            "The selected file must be a copy of this form. It is a copy of another one"
        }
    }
}
