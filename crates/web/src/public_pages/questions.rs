//! Every question on one page to print: what is asked, what is required, how long an
//! answer may be. Drawn from the question set.

use crate::App;
use crate::PageError;
use crate::downloads::{Link, blank_forms, blank_text};
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use askama::Template;
use axum::extract::State;
use govuk::{Layout, number};
use questions::{Commitments, Field, FieldKind, Page, Question, QuestionSet};
use std::ops::RangeInclusive;

/// The set that applications are made with.
pub const SET: &str = "psn-cop";

#[derive(Template)]
#[template(path = "public_pages/questions.html")]
struct QuestionsPage {
    layout: Layout,
    team_email: String,
    set: &'static QuestionSet,
    forms: Vec<Link>,
    /// The same as a text to read.
    text: Option<Link>,
    groups: Vec<Group>,
    commitments: &'static Commitments,
}

/// A heading of the task list.
pub(super) struct Group {
    pub(super) title: &'static str,
    pub(super) tasks: Vec<Task>,
}

pub(super) struct Task {
    pub(super) title: &'static str,
    pub(super) pages: Vec<Asked>,
}

/// One page of the form.
pub(super) struct Asked {
    pub(super) heading: &'static str,
    /// The question of the standard, on its first page.
    pub(super) question: Option<&'static Question>,
    /// What its expected assurance means, and evidence that would count, for example.
    pub(super) assurance: Option<(&'static str, &'static str)>,
    /// Whether it is asked only after certain answers.
    pub(super) is_conditional: bool,
    pub(super) fields: Vec<Input>,
    /// The numbers of those that ask the same again, and are not in the fields.
    pub(super) again: Option<RangeInclusive<u16>>,
}

pub(super) struct Input {
    pub(super) label: &'static str,
    pub(super) hint: Option<&'static str>,
    pub(super) choices: Vec<&'static str>,
    pub(super) limit: Option<String>,
}

pub(super) fn groups(set: &'static QuestionSet) -> Vec<Group> {
    let groups = set.groups.iter().map(|group| {
        let tasks = group.tasks.iter().filter_map(|id| set.task(id));
        let tasks = tasks.filter(|task| !task.pages.is_empty());
        Group {
            title: &group.title,
            tasks: tasks.map(|task| self::task(set, task)).collect(),
        }
    });
    groups.filter(|group| !group.tasks.is_empty()).collect()
}

fn task(set: &'static QuestionSet, task: &'static questions::Task) -> Task {
    let mut last_question = None;
    let pages = task.pages.iter().map(|page| {
        let id = page.question.as_deref();
        let is_first = id.is_some() && id != last_question;
        last_question = id;
        asked(
            set,
            page,
            id.filter(|_| is_first).and_then(|id| set.question(id)),
        )
    });
    Task {
        title: &task.title,
        pages: pages.collect(),
    }
}

fn asked(
    set: &'static QuestionSet,
    page: &'static Page,
    question: Option<&'static Question>,
) -> Asked {
    let again = numbered(page);
    let is_again = |field: &Field| {
        let again = again.as_ref();
        again.is_some_and(|again| number_of(field).is_some_and(|number| again.contains(&number)))
    };
    let fields = page.fields.iter();
    let fields = fields.filter(|field| !matches!(field.kind, FieldKind::Filled));
    let fields = fields.filter(|field| !is_again(field)).map(input).collect();
    Asked {
        heading: &page.heading,
        question,
        assurance: question.and_then(|question| {
            let method = set.assurance_method(question)?;
            Some((method.means.as_str(), set.evidence_example(&question.id)?))
        }),
        is_conditional: page.show_if.is_some(),
        fields,
        again,
    }
}

/// The number at the end of a field's id, such as `finding_3`.
fn number_of(field: &Field) -> Option<u16> {
    field.id.rsplit_once('_')?.1.parse().ok()
}

/// The numbers of the fields that ask again what the first one asked, where three or more do.
fn numbered(page: &Page) -> Option<RangeInclusive<u16>> {
    let mut numbers: Vec<u16> = page.fields.iter().filter_map(number_of).collect();
    numbers.sort_unstable();
    numbers.dedup();
    match numbers[..] {
        [_, second, .., last] => Some(second..=last),
        _ => None,
    }
}

fn input(field: &'static Field) -> Input {
    let choices = field.choices().iter();
    let is_text = matches!(field.kind, FieldKind::Text | FieldKind::Textarea);
    Input {
        label: &field.label,
        hint: field.hint.as_deref(),
        choices: choices.map(|choice| choice.label.as_str()).collect(),
        limit: field.max_chars.filter(|_| is_text).map(number::with_commas),
    }
}

pub async fn show(State(app): State<App>, person: Option<SignedIn>, furniture: Furniture) -> Reply {
    let actor = person.map(|SignedIn(actor)| actor);
    let set = questions::current(SET).ok_or_else(|| PageError::internal("no question set"))?;
    let layout = furniture.public_for(actor.as_ref());
    reply::ok(&QuestionsPage {
        layout: layout.title("All the questions"),
        team_email: app.team_email.clone(),
        set,
        forms: blank_forms(set),
        text: blank_text(set),
        groups: groups(set),
        commitments: &set.commitments,
    })
}
