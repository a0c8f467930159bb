//! What pages were called when something happened on them.

use super::address::At;
use super::answers::{numbered, title_of_item};
use super::history::page_name;
use super::opened::Opened;
use service::history::{Called, ItemNames};
use time::OffsetDateTime;

/// What a page was called among those of all tasks at this moment: of an item of a list, with the name
/// that the item had then.
pub fn name_then(opened: &Opened, names: &ItemNames, at: &At, moment: OffsetDateTime) -> String {
    called(opened, at, names.at(at.task, at.item, moment))
}

/// The same of what was sent at this moment and not saved.
pub fn name_seen(opened: &Opened, names: &ItemNames, at: &At, moment: OffsetDateTime) -> String {
    called(opened, at, names.seen(at.task, at.item, moment))
}

fn called(opened: &Opened, at: &At, called: Option<Called<'_>>) -> String {
    match called.filter(|_| at.item > 0) {
        Some(Called::Name(name)) => title_of_item(name, at),
        Some(Called::Number(position)) => title_of_item(&numbered(at.task, position), at),
        None => page_name(opened, at),
    }
}
