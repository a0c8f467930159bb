//! The documents that a supplier added, for the PSN team.

use super::case;
use crate::App;
use crate::documents::{attachment, document_id, kind_and_size, questions_of, scan_tag};
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use askama::Template;
use axum::extract::{Path, State};
use domain::document::Document;
use domain::when;
use govuk::{Content, IdentityBar, Layout, SummaryCard, SummaryList, SummaryRow};
use questions::QuestionSet;
use service::documents::{ReadError, for_team, open_for_team};

#[derive(Template)]
#[template(path = "team/documents.html")]
struct DocumentsPage {
    layout: Layout,
    identity: IdentityBar,
    cards: Vec<SummaryCard>,
}

pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Path(reference): Path<String>,
) -> Reply {
    let reference = case::reference(&reference)?;
    let listed = for_team(&app.store, &actor, &reference).await?;
    let path = case::path(&reference);
    let cards = listed.documents.iter();
    reply::ok(&DocumentsPage {
        layout: furniture
            .team(&actor)
            .title("Documents")
            .section(listed.application.service_title())
            .back_to(&path, "Back to the case"),
        identity: case::identity(&listed.application, listed.now),
        cards: cards
            .map(|document| card(document, listed.set, &path))
            .collect(),
    })
}

fn card(document: &Document, set: &QuestionSet, path: &str) -> SummaryCard {
    let description = &document.description;
    let words = format!(
        "{} ({})",
        document.file_name,
        kind_and_size(document.kind, document.bytes)
    );
    let file: Content = if document.scan.is_released() {
        Content::link(format!("{path}/documents/{}/file", document.id), words)
    } else {
        words.into()
    };
    let questions = questions_of(&document.description.questions, set);
    let mut list = SummaryList::new()
        .row(SummaryRow::new("File", file))
        .row(SummaryRow::new(
            "Virus scan",
            Content::of(&scan_tag(document.scan)),
        ));
    let dates = [
        ("Effective from", description.effective_on),
        ("Expires on", description.expires_on),
    ];
    let texts = [
        ("What it shows", &description.shows),
        ("Questions", &questions),
        ("Issued by", &description.issuer),
    ];
    for (label, text) in texts.into_iter().filter(|(_, text)| !text.is_empty()) {
        list = list.row(SummaryRow::new(label, text));
    }
    for (label, date) in dates {
        if let Some(date) = date {
            list = list.row(SummaryRow::new(label, when::date(date)));
        }
    }
    let added = format!(
        "{} by {}",
        when::date_and_time(document.added_at),
        document.added_by_name
    );
    list = list
        .row(SummaryRow::new("Uploaded", added))
        .row(SummaryRow::new("Fingerprint (SHA-256)", &document.sha256));
    SummaryCard::new(&description.title, list)
}

pub async fn download(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path((reference, document)): Path<(String, String)>,
) -> Reply {
    let reference = case::reference(&reference)?;
    let id = document_id(&document)?;
    match open_for_team(&app.store, &actor, &app.files, &reference, id).await {
        Ok((document, file)) => attachment(&document, file),
        Err(ReadError::NotReleased) => {
            reply::see_other(&format!("{}/documents", case::path(&reference)))
        }
        Err(error) => Err(error.into()),
    }
}
