//! The whole application on one page, for reading and printing.

use super::answers::{baselines, cards};
use super::opened::Opened;
use crate::diagram;
use crate::documents::whole_card;
use crate::reply::{self, Reply};
use askama::Template;
use domain::document::Document;
use domain::when;
use govuk::{HubDiagram, Layout, SummaryCard};
use questions::{Task, TaskKind};
use service::applications::Standing;
use service::documents::{PAGE, of_form};

/// A section with its answers; the one about documents also with those that were added.
pub struct Section {
    pub title: &'static str,
    /// Why it is to be checked again, in a draft.
    pub again: Option<String>,
    pub cards: Vec<SummaryCard>,
    /// The drawing of a list.
    pub diagram: Option<HubDiagram>,
}

#[derive(Template)]
#[template(path = "applications/everything.html")]
struct EverythingPage {
    layout: Layout,
    caption: String,
    organisation: String,
    reference: String,
    printed_at: String,
    set: String,
    sections: Vec<Section>,
}

/// Every section of the application with all that is to be read in it.
pub fn sections(opened: &Opened, documents: &[Document]) -> Vec<Section> {
    let baselines = baselines(opened);
    let tasks = opened.set().tasks.iter();
    let sections = tasks
        .filter(|task| !matches!(task.kind, TaskKind::Special(_)))
        .map(|task| Section {
            title: &task.title,
            again: again(opened, task),
            cards: cards(opened, task, &baselines, None)
                .into_iter()
                .chain(added(opened, task, documents))
                .collect(),
            diagram: diagram::of(opened.set(), task, opened.answers()),
        });
    sections.collect()
}

pub async fn show(opened: Opened) -> Reply {
    let documents = of_form(&opened.app.store, &opened.form).await?;
    let application = &opened.form.case.application;
    reply::ok(&EverythingPage {
        layout: opened
            .layout("Your whole application")
            .back_to(opened.root(), "Back to your application"),
        caption: application.service_title().to_owned(),
        organisation: application.organisation_name.clone(),
        reference: application.reference.to_string(),
        printed_at: when::date_and_time(opened.form.now),
        set: format!("{}, version {}", opened.set().title, opened.set().version),
        sections: sections(&opened, &documents),
    })
}

/// Why a section of a draft is to be checked again.
fn again(opened: &Opened, task: &'static Task) -> Option<String> {
    let is_draft = opened.form.state().is_draft();
    let progress = is_draft.then(|| opened.form.progress_of(task))?;
    let is_again = progress.standing == Standing::CheckAgain;
    progress.note.filter(|_| is_again)
}

/// A card for each document, in the section about documents.
fn added(opened: &Opened, task: &Task, documents: &[Document]) -> Vec<SummaryCard> {
    if task.id != PAGE {
        return Vec::new();
    }
    let items = opened.set().evidence_items(opened.answers());
    let today = when::uk_date(opened.form.now);
    documents
        .iter()
        .map(|document| whole_card(document, opened.set(), &items, today))
        .collect()
}
