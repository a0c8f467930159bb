//! Where somebody is signed in, and signing out there.

use super::account::own_layout;
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use crate::{App, PageError};
use askama::Template;
use axum::extract::{Path, State};
use domain::when;
use govuk::{Button, Layout, PostForm, SummaryList, SummaryRow};
use service::sessions::{self, Listed};
use time::OffsetDateTime;

const PATH: &str = "/account/sessions";

struct Shown {
    name: String,
    facts: SummaryList,
    /// Signs it out; none for the one that is open.
    end: Option<PostForm>,
}

#[derive(Template)]
#[template(path = "accounts/sessions.html")]
struct SessionsPage {
    layout: Layout,
    sessions: Vec<Shown>,
    end_others: Option<PostForm>,
}

fn shown(layout: &Layout, session: Listed, now: OffsetDateTime) -> Shown {
    let facts = SummaryList::new()
        .row(SummaryRow::new("Network", &session.network))
        .row(SummaryRow::new(
            "Signed in",
            when::relative(session.began_at, now),
        ))
        .row(SummaryRow::new(
            "Last used",
            when::relative(session.last_seen_at, now),
        ));
    // Sessions from before devices were noted have none.
    let device = if session.device.is_empty() {
        "A browser".to_owned()
    } else {
        session.device
    };
    let end = (!session.is_this).then(|| {
        let button = Button::secondary(format!("Sign out {device}"));
        PostForm::new(format!("{PATH}/{}/end", session.id), layout.csrf(), button)
    });
    Shown {
        name: device,
        facts,
        end,
    }
}

pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
) -> Reply {
    let list = sessions::list(&app.gate, &actor).await?;
    let layout = own_layout(&furniture, &actor)
        .title("Where you are signed in")
        .back("/account");
    let now = app.clock.now();
    let sessions: Vec<Shown> = list
        .into_iter()
        .map(|session| shown(&layout, session, now))
        .collect();
    let end_others = (sessions.len() > 1).then(|| {
        let button = Button::warning("Sign out all other devices");
        PostForm::new(format!("{PATH}/end-others"), layout.csrf(), button)
    });
    reply::ok(&SessionsPage {
        layout,
        sessions,
        end_others,
    })
}

/// Ends one.
pub async fn end(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<String>,
    posted: Posted,
) -> Reply {
    posted.finish()?;
    let id = id.parse().map_err(|_| PageError::NotFound)?;
    // Whoever presses twice, or is late, finds it ended all the same.
    sessions::end(&app.gate, &actor, id).await?;
    reply::see_other_saying(PATH, "You signed out that device")
}

/// Ends all but this one.
pub async fn end_others(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    posted: Posted,
) -> Reply {
    posted.finish()?;
    sessions::end_others(&app.gate, &actor).await?;
    reply::see_other_saying(PATH, "You signed out all other devices")
}
