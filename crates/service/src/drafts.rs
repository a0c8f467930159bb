//! What the worker does about drafts: it reminds of those that nobody saves, announces that those
//! that nobody works on are deleted, deletes them, and erases those that were deleted. Each has a
//! transaction of its own, and doing it twice does it once.

mod keeping;

pub use keeping::{KeepError, keep};

use crate::recipients::recipient;
use audit::{Event, Kind};
use domain::id::{ApplicationId, OrganisationId};
use domain::when;
use mail::{DraftQuiet, Notice};
use questions::{SpecialTask, TaskKind};
use store::drafts::{self, QuietDraft};
use store::{Context, Store, StoreError, outbox};

/// How many are looked at in one go; the rest comes in the next.
const BATCH: i32 = 100;

/// Does everything that is due. Answers how much was done.
///
/// # Errors
/// When the database can't be reached.
pub async fn do_what_is_due(store: &Store, public_url: &str) -> Result<usize, StoreError> {
    let mut tx = store.read(Context::service()).await?;
    let quiet = drafts::list_quiet(&mut tx, BATCH).await?;
    let ending = drafts::quiet::list_to_announce(&mut tx, BATCH).await?;
    let over = drafts::list_to_erase(&mut tx, BATCH).await?;
    drop(tx);
    let mut done = 0;
    for draft in &quiet {
        done += usize::from(remind(store, public_url, draft).await?);
    }
    for draft in &ending {
        done += usize::from(keeping::announce(store, public_url, draft).await?);
    }
    for _ in 0..BATCH {
        if !keeping::delete_next(store, public_url).await? {
            break;
        }
        done += 1;
    }
    for (application, organisation) in over {
        done += usize::from(erase(store, application, organisation).await?);
    }
    Ok(done)
}

/// How a service is called in a notice, which may have no name yet.
pub(crate) fn service_or_reference(service_name: &str, reference: &str) -> String {
    let name = if service_name.is_empty() {
        reference
    } else {
        service_name
    };
    name.to_owned()
}

async fn remind(store: &Store, public_url: &str, draft: &QuietDraft) -> Result<bool, StoreError> {
    let mut tx = store.write(Context::service()).await?;
    if !drafts::note_reminder(&mut tx, draft).await? {
        return Ok(false);
    }
    let notice = DraftQuiet {
        service: service_or_reference(&draft.service_name, &draft.reference),
        last_saved: when::date(when::uk_date(draft.quiet_since)),
        tasks: open_tasks(draft),
        link: format!("{public_url}/applications/{}?show=left", draft.reference),
    };
    for person in &draft.people {
        if let Some(to) = recipient(&person.name, &person.email) {
            outbox::add(&mut tx, &notice.message(&to)).await?;
        }
    }
    let event = Event::new(Kind::DraftReminderSent)
        .organisation(draft.organisation)
        .application(draft.application)
        .with("days", draft.days)
        .with("people", draft.people.len());
    tx.commit(&event).await?;
    Ok(true)
}

/// The titles of the tasks that nobody has said are complete, in the order of the form. What others
/// have to do, the agreement and the signature, is not a matter of saying so.
fn open_tasks(draft: &QuietDraft) -> Vec<String> {
    let set = questions::find_pinned(&draft.set_id, &draft.set_version, &draft.set_hash);
    let tasks = set.into_iter().flat_map(|set| &set.tasks);
    let is_of_others = |kind: &TaskKind| {
        use SpecialTask::{InfrastructureAgreement, Signature};
        matches!(kind, TaskKind::Special(InfrastructureAgreement | Signature))
    };
    tasks
        .filter(|task| !is_of_others(&task.kind) && !draft.completed.contains(&task.id))
        .map(|task| task.title.clone())
        .collect()
}

async fn erase(
    store: &Store,
    application: ApplicationId,
    organisation: OrganisationId,
) -> Result<bool, StoreError> {
    let mut tx = store.write(Context::service()).await?;
    if !drafts::erase(&mut tx, application).await? {
        return Ok(false);
    }
    let event = Event::new(Kind::DraftErased)
        .organisation(organisation)
        .application(application);
    tx.commit(&event).await?;
    Ok(true)
}
