//! Keeping a draft that would be deleted because nobody has worked on it.

use super::opened::Opened;
use crate::PageError;
use crate::forms::Posted;
use crate::reply::{self, Reply};
use askama::Template;
use domain::when;
use govuk::{Button, Layout, PostForm, SummaryList, SummaryRow};
use policy::authorise;
use policy::organisation::AnswerQuestions;
use service::drafts::{self, KeepError};
use store::Context;
use time::Date;

#[derive(Template)]
#[template(path = "applications/keep.html")]
struct KeepPage {
    layout: Layout,
    facts: SummaryList,
    delete_on: Option<String>,
    keep: Option<PostForm>,
    task_list: String,
}

/// Asks; opening it changes nothing.
pub async fn show(opened: Opened) -> Reply {
    let form = &opened.form;
    if !form.state().is_draft() {
        // A deleted one says there how to bring it back.
        return reply::see_other(&opened.root());
    }
    let mut tx = opened.app.store.read(Context::of(&form.actor)).await?;
    let day = store::drafts::quiet::delete_on(&mut tx, form.case.application.id).await?;
    drop(tx);
    reply::ok(&draw(&opened, day))
}

fn draw(opened: &Opened, day: Option<Date>) -> KeepPage {
    let form = &opened.form;
    let application = &form.case.application;
    let title = if day.is_some() {
        "Keep your draft"
    } else {
        "We are keeping your draft"
    };
    let saved = application.last_saved_at.unwrap_or(application.created_at);
    let layout = opened
        .layout(title)
        .back_to(opened.root(), "Back to your application");
    let may = authorise::<AnswerQuestions>(&form.actor, application.organisation).is_ok();
    KeepPage {
        facts: SummaryList::new()
            .row(SummaryRow::new("Service", application.service_title()))
            .row(SummaryRow::new("Reference", application.reference.as_str()))
            .row(SummaryRow::new(
                "Last saved",
                when::date(when::uk_date(saved)),
            )),
        delete_on: day.map(when::date),
        keep: (day.is_some() && may).then(|| {
            PostForm::new(
                opened.path("keep"),
                layout.csrf(),
                Button::primary("Keep this draft"),
            )
        }),
        task_list: opened.root(),
        layout,
    }
}

/// Keeps it.
pub async fn submit(opened: Opened, posted: Posted) -> Reply {
    posted.finish()?;
    let form = &opened.form;
    let reference = &form.case.application.reference;
    drafts::keep(&opened.app.store, &form.actor, reference).await?;
    reply::see_other_saying(&opened.root(), "We are keeping your draft")
}

impl From<KeepError> for PageError {
    fn from(error: KeepError) -> Self {
        match error {
            KeepError::NotFound => Self::NotFound,
            KeepError::Denied(denied) => denied.into(),
            KeepError::NotDraft => Self::Conflict,
            KeepError::Store(error) => error.into(),
        }
    }
}
