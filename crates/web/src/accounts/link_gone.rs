//! What somebody reads whose e-mailed link can't be used any more: 410.

use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use askama::Template;
use axum::http::StatusCode;
use govuk::{Button, Layout};

#[derive(Template)]
#[template(path = "accounts/link_gone.html")]
struct LinkGonePage {
    layout: Layout,
    heading: &'static str,
    why: &'static str,
    what_to_do: &'static str,
    button: Button,
}

/// A link that makes an account.
pub fn for_account(furniture: &Furniture) -> Reply {
    let heading = "This link does not work any more";
    reply::page(
        StatusCode::GONE,
        &LinkGonePage {
            layout: furniture.public().title(heading),
            heading,
            why: "A link to confirm an email address works for 24 hours and makes one account. This one was used or has run out, or part of it is missing.",
            what_to_do: "If you have made your account, sign in. If not, ask for a new link.",
            button: Button::primary("Ask for a new link").href("/create-account"),
        },
    )
}

/// A link that resets a password.
pub fn for_reset(furniture: &Furniture) -> Reply {
    let heading = "This link does not work any more";
    reply::page(
        StatusCode::GONE,
        &LinkGonePage {
            layout: furniture.public().title(heading),
            heading,
            why: "A link to reset a password can be used once, and only for a short time. This one was used or has run out, or part of it is missing.",
            what_to_do: "If you have chosen a new password, sign in with it. If not, ask for a new link.",
            button: Button::primary("Ask for a new link").href("/forgot-password"),
        },
    )
}
