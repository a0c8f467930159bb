//! The holder of a connection certificate hears of its end, with what depends on it. Each notice has a
//! transaction of its own, and doing it twice does it once.

use crate::recipients::recipient;
use crate::reviews::notices::{distinct, tell};
use audit::{Event, Kind};
use domain::when;
use mail::ConnectionEnding;
use store::holder_notices::{self, Holder};
use store::{Context, Store, StoreError};

/// How many are looked at in one go; the rest comes in the next.
const BATCH: i32 = 100;

/// Tells every holder whom something is due to be told. Answers how many it was.
///
/// # Errors
/// When the database can't be reached.
pub async fn tell_holders(store: &Store, public_url: &str) -> Result<usize, StoreError> {
    let mut tx = store.read(Context::service()).await?;
    let due = holder_notices::list_due(&mut tx, BATCH).await?;
    drop(tx);
    let mut done = 0;
    for holder in &due {
        done += usize::from(tell_one(store, public_url, holder).await?);
    }
    Ok(done)
}

async fn tell_one(store: &Store, public_url: &str, one: &Holder) -> Result<bool, StoreError> {
    let mut tx = store.write(Context::service()).await?;
    if !holder_notices::note(&mut tx, one).await? {
        return Ok(false);
    }
    let notice = ConnectionEnding {
        infrastructure: one.infrastructure_name.clone(),
        certificate: one.certificate_number.clone(),
        last_day: when::date(one.valid_to),
        is_over: one.is_over,
        affected: one.affected.in_words(),
        link: format!(
            "{public_url}/organisations/{}/infrastructure/{}",
            one.organisation, one.infrastructure
        ),
    };
    let people = one.people.iter();
    let people = distinct(people.filter_map(|person| recipient(&person.name, &person.email)));
    tell(&mut tx, &people, &notice).await?;
    let event = Event::new(Kind::ConnectionEndTold)
        .organisation(one.organisation)
        .with("infrastructure", one.infrastructure)
        .with("last_day", when::iso_date(one.valid_to))
        .with("is_over", one.is_over)
        .with("is_holder", true)
        .with("people", people.len());
    tx.commit(&event).await?;
    Ok(true)
}
