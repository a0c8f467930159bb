//! The summary of a day, for those who want it: who saved which task, and what was assigned to
//! them. Without a word of an answer. Each is sent once, however many workers there are.

use crate::recipients::recipient;
use audit::{Event, Kind};
use domain::when;
use mail::{DailySummary, Notice};
use questions::QuestionSet;
use std::collections::BTreeMap;
use store::notice_choices::{self, Changed, Summary};
use store::{Context, Store, StoreError, outbox};

/// How many are sent in one go; the rest comes in the next.
const BATCH: i32 = 100;
/// How many lines a summary has at most.
const LINES_MAX: usize = 25;

/// Sends what is due. Answers how many were sent.
///
/// # Errors
/// When the database can't be reached.
pub async fn do_what_is_due(store: &Store, public_url: &str) -> Result<usize, StoreError> {
    let mut tx = store.read(Context::service()).await?;
    let due = notice_choices::list_due(&mut tx, BATCH).await?;
    drop(tx);
    let mut sent = 0;
    for summary in &due {
        sent += usize::from(send(store, public_url, summary).await?);
    }
    Ok(sent)
}

async fn send(store: &Store, public_url: &str, summary: &Summary) -> Result<bool, StoreError> {
    let notice = notice(summary, public_url);
    let changes = i32::try_from(notice.count).unwrap_or(i32::MAX);
    let mut tx = store.write(Context::service()).await?;
    if !notice_choices::note(&mut tx, summary, changes).await? {
        return Ok(false);
    }
    if let Some(to) = recipient(&summary.name, &summary.email) {
        outbox::add(&mut tx, &notice.message(&to)).await?;
    }
    let event = Event::new(Kind::DailySummarySent)
        .with("user", summary.user)
        .with("day", when::iso_date(summary.day))
        .with("changes", changes);
    tx.commit(&event).await?;
    Ok(true)
}

/// What a summary says.
fn notice(summary: &Summary, public_url: &str) -> DailySummary {
    let (mut count, mut lines) = (0, Vec::new());
    for changed in &summary.applications {
        let (changes, told) = told(changed);
        count += changes;
        lines.extend(told);
    }
    let more = lines.len().saturating_sub(LINES_MAX);
    lines.truncate(LINES_MAX);
    let (service, link) = match summary.applications.as_slice() {
        [one] => {
            let link = format!("{public_url}/applications/{}/history", one.reference);
            (name(one).to_owned(), link)
        }
        _ => ("your applications".to_owned(), format!("{public_url}/home")),
    };
    DailySummary {
        count,
        service,
        day: when::date(summary.day),
        lines,
        more,
        link,
    }
}

fn name(changed: &Changed) -> &str {
    match changed.service_name.as_str() {
        "" => &changed.reference,
        name => name,
    }
}

/// How many changes there are in an application, and who made which, a line for each person.
fn told(changed: &Changed) -> (usize, Vec<String>) {
    let set = questions::find_pinned(&changed.set_id, &changed.set_version, &changed.set_hash);
    let mut by_person: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for saved in &changed.saved {
        let tasks = by_person.entry(&saved.by).or_default();
        let task = task_of(set, &saved.page);
        if !tasks.contains(&task) {
            tasks.push(task);
        }
    }
    let service = name(changed);
    let saved = by_person
        .iter()
        .map(|(by, tasks)| format!("{service}: {by} saved answers in {}", tasks.join("; ")));
    let given = changed.given.iter().map(|given| {
        let task = title_of(set, &given.task);
        format!("{service}: {} assigned {task} to you", given.by)
    });
    let titles: Vec<&str> = changed
        .check_again
        .iter()
        .map(|task| title_of(set, task))
        .collect();
    let again =
        (!titles.is_empty()).then(|| format!("{service}: check again {}", titles.join("; ")));
    let count = changed.saved.len() + changed.given.len();
    (count, saved.chain(given).chain(again).collect())
}

/// The title of a task.
fn title_of<'a>(set: Option<&'static QuestionSet>, id: &'a str) -> &'a str {
    let task = set.and_then(|set| set.task(id));
    task.map_or(id, |task| &task.title)
}

/// The title of the task that a page belongs to.
fn task_of<'a>(set: Option<&'static QuestionSet>, page: &'a str) -> &'a str {
    let found = set.and_then(|set| set.page(page));
    found.map_or(page, |(task, _)| &task.title)
}

#[cfg(test)]
mod tests;
