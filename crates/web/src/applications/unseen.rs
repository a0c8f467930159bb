//! Answers that were changed after the page was opened on which somebody says that they are complete: they
//! are shown with who changed them and when, and asked for anew.

use super::address::At;
use super::answers::{capitalised, title};
use super::opened::Opened;
use super::versions;
use crate::PageError;
use domain::when;
use govuk::{HiddenInput, InsetText};
use questions::{AnswerKey, Task, first_of};
use service::answers::{MarkError, Seen, Unseen};
use service::history;
use std::collections::BTreeSet;
use store::history::{Fate, Version};
use time::OffsetDateTime;

/// The field that says what the page showed.
pub const SEEN: &str = "seen";
/// Of so many removed items it is said who removed them and when.
const REMOVED_MAX: usize = 10;

/// That answers were changed since, and which.
pub struct Notice {
    pub inset: InsetText,
    pub answers: Vec<Change>,
}

/// An answer that was changed, by whom and when, and where the versions are.
pub struct Change {
    pub href: String,
    pub title: String,
}

/// What the page shows of a task, for its form.
pub fn input(opened: &Opened, task: &Task) -> HiddenInput {
    HiddenInput::new(SEEN, Seen::of(&opened.form, task).to_string())
}

/// Marks a task with what the form said that its page showed; once more when somebody saved something just
/// then, with the application as it is by now.
pub async fn mark(
    opened: &Opened,
    task: &Task,
    is_complete: bool,
    sent: &str,
) -> Result<(Option<Opened>, Result<(), MarkError>), PageError> {
    let seen: Option<Seen> = sent.parse().ok();
    let store = &opened.app.store;
    let seen = seen.as_ref();
    let marked = service::answers::mark(store, &opened.form, task, is_complete, seen).await;
    if !matches!(marked, Err(MarkError::Moved)) {
        return Ok((None, marked));
    }
    let now = opened.reloaded().await?;
    let marked = service::answers::mark(store, &now.form, task, is_complete, seen).await;
    Ok((Some(now), marked))
}

/// What is said of what somebody has not seen. `what` is what they would have said of it.
pub async fn notice(opened: &Opened, unseen: &Unseen, what: &str) -> Result<Notice, PageError> {
    let changed = unseen.changed.iter().filter_map(|key| change(opened, key));
    let mut answers: Vec<Change> = changed.collect();
    answers.extend(removed(opened, unseen).await?);
    let words = if answers.is_empty() {
        format!("We cannot tell which answers you have seen. Check the answers below, then {what}.")
    } else {
        format!(
            "Answers were changed after you opened this page, so we have not saved what you said. \
             Check what changed, then {what}."
        )
    };
    Ok(Notice {
        inset: InsetText::new(words),
        answers,
    })
}

fn change(opened: &Opened, key: &AnswerKey) -> Option<Change> {
    let (task, page) = opened.set().page(&key.page)?;
    let item = key.item;
    let at = At { task, page, item };
    let saved = opened.form.case.stored.saved.get(key)?;
    Some(Change {
        href: versions::path(opened, &at),
        title: told(opened, &title(opened, &at), "changed", &saved.by, saved.at),
    })
}

/// Each item of a list that was removed, with who removed it.
async fn removed(opened: &Opened, unseen: &Unseen) -> Result<Vec<Change>, PageError> {
    let (mut told_of, mut changes) = (BTreeSet::new(), Vec::new());
    for key in &unseen.removed {
        let Some((task, page)) = opened.set().page(&key.page) else {
            continue;
        };
        if told_of.len() == REMOVED_MAX || !told_of.insert((&task.id, key.item)) {
            continue;
        }
        let versions = history::versions(&opened.app.store, &opened.form, key).await?;
        let last = versions.iter().find(|version| is_saved(version));
        let Some(last) = last.filter(|last| last.entry.is_removal) else {
            continue;
        };
        let item = key.item;
        let at = At { task, page, item };
        let name = name(task, &versions);
        let entry = &last.entry;
        changes.push(Change {
            href: versions::path(opened, &at),
            title: told(opened, &name, "removed", &entry.by, entry.mark.at),
        });
    }
    Ok(changes)
}

fn is_saved(version: &Version) -> bool {
    matches!(version.entry.mark.fate, Fate::Saved)
}

/// What a removed item was called, as long as it had a name.
fn name(task: &Task, versions: &[Version]) -> String {
    let Some(list) = task.list() else {
        return task.title.clone();
    };
    let mut saved = versions.iter().filter(|version| is_saved(version));
    let name = saved.find_map(|version| first_of(&version.values, &list.title_field));
    name.map_or_else(|| capitalised(&list.item_name), str::to_owned)
}

fn told(opened: &Opened, name: &str, did: &str, by: &str, at: OffsetDateTime) -> String {
    let at = when::relative(at, opened.form.now);
    format!("{name}, {did} by {by} {at}")
}
