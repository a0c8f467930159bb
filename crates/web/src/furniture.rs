//! What surrounds a page: whose it is, where it leads, the token of its forms.

use crate::forms::PARTED;
use crate::layers::visit::Visit;
use crate::{App, PageError, kept_forms};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::id::{OrganisationId, UserId};
use govuk::{
    FormState, HiddenInput, Layout, NavigationItem, NotificationBanner, PhaseBanner, SignedIn,
};
use policy::team::{ManageTeam, ReadSupport};
use policy::{Actor, is_offered_team};
use service::kept_answers::Fields;
use std::fmt::Display;
use std::sync::Arc;
use tower_sessions::Session;

/// The supplier's side of the service.
pub const SUPPLIER_SERVICE: &str = "Apply to provide a PSN service";
/// The team's side of the service.
pub const TEAM_SERVICE: &str = "Assess PSN service applications";
/// The public register.
pub const REGISTER_SERVICE: &str = "Find a PSN-compliant service";
/// Where a supplier's applications are listed.
const HOME: &str = "/home";
/// What the header says in the generic brand.
const OWNER: &str = "Public Services Network";

/// Makes layouts for the pages of one request.
#[derive(Clone)]
pub struct Furniture {
    app: App,
    visit: Visit,
    session: String,
    path: String,
    typed_before: Option<Arc<Fields>>,
}

/// The token of the forms of a browser with this visit and this session.
pub fn csrf_token(app: &App, visit: &str, session: &str) -> String {
    let parts = [visit.as_bytes(), session.as_bytes()];
    URL_SAFE_NO_PAD.encode(app.session_key.digest("form", &parts))
}

/// The part of a token that says for whom a page was made: for this person in the browser with this
/// visit, whatever the session.
pub fn person_token(app: &App, visit: &str, person: UserId) -> String {
    let parts = [visit.as_bytes(), person.0.as_bytes()];
    URL_SAFE_NO_PAD.encode(app.session_key.digest("person of a form", &parts))
}

impl FromRequestParts<App> for Furniture {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, PageError> {
        let visit = parts.extensions.get::<Visit>().cloned();
        let session = parts.extensions.get::<Session>().and_then(Session::id);
        let typed_before = kept_forms::typed_before(parts, app).await?;
        Ok(Self {
            app: app.clone(),
            visit: visit.ok_or_else(|| PageError::internal("the visit layer is missing"))?,
            session: session.map(|id| id.to_string()).unwrap_or_default(),
            path: parts.uri.path().to_owned(),
            typed_before: typed_before.map(Arc::new),
        })
    }
}

impl Furniture {
    /// For a page outside of everything that knows the browser, such as one that says that too much is
    /// going on.
    pub fn of_nobody(app: &App) -> Self {
        Self {
            app: app.clone(),
            visit: Visit::bare(),
            session: String::new(),
            path: String::new(),
            typed_before: None,
        }
    }

    /// The token of this browser's forms: bound to its visit and its session.
    pub fn csrf_token(&self) -> String {
        csrf_token(&self.app, self.visit.token(), &self.session)
    }

    /// The token of the forms on this person's pages: it says too for whom they were made, so that
    /// what is typed there can be kept for them when the session is another one by then.
    fn token_of(&self, actor: &Actor) -> String {
        let person = person_token(&self.app, self.visit.token(), actor.user);
        format!("{}{PARTED}{person}", self.csrf_token())
    }

    /// The same for the page of an error: the message for the next page stays for the one after.
    #[must_use]
    pub fn without_message(&self) -> Self {
        Self {
            visit: self.visit.without_message(),
            typed_before: None,
            ..self.clone()
        }
    }

    /// What the form of this page begins with: what its person typed when it could not be taken, if
    /// they come back for that, or else this.
    pub fn form(&self, otherwise: FormState) -> FormState {
        let Some(fields) = &self.typed_before else {
            return otherwise;
        };
        let mut form = FormState::new();
        for (name, values) in fields.iter() {
            form.set_all(name, values.iter().cloned());
        }
        form
    }

    /// Whether the form of this page begins with what was typed when another version than this was
    /// saved there, or something else was read, by the field of this name.
    pub fn was_typed_before(&self, field: &str, version: impl Display) -> bool {
        let fields = self.typed_before.as_ref();
        let seen = fields.and_then(|fields| fields.get(field)?.first());
        seen.is_some_and(|seen| *seen != version.to_string())
    }

    /// A page for anybody on the supplier's side.
    pub fn public(&self) -> Layout {
        self.shell(SUPPLIER_SERVICE).navigation("/", [])
    }

    /// A page for whoever reads it: a signed-in person keeps their navigation.
    pub fn public_for(&self, actor: Option<&Actor>) -> Layout {
        actor.map_or_else(|| self.public(), |actor| self.supplier(actor, None))
    }

    /// A page of the public register. It is the same for everybody, so that it may be
    /// kept by proxies: no token, no message.
    pub fn register(&self) -> Layout {
        let items = self.items(&[
            ("/register", "Find a service"),
            ("/verify", "Check a certificate"),
        ]);
        self.bare(REGISTER_SERVICE).navigation("/register", items)
    }

    /// A page behind an e-mailed link: the name only, no links.
    pub fn link(&self) -> Layout {
        self.shell(SUPPLIER_SERVICE)
    }

    /// A page of a supplier. `organisation` is the one that the page is about; without it
    /// the person's only one, if there is just one, is shown.
    pub fn supplier(&self, actor: &Actor, organisation: Option<OrganisationId>) -> Layout {
        let membership = match organisation {
            Some(id) => actor.memberships.iter().find(|m| m.organisation == id),
            None => match actor.memberships.as_slice() {
                [only] => Some(only),
                _ => None,
            },
        };
        let organisation_path =
            membership.map(|membership| format!("/organisations/{}", membership.organisation));
        let mut places = vec![(HOME, "Applications"), ("/certificates", "Certificates")];
        places.extend(
            organisation_path
                .as_deref()
                .map(|path| (path, "Organisation")),
        );
        places.push(("/account", "Your account"));
        let mut person = self.person(actor);
        if let Some(membership) = membership {
            person = person.organisation(&membership.organisation_name);
        } else if actor.memberships.len() > 1 {
            person = person.organisation("all your organisations");
        }
        if actor.memberships.len() > 1 {
            person = person.switch_href("/organisations");
        }
        self.shell(SUPPLIER_SERVICE)
            .csrf_token(self.token_of(actor))
            .navigation(HOME, self.items(&places))
            .signed_in(person)
    }

    /// A page of the PSN team.
    pub fn team(&self, actor: &Actor) -> Layout {
        let mut places = vec![
            ("/team", "Queue"),
            ("/team/enquiries", "Questions"),
            ("/team/certificates", "Certificates"),
        ];
        if is_offered_team::<ManageTeam>(actor) {
            places.push(("/team/admin/people", "Team"));
        }
        if is_offered_team::<ReadSupport>(actor) {
            places.push(("/team/admin/support", "Support"));
        }
        places.push(("/account", "Your account"));
        let role = actor.team_role.map_or("", domain::role::TeamRole::title);
        self.shell(TEAM_SERVICE)
            .csrf_token(self.token_of(actor))
            .navigation("/team", self.items(&places))
            .signed_in(self.person(actor).organisation(format!("PSN team, {role}")))
    }

    /// A page for somebody who has to set up a second factor first: nothing but signing out.
    pub fn before_second_factor(&self, actor: &Actor) -> Layout {
        let layout = self.shell(SUPPLIER_SERVICE).navigation("/", []);
        layout.signed_in(self.person(actor))
    }

    fn person(&self, actor: &Actor) -> SignedIn {
        let csrf = HiddenInput::new(govuk::CSRF_FIELD, self.csrf_token());
        SignedIn::new(&actor.name, "/sign-out", csrf)
    }

    fn shell(&self, service: &str) -> Layout {
        let said = self.visit.take_message().map(|said| {
            if said.is_important {
                NotificationBanner::information(&said.text)
            } else {
                NotificationBanner::success(&said.text)
            }
        });
        let banner = said.or_else(|| {
            let banner = NotificationBanner::information("We kept what you typed");
            let body = "We have not sent it. Check it, then send it again.";
            self.typed_before.as_ref().map(|_| banner.body(body))
        });
        self.bare(service)
            .csrf_token(self.csrf_token())
            .banner(banner)
    }

    /// A page without anything of the person's own.
    fn bare(&self, service: &str) -> Layout {
        let layout = Layout::new(self.app.brand, OWNER, service, self.app.assets.for_layout());
        if self.app.demonstration.is_some() {
            layout.phase(PhaseBanner::new(
                "Demonstration",
                "Nothing here is real. Mail is kept at /demo/mail.",
            ))
        } else {
            layout
        }
    }

    /// Links to these places. Of those that the page is at or below, the nearest is marked.
    fn items(&self, places: &[(&str, &str)]) -> Vec<NavigationItem> {
        let around = places.iter().map(|(path, _)| *path);
        let nearest = around
            .filter(|path| self.is_within(path))
            .max_by_key(|path| path.len());
        let items = places.iter().map(|(path, text)| {
            let is_here = self.path == *path;
            NavigationItem::new(*path, *text)
                .current_page(is_here)
                .current_section(!is_here && nearest == Some(path))
        });
        items.collect()
    }

    /// Whether the page is at this place or below it. The applications are below the home page.
    fn is_within(&self, place: &str) -> bool {
        let is_below = |place: &str| {
            let rest = self.path.strip_prefix(place);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        is_below(place) || (place == HOME && is_below("/applications"))
    }
}
