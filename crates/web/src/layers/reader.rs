//! Who reads the page of an error: a person who is signed in keeps their navigation there, so that
//! a mistyped address takes nobody's way back.
//!
//! Error pages are drawn outside of the session and the visit. What they need of both is left for
//! them in the answer.

use crate::App;
use crate::accounts::account::own_layout;
use crate::accounts::home_of;
use crate::furniture::Furniture;
use crate::layers::error_pages;
use crate::signed_in::Presented;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use domain::credential::Credential;
use govuk::Layout;

/// Who reads the page of an error.
#[derive(Clone)]
pub struct Reader {
    /// What surrounds the pages of this person.
    pub layout: Layout,
    /// Whether they are of the PSN team.
    pub is_team: bool,
    /// The way to the page where they begin: its address, and the words of the link.
    pub home: (&'static str, &'static str),
}

impl Reader {
    /// Somebody of whom nothing is known.
    pub fn nobody(furniture: &Furniture) -> Self {
        Self {
            layout: furniture.public(),
            is_team: false,
            home: ("/", "Go to the start page"),
        }
    }
}

/// Leaves the reader in an answer that is refused. Nobody is looked up after a fault of ours, which
/// may be the database's.
pub async fn remember(
    State(app): State<App>,
    furniture: Furniture,
    Presented(credential): Presented,
    request: Request,
    next: Next,
) -> Response {
    let mut response = next.run(request).await;
    if !response.status().is_client_error() || !error_pages::is_to_be_drawn(&response) {
        return response;
    }
    if credential != Credential::ANONYMOUS
        && let Ok(Some(actor)) = app.store.actor(credential).await
    {
        // A message waits for the page that it was left for.
        let furniture = furniture.without_message();
        let layout = if actor.lacks_second_factor {
            furniture.before_second_factor(&actor)
        } else {
            own_layout(&furniture, &actor)
        };
        let is_team = actor.team_role.is_some();
        let home = if is_team {
            (home_of(&actor), "Go to the queue")
        } else {
            (home_of(&actor), "Go to your applications")
        };
        let reader = Reader {
            layout,
            is_team,
            home,
        };
        response.extensions_mut().insert(reader);
    }
    response
}
