//! What an infrastructure covers of each question, and what remains with the services on it: the
//! owner publishes it, suppliers that chose the infrastructure and the PSN team read it beside the
//! question.

use super::read::{ReadError, find_held};
use crate::applications::{Case, Form};
use crate::snapshot::Reading;
use audit::{Event, Kind};
use domain::credential::Credential;
use domain::id::{InfrastructureId, OrganisationId};
use policy::organisation::{PublishResponsibilities, ReadOrganisation};
use policy::{Actor, Denied, authorise};
use store::infrastructures::Infrastructure;
use store::responsibilities::{self, Responsibility};
use store::{Context, ReadTx, Store, StoreError};
use time::OffsetDateTime;

/// The longest text of each sort, in characters.
pub const TEXT_MAX: usize = 1500;

/// Why nothing was published.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// The organisation does not hold such an infrastructure.
    #[error("not found")]
    NotFound,
    /// A colleague published something else, or took it back, meanwhile.
    #[error("something else was published meanwhile")]
    Stale,
    /// Not for this person.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What is published of an infrastructure that the organisation holds.
pub async fn published(
    store: &Store,
    actor: &Actor,
    organisation: OrganisationId,
    id: InfrastructureId,
) -> Result<(Infrastructure, Vec<Responsibility>), ReadError> {
    authorise::<ReadOrganisation>(actor, organisation)?;
    let mut tx = store.read(Context::of(actor)).await?;
    let held = find_held(&mut tx, organisation, id).await?;
    let held = held.ok_or(ReadError::NotFound)?;
    let published = responsibilities::list(&mut tx, id).await?;
    Ok((held, published))
}

/// Publishes what is covered and what remains of a question; without a text of what remains it is
/// taken back. The person saw what was published at the moment `seen`.
pub async fn publish(
    store: &Store,
    actor: &Actor,
    place: (OrganisationId, InfrastructureId),
    subject: &str,
    (covers, remains): (&str, &str),
    seen: Option<OffsetDateTime>,
) -> Result<(), PublishError> {
    let (organisation, id) = place;
    let permit = authorise::<PublishResponsibilities>(actor, organisation)?;
    let mut tx = store.write(Context::of(actor)).await?;
    let held = find_held(&mut tx, organisation, id).await?;
    held.ok_or(PublishError::NotFound)?;
    if responsibilities::find_for_update(&mut tx, &permit, id, subject).await? != seen {
        return Err(PublishError::Stale);
    }
    let is_published = !remains.is_empty();
    if is_published {
        let (place, texts) = ((id, subject), (covers, remains));
        let is_put =
            responsibilities::put(&mut tx, &permit, place, texts, &actor.name, seen).await?;
        if !is_put {
            return Err(PublishError::Stale);
        }
    } else if !responsibilities::remove(&mut tx, &permit, id, subject).await? {
        return Ok(());
    }
    let event = Event::new(Kind::ResponsibilityPublished)
        .organisation(organisation)
        .with("infrastructure", id)
        .with("subject", subject)
        .with("is_published", is_published);
    tx.commit(&event).await?;
    Ok(())
}

/// What the owner of the infrastructure that an application names publishes of a question; for the
/// supplier and the team.
pub async fn residual(
    store: &Store,
    actor: &Actor,
    case: &Case,
    subject: &str,
) -> Result<Option<Responsibility>, StoreError> {
    let Some(id) = named(case) else {
        return Ok(None);
    };
    let mut tx = store.read(Context::of(actor)).await?;
    responsibilities::find(&mut tx, id, subject).await
}

/// Everything that the owner of the infrastructure that an application names publishes; for the team.
pub(crate) async fn all_residual(
    tx: &mut ReadTx,
    case: &Case,
) -> Result<Vec<Responsibility>, StoreError> {
    match named(case) {
        Some(id) => responsibilities::list(tx, id).await,
        None => Ok(Vec::new()),
    }
}

/// The same for the browser that entered the code of a request to sign what it reads.
pub async fn residual_to_sign(
    store: &Store,
    browser: Credential,
    reading: &Reading,
) -> Result<Vec<Responsibility>, StoreError> {
    let Some(id) = reading.infrastructure_entry() else {
        return Ok(Vec::new());
    };
    let mut tx = store.read(Context::presenting(browser)).await?;
    responsibilities::list_to_sign(&mut tx, id).await
}

/// The same beside the form's own pages: what came with an opened page is not asked for again.
pub async fn residual_in_form(
    store: &Store,
    form: &Form,
    subject: &str,
) -> Result<Option<Responsibility>, StoreError> {
    let Some(published) = &form.published else {
        return residual(store, &form.actor, &form.case, subject).await;
    };
    // Which entry the answers name has a price, which most pages need not pay.
    if published.is_empty() {
        return Ok(None);
    }
    let named = named(&form.case);
    let found = published
        .iter()
        .find(|(id, published)| Some(*id) == named && published.subject == subject);
    Ok(found.map(|(_, published)| published.clone()))
}

/// The entry of the register that the answers name.
fn named(case: &Case) -> Option<InfrastructureId> {
    let asked = case.set.asked_answers(&case.stored.answers);
    let entry = case.set.fact("infrastructure_entry", &asked);
    entry.and_then(InfrastructureId::parse)
}
