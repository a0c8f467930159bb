//! One document of another application, before this one uses it too.

use super::about::{self, About};
use super::again::came_from;
use super::{document_id, given, given_day, given_last_day, kind_and_size, not_added, scan_words};
use crate::App;
use crate::application_path::ApplicationPath;
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use askama::Template;
use axum::extract::{Path, Query, State};
use domain::document::Document;
use domain::when;
use govuk::{Button, Layout, SummaryList, SummaryRow, WarningText};
use service::documents::{AddError, find_usable, use_again};
use time::Date;

#[derive(Template)]
#[template(path = "documents/use_again.html")]
struct UseAgainPage {
    layout: Layout,
    /// That what it says holds no longer.
    expired: Option<WarningText>,
    details: SummaryList,
    action: String,
    button: Button,
    back: String,
}

pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    (path, Path((_, document))): (ApplicationPath, Path<(String, String)>),
    Query(about): Query<About>,
) -> Reply {
    let id = document_id(&document)?;
    let place = about.place();
    let found = find_usable(&app.store, &actor, &app.files, &path.0, &place, id).await;
    let (application, usable, now) = match found {
        Ok(found) => found,
        Err(error) => return not_added(error, &path),
    };
    let query = about::query(&place);
    let back = path.at(&format!("documents/again{query}"));
    let today = when::uk_date(now);
    let document = &usable.document;
    let lapsed = document.description.lapsed_on(today);
    reply::ok(&UseAgainPage {
        layout: furniture
            .supplier(&actor, Some(application.organisation))
            .title(&document.description.title)
            .section("Documents")
            .back(&back),
        expired: lapsed.map(|last| {
            let last = when::date(last);
            WarningText::new(format!(
                "This document expired on {last}. If you have a newer one, add that instead."
            ))
        }),
        details: details(document, came_from(&usable), today),
        action: path.at(&format!("documents/again/{id}{query}")),
        button: Button::primary(if lapsed.is_some() {
            "Use this expired document"
        } else {
            "Use this document"
        }),
        back,
    })
}

fn details(document: &Document, came_from: String, today: Date) -> SummaryList {
    let description = &document.description;
    SummaryList::new().rows([
        SummaryRow::new("Came from", came_from),
        SummaryRow::new("File", &document.file_name),
        SummaryRow::new(
            "Type and size",
            kind_and_size(document.kind, document.bytes),
        ),
        SummaryRow::new("Virus scan", scan_words(document)),
        SummaryRow::new("What it shows", given(&description.shows)),
        SummaryRow::new("Issued by", given(&description.issuer)),
        SummaryRow::new("Effective from", given_day(description.effective_on)),
        SummaryRow::new("Expires on", given_last_day(description.expires_on, today)),
        SummaryRow::new("Fingerprint (SHA-256)", &document.sha256),
    ])
}

/// Uses it.
pub async fn submit(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    (path, Path((_, document))): (ApplicationPath, Path<(String, String)>),
    Query(about): Query<About>,
    posted: Posted,
) -> Reply {
    posted.finish()?;
    let id = document_id(&document)?;
    let place = about.place();
    match use_again(&app.store, &actor, &app.files, &path.0, &place, id).await {
        Ok(id) => {
            let next = path.at(&format!("documents/{id}/change"));
            reply::see_other_saying(
                &next,
                "Document added. Check that what it says is still right",
            )
        }
        // Sent twice, or a colleague was faster.
        Err(AddError::AlreadyThere(id)) => reply::see_other_saying(
            &path.at(&format!("documents/{id}")),
            "This application has this document already",
        ),
        Err(error) => not_added(error, &path),
    }
}
