//! What happened in an organisation, for its administrators.

use super::ReadError;
use domain::id::{OrganisationId, UserId};
use policy::organisation::ReadActivity;
use policy::{Actor, authorise};
use store::audit_events::{self, Entry, Wanted};
use store::organisations::people::{self, Person};
use store::{Context, Store};

/// How many entries a page shows.
pub const ENTRIES_PER_PAGE: usize = 50;

/// A page of the activity.
#[derive(Debug)]
pub struct Activity {
    /// What happened, newest first.
    pub entries: Vec<Entry>,
    /// Whether there is more.
    pub has_more: bool,
    /// The people to filter by, at most 100.
    pub people: Vec<Person>,
    /// The time, to tell how long ago things were.
    pub now: time::OffsetDateTime,
}

/// A page of what happened: only `kinds`, only by or to `person`, only older than `before`.
pub async fn activity(
    store: &Store,
    actor: &Actor,
    id: OrganisationId,
    kinds: &[String],
    person: Option<UserId>,
    before: Option<i64>,
) -> Result<Activity, ReadError> {
    let permit = authorise::<ReadActivity>(actor, id)?;
    let mut tx = store.read(Context::of(actor)).await?;
    let wanted = Wanted {
        kinds,
        person,
        before,
    };
    let limit = i32::try_from(ENTRIES_PER_PAGE + 1).unwrap_or(i32::MAX);
    let mut entries = audit_events::list_of_organisation(&mut tx, &permit, wanted, limit).await?;
    let has_more = entries.len() > ENTRIES_PER_PAGE;
    entries.truncate(ENTRIES_PER_PAGE);
    Ok(Activity {
        entries,
        has_more,
        people: people::list(&mut tx, id, 0, 100).await?,
        now: tx.now(),
    })
}
