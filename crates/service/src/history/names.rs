//! What items of lists were called when something happened to them. Their numbers are used again, so
//! that today's name of a number may be that of another item.

use crate::applications::Form;
use questions::{AnswerKey, Page, QuestionSet, Task, Values};
use std::collections::BTreeMap;
use store::history::item_names::{self, ItemName};
use store::history::moments::Differing;
use store::{ReadTx, StoreError};
use time::OffsetDateTime;

/// What the items of lists were called at any moment.
#[derive(Debug, Default)]
pub struct ItemNames {
    /// The versions of each item, oldest first, by the page with its name and its number.
    of: BTreeMap<(String, i16), Vec<ItemName>>,
}

/// What an item was called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Called<'a> {
    /// By its name.
    Name(&'a str),
    /// It had none, and stood at this place of its list, counted from 1.
    Number(usize),
}

/// The page and the field with the name of an item.
fn naming(task: &Task) -> Option<(&Page, &str)> {
    let field = task.list()?.title_field.as_str();
    let mut pages = task.pages.iter().filter(|page| page.is_item_page());
    let page = pages.find(|page| page.field(field).is_some())?;
    Some((page, field))
}

impl ItemNames {
    pub(super) async fn read(tx: &mut ReadTx, form: &Form) -> Result<Self, StoreError> {
        let lists = form.set().tasks.iter().filter_map(naming);
        let lists: Vec<(&str, &str)> = lists
            .map(|(page, field)| (page.id.as_str(), field))
            .collect();
        let names = item_names::list(tx, form.case.application.id, &lists).await?;
        Ok(Self::of(names))
    }

    fn of(names: Vec<ItemName>) -> Self {
        let mut of: BTreeMap<_, Vec<ItemName>> = BTreeMap::new();
        for name in names {
            let key = (name.page.clone(), name.item);
            of.entry(key).or_default().push(name);
        }
        Self { of }
    }

    fn versions(&self, page: &Page, item: i16) -> &[ItemName] {
        let versions = self.of.get(&(page.id.clone(), item));
        versions.map_or(&[], Vec::as_slice)
    }

    /// What the item was called that had this number at this moment; of one that was removed just then,
    /// what it had been called. Nothing where it is not known.
    pub fn at(&self, task: &Task, item: i16, at: OffsetDateTime) -> Option<Called<'_>> {
        let (page, _) = naming(task)?;
        let then = |version: &&ItemName| version.at <= at;
        let known: Vec<&ItemName> = self.versions(page, item).iter().take_while(then).collect();
        let last = known.last()?;
        let is_new = last.is_removal && last.at < at;
        let meant = known.iter().rev().find(|version| !version.is_removal);
        let name = meant.and_then(|version| version.name.as_deref());
        Some(match name.filter(|_| !is_new) {
            Some(name) => Called::Name(name),
            None => Called::Number(self.position(page, item, at)),
        })
    }

    /// What the item was called that somebody had before them who sent something at this moment: also
    /// when it had just been removed.
    pub fn seen(&self, task: &Task, item: i16, at: OffsetDateTime) -> Option<Called<'_>> {
        let (page, _) = naming(task)?;
        let mut versions = self.versions(page, item).iter().rev();
        match versions.find(|version| version.at <= at) {
            Some(last) if last.is_removal => self.at(task, item, last.at),
            _ => self.at(task, item, at),
        }
    }

    /// Whether the item of this number was removed at just this moment.
    pub fn is_removal(&self, task: &Task, item: i16, at: OffsetDateTime) -> bool {
        let Some((page, _)) = naming(task) else {
            return false;
        };
        let mut versions = self.versions(page, item).iter();
        versions.any(|version| version.is_removal && version.at == at)
    }

    /// Which of its list an item was, counted from 1.
    fn position(&self, page: &Page, item: i16, at: OffsetDateTime) -> usize {
        let is_there = |number: &i16| {
            let mut versions = self.versions(page, *number).iter().rev();
            let last = versions.find(|version| version.at <= at);
            last.is_some_and(|last| !last.is_removal)
        };
        (1..item).filter(is_there).count() + 1
    }

    /// What differs between two moments, with the removal of an item and the addition of another one that
    /// got its number told apart: they are no change of one item.
    pub(super) fn apart(
        &self,
        set: &QuestionSet,
        differing: Vec<Differing>,
        ends: (OffsetDateTime, OffsetDateTime),
    ) -> Vec<Differing> {
        let each = differing.into_iter().flat_map(|mut one| {
            let is_both = !one.before.is_empty() && !one.after.is_empty();
            let removal = self.removal_between(set, &one.key, ends);
            let removed = removal.filter(|_| is_both).map(|removal| Differing {
                key: one.key.clone(),
                before: std::mem::take(&mut one.before),
                after: Values::new(),
                saved_at: Some(removal.at),
                saved_by: Some(removal.by.clone()),
            });
            removed.into_iter().chain([one])
        });
        each.collect()
    }

    /// The removal of the item that had this number at the first of two moments.
    fn removal_between(
        &self,
        set: &QuestionSet,
        key: &AnswerKey,
        (from, to): (OffsetDateTime, OffsetDateTime),
    ) -> Option<&ItemName> {
        let (task, _) = set.page(&key.page)?;
        let (page, _) = naming(task)?;
        let mut versions = self.versions(page, key.item).iter();
        versions.find(|version| version.is_removal && from < version.at && version.at <= to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::Duration;

    #[test]
    fn an_item_is_called_as_it_was_then() {
        let set = questions::current("psn-cop").expect("the set is there");
        let task = set.task("connections").expect("the list is there");
        let at = |minute| OffsetDateTime::UNIX_EPOCH + Duration::minutes(minute);
        let saved = |item, minute, name: Option<&str>| ItemName {
            page: "connections/n".to_owned(),
            item,
            at: at(minute),
            by: "Tom Okafor".to_owned(),
            name: name.map(str::to_owned),
            is_removal: name.is_none(),
        };
        let names = ItemNames::of(vec![
            saved(1, 1, Some("Internet A")),
            saved(2, 2, Some("Corporate B")),
            saved(2, 3, Some("Corporate net B")),
            saved(2, 5, None),
            saved(2, 7, Some("Remote support D")),
        ]);
        let called = |minute| names.at(task, 2, at(minute));
        assert_eq!(called(1), None);
        assert_eq!(called(2), Some(Called::Name("Corporate B")));
        assert_eq!(called(4), Some(Called::Name("Corporate net B")));
        assert_eq!(called(5), Some(Called::Name("Corporate net B")));
        assert_eq!(called(6), Some(Called::Number(2)));
        assert_eq!(called(8), Some(Called::Name("Remote support D")));
        let seen = names.seen(task, 2, at(6));
        assert_eq!(seen, Some(Called::Name("Corporate net B")));
        assert!(names.is_removal(task, 2, at(5)) && !names.is_removal(task, 2, at(6)));
        let key = AnswerKey {
            page: "connections/n".to_owned(),
            item: 2,
        };
        let removed_at = |from, to| {
            let removal = names.removal_between(set, &key, (at(from), at(to)));
            removal.map(|removal| removal.at)
        };
        assert_eq!(removed_at(4, 8), Some(at(5)));
        assert_eq!(removed_at(5, 8), None);
    }
}
