//! The person's passkeys.

use crate::App;
use crate::accounts::account::own_layout;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use askama::Template;
use axum::extract::State;
use domain::when;
use govuk::{Action, Button, Layout, SummaryList, SummaryRow};
use service::factors::{self, PASSKEYS_MAX, Passkey};

#[derive(Template)]
#[template(path = "passkeys/list.html")]
struct ListPage {
    layout: Layout,
    passkeys: SummaryList,
    /// None when the person has as many as they may have.
    add: Option<Button>,
    most: usize,
}

fn row(passkey: &Passkey) -> SummaryRow {
    let day = |at| when::date(when::uk_date(at));
    let used = match passkey.last_used_at {
        Some(at) => format!("Last used on {}", day(at)),
        None => "Not used yet".to_owned(),
    };
    let text = format!("Added on {}\n{used}", day(passkey.created_at));
    let remove = format!("/account/passkeys/{}/remove", passkey.id);
    SummaryRow::new(&passkey.name, text).action(Action::new(remove, "Remove", &passkey.name))
}

pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
) -> Reply {
    let passkeys = factors::list_passkeys(&app.gate, &actor).await?;
    let may_add = app.passkeys.is_some() && passkeys.len() < PASSKEYS_MAX;
    let layout = own_layout(&furniture, &actor).title("Your passkeys");
    reply::ok(&ListPage {
        layout: layout.back("/account"),
        passkeys: SummaryList::new().rows(passkeys.iter().map(row)),
        add: may_add.then(|| Button::secondary("Add a passkey").href("/account/passkeys/add")),
        most: PASSKEYS_MAX,
    })
}
