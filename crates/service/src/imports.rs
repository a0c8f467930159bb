//! Files that people filled in elsewhere: what was found is kept, shown, and used as they say.
//!
//! Nothing of a file is an answer until its person says so, page by page and, where a page has several,
//! answer by answer. Then it goes the way of
//! a typed answer: checked by its page and saved by [`crate::answers::save`].

mod attached;
mod file;
mod named;
mod preview;
mod reading;

pub use attached::Attached;
pub use file::{FILE_BYTES_MAX, FileError, read_file};
pub use named::{Named, OfRegister};
pub use preview::{Line, Preview, Row, Standing, merged, needed, only, preview};
pub use reading::read_apart;

use crate::answers::NotAllowed;
use crate::applications::Form;
use audit::{Event, Kind};
use questions::Found;
use serde::{Deserialize, Serialize};
use store::imports::{self, Import};
use store::{Context, Store, StoreError};
use time::OffsetDateTime;

/// The longest name of a file that is kept, in characters.
const NAME_MAX: usize = 120;

/// Why an import can't be kept or settled.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// Not this person, or not now.
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What was found in a file, and what the file was called.
#[derive(Debug, Clone)]
pub struct Kept {
    /// What the browser called the file.
    pub file_name: String,
    /// What was found.
    pub found: Found,
    /// When it was uploaded: which of the person's files it is.
    pub uploaded_at: OffsetDateTime,
    /// How many of its pages were saved already.
    pub used: usize,
}

/// What of a file is not settled yet.
#[derive(Debug, Default)]
pub struct Left {
    /// The pages that wait, and what else was found and is of use to know until they are settled.
    pub found: Found,
    /// How many pages wait to be used or skipped; with none the file is finished with.
    pub waiting: usize,
}

/// What is stored of a file.
#[derive(Serialize, Deserialize)]
struct Stored {
    #[serde(flatten)]
    found: Found,
    /// How many of its pages were saved already; not there before any was.
    #[serde(default)]
    used: usize,
}

/// Keeps what was found in a file until this person says what to use, in the place of an earlier
/// file of theirs.
pub async fn keep(
    store: &Store,
    form: &Form,
    file_name: &str,
    found: &Found,
) -> Result<(), ImportError> {
    if !form.state().is_draft() {
        return Err(NotAllowed::Locked.into());
    }
    let event = about(form, Kind::ImportUploaded).with("pages", found.pages.len());
    let permit = form.permit().map_err(NotAllowed::from)?;
    let name: String = file_name.replace('\0', "").chars().take(NAME_MAX).collect();
    let found = serde_json::json!(found);
    let mut tx = store.write(Context::of(&form.actor)).await?;
    imports::put(&mut tx, &permit, form.case.application.id, &name, &found).await?;
    tx.commit(&event).await?;
    Ok(())
}

/// What this person has uploaded and not settled yet.
pub async fn load(store: &Store, form: &Form) -> Result<Option<Kept>, ImportError> {
    let permit = form.permit().map_err(NotAllowed::from)?;
    let mut tx = store.read(Context::of(&form.actor)).await?;
    let import = imports::find(&mut tx, &permit, form.case.application.id).await?;
    Ok(import.map(opened).transpose()?)
}

fn opened(import: Import) -> Result<Kept, StoreError> {
    let stored: Stored = serde_json::from_value(import.found).map_err(|_| StoreError::Corrupt {
        table: "imports",
        column: "found",
    })?;
    Ok(Kept {
        file_name: import.file_name,
        found: stored.found,
        uploaded_at: import.uploaded_at,
        used: stored.used,
    })
}

/// Settles what was chosen of a file: `used` more of its pages are saved, what was skipped is forgotten,
/// and what is `left` stays as long as a page of it waits. A file that the person uploaded since is not
/// touched.
pub async fn settle(
    store: &Store,
    form: &Form,
    kept: &Kept,
    used: usize,
    left: Left,
) -> Result<(), ImportError> {
    let Left { found, waiting } = left;
    let event = about(form, Kind::ImportSettled)
        .with("used", used)
        .with("left", waiting);
    let permit = form.permit().map_err(NotAllowed::from)?;
    let application = form.case.application.id;
    let mut tx = store.write(Context::of(&form.actor)).await?;
    let is_settled = if waiting > 0 {
        let used = kept.used + used;
        let left = serde_json::json!(Stored { found, used });
        imports::keep_left(&mut tx, &permit, application, kept.uploaded_at, &left).await?
    } else {
        imports::remove(&mut tx, &permit, application, kept.uploaded_at).await?
    };
    if is_settled {
        tx.commit(&event).await?;
    }
    Ok(())
}

fn about(form: &Form, kind: Kind) -> Event {
    Event::new(kind)
        .organisation(form.case.application.organisation)
        .application(form.case.application.id)
}
