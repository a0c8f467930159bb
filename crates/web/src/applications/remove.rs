//! Removing an item of a list, once it is certain.

use super::answers::{capitalised, item_title};
use super::onward::{self, Return};
use super::opened::Opened;
use super::save::RETURN;
use super::saving::void_words;
use super::wording;
use crate::PageError;
use crate::forms::Posted;
use crate::reply::{self, Reply};
use askama::Template;
use govuk::{Button, FormState, HiddenInput, Layout, Legend, Radios, WarningText};
use questions::Task;
use service::answers::Removed;

const REMOVE: &str = "remove";

#[derive(Template)]
#[template(path = "applications/remove.html")]
struct RemovePage {
    layout: Layout,
    warning: Option<WarningText>,
    action: String,
    /// Where to go back to.
    carried: Option<HiddenInput>,
    choice: Radios,
    go_on: Button,
}

pub fn show(opened: &Opened, task: &'static Task, item: i16, to: Return) -> Reply {
    if !opened.answers().items_of(task).contains(&item) {
        return reply::see_other(&onward::list(opened, task, to));
    }
    let form = opened.furniture.form(FormState::new());
    reply::ok(&draw(opened, task, item, to, &form))
}

pub async fn submit(
    mut opened: Opened,
    task: &'static Task,
    item: i16,
    mut posted: Posted,
) -> Reply {
    opened.form.permit()?;
    let choice = posted.take(REMOVE);
    let to = Return::parse(&posted.take(RETURN)).onwards();
    posted.finish()?;
    let path = onward::list(&opened, task, to);
    match choice.as_str() {
        "no" => return reply::see_other(&path),
        "yes" => {}
        _ => {
            let mut form = FormState::new();
            form.error(REMOVE, "Select yes if you want to remove this");
            return reply::unprocessable(&draw(&opened, task, item, to, &form));
        }
    }
    // Again once, when the application changes at the same moment.
    for _ in 0..2 {
        match service::answers::remove(&opened.app.store, &opened.form, task, item).await? {
            Removed::Removed { voided } => {
                let name = task
                    .list()
                    .map_or(task.title.as_str(), |list| &list.item_name);
                let words = format!("{} removed", capitalised(name));
                return match voided {
                    Some(signatory) => {
                        let words = format!("{words}. {}", void_words(&signatory));
                        reply::see_other_noting(&path, &words)
                    }
                    None => reply::see_other_saying(&path, &words),
                };
            }
            Removed::Gone => return reply::see_other(&path),
            Removed::Moved => opened = opened.again().await?,
        }
    }
    Err(PageError::Conflict)
}

fn draw(
    opened: &Opened,
    task: &'static Task,
    item: i16,
    to: Return,
    form: &FormState,
) -> RemovePage {
    let name = item_title(opened, task, item);
    let title = format!("Are you sure you want to remove {name}?");
    RemovePage {
        layout: opened
            .layout(&title)
            .section(&task.title)
            .back(onward::list(opened, task, to))
            .errors_of(form),
        warning: wording::signature(opened),
        action: opened.path(&format!("remove/{}/{item}", task.id)),
        carried: to.input(),
        choice: Radios::yes_no(REMOVE, Legend::page_heading(title)).filled_from(form),
        go_on: Button::primary("Continue"),
    }
}
