//! What the worker does about certificates that end: it reminds of each some days before, and says
//! when one has ended. Each has a transaction of its own, and doing it twice does it once.

use crate::recipients::{contact_pages, named_contact, recipient};
use crate::reviews::notices::distinct;
use audit::{Event, Kind};
use domain::when;
use mail::{CertificateEnded, CertificateEnding, Notice, Recipient};
use store::certificate_reminders::{self, Ending};
use store::{Context, Store, StoreError, leavers, outbox};

/// How many are looked at in one go; the rest comes in the next.
const BATCH: i32 = 100;

/// Tells everybody whom something is due to be told. Answers how many certificates it was.
///
/// # Errors
/// When the database can't be reached.
pub async fn do_what_is_due(store: &Store, public_url: &str) -> Result<usize, StoreError> {
    let mut tx = store.read(Context::service()).await?;
    let due = certificate_reminders::list_due(&mut tx, &contact_pages(), BATCH).await?;
    drop(tx);
    let mut done = 0;
    for ending in &due {
        done += usize::from(tell(store, public_url, ending).await?);
    }
    Ok(done)
}

async fn tell(store: &Store, public_url: &str, ending: &Ending) -> Result<bool, StoreError> {
    let mut tx = store.write(Context::service()).await?;
    if !certificate_reminders::note(&mut tx, ending).await? {
        return Ok(false);
    }
    let administrators = leavers::administrators(&mut tx, ending.organisation).await?;
    let administrators = administrators
        .iter()
        .filter_map(|(name, email)| recipient(name, email));
    let contact = named_contact(&ending.set, &ending.answers);
    let people = distinct(contact.into_iter().chain(administrators));
    for to in &people {
        let message = message(public_url, ending, to);
        outbox::add(&mut tx, &message).await?;
    }
    let event = Event::new(Kind::CertificateReminderSent)
        .organisation(ending.organisation)
        .with("certificate", ending.number.as_str())
        .with("days", ending.days)
        .with("people", people.len());
    tx.commit(&event).await?;
    Ok(true)
}

fn message(public_url: &str, ending: &Ending, to: &Recipient) -> mail::Message {
    let service = ending.service_name.clone();
    let certificate = ending.number.clone();
    let ends_on = when::date(ending.last_day);
    let link = format!("{public_url}/applications/new/renew/{}", ending.number);
    if ending.days == 0 {
        let notice = CertificateEnded {
            service,
            certificate,
            ended_on: ends_on,
            link,
        };
        return notice.message(to);
    }
    let notice = CertificateEnding {
        service,
        certificate,
        ends_on,
        days_left: usize::try_from(ending.days_left).unwrap_or_default(),
        link,
    };
    notice.message(to)
}
