//! The documents of an application.

use super::{kind_and_size, questions_of, scan_tag};
use crate::App;
use crate::application_path::ApplicationPath;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use askama::Template;
use axum::extract::State;
use domain::document::Document;
use govuk::{Button, Column, Content, Layout, Table};
use questions::QuestionSet;

#[derive(Template)]
#[template(path = "documents/list.html")]
struct ListPage {
    layout: Layout,
    caption: String,
    documents: Table,
    add: Option<Button>,
}

pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    path: ApplicationPath,
) -> Reply {
    let listed = service::documents::list(&app.store, &actor, &path.0).await?;
    let row = |document: &Document| {
        let address = path.at(&format!("documents/{}", document.id));
        row(document, listed.set, address)
    };
    let table = Table::new("Documents that you have added")
        .caption_visually_hidden()
        .column(Column::text("Document"))
        .column(Column::text("File"))
        .column(Column::text("Questions"))
        .column(Column::text("Virus scan"))
        .row_headers()
        .rows(listed.documents.iter().map(row));
    let can_add = listed.can_change && app.files.taking().is_some();
    let layout = furniture.supplier(&actor, Some(listed.application.organisation));
    reply::ok(&ListPage {
        layout: layout
            .title("Documents")
            .section(listed.application.service_title())
            .back_to(path.task_list(), "Back to your application"),
        caption: listed.application.service_title().to_owned(),
        documents: table,
        add: can_add.then(|| Button::secondary("Add a document").href(path.at("documents/add"))),
    })
}

fn row(document: &Document, set: &QuestionSet, address: String) -> Vec<Content> {
    let questions = questions_of(document, set);
    vec![
        Content::link(address, &document.description.title),
        kind_and_size(document).into(),
        if questions.is_empty() {
            "None".into()
        } else {
            questions.into()
        },
        Content::of(&scan_tag(document.scan)),
    ]
}
