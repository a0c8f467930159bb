//! What every page about the signature needs.

use crate::application_path::ApplicationPath;
use crate::furniture::Furniture;
use crate::reply::{Reply, see_other, see_other_noting, see_other_saying};
use crate::signed_in::SignedIn;
use crate::{App, PageError};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use domain::owner_request::Contact;
use domain::signature_request::SignatureMethod;
use govuk::Layout;
use policy::Actor;
use serde::{Deserialize, Serialize};
use service::signature_requests::{AskError, Status, status};
use tower_sessions::Session;

/// Where the session keeps who shall sign, until the request is sent.
const SESSION_KEY: &str = "signatory";

/// The application, how its signature stands, and who looks at it. Other organisations'
/// applications are not found.
pub struct Desk {
    /// The address.
    pub path: ApplicationPath,
    /// Who is signed in.
    pub actor: Actor,
    /// Everything that pages can reach.
    pub app: App,
    /// How the signature stands.
    pub status: Status,
    /// What surrounds its pages.
    pub furniture: Furniture,
    session: Session,
}

/// Who shall sign and how, as kept in the session.
#[derive(Serialize, Deserialize)]
struct Chosen {
    reference: String,
    name: String,
    job_title: String,
    email: String,
    #[serde(default)]
    is_in_ink: bool,
}

impl FromRequestParts<App> for Desk {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, PageError> {
        let path = ApplicationPath::from_request_parts(parts, app).await?;
        let SignedIn(actor) =
            <SignedIn as FromRequestParts<App>>::from_request_parts(parts, app).await?;
        let furniture = Furniture::from_request_parts(parts, app).await?;
        let session = parts.extensions.get::<Session>().cloned();
        let status = status(&app.store, &actor, &path.0).await?;
        Ok(Self {
            path,
            actor,
            app: app.clone(),
            status: status.ok_or(PageError::NotFound)?,
            furniture,
            session: session.ok_or_else(|| PageError::internal("the session layer is missing"))?,
        })
    }
}

/// What is said when no more requests are sent.
const SENT_TOO_MUCH: &str = "You have sent as many requests as you can in a day. We did not send this one – send it tomorrow";

impl Desk {
    /// The layout of a page of this title.
    pub fn layout(&self, title: &str) -> Layout {
        let application = &self.status.case.application;
        self.furniture
            .supplier(&self.actor, Some(application.organisation))
            .title(title)
            .section(application.service_title())
    }

    /// Who was chosen to sign this application and how, if somebody was in this session.
    pub async fn chosen(&self) -> Result<Option<(Contact, SignatureMethod)>, PageError> {
        let chosen: Option<Chosen> = self
            .session
            .get(SESSION_KEY)
            .await
            .map_err(PageError::internal)?;
        Ok(chosen
            .filter(|chosen| chosen.reference == self.path.0.as_str())
            .map(|chosen| {
                let contact = Contact {
                    name: chosen.name,
                    job_title: chosen.job_title,
                    email: chosen.email,
                };
                let method = if chosen.is_in_ink {
                    SignatureMethod::Ink
                } else {
                    SignatureMethod::Online
                };
                (contact, method)
            }))
    }

    /// Keeps who shall sign and how.
    pub async fn choose(
        &self,
        (contact, method): &(Contact, SignatureMethod),
    ) -> Result<(), PageError> {
        let chosen = Chosen {
            reference: self.path.0.to_string(),
            name: contact.name.clone(),
            job_title: contact.job_title.clone(),
            email: contact.email.clone(),
            is_in_ink: *method == SignatureMethod::Ink,
        };
        let kept = self.session.insert(SESSION_KEY, chosen).await;
        kept.map_err(PageError::internal)
    }

    /// Looks again how the signature stands.
    pub async fn look_again(&mut self) -> Result<(), PageError> {
        let status = status(&self.app.store, &self.actor, &self.path.0).await?;
        self.status = status.ok_or(PageError::NotFound)?;
        Ok(())
    }

    /// Refuses people who may only read.
    pub fn refuse_readers(&self) -> Result<(), PageError> {
        if self.status.may_ask {
            Ok(())
        } else {
            Err(PageError::Forbidden)
        }
    }

    /// To the page about the signature, when there is nothing to send any more.
    pub fn elsewhere(&self) -> Option<Reply> {
        (!self.status.is_sendable).then(|| see_other(&self.path.at("signature")))
    }

    /// Where an action leads.
    pub fn done(&self, result: Result<(), AskError>, message: &str) -> Reply {
        self.done_at("signature", result, message)
    }

    /// Where an action leads that goes on at this page.
    pub fn done_at(&self, page: &str, result: Result<(), AskError>, message: &str) -> Reply {
        match result {
            Ok(()) => see_other_saying(&self.path.at(page), message),
            Err(AskError::NotFound) => Err(PageError::NotFound),
            Err(AskError::Denied(denied)) => Err(denied.into()),
            // The check page lists what is left.
            Err(AskError::Unfinished(_)) => see_other(&self.path.at("signatory/check")),
            Err(AskError::NotNow | AskError::Unseen) => Err(PageError::Conflict),
            Err(AskError::RemindedToday) => see_other(&self.path.at("signature")),
            // Who was chosen is kept.
            Err(AskError::SentTooMuch) => {
                see_other_noting(&self.path.at("signatory/check"), SENT_TOO_MUCH)
            }
            Err(AskError::Store(error)) => Err(error.into()),
        }
    }
}
