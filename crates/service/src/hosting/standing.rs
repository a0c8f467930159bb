//! An owner agrees once to every service of a supplier on one infrastructure.

use super::read::find_held;
use audit::{Event, Kind};
use domain::id::{InfrastructureId, OrganisationId, StandingAgreementId};
use domain::when;
use policy::organisation::{AgreeStanding, WithdrawAgreement};
use policy::{Actor, Denied, authorise};
use store::standing_agreements::StandingAgreement;
use store::{Context, Store, StoreError};
use time::Date;

/// What the owner says.
#[derive(Debug)]
pub struct Given<'a> {
    /// The supplier.
    pub supplier: OrganisationId,
    /// The last day on which it answers requests.
    pub until: Date,
    /// Whether services that bring additional infrastructure are covered too.
    pub covers_additional: bool,
    /// Job title of who gives it.
    pub job_title: &'a str,
}

/// Why it was not given.
#[derive(Debug, thiserror::Error)]
pub enum GiveError {
    /// The organisation does not hold such an infrastructure, or the supplier names it nowhere.
    #[error("not found")]
    NotFound,
    /// Not for this person.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The day is past.
    #[error("the day is past")]
    Past,
    /// The connection certificate ends earlier.
    #[error("the connection certificate ends on {0}")]
    AfterCertificate(Date),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why it was not taken back.
#[derive(Debug, thiserror::Error)]
pub enum TakeBackError {
    /// Not for this person.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The database; `Stale` when it was taken back already.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Gives a standing agreement to a supplier whose services name the infrastructure, in place of the
/// one before.
pub async fn give(
    store: &Store,
    actor: &Actor,
    organisation: OrganisationId,
    infrastructure: InfrastructureId,
    given: &Given<'_>,
) -> Result<(), GiveError> {
    let permit = authorise::<AgreeStanding>(actor, organisation)?;
    let mut tx = store.write(Context::of(actor)).await?;
    let entry = find_held(&mut tx, organisation, infrastructure).await?;
    let entry = entry.ok_or(GiveError::NotFound)?;
    if given.until < when::uk_date(tx.now()) {
        return Err(GiveError::Past);
    }
    if given.until > entry.valid_to {
        return Err(GiveError::AfterCertificate(entry.valid_to));
    }
    let supplier_name = supplier_name(&mut tx, infrastructure, given.supplier).await?;
    let supplier_name = supplier_name.ok_or(GiveError::NotFound)?;
    let before =
        store::standing_agreements::find_live(&mut tx, infrastructure, given.supplier).await?;
    if let Some(before) = before {
        store::standing_agreements::withdraw(&mut tx, &permit, before.id, &actor.name).await?;
        let event = Event::new(Kind::StandingWithdrawn)
            .organisation(organisation)
            .with("standing_agreement", before.id);
        tx.record(&event).await?;
    }
    let agreement = StandingAgreement {
        id: StandingAgreementId::new(),
        infrastructure,
        owner: organisation,
        certificate_number: entry.certificate_number,
        supplier: given.supplier,
        supplier_name,
        covers_additional: given.covers_additional,
        until: given.until,
        agreed_at: tx.now(),
        agreed_by_name: actor.name.clone(),
        agreed_by_email: actor.email.clone(),
        agreed_job_title: given.job_title.to_owned(),
    };
    store::standing_agreements::add(&mut tx, &permit, &agreement).await?;
    let event = Event::new(Kind::StandingAgreed)
        .organisation(organisation)
        .with("standing_agreement", agreement.id)
        .with("infrastructure", infrastructure)
        .with("supplier", given.supplier)
        .with("covers_additional", given.covers_additional)
        .with("until", when::iso_date(given.until));
    tx.commit(&event).await?;
    Ok(())
}

/// The name of a supplier of whose services one names the infrastructure.
async fn supplier_name(
    tx: &mut store::ReadTx,
    infrastructure: InfrastructureId,
    supplier: OrganisationId,
) -> Result<Option<String>, StoreError> {
    let mut after = String::new();
    loop {
        let page = store::hosting::list(tx, infrastructure, &after).await?;
        if let Some(found) = page.iter().find(|service| service.supplier == supplier) {
            return Ok(Some(found.supplier_name.clone()));
        }
        match page.last() {
            Some(last) if page.len() > store::hosting::PAGE_ROWS => after.clone_from(&last.key),
            _ => return Ok(None),
        }
    }
}

/// Takes a standing agreement back: from now on it answers no request. What it has answered stays,
/// and can be taken back service by service.
pub async fn take_back(
    store: &Store,
    actor: &Actor,
    organisation: OrganisationId,
    id: StandingAgreementId,
) -> Result<(), TakeBackError> {
    let permit = authorise::<WithdrawAgreement>(actor, organisation)?;
    let mut tx = store.write(Context::of(actor)).await?;
    store::standing_agreements::withdraw(&mut tx, &permit, id, &actor.name).await?;
    let event = Event::new(Kind::StandingWithdrawn)
        .organisation(organisation)
        .with("standing_agreement", id);
    tx.commit(&event).await?;
    Ok(())
}
