//! What an address under an application stands for. Which pages there are is the set's business.

use super::{listed, same_domain};
use questions::{Page, QuestionSet, Task, TaskKind};

/// A page of the set, for one item of a list (0 outside lists).
#[derive(Debug, Clone, Copy)]
pub struct At {
    pub task: &'static Task,
    pub page: &'static Page,
    pub item: i16,
}

/// What an address under an application stands for.
#[derive(Debug)]
pub enum Address {
    Question(At),
    /// A task, wherever it goes on.
    Task(&'static Task),
    Section(&'static Task),
    List(&'static Task),
    Remove(&'static Task, i16),
    /// The interruption after an answer that is below the standard.
    DoesNotMeet(At),
    /// The interruption after naming a person of the supplier's own domain for the owner.
    SameDomain(At),
    /// The interruption after typing infrastructure that the register has.
    Listed(At),
}

/// The end of the address of a section check.
pub const CHECK: &str = "/check";
/// The end of the address of a list.
pub const LIST: &str = "/list";
/// The end of the address of an interruption.
pub const DOES_NOT_MEET: &str = "/does-not-meet";
/// The end of the address of the interruption about who confirms for the owner.
pub const SAME_DOMAIN: &str = "/same-domain";
/// The end of the address of the interruption about infrastructure that the register has.
pub const LISTED: &str = "/listed";
/// The beginning of the addresses that ask before an item is removed.
const REMOVE: &str = "remove/";

/// What this address stands for, if anything.
pub fn resolve(set: &'static QuestionSet, tail: &str) -> Option<Address> {
    if let Some(at) = question(set, tail) {
        return Some(Address::Question(at));
    }
    if let Some(tail) = tail.strip_suffix(DOES_NOT_MEET) {
        let at = question(set, tail)?;
        return at
            .page
            .question
            .is_some()
            .then_some(Address::DoesNotMeet(at));
    }
    if let Some(tail) = tail.strip_suffix(SAME_DOMAIN) {
        let at = question(set, tail)?;
        return same_domain::asks_for_contact(set, at.page).then_some(Address::SameDomain(at));
    }
    if let Some(tail) = tail.strip_suffix(LISTED) {
        let at = question(set, tail)?;
        return listed::asks_for_certificate(set, at.page).then_some(Address::Listed(at));
    }
    if let Some(rest) = tail.strip_prefix(REMOVE) {
        let (task, number) = rest.rsplit_once('/')?;
        let task = asked_task(set, task)?;
        let item: i16 = number.parse().ok()?;
        let is_item = task
            .list()
            .is_some_and(|list| (1..=list.max).contains(&item));
        return is_item.then_some(Address::Remove(task, item));
    }
    if let Some(task) = tail.strip_suffix(CHECK).and_then(|id| asked_task(set, id)) {
        return Some(Address::Section(task));
    }
    if let Some(task) = tail.strip_suffix(LIST).and_then(|id| asked_task(set, id)) {
        return task.list().is_some().then_some(Address::List(task));
    }
    asked_task(set, tail).map(Address::Task)
}

fn question(set: &'static QuestionSet, tail: &str) -> Option<At> {
    let (task, page, item) = set.page_by_path(tail)?;
    Some(At { task, page, item })
}

/// A task of questions; the others have pages of their own.
fn asked_task(set: &'static QuestionSet, id: &str) -> Option<&'static Task> {
    set.task(id)
        .filter(|task| !matches!(task.kind, TaskKind::Special(_)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_page_of_a_set_hides_an_address_of_the_engine() {
        for set in questions::sets() {
            for task in &set.tasks {
                let expects_pages = !matches!(task.kind, TaskKind::Special(_));
                let check = resolve(set, &format!("{}{CHECK}", task.id));
                assert_eq!(
                    matches!(check, Some(Address::Section(_))),
                    expects_pages,
                    "{}",
                    task.id
                );
                let list = resolve(set, &format!("{}{LIST}", task.id));
                assert_eq!(
                    matches!(list, Some(Address::List(_))),
                    task.list().is_some()
                );
                let remove = resolve(set, &format!("{REMOVE}{}/1", task.id));
                assert_eq!(
                    matches!(remove, Some(Address::Remove(_, 1))),
                    task.list().is_some()
                );
                for page in &task.pages {
                    let at = resolve(set, &page.path_for(1));
                    let is_page =
                        matches!(at, Some(Address::Question(at)) if at.page.id == page.id);
                    assert!(is_page, "{}", page.id);
                }
            }
            assert!(resolve(set, "no/such/page").is_none());
            assert!(resolve(set, "").is_none());
        }
    }

    #[test]
    fn no_field_of_a_set_has_a_name_that_the_engine_needs() {
        let reserved = super::super::save::RESERVED;
        for set in questions::sets() {
            for field in set.pages().flat_map(|(_, page)| &page.fields) {
                assert!(!reserved.contains(&field.id.as_str()), "{}", field.id);
                assert!(!field.id.starts_with("combined-"), "{}", field.id);
            }
        }
    }
}
