//! Answers as a person reads them, with the links to change them.

use super::address::At;
use super::onward::Return;
use super::opened::Opened;
use super::{attached, renewal, way};
use govuk::{Action, Content, SummaryCard, SummaryList, SummaryRow};
use questions::{Baseline, Described, Outcome, Task};
use service::documents::PAGE;
use std::collections::BTreeMap;

/// How each question compares with the standard, by question; only those that are answered.
pub type Baselines = BTreeMap<String, Baseline>;

/// How every question compares with the standard today.
pub fn baselines(opened: &Opened) -> Baselines {
    let judged = opened
        .set()
        .baselines(opened.answers(), &opened.form.reference);
    judged
        .into_iter()
        .filter_map(|(question, baseline)| Some((question.id.clone(), baseline?)))
        .collect()
}

/// One card for each asked page of a task. `to` is where changing leads back to; none for paper.
pub fn cards(
    opened: &Opened,
    task: &'static Task,
    baselines: &Baselines,
    to: Option<Return>,
) -> Vec<SummaryCard> {
    let described = opened.set().describe(task, opened.answers());
    described
        .iter()
        .filter(|page| to.is_some() || !is_told_by_documents(opened, page))
        .map(|page| card(opened, task, page, baselines, to))
        .collect()
}

/// On paper the documents stand one by one under their section. That nobody typed a list of others
/// would only look as if there were none.
fn is_told_by_documents(opened: &Opened, described: &Described<'static>) -> bool {
    let has_documents = !opened.form.documents.is_empty();
    described.page.id == PAGE && described.rows.is_empty() && has_documents
}

fn card(
    opened: &Opened,
    task: &'static Task,
    described: &Described<'static>,
    baselines: &Baselines,
    to: Option<Return>,
) -> SummaryCard {
    let at = At {
        task,
        page: described.page,
        item: described.item,
    };
    let rows = described.rows.iter();
    let mut list =
        SummaryList::new().rows(rows.map(|(label, answer)| SummaryRow::new(label, answer)));
    if described.page.id == PAGE && to.is_some() {
        list = list.rows(attached::row(opened));
    }
    if list.is_empty() {
        list = list.row(SummaryRow::new("Answer", "Not provided"));
    }
    // A question is judged with its follow-ups: said once, on its first page.
    let question = described.page.question.as_ref().filter(|question| {
        let mut pages = opened.set().pages_of_question(question);
        pages
            .next()
            .is_some_and(|first| first.id == described.page.id)
    });
    let baseline = question.and_then(|question| baselines.get(question));
    // What is not as expected is changed on the page, and at the field, that makes it so.
    let mut own = to.map(|to| format!("{}{}", opened.path_of(&at), to.query()));
    if let Some(baseline) = baseline {
        let mut row = SummaryRow::new("Compared with the standard", words(baseline));
        for way in ways(opened, baseline, to) {
            if way.place == described.page.id {
                own = Some(way.href);
            } else {
                row = way.on(row);
            }
        }
        list = list.row(row);
    }
    list = list.rows(renewal::row(opened, described.page, described.item));
    let card = SummaryCard::new(title(opened, &at), list).heading_level(3);
    match own.filter(|_| opened.form.is_open(&described.page.id)) {
        Some(own) => card.action(Action::change(own, "")),
        None => card,
    }
}

/// Where an answer that is not as expected can be changed; nowhere on paper.
fn ways(opened: &Opened, baseline: &Baseline, to: Option<Return>) -> Vec<way::Way> {
    let question = opened.set().question(&baseline.question);
    let question = question.filter(|_| baseline.outcome != Outcome::Meets);
    match (question, to) {
        (Some(question), Some(to)) => way::of_question(opened, question, baseline, to),
        _ => Vec::new(),
    }
}

/// How an answer compares, in words and with the reason.
pub fn words(baseline: &Baseline) -> Content {
    let words = baseline.outcome.words_for_supplier();
    if baseline.outcome == Outcome::Meets {
        Content::from(words)
    } else {
        Content::from(format!("{words}.\n\n{}", baseline.reason))
    }
}

/// What a page is called among others: its question, or the item it is about.
pub fn title(opened: &Opened, at: &At) -> String {
    let heading = &at.page.heading;
    if at.item > 0 {
        return title_of_item(&item_title(opened, at.task, at.item), at);
    }
    match &at.page.question {
        Some(question) => format!("{question} {heading}"),
        None => heading.clone(),
    }
}

/// What a page of an item is called that is called so.
pub fn title_of_item(item: &str, at: &At) -> String {
    format!("{item}: {}", at.page.heading)
}

/// What an item of a list is called: its name, or its place in the list while it has none.
pub fn item_title(opened: &Opened, task: &Task, item: i16) -> String {
    match item_name(opened, task, item) {
        Some(name) => name.to_owned(),
        None => numbered(task, opened.answers().position_of(task, item)),
    }
}

/// The name of an item of a list, while it has one.
pub fn item_name<'a>(opened: &'a Opened, task: &Task, item: i16) -> Option<&'a str> {
    let list = task.list()?;
    let pages = task.pages.iter().filter(|page| page.is_item_page());
    let mut names = pages.filter_map(|page| {
        let values = opened.answers().get(&page.id, item)?;
        questions::first_of(values, &list.title_field)
    });
    names.next()
}

/// What an item without a name is called that stands at this place of its list, counted from 1.
pub fn numbered(task: &Task, position: usize) -> String {
    match task.list() {
        Some(list) => format!("{} {position}", capitalised(&list.item_name)),
        None => task.title.clone(),
    }
}

/// The same words with a capital first letter.
pub fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or(String::new(), |first| {
        first.to_uppercase().chain(letters).collect()
    })
}
