//! Answers that an answer of another page decides about: what would go, and what has gone.

use crate::{
    answers::Answers,
    condition::Condition,
    page::Field,
    set::{QuestionSet, Task},
};

/// An answer in a field that is asked for only with certain answers of other pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dependent {
    /// The label of its field, without "(optional)".
    pub label: String,
    /// The answer as a person reads it.
    pub answer: String,
    /// Whether it is asked for with the answers as they are.
    pub is_asked: bool,
}

impl QuestionSet {
    /// What is answered in fields that are asked for only with certain answers of this page, in
    /// the order of the set.
    pub fn dependents(&self, page: &str, answers: &Answers) -> Vec<Dependent> {
        let tasks = self.tasks.iter();
        let found = tasks.flat_map(|task| self.conditional(task, answers));
        let of_page = found.filter(|(field, _)| {
            let when = field.show_if.as_ref();
            when.is_some_and(|when| looks_at(when, page))
        });
        of_page.map(|(_, dependent)| dependent).collect()
    }

    /// What is still stored on the asked pages of a task and not asked for any more.
    pub fn left_out(&self, task: &Task, answers: &Answers) -> Vec<Dependent> {
        let found = self.conditional(task, answers).into_iter();
        let gone = found.filter(|(_, dependent)| !dependent.is_asked);
        gone.map(|(_, dependent)| dependent).collect()
    }

    /// The answers of a task in fields that other pages decide about.
    fn conditional<'a>(&self, task: &'a Task, answers: &Answers) -> Vec<(&'a Field, Dependent)> {
        let mut found = Vec::new();
        for (page, item) in self.asked_pages(task, answers) {
            let Some(values) = answers.get(&page.id, item) else {
                continue;
            };
            let asked = page.as_asked(answers, item);
            let fields = page.fields.iter().filter(|field| field.show_if.is_some());
            found.extend(fields.filter_map(|field| {
                let label = field.label.strip_suffix(" (optional)");
                let dependent = Dependent {
                    label: label.unwrap_or(&field.label).to_owned(),
                    answer: field.describe(values)?,
                    is_asked: asked.field(&field.id).is_some(),
                };
                Some((field, dependent))
            }));
        }
        found
    }
}

fn looks_at(when: &Condition, page: &str) -> bool {
    let mut is_looked_at = false;
    when.for_each_field(&mut |other, _, _| is_looked_at |= other == page);
    is_looked_at
}
