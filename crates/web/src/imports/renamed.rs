//! Documents that are about an item of a list which the file calls otherwise.

use crate::applications::opened::Opened;
use questions::{FoundPage, Task};
use service::imports::{Attached, Kept, Named, preview};
use std::collections::BTreeMap;

/// Items of lists that documents are about and that the file calls otherwise.
pub struct Renamed {
    /// They, by the number of their page among those that were found.
    items: BTreeMap<usize, Attached>,
    /// What is said of those that were saved.
    pub words: Vec<String>,
}

impl Renamed {
    /// Those of a file, before anything of it is used.
    pub fn by(opened: &Opened, kept: &Kept) -> Self {
        let rows = preview(&opened.form, &kept.found, &Named::new())
            .rows
            .into_iter();
        Self {
            items: rows
                .filter_map(|row| Some((row.number, row.attached?)))
                .collect(),
            words: Vec::new(),
        }
    }

    /// Notes that a page was saved, if its item has another name with it.
    pub fn note(&mut self, opened: &Opened, number: usize, saved: &FoundPage) {
        let task = opened.set().page(&saved.page).map(|(task, _)| task);
        let list = task.and_then(Task::list);
        if !list.is_some_and(|list| saved.values.contains_key(&list.title_field)) {
            return;
        }
        if let Some(item) = self.items.remove(&number) {
            let documents = match item.documents.len() {
                1 => "1 document belongs".to_owned(),
                count => format!("{count} documents belong"),
            };
            self.words.push(format!(
                "{documents} to ‘{}’ now. Check that this is right.",
                item.becomes
            ));
        }
    }
}
