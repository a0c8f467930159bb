//! What using a file would do, page by page and answer by answer. Nothing is changed by looking.

use super::attached::{Attached, attached};
use super::named::{Named, OfRegister, chosen_before, known};
use crate::applications::Form;
use questions::{
    Answers, Baseline, Field, FieldError, FieldKind, Found, FoundPage, Outcome, Page, Question,
    Task, Values, first_of,
};

/// What using a file would do.
#[derive(Debug)]
pub struct Preview {
    /// The pages that were found, in the order of the form, each with its number in the file.
    pub rows: Vec<Row>,
}

/// One page that was found.
#[derive(Debug)]
pub struct Row {
    /// Its number among the pages that were found.
    pub number: usize,
    /// Its task.
    pub task: &'static Task,
    /// Its page.
    pub page: &'static Page,
    /// The list item, 0 outside lists.
    pub item: i16,
    /// Which of its list the item is once everything of the file is used, counted from 1.
    pub position: usize,
    /// Whether it can be used, and what it would replace.
    pub standing: Standing,
    /// Each answer that the file gives on the page.
    pub found: Vec<Line>,
    /// What a register says of what the file chooses from it.
    pub known: Vec<Line>,
    /// The version that is saved now; 0 when there is none.
    pub version: i32,
    /// Whether this is a renewal that asks for the answer again.
    pub is_asked_again: bool,
    /// What would be wrong with the page, if it were used.
    pub errors: Vec<FieldError>,
    /// Documents about the item, where the file calls it otherwise.
    pub attached: Option<Attached>,
    /// How its question would compare with the standard, if everything were used and it may not meet
    /// it or somebody will look at it.
    pub compared: Option<Baseline>,
}

/// One answer of a page that the file gives; each is used or left by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The field.
    pub field: String,
    /// The question.
    pub label: String,
    /// What the file says, as people read it.
    pub text: String,
    /// What is saved now, as people read it.
    pub saved: Option<String>,
}

impl Row {
    /// Whether its answers are used or left one by one: a page with one answer is used or skipped.
    pub fn has_lines(&self) -> bool {
        self.found.len() > 1
    }
}

/// Whether what was found can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It fills in what is empty.
    New,
    /// It would replace what is saved.
    Replaces,
    /// The same is saved already.
    Same,
    /// With the other answers this is not asked.
    NotAsked,
    /// Answers of this page are never taken from a file.
    HereOnly,
    /// The register that the page chooses from does not have it, or it can't be chosen any more.
    NotListed,
}

impl Standing {
    /// Whether people choose to use it or not.
    pub fn is_choice(self) -> bool {
        matches!(self, Self::New | Self::Replaces)
    }
}

/// The values of a page once those of a file are put over those that are saved. A field that the
/// file does not answer stays as it is.
pub fn merged(page: &Page, saved: Option<&Values>, found: &Values) -> Values {
    let mut merged = saved.cloned().unwrap_or_default();
    for field in &page.fields {
        if found.keys().any(|name| field.owns(name)) {
            merged.retain(|name, _| !field.owns(name));
        }
    }
    merged.extend(found.clone());
    merged
}

/// What was found without the answers of the page that are not among these fields.
pub fn only(page: &Page, found: &FoundPage, fields: &[String]) -> FoundPage {
    let mut only = found.clone();
    only.values.retain(|name, _| {
        let field = page.fields.iter().find(|field| field.owns(name));
        field.is_some_and(|field| fields.contains(&field.id))
    });
    only
}

/// The answers of the file that the page can't do without once only those of these fields are used:
/// it is complete in them with the whole file, and is not without them.
pub fn needed<'a>(
    form: &Form,
    row: &'a Row,
    found: &FoundPage,
    fields: &[String],
) -> Vec<&'a Line> {
    let left = |line: &&Line| !fields.contains(&line.field);
    if !row.found.iter().any(|line| left(&line)) {
        return Vec::new();
    }
    let wrong = |found: &FoundPage| -> Vec<String> {
        let mut answers = form.case.stored.answers.clone();
        let saved = answers.get(&found.page, found.item);
        let values = merged(row.page, saved, &found.values);
        answers.insert(found.page.clone(), found.item, values.clone());
        let asked = row.page.as_asked(&answers, found.item);
        let errors = asked.check(&values, &form.reference).errors;
        errors.into_iter().map(|error| error.field).collect()
    };
    let (with_all, without) = (wrong(found), wrong(&only(row.page, found, fields)));
    let lines = row.found.iter().filter(left);
    lines
        .filter(|line| without.contains(&line.field) && !with_all.contains(&line.field))
        .collect()
}

/// Looks at what was found beside what is saved, with what registers say of it.
pub fn preview(form: &Form, found: &Found, named: &Named) -> Preview {
    let set = form.set();
    let mut answers = form.case.stored.answers.clone();
    for (number, found) in found.pages.iter().enumerate() {
        let Some((_, page)) = set.page(&found.page) else {
            continue;
        };
        if set.is_answered_here_only(page) || is_refused(named.get(&number)) {
            continue;
        }
        let values = merged(page, answers.get(&page.id, found.item), &found.values);
        let values = page.check(&values, &form.reference).values;
        answers.insert(page.id.clone(), found.item, values);
    }
    let judged = set.baselines(&answers, &form.reference);
    let rows = found.pages.iter().enumerate();
    let rows = rows.filter_map(|(number, one)| {
        let mut row = row(form, &answers, (number, named.get(&number)), one)?;
        row.attached = attached(form, (row.task, row.page), one, found);
        row.compared = compared(&judged, row.page).cloned();
        Some(row)
    });
    Preview {
        rows: rows.collect(),
    }
}

/// How the question of a page compares with the standard, where that is worth a word.
fn compared<'a>(judged: &'a [(&Question, Option<Baseline>)], page: &Page) -> Option<&'a Baseline> {
    let id = page.question.as_ref()?;
    let (_, baseline) = judged.iter().find(|(question, _)| question.id == *id)?;
    let baseline = baseline.as_ref()?;
    matches!(baseline.outcome, Outcome::Below | Outcome::Check).then_some(baseline)
}

fn is_refused(named: Option<&OfRegister>) -> bool {
    named.is_some_and(|named| named.refused.is_some())
}

/// One page that was found; `answers` are those with everything of the file used.
fn row(
    form: &Form,
    answers: &Answers,
    (number, named): (usize, Option<&OfRegister>),
    found: &FoundPage,
) -> Option<Row> {
    let set = form.set();
    let (task, page) = set.page(&found.page)?;
    let asked_pages = set.asked_pages(task, answers);
    let is_this = |(other, item): &(&Page, i16)| other.id == page.id && *item == found.item;
    let asked = page.as_asked(answers, found.item);
    let saved = form.case.stored.answers.get(&page.id, found.item);
    let merged = merged(page, saved, &found.values);
    let checked = asked.check(&merged, &form.reference);
    let is_asked = asked_pages.iter().any(is_this);
    // A page that is not asked is shown with all its fields.
    let shown = if is_asked { asked.as_ref() } else { page };
    let only = only_found(shown, &found.values);
    let typed = only.check(&found.values, &form.reference).values;
    let none = Values::new();
    let before = saved.unwrap_or(&none);
    let standing = if set.is_answered_here_only(page) {
        same_or(Standing::HereOnly, &asked, saved, &checked.values)
    } else if !is_asked || only.fields.is_empty() {
        Standing::NotAsked
    } else if only.fields.iter().any(|field| has_answer(field, saved)) {
        same_or(Standing::Replaces, &asked, saved, &checked.values)
    } else {
        same_or(Standing::New, &asked, saved, &checked.values)
    };
    let standing = match standing {
        Standing::New | Standing::Replaces | Standing::NotAsked if is_refused(named) => {
            Standing::NotListed
        }
        other => other,
    };
    let key = questions::AnswerKey {
        page: page.id.clone(),
        item: found.item,
    };
    Some(Row {
        number,
        task,
        page,
        item: found.item,
        position: answers.position_of(task, found.item),
        standing,
        found: lines(page, &only, &typed, before),
        known: named.map_or_else(Vec::new, |named| known(page, named, before)),
        version: form
            .case
            .stored
            .saved
            .get(&key)
            .map_or(0, |saved| saved.version),
        is_asked_again: form.case.is_asked_again(&page.id),
        errors: checked.errors,
        attached: None,
        compared: None,
    })
}

/// Each answer of the file beside what is saved; `only` is the page with its fields alone.
fn lines(page: &Page, only: &Page, typed: &Values, before: &Values) -> Vec<Line> {
    let in_words = only.describe_fields(before);
    let lines = only.describe_fields(typed).into_iter();
    lines
        .map(|(field, label, text)| {
            let saved = in_words.iter().find(|(other, ..)| *other == field);
            let saved = saved.map(|(.., text)| text.clone());
            Line {
                saved: saved.or_else(|| chosen_before(page, &field, before)),
                field,
                label,
                text,
            }
        })
        .collect()
}

/// The page with the fields that the file answers, and none of the rules about the others.
fn only_found(page: &Page, found: &Values) -> Page {
    let mut page = page.clone();
    page.fields
        .retain(|field| found.keys().any(|name| field.owns(name)));
    for field in page.fields.iter_mut() {
        field.only_if = None;
    }
    page
}

/// Whether something is saved there; what was chosen from a register says nothing by itself.
fn has_answer(field: &Field, saved: Option<&Values>) -> bool {
    let is_lookup = matches!(field.kind, FieldKind::Lookup { .. });
    saved.is_some_and(|saved| {
        field.describe(saved).is_some() || (is_lookup && first_of(saved, &field.id).is_some())
    })
}

/// [`Standing::Same`] when using the file would change nothing, what a register fills in aside.
fn same_or(other: Standing, page: &Page, saved: Option<&Values>, values: &Values) -> Standing {
    let is_filled = |name: &String| {
        let field = page.field(name);
        field.is_some_and(|field| field.kind == FieldKind::Filled)
    };
    let mut saved = saved.cloned().unwrap_or_default();
    saved.retain(|name, _| !is_filled(name));
    if saved == *values {
        Standing::Same
    } else {
        other
    }
}
