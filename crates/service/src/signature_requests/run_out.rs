//! What the worker does about requests to sign whose link ran out before anybody signed: it tells the
//! supplier (M30), once for each time that the link was sent. Each has a transaction of its own.

use crate::recipients::recipient;
use crate::reviews::Office;
use crate::reviews::notices::{distinct, tell};
use audit::{Event, Kind};
use domain::when;
use mail::SigningRunOut;
use store::signature_requests::next_run_out;
use store::{Context, Store, StoreError};

/// How many are looked at in one go; the rest comes in the next.
const BATCH: usize = 100;

/// Tells of every request that ran out. Answers how many it was.
///
/// # Errors
/// When the database can't be reached.
pub async fn do_what_is_due(store: &Store, office: Office<'_>) -> Result<usize, StoreError> {
    let mut done = 0;
    for _ in 0..BATCH {
        let mut tx = store.write(Context::service()).await?;
        let Some(over) = next_run_out(&mut tx).await? else {
            break;
        };
        let people = over.people.iter();
        let people = distinct(people.filter_map(|one| recipient(&one.name, &one.email)));
        let notice = SigningRunOut {
            signatory: over.signatory_name,
            service: over.service_name,
            ran_out_on: when::date(when::uk_date(over.expires_at)),
            link: office.url(&format!("/applications/{}/signature", over.reference)),
        };
        tell(&mut tx, &people, &notice).await?;
        let event = Event::new(Kind::SigningRunOutTold)
            .organisation(over.organisation)
            .application(over.application)
            .with("signature_request", over.request)
            .with("people", people.len());
        tx.commit(&event).await?;
        done += 1;
    }
    Ok(done)
}
