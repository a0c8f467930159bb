//! Who saved what and when, and what changed between any two versions of an answer, or between any
//! two moments of the whole application, its documents included.

mod names;

pub use names::{Called, ItemNames};

use crate::applications::Form;
use crate::difference::{Part, difference};
use crate::documents::{ChangedDocument, between};
use questions::{AnswerKey, NOT_ANSWERED, Page, QuestionSet, Values};
use store::history::moments::{self, Moment};
use store::history::{self, Entry, Mark, Version};
use store::{Context, Store, StoreError};
use time::OffsetDateTime;

/// How many entries a page of the history shows.
pub const PAGE_ROWS: usize = 25;
/// How many versions of one answer can be compared.
const VERSIONS_MAX: i64 = 100;

/// How many of the last saves can be chosen from at once; every older one through its own entry.
const SAVES_MAX: i64 = 50;

/// The whole application at two moments.
#[derive(Debug)]
pub struct Compared {
    /// The moments that can be chosen, newest first.
    pub moments: Vec<Moment>,
    /// Where the two stand among the moments; none while there is but one.
    pub pair: Option<(usize, usize)>,
    /// Every answer that differs, in the order of the questions.
    pub differing: Vec<Differing>,
    /// Every document that differs.
    pub documents: Vec<ChangedDocument>,
    /// What the items of lists were called.
    pub names: ItemNames,
}

/// An answer that differs between two moments.
#[derive(Debug)]
pub struct Differing {
    /// Which answer.
    pub key: AnswerKey,
    /// What became of it.
    pub fate: Fate,
    /// When it was saved as it was at the second moment; none when that was not yet.
    pub saved_at: Option<OffsetDateTime>,
    /// Who saved it so.
    pub saved_by: Option<String>,
    /// The label, and the words at either moment, of what differs.
    pub changes: Vec<Changed>,
}

/// A field whose words differ.
#[derive(Debug, PartialEq, Eq)]
pub struct Changed {
    /// Its label.
    pub label: String,
    /// What it said; empty for nothing.
    pub was: String,
    /// What it says; empty for nothing.
    pub is: String,
}

/// What became of an answer from one moment to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// There was none.
    Added,
    /// It says something else.
    Changed,
    /// There is none any more.
    Removed,
}

/// The moments that can be compared, newest first, with those that are asked for, and what the items of
/// lists were called at any of them.
pub async fn moments(
    store: &Store,
    form: &Form,
    asked: &[OffsetDateTime],
) -> Result<(Vec<Moment>, ItemNames), StoreError> {
    let mut tx = store.read(Context::of(&form.actor)).await?;
    let moments = moments::list(&mut tx, form.case.application.id, asked, SAVES_MAX).await?;
    Ok((moments, ItemNames::read(&mut tx, form).await?))
}

/// Compares the whole application at two moments: those that are asked for, else the last one and
/// the one before it.
pub async fn compare_moments(
    store: &Store,
    form: &Form,
    from: Option<OffsetDateTime>,
    to: Option<OffsetDateTime>,
) -> Result<Compared, StoreError> {
    let mut tx = store.read(Context::of(&form.actor)).await?;
    let application = form.case.application.id;
    let asked: Vec<OffsetDateTime> = from.into_iter().chain(to).collect();
    let moments = moments::list(&mut tx, application, &asked, SAVES_MAX).await?;
    let pair = chosen(&moments, from, to);
    let names = ItemNames::read(&mut tx, form).await?;
    let (differing, documents) = match pair {
        Some((from, to)) => {
            let ends = (moments[from].at, moments[to].at);
            let differing = moments::list_differing(&mut tx, application, ends.0, ends.1).await?;
            (
                names.apart(form.set(), differing, ends),
                between(&mut tx, application, ends.0, ends.1).await?,
            )
        }
        None => (Vec::new(), Vec::new()),
    };
    Ok(Compared {
        differing: in_order(form.set(), differing),
        documents,
        moments,
        pair,
        names,
    })
}

/// Where the two moments stand that are compared: the older one and then the newer one, whichever was
/// asked for first.
pub fn chosen(
    moments: &[Moment],
    from: Option<OffsetDateTime>,
    to: Option<OffsetDateTime>,
) -> Option<(usize, usize)> {
    if moments.len() < 2 {
        return None;
    }
    let find = |at: Option<OffsetDateTime>| moments.iter().position(|moment| Some(moment.at) == at);
    let to = find(to).unwrap_or(0);
    let oldest = moments.len() - 1;
    let from = find(from).unwrap_or((to + 1).min(oldest));
    Some((from.max(to), from.min(to)))
}

/// What differs in words, in the order of the questions. What only the program sees is left out.
fn in_order(set: &QuestionSet, differing: Vec<moments::Differing>) -> Vec<Differing> {
    let mut found: Vec<((usize, i16, usize), Differing)> = differing
        .into_iter()
        .filter_map(|one| {
            let tasks = set.tasks.iter().enumerate();
            let mut places = tasks.filter_map(|(number, task)| {
                let place = task.pages.iter().position(|page| page.id == one.key.page)?;
                Some((number, place, &task.pages[place]))
            });
            let (task, place, page) = places.next()?;
            let changes = changed(page, &one.before, &one.after);
            let fate = match (one.before.is_empty(), one.after.is_empty()) {
                (true, _) => Fate::Added,
                (false, true) => Fate::Removed,
                (false, false) => Fate::Changed,
            };
            let item = one.key.item;
            let differs = Differing {
                key: one.key,
                fate,
                saved_at: one.saved_at,
                saved_by: one.saved_by,
                changes,
            };
            (!differs.changes.is_empty()).then_some(((task, item, place), differs))
        })
        .collect();
    found.sort_by_key(|(order, _)| *order);
    found.into_iter().map(|(_, differs)| differs).collect()
}

/// A page of what was saved and became of documents, newest first, and whether there is more.
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

/// The versions of one answer and what became of documents that belong to it, newest first, the last
/// hundred.
pub async fn versions(
    store: &Store,
    form: &Form,
    key: &AnswerKey,
) -> Result<Vec<Version>, StoreError> {
    let mut tx = store.read(Context::of(&form.actor)).await?;
    let application = form.case.application.id;
    let evidence = evidence_of(form.set(), key);
    history::list_of_answer(&mut tx, application, key, &evidence, VERSIONS_MAX).await
}

/// What a document says to belong to that belongs to this answer: its question, the page about the
/// Code of Connection, or its item of a list.
fn evidence_of(set: &QuestionSet, key: &AnswerKey) -> Vec<String> {
    let Some((task, page)) = set.page(&key.page) else {
        return Vec::new();
    };
    let item = format!("{}/{}", task.id, key.item);
    let item = (key.item > 0 && set.is_evidence_of(&item, &page.id)).then_some(item);
    let code = set.page_of_fact("joint_how") == Some(page.id.as_str());
    let code = code.then(|| page.id.clone());
    page.question
        .clone()
        .into_iter()
        .chain(item)
        .chain(code)
        .collect()
}

/// What became of documents that belong to this answer from one moment to another.
pub async fn documents_between(
    store: &Store,
    form: &Form,
    key: &AnswerKey,
    from: OffsetDateTime,
    to: OffsetDateTime,
) -> Result<Vec<ChangedDocument>, StoreError> {
    let mut tx = store.read(Context::of(&form.actor)).await?;
    let evidence = evidence_of(form.set(), key);
    let mut changed = between(&mut tx, form.case.application.id, from, to).await?;
    changed.retain(|one| one.belongs_to(|id| evidence.iter().any(|other| other == id)));
    Ok(changed)
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
    let changes = changed(page, before, after).into_iter();
    changes
        .map(|change| (change.label, difference(&change.was, &change.is)))
        .collect()
}

/// The fields whose words differ, in the order of the page.
fn changed(page: &Page, before: &Values, after: &Values) -> Vec<Changed> {
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
        .map(|field| Changed {
            label: field.label.clone(),
            was: find(&before, &field.label),
            is: find(&after, &field.label),
        })
        .filter(|change| change.was != change.is)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use store::history::moments::What;
    use time::Duration;

    #[test]
    fn the_last_two_moments_are_compared_unless_others_are_asked_for() {
        let at = |minute| OffsetDateTime::UNIX_EPOCH + Duration::minutes(minute);
        let moment = |minute| Moment {
            at: at(minute),
            what: What::Submitted,
            by: String::new(),
        };
        let moments = [moment(3), moment(2), moment(1)];
        let pair = |from: Option<i64>, to: Option<i64>| chosen(&moments, from.map(at), to.map(at));
        assert_eq!(pair(None, None), Some((1, 0)));
        assert_eq!(pair(None, Some(2)), Some((2, 1)));
        assert_eq!(pair(None, Some(1)), Some((2, 2)));
        assert_eq!(pair(Some(1), None), Some((2, 0)));
        assert_eq!(pair(Some(1), Some(3)), Some((2, 0)));
        assert_eq!(pair(Some(3), Some(1)), Some((2, 0)));
        assert_eq!(pair(Some(7), Some(9)), Some((1, 0)));
        assert_eq!(chosen(&moments[..1], None, None), None);
        assert_eq!(chosen(&[], None, None), None);
    }
}
