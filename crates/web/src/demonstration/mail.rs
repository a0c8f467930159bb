//! The mail that would have been sent.

use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::{App, demonstration};
use ::mail::MailboxEntry;
use askama::Template;
use axum::Json;
use axum::extract::{Query, State};
use axum::response::IntoResponse as _;
use domain::when;
use govuk::{Button, Layout, TextInput, Width};
use serde::Deserialize;

/// The most messages that the page shows.
const SHOWN_MAX: usize = 50;

#[derive(Template)]
#[template(path = "demonstration/mail.html")]
struct MailPage {
    layout: Layout,
    messages: Vec<Shown>,
    to: String,
    now: String,
    find: TextInput,
    find_button: Button,
    advance: TextInput,
    advance_button: Button,
}

struct Shown {
    id: String,
    subject: String,
    to: String,
    sent: String,
    lines: Vec<Line>,
}

/// A line of a message: words, or an address of ours alone, which becomes a link.
enum Line {
    Words(String),
    Link { href: String, text: String },
}

#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    to: String,
}

/// The newest messages, maybe those to one address only.
pub async fn show(
    State(app): State<App>,
    furniture: Furniture,
    Query(asked): Query<Asked>,
) -> Reply {
    let mailbox = &demonstration::of(&app)?.mailbox;
    let to = asked.to.trim().to_lowercase();
    let messages = mailbox
        .entries()
        .into_iter()
        .filter(|entry| to.is_empty() || entry.to.to_lowercase() == to)
        .take(SHOWN_MAX)
        .map(|entry| shown(entry, &app.public_url))
        .collect();
    reply::ok(&MailPage {
        layout: furniture.public().title("Mail of the demonstration"),
        messages,
        now: when::date_and_time(app.clock.now()),
        find: TextInput::new("to", "Only mail to this address").value(&to),
        find_button: Button::secondary("Show mail"),
        advance: TextInput::new("advance", "Move the clock forward by")
            .hint("For example, P90D for 90 days, P1W for a week or PT2H for 2 hours")
            .width(Width::Ten),
        advance_button: Button::secondary("Move the clock"),
        to,
    })
}

/// Every message that is kept, newest first.
pub async fn show_json(State(app): State<App>) -> Reply {
    let mailbox = &demonstration::of(&app)?.mailbox;
    Ok(Json(mailbox.entries()).into_response())
}

fn shown(entry: MailboxEntry, public_url: &str) -> Shown {
    let lines = entry.text.lines().map(|line| line_of(line, public_url));
    Shown {
        lines: lines.collect(),
        id: entry.id.replace(|c: char| !c.is_ascii_alphanumeric(), "-"),
        subject: entry.subject,
        to: entry.to,
        sent: when::date_and_time(entry.sent_at),
    }
}

fn line_of(line: &str, public_url: &str) -> Line {
    let path = line.trim().strip_prefix(public_url);
    match path.filter(|path| path.starts_with('/') && !path.contains(char::is_whitespace)) {
        Some(path) => Line::Link {
            href: path.to_owned(),
            text: line.trim().to_owned(),
        },
        None => Line::Words(line.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_ours_become_links() {
        let ours = "http://localhost:8080";
        let is_link = |line: &str| matches!(line_of(line, ours), Line::Link { .. });
        assert!(is_link("http://localhost:8080/reset-password/abc"));
        assert!(!is_link("http://localhost:8080.evil.example/x"));
        assert!(!is_link("http://localhost:8080/x and more"));
        assert!(!is_link("javascript:alert(1)"));
    }
}
