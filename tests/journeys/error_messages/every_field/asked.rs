//! Answers that together ask for every field of a set.

use questions::{Answers, Field, FieldKind, QuestionSet, Values, all_countries};
use std::collections::{BTreeSet, VecDeque};

/// How many answers are changed at most, from a complete draft, to have a field asked for.
const CHANGES: usize = 3;

/// A field on its page.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub page: String,
    pub item: i16,
    pub field: String,
}

/// Answers, each with the fields that it asks for and none before it did: the complete ones, and what
/// becomes of them when other choices are made.
pub fn everything_asked(set: &QuestionSet, complete: &Answers) -> Vec<(Answers, BTreeSet<Place>)> {
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    let mut open = VecDeque::from([(complete.clone(), 0)]);
    while let Some((answers, changes)) = open.pop_front() {
        let new: BTreeSet<Place> = asked(set, &answers).difference(&seen).cloned().collect();
        if changes > 0 && new.is_empty() {
            continue;
        }
        seen.extend(new.iter().cloned());
        if changes < CHANGES {
            open.extend(changed(set, &answers).map(|answers| (answers, changes + 1)));
        }
        found.push((answers, new));
    }
    found
}

/// Every field that these answers ask for.
fn asked(set: &QuestionSet, answers: &Answers) -> BTreeSet<Place> {
    let pages = set
        .tasks
        .iter()
        .flat_map(|task| set.asked_pages(task, answers));
    pages
        .flat_map(|(page, item)| {
            let asked = page.as_asked(answers, item);
            let fields = asked.fields.iter().map(|field| field.id.clone());
            let place = |field| Place {
                page: page.id.clone(),
                item,
                field,
            };
            fields.map(place).collect::<Vec<_>>()
        })
        .collect()
}

/// The answers with one other choice, or with something in a field that was left empty.
fn changed<'a>(set: &'a QuestionSet, answers: &'a Answers) -> impl Iterator<Item = Answers> + 'a {
    let pages = set
        .tasks
        .iter()
        .flat_map(|task| set.asked_pages(task, answers));
    pages.flat_map(move |(page, item)| {
        let asked = page.as_asked(answers, item);
        let values = answers.get(&page.id, item).cloned().unwrap_or_default();
        let with = |(field, value): (String, String)| {
            let mut values = values.clone();
            values.insert(field, vec![value]);
            let mut changed = answers.clone();
            changed.insert(page.id.clone(), item, values);
            changed
        };
        let fields = asked.fields.iter();
        let others = fields.flat_map(|field| {
            let others = others_in(field, &values).into_iter();
            others.map(|value| (field.id.clone(), value))
        });
        others.map(with).collect::<Vec<_>>()
    })
}

/// What else could be in a field.
fn others_in(field: &Field, values: &Values) -> Vec<String> {
    match &field.kind {
        FieldKind::Countries { group } => all_countries()
            .iter()
            .filter(|country| country.group == *group)
            .map(|country| country.code.clone())
            .collect(),
        FieldKind::Text | FieldKind::Textarea if !values.contains_key(&field.id) => {
            vec!["Said in plain words and at some length".to_owned()]
        }
        _ => {
            let choices = field.choices().iter();
            choices.map(|choice| choice.value.clone()).collect()
        }
    }
}
