//! Using what was found for a page: the same way as what is typed there.

use super::done::Done;
use super::renamed::Renamed;
use crate::PageError;
use crate::applications::address::At;
use crate::applications::compared::{below, below_words};
use crate::applications::lookup;
use crate::applications::opened::Opened;
use crate::applications::saving::set_aside;
use crate::applications::superfluous;
use crate::reply::Reply;
use domain::origin::Origin;
use questions::{Found, FoundPage, Page};
use service::answers::{Answer, Saved};
use service::imports::{Kept, Left, Row, Standing, merged, only};
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

/// The pages that nothing was chosen for, by their numbers among those that were found.
#[derive(Default)]
pub struct Rest {
    /// They were not shown yet.
    later: BTreeMap<usize, FoundPage>,
    /// They can't be used, and are listed as long as another page waits.
    listed: BTreeMap<usize, FoundPage>,
}

impl Rest {
    /// Keeps a page, unless the same is saved.
    pub fn add(&mut self, row: &Row, found: &FoundPage) {
        let pages = match row.standing {
            Standing::New | Standing::Replaces => &mut self.later,
            Standing::NotAsked | Standing::HereOnly | Standing::NotListed => &mut self.listed,
            Standing::Same => return,
        };
        pages.insert(row.number, found.clone());
    }
}

/// Uses what was chosen; what somebody else changed meanwhile stays to be settled whole, and so do the
/// pages that were not shown yet. What can't be used is listed until then.
pub async fn use_chosen(mut opened: Opened, kept: Kept, chosen: &[Chosen], rest: Rest) -> Reply {
    let Rest { later, listed } = rest;
    let mut left: BTreeMap<usize, FoundPage> = BTreeMap::new();
    let mut done = Done {
        before: kept.used,
        ..Done::default()
    };
    let mut renamed = Renamed::by(&opened, &kept);
    let origin = Origin::file(&kept.file_name);
    let mut pages: Vec<&str> = Vec::new();
    for one in chosen {
        let Some(found) = kept.found.pages.get(one.number) else {
            continue;
        };
        let used_of_it = one.of(&opened, found);
        let (next, outcome) = use_page(opened, &used_of_it, one.seen, &origin).await?;
        opened = next;
        match outcome {
            Used::Saved(part, void) => {
                done.used += 1;
                renamed.note(&opened, one.number, &used_of_it);
                pages.push(&found.page);
                done.is_part_kept |= part == Part::Kept;
                done.voided = done.voided.or(void);
            }
            Used::NotAsked => done.not_asked += 1,
            Used::Conflict => {
                done.waiting += 1;
                left.insert(one.number, found.clone());
            }
            Used::NotListed => {
                done.not_listed += 1;
                left.insert(one.number, found.clone());
            }
        }
    }
    done.more = later.len();
    done.below = below_words(&below(&opened, &pages));
    done.renamed = renamed.words;
    left.extend(later);
    let waiting = left.len();
    left.extend(listed);
    let left = Left {
        found: Found {
            pages: left.into_values().collect(),
            ..kept.found.clone()
        },
        waiting,
    };
    service::imports::settle(&opened.app.store, &opened.form, &kept, done.used, left).await?;
    done.tell(&opened)
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
    /// It names something that the register does not have, or that can't be chosen any more.
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
    origin: &Origin,
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
            origin,
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
