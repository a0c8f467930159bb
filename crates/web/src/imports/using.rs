//! Using what was found for a page: the same way as what is typed there.

use super::CHECK;
use crate::PageError;
use crate::applications::address::At;
use crate::applications::lookup;
use crate::applications::opened::Opened;
use crate::applications::saving::{set_aside, void_words};
use crate::applications::superfluous;
use crate::reply::{self, Reply};
use questions::{Found, FoundPage, Page, Task};
use service::answers::{Answer, Saved};
use service::imports::{Attached, Kept, merged, only, preview};
use std::collections::BTreeMap;

/// How often a save is tried again when the application changes at the same moment.
const TRIES: u8 = 3;

/// A page whose answers somebody chose to use.
pub struct Chosen {
    /// Its number among those that were found.
    pub number: usize,
    /// The version of what was saved there when they saw it; 0 when there was none.
    pub seen: i32,
    /// The fields that are used; nothing where the page is used as a whole.
    pub fields: Option<Vec<String>>,
}

impl Chosen {
    /// What of the page is used. What was not ticked is as if the file did not have it.
    fn of(&self, opened: &Opened, found: &FoundPage) -> FoundPage {
        let page = opened.set().page(&found.page);
        match (page, &self.fields) {
            (Some((_, page)), Some(fields)) => only(page, found, fields),
            _ => found.clone(),
        }
    }
}

/// Uses what was chosen; what somebody else changed meanwhile stays to be settled whole, and so do the
/// pages that were not shown yet.
pub async fn use_chosen(
    mut opened: Opened,
    kept: Kept,
    chosen: &[Chosen],
    later: Vec<FoundPage>,
) -> Reply {
    let mut left: Vec<FoundPage> = Vec::new();
    let (mut used, mut not_asked) = (0, 0);
    let mut is_part_kept = false;
    let mut voided = None;
    let mut renamed = Renamed::by(&opened, &kept);
    for one in chosen {
        let Some(found) = kept.found.pages.get(one.number) else {
            continue;
        };
        let used_of_it = one.of(&opened, found);
        let (next, outcome) = use_page(opened, &used_of_it, one.seen).await?;
        opened = next;
        match outcome {
            Used::Saved(part, void) => {
                used += 1;
                renamed.note(&opened, one.number, &used_of_it);
                is_part_kept |= part == Part::Kept;
                voided = voided.or(void);
            }
            Used::NotAsked => not_asked += 1,
            Used::Conflict | Used::NotListed => left.push(found.clone()),
        }
    }
    let (waiting, more) = (left.len(), later.len());
    left.extend(later);
    let left = Found {
        pages: left,
        ..Found::default()
    };
    let mut words = vec![used_words(used)];
    if not_asked > 0 {
        words.push(format!(
            "We left out {not_asked} that we do not ask with your other answers."
        ));
    }
    if is_part_kept {
        words.push(format!("{}.", superfluous::KEPT));
    }
    if waiting > 0 {
        words.push(format!(
            "We did not save {waiting}, because somebody else has changed the answer or it names something that is not in our list. Check again."
        ));
    }
    if more > 0 {
        words.push("Now check the rest of your file.".to_owned());
    }
    words.extend(voided.as_deref().map(void_words));
    words.extend(renamed.words);
    let file = kept.uploaded_at;
    service::imports::settle(&opened.app.store, &opened.form, file, used, &left).await?;
    let next = if waiting + more > 0 {
        opened.path(CHECK)
    } else {
        opened.root()
    };
    told(&next, &words)
}

/// Goes on, saying what was done; that there is more to know is no mere success.
fn told(next: &str, words: &[String]) -> Reply {
    match words {
        [done] => reply::see_other_saying(next, done),
        all => reply::see_other_noting(next, &all.join(" ")),
    }
}

fn used_words(used: usize) -> String {
    match used {
        0 => "We saved nothing from your file.".to_owned(),
        1 => "We saved the answers to 1 page from your file.".to_owned(),
        _ => format!("We saved the answers to {used} pages from your file."),
    }
}

/// Items of lists that documents are about and that the file calls otherwise.
struct Renamed {
    /// They, by the number of their page among those that were found.
    items: BTreeMap<usize, Attached>,
    /// What is said of those that were saved.
    words: Vec<String>,
}

impl Renamed {
    fn by(opened: &Opened, kept: &Kept) -> Self {
        let rows = preview(&opened.form, &kept.found).rows.into_iter();
        Self {
            items: rows
                .filter_map(|row| Some((row.number, row.attached?)))
                .collect(),
            words: Vec::new(),
        }
    }

    /// Notes that a page was saved, if its item has another name with it.
    fn note(&mut self, opened: &Opened, number: usize, saved: &FoundPage) {
        let task = opened.set().page(&saved.page).map(|(task, _)| task);
        let list = task.and_then(Task::list);
        if !list.is_some_and(|list| saved.values.contains_key(&list.title_field)) {
            return;
        }
        if let Some(item) = self.items.remove(&number) {
            let documents = match item.documents.len() {
                1 => "1 document belongs".to_owned(),
                count => format!("{count} documents belong"),
            };
            self.words.push(format!(
                "{documents} to ‘{}’ now. Check that this is right.",
                item.becomes
            ));
        }
    }
}

/// What came of using what was found for a page.
enum Used {
    /// It is saved, or the same was saved already. Names the signatory whose signature or request
    /// to sign is void now.
    Saved(Part, Option<String>),
    /// Somebody saved another answer since the person saw the page.
    Conflict,
    /// With the other answers this is not asked.
    NotAsked,
    /// It names something that the register does not have.
    NotListed,
}

/// What became of the fields of a page that are not asked.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// There was nothing in them.
    None,
    /// They are beside the history.
    Kept,
}

/// Saves what was found for one page over the version that the person saw.
async fn use_page(
    mut opened: Opened,
    found: &FoundPage,
    seen: i32,
) -> Result<(Opened, Used), PageError> {
    for _ in 0..TRIES {
        let Some(at) = place(&opened, found) else {
            return Ok((opened, Used::NotAsked));
        };
        let page = at.page;
        if !opened.form.is_open(&page.id) {
            return Err(PageError::Conflict);
        }
        if opened.set().is_answered_here_only(page) {
            return Ok((opened, Used::NotAsked));
        }
        if !is_asked(&opened, page, found) {
            let whole = page.check(&found.values, &opened.form.reference);
            set_aside(&opened, &at, seen, &whole).await?;
            return Ok((opened, Used::NotAsked));
        }
        let asked = page.as_asked(opened.answers(), found.item);
        let saved = opened.answers().get(&page.id, found.item);
        let values = merged(page, saved, &found.values);
        let mut checked = asked.check(&values, &opened.form.reference);
        if lookup::fill(&opened, &asked, &mut checked.values)
            .await?
            .is_some()
        {
            return Ok((opened, Used::NotListed));
        }
        let answer = Answer {
            page: &page.id,
            item: found.item,
            values: &checked.values,
            is_complete: checked.is_ok(),
            seen,
        };
        let part = keep_superfluous(&opened, &at, &asked, (found, seen)).await?;
        let saved = service::answers::save(&opened.app.store, &opened.form, &answer).await?;
        opened = match saved {
            Saved::Moved => opened.again().await?,
            Saved::Conflict => return Ok((opened, Used::Conflict)),
            Saved::Unchanged => return Ok((opened, Used::Saved(part, None))),
            Saved::Changed { voided } => {
                return Ok((opened.again().await?, Used::Saved(part, voided)));
            }
        };
    }
    Err(PageError::Conflict)
}

/// Keeps beside the history what somebody chose to use on a page of which a part is not asked.
async fn keep_superfluous(
    opened: &Opened,
    at: &At,
    asked: &Page,
    (found, seen): (&FoundPage, i32),
) -> Result<Part, PageError> {
    let whole = superfluous::find(at, asked, &found.values, &opened.form.reference);
    let Ok(Some(whole)) = whole else {
        return Ok(Part::None);
    };
    Ok(if set_aside(opened, at, seen, &whole).await? {
        Part::Kept
    } else {
        Part::None
    })
}

/// The page of the set that this was found for.
fn place(opened: &Opened, found: &FoundPage) -> Option<At> {
    let (task, page) = opened.set().page(&found.page)?;
    let item = found.item;
    Some(At { task, page, item })
}

/// Whether the page is asked once it has an answer: a new item of a list is asked then.
fn is_asked(opened: &Opened, page: &Page, found: &FoundPage) -> bool {
    let Some((task, _)) = opened.set().page(&page.id) else {
        return false;
    };
    let mut answers = opened.answers().clone();
    let values = merged(page, answers.get(&page.id, found.item), &found.values);
    answers.insert(page.id.clone(), found.item, values);
    let asked = opened.set().asked_pages(task, &answers);
    asked
        .iter()
        .any(|(other, item)| other.id == page.id && *item == found.item)
}
