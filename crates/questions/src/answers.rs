//! What an applicant has answered so far: pages, list items and their values.

use std::collections::BTreeMap;

use crate::set::Task;

/// The values of one page: field id to what the browser sent, or to the stored named values.
///
/// A field without an answer is absent or has no non-empty value.
pub type Values = BTreeMap<String, Vec<String>>;

/// Where an answer belongs: a page of the set and, for list items, the number of the item.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AnswerKey {
    /// Page id, unique in the question set.
    pub page: String,
    /// 0 unless the page belongs to a list item; items count from 1.
    pub item: i16,
}

impl AnswerKey {
    /// What the answer is called where pages move to it: `contacts-escalation-n-2`.
    pub fn identifier(&self) -> String {
        format!("{}-{}", self.page.replace('/', "-"), self.item)
    }
}

/// All stored answers of one application.
///
/// In the order of their keys, and searched by halves: pages ask for answers hundreds of times, and no look
/// makes a key.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answers(Vec<(AnswerKey, Values)>);

impl Answers {
    /// No answers yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Stores the values of one page, replacing what was there.
    pub fn insert(&mut self, page: impl Into<String>, item: i16, values: Values) {
        let page = page.into();
        match self.place(&page, item) {
            Ok(at) => self.0[at].1 = values,
            Err(at) => self.0.insert(at, (AnswerKey { page, item }, values)),
        }
    }

    /// Forgets one page.
    pub fn remove(&mut self, page: &str, item: i16) -> Option<Values> {
        let at = self.place(page, item).ok()?;
        Some(self.0.remove(at).1)
    }

    /// The stored values of a page; `None` if the page was never saved.
    pub fn get(&self, page: &str, item: i16) -> Option<&Values> {
        let at = self.place(page, item).ok()?;
        self.0.get(at).map(|(_, values)| values)
    }

    /// Where a page is, or where it would have to be put.
    fn place(&self, page: &str, item: i16) -> Result<usize, usize> {
        self.0
            .binary_search_by(|(key, _)| (key.page.as_str(), key.item).cmp(&(page, item)))
    }

    /// The numbers of the list items that have at least one stored page of this task.
    pub fn items_of(&self, task: &Task) -> Vec<i16> {
        let mut items: Vec<i16> = task
            .pages
            .iter()
            .flat_map(|page| self.items_of_page(&page.id))
            .collect();
        items.sort_unstable();
        items.dedup();
        items
    }

    /// Which of its list an item is, counted from 1 as they stand on the page. The numbers in
    /// addresses have gaps once an item is removed.
    pub fn position_of(&self, task: &Task, item: i16) -> usize {
        let items = self.items_of(task);
        items.iter().filter(|other| **other < item).count() + 1
    }

    /// The items stored for one page, in order.
    pub fn items_of_page<'a>(&'a self, page: &'a str) -> impl Iterator<Item = i16> + 'a {
        let from = self.place(page, 1).unwrap_or_else(|at| at);
        self.0
            .iter()
            .skip(from)
            .take_while(move |(key, _)| key.page == page)
            .map(|(key, _)| key.item)
    }

    /// The first non-empty value of a field on a page outside any list.
    pub fn first(&self, page: &str, field: &str) -> Option<&str> {
        first_of(self.get(page, 0)?, field)
    }

    /// Every value of a field on a page outside any list; empty if there is no answer.
    pub fn all(&self, page: &str, field: &str) -> &[String] {
        self.get(page, 0)
            .and_then(|values| values.get(field))
            .map_or(&[], Vec::as_slice)
    }

    /// Every stored page in key order.
    pub fn iter(&self) -> impl Iterator<Item = (&AnswerKey, &Values)> {
        self.0.iter().map(|(key, values)| (key, values))
    }

    /// True when nothing has been stored.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many pages have been stored.
    pub fn len(&self) -> usize {
        self.0.len()
    }
}

impl FromIterator<(AnswerKey, Values)> for Answers {
    fn from_iter<I: IntoIterator<Item = (AnswerKey, Values)>>(answers: I) -> Self {
        let mut all = Self::new();
        all.extend(answers);
        all
    }
}

impl Extend<(AnswerKey, Values)> for Answers {
    fn extend<I: IntoIterator<Item = (AnswerKey, Values)>>(&mut self, answers: I) {
        for (key, values) in answers {
            self.insert(key.page, key.item, values);
        }
    }
}

/// The first non-empty value of a field.
pub fn first_of<'a>(values: &'a Values, field: &str) -> Option<&'a str> {
    values
        .get(field)?
        .iter()
        .map(String::as_str)
        .find(|value| !value.trim().is_empty())
}
