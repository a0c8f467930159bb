//! Using what was found for a page: the same way as what is typed there.

use super::CHECK;
use crate::PageError;
use crate::applications::lookup;
use crate::applications::opened::Opened;
use crate::applications::saving::void_words;
use crate::reply::{self, Reply};
use questions::{Found, FoundPage, Page};
use service::answers::{Answer, Saved};
use service::imports::{Kept, merged};

/// How often a save is tried again when the application changes at the same moment.
const TRIES: u8 = 3;

/// Uses what was chosen; what somebody else changed meanwhile stays to be settled.
pub async fn use_chosen(mut opened: Opened, kept: Kept, chosen: &[(usize, i32)]) -> Reply {
    let mut left: Vec<FoundPage> = Vec::new();
    let (mut used, mut not_asked) = (0, 0);
    let mut voided = None;
    for (number, seen) in chosen {
        let Some(found) = kept.found.pages.get(*number) else {
            continue;
        };
        let (next, outcome) = use_page(opened, found, *seen).await?;
        opened = next;
        match outcome {
            Used::Saved(void) => {
                used += 1;
                voided = voided.or(void);
            }
            Used::Unchanged => used += 1,
            Used::NotAsked => not_asked += 1,
            Used::Conflict | Used::NotListed => left.push(found.clone()),
        }
    }
    let waiting = left.len();
    let left = Found {
        pages: left,
        ..Found::default()
    };
    let mut words = vec![match used {
        0 => "We saved nothing from your file.".to_owned(),
        1 => "We saved the answers to 1 page from your file.".to_owned(),
        _ => format!("We saved the answers to {used} pages from your file."),
    }];
    if not_asked > 0 {
        words.push(format!(
            "We left out {not_asked} that we do not ask with your other answers."
        ));
    }
    if waiting > 0 {
        words.push(format!(
            "We did not save {waiting}, because somebody else has changed the answer or it names something that is not in our list. Check again."
        ));
    }
    words.extend(voided.as_deref().map(void_words));
    let file = kept.uploaded_at;
    service::imports::settle(&opened.app.store, &opened.form, file, used, &left).await?;
    let next = if waiting > 0 {
        opened.path(CHECK)
    } else {
        opened.root()
    };
    reply::see_other_saying(&next, &words.join(" "))
}

/// What came of using what was found for a page.
enum Used {
    /// It is saved. Names the signatory whose signature or request to sign is void now.
    Saved(Option<String>),
    /// The same was saved already.
    Unchanged,
    /// Somebody saved another answer since the person saw the page.
    Conflict,
    /// With the other answers this is not asked.
    NotAsked,
    /// It names something that the register does not have.
    NotListed,
}

/// Saves what was found for one page over the version that the person saw.
async fn use_page(
    mut opened: Opened,
    found: &FoundPage,
    seen: i32,
) -> Result<(Opened, Used), PageError> {
    for _ in 0..TRIES {
        let Some((_, page)) = opened.set().page(&found.page) else {
            return Ok((opened, Used::NotAsked));
        };
        if !opened.form.is_open(&page.id) {
            return Err(PageError::Conflict);
        }
        if opened.set().is_answered_here_only(page) {
            return Ok((opened, Used::NotAsked));
        }
        if !is_asked(&opened, page, found) {
            set_aside(&opened, page, found, seen).await?;
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
        let saved = service::answers::save(&opened.app.store, &opened.form, &answer).await?;
        opened = match saved {
            Saved::Moved => opened.again().await?,
            Saved::Conflict => return Ok((opened, Used::Conflict)),
            Saved::Unchanged => return Ok((opened, Used::Unchanged)),
            Saved::Changed { voided } => return Ok((opened.again().await?, Used::Saved(voided))),
        };
    }
    Err(PageError::Conflict)
}

/// Keeps beside the history what somebody chose to use and what is not asked any more.
async fn set_aside(
    opened: &Opened,
    page: &Page,
    found: &FoundPage,
    seen: i32,
) -> Result<(), PageError> {
    let checked = page.check(&found.values, &opened.form.reference);
    let answer = Answer {
        page: &page.id,
        item: found.item,
        values: &checked.values,
        is_complete: checked.is_ok(),
        seen,
    };
    Ok(service::answers::set_aside(&opened.app.store, &opened.form, &answer).await?)
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
