//! The way to what a rule looks at: the page that holds the field, and the field on it.

use super::address::{At, LIST};
use super::answers::title;
use super::onward::{self, Return};
use super::opened::Opened;
use govuk::{Action, SummaryRow};
use questions::{Baseline, CrossCheck, Page, Place, Question, SpecialTask, Task, TaskKind};

/// A link to where an answer can be changed, or what somebody else is asked for.
pub struct Way {
    /// The page; a task that has no pages.
    pub place: &'static str,
    /// Its address, with the field.
    pub href: String,
    /// What the link says.
    pub text: &'static str,
    /// Which answer, for those who hear the link.
    pub hidden: String,
}

impl Way {
    /// The row with this way as one more link.
    pub fn on(self, row: SummaryRow) -> SummaryRow {
        row.action(Action::new(self.href, self.text, self.hidden))
    }
}

/// The pages with the answers by which the rule of a question applies; the first page of the
/// question where it looks at none. Only pages that may be changed now.
pub fn of_question(
    opened: &Opened,
    question: &Question,
    baseline: &Baseline,
    to: Return,
) -> Vec<Way> {
    let set = opened.set();
    let mut pages: Vec<&str> = Vec::new();
    for place in &baseline.places {
        if !pages.contains(&place.page.as_str()) {
            pages.push(&place.page);
        }
    }
    let mut ways = to_pages(opened, pages, &baseline.places, to);
    if ways.is_empty() {
        let first = set.pages_of_question(&question.id).next();
        ways = to_pages(opened, first.map(|page| page.id.as_str()), &[], to);
    }
    if let [only] = ways.as_mut_slice() {
        only.hidden = format!("the answer to {}", question.id);
    }
    ways
}

/// Where what a rule found can be put right: the items of lists and the pages that it looked at, and
/// the tasks that it names. Only what may be changed now.
pub fn of_check(opened: &Opened, check: &CrossCheck, to: Return) -> Vec<Way> {
    let pages = check.pages.iter().map(String::as_str);
    to_pages(opened, pages, &check.places, to)
}

fn to_pages<'a>(
    opened: &Opened,
    pages: impl IntoIterator<Item = &'a str>,
    places: &[Place],
    to: Return,
) -> Vec<Way> {
    let mut ways: Vec<Way> = Vec::new();
    for id in pages {
        let found = match opened.set().page(id) {
            Some((task, page)) => {
                let items = to_items(opened, task, places, to);
                if items.is_empty() {
                    to_page(opened, task, page, places, to)
                        .into_iter()
                        .collect()
                } else {
                    items
                }
            }
            None => to_task(opened, id).into_iter().collect(),
        };
        for way in found {
            if ways.iter().all(|known| known.href != way.href) {
                ways.push(way);
            }
        }
    }
    ways
}

/// The items of a list that the rule looked at, each at the first field of it.
fn to_items(opened: &Opened, task: &'static Task, places: &[Place], to: Return) -> Vec<Way> {
    let asked = opened.set().asked_pages(task, opened.answers());
    let mut items = Vec::new();
    let mut ways = Vec::new();
    for place in places.iter().filter(|place| place.item > 0) {
        let is_this = |(page, item): &&(&'static Page, i16)| {
            page.id == place.page && *item == place.item && opened.form.is_open(&page.id)
        };
        let Some((page, item)) = asked.iter().find(is_this).copied() else {
            continue;
        };
        if items.contains(&item) {
            continue;
        }
        items.push(item);
        let at = At { task, page, item };
        ways.push(Way {
            place: &page.id,
            href: format!(
                "{}{}{}",
                opened.path_of(&at),
                to.query(),
                field(page, Some(place))
            ),
            text: "Change",
            hidden: format!("the answer to: {}", title(opened, &at)),
        });
    }
    ways
}

/// The page with one field. Only where it may be changed now.
pub fn of_place(opened: &Opened, place: &Place, to: Return) -> Option<Way> {
    let (task, page) = opened.set().page(&place.page)?;
    to_page(opened, task, page, std::slice::from_ref(place), to)
}

fn to_page(
    opened: &Opened,
    task: &'static Task,
    page: &'static Page,
    places: &[Place],
    to: Return,
) -> Option<Way> {
    if !opened.form.is_open(&page.id) {
        return None;
    }
    let way = |href: String| Way {
        place: &page.id,
        href,
        text: "Change",
        hidden: format!("the answer to: {}", page.heading),
    };
    if page.is_item_page() {
        // No item of it is meant: the list shows them all.
        let href = opened.path(&format!("{}{LIST}", task.id));
        return onward::is_list_asked(opened, task).then(|| way(href));
    }
    let asked = opened.set().asked_pages(task, opened.answers());
    asked.iter().find(|(other, _)| other.id == page.id)?;
    let place = places.iter().find(|place| place.page == page.id);
    let field = field(page, place);
    Some(way(format!(
        "{}{}{field}",
        opened.path(&page.path),
        to.query()
    )))
}

/// The end of an address that moves to a field of the page.
fn field(page: &Page, place: Option<&Place>) -> String {
    let input = place.and_then(|place| page.first_input(&place.field));
    input.map_or(String::new(), |input| format!("#{input}"))
}

/// A task that has no pages: what somebody else has to agree to.
fn to_task(opened: &Opened, id: &str) -> Option<Way> {
    let task = opened.set().task(id)?;
    let is_agreement = task.kind == TaskKind::Special(SpecialTask::InfrastructureAgreement);
    (is_agreement && opened.form.state().may_ask_owner()).then(|| Way {
        place: &task.id,
        href: opened.path(&task.id),
        text: "See the agreement",
        hidden: String::new(),
    })
}
