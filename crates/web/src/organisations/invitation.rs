//! An open invitation, for administrators: send it again or cancel it.

use super::{invitation_id, organisation_id};
use crate::App;
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use crate::undelivered::warning;
use askama::Template;
use axum::extract::{Path, State};
use domain::when;
use govuk::{Button, Layout, PostForm, SummaryList, SummaryRow, WarningText};
use service::invitations;

#[derive(Template)]
#[template(path = "organisations/invitation.html")]
struct InvitationPage {
    layout: Layout,
    undelivered: Option<WarningText>,
    invite: String,
    details: SummaryList,
    send_again: PostForm,
    cancel: PostForm,
}

pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Path((organisation, invitation)): Path<(String, String)>,
) -> Reply {
    let id = organisation_id(&organisation)?;
    let found = invitations::find(&app.store, &actor, id, invitation_id(&invitation)?).await?;
    let layout = furniture.supplier(&actor, Some(id)).title("Invitation");
    let layout = layout.back(format!("/organisations/{id}/people"));
    let path = format!("/organisations/{id}/invitations/{}", found.id);
    let details = SummaryList::new()
        .row(SummaryRow::new("Email address", found.email.as_str()))
        .row(SummaryRow::new("Role", found.role.title()))
        .row(SummaryRow::new("Invited by", &found.invited_by_name))
        .row(SummaryRow::new(
            if found.expires_at > app.clock.now() {
                "Link works until"
            } else {
                "Link ran out"
            },
            when::date_and_time(found.expires_at),
        ));
    let undelivered = found.undelivered_at.map(|at| {
        let next = "Check the address. If it is wrong, cancel this invitation and invite your colleague with the right one.";
        warning(found.email.as_str(), at, next)
    });
    reply::ok(&InvitationPage {
        undelivered,
        invite: format!("/organisations/{id}/people/invite"),
        details,
        send_again: PostForm::new(
            format!("{path}/send-again"),
            layout.csrf(),
            Button::secondary("Send it again"),
        ),
        cancel: PostForm::new(
            format!("{path}/cancel"),
            layout.csrf(),
            Button::warning("Cancel the invitation"),
        ),
        layout,
    })
}

pub async fn send_again(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path((organisation, invitation)): Path<(String, String)>,
    posted: Posted,
) -> Reply {
    posted.finish()?;
    let id = organisation_id(&organisation)?;
    let invitation = invitation_id(&invitation)?;
    let url = &app.public_url;
    let email = invitations::send_again(&app.store, url, &actor, id, invitation).await?;
    let people = format!("/organisations/{id}/people");
    reply::see_other_saying(&people, &format!("Invitation sent to {email}"))
}

pub async fn cancel(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path((organisation, invitation)): Path<(String, String)>,
    posted: Posted,
) -> Reply {
    posted.finish()?;
    let id = organisation_id(&organisation)?;
    let invitation = invitation_id(&invitation)?;
    let email = invitations::cancel(&app.store, &actor, id, invitation).await?;
    let people = format!("/organisations/{id}/people");
    reply::see_other_saying(&people, &format!("Invitation to {email} cancelled"))
}
