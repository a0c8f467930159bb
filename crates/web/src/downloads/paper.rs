//! The application as a text to read, print and pass round: what the page that prints shows, part by part.

use crate::PageError;
use crate::applications::everything::{Section, sections};
use crate::applications::opened::Opened;
use domain::document::Document;
use domain::when;
use paper::{Paper, Table};
use service::documents::of_form;
use time::OffsetDateTime;

/// The text of the application as it is. It says when it was last changed and not when it was read: the
/// same application gives the same text.
pub async fn whole(opened: &Opened) -> Result<Paper, PageError> {
    let documents = of_form(&opened.app.store, &opened.form).await?;
    let application = &opened.form.case.application;
    let organisation = &application.organisation_name;
    let reference = &application.reference;
    let mut paper = Paper::new(
        application.service_title(),
        organisation,
        format!("Application {reference}, {organisation}"),
        Some(changed_at(opened, &documents)),
    );
    let set = opened.set();
    let saved = application.last_saved_at.map(when::date_and_time);
    let submitted = application.submitted_at.map(when::date_and_time);
    paper.pairs(
        [
            ("Organisation", organisation.clone()),
            ("Application", reference.to_string()),
            (
                "Questions",
                format!("{}, version {}", set.title, set.version),
            ),
            ("Answers last saved", saved.unwrap_or("Not yet".to_owned())),
            ("Submitted", submitted.unwrap_or("Not yet".to_owned())),
        ]
        .map(|(label, text)| (label.to_owned(), text)),
    );
    paper.paragraph(DOES_NOT_COME_BACK);
    for section in sections(opened, &documents) {
        add(section, &mut paper);
    }
    Ok(paper)
}

const DOES_NOT_COME_BACK: &str = "This is a copy to read, print and pass round. It cannot be uploaded again. To fill in the form \
     offline, download the spreadsheet or the plain table instead.";

fn add(section: Section, paper: &mut Paper) {
    paper.heading(2, section.title);
    if let Some(again) = section.again {
        paper.paragraph(format!("Check again: {again}"));
    }
    if section.cards.is_empty() {
        paper.paragraph("Not provided");
    }
    for card in &section.cards {
        paper.heading(3, card.title());
        paper.pairs(card.words());
    }
    if let Some(diagram) = section.diagram {
        paper.table(Table {
            title: diagram.title().to_owned(),
            columns: diagram.column_names().to_vec(),
            rows: diagram.rows(),
        });
    }
}

/// When something of the application was last changed.
fn changed_at(opened: &Opened, documents: &[Document]) -> OffsetDateTime {
    let application = &opened.form.case.application;
    let moments = [application.last_saved_at, application.submitted_at];
    let moments = moments.into_iter().flatten();
    let added = documents.iter().map(|document| document.added_at);
    let latest = moments.chain(added).max();
    latest.unwrap_or(application.created_at)
}
