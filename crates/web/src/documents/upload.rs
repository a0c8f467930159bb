//! What adding a document and uploading a newer version of one share: the field, the file that
//! arrives, and what is said when it is not taken.

use super::receive::{Expected, NotReceived, Received, receive};
use crate::application_path::ApplicationPath;
use crate::arriving::TOO_MANY;
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::{App, PageError};
use axum::extract::{FromRequest as _, Request};
use axum::http::header::CONTENT_TYPE;
use domain::id::OrganisationId;
use govuk::{FileUpload, FormState};
use policy::Actor;
use service::documents::{AddError, Added, Place, accept, check_room};
use std::collections::BTreeMap;

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
const NONE: &str = "Select a file";

/// What stands between the fields of a form with a file; nothing when the request is none.
pub fn boundary(request: &Request) -> Option<String> {
    let kind = request.headers().get(CONTENT_TYPE)?;
    multer::parse_boundary(kind.to_str().ok()?).ok()
}

/// Where a file is chosen.
pub fn file_upload(label: &'static str, form: &FormState) -> FileUpload {
    FileUpload::new(FILE, label)
        .hint("PDF, DOCX, ODT, XLSX, ODS, CSV, PNG or JPG, smaller than 20MB, without a password")
        .accept(".pdf,.docx,.odt,.xlsx,.ods,.csv,.png,.jpg,.jpeg")
        .filled_from(form)
}

/// A form with this said beside its file.
pub fn wrong(message: &str) -> FormState {
    let mut form = FormState::new();
    form.error(FILE, message);
    form
}

/// Who uploads, and what the file is to become.
pub struct Upload {
    pub app: App,
    pub actor: Actor,
    pub furniture: Furniture,
    pub path: ApplicationPath,
    pub place: Place,
}

/// Why nothing was added.
pub enum NotTaken {
    /// The form is not one of ours, or nobody may.
    Page(PageError),
    /// Said of the file itself.
    Wrong(&'static str),
    /// Nothing is added there, or not this file.
    Refused(AddError),
}

impl From<PageError> for NotTaken {
    fn from(error: PageError) -> Self {
        Self::Page(error)
    }
}

impl From<AddError> for NotTaken {
    fn from(error: AddError) -> Self {
        Self::Refused(error)
    }
}

impl From<NotReceived> for NotTaken {
    fn from(error: NotReceived) -> Self {
        match error {
            NotReceived::Page(error) => Self::Page(error),
            NotReceived::None => Self::Wrong(NONE),
            NotReceived::TooLarge => Self::Wrong(TOO_LARGE),
            NotReceived::Broken => Self::Wrong(FAILED),
            NotReceived::TooSlow(words) => Self::Wrong(words),
            NotReceived::NotKept(error) => Self::Refused(error.into()),
        }
    }
}

impl Upload {
    /// Whether a file would be taken.
    pub async fn check_room(&self) -> Result<OrganisationId, AddError> {
        let app = &self.app;
        check_room(
            &app.store,
            &self.actor,
            &app.files,
            &self.path.0,
            &self.place,
        )
        .await
    }

    /// Takes the file. Who may, and whether there is room, is asked before a byte of it is read.
    pub async fn take(&self, request: Request) -> Result<Added, NotTaken> {
        let received = self.receive(request).await?;
        let file = (received.id, received.file, received.typed_name.as_str());
        let (app, reference) = (&self.app, &self.path.0);
        let added = accept(
            &app.store,
            &self.actor,
            &app.files,
            reference,
            &self.place,
            file,
        );
        Ok(added.await?)
    }

    async fn receive(&self, request: Request) -> Result<Received, NotTaken> {
        let Some(boundary) = boundary(&request) else {
            Posted::from_request(request, &self.app).await?.finish()?;
            self.check_room().await?;
            return Err(NotTaken::Wrong(NONE));
        };
        let organisation = self.check_room().await?;
        let place = self.app.uploads.begin(self.actor.user, organisation);
        let place = place.ok_or(NotTaken::Wrong(TOO_MANY))?;
        let blobs = self.app.files.taking().ok_or(AddError::NoFiles)?;
        let token = self.furniture.csrf_token();
        let expected = Expected {
            place: &place,
            token: &token,
            texts: &[],
        };
        let (body, mut nothing) = (request.into_body(), BTreeMap::new());
        Ok(receive(blobs, body, boundary, &expected, &mut nothing).await?)
    }

    /// On to where the file is described.
    pub fn describe(&self, added: &Added) -> Reply {
        let next = self.path.at(&format!("documents/{}/change", added.id));
        reply::see_other_saying(&next, &format!("{} uploaded", added.file_name))
    }
}
