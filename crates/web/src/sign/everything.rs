//! Every answer, exactly as it is signed.

use super::desk::Desk;
use crate::diagram;
use crate::documents::{kind_and_size, replaced_words};
use crate::reply::{self, Reply};
use crate::residual;
use crate::rewording;
use askama::Template;
use domain::document::Document;
use govuk::{Button, Content, Details, HubDiagram, Layout, SummaryCard, SummaryList, SummaryRow};
use questions::Reworded;
use service::hosting::residual_to_sign;
use service::signature_requests::reworded;
use service::snapshot::{Part, Reading, Section};

#[derive(Template)]
#[template(path = "sign/everything.html")]
struct EverythingPage {
    layout: Layout,
    sections: Vec<SignedSection>,
    documents: Vec<SummaryCard>,
    /// What the owner of the infrastructure leaves to the service: the owner, and a card for each question.
    residual: Option<(String, Vec<SummaryCard>)>,
    fingerprint: String,
    go_on: Button,
}

/// A section of what is signed, with its drawing where it is also drawn.
struct SignedSection {
    title: String,
    diagram: Option<HubDiagram>,
    cards: Vec<SummaryCard>,
}

/// Shows it.
pub async fn show(desk: Desk) -> Reply {
    let (reading, _) = desk.reading().await?;
    let documents =
        service::documents::for_signatory(&desk.app.store, desk.browser, desk.request.application);
    let documents = documents.await?;
    let residual = residual_to_sign(&desk.app.store, desk.browser, &reading).await?;
    let reworded = reworded(&desk.app.store, desk.browser, &reading).await?;
    let card = |part: &Part| {
        let changes = reworded.get(&part.key).map(Vec::as_slice);
        card_with(part, changes.unwrap_or_default())
    };
    let sections = reading.everything().into_iter();
    let page = EverythingPage {
        layout: desk
            .layout("Every answer that you are signing")
            .back(desk.path.at("summary")),
        sections: sections
            .map(|section| SignedSection {
                diagram: diagram_of(&reading, &section),
                cards: section.parts.iter().map(card).collect(),
                title: section.title,
            })
            .collect(),
        documents: documents.iter().map(document_card).collect(),
        residual: residual.first().map(|first| {
            let cards = residual::cards(reading.set(), &residual);
            (first.owner_name.clone(), cards)
        }),
        fingerprint: desk.request.snapshot_sha256.clone(),
        go_on: Button::primary("Continue to the commitments").href(desk.path.at("commitments")),
    };
    reply::ok(&page)
}

/// The drawing of a section, from the answers as they are signed.
fn diagram_of(reading: &Reading, section: &Section) -> Option<HubDiagram> {
    let task = reading.set().task(&section.task)?;
    diagram::of(reading.set(), task, &reading.asked())
}

/// The answers of a page.
pub(crate) fn answer_card(part: &Part) -> SummaryCard {
    card_with(part, &[])
}

/// The answers of a page, and in a renewal what it says otherwise than last year.
fn card_with(part: &Part, reworded: &[Reworded]) -> SummaryCard {
    let rows = part
        .rows
        .iter()
        .map(|(label, answer)| SummaryRow::new(label, answer));
    let since = part
        .since
        .map(|carry| SummaryRow::new("Since last year", carry.title()));
    let reworded = (!reworded.is_empty()).then(|| {
        let words = rewording::in_words(reworded).join("\n\n");
        let summary = "The words of this question have changed since last year";
        SummaryRow::new("Words", Content::of(&Details::new(summary, words)))
    });
    let list = SummaryList::new().rows(rows).rows(since).rows(reworded);
    SummaryCard::new(&part.title, list).heading_level(3)
}

/// A document as it is listed; the file itself is for the supplier and the PSN team.
pub(crate) fn document_card(document: &Document) -> SummaryCard {
    let description = &document.description;
    let size = kind_and_size(document.kind, document.bytes);
    let file = format!("{} ({size})", document.file_name);
    let mut list = SummaryList::new().row(SummaryRow::new("File", file));
    if !description.shows.is_empty() {
        list = list.row(SummaryRow::new("What it shows", &description.shows));
    }
    list = list.row(SummaryRow::new("SHA-256 of the file", &document.sha256));
    if let Some(words) = replaced_words(document) {
        list = list.row(SummaryRow::new("Since then", words));
    }
    SummaryCard::new(&description.title, list).heading_level(3)
}
