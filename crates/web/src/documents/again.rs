//! The documents of other applications that this one can use too.

use super::about::{self, About};
use super::mark;
use super::{given, given_day, given_last_day, not_added};
use crate::application_path::ApplicationPath;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use crate::{App, PageError};
use askama::Template;
use axum::extract::{Query, State};
use domain::when;
use govuk::{Column, Content, Layout, Table};
use serde::Deserialize;
use service::documents::{Again, Place, list_usable};
use store::documents::again::Usable;
use time::Date;

#[derive(Template)]
#[template(path = "documents/again.html")]
struct AgainPage {
    layout: Layout,
    /// Last year's documents, in a renewal on the first page.
    earlier: Table,
    /// Those of other applications.
    others: Table,
    is_first: bool,
    /// The beginning of the list.
    newest: String,
    /// The next page of it, if there is one.
    older: Option<String>,
    add: String,
}

/// Where a page of the list begins.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct From {
    after: String,
}

pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    path: ApplicationPath,
    (Query(about), Query(from)): (Query<About>, Query<From>),
) -> Reply {
    let place = about.place();
    let after = match from.after.as_str() {
        "" => None,
        text => Some(mark::parse(text).ok_or(PageError::NotFound)?),
    };
    let found = list_usable(&app.store, &actor, &app.files, &path.0, &place, after).await;
    let found = match found {
        Ok(found) => found,
        Err(error) => return not_added(error, &path),
    };
    let today = when::uk_date(found.now);
    let organisation = found.application.organisation;
    reply::ok(&AgainPage {
        layout: furniture
            .supplier(&actor, Some(organisation))
            .title("Use a document that you have already added")
            .section("Documents")
            .full_width()
            .back(path.at(&format!("documents/add{}", about::query(&place)))),
        earlier: table(
            "Documents of last year’s application",
            &found.earlier,
            &path,
            &place,
            today,
        ),
        others: table(
            "Documents of other applications",
            &found.others,
            &path,
            &place,
            today,
        ),
        is_first: after.is_none(),
        newest: own(&path, &place),
        older: older(&found, &path, &place),
        add: path.at(&format!("documents/add{}", about::query(&place))),
    })
}

/// The address of the list for a document of this place.
fn own(path: &ApplicationPath, place: &Place) -> String {
    path.at(&format!("documents/again{}", about::query(place)))
}

/// The address of the next page.
fn older(found: &Again, path: &ApplicationPath, place: &Place) -> Option<String> {
    let own = own(path, place);
    let and = if own.contains('?') { '&' } else { '?' };
    let next = found.next?;
    Some(format!("{own}{and}after={}", mark::to_text(next)))
}

fn table(
    caption: &'static str,
    usable: &[Usable],
    path: &ApplicationPath,
    place: &Place,
    today: Date,
) -> Table {
    let row = |one: &Usable| {
        let document = &one.document;
        let description = &document.description;
        let to = format!("documents/again/{}{}", document.id, about::query(place));
        vec![
            Content::link(path.at(&to), &description.title),
            given(&description.issuer),
            given_day(description.effective_on).into(),
            given_last_day(description.expires_on, today),
            came_from(one).into(),
        ]
    };
    Table::new(caption)
        .column(Column::text("Document"))
        .column(Column::text("Issued by"))
        .column(Column::text("Effective from"))
        .column(Column::text("Expires on"))
        .column(Column::text("Came from"))
        .row_headers()
        .rows(usable.iter().map(row))
}

/// The service that a document came from, with the reference of its application.
pub fn came_from(usable: &Usable) -> String {
    match usable.service_name.as_str() {
        "" => usable.reference.to_string(),
        name => format!("{name}, {}", usable.reference),
    }
}
