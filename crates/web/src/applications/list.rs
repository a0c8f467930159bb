//! The items of a list: add, change, remove.

use super::address::At;
use super::answers::item_title;
use super::onward::{self, Return};
use super::opened::Opened;
use super::save::RETURN;
use super::wording;
use crate::forms::Posted;
use crate::reply::{self, Reply};
use crate::{PageError, diagram};
use askama::Template;
use govuk::{
    Action, Button, FormState, HiddenInput, HubDiagram, Layout, Legend, Radios, Size, SummaryCard,
    SummaryList, SummaryRow, WarningText,
};
use questions::{ListShape, Page, Task, Values};

const ANOTHER: &str = "another";

#[derive(Template)]
#[template(path = "applications/list.html")]
struct ListPage {
    layout: Layout,
    warning: Option<WarningText>,
    cards: Vec<SummaryCard>,
    diagram: Option<HubDiagram>,
    none_yet: Option<String>,
    full: Option<String>,
    action: String,
    /// Where to go back to.
    carried: Option<HiddenInput>,
    another: Option<Radios>,
    go_on: Button,
    can_change: bool,
}

pub fn show(opened: &Opened, task: &'static Task, to: Return) -> Reply {
    if !onward::is_list_asked(opened, task) {
        return reply::see_other(&onward::check(opened, task, to));
    }
    let form = opened.furniture.form(FormState::new());
    let page = draw(opened, task, to, &form).ok_or(PageError::NotFound)?;
    reply::ok(&page)
}

pub fn submit(opened: &Opened, task: &'static Task, mut posted: Posted) -> Reply {
    opened.form.permit()?;
    let another = posted.take(ANOTHER);
    let to = Return::parse(&posted.take(RETURN)).onwards();
    posted.finish()?;
    let Some(list) = task.list() else {
        return Err(PageError::NotFound);
    };
    let first = first_page(task).ok_or(PageError::NotFound)?;
    if !opened.form.is_open(&first.id) {
        return Err(PageError::Conflict);
    }
    let items = opened.answers().items_of(task).len();
    let next = next_item(opened, task);
    let mut form = FormState::keeping([(ANOTHER, another.clone())]);
    match (another.as_str(), next) {
        ("yes", Some(item)) => {
            let page = first;
            let path = opened.path_of(&At { task, page, item });
            return reply::see_other(&format!("{path}{}", to.query()));
        }
        ("no", _) if items < fewest(list) => form.error(ANOTHER, too_few(list)),
        ("no", _) | (_, None) => {
            return reply::see_other(&onward::check(opened, task, to));
        }
        _ => form.error(
            ANOTHER,
            format!("Select yes if you need to add another {}", list.item_name),
        ),
    }
    let page = draw(opened, task, to, &form).ok_or(PageError::NotFound)?;
    reply::unprocessable(&page)
}

fn fewest(list: &ListShape) -> usize {
    usize::try_from(list.min).unwrap_or_default()
}

fn too_few(list: &ListShape) -> String {
    match &list.gate {
        Some(_) => format!("Add the {}, or change your answer to no", list.item_name),
        None => format!(
            "Add at least {} {}",
            list.min,
            if list.min == 1 {
                &list.item_name
            } else {
                &list.item_name_plural
            }
        ),
    }
}

fn first_page(task: &'static Task) -> Option<&'static Page> {
    task.pages.iter().find(|page| page.is_item_page())
}

/// The number of a new item: after the last one, or else the first that is free. Nothing when
/// the list is full.
pub fn next_item(opened: &Opened, task: &Task) -> Option<i16> {
    let list = task.list()?;
    next_free(&opened.answers().items_of(task), list.max)
}

fn next_free(items: &[i16], max: i16) -> Option<i16> {
    if items.len() >= usize::try_from(max).unwrap_or_default() {
        return None;
    }
    let after = items.iter().max().map_or(1, |last| last + 1);
    if after <= max {
        return Some(after);
    }
    (1..=max).find(|number| !items.contains(number))
}

fn draw(opened: &Opened, task: &'static Task, to: Return, form: &FormState) -> Option<ListPage> {
    let list = task.list()?;
    let first = first_page(task)?;
    let can_change = opened.form.is_open(&first.id);
    let items = opened.answers().items_of(task);
    let cards: Vec<SummaryCard> = items
        .iter()
        .map(|item| card(opened, task, *item, to, can_change))
        .collect();
    let has_items = !cards.is_empty();
    let is_full = next_item(opened, task).is_none();
    let question = if has_items {
        format!("Do you need to add another {}?", list.item_name)
    } else {
        format!("Do you want to add the first {} now?", list.item_name)
    };
    let another =
        Radios::yes_no(ANOTHER, Legend::new(question).size(Size::Medium)).filled_from(form);
    let count = items.len();
    let title = match count {
        0 => task.title.clone(),
        1 => format!("You have added 1 {}", list.item_name),
        _ => format!("You have added {count} {}", list.item_name_plural),
    };
    Some(ListPage {
        layout: opened
            .layout(title)
            .section(&task.title)
            .back(onward::tasks(opened, to))
            .errors_of(form),
        warning: wording::signature(opened).filter(|_| can_change),
        cards,
        diagram: diagram::of(opened.set(), task, opened.answers()),
        none_yet: (!has_items)
            .then(|| format!("You have not added any {} yet.", list.item_name_plural)),
        full: is_full.then(|| {
            format!(
                "You have added {} {}, which is the most you can add.",
                list.max, list.item_name_plural
            )
        }),
        action: opened.path(&format!("{}{}", task.id, super::address::LIST)),
        carried: to.input(),
        another: (!is_full && can_change).then_some(another),
        go_on: Button::primary("Continue"),
        can_change,
    })
}

/// One item: the answers of its pages, with a link to change each of them.
fn card(
    opened: &Opened,
    task: &'static Task,
    item: i16,
    to: Return,
    can_change: bool,
) -> SummaryCard {
    let query = to.query();
    let none = Values::new();
    let asked = opened.set().asked_pages(task, opened.answers());
    let pages = asked.into_iter().filter(|(_, number)| *number == item);
    let mut list = SummaryList::new();
    for (page, item) in pages {
        let values = opened.answers().get(&page.id, item).unwrap_or(&none);
        let href = format!("{}{query}", opened.path_of(&At { task, page, item }));
        for (label, answer) in page.as_asked(opened.answers(), item).describe(values) {
            let row = SummaryRow::new(&label, answer);
            list = list.row(if can_change {
                row.change(&href, lower(&label))
            } else {
                row
            });
        }
    }
    let card = SummaryCard::new(item_title(opened, task, item), list);
    if !can_change {
        return card;
    }
    let name = task.list().map_or("", |list| list.item_name.as_str());
    card.action(Action::new(
        opened.path(&format!("remove/{}/{item}{query}", task.id)),
        "Remove",
        format!(
            "{} {}",
            lower(name),
            opened.answers().position_of(task, item)
        ),
    ))
}

/// A label inside a sentence.
fn lower(label: &str) -> String {
    let mut letters = label.chars();
    letters.next().map_or(String::new(), |first| {
        first.to_lowercase().chain(letters).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::next_free;

    #[test]
    fn new_items_get_the_next_number_and_then_a_free_one() {
        assert_eq!(next_free(&[], 3), Some(1));
        assert_eq!(next_free(&[1], 3), Some(2));
        assert_eq!(next_free(&[2], 3), Some(3));
        assert_eq!(next_free(&[1, 3], 3), Some(2));
        assert_eq!(next_free(&[1, 2, 3], 3), None);
    }
}
