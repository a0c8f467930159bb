//! What error pages say: what happened and what to do, never a code.

use crate::PageError;
use axum::http::StatusCode;

/// A heading and its paragraphs.
type Words = (&'static str, &'static [&'static str]);

const FORM_REFUSED: Words = (
    "This page was open for too long",
    &[
        "We did not accept the form because you signed in or out since you opened it, or because it came from another site.",
        "Go back, copy anything that you typed, open the page again and send it again.",
    ],
);
const GONE: Words = (
    "This link does not work any more",
    &[
        "It was used, cancelled or replaced, or it has run out. Ask the person who sent it for a new one.",
    ],
);
const FORBIDDEN: Words = (
    "You cannot see this page",
    &[
        "Your role does not include this. An administrator of your organisation can change your role.",
    ],
);
const FORBIDDEN_TO_TEAM: Words = (
    "You cannot see this page",
    &[
        "Your role in the PSN team does not include this. A service administrator can change your role.",
    ],
);
const NOT_FOUND: Words = (
    "Page not found",
    &[
        "If you typed the address, check that it is correct. If you pasted it, check that you copied all of it.",
    ],
);
const CONFLICT: Words = (
    "This has changed meanwhile",
    &[
        "It changed after you opened the page, so we did not do what you asked now. You may have done it already, or in another window, or somebody else may have.",
        "Go back and open the page again to see how it stands now.",
    ],
);
const NOT_NOW: Words = (
    "This cannot be done now",
    &[
        "What this page is for does not fit how things stand. It may be done already, or it may be too early or too late for it.",
    ],
);
const SET_ASIDE: Words = (
    "We did not save your answer",
    &[
        "The application changed after you opened the page, so we could not save this answer.",
        "What you typed is not lost. It is kept in the application, under “Who saved what”. If the draft was deleted, an administrator can bring it back from the page of the application.",
    ],
);
const NOTHING_TO_SET_ASIDE: Words = (
    "We did not save your answer",
    &[
        "The application changed after you opened the page, so we could not save this answer.",
        "Nothing is lost: what you sent was empty, or the same as what is saved already. If the draft was deleted, an administrator can bring it back from the page of the application.",
    ],
);
const TOO_LARGE: Words = (
    "What you sent is too large",
    &["Go back and shorten your answer, then send it again."],
);
const NOT_ALLOWED: Words = (
    "Page not found",
    &["This address is not for that. Go back and try again from the page that you came from."],
);
const TOO_MANY: Words = (
    "You tried too often",
    &["Wait some minutes, then try again."],
);
const BUSY: Words = (
    "The service is busy",
    &[
        "Your saved answers are safe. Wait a minute, then go back and try again. What you typed is still on the page that you came from.",
    ],
);
const UNREADABLE: Words = (
    "We could not read what was sent",
    &[
        "Go back and try again. If you use a program to send this, check that it sends a form with the fields of the page and text in UTF-8.",
    ],
);
const PROBLEM: Words = (
    "There is a problem with the service",
    &[
        "Your saved answers are safe. Try again later. If you contact us, give us the reference below.",
    ],
);

/// The words for an answer of this status, for a supplier or for somebody of the team, who asked for
/// something to be done or only for a page.
pub fn of(status: StatusCode, error: Option<&PageError>, is_team: bool, is_asked: bool) -> Words {
    match error {
        // Whoever only opens a page has asked for nothing that a change could be in the way of.
        Some(PageError::Conflict) if !is_asked => return NOT_NOW,
        Some(PageError::FormRefused) => return FORM_REFUSED,
        Some(PageError::SetAside { is_kept: true }) => return SET_ASIDE,
        Some(PageError::SetAside { is_kept: false }) => return NOTHING_TO_SET_ASIDE,
        _ => {}
    }
    match status {
        StatusCode::GONE => GONE,
        StatusCode::FORBIDDEN if is_team => FORBIDDEN_TO_TEAM,
        StatusCode::FORBIDDEN => FORBIDDEN,
        StatusCode::NOT_FOUND => NOT_FOUND,
        StatusCode::CONFLICT => CONFLICT,
        StatusCode::PAYLOAD_TOO_LARGE => TOO_LARGE,
        StatusCode::METHOD_NOT_ALLOWED => NOT_ALLOWED,
        StatusCode::TOO_MANY_REQUESTS => TOO_MANY,
        StatusCode::SERVICE_UNAVAILABLE => BUSY,
        status if status.is_client_error() => UNREADABLE,
        _ => PROBLEM,
    }
}
