//! The documents that a supplier added, for the PSN team.

use super::case;
use crate::App;
use crate::documents::{
    attachment, document_id, kind_and_size, lapsed_words, last_day, proposed_tag, questions_of,
    replaced_words, scan_words,
};
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use askama::Template;
use axum::extract::{Path, State};
use domain::document::Document;
use domain::when;
use govuk::{Content, Html, IdentityBar, InsetText, Layout, SummaryCard, SummaryList, SummaryRow};
use service::documents::{Documents, ReadError, for_team, open_for_team};
use time::Date;

#[derive(Template)]
#[template(path = "team/documents.html")]
struct DocumentsPage {
    layout: Layout,
    identity: IdentityBar,
    /// That what some of them say holds no longer.
    lapsed: Option<InsetText>,
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
    let today = when::uk_date(listed.now);
    let lapsed = cards.clone();
    let lapsed = lapsed.filter(|document| document.description.lapsed_on(today).is_some());
    reply::ok(&DocumentsPage {
        layout: furniture
            .team(&actor)
            .title("Documents")
            .section(listed.application.service_title())
            .back_to(&path, "Back to the case"),
        identity: case::identity(&listed.application, listed.now),
        lapsed: lapsed_words(lapsed.count()).map(InsetText::new),
        cards: cards
            .map(|document| card(document, &listed, &path, today))
            .collect(),
    })
}

/// The name, kind and size of a file; a link once it was scanned.
fn file(document: &Document, path: &str) -> Content {
    let size = kind_and_size(document.kind, document.bytes);
    let words = format!("{} ({size})", document.file_name);
    if document.scan.is_released() {
        Content::link(format!("{path}/documents/{}/file", document.id), words)
    } else {
        words.into()
    }
}

/// The other versions of a document: a newer one that does not count yet, and those that were there
/// when the application was submitted or after that.
fn versions(document: &Document, listed: &Documents, path: &str) -> Vec<SummaryRow> {
    let proposed = listed.proposed(document.series);
    let proposed = proposed.map(|newer| {
        let title = format!("Version {}", newer.number);
        SummaryRow::new(title, Content::of(&proposed_tag(newer.scan)))
    });
    let submitted_at = listed.application.submitted_at;
    let replaced = listed.replaced(document.series).map(|version| {
        let mut words = format!(" {}", replaced_words(version).unwrap_or_default());
        if submitted_at.is_some_and(|at| version.counted_at(at)) {
            words.push_str(" This version was submitted with the application.");
        }
        let said = Html::of(&file(version, path)).and(&Content::from(words));
        SummaryRow::new(format!("Version {}", version.number), said)
    });
    proposed.into_iter().chain(replaced).collect()
}

fn card(document: &Document, listed: &Documents, path: &str, today: Date) -> SummaryCard {
    let description = &document.description;
    let questions = questions_of(&description.questions, listed.set, &listed.items);
    let mut list = SummaryList::new()
        .row(SummaryRow::new("File", file(document, path)))
        .row(SummaryRow::new("Virus scan", scan_words(document)));
    let texts = [
        ("What it shows", &description.shows),
        ("Questions", &questions),
        ("Issued by", &description.issuer),
    ];
    for (label, text) in texts.into_iter().filter(|(_, text)| !text.is_empty()) {
        list = list.row(SummaryRow::new(label, text));
    }
    if let Some(date) = description.effective_on {
        list = list.row(SummaryRow::new("Effective from", when::date(date)));
    }
    if let Some(date) = description.expires_on {
        list = list.row(SummaryRow::new("Expires on", last_day(date, today)));
    }
    let added = format!(
        "{} by {}",
        when::date_and_time(document.added_at),
        document.added_by_name
    );
    list = list
        .row(SummaryRow::new("Uploaded", added))
        .row(SummaryRow::new("Fingerprint (SHA-256)", &document.sha256))
        .rows(versions(document, listed, path));
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
        Ok((document, file)) => attachment(&reference, &document, file),
        Err(ReadError::NotReleased) => {
            reply::see_other(&format!("{}/documents", case::path(&reference)))
        }
        Err(error) => Err(error.into()),
    }
}
