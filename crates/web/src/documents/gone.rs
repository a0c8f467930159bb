//! A document that a colleague removed while somebody described it: who did, and what was typed.

use super::questions_of;
use super::typed::{EFFECTIVE, EXPIRES, ISSUER, QUESTIONS, SHOWS, TITLE};
use crate::App;
use crate::application_path::ApplicationPath;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use askama::Template;
use domain::id::DocumentId;
use domain::when;
use govuk::{DatePart, FormState, Layout, SummaryList, SummaryRow};
use policy::Actor;

#[derive(Template)]
#[template(path = "documents/gone.html")]
struct GonePage {
    layout: Layout,
    who_and_when: String,
    typed: SummaryList,
    list: String,
}

/// Who removed the document when, and what was typed; not found when it never was there. The status is 409.
pub async fn show(
    (app, actor, furniture): &(App, Actor, Furniture),
    path: &ApplicationPath,
    id: DocumentId,
    typed: &FormState,
) -> Reply {
    let gone = service::documents::find_removed(&app.store, actor, &path.0, id).await?;
    let removal = &gone.removal;
    let by = match removal.by.as_str() {
        "" => "Somebody",
        by => by,
    };
    let questions = typed.values(QUESTIONS);
    let mut belongs_to = questions_of(questions, gone.set, &gone.items);
    if belongs_to.is_empty() {
        belongs_to = questions.join(", ");
    }
    let rows = [
        ("Name of the document", typed.value(TITLE).to_owned()),
        ("What does it show?", typed.value(SHOWS).to_owned()),
        ("Who issued it?", typed.value(ISSUER).to_owned()),
        ("When does it take effect?", day(typed, EFFECTIVE)),
        ("When does it expire?", day(typed, EXPIRES)),
        ("What does it belong to?", belongs_to),
    ];
    let rows = rows
        .into_iter()
        .filter(|(_, words)| !words.trim().is_empty())
        .map(|(label, words)| SummaryRow::new(label, words));
    let list = path.at("documents");
    let layout = furniture.supplier(actor, Some(gone.application.organisation));
    reply::conflict(&GonePage {
        layout: layout
            .title(format!("{by} removed this document"))
            .section("Documents")
            .back(&list),
        who_and_when: format!(
            "{by} removed {} {}, while you described it. What you typed was not saved. Copy what you still need.",
            removal.title,
            when::relative(removal.at, gone.now)
        ),
        typed: SummaryList::new().rows(rows),
        list,
    })
}

/// A date as it was typed.
fn day(typed: &FormState, name: &str) -> String {
    let parts = DatePart::ALL.map(|part| typed.value(part.of(name)).to_owned());
    parts.join(" ").trim().to_owned()
}
