//! Starting and finding applications.

mod earlier;
mod ending;
mod look;
mod open;
mod progress;
mod renew;
mod renewal;
mod start;

pub use ending::{
    Elsewhere, EndError, REASON_MAX, delete_draft, renewed_elsewhere, restore_draft, withdraw,
};
pub use open::{Closed, Form, Lock, OpenError, open, open_at};
pub use progress::{Standing, TaskProgress, what_changed};
pub use renew::{RenewError, Renewable, find_renewable, renew, renewable};
pub use renewal::{Carry, Renewal};
pub(crate) use renewal::{earlier_set, is_same};
pub use start::{StartError, start};

use domain::application::Application;
use domain::reference::ApplicationReference;
use questions::{QuestionSet, Reference};
use store::answers::Stored;
use store::{ReadTx, StoreError, WriteTx};
use time::OffsetDateTime;

/// An application with its answers and the question set that it began with.
#[derive(Debug, Clone)]
pub struct Case {
    /// The application.
    pub application: Application,
    /// The question set that it began with, never a newer one.
    pub set: &'static QuestionSet,
    /// Its answers and section marks.
    pub stored: Stored,
    /// What it renews.
    pub renewal: Option<Renewal>,
}

impl Case {
    /// The first value of a field, such as the service's name; empty when not given.
    pub fn answer(&self, page: &str, field: &str) -> &str {
        self.stored.answers.first(page, field).unwrap_or_default()
    }
}

/// The dated lists (countries and so on) as they stand at this moment.
pub fn reference_on(now: OffsetDateTime) -> Reference {
    Reference::on(domain::when::uk_date(now))
}

/// The dated lists with which an application is judged: those of the day it was submitted, or of
/// today while it is a draft.
pub fn reference_for(application: &Application, now: OffsetDateTime) -> Reference {
    let today = domain::when::uk_date(now);
    let lists_on = application
        .submitted_at
        .map_or(today, domain::when::uk_date);
    Reference::with_lists_of(today, lists_on)
}

/// The question set of an application: the version and hash that it began with.
fn pinned(application: &Application) -> Result<&'static QuestionSet, StoreError> {
    let (id, version) = (&application.set_id, &application.set_version);
    questions::find_pinned(id, version, &application.set_hash).ok_or(StoreError::Corrupt {
        table: "applications",
        column: "set_hash",
    })
}

/// The application of this reference with its answers, if it may be seen.
pub async fn load(
    tx: &mut ReadTx,
    reference: &ApplicationReference,
) -> Result<Option<Case>, StoreError> {
    let Some(application) = store::applications::find(tx, reference).await? else {
        return Ok(None);
    };
    with_answers(tx, application).await.map(Some)
}

/// The same, held until the transaction ends, so that nobody else changes it.
pub async fn load_for_update(
    tx: &mut WriteTx,
    reference: &ApplicationReference,
) -> Result<Option<Case>, StoreError> {
    let Some(application) = store::applications::find_for_update(tx, reference).await? else {
        return Ok(None);
    };
    with_answers(tx, application).await.map(Some)
}

async fn with_answers(tx: &mut ReadTx, application: Application) -> Result<Case, StoreError> {
    let set = pinned(&application)?;
    let stored = store::answers::list(tx, application.id).await?;
    let renewal = store::renewals::find(tx, application.id).await?;
    let renewal = renewal.map(|found| Renewal::of(found, &application));
    Ok(Case {
        renewal: renewal.transpose()?,
        application,
        set,
        stored,
    })
}
