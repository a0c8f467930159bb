//! Adding a document: one file on a page.

use super::about::{self, About};
use super::refused;
use super::upload::{NO_SCANNER, NotTaken, Upload, file_upload, wrong};
use crate::App;
use crate::application_path::ApplicationPath;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use askama::Template;
use axum::extract::{Query, Request, State};
use govuk::{Button, FileUpload, FormState, Layout};
use service::documents::AddError;

#[derive(Template)]
#[template(path = "documents/add.html")]
struct AddPage {
    layout: Layout,
    action: String,
    /// Why no file is taken now; none when one is.
    closed: Option<String>,
    file: FileUpload,
    button: Button,
    back: String,
    /// Where a document of another application is chosen instead.
    again: String,
}

fn page(upload: &Upload, form: &FormState, closed: Option<&str>) -> AddPage {
    let layout = upload.furniture.supplier(&upload.actor, None);
    let query = about::query(&upload.place);
    AddPage {
        layout: layout
            .title("Add a document")
            .section("Documents")
            .back(upload.path.at("documents"))
            .errors_of(form),
        action: upload.path.at(&format!("documents/add{query}")),
        again: upload.path.at(&format!("documents/again{query}")),
        closed: closed.map(str::to_owned),
        file: file_upload("Choose a file", form),
        button: Button::primary("Upload file"),
        back: upload.path.at("documents"),
    }
}

pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    path: ApplicationPath,
    Query(about): Query<About>,
) -> Reply {
    let upload = Upload {
        app,
        actor,
        furniture,
        path,
        place: about.place(),
    };
    let closed = match upload.check_room().await {
        Ok(_) => None,
        Err(AddError::NoFiles) => Some(NO_SCANNER),
        Err(AddError::Closed) => return reply::see_other(&upload.path.at("documents")),
        Err(error) => Some(refused(error)?),
    };
    reply::ok(&page(&upload, &FormState::new(), closed))
}

/// Takes the file.
pub async fn submit(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    path: ApplicationPath,
    Query(about): Query<About>,
    request: Request,
) -> Reply {
    let upload = Upload {
        app,
        actor,
        furniture,
        path,
        place: about.place(),
    };
    let words = match upload.take(request).await {
        Ok(added) => return upload.describe(&added),
        Err(NotTaken::Page(error)) => return Err(error),
        Err(NotTaken::Refused(AddError::NoFiles)) => {
            return reply::conflict(&page(&upload, &FormState::new(), Some(NO_SCANNER)));
        }
        Err(NotTaken::Refused(error)) => refused(error)?,
        Err(NotTaken::Wrong(words)) => words,
    };
    reply::unprocessable(&page(&upload, &wrong(words), None))
}
