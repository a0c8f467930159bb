//! Uploading the signed page.

use super::desk::Desk;
use super::upload_form::{TEXTS, Typed, UploadForm};
use crate::PageError;
use crate::arriving::TOO_MANY;
use crate::documents::{
    Expected, FILE, NotReceived, NotTaken, Received, attachment_named, boundary, receive, refused,
};
use crate::forms::Posted;
use crate::reply::{self, Reply, see_other, see_other_saying};
use askama::Template;
use axum::extract::{FromRequest as _, Request};
use domain::when;
use govuk::{FormState, Layout};
use service::documents::{AddError, ReadError};
use service::signature_requests::ink::{self, Old, UploadError};
use std::collections::BTreeMap;

/// What is said while nobody could scan a file.
const NO_SCANNER: &str =
    "You cannot upload a file at the moment, because we have no way to scan it for viruses";

#[derive(Template)]
#[template(path = "signature/upload.html")]
struct UploadPage {
    layout: Layout,
    /// Why nothing is taken now; none when something is.
    closed: Option<String>,
    /// What changed since the statement whose code was typed.
    old: Option<Old>,
    print: String,
    form: UploadForm,
}

fn page(desk: &Desk, form: &FormState, closed: Option<String>, old: Option<Old>) -> UploadPage {
    let layout = desk
        .layout("Upload the signed page")
        .back(desk.path.at("signature/ink"))
        .errors_of(form);
    UploadPage {
        closed,
        old,
        print: desk.path.at("signature/ink/statement"),
        form: UploadForm::new(desk.path.at("signature/ink/upload"), form),
        layout,
    }
}

/// Asks for it.
pub async fn show(desk: Desk) -> Reply {
    desk.refuse_readers()?;
    match check_open(&desk).await {
        Ok(()) => reply::ok(&page(&desk, &FormState::new(), None, None)),
        Err(error) => after(&desk, FormState::new(), error),
    }
}

async fn check_open(desk: &Desk) -> Result<(), UploadError> {
    let app = &desk.app;
    ink::check_open(&app.store, &desk.actor, &app.files, &desk.path.0).await
}

/// Takes it. Who may, and whether a page is waited for, is asked before a byte of it is read.
pub async fn submit(desk: Desk, request: Request) -> Reply {
    desk.refuse_readers()?;
    let mut fields = BTreeMap::new();
    let boundary = boundary(&request);
    let request = if boundary.is_some() {
        Some(request)
    } else {
        let mut posted = Posted::from_request(request, &desk.app).await?;
        fields.extend(TEXTS.map(|name| (name.to_owned(), posted.take_all(name))));
        posted.finish()?;
        None
    };
    if let Err(error) = check_open(&desk).await {
        return after(&desk, FormState::new(), error);
    }
    let received = match request.zip(boundary) {
        Some((request, boundary)) => received(&desk, request, boundary, &mut fields).await,
        None => Err(NotReceived::None.into()),
    };
    let mut posted = Posted::kept(fields);
    let typed = Typed::take(&mut posted);
    posted.finish()?;
    let (mut form, paper) = typed.parse();
    let received = match received {
        Ok(received) => Some(received),
        Err(error) => {
            form.error(FILE, words(error)?);
            None
        }
    };
    let (Some(received), Some(paper)) = (received, paper) else {
        return reply::unprocessable(&page(&desk, &form, None, None));
    };
    let app = &desk.app;
    let file = (received.id, received.file, received.typed_name.as_str());
    let done = ink::upload(
        &app.store,
        &desk.actor,
        &app.files,
        &desk.path.0,
        paper,
        file,
        app.office(),
    );
    match done.await {
        Ok(()) => see_other_saying(&desk.path.at("signature"), "Signed page uploaded"),
        Err(error) => after(&desk, form, error),
    }
}

async fn received(
    desk: &Desk,
    request: Request,
    boundary: String,
    fields: &mut BTreeMap<String, Vec<String>>,
) -> Result<Received, NotTaken> {
    let organisation = desk.status.case.application.organisation;
    let place = desk.app.uploads.begin(desk.actor.user, organisation);
    let place = place.ok_or(NotTaken::Wrong(TOO_MANY))?;
    let blobs = desk.app.files.taking().ok_or(AddError::NoFiles)?;
    let token = desk.furniture.csrf_token();
    let expected = Expected {
        place: &place,
        token: &token,
        texts: &TEXTS,
    };
    let body = request.into_body();
    Ok(receive(blobs, body, boundary, &expected, fields).await?)
}

/// What is said beside the file.
fn words(error: NotTaken) -> Result<&'static str, PageError> {
    match error {
        NotTaken::Page(error) => Err(error),
        NotTaken::Wrong(words) => Ok(words),
        NotTaken::Refused(error) => of_file(error),
    }
}

fn of_file(error: AddError) -> Result<&'static str, PageError> {
    match error {
        AddError::NotAccepted(blobs::NotAccepted::WrongKind) => {
            Ok("The selected file must be a PDF, JPG or PNG")
        }
        error => refused(error),
    }
}

/// The page that says why nothing was taken.
fn after(desk: &Desk, mut form: FormState, error: UploadError) -> Reply {
    use super::upload_form::{CODE, SIGNED_ON};
    let mut replaced = None;
    match error {
        UploadError::NotFound => return Err(PageError::NotFound),
        UploadError::Denied(denied) => return Err(denied.into()),
        UploadError::Store(error) => return Err(error.into()),
        UploadError::NotNow => return see_other(&desk.path.at("signature")),
        UploadError::File(AddError::NoFiles) => {
            return reply::conflict(&page(desk, &form, Some(NO_SCANNER.to_owned()), None));
        }
        UploadError::TooMany => {
            let most = "You have uploaded 20 signed pages, which is the most for one application. Ask the PSN team what to do";
            return reply::conflict(&page(desk, &form, Some(most.to_owned()), None));
        }
        UploadError::OtherCode => {
            form.error(CODE, "Statement code must match the one printed on page 1");
        }
        UploadError::OldCode(old) => {
            let made = when::date_and_time(old.made_at);
            form.error(
                CODE,
                format!("This is the code of the statement of {made}, which no longer counts because answers changed"),
            );
            replaced = Some(old);
        }
        UploadError::SignedBefore(day) => {
            let day = when::date(day);
            let message = format!(
                "The date of the signature must be the same as or after {day}, when the statement was made"
            );
            form.date_error(SIGNED_ON, &[], message);
        }
        UploadError::SignedAhead => {
            let message = "The date of the signature must be today or in the past";
            form.date_error(SIGNED_ON, &[], message);
        }
        UploadError::File(error) => form.error(FILE, of_file(error)?),
    }
    reply::unprocessable(&page(desk, &form, None, replaced))
}

/// The signed page, once it was scanned.
pub async fn file(desk: Desk) -> Reply {
    let app = &desk.app;
    match ink::open(&app.store, &desk.actor, &app.files, &desk.path.0).await {
        Ok((page, file)) => {
            let name = format!("{}-{}", desk.path.0, page.file_name);
            attachment_named(&name, page.kind, page.bytes, file)
        }
        Err(ReadError::NotReleased) => see_other(&desk.path.at("signature")),
        Err(error) => Err(error.into()),
    }
}
