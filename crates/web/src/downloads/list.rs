//! What can be taken away of an application, each with its size.

use super::{blank_forms, schema_address, schema_path};
use crate::applications::opened::Opened;
use crate::certificates::size;
use crate::downloads::Link;
use crate::reply::{self, Reply};
use askama::Template;
use govuk::{Button, Layout};
use service::copies::{CopyKind, beside, copy, submitted};
use service::imports::FILE_BYTES_MAX;

/// Which kind of file.
pub const KIND: &str = "kind";
/// The kind that is what was submitted.
pub const SUBMITTED: &str = "submitted";

#[derive(Template)]
#[template(path = "downloads/list.html")]
struct ListPage {
    layout: Layout,
    root: String,
    action: String,
    copies: Vec<Button>,
    /// That the copy for programs can't come back here.
    is_too_large_to_upload: bool,
    /// The button for what was submitted.
    submitted: Option<Button>,
    schema: String,
    blank: Vec<Link>,
    can_import: bool,
}

pub async fn show(opened: Opened) -> Reply {
    let permit = opened.form.permit_to_export()?;
    let address = schema_address(&opened.app, opened.set());
    let store = &opened.app.store;
    let beside = beside(store, &opened.form).await?;
    let submitted = submitted(store, &opened.form).await?;
    let mut is_too_large_to_upload = false;
    let mut copies = Vec::new();
    for kind in CopyKind::ALL {
        let bytes = copy(&opened.form, &beside, &permit, kind, &address).len();
        is_too_large_to_upload |= bytes > FILE_BYTES_MAX;
        let words = format!("{} ({}, {})", words(kind), kind.title(), size(bytes));
        copies.push(Button::secondary(words).posting(KIND, kind.ending()));
    }
    reply::ok(&ListPage {
        layout: opened
            .layout("Download a copy")
            .back_to(opened.root(), "Back to your application"),
        root: opened.root(),
        action: opened.path("downloads"),
        copies,
        is_too_large_to_upload,
        submitted: submitted.map(|submitted| submitted_button(submitted.text.len())),
        schema: schema_path(opened.set()),
        blank: blank_forms(opened.set()),
        can_import: opened.form.state().is_draft() && opened.form.permit().is_ok(),
    })
}

/// The button for what was submitted, which has so many bytes.
pub fn submitted_button(bytes: usize) -> Button {
    let words = format!("Download what you submitted (JSON, {})", size(bytes));
    Button::secondary(words).posting(KIND, SUBMITTED)
}

fn words(kind: CopyKind) -> &'static str {
    match kind {
        CopyKind::Ods => "Download as a spreadsheet",
        CopyKind::Csv => "Download as a plain table",
        CopyKind::Json => "Download for programs",
    }
}
