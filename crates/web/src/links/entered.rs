//! Which link an address names, and whether this browser has entered its code.

use crate::furniture::Furniture;
use crate::reply::{Reply, see_other};
use crate::{App, PageError, cookies};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use domain::credential::{Credential, Token};
use service::links::{Asked, Door, Standing};

/// For whom a link is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkKind {
    /// An infrastructure owner.
    Owner,
    /// A signatory.
    Signatory,
}

impl LinkKind {
    fn folder(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Signatory => "sign",
        }
    }

    /// True when this is what the link leads to.
    fn fits(self, door: &Door) -> bool {
        match door.asked {
            Asked::Owner(_) => self == Self::Owner,
            Asked::Signatory(_) => self == Self::Signatory,
        }
    }
}

/// The token in `/sign/{token}/…` or `/owner/{token}/…`.
pub struct LinkPath {
    /// For whom.
    pub kind: LinkKind,
    /// The token.
    pub token: Token,
}

impl LinkPath {
    /// The address of the first page.
    pub fn first(&self) -> String {
        format!("/{}/{}", self.kind.folder(), self.token.reveal())
    }

    /// The address of a page behind it.
    pub fn at(&self, page: &str) -> String {
        format!("{}/{page}", self.first())
    }

    /// The page after the code.
    pub fn after_code(&self) -> String {
        self.at(match self.kind {
            LinkKind::Owner => "service",
            LinkKind::Signatory => "authority",
        })
    }

    /// The page that shows what was answered.
    pub fn answered(&self, standing: Standing) -> String {
        self.at(match (self.kind, standing) {
            (LinkKind::Owner, _) => "done",
            (LinkKind::Signatory, Standing::Declined) => "told",
            (LinkKind::Signatory, _) => "signed",
        })
    }

    /// What the link leads to, for whoever holds it.
    pub async fn look(&self, app: &App) -> Result<Door, PageError> {
        let door = service::links::look(&app.store, &self.token).await?;
        door.filter(|door| self.kind.fits(door))
            .ok_or(PageError::NotFound)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for LinkPath {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, PageError> {
        let mut segments = parts.uri.path().split('/').skip(1);
        let kind = match segments.next() {
            Some("owner") => LinkKind::Owner,
            Some("sign") => LinkKind::Signatory,
            _ => return Err(PageError::NotFound),
        };
        let token = segments.next().and_then(Token::parse);
        token
            .map(|token| Self { kind, token })
            .ok_or(PageError::NotFound)
    }
}

/// The digest of the cookie of this browser; anonymous when it has none.
pub fn browser(app: &App, parts: &Parts) -> Credential {
    cookies::get(app, &parts.headers, cookies::LINK)
        .and_then(|text| Token::parse(&text))
        .map_or(Credential::ANONYMOUS, |token| token.credential())
}

/// Gives the browser the cookie that it entered the code for.
pub fn remember(response: &mut Response, app: &App, secret: &Token) -> Result<(), PageError> {
    cookies::set(app, response, cookies::LINK, secret.reveal(), None)
}

/// A browser that has entered the code of the link in the address; any other browser is sent to
/// the link's first page.
pub struct Entered {
    /// The link in the address.
    pub path: LinkPath,
    /// What it leads to.
    pub door: Door,
    /// What the database knows the browser by.
    pub browser: Credential,
}

impl Entered {
    /// Where to go instead of a page that only an open request has; nothing while it is open.
    pub fn elsewhere(&self, furniture: &Furniture) -> Option<Reply> {
        match self.door.standing {
            Standing::Open => None,
            standing @ (Standing::Answered | Standing::Declined | Standing::SignedInVain) => {
                Some(see_other(&self.path.answered(standing)))
            }
            _ => Some(super::gone(furniture, &self.path, &self.door)),
        }
    }
}

impl FromRequestParts<App> for Entered {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let path = LinkPath::from_request_parts(parts, app)
            .await
            .map_err(IntoResponse::into_response)?;
        let browser = browser(app, parts);
        let door = service::links::enter(&app.store, &path.token, browser)
            .await
            .map_err(|error| PageError::from(error).into_response())?;
        match door.filter(|door| path.kind.fits(door)) {
            Some(door) => Ok(Self {
                path,
                door,
                browser,
            }),
            None => Err(elsewhere(&path, app)
                .await
                .unwrap_or_else(IntoResponse::into_response)),
        }
    }
}

/// To the link's first page, if there is such a link.
async fn elsewhere(path: &LinkPath, app: &App) -> Reply {
    path.look(app).await?;
    see_other(&path.first())
}
