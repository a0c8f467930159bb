//! Uploading a newer version of a document: one file on a page.

use super::upload::{NO_SCANNER, NotTaken, Upload, file_upload, wrong};
use super::{document_id, refused};
use crate::application_path::ApplicationPath;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use crate::{App, PageError};
use askama::Template;
use axum::extract::{Path, Request, State};
use domain::document::Document;
use domain::when;
use govuk::{Button, FileUpload, FormState, Layout};
use service::documents::{AddError, Place};

#[derive(Template)]
#[template(path = "documents/newer.html")]
struct NewerPage {
    layout: Layout,
    action: String,
    /// Why no file is taken now; none when one is.
    closed: Option<String>,
    /// The name of the document.
    name: String,
    /// The version that counts now.
    current: String,
    file: FileUpload,
    button: Button,
    back: String,
}

fn own(path: &ApplicationPath, document: &Document) -> String {
    path.at(&format!("documents/{}", document.id))
}

fn page(upload: &Upload, document: &Document, form: &FormState, closed: Option<&str>) -> NewerPage {
    let layout = upload.furniture.supplier(&upload.actor, None);
    let back = own(&upload.path, document);
    NewerPage {
        layout: layout
            .title("Upload a newer version")
            .section("Documents")
            .back(&back)
            .errors_of(form),
        action: format!("{back}/newer"),
        closed: closed.map(str::to_owned),
        name: document.description.title.clone(),
        current: format!(
            "version {}, {}, uploaded on {}",
            document.number,
            document.file_name,
            when::date(when::uk_date(document.added_at))
        ),
        file: file_upload("Choose a file", form),
        button: Button::primary("Upload file"),
        back,
    }
}

/// The document that the newer version is of, for the page.
async fn of(upload: &Upload) -> Result<Document, PageError> {
    let Place::NewerThan(id) = upload.place else {
        return Err(PageError::NotFound);
    };
    let store = &upload.app.store;
    let (_, document) = service::documents::find(store, &upload.actor, &upload.path.0, id).await?;
    Ok(document)
}

pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    path: ApplicationPath,
    Path((_, document)): Path<(String, String)>,
) -> Reply {
    let place = Place::NewerThan(document_id(&document)?);
    let upload = Upload {
        app,
        actor,
        furniture,
        path,
        place,
    };
    let closed = match upload.check_room().await {
        Ok(_) => None,
        Err(AddError::NoFiles) => Some(NO_SCANNER),
        // The document's page says why.
        Err(AddError::Closed | AddError::NotCurrent | AddError::NewerWaits) => {
            let path = format!("documents/{document}");
            return reply::see_other(&upload.path.at(&path));
        }
        Err(error) => Some(refused(error)?),
    };
    let document = of(&upload).await?;
    reply::ok(&page(&upload, &document, &FormState::new(), closed))
}

/// Takes the file.
pub async fn submit(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    (path, Path((_, document))): (ApplicationPath, Path<(String, String)>),
    request: Request,
) -> Reply {
    let place = Place::NewerThan(document_id(&document)?);
    let upload = Upload {
        app,
        actor,
        furniture,
        path,
        place,
    };
    let words = match upload.take(request).await {
        Ok(added) => return upload.describe(&added),
        Err(NotTaken::Page(error)) => return Err(error),
        Err(NotTaken::Refused(AddError::NoFiles)) => {
            let document = of(&upload).await?;
            let page = page(&upload, &document, &FormState::new(), Some(NO_SCANNER));
            return reply::conflict(&page);
        }
        Err(NotTaken::Refused(error)) => refused(error)?,
        Err(NotTaken::Wrong(words)) => words,
    };
    let document = of(&upload).await?;
    reply::unprocessable(&page(&upload, &document, &wrong(words), None))
}
