//! Who saved what and when, and what changed between any two versions of an answer.

use crate::applications::Form;
use crate::difference::{Part, difference};
use questions::{AnswerKey, NOT_ANSWERED, Page, Values};
use store::history::{self, Entry, Mark, Version};
use store::{Context, Store, StoreError};

/// How many entries a page of the history shows.
pub const PAGE_ROWS: usize = 25;
/// How many versions of one answer can be compared.
const VERSIONS_MAX: i64 = 100;

/// A page of what was saved, newest first, and whether there is more.
pub async fn read(
    store: &Store,
    form: &Form,
    after: Option<Mark>,
) -> Result<(Vec<Entry>, bool), StoreError> {
    let mut tx = store.read(Context::of(&form.actor)).await?;
    let limit = i64::try_from(PAGE_ROWS + 1).unwrap_or(i64::MAX);
    let application = form.case.application.id;
    let mut entries = history::list(&mut tx, application, after, limit).await?;
    let has_more = entries.len() > PAGE_ROWS;
    entries.truncate(PAGE_ROWS);
    Ok((entries, has_more))
}

/// The versions of one answer, newest first, the last hundred.
pub async fn versions(
    store: &Store,
    form: &Form,
    key: &AnswerKey,
) -> Result<Vec<Version>, StoreError> {
    let mut tx = store.read(Context::of(&form.actor)).await?;
    let application = form.case.application.id;
    history::list_of_answer(&mut tx, application, key, VERSIONS_MAX).await
}

/// The values that somebody had seen who saw this version; empty for none.
pub async fn seen(
    store: &Store,
    form: &Form,
    key: &AnswerKey,
    version: i32,
) -> Result<Values, StoreError> {
    if version == 0 {
        return Ok(Values::new());
    }
    let mut tx = store.read(Context::of(&form.actor)).await?;
    let application = form.case.application.id;
    let found = history::find(&mut tx, application, key, version).await?;
    Ok(found.unwrap_or_default())
}

/// What changed between two versions, label by label; labels that did not change are left out.
pub fn compare(page: &Page, before: &Values, after: &Values) -> Vec<(String, Vec<Part>)> {
    let told = |values| -> Vec<(String, String)> {
        let rows = page.describe(values).into_iter();
        rows.filter(|(_, text)| text != NOT_ANSWERED).collect()
    };
    let (before, after) = (told(before), told(after));
    let find = |rows: &[(String, String)], label: &str| {
        let row = rows.iter().find(|(other, _)| other == label);
        row.map_or_else(String::new, |(_, text)| text.clone())
    };
    page.fields
        .iter()
        .filter_map(|field| {
            let was = find(&before, &field.label);
            let is = find(&after, &field.label);
            (was != is).then(|| (field.label.clone(), difference(&was, &is)))
        })
        .collect()
}
