//! What the worker does about threads that rest with somebody: it reminds the supplier of a reply that
//! nobody has opened for some working days, and the team of a question that waits for longer than was
//! promised. Each once, until the other side writes, and each in a transaction of its own.

use crate::recipients::recipient;
use crate::reviews::Office;
use crate::reviews::notices::{distinct, tell};
use audit::{Event, Kind};
use domain::when::{self, uk_date};
use domain::working_days;
use mail::{EnquiryOverdue, EnquiryUnread};
use store::enquiries::{self, Reminder};
use store::{Context, Store, StoreError, WriteTx};

/// How many are looked at in one go; the rest comes in the next.
const BATCH: usize = 100;

/// Reminds of every thread of which a reminder is due. Answers how many threads it was.
///
/// # Errors
/// When the database can't be reached.
pub async fn do_what_is_due(store: &Store, office: Office<'_>) -> Result<usize, StoreError> {
    let mut tx = store.read(Context::service()).await?;
    let today = uk_date(tx.now());
    let days = enquiries::unread_days(&mut tx, today).await?;
    drop(tx);
    // A reply of this day is old enough tomorrow.
    let unread_before = working_days::since(today, days);
    let mut done = 0;
    for _ in 0..BATCH {
        let mut tx = store.write(Context::service()).await?;
        let Some(due) = enquiries::next_reminder(&mut tx, unread_before).await? else {
            break;
        };
        let people = remind(&mut tx, &due, office).await?;
        let event = Event::new(Kind::EnquiryReminderSent)
            .organisation(due.organisation)
            .application(due.application)
            .with("enquiry", due.enquiry)
            .with("subject", &due.subject)
            .with("to", if due.is_unread { "supplier" } else { "team" })
            .with("people", people);
        tx.commit(&event).await?;
        done += 1;
    }
    Ok(done)
}

/// Writes to whoever has the thread. Answers how many people that were.
async fn remind(tx: &mut WriteTx, due: &Reminder, office: Office<'_>) -> Result<usize, StoreError> {
    let reference = due.reference.clone();
    if due.is_unread {
        let people = due.people.iter();
        let people = distinct(people.filter_map(|one| recipient(&one.name, &one.email)));
        let notice = EnquiryUnread {
            subject: due.subject_title.clone(),
            replied_on: when::date(uk_date(due.since)),
            link: office.url(&format!("/applications/{reference}/ask/{}", due.subject)),
            reference,
        };
        tell(tx, &people, &notice).await?;
        return Ok(people.len());
    }
    let team: Vec<_> = office.team().into_iter().collect();
    let notice = EnquiryOverdue {
        reference,
        organisation: due.organisation_name.clone(),
        subject: due.subject_title.clone(),
        asked_on: when::date(uk_date(due.since)),
        reply_by: when::date(due.reply_by),
        link: office.url(&format!("/team/enquiries/{}", due.enquiry)),
    };
    tell(tx, &team, &notice).await?;
    Ok(team.len())
}
