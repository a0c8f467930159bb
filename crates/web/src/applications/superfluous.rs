//! What is sent in fields that other answers have made superfluous since the page was opened: it is
//! not saved as an answer, and kept beside the history with everything that came with it.

use super::address::At;
use crate::PageError;
use govuk::NotificationBanner;
use questions::{Checked, Page, Reference, Values};

/// That it is kept, for a banner; without the full stop at its end.
pub const KEPT: &str =
    "Part of what you sent is not asked any more. We kept it under “Who saved what”";

/// The same on a page that can't be left yet.
pub fn banner() -> NotificationBanner {
    NotificationBanner::information(KEPT)
}

/// Everything that was sent, when some of it stands in fields that `page`, which is as it is asked
/// now, does not have any more.
///
/// # Errors
/// [`PageError::Unreadable`] for fields that the page never had.
pub fn find(
    at: &At,
    page: &Page,
    values: &Values,
    reference: &Reference,
) -> Result<Option<Checked>, PageError> {
    let is_asked = |name: &String| page.fields.iter().any(|field| field.owns(name));
    if values.keys().all(is_asked) {
        return Ok(None);
    }
    let whole = at.page.check(values, reference);
    if !whole.unknown_fields.is_empty() {
        return Err(PageError::Unreadable);
    }
    let has_more = whole.values.keys().any(|name| !is_asked(name));
    Ok(has_more.then_some(whole))
}

/// A page that tells everything that was typed into it, follow-ups of a choice that was not made too.
pub fn told_whole(page: &Page) -> Page {
    let mut page = page.clone();
    for field in page.fields.iter_mut() {
        field.only_if = None;
    }
    page
}
