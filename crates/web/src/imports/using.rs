//! Using what was found for a page: the same way as what is typed there.

use crate::PageError;
use crate::applications::lookup;
use crate::applications::opened::Opened;
use questions::{FoundPage, Page};
use service::answers::{Answer, Saved};
use service::imports::merged;

/// How often a save is tried again when the application changes at the same moment.
const TRIES: u8 = 3;

/// What came of using what was found for a page.
pub enum Used {
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
pub async fn use_page(
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
