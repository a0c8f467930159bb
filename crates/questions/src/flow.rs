//! Which pages are asked, in which order, and how far a task has come.

use crate::{
    answers::{Answers, Values, first_of},
    condition::Context,
    page::Page,
    reference::Reference,
    set::{QuestionSet, Task, TaskKind, TaskState},
};

impl QuestionSet {
    /// The pages of a task that these answers ask for, in order, each with its list item.
    ///
    /// A list that is asked has at least its fewest items, so that the first one can be filled in.
    pub fn asked_pages<'a>(&self, task: &'a Task, answers: &Answers) -> Vec<(&'a Page, i16)> {
        let is_asked = |page: &Page, item: i16| {
            let when = page.show_if.as_ref();
            when.is_none_or(|when| when.holds(&Context::new(answers, item)))
        };
        let mut asked: Vec<(&Page, i16)> = task
            .pages
            .iter()
            .filter(|page| !page.is_item_page() && is_asked(page, 0))
            .map(|page| (page, 0))
            .collect();
        for item in items(task, answers) {
            let pages = task.pages.iter().filter(|page| page.is_item_page());
            asked.extend(
                pages
                    .filter(|page| is_asked(page, item))
                    .map(|page| (page, item)),
            );
        }
        asked
    }

    /// The page after this one; `None` leads to the section check, in lists to the list.
    ///
    /// If this page itself is no longer asked, the next asked page of the task in order.
    pub fn next_page<'a>(
        &self,
        task: &'a Task,
        page: &Page,
        item: i16,
        answers: &Answers,
    ) -> Option<(&'a Page, i16)> {
        let position = |id: &str| task.pages.iter().position(|other| other.id == id);
        let here = position(&page.id)?;
        let mut after = self
            .asked_pages(task, answers)
            .into_iter()
            .filter(|(other, _)| position(&other.id).is_some_and(|there| there > here));
        if item > 0 {
            return after.find(|(_, other)| *other == item);
        }
        let list_has_items = !answers.items_of(task).is_empty();
        after.find(|(_, other)| *other == 0 || !list_has_items)
    }

    /// How far the pages of a task have come; special tasks are decided by the service.
    pub fn task_state(&self, task: &Task, answers: &Answers, reference: &Reference) -> TaskState {
        let asked = self.asked_pages(task, answers);
        let is_saved = |(page, item): &(&Page, i16)| answers.get(&page.id, *item).is_some();
        if !asked.iter().any(is_saved) {
            return TaskState::NotStarted;
        }
        let is_done = |(page, item): &(&Page, i16)| is_complete(page, *item, answers, reference);
        if asked.iter().all(is_done) {
            TaskState::Complete
        } else {
            TaskState::InProgress
        }
    }

    /// Every asked page that is not complete: task id, page id, item.
    pub fn unanswered<'a>(
        &'a self,
        answers: &Answers,
        reference: &Reference,
    ) -> Vec<(&'a str, &'a str, i16)> {
        let tasks = self.tasks.iter();
        tasks
            .flat_map(|task| self.unanswered_of(task, answers, reference))
            .collect()
    }

    /// The same of one task.
    pub fn unanswered_of<'a>(
        &self,
        task: &'a Task,
        answers: &Answers,
        reference: &Reference,
    ) -> Vec<(&'a str, &'a str, i16)> {
        let asked = self.asked_pages(task, answers).into_iter();
        let open = asked.filter(|(page, item)| !is_complete(page, *item, answers, reference));
        open.map(|(page, item)| (task.id.as_str(), page.id.as_str(), item))
            .collect()
    }

    /// The answers without what is not asked: pages, items, fields and follow-ups that other
    /// answers have made superfluous.
    pub fn asked_answers(&self, answers: &Answers) -> Answers {
        let mut asked = Answers::new();
        for task in &self.tasks {
            for (page, item) in self.asked_pages(task, answers) {
                let Some(values) = answers.get(&page.id, item) else {
                    continue;
                };
                let kept = page.asked_values(values, answers, item);
                asked.insert(page.id.clone(), item, kept);
            }
        }
        asked
    }
}

impl Page {
    /// What is stored for the page without the fields that are not asked: those that other answers
    /// have made superfluous, and follow-ups whose choice is not made.
    pub fn asked_values(&self, values: &Values, answers: &Answers, item: i16) -> Values {
        let page = self.as_asked(answers, item);
        let fields = page.fields.iter();
        fields
            .filter(|field| first_of(values, &field.id).is_some())
            .filter(|field| page.counts(field, values))
            .filter_map(|field| values.get_key_value(&field.id))
            .map(|(id, values)| (id.clone(), values.clone()))
            .collect()
    }
}

/// True when what is stored for the page (or nothing) has no error.
pub(crate) fn is_complete(
    page: &Page,
    item: i16,
    answers: &Answers,
    reference: &Reference,
) -> bool {
    let none = Values::new();
    let values = answers.get(&page.id, item).unwrap_or(&none);
    page.as_asked(answers, item)
        .check(values, reference)
        .is_ok()
}

/// The items of a list task that are asked, in order.
fn items(task: &Task, answers: &Answers) -> Vec<i16> {
    let TaskKind::List(list) = &task.kind else {
        return Vec::new();
    };
    let gate = list
        .gate
        .as_ref()
        .and_then(|id| task.pages.iter().find(|page| page.id == *id));
    if let Some(gate) = gate {
        let field = gate.fields.first().map_or("", |field| field.id.as_str());
        if answers.first(&gate.id, field) != Some("yes") {
            return Vec::new();
        }
    }
    let mut items = answers.items_of(task);
    let fewest = usize::try_from(list.min).unwrap_or_default();
    let mut number = 1;
    while items.len() < fewest {
        if !items.contains(&number) {
            items.push(number);
        }
        number += 1;
    }
    items.sort_unstable();
    items
}
