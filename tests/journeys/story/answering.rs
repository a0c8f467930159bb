//! Filling in the application, page by page, from the task list.

use super::case::Case;
use questions::{Page as Asked, Task, TaskKind};
use std::collections::BTreeSet;
use tests::{Browser, Page};

/// Types what the case says into the opened page and continues. What the case does not
/// say stays as the page has it.
pub async fn fill_in(case: &Case, opened: &Page, asked: &Asked, item: i16) -> Page {
    let names = opened.select_attribute("main input, main textarea, main select", "name");
    let mut inputs = case.inputs(asked, item);
    inputs.retain(|(name, _)| names.contains(name));
    let inputs: Vec<(&str, &str)> = inputs
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let saved = opened.submit_all(&inputs).await;
    saved.expect_status(303);
    saved
}

/// Answers every page of every task and says of each task that it is complete.
pub async fn answer_everything(case: &Case, browser: &Browser, root: &str) {
    let set = questions::current("psn-cop").unwrap();
    let mut answered = BTreeSet::new();
    for task in &set.tasks {
        if matches!(task.kind, TaskKind::Special(_)) {
            continue;
        }
        let list = browser.visit(root).await;
        let mut page = list.click(&task.title).await;
        loop {
            page.expect_status(200);
            match step(case, &page, root, task, &mut answered).await {
                Some(next) => page = next,
                None => break,
            }
        }
    }
    // Items of a list that the case leaves empty are not asked.
    let is_asked = |task: &Task, page: &Asked| {
        page.path_for(1) == page.path_for(2) || case.has_item(&task.id, 1)
    };
    let all: BTreeSet<String> = set
        .pages()
        .filter(|(task, page)| page.show_if.is_none() && !matches!(task.kind, TaskKind::Special(_)))
        .filter(|(task, page)| is_asked(task, page))
        .map(|(_, page)| page.path_for(1))
        .collect();
    let missed: Vec<&String> = all.difference(&answered).collect();
    assert!(missed.is_empty(), "never asked: {missed:?}");
}

/// What a person does on this page of a task; nothing once the task is complete.
async fn step(
    case: &Case,
    page: &Page,
    root: &str,
    task: &Task,
    answered: &mut BTreeSet<String>,
) -> Option<Page> {
    let tail = tail(page.path(), root);
    if tail == format!("{}/list", task.id) {
        let is_new = |item: &i16| !answered.contains(&format!("{}/{item}", task.id));
        let next = (1..=i16::MAX).find(is_new);
        let is_more = next.is_some_and(|item| case.has_item(&task.id, item));
        let another = if is_more { "yes" } else { "no" };
        return Some(page.submit([("another", another)]).await.follow().await);
    }
    if tail == format!("{}/check", task.id) {
        let links = page.links().into_iter().map(|(_, href)| href);
        let mut pages = links.filter(|href| href.ends_with("?return=section"));
        if let Some(open) = pages.find(|href| !answered.contains(&self::tail(href, root))) {
            return Some(page.browser.visit(&open).await);
        }
        let marked = page.submit([("complete", "yes")]).await;
        marked.expect_status(303);
        return None;
    }
    if tail.ends_with("/does-not-meet") {
        return Some(page.click("Keep this answer").await);
    }
    let set = questions::current("psn-cop").unwrap();
    let (_, asked, item) = set
        .page_by_path(&tail)
        .unwrap_or_else(|| panic!("{tail} is no page of the set"));
    let saved = fill_in(case, page, asked, item).await;
    assert!(answered.insert(tail.clone()), "{tail} was asked twice");
    Some(saved.follow().await)
}

/// The address without the application's, and without what it carries.
fn tail(path: &str, root: &str) -> String {
    let path = path.split('?').next().unwrap();
    path.strip_prefix(&format!("{root}/")).unwrap().to_owned()
}
