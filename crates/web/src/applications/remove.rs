//! Removing an item of a list, once it is certain. Whoever confirms it has seen the item as it is: when
//! somebody has saved it meanwhile, it is shown and asked again.

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
use domain::when;
use govuk::{
    Button, FormState, HiddenInput, Layout, Legend, Radios, SummaryList, SummaryRow, WarningText,
};
use questions::{AnswerKey, Page, Task};
use service::answers::Removed;
use store::answers::Saved;

const REMOVE: &str = "remove";
/// The field that says which versions of the item's pages were there when the page was drawn.
const SEEN: &str = "seen";

#[derive(Template)]
#[template(path = "applications/remove.html")]
struct RemovePage {
    layout: Layout,
    /// That somebody saved the item meanwhile.
    moved: Option<WarningText>,
    /// What it says now, then.
    now: Option<SummaryList>,
    warning: Option<WarningText>,
    action: String,
    /// Where to go back to.
    carried: Option<HiddenInput>,
    seen: HiddenInput,
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
    let seen_before = posted.take(SEEN);
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
        let is_there = opened.answers().items_of(task).contains(&item);
        if is_there && seen(&opened, task, item) != seen_before {
            return moved(&opened, task, item, (to, &seen_before));
        }
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

/// The pages of an item, each with what was saved of it.
fn saved<'a>(
    opened: &'a Opened,
    task: &'static Task,
    item: i16,
) -> impl Iterator<Item = (&'static Page, Option<&'a Saved>)> {
    let pages = task.pages.iter().filter(|page| page.is_item_page());
    pages.map(move |page| {
        let page_id = page.id.clone();
        let key = AnswerKey {
            page: page_id,
            item,
        };
        (page, opened.form.case.stored.saved.get(&key))
    })
}

/// The versions of the item's pages that are there, in one word: sent back as it was shown.
fn seen(opened: &Opened, task: &'static Task, item: i16) -> String {
    let versions = saved(opened, task, item)
        .map(|(_, saved)| saved.map_or(0, |saved| saved.version).to_string());
    versions.collect::<Vec<_>>().join(".")
}

/// Shows the item as it is now, who saved it when, and asks again.
fn moved(
    opened: &Opened,
    task: &'static Task,
    item: i16,
    (to, seen_before): (Return, &str),
) -> Reply {
    let before: Vec<&str> = seen_before.split('.').collect();
    let changed = saved(opened, task, item)
        .enumerate()
        .filter_map(|(number, (_, saved))| {
            let saved = saved?;
            let is_same = before.get(number) == Some(&saved.version.to_string().as_str());
            (!is_same).then_some(saved)
        });
    let words = match changed.max_by_key(|saved| saved.at) {
        Some(saved) => {
            let at = when::relative(saved.at, opened.form.now);
            format!("{} saved this {at}, after you opened the page", saved.by)
        }
        None => "This was changed after you opened the page".to_owned(),
    };
    let answers = opened.answers();
    let rows = saved(opened, task, item).flat_map(|(page, _)| {
        let values = answers.get(&page.id, item);
        let page = page.as_asked(answers, item);
        values.map_or_else(Vec::new, |values| page.describe(values))
    });
    let rows = rows.map(|(label, answer)| SummaryRow::new(label, answer));
    let mut page = draw(opened, task, item, to, &FormState::new());
    page.moved = Some(WarningText::new(format!(
        "{words}, so it was not removed. What it says now is below. Choose again."
    )));
    page.now = Some(SummaryList::new().rows(rows));
    reply::conflict(&page)
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
        moved: None,
        now: None,
        warning: wording::signature(opened),
        action: opened.path(&format!("remove/{}/{item}", task.id)),
        carried: to.input(),
        seen: HiddenInput::new(SEEN, seen(opened, task, item)),
        choice: Radios::yes_no(REMOVE, Legend::page_heading(title)).filled_from(form),
        go_on: Button::primary("Continue"),
    }
}
