//! What the pages of a file are called, each told apart from the others.

use crate::applications::address::At;
use crate::applications::answers::{item_name, numbered, title, title_of_item};
use crate::applications::opened::Opened;
use service::imports::Row;

pub fn at(row: &Row) -> At {
    At {
        task: row.task,
        page: row.page,
        item: row.item,
    }
}

/// The title of a page that was found. Items that are new have the numbers that they get when
/// everything of the file is used; of those that are saved, two with the same name are numbered too.
pub fn row_title(opened: &Opened, row: &Row) -> String {
    let at = at(row);
    if row.item == 0 {
        return title(opened, &at);
    }
    let number = numbered(row.task, row.position);
    let item = match item_name(opened, row.task, row.item) {
        None => number,
        Some(name) if is_shared(opened, row, name) => format!("{name} ({number})"),
        Some(name) => name.to_owned(),
    };
    title_of_item(&item, &at)
}

/// Whether another item of the list has this name too.
fn is_shared(opened: &Opened, row: &Row, name: &str) -> bool {
    let items = opened.answers().items_of(row.task);
    let mut others = items.into_iter().filter(|item| *item != row.item);
    others.any(|item| item_name(opened, row.task, item) == Some(name))
}
