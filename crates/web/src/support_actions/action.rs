//! What was proposed, and what a second person says.

use super::{PATH, action_id};
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use crate::{App, PageError};
use askama::Template;
use axum::extract::{Path, State};
use domain::support_action::SupportState;
use domain::when;
use govuk::{Button, Layout, PostForm, SummaryList, SummaryRow};
use policy::team::ProposeSupport;
use policy::{Actor, authorise_team, is_offered_team};
use service::support_actions::{self, DecideSupportError};
use store::support_actions::SupportAction;
use time::OffsetDateTime;

const OUTCOME: &str = "outcome";

#[derive(Template)]
#[template(path = "support_actions/action.html")]
struct ActionPage {
    layout: Layout,
    details: SummaryList,
    is_own: bool,
    has_run_out: bool,
    forms: Vec<PostForm>,
}

fn details(action: &SupportAction) -> SummaryList {
    let mut details = SummaryList::new()
        .row(SummaryRow::new("Person", &action.user_name))
        .row(SummaryRow::new("Email address", &action.user_email));
    if let Some((_, name)) = &action.organisation {
        details = details.row(SummaryRow::new("Organisation", name));
    }
    if let Some((before, after)) = &action.registration {
        details = details.rows([
            SummaryRow::new("Registration when it was proposed", before),
            SummaryRow::new("To be corrected to", after),
        ]);
    }
    let proposed = when::date_and_time(action.proposed_at);
    details = details
        .row(SummaryRow::new("Reason", &action.reason))
        .row(SummaryRow::new(
            "Proposed",
            format!("{proposed}, by {}", action.proposed_by_name),
        ))
        .row(SummaryRow::new("Status", action.state.title()));
    match &action.decided {
        Some((at, by)) => {
            let decided = format!("{}, by {by}", when::date_and_time(*at));
            details.row(SummaryRow::new("Decided", decided))
        }
        None => details.row(SummaryRow::new(
            "Open until",
            when::date_and_time(action.expires_at),
        )),
    }
}

/// What this person can do about it now.
fn forms(
    layout: &Layout,
    actor: &Actor,
    action: &SupportAction,
    now: OffsetDateTime,
) -> Vec<PostForm> {
    let may = is_offered_team::<ProposeSupport>(actor);
    if !may || action.state != SupportState::Proposed {
        return Vec::new();
    }
    let form = |outcome: SupportState, button| {
        let path = format!("{PATH}/{}", action.id);
        PostForm::new(path, layout.csrf(), button).hidden(OUTCOME, outcome.as_str())
    };
    if action.proposed_by == actor.user {
        let button = Button::secondary("Withdraw the proposal");
        return vec![form(SupportState::Withdrawn, button)];
    }
    let refuse = form(SupportState::Refused, Button::secondary("Refuse"));
    if action.expires_at <= now {
        return vec![refuse];
    }
    let approve = Button::primary("Approve and do it now");
    vec![form(SupportState::Approved, approve), refuse]
}

pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Path(id): Path<String>,
) -> Reply {
    let action = support_actions::find(&app.store, &actor, action_id(&id)?).await?;
    let now = app.clock.now();
    let layout = furniture.team(&actor).title(action.kind.title()).back(PATH);
    let is_proposed = action.state == SupportState::Proposed;
    reply::ok(&ActionPage {
        details: details(&action),
        is_own: is_proposed && action.proposed_by == actor.user,
        has_run_out: is_proposed && action.expires_at <= now,
        forms: forms(&layout, &actor, &action, now),
        layout,
    })
}

pub async fn submit(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<String>,
    mut posted: Posted,
) -> Reply {
    authorise_team::<ProposeSupport>(&actor)?;
    let id = action_id(&id)?;
    let outcome = SupportState::parse(&posted.take(OUTCOME));
    posted.finish()?;
    let outcome = outcome.filter(|outcome| *outcome != SupportState::Proposed);
    let outcome = outcome.ok_or(PageError::Unreadable)?;
    let path = format!("{PATH}/{id}");
    match support_actions::decide(&app.store, &actor, id, outcome, &app.public_url).await {
        Ok(()) => reply::see_other_saying(&path, outcome.title()),
        Err(DecideSupportError::NumberTaken) => reply::see_other_noting(
            &path,
            "Nothing was changed: another organisation has this number by now",
        ),
        Err(error) => Err(error.into()),
    }
}
