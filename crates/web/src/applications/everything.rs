//! The whole application on one page, for reading and printing.

use super::answers::{baselines, cards};
use super::opened::Opened;
use crate::diagram;
use crate::reply::{self, Reply};
use askama::Template;
use domain::when;
use govuk::{HubDiagram, Layout, SummaryCard};
use questions::TaskKind;

/// A section with its answers.
struct Section {
    title: &'static str,
    cards: Vec<SummaryCard>,
    /// The drawing of a list.
    diagram: Option<HubDiagram>,
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

pub async fn show(opened: Opened) -> Reply {
    let application = &opened.form.case.application;
    let baselines = baselines(&opened);
    let tasks = opened.set().tasks.iter();
    let sections = tasks
        .filter(|task| !matches!(task.kind, TaskKind::Special(_)))
        .map(|task| Section {
            title: &task.title,
            cards: cards(&opened, task, &baselines, None),
            diagram: diagram::of(opened.set(), task, opened.answers()),
        });
    reply::ok(&EverythingPage {
        layout: opened
            .layout("Your whole application")
            .back_to(opened.root(), "Back to your application"),
        caption: application.service_title().to_owned(),
        organisation: application.organisation_name.clone(),
        reference: application.reference.to_string(),
        printed_at: when::date_and_time(opened.form.now),
        set: format!("{}, version {}", opened.set().title, opened.set().version),
        sections: sections.collect(),
    })
}
