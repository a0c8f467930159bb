//! A question page that can't be changed now: what was answered, and why it stays so.

use super::address::At;
use super::ask::can_ask;
use super::attached::{self, Attached};
use super::contact_change;
use super::onward::{self, Return};
use super::opened::Opened;
use super::question::residual;
use super::wording;
use crate::awaits_correction;
use crate::reply::{self, Reply};
use crate::residual::Residual;
use askama::Template;
use govuk::{Content, Details, InsetText, Layout, SummaryList, SummaryRow};
use questions::Values;
use service::applications::{Closed, Lock};
use service::subjects;

#[derive(Template)]
#[template(path = "applications/locked.html")]
struct LockedPage {
    layout: Layout,
    caption: Option<String>,
    why: InsetText,
    /// What was asked of the PSN team about it.
    asked_team: Vec<InsetText>,
    /// How the point of contact is changed, where the page names it.
    contact: Option<InsetText>,
    /// Where the PSN team is asked about an answer that it has.
    ask: Option<Content>,
    answers: SummaryList,
    documents: Option<Attached>,
    published: Option<Details>,
    residual: Option<Residual>,
}

pub async fn show(opened: &Opened, at: At) -> Reply {
    let page = at.page.as_asked(opened.answers(), at.item);
    let none = Values::new();
    let values = opened.answers().get(&at.page.id, at.item).unwrap_or(&none);
    let rows = page.describe(values).into_iter();
    let question = page
        .question
        .as_deref()
        .and_then(|id| opened.set().question(id));
    reply::ok(&LockedPage {
        layout: opened
            .layout(&page.heading)
            .section(&at.task.title)
            .back(onward::back(opened, &at, Return::Section)),
        caption: page.caption.clone(),
        why: InsetText::new(why(opened, &page.id)),
        asked_team: wording::asked_team(opened, at.page).collect(),
        contact: contact_change::how(opened, &page),
        ask: ask(opened, &at),
        answers: SummaryList::new()
            .rows(rows.map(|(label, answer)| SummaryRow::new(label, answer))),
        documents: attached::of_page(opened, &page, at.item),
        published: wording::published(opened, question),
        residual: residual(opened, question).await?,
    })
}

/// To the page where the PSN team is asked about this question, while it has the answers.
fn ask(opened: &Opened, at: &At) -> Option<Content> {
    let is_with_team = matches!(
        opened.form.lock(&at.page.id),
        Lock::Closed(Closed::WithTeam)
    );
    let subject = subjects::of_page(opened.set(), at.page)?;
    let path = opened.path(&format!("ask/{subject}"));
    let link = Content::link(path, "Ask the PSN team about this question");
    (is_with_team && can_ask(opened)).then_some(link)
}

/// Why the answers of a page can't be changed.
fn why(opened: &Opened, page: &str) -> String {
    let organisation = &opened.form.case.application.organisation_name;
    match opened.form.lock(page) {
        Lock::Closed(Closed::Reader) => {
            format!(
                "You can read this. An editor or administrator of {organisation} can change it."
            )
        }
        Lock::Closed(Closed::NotAsked) => {
            "You cannot change this now. The PSN team has asked about other answers.".to_owned()
        }
        Lock::Closed(Closed::Ended) => {
            "You cannot change this: the application was withdrawn or deleted.".to_owned()
        }
        Lock::Closed(Closed::WithTeam) if can_ask(opened) => awaits_correction::HOW.to_owned(),
        Lock::Closed(Closed::WithTeam) | Lock::Open | Lock::Asked(_) => {
            "You cannot change answers while the PSN team has your application.".to_owned()
        }
    }
}
