//! Where a person without an organisation begins: invitations first, then setting one up.

use super::invitation_id;
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use crate::{App, PageError};
use askama::Template;
use axum::extract::State;
use domain::when;
use govuk::{Action, Button, Html, Layout, PostForm, SummaryCard, SummaryList, SummaryRow};
use service::invitations::{self, AcceptError, OpenInvitation};
use service::join_requests::{self, Offer, Standing};
use time::OffsetDateTime;

const PATH: &str = "/organisations/start";
const INVITATION: &str = "invitation";

#[derive(Template)]
#[template(path = "organisations/start.html")]
struct StartPage {
    layout: Layout,
    invitations: Vec<Html>,
    offers: Option<SummaryList>,
    set_up: Button,
}

fn card(layout: &Layout, invitation: &OpenInvitation) -> Html {
    let list = SummaryList::new()
        .row(SummaryRow::new("Invited by", &invitation.invited_by_name))
        .row(SummaryRow::new("Your role", invitation.role.title()))
        .row(SummaryRow::new(
            "Open until",
            when::date_and_time(invitation.expires_at),
        ));
    let card = SummaryCard::new(&invitation.organisation_name, list);
    let words = format!("Join {}", invitation.organisation_name);
    let form = PostForm::new(PATH, layout.csrf(), Button::primary(words));
    Html::of(&card).and(&form.hidden(INVITATION, invitation.id.to_string()))
}

/// An organisation that may be the person's own: its name, and what they asked.
fn offer(offer: &Offer, now: OffsetDateTime) -> SummaryRow {
    match offer.standing(now) {
        Standing::Open => {
            let path = format!("/organisations/{}/ask-to-join", offer.id);
            SummaryRow::new(
                &offer.name,
                "Someone with an address like yours belongs to it",
            )
            .action(Action::new(path, "Ask to join", offer.name.clone()))
        }
        Standing::Asked(at) => SummaryRow::new(
            &offer.name,
            format!("Asked on {}", when::date(when::uk_date(at))),
        ),
        Standing::Refused { until, .. } => SummaryRow::new(
            &offer.name,
            format!(
                "Refused. You can ask again from {}",
                when::date(when::uk_date(until))
            ),
        ),
    }
}

pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
) -> Reply {
    if actor.team_role.is_some() {
        return reply::see_other("/team");
    }
    let open = invitations::list_mine(&app.store, &actor).await?;
    let offers = join_requests::list_offers(&app.store, &actor).await?;
    let title = if !open.is_empty() {
        "You have an invitation"
    } else if offers.is_empty() {
        "Set up your organisation"
    } else {
        "Your organisation may already be here"
    };
    let layout = furniture.supplier(&actor, None).title(title);
    let invitations = open.iter().map(|one| card(&layout, one)).collect();
    let set_up = if open.is_empty() && offers.is_empty() {
        Button::primary("Set up an organisation")
    } else {
        Button::secondary("Set up an organisation")
    };
    let now = app.clock.now();
    let rows = offers.iter().map(|one| offer(one, now));
    reply::ok(&StartPage {
        layout,
        invitations,
        offers: (!offers.is_empty()).then(|| SummaryList::new().rows(rows)),
        set_up: set_up.href("/organisations/new/type"),
    })
}

pub async fn submit(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    mut posted: Posted,
) -> Reply {
    let id = invitation_id(&posted.take(INVITATION))?;
    posted.finish()?;
    match invitations::accept(&app.store, &actor, id).await {
        Ok(accepted) => {
            let name = accepted.organisation_name;
            reply::see_other_saying("/home", &format!("You joined {name}"))
        }
        Err(AcceptError::Gone) => Err(PageError::Gone),
        Err(AcceptError::Store(error)) => Err(error.into()),
    }
}
