//! What the team asks: only the questions asked, and by when to reply.

use super::place::Place;
use crate::App;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use askama::Template;
use axum::extract::{Path, State};
use domain::when;
use govuk::{Button, Layout, Task, TaskList, TaskStatus};
use service::clarifications::{self, Asked, AskedItem};

#[derive(Template)]
#[template(path = "clarifications/asked.html")]
struct AskedPage {
    layout: Layout,
    service: String,
    deadline: Option<String>,
    answered: Option<String>,
    items: TaskList,
    check: Option<Button>,
}

fn status(asked: &Asked, item: &AskedItem, is_open: bool) -> TaskStatus {
    if !is_open || item.is_ready() {
        TaskStatus::Completed
    } else if item.item.reply.is_some() || asked.has_changed(item) {
        TaskStatus::InProgress
    } else {
        TaskStatus::NotYetStarted
    }
}

pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Path((reference, id)): Path<(String, String)>,
) -> Reply {
    let place = Place::parse(&reference, &id)?;
    let asked = clarifications::read(&app.store, &actor, &place.reference, place.id).await?;
    let is_open = asked.clarification.is_open();
    let tasks = asked.items.iter().map(|item| {
        Task::new(
            &item.subject.title,
            place.at(&item.subject.id),
            status(&asked, item, is_open),
        )
    });
    let check = Button::primary("Check your reply").href(place.at("check"));
    let organisation = asked.case.application.organisation;
    reply::ok(&AskedPage {
        layout: furniture
            .supplier(&actor, Some(organisation))
            .title("We need to know more about your answers")
            .section(asked.case.application.service_title())
            .back(place.application_page("progress")),
        service: asked.case.application.service_title().to_owned(),
        deadline: is_open.then(|| when::date_with_weekday(asked.clarification.due_on)),
        answered: asked.clarification.answered_at.map(|at| {
            let by = asked.clarification.answered_by_name.as_deref();
            format!(
                "{}, by {}",
                when::relative(at, asked.now),
                by.unwrap_or_default()
            )
        }),
        items: TaskList::new("item").tasks(tasks),
        check: asked.may_reply.then_some(check),
    })
}
