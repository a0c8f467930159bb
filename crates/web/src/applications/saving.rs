//! Saving what a question page sent: checked, saved with its version, or kept beside.

use super::address::At;
use super::conflict::Shown;
use super::opened::Opened;
use super::question::refused;
use super::save::{Keep, Sent};
use super::{compared, conflict, contacts, list, listed, lookup, onward, preview, superfluous};
use crate::PageError;
use crate::forms::Posted;
use crate::reply::{self, Reply};
use domain::origin::Origin;
use questions::{Checked, Field, FieldError, FieldKind, Page, Values};
use service::answers::{Answer, Saved};

/// How often a save is tried again when the application changes at the same moment.
const TRIES: u8 = 3;
/// Where what is kept beside came from.
const TYPED: &Origin = &Origin::TYPED;

/// `origin` says whether the form was sent from the page or from what was kept.
pub async fn submit(mut opened: Opened, mut at: At, posted: Posted, origin: Origin) -> Reply {
    opened.form.permit()?;
    let mut sent = Sent::read(posted);
    sent.origin = origin;
    if !opened.form.is_open(&at.page.id) {
        return not_saved(&opened, &at, &sent).await;
    }
    conflict::keep_made(&opened, &at, &sent).await?;
    match sent.keep {
        Keep::Theirs => return conflict::keep_theirs(&opened, &at, &sent),
        Keep::NotChosen => return conflict::show(&opened, &at, &sent, Shown::Unchosen).await,
        Keep::Another => {
            at.item = list::next_item(&opened, at.task).ok_or(PageError::Conflict)?;
            sent.seen = 0;
        }
        Keep::NotAsked | Keep::Mine | Keep::Both => {}
    }
    let refusal = contacts::apply(&opened, &at, &mut sent).await?;
    for _ in 0..TRIES {
        match submit_once(&opened, &at, &sent, refusal.as_ref()).await? {
            Some(reply) => return Ok(reply),
            None => opened = opened.again().await?,
        }
        if !opened.form.is_open(&at.page.id) {
            break;
        }
    }
    not_saved(&opened, &at, &sent).await
}

/// It can't be saved at all: everything that was sent is kept beside the history.
async fn not_saved(opened: &Opened, at: &At, sent: &Sent) -> Reply {
    let whole = at.page.check(&sent.chosen(), &opened.form.reference);
    let is_kept = set_aside(opened, at, sent.seen, &whole).await?;
    Err(PageError::SetAside { is_kept })
}

/// Keeps an answer beside the history. False when there was nothing to keep.
pub async fn set_aside(
    opened: &Opened,
    at: &At,
    seen: i32,
    checked: &Checked,
) -> Result<bool, PageError> {
    let answer = answer(at, seen, checked, TYPED);
    Ok(service::answers::set_aside(&opened.app.store, &opened.form, &answer).await?)
}

fn answer<'a>(at: &'a At, seen: i32, checked: &'a Checked, origin: &'a Origin) -> Answer<'a> {
    Answer {
        page: &at.page.id,
        item: at.item,
        values: &checked.values,
        is_complete: checked.is_ok(),
        seen,
        origin,
    }
}

/// The page can be closed as it is shown again; what was written must not go with it.
async fn keep_words(
    opened: &Opened,
    at: &At,
    page: &Page,
    seen: i32,
    checked: &Checked,
) -> Result<(), PageError> {
    let words = words(page, &checked.values);
    if !words.is_empty() {
        let answer = answer(at, seen, checked, TYPED);
        let (store, form) = (&opened.app.store, &opened.form);
        service::answers::set_refused_aside(store, form, &answer, &words).await?;
    }
    Ok(())
}

/// What was written, other than what is chosen or copied from somewhere.
fn words(page: &Page, values: &Values) -> Values {
    let is_text = |field: &&Field| {
        matches!(
            field.kind,
            FieldKind::Text | FieldKind::Textarea | FieldKind::TextList { .. }
        )
    };
    let fields = page.fields.iter().filter(is_text);
    let written = fields.filter_map(|field| values.get_key_value(&field.id));
    written
        .map(|(name, texts)| (name.clone(), texts.clone()))
        .collect()
}

/// One try; nothing when the application changed at the same moment.
async fn submit_once(
    opened: &Opened,
    at: &At,
    sent: &Sent,
    refusal: Option<&FieldError>,
) -> Result<Option<axum::response::Response>, PageError> {
    let page = opened.asked(at);
    let values = sent.chosen();
    let mut checked = page.check(&values, &opened.form.reference);
    let is_part_kept = match superfluous::find(at, &page, &values, &opened.form.reference)? {
        Some(whole) => set_aside(opened, at, sent.seen, &whole).await?,
        None => false,
    };
    checked.errors.splice(0..0, refusal.cloned());
    let refusal = lookup::fill(opened, &page, &mut checked.values).await?;
    checked.errors.extend(refusal);
    if !checked.is_ok() && !sent.is_later {
        if !is_part_kept {
            keep_words(opened, at, &page, sent.seen, &checked).await?;
        }
        return refused(opened, at, &page, sent, (&checked, is_part_kept))
            .await
            .map(Some);
    }
    let answer = answer(at, sent.seen, &checked, &sent.origin);
    let is_as_it_was = opened.answers().get(&at.page.id, at.item) == Some(&checked.values);
    match service::answers::save(&opened.app.store, &opened.form, &answer).await? {
        Saved::Moved => Ok(None),
        Saved::Conflict => conflict::show(opened, at, sent, Shown::First { is_part_kept })
            .await
            .map(Some),
        Saved::Unchanged => {
            let path = destination(opened, at, sent, false).await?;
            said(&path, sent.keep, is_part_kept, None).map(Some)
        }
        Saved::Changed { voided } => {
            let is_previewed = is_previewed(opened, at, sent);
            let opened = opened.with(at, &checked.values);
            let path = destination(&opened, at, sent, true).await?;
            let words = match voided {
                Some(name) => Some(void_words(&name)),
                // The preview says it; of what is still right nothing was entered.
                None if is_previewed || is_as_it_was => None,
                None => compared::notice(&opened, at.page).await?,
            };
            said(&path, sent.keep, is_part_kept, words).map(Some)
        }
    }
}

/// Where to go once the answers are as they are in `opened`.
async fn destination(
    opened: &Opened,
    at: &At,
    sent: &Sent,
    has_changed: bool,
) -> Result<String, PageError> {
    if is_previewed(opened, at, sent) {
        return Ok(preview::path(&opened.path_of(at), sent.to));
    }
    let to = if sent.is_later && opened.form.state().is_draft() {
        sent.to.later()
    } else {
        sent.to
    };
    if let Some(path) = listed::interruption(opened, at, to, has_changed).await? {
        return Ok(path);
    }
    // Whoever comes back later is told too: the same answer sent again would not be.
    let interruption = has_changed.then(|| onward::interruption(opened, at, to));
    let path = interruption.flatten();
    Ok(path.unwrap_or_else(|| onward::after(opened, at, to)))
}

/// Whether the page is shown again with what the register will say.
fn is_previewed(opened: &Opened, at: &At, sent: &Sent) -> bool {
    sent.is_preview && preview::is_offered(opened, at.page)
}

/// Goes on, saying what people have to know.
fn said(path: &str, keep: Keep, is_part_kept: bool, words: Option<String>) -> Reply {
    let kept = match keep {
        Keep::Mine => Some("We kept your answer"),
        Keep::Both => Some("We kept both answers"),
        Keep::Another => Some("We kept both answers, yours as another item of the list"),
        Keep::NotAsked | Keep::NotChosen | Keep::Theirs => None,
    };
    let part = is_part_kept.then_some(superfluous::KEPT);
    let all: Vec<&str> = kept
        .into_iter()
        .chain(part)
        .chain(words.as_deref())
        .collect();
    match all.as_slice() {
        [] => reply::see_other(path),
        all if part.is_some() || words.is_some() => reply::see_other_noting(path, &all.join(". ")),
        all => reply::see_other_saying(path, &all.join(". ")),
    }
}

/// That a signature or a request to sign is void.
pub fn void_words(name: &str) -> String {
    format!(
        "You changed an answer, so the signature request to {name} is void. Ask for a new signature when you are ready."
    )
}
