//! An application that is open: extracted from the address and the session, in one statement.

use super::address::At;
use super::presence;
use crate::furniture::Furniture;
use crate::reply;
use crate::signed_in::Presented;
use crate::{App, PageError};
use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::Method;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use domain::credential::Credential;
use domain::reference::ApplicationReference;
use govuk::Layout;
use questions::{Answers, Page, QuestionSet, Values};
use service::answers::{MarkError, NotAllowed, RemoveError, SaveError};
use service::applications::{Form, OpenError};
use std::borrow::Cow;

/// An application that is open, and what its pages need to be drawn.
pub struct Opened {
    pub app: App,
    pub furniture: Furniture,
    pub form: Form,
    credential: Credential,
}

impl FromRequestParts<App> for Opened {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let refuse = PageError::into_response;
        let furniture = Furniture::from_request_parts(parts, app)
            .await
            .map_err(refuse)?;
        let Ok(Presented(credential)) = Presented::from_request_parts(parts, app).await;
        let params = RawPathParams::from_request_parts(parts, app).await;
        let params = params.map_err(|error| refuse(PageError::internal(error)))?;
        let typed = params.iter().find(|(name, _)| *name == "reference");
        let typed = typed.map_or("", |(_, value)| value);
        let reference =
            ApplicationReference::parse(typed).ok_or_else(|| refuse(PageError::NotFound))?;
        if parts.method == Method::GET && typed != reference.as_str() {
            return Err(canonical(parts, &reference));
        }
        let tail = params.iter().find(|(name, _)| *name == "tail");
        let tail = tail.filter(|_| parts.method == Method::GET);
        let place = tail.and_then(|(_, tail)| presence::place(tail));
        let form = service::applications::open_at(&app.store, credential, &reference, place);
        Ok(Self {
            form: form.await.map_err(|error| refuse(error.into()))?,
            app: app.clone(),
            furniture,
            credential,
        })
    }
}

/// Leads to the same page under the reference as it is written properly.
fn canonical(parts: &Parts, reference: &ApplicationReference) -> Response {
    let path = parts.uri.path();
    // The reference stands between the third slash and the next one, however it is encoded.
    let rest = path
        .splitn(4, '/')
        .nth(3)
        .map_or(String::new(), |rest| format!("/{rest}"));
    let query = parts
        .uri
        .query()
        .map_or(String::new(), |query| format!("?{query}"));
    reply::see_other(&format!("/applications/{reference}{rest}{query}"))
        .unwrap_or_else(IntoResponse::into_response)
}

impl Opened {
    /// The application as the holder of this credential sees it.
    pub async fn load(
        app: App,
        furniture: Furniture,
        credential: Credential,
        reference: &ApplicationReference,
    ) -> Result<Self, PageError> {
        let form = service::applications::open(&app.store, credential, reference).await?;
        Ok(Self {
            app,
            furniture,
            form,
            credential,
        })
    }

    /// The same application as it is now.
    pub async fn again(self) -> Result<Self, PageError> {
        self.reloaded().await
    }

    /// The same, beside what was loaded before.
    pub async fn reloaded(&self) -> Result<Self, PageError> {
        let reference = &self.form.case.application.reference;
        let (app, furniture) = (self.app.clone(), self.furniture.clone());
        Self::load(app, furniture, self.credential, reference).await
    }

    /// The same application with this answer saved, without asking the database.
    pub fn with(&self, at: &At, values: &Values) -> Self {
        let mut form = self.form.clone();
        let stored = &mut form.case.stored;
        stored.answers.insert(&at.page.id, at.item, values.clone());
        Self {
            app: self.app.clone(),
            furniture: self.furniture.clone(),
            form,
            credential: self.credential,
        }
    }

    /// The question set that the application began with.
    pub fn set(&self) -> &'static QuestionSet {
        self.form.set()
    }

    /// What has been answered.
    pub fn answers(&self) -> &Answers {
        &self.form.case.stored.answers
    }

    /// The page as it is asked now: with the fields that other answers call for and, while the PSN team
    /// asks about some questions, only with those of these.
    pub fn asked(&self, at: &At) -> Cow<'static, Page> {
        self.form
            .open_fields(at.page.as_asked(self.answers(), at.item))
    }

    /// The address of the application.
    pub fn root(&self) -> String {
        format!("/applications/{}", self.form.case.application.reference)
    }

    /// An address under the application.
    pub fn path(&self, tail: &str) -> String {
        format!("{}/{tail}", self.root())
    }

    /// The address of a question page.
    pub fn path_of(&self, at: &At) -> String {
        self.path(&at.page.path_for(at.item))
    }

    /// What surrounds a page of this application.
    pub fn layout(&self, title: impl Into<String>) -> Layout {
        let organisation = self.form.case.application.organisation;
        self.furniture
            .supplier(&self.form.actor, Some(organisation))
            .title(title)
            // A page of one task says so instead.
            .section(self.form.case.application.service_title())
    }
}

impl From<OpenError> for PageError {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::SignedOut => Self::SignedOut,
            OpenError::SecondFactorMissing => Self::SecondFactorMissing,
            OpenError::NotFound => Self::NotFound,
            OpenError::Store(error) => error.into(),
        }
    }
}

impl From<NotAllowed> for PageError {
    fn from(error: NotAllowed) -> Self {
        match error {
            NotAllowed::Denied(denied) => denied.into(),
            NotAllowed::Locked => Self::Conflict,
        }
    }
}

impl From<SaveError> for PageError {
    fn from(error: SaveError) -> Self {
        match error {
            SaveError::NotAllowed(error) => error.into(),
            SaveError::Store(error) => error.into(),
        }
    }
}

impl From<RemoveError> for PageError {
    fn from(error: RemoveError) -> Self {
        match error {
            RemoveError::NotAllowed(error) => error.into(),
            RemoveError::Store(error) => error.into(),
        }
    }
}

impl From<MarkError> for PageError {
    fn from(error: MarkError) -> Self {
        match error {
            MarkError::Denied(denied) => denied.into(),
            MarkError::NotDraft
            | MarkError::NotComplete
            | MarkError::Unseen(_)
            | MarkError::Moved => Self::Conflict,
            MarkError::Store(error) => error.into(),
        }
    }
}
