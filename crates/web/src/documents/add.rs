//! Adding a document: one file on a page.

use super::receive::{NotReceived, receive};
use super::refused;
use crate::application_path::ApplicationPath;
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use crate::{App, PageError};
use askama::Template;
use axum::extract::{FromRequest as _, Request, State};
use axum::http::header::CONTENT_TYPE;
use govuk::{Button, FileUpload, FormState, Layout};
use policy::Actor;
use service::documents::{AddError, check_room};

/// The field of the file.
pub const FILE: &str = "file";
/// What is said of a file that did not arrive or can't be kept.
pub const FAILED: &str = "The selected file could not be uploaded – try again";
/// What is said of a file in which a virus was found.
pub const INFECTED: &str = "The selected file contains a virus";
/// What is said of a file of another kind.
pub const WRONG_KIND: &str =
    "The selected file must be a PDF, DOCX, ODT, XLSX, ODS, CSV, PNG or JPG";
/// What is said while nobody could scan a file.
pub const NO_SCANNER: &str =
    "You cannot add documents at the moment, because we have no way to scan them for viruses";
const TOO_LARGE: &str = "The selected file must be smaller than 20MB";

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
}

/// What the page needs whichever way it goes.
struct Scene {
    app: App,
    actor: Actor,
    furniture: Furniture,
    path: ApplicationPath,
}

/// Where a file is chosen.
pub fn file_upload(label: &'static str, form: &FormState) -> FileUpload {
    FileUpload::new(FILE, label)
        .hint("PDF, DOCX, ODT, XLSX, ODS, CSV, PNG or JPG, smaller than 20MB, without a password")
        .accept(".pdf,.docx,.odt,.xlsx,.ods,.csv,.png,.jpg,.jpeg")
        .filled_from(form)
}

impl Scene {
    fn page(&self, form: &FormState, closed: Option<&str>) -> AddPage {
        let layout = self.furniture.supplier(&self.actor, None);
        AddPage {
            layout: layout
                .title("Add a document")
                .section("Documents")
                .back(self.path.at("documents"))
                .errors_of(form),
            action: self.path.at("documents/add"),
            closed: closed.map(str::to_owned),
            file: file_upload("Choose a file", form),
            button: Button::primary("Upload file"),
            back: self.path.at("documents"),
        }
    }

    fn wrong(&self, message: &str) -> Reply {
        let mut form = FormState::new();
        form.error(FILE, message);
        reply::unprocessable(&self.page(&form, None))
    }

    /// What to say when nothing was added.
    fn refuse(&self, error: AddError) -> Reply {
        if matches!(error, AddError::NoFiles) {
            return reply::conflict(&self.page(&FormState::new(), Some(NO_SCANNER)));
        }
        self.wrong(refused(error)?)
    }

    async fn check_room(&self) -> Result<(), AddError> {
        let app = &self.app;
        check_room(&app.store, &self.actor, &app.files, &self.path.0).await
    }
}

pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    path: ApplicationPath,
) -> Reply {
    let scene = Scene {
        app,
        actor,
        furniture,
        path,
    };
    match scene.check_room().await {
        Ok(()) => reply::ok(&scene.page(&FormState::new(), None)),
        Err(AddError::NoFiles) => reply::ok(&scene.page(&FormState::new(), Some(NO_SCANNER))),
        Err(AddError::Closed) => reply::see_other(&scene.back()),
        Err(error) => reply::ok(&scene.page(&FormState::new(), Some(refused(error)?))),
    }
}

impl Scene {
    fn back(&self) -> String {
        self.path.at("documents")
    }
}

/// Takes the file. Who may, and whether there is room, is asked before a byte of it is read.
pub async fn submit(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    path: ApplicationPath,
    request: Request,
) -> Reply {
    let kind = request.headers().get(CONTENT_TYPE);
    let boundary = kind
        .and_then(|kind| kind.to_str().ok())
        .and_then(|kind| multer::parse_boundary(kind).ok());
    let scene = Scene {
        app,
        actor,
        furniture,
        path,
    };
    let Some(boundary) = boundary else {
        Posted::from_request(request, &scene.app).await?.finish()?;
        return match scene.check_room().await {
            Ok(()) => scene.wrong("Select a file"),
            Err(error) => scene.refuse(error),
        };
    };
    if let Err(error) = scene.check_room().await {
        return scene.refuse(error);
    }
    let Some(blobs) = scene.app.files.taking() else {
        return scene.refuse(AddError::NoFiles);
    };
    let token = scene.furniture.csrf_token();
    let body = request.into_body();
    let received = match receive(blobs, body, boundary, &token).await {
        Ok(received) => received,
        Err(NotReceived::Page(error)) => return Err(error),
        Err(NotReceived::None) => return scene.wrong("Select a file"),
        Err(NotReceived::TooLarge) => return scene.wrong(TOO_LARGE),
        Err(NotReceived::Broken) => return scene.wrong(FAILED),
        Err(NotReceived::NotKept(error)) => return scene.refuse(error.into()),
    };
    let file = (received.id, received.file, received.typed_name.as_str());
    let (app, reference) = (&scene.app, &scene.path.0);
    let added =
        service::documents::accept(&app.store, &scene.actor, &app.files, reference, file).await;
    match added {
        Ok(added) => {
            let next = scene.path.at(&format!("documents/{}/change", added.id));
            reply::see_other_saying(&next, &format!("{} uploaded", added.file_name))
        }
        Err(error) => scene.refuse(error),
    }
}

impl From<PageError> for NotReceived {
    fn from(error: PageError) -> Self {
        Self::Page(error)
    }
}
