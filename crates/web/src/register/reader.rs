//! Who reads the register. The PSN team keeps its own menu there; for everybody else a page is the
//! same, so that it may be kept.

use crate::cached;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use askama::Template;
use axum::http::HeaderMap;
use govuk::Layout;
use policy::Actor;

/// Somebody of the team who is signed in, or anybody.
pub struct Reader(Option<Actor>);

impl Reader {
    /// Who reads, by who is signed in.
    pub fn of(person: Option<SignedIn>) -> Self {
        let actor = person.map(|SignedIn(actor)| actor);
        Self(actor.filter(|actor| actor.team_role.is_some()))
    }

    /// The layout of their pages.
    pub fn layout(&self, furniture: &Furniture) -> Layout {
        let actor = self.0.as_ref();
        actor.map_or_else(|| furniture.register(), |actor| furniture.team(actor))
    }

    /// A page with this layout: kept by browsers and proxies only when it is the same for everybody.
    pub fn answer(&self, headers: &HeaderMap, template: &impl Template) -> Reply {
        if self.0.is_some() {
            return reply::ok(template);
        }
        cached::page(headers, template)
    }
}
