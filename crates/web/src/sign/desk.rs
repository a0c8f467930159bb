//! What every page of an open request to sign needs.

use crate::furniture::Furniture;
use crate::links::{Entered, LinkPath};
use crate::reply::{Reply, see_other};
use crate::{App, PageError};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use domain::credential::Credential;
use domain::signature_request::SignatureRequest;
use govuk::Layout;
use service::links::Standing;
use service::signature_requests::SignError;
use service::snapshot::Reading;
use store::signature_requests::Frozen;

/// A request that this browser may still sign; others are led to where they belong.
pub struct Desk {
    /// The link.
    pub path: LinkPath,
    /// What the database knows the browser by.
    pub browser: Credential,
    /// The request.
    pub request: SignatureRequest,
    /// Everything that pages can reach.
    pub app: App,
    furniture: Furniture,
}

impl FromRequestParts<App> for Desk {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let entered = Entered::from_request_parts(parts, app).await?;
        let furniture = Furniture::from_request_parts(parts, app)
            .await
            .map_err(IntoResponse::into_response)?;
        if let Some(elsewhere) = entered.elsewhere(&furniture) {
            return Err(elsewhere.unwrap_or_else(IntoResponse::into_response));
        }
        let Some(request) = entered.door.signature_request().cloned() else {
            return Err(PageError::NotFound.into_response());
        };
        Ok(Self {
            path: entered.path,
            browser: entered.browser,
            request,
            app: app.clone(),
            furniture,
        })
    }
}

impl Desk {
    /// The layout of a page of this title.
    pub fn layout(&self, title: &str) -> Layout {
        self.furniture
            .link()
            .title(title)
            .section(&self.request.service_name)
    }

    /// The frozen text, read for people.
    pub async fn reading(&self) -> Result<(Reading, Frozen), PageError> {
        let (store, id) = (&self.app.store, self.request.id);
        let reading = service::signature_requests::reading(store, self.browser, id).await?;
        reading.ok_or(PageError::NotFound)
    }

    /// Where a refused step leads.
    pub fn after(&self, error: SignError) -> Reply {
        match error {
            // The link's first page says how it stands now.
            SignError::NotEntered => see_other(&self.path.first()),
            // Whoever signed a moment ago, perhaps by pressing the button twice, sees that.
            SignError::Closed => see_other(&self.path.answered(Standing::Answered)),
            SignError::NoAuthority => see_other(&self.path.at("authority")),
            SignError::OtherText => Err(PageError::Conflict),
            SignError::Store(error) => Err(error.into()),
        }
    }
}
