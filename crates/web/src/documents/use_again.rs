//! One document of another application, before this one uses it too.

use super::about::{self, About};
use super::again::came_from;
use super::{document_id, kind_and_size, last_day, not_added, scan_words};
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
use govuk::{Button, Content, Layout, SummaryList, SummaryRow, WarningText};
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
    let said = |text: &str| -> Content {
        match text {
            "" => "Not given".into(),
            text => text.into(),
        }
    };
    let day = |date: Option<Date>| date.map_or("Not given".to_owned(), when::date);
    let last = description.expires_on;
    SummaryList::new().rows([
        SummaryRow::new("Came from", came_from),
        SummaryRow::new("File", &document.file_name),
        SummaryRow::new(
            "Type and size",
            kind_and_size(document.kind, document.bytes),
        ),
        SummaryRow::new("Virus scan", scan_words(document)),
        SummaryRow::new("What it shows", said(&description.shows)),
        SummaryRow::new("Issued by", said(&description.issuer)),
        SummaryRow::new("Effective from", day(description.effective_on)),
        SummaryRow::new(
            "Expires on",
            last.map_or("Not given".into(), |last| last_day(last, today)),
        ),
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
