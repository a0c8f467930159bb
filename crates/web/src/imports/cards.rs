//! What was found for a page: its answers beside those that are saved, and the choice to use them, all
//! or some, or to skip the page.

use super::titles::{at, row_title};
use crate::applications::answers::words;
use crate::applications::opened::Opened;
use crate::forms::Posted;
use govuk::{
    Checkboxes, Choice, Content, FormState, HiddenInput, Legend, Radios, SummaryCard, SummaryList,
    SummaryRow,
};
use questions::{FoundPage, Unused, Why};
use service::imports::{Attached, Line, Row, needed};
use std::fmt::Write as _;

pub const USE: &str = "use";
pub const SKIP: &str = "skip";

/// A page to use or to skip.
pub struct ChoiceView {
    /// The section, above its first page.
    pub section: Option<&'static str>,
    /// The answers of a page that is used or skipped as a whole.
    pub card: Option<SummaryCard>,
    /// The answers of a page of several, each to be used or left.
    pub lines: Option<LinesView>,
    pub is_asked_again: bool,
    /// What will be left to do on the page.
    pub problems: Vec<String>,
    /// Documents that will be about something else.
    pub attached: Option<AttachedView>,
    /// How the answer compares with the standard, where it may not meet it.
    pub compared: Option<Content>,
    pub radios: Radios,
}

/// The answers of a page that are used one by one.
pub struct LinesView {
    pub title: String,
    pub boxes: Checkboxes,
    /// The answers of which the person was told that the page needs them.
    pub told: Option<HiddenInput>,
}

/// Documents about an item of a list that the file calls otherwise.
pub struct AttachedView {
    pub words: String,
    /// Each with its page.
    pub documents: Vec<(String, String)>,
}

/// A page that is not used.
pub struct OtherView {
    pub href: String,
    pub title: String,
    pub texts: Vec<String>,
}

pub struct UnusedView {
    pub place: String,
    pub text: String,
    pub why: String,
    /// Where the list is searched that it is not on.
    pub search: Option<String>,
    /// What could have been answered.
    pub choices: Vec<String>,
    /// Whether the question is asked the other way round than it was published.
    pub is_other_way_round: bool,
}

/// What was chosen for the answers of a page.
pub struct Ticked {
    /// The fields that are used.
    pub fields: Vec<String>,
    /// The fields of which the person was told before that the page needs them.
    told: Vec<String>,
}

/// The name of what belongs to a page. It says which page, and not where it stands in the list: what is
/// sent twice must not be about another page once the first is used.
fn named(what: &str, row: &Row) -> String {
    format!("{what}-{}-{}", row.page.id.replace('/', "-"), row.item)
}

/// The name of the choice about a page.
pub fn name(row: &Row) -> String {
    named("page", row)
}

/// The name of the boxes of its answers.
fn lines_name(row: &Row) -> String {
    named("lines", row)
}

fn told_name(row: &Row) -> String {
    named("told", row)
}

impl Ticked {
    /// Takes what was ticked on a page of several answers; nothing for others, which are used as a
    /// whole.
    pub fn take(posted: &mut Posted, row: &Row) -> Option<Self> {
        let fields = posted.take_all(&lines_name(row));
        let told = posted.take(&told_name(row));
        row.has_lines().then(|| Self {
            fields,
            told: told.split_whitespace().map(str::to_owned).collect(),
        })
    }

    /// Keeps it in the form.
    pub fn keep(&self, form: &mut FormState, row: &Row) {
        form.set_all(lines_name(row), self.fields.clone());
        form.set(told_name(row), self.told.join(" "));
    }

    /// Notes what is wrong when the page is used with just these answers: none is ticked, or one is
    /// missing that the page needs. That is said once; whoever sends the same again means it, and
    /// answers it on the page.
    pub fn check(&self, opened: &Opened, row: &Row, found: &FoundPage, form: &mut FormState) {
        let name = lines_name(row);
        let title = row_title(opened, row);
        if self.fields.is_empty() {
            let words = format!("Select an answer to ‘{title}’ that you want to use, or skip it");
            form.error(name, words);
            return;
        }
        let needed = needed(&opened.form, row, found, &self.fields);
        let is_told = |line: &&Line| self.told.contains(&line.field);
        if needed.iter().all(is_told) {
            return;
        }
        for line in &needed {
            let number = row.found.iter().position(|one| one.field == line.field);
            let target = match number {
                None | Some(0) => name.clone(),
                Some(before) => format!("{name}-{}", before + 1),
            };
            let label = &line.label;
            let words = format!(
                "‘{title}’ is not complete without ‘{label}’. Select it too, or save again to answer it later"
            );
            form.error_at(name.clone(), target, words);
        }
        let fields: Vec<&str> = needed.iter().map(|line| line.field.as_str()).collect();
        form.set(told_name(row), fields.join(" "));
    }
}

/// The card of a page, with what the form knows of it.
pub fn choice(opened: &Opened, row: &Row, form: &FormState) -> ChoiceView {
    let title = row_title(opened, row);
    let replaces = row.standing == service::imports::Standing::Replaces;
    let legend = Legend::new(format!("Use or skip the answer to ‘{title}’")).visually_hidden();
    let mut radios = Radios::new(name(row), legend)
        .option(format!("{USE} {}", row.version), "Use")
        .option(SKIP, "Skip")
        .inline()
        .small();
    // What would replace an answer is never chosen beforehand, nor what a renewal asks again.
    if !replaces && !row.is_asked_again {
        radios = radios.chosen(format!("{USE} {}", row.version));
    }
    let lines = row.has_lines().then(|| lines(row, &title, form));
    ChoiceView {
        section: None,
        card: lines.is_none().then(|| card(row, title)),
        lines,
        is_asked_again: row.is_asked_again,
        problems: row
            .errors
            .iter()
            .map(|error| error.message.clone())
            .collect(),
        attached: row.attached.as_ref().map(|of| attached(opened, row, of)),
        compared: row.compared.as_ref().map(words),
        radios: radios.filled_from(form),
    }
}

fn attached(opened: &Opened, row: &Row, of: &Attached) -> AttachedView {
    let (number, name) = (row.item, &of.becomes);
    let called = match of.was.as_str() {
        "" => "has no name yet".to_owned(),
        was => format!("is called ‘{was}’ now"),
    };
    let mut words = match of.documents.len() {
        1 => format!(
            "1 document belongs to number {number}, which {called}. It stays with number {number}: \
             if you use this name, it belongs to ‘{name}’."
        ),
        count => format!(
            "{count} documents belong to number {number}, which {called}. They stay with number {number}: \
             if you use this name, they belong to ‘{name}’."
        ),
    };
    if let Some(now_at) = of.now_at {
        let _infallible = write!(
            words,
            " In your file, ‘{}’ is number {now_at}. If that is the same one, change afterwards what the documents \
             belong to.",
            of.was
        );
    }
    AttachedView {
        words,
        documents: of
            .documents
            .iter()
            .map(|(id, title)| (opened.path(&format!("documents/{id}")), title.clone()))
            .collect(),
    }
}

fn card(row: &Row, title: String) -> SummaryCard {
    let mut list = SummaryList::new();
    for line in row.found.iter().chain(&row.known) {
        list = list.row(SummaryRow::new(&line.label, line.text.as_str()));
        if let Some(saved) = replaced(row, line) {
            list = list.row(SummaryRow::new("Saved now", saved));
        }
    }
    SummaryCard::new(title, list).heading_level(3)
}

/// What a line would replace, where that says something else.
fn replaced<'a>(row: &Row, line: &'a Line) -> Option<&'a str> {
    let replaces = row.standing == service::imports::Standing::Replaces;
    let saved = line.saved.as_deref().filter(|_| replaces);
    saved.filter(|saved| *saved != line.text)
}

fn lines(row: &Row, title: &str, form: &FormState) -> LinesView {
    let legend = Legend::new(format!("Answers to ‘{title}’ that you want to use"));
    let boxes = Checkboxes::new(lines_name(row), legend.visually_hidden()).small();
    let boxes = row.found.iter().fold(boxes, |boxes, line| {
        let text = match replaced(row, line) {
            Some(saved) => format!("{}\nSaved now: {saved}", line.text),
            None => line.text.clone(),
        };
        boxes.item(Choice::new(&line.field, &line.label).hint(text))
    });
    let told = form.value(told_name(row));
    LinesView {
        title: title.to_owned(),
        // Everything at first: what to do with the page is chosen below.
        boxes: if form.has_errors() {
            boxes.filled_from(form)
        } else {
            boxes.chosen(row.found.iter().map(|line| line.field.as_str()))
        },
        told: (!told.is_empty()).then(|| HiddenInput::new(told_name(row), told)),
    }
}

pub fn other(opened: &Opened, row: &Row) -> OtherView {
    let texts = row.found.iter().chain(&row.known);
    OtherView {
        href: opened.path_of(&at(row)),
        title: row_title(opened, row),
        texts: texts
            .map(|line| format!("{}: {}", line.label, line.text))
            .collect(),
    }
}

pub fn unused(unused: &Unused) -> UnusedView {
    UnusedView {
        place: unused.place.clone(),
        text: unused.text.clone(),
        why: match unused.why {
            Why::NotAsked => "Our form does not ask this",
            Why::NotAChoice => "This is not one of the choices",
            Why::NotADay => "This is not a date like 27 March 2027",
            Why::Twice => "The file answers this more than once, and we take the first",
        }
        .to_owned(),
        search: None,
        choices: unused.choices.clone(),
        is_other_way_round: unused.is_other_way_round && unused.why == Why::NotAChoice,
    }
}
