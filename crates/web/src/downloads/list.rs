//! What can be taken away of an application, each with its size.

use super::{blank_forms, schema_address, schema_path};
use crate::applications::opened::Opened;
use crate::certificates::size;
use crate::downloads::Link;
use crate::reply::{self, Reply};
use askama::Template;
use govuk::{Button, Layout};
use service::copies::{CopyKind, copy};

/// Which kind of file.
pub const KIND: &str = "kind";

#[derive(Template)]
#[template(path = "downloads/list.html")]
struct ListPage {
    layout: Layout,
    root: String,
    action: String,
    copies: Vec<Button>,
    schema: String,
    blank: Vec<Link>,
    can_import: bool,
}

pub async fn show(opened: Opened) -> Reply {
    let permit = opened.form.permit_to_export()?;
    let address = schema_address(&opened.app, opened.set());
    let copies = CopyKind::ALL.into_iter().map(|kind| {
        let bytes = copy(&opened.form, &permit, kind, &address).len();
        let words = format!("{} ({}, {})", words(kind), kind.title(), size(bytes));
        Button::secondary(words).posting(KIND, kind.ending())
    });
    reply::ok(&ListPage {
        layout: opened
            .layout("Download a copy")
            .back_to(opened.root(), "Back to your application"),
        root: opened.root(),
        action: opened.path("downloads"),
        copies: copies.collect(),
        schema: schema_path(opened.set()),
        blank: blank_forms(opened.set()),
        can_import: opened.form.state().is_draft() && opened.form.permit().is_ok(),
    })
}

fn words(kind: CopyKind) -> &'static str {
    match kind {
        CopyKind::Ods => "Download as a spreadsheet",
        CopyKind::Csv => "Download as a plain table",
        CopyKind::Json => "Download for programs",
    }
}
