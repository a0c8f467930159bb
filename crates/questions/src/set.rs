//! A question set: groups of tasks, their pages, the questions and the commitments.

use crate::{
    assurance::AssuranceHelp,
    cross_check::CrossCheckRule,
    facts::Facts,
    page::Page,
    question::{Principle, Question},
    source::OtherPassages,
};

/// One version of one question set, complete and checked.
#[derive(Debug, Clone)]
pub struct QuestionSet {
    /// Short name, the same in every version.
    pub id: String,
    /// Version of this set; a published version never changes.
    pub version: String,
    /// How often this version's own pages were made better since: 1 at first. The published wording
    /// is the same in each; the hash tells them apart.
    pub revision: u32,
    /// Title shown to people.
    pub title: String,
    /// The document the published wording comes from.
    pub source: String,
    /// Licence of the published wording.
    pub licence: String,
    /// SHA-256 over the files of the set, lower-case hexadecimal.
    pub hash: String,
    /// Groups of the task list, in order.
    pub groups: Vec<Group>,
    /// Tasks in the order of the groups.
    pub tasks: Vec<Task>,
    /// Principles in order.
    pub principles: Vec<Principle>,
    /// What the signatory commits to.
    pub commitments: Commitments,
    /// Rules that compare answers with each other.
    pub cross_checks: Vec<CrossCheckRule>,
    /// What the methods of assurance mean, and what counts as evidence; empty in early revisions.
    pub assurance: AssuranceHelp,
    /// Passages of the published guidance outside the principles, by name.
    pub passages: OtherPassages,
    pub(crate) questions: Vec<Question>,
    pub(crate) facts: Facts,
}

/// A heading of the task list with its tasks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Short name.
    pub id: String,
    /// Heading.
    pub title: String,
    /// Task ids in order.
    pub tasks: Vec<String>,
}

/// One row of the task list.
#[derive(Debug, Clone)]
pub struct Task {
    /// Slug, and the URL tail of the section check.
    pub id: String,
    /// What the task list calls it.
    pub title: String,
    /// How its pages belong together.
    pub kind: TaskKind,
    /// Pages in the order they are asked.
    pub pages: Vec<Page>,
    /// The principle that this task answers, if any.
    pub principle: Option<u8>,
    /// A line under the title in the task list.
    pub hint: Option<String>,
}

/// How the pages of a task belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TaskKind {
    /// Each page is asked once.
    Form,
    /// Pages with `{n}` in their path are asked once for each item.
    List(ListShape),
    /// Not a form: drawn and decided by the service.
    Special(SpecialTask),
}

/// What a list task needs beside its pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListShape {
    /// One item in a sentence, like "connection".
    pub item_name: String,
    /// Several items in a sentence, like "connections".
    pub item_name_plural: String,
    /// Fewest items, once the list is asked.
    pub min: i16,
    /// Most items.
    pub max: i16,
    /// Page whose first field decides: the list is asked only when its answer is `yes`.
    pub gate: Option<String>,
    /// Field that names an item in summaries; it is on one of the item pages.
    pub title_field: String,
}

/// Tasks that are more than a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SpecialTask {
    /// The owner of the infrastructure is asked to agree.
    InfrastructureAgreement,
    /// All answers on one page.
    CheckAnswers,
    /// The signatory is asked to sign.
    Signature,
    /// The last page.
    Submit,
}

/// How far a task has come. Whether a person marked it complete is stored elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaskState {
    /// Nothing has been saved.
    NotStarted,
    /// Something has been saved, but a page is missing or has errors.
    InProgress,
    /// Every asked page is complete.
    Complete,
}

/// The commitment statement of a set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commitments {
    /// Version of the wording; a signature names it.
    pub version: String,
    /// True while the wording is ours, derived from the guidance.
    pub derived: bool,
    /// Where the wording comes from, for readers.
    pub note: String,
    /// The commitments in order.
    pub items: Vec<Commitment>,
}

/// One commitment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commitment {
    /// Short name, like "C1".
    pub id: String,
    /// What the signatory commits to.
    pub text: String,
    /// Where it comes from.
    pub source: String,
}

impl QuestionSet {
    /// The task with this id.
    pub fn task(&self, id: &str) -> Option<&Task> {
        self.tasks.iter().find(|task| task.id == id)
    }

    /// The page with this id and its task.
    pub fn page(&self, id: &str) -> Option<(&Task, &Page)> {
        self.pages().find(|(_, page)| page.id == id)
    }

    /// The page at this URL tail, its task, and the number of the list item (0 outside lists).
    pub fn page_by_path(&self, tail: &str) -> Option<(&Task, &Page, i16)> {
        self.tasks.iter().find_map(|task| {
            let max = match &task.kind {
                TaskKind::List(list) => list.max,
                TaskKind::Form | TaskKind::Special(_) => 0,
            };
            task.pages
                .iter()
                .find_map(|page| Some((task, page, page.item_in(tail, max)?)))
        })
    }

    /// The question with this id.
    pub fn question(&self, id: &str) -> Option<&Question> {
        self.questions.iter().find(|question| question.id == id)
    }

    /// Every question in order.
    pub fn questions(&self) -> impl Iterator<Item = &Question> {
        self.questions.iter()
    }

    /// The pages of a question: the question itself first, then its follow-ups.
    pub fn pages_of_question<'a>(&'a self, id: &'a str) -> impl Iterator<Item = &'a Page> + 'a {
        self.pages()
            .map(|(_, page)| page)
            .filter(move |page| page.question.as_deref() == Some(id))
    }

    /// Every page with its task, in order.
    pub fn pages(&self) -> impl Iterator<Item = (&Task, &Page)> {
        self.tasks
            .iter()
            .flat_map(|task| task.pages.iter().map(move |page| (task, page)))
    }

    /// The principle with this number.
    pub fn principle(&self, number: u8) -> Option<&Principle> {
        self.principles
            .iter()
            .find(|principle| principle.number == number)
    }
}

impl Task {
    /// The list shape, if this task is a list.
    pub fn list(&self) -> Option<&ListShape> {
        match &self.kind {
            TaskKind::List(list) => Some(list),
            TaskKind::Form | TaskKind::Special(_) => None,
        }
    }
}
