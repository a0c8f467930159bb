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
    why: &'static str,
    what_to_do: &'static str,
    button: Button,
}

fn gone(
    furniture: &Furniture,
    why: &'static str,
    what_to_do: &'static str,
    button: (&'static str, &'static str),
) -> Reply {
    let (words, path) = button;
    let page = LinkGonePage {
        layout: furniture.public().title("This link does not work any more"),
        why,
        what_to_do,
        button: Button::primary(words).href(path),
    };
    reply::page(StatusCode::GONE, &page)
}

/// A link that makes an account.
pub fn for_account(furniture: &Furniture) -> Reply {
    gone(
        furniture,
        "A link to confirm an email address works for 24 hours and makes one account. This one was used or has run out, or part of it is missing.",
        "If you have made your account, sign in. If not, ask for a new link.",
        ("Ask for a new link", "/create-account"),
    )
}

/// A link that resets a password.
pub fn for_reset(furniture: &Furniture) -> Reply {
    gone(
        furniture,
        "A link to reset a password can be used once, and only for a short time. This one was used or has run out, or part of it is missing.",
        "If you have chosen a new password, sign in with it. If not, ask for a new link.",
        ("Ask for a new link", "/forgot-password"),
    )
}

/// A link that unlocks an account.
pub fn for_unlocking(furniture: &Furniture) -> Reply {
    gone(
        furniture,
        "A link to unlock an account can be used once, within an hour. This one was used or has run out, or part of it is missing.",
        "Your account unlocks by itself after 15 minutes. You can also reset your password.",
        ("Reset your password", "/forgot-password"),
    )
}

/// A link that changes an address, or changes it back.
pub fn for_address(furniture: &Furniture) -> Reply {
    gone(
        furniture,
        "A link about a change of email address can be used once, and only for a short time. This one was used or has run out, part of it is missing, or it belongs to another account.",
        "To see which email address your account has, sign in.",
        ("See your account", "/account"),
    )
}
