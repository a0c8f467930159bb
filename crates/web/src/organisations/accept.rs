//! The link of an invitation: who invites, to what, as what. Opening it changes nothing.

use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use crate::{App, PageError};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use domain::credential::Token;
use domain::when;
use govuk::{Button, Layout, PostForm, SummaryList, SummaryRow};
use policy::Actor;
use service::invitations::{self, AcceptError, Invitation};
use time::OffsetDateTime;

#[derive(Template)]
#[template(path = "organisations/accept.html")]
struct AcceptPage {
    layout: Layout,
    details: Option<SummaryList>,
    stage: Stage,
}

/// What the person can do about the invitation.
enum Stage {
    /// Signed in with its address.
    Accept(PostForm),
    /// Signed in with another address: theirs, and the invitation's with its name hidden.
    OtherAddress { theirs: String, invited: String },
    /// Not signed in.
    SignedOut { next: String, invited: String },
    /// It can't be used any more: why.
    Gone(&'static str),
}

/// Why an invitation can't be used, if it can't.
fn why_gone(invitation: Option<&Invitation>, now: OffsetDateTime) -> Option<&'static str> {
    match invitation {
        None => Some("There is no invitation with this link. Part of the link may be missing."),
        Some(one) if one.accepted_at.is_some() => {
            Some("It was accepted. If you accepted it, sign in to work on the applications.")
        }
        Some(one) if one.cancelled_at.is_some() => {
            Some("It was cancelled, or a newer invitation took its place. Look for a newer email.")
        }
        Some(one) if one.expires_at <= now => {
            Some("It has run out: an invitation works for 7 days.")
        }
        Some(_) => None,
    }
}

fn details(invitation: &Invitation) -> SummaryList {
    SummaryList::new()
        .row(SummaryRow::new(
            "Organisation",
            &invitation.organisation_name,
        ))
        .row(SummaryRow::new("Invited by", &invitation.invited_by_name))
        .row(SummaryRow::new("Your role", invitation.role.title()))
        .row(SummaryRow::new(
            "Open until",
            when::date_and_time(invitation.expires_at),
        ))
}

fn layout(furniture: &Furniture, actor: Option<&Actor>) -> Layout {
    actor.map_or_else(
        || furniture.public(),
        |actor| furniture.supplier(actor, None),
    )
}

fn gone(furniture: &Furniture, actor: Option<&Actor>, why: &'static str) -> Reply {
    let page = AcceptPage {
        layout: layout(furniture, actor).title("This invitation does not work any more"),
        details: None,
        stage: Stage::Gone(why),
    };
    reply::page(StatusCode::GONE, &page)
}

fn is_for(invitation: &Invitation, actor: &Actor) -> bool {
    invitation.email.as_str().eq_ignore_ascii_case(&actor.email)
}

async fn find(app: &App, token: &str) -> Result<Option<(Token, Invitation)>, PageError> {
    let Some(token) = Token::parse(token) else {
        return Ok(None);
    };
    let found = invitations::find_presented(&app.store, &token).await?;
    Ok(found.map(|invitation| (token, invitation)))
}

pub async fn show(
    State(app): State<App>,
    person: Option<SignedIn>,
    furniture: Furniture,
    Path(token): Path<String>,
) -> Reply {
    let actor = person.map(|SignedIn(actor)| actor);
    let found = find(&app, &token).await?;
    let invitation = found.as_ref().map(|(_, invitation)| invitation);
    if let Some(why) = why_gone(invitation, app.clock.now()) {
        return gone(&furniture, actor.as_ref(), why);
    }
    let (token, invitation) = found.ok_or(PageError::Gone)?;
    let path = format!("/invitations/{}", token.reveal());
    let title = format!("Join {}", invitation.organisation_name);
    let layout = layout(&furniture, actor.as_ref()).title(title);
    let stage = match actor {
        Some(actor) if is_for(&invitation, &actor) => {
            let button = Button::primary("Accept the invitation");
            Stage::Accept(PostForm::new(path, layout.csrf(), button))
        }
        Some(actor) => Stage::OtherAddress {
            theirs: actor.email,
            invited: invitation.email.masked(),
        },
        None => Stage::SignedOut {
            next: path,
            invited: invitation.email.masked(),
        },
    };
    let details = Some(details(&invitation));
    reply::ok(&AcceptPage {
        layout,
        details,
        stage,
    })
}

pub async fn submit(
    State(app): State<App>,
    person: Option<SignedIn>,
    furniture: Furniture,
    Path(token): Path<String>,
    posted: Posted,
) -> Reply {
    posted.finish()?;
    let found = find(&app, &token).await?;
    let invitation = found.as_ref().map(|(_, invitation)| invitation);
    let actor = person.map(|SignedIn(actor)| actor);
    if let Some(why) = why_gone(invitation, app.clock.now()) {
        return gone(&furniture, actor.as_ref(), why);
    }
    let (token, invitation) = found.ok_or(PageError::Gone)?;
    let Some(actor) = actor.filter(|actor| is_for(&invitation, actor)) else {
        return reply::see_other(&format!("/invitations/{}", token.reveal()));
    };
    match invitations::accept(&app.store, &actor, invitation.id).await {
        Ok(accepted) => {
            let name = accepted.organisation_name;
            reply::see_other_saying("/home", &format!("You joined {name}"))
        }
        Err(AcceptError::Gone) => gone(&furniture, Some(&actor), "It was used a moment ago."),
        Err(AcceptError::Store(error)) => Err(error.into()),
    }
}
