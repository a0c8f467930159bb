//! Your account: what we know of you.

use super::notifications;
use crate::App;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use askama::Template;
use axum::extract::State;
use domain::when;
use govuk::{Action, Content, Layout, SummaryList, SummaryRow};
use policy::Actor;
use service::accounts;
use service::factors::{self, Summary};
use service::kept_answers;
use service::notice_choices;

#[derive(Template)]
#[template(path = "accounts/account.html")]
struct AccountPage {
    layout: Layout,
    details: SummaryList,
    organisations: SummaryList,
    is_team_member: bool,
    /// Whether something is kept that the person typed and that could not be taken.
    is_typed_kept: bool,
}

/// The layout of a person's own pages: of the side that they are on.
pub fn own_layout(furniture: &Furniture, actor: &Actor) -> Layout {
    if actor.team_role.is_some() {
        furniture.team(actor)
    } else {
        furniture.supplier(actor, None)
    }
}

/// The rows of the person's second factors; `has_passkeys` where browsers have any for our address.
fn factor_rows(summary: &Summary, has_passkeys: bool) -> Vec<SummaryRow> {
    const PASSKEYS: &str = "/account/passkeys";
    const SET_UP: &str = "/account/two-factor/set-up";
    const CODES: &str = "/account/two-factor/recovery-codes";
    let app = match summary.authenticator_since {
        None => SummaryRow::missing("Authenticator app", SET_UP, "Set up an authenticator app"),
        Some(since) => {
            let since = format!("Set up on {}", when::date(when::uk_date(since)));
            SummaryRow::new("Authenticator app", since)
                .change(SET_UP, "authenticator app")
                .action(Action::new(
                    "/account/two-factor/remove",
                    "Remove",
                    "authenticator app",
                ))
        }
    };
    let passkeys = match summary.passkeys {
        0 => SummaryRow::missing("Passkeys", "/account/passkeys/add", "Add a passkey"),
        count => SummaryRow::new("Passkeys", count.to_string()).change(PASSKEYS, "passkeys"),
    };
    let mut rows = vec![app];
    if has_passkeys || summary.passkeys > 0 {
        rows.push(passkeys);
    }
    if summary.are_any() {
        let left = format!("{} left", summary.recovery_codes);
        let action = Action::new(CODES, "Get new codes", "");
        rows.push(SummaryRow::new("Recovery codes", left).action(action));
    }
    rows
}

pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
) -> Reply {
    let changed_at = accounts::password_changed_at(&app.store, &actor).await?;
    let changed = format!("Last changed on {}", when::date(when::uk_date(changed_at)));
    let mut details = SummaryList::new()
        .row(SummaryRow::new("Name", &actor.name))
        .row(
            SummaryRow::new("Email address", &actor.email)
                .change("/account/email", "email address"),
        )
        .row(SummaryRow::new("Password", changed).change("/account/password", "password"))
        .rows(factor_rows(
            &factors::summary(&app.gate, &actor).await?,
            app.passkeys.is_some(),
        ))
        .row(
            SummaryRow::new("Signed in on", "The devices that you use now")
                .change("/account/sessions", "where you are signed in"),
        );
    let notices = notice_choices::read(&app.store, &actor).await?;
    details = details.row(
        SummaryRow::new("Emails about your work", notifications::title(notices))
            .change(notifications::PATH, "emails about your work"),
    );
    if let Some(role) = actor.team_role {
        details = details.row(SummaryRow::new("Role in the PSN team", role.title()));
    }
    let organisations = actor.memberships.iter().map(|place| {
        let path = format!("/organisations/{}", place.organisation);
        let name = Content::link(path, &place.organisation_name);
        SummaryRow::new(place.role.title(), name)
    });
    reply::ok(&AccountPage {
        layout: own_layout(&furniture, &actor).title("Your account"),
        details,
        organisations: SummaryList::new().rows(organisations),
        is_team_member: actor.team_role.is_some(),
        is_typed_kept: kept_answers::is_any(&app.gate, &app.session_key, &actor).await?,
    })
}
