//! What comparing answers with each other found, said where answers are checked.

use super::opened::Opened;
use questions::{CrossCheck, Outcome, Task};
use service::cross_checks;

/// What was found in the whole application, one sentence each; the worst first.
pub fn of_all(opened: &Opened) -> Vec<String> {
    sentences(opened, |_| true)
}

/// What was found that can be put right in this task.
pub fn of_task(opened: &Opened, task: &Task) -> Vec<String> {
    sentences(opened, |check| {
        let mut pages = task.pages.iter();
        pages.any(|page| check.pages.contains(&page.id))
    })
}

fn sentences(opened: &Opened, is_shown: impl Fn(&CrossCheck) -> bool) -> Vec<String> {
    let mut found = cross_checks::find_at_hand(&opened.form);
    found.retain(is_shown);
    found.sort_by_key(|check| check.outcome != Outcome::Below);
    found.iter().map(sentence).collect()
}

fn sentence(check: &CrossCheck) -> String {
    match (check.blocks, check.outcome) {
        (true, _) => format!("{}. You cannot submit before this is done", check.message),
        (_, Outcome::Below) => format!("{}. This may not meet the standard", check.message),
        _ => check.message.clone(),
    }
}
