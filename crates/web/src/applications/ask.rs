//! What was asked of the PSN team about this application, and what can be asked.

use super::opened::Opened;
use crate::reply::{self, Reply};
use askama::Template;
use domain::when;
use govuk::{Column, Content, Layout, Table};
use policy::authorise;
use policy::organisation::AskTeam;
use service::enquiries;
use service::subjects;

#[derive(Template)]
#[template(path = "applications/ask.html")]
struct AskPage {
    layout: Layout,
    caption: String,
    threads: Table,
    days: u16,
    /// Address and title of everything that can be asked about; empty when nothing can be.
    subjects: Vec<(String, String)>,
}

/// True when this person can ask now.
pub fn can_ask(opened: &Opened) -> bool {
    let organisation = opened.form.case.application.organisation;
    enquiries::can_ask(&opened.form)
        && authorise::<AskTeam>(&opened.form.actor, organisation).is_ok()
}

pub async fn show(opened: Opened) -> Reply {
    let (found, days) = enquiries::of_application(&opened.app.store, &opened.form).await?;
    let table = Table::new("Asked so far")
        .column(Column::text("About"))
        .column(Column::text("Last message"))
        .column(Column::text("Status"))
        .row_headers();
    let threads = found.iter().fold(table, |table, enquiry| {
        table.row([
            Content::link(
                opened.path(&format!("ask/{}", enquiry.subject)),
                &enquiry.subject_title,
            ),
            when::relative(enquiry.last_at, opened.form.now).into(),
            enquiry.state.title_for_supplier().into(),
        ])
    });
    let all = subjects::all(opened.set()).into_iter();
    let all = all.map(|subject| (opened.path(&format!("ask/{}", subject.id)), subject.title));
    reply::ok(&AskPage {
        layout: opened
            .layout("Ask the PSN team about a question")
            .back_to(opened.root(), "Back to your application"),
        caption: opened.form.case.application.service_title().to_owned(),
        threads,
        days,
        subjects: if can_ask(&opened) {
            all.collect()
        } else {
            Vec::new()
        },
    })
}
