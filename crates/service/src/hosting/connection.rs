//! Connection certificates that end: the team records that one was lost, and the suppliers that
//! depend on one hear of its end with what to do by when (M44). Each notice has a transaction of its
//! own, and doing it twice does it once.

use crate::drafts::service_or_reference;
use crate::recipients::recipient;
use crate::reviews::Office;
use crate::reviews::notices::{distinct, tell};
use audit::{Event, Kind};
use domain::id::InfrastructureId;
use domain::when;
use mail::{CaseChanged, InfrastructureEnding};
use policy::team::EndConnection;
use policy::{Actor, Denied, authorise_team};
use store::infrastructure_notices::{self, Dependent};
use store::{Context, Store, StoreError};
use time::{Date, Duration};

/// How many are looked at in one go; the rest comes in the next.
const BATCH: i32 = 100;

/// Why a certificate was not ended.
#[derive(Debug, thiserror::Error)]
pub enum EndConnectionError {
    /// There is no such infrastructure in the register.
    #[error("not found")]
    NotFound,
    /// Not for this person.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The day is not before the last day of the certificate, or is long past.
    #[error("the day does not end the certificate early")]
    NotEarly {
        /// The last day of the certificate.
        valid_to: Date,
    },
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Records that a connection certificate ends, or ended, on an earlier day than was on it. No
/// certificate of a service can be issued on it after that day, and the suppliers that depend on it
/// are told.
pub async fn end_connection(
    store: &Store,
    actor: &Actor,
    id: InfrastructureId,
    last_day: Date,
) -> Result<(), EndConnectionError> {
    let permit = authorise_team::<EndConnection>(actor)?;
    let mut tx = store.write(Context::of(actor)).await?;
    let entry = store::infrastructures::find(&mut tx, id).await?;
    let entry = entry.filter(|entry| entry.confirmed_at.is_some());
    let entry = entry.ok_or(EndConnectionError::NotFound)?;
    let yesterday = when::uk_date(tx.now()) - Duration::days(1);
    if last_day >= entry.valid_to || last_day < yesterday {
        return Err(EndConnectionError::NotEarly {
            valid_to: entry.valid_to,
        });
    }
    infrastructure_notices::end_early(&mut tx, &permit, id, last_day).await?;
    let event = Event::new(Kind::ConnectionEnded)
        .with("infrastructure", id)
        .with("valid_to", when::iso_date(entry.valid_to))
        .with("last_day", when::iso_date(last_day));
    tx.commit(&event).await?;
    Ok(())
}

/// Notes what the pages of certificates say, and tells every supplier whom something is due to be told;
/// of a certificate that only an open renewal keeps, the team too. Answers how many applications it
/// was.
///
/// # Errors
/// When the database can't be reached.
pub async fn tell_dependents(store: &Store, office: Office<'_>) -> Result<usize, StoreError> {
    store.note_ending_connections().await?;
    let mut tx = store.read(Context::service()).await?;
    let due = infrastructure_notices::list_due(&mut tx, BATCH).await?;
    drop(tx);
    let mut done = 0;
    for dependent in &due {
        done += usize::from(tell_one(store, office, dependent).await?);
    }
    Ok(done)
}

/// M56: what the team reads of a certificate that a renewal keeps while its connection certificate ends.
fn for_team(one: &Dependent, renewal: &str, office: Office<'_>) -> CaseChanged {
    let verb = if one.is_over { "ended" } else { "ends" };
    CaseChanged {
        reference: renewal.to_owned(),
        service: service_or_reference(&one.service_name, &one.reference),
        who: format!("the connection certificate of {}", one.infrastructure_name),
        what: format!(
            "{verb} on {}, and the certificate of the service counts on while this renewal is open",
            when::date(one.valid_to)
        ),
        link: office.url(&format!("/team/applications/{renewal}")),
    }
}

async fn tell_one(store: &Store, office: Office<'_>, one: &Dependent) -> Result<bool, StoreError> {
    let mut tx = store.write(Context::service()).await?;
    if !infrastructure_notices::note(&mut tx, one).await? {
        return Ok(false);
    }
    let notice = InfrastructureEnding {
        infrastructure: one.infrastructure_name.clone(),
        owner: one.owner_name.clone(),
        certificate: one.certificate_number.clone(),
        service: service_or_reference(&one.service_name, &one.reference),
        last_day: when::date(one.valid_to),
        is_over: one.is_over,
        is_own: infrastructure_notices::is_on_its_own(&mut tx, one).await?,
        is_certified: one.is_certified,
        link: office.url(&format!(
            "/applications/{}/infrastructure/owner-request",
            one.reference
        )),
    };
    let people = one.people.iter();
    let people = distinct(people.filter_map(|person| recipient(&person.name, &person.email)));
    tell(&mut tx, &people, &notice).await?;
    if let Some(renewal) = &one.renewal {
        let team: Vec<_> = office.team().into_iter().collect();
        tell(&mut tx, &team, &for_team(one, renewal, office)).await?;
    }
    let event = Event::new(Kind::ConnectionEndTold)
        .organisation(one.organisation)
        .application(one.application)
        .with("infrastructure", one.infrastructure)
        .with("last_day", when::iso_date(one.valid_to))
        .with("is_over", one.is_over)
        .with("people", people.len());
    tx.commit(&event).await?;
    Ok(true)
}
