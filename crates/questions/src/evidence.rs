//! Items of lists to which a document can belong.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::{
    answers::{Answers, first_of},
    page::Page,
    set::{QuestionSet, Task},
};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Evidence {
    /// The set's short name.
    set: String,
    /// The list.
    task: String,
    /// The page of an item that asks what the document shows.
    page: String,
    /// The words of the link to add one.
    add: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawEvidence {
    #[serde(rename = "version")]
    _version: String,
    #[serde(rename = "source")]
    _source: String,
    evidence: Vec<Evidence>,
}

#[expect(
    clippy::expect_used,
    reason = "the file is embedded, and a test reads it"
)]
static EVIDENCE: LazyLock<Vec<Evidence>> = LazyLock::new(|| {
    let text = include_str!("../evidence.toml");
    let raw: RawEvidence = toml::from_str(text).expect("the lists with evidence can be read");
    raw.evidence
});

/// An item of a list to which a document can belong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceItem {
    /// What a document keeps that belongs to it: the task and the number of the item, such as
    /// `additional-infrastructure/2`.
    pub id: String,
    /// The list and the name of the item, or its number while it has none.
    pub title: String,
    /// The name of the item; empty while it has none.
    pub name: String,
    /// The page that asks what the document shows.
    pub page: String,
    /// The number of the item.
    pub item: i16,
    /// The words of the link to add one.
    pub add: &'static str,
}

impl QuestionSet {
    /// The items that these answers hold to which a document can belong.
    pub fn evidence_items(&self, answers: &Answers) -> Vec<EvidenceItem> {
        let mut items = Vec::new();
        for (evidence, task) in self.evidence() {
            for (place, item) in answers.items_of(task).into_iter().enumerate() {
                let name = name_of(task, answers, item);
                items.push(EvidenceItem {
                    id: format!("{}/{item}", task.id),
                    title: match name {
                        Some(name) => format!("{}: {name}", task.title),
                        // As they stand on the page: their numbers have gaps.
                        None => format!("{} {}", task.title, place + 1),
                    },
                    name: name.unwrap_or_default().to_owned(),
                    page: evidence.page.clone(),
                    item,
                    add: &evidence.add,
                });
            }
        }
        items
    }

    /// True for what names an item of a list to which documents can belong, whether there is such
    /// an item or not.
    pub fn is_evidence_item(&self, id: &str) -> bool {
        let named = id.rsplit_once('/');
        named.is_some_and(|(list, item)| {
            item.parse::<i16>().is_ok() && self.evidence().any(|(_, task)| task.id == list)
        })
    }

    /// True when a document that belongs to this item is about what the page asks, of whichever item.
    pub fn is_evidence_of(&self, id: &str, page: &str) -> bool {
        let mut of_list = self.evidence();
        let list = id.rsplit_once('/').map(|(list, _)| list);
        of_list.any(|(evidence, task)| Some(task.id.as_str()) == list && evidence.page == page)
    }

    /// The lists of this set with their tasks.
    fn evidence(&self) -> impl Iterator<Item = (&'static Evidence, &Task)> {
        let of_set = EVIDENCE.iter().filter(|evidence| evidence.set == self.id);
        of_set.filter_map(|evidence| Some((evidence, self.task(&evidence.task)?)))
    }
}

/// The name of an item, if it has one.
fn name_of<'a>(task: &Task, answers: &'a Answers, item: i16) -> Option<&'a str> {
    let field = &task.list()?.title_field;
    let pages = task.pages.iter().filter(|page| Page::is_item_page(page));
    let mut names = pages.filter_map(|page| first_of(answers.get(&page.id, item)?, field));
    names.next()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Values, sets};

    const LIST: &str = "additional-infrastructure";

    #[test]
    fn every_list_with_evidence_is_one_of_its_set_and_has_the_page() {
        for evidence in EVIDENCE.iter() {
            for set in sets().iter().filter(|set| set.id == evidence.set) {
                let task = set.task(&evidence.task).unwrap();
                assert!(task.list().is_some(), "{}", evidence.task);
                let mut pages = task.pages.iter().filter(|page| page.is_item_page());
                assert!(pages.any(|page| page.id == evidence.page));
            }
        }
    }

    #[test]
    fn items_are_named_as_the_supplier_names_them() {
        let set = crate::current("psn-cop").unwrap();
        let mut answers = Answers::new();
        let named = Values::from([("name".to_owned(), vec!["Cloud platform".to_owned()])]);
        answers.insert("additional-infrastructure/n", 2, named);
        answers.insert("additional-infrastructure/n/health-check", 3, Values::new());
        let items = set.evidence_items(&answers);
        let titles: Vec<(&str, &str)> = items
            .iter()
            .map(|item| (item.id.as_str(), item.title.as_str()))
            .collect();
        assert_eq!(
            titles,
            [
                (
                    "additional-infrastructure/2",
                    "Additional infrastructure: Cloud platform"
                ),
                ("additional-infrastructure/3", "Additional infrastructure 2"),
            ]
        );
        assert!(set.is_evidence_item("additional-infrastructure/9"));
        assert!(!set.is_evidence_item("additional-infrastructure/n"));
        assert!(!set.is_evidence_item("connections/1"));
        assert!(!set.is_evidence_item(LIST));
        let page = "additional-infrastructure/n/health-check";
        assert!(set.is_evidence_of("additional-infrastructure/9", page));
        assert!(!set.is_evidence_of("additional-infrastructure/9", "connections"));
        assert!(!set.is_evidence_of("9b", page));
    }
}
