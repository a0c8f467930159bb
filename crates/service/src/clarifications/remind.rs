//! What the worker does about requests for clarification that wait for their supplier (M34): it
//! reminds halfway to the day of the reply, and two working days before. Each reminder has a
//! transaction of its own, and doing it twice does it once.

use crate::drafts::service_or_reference;
use crate::recipients::{contact_pages, named_contact, recipient};
use crate::reviews::Office;
use crate::reviews::notices::{distinct, tell};
use crate::subjects;
use audit::{Event, Kind};
use domain::when::{self, uk_date};
use domain::working_days;
use mail::ReplyDue;
use store::clarification_reminders::{self, Reminder};
use store::{Context, Store, StoreError};

/// How many are looked at in one go; the rest comes in the next.
const BATCH: i32 = 100;
/// How many working days before the day of the reply the last reminder is sent.
const LAST_DAYS: u16 = 2;

/// Reminds every supplier of whose request a reminder is due. Answers how many requests it was.
///
/// # Errors
/// When the database can't be reached.
pub async fn do_what_is_due(store: &Store, office: Office<'_>) -> Result<usize, StoreError> {
    let mut tx = store.read(Context::service()).await?;
    let soon_before = working_days::add(uk_date(tx.now()), LAST_DAYS + 1);
    let pages = contact_pages();
    let due = clarification_reminders::list_due(&mut tx, &pages, soon_before, BATCH).await?;
    drop(tx);
    let mut done = 0;
    for reminder in &due {
        done += usize::from(remind(store, reminder, office).await?);
    }
    Ok(done)
}

/// Notes it, and writes to the point of contact and to who submitted the application.
async fn remind(
    store: &Store,
    reminder: &Reminder,
    office: Office<'_>,
) -> Result<bool, StoreError> {
    let mut tx = store.write(Context::service()).await?;
    let id = reminder.clarification;
    if !clarification_reminders::note(&mut tx, id, reminder.is_last).await? {
        return Ok(false);
    }
    let days_left = working_days::between(uk_date(tx.now()), reminder.due_on);
    if !reminder.is_last && days_left <= LAST_DAYS {
        // Halfway is near the end already: one reminder is enough.
        clarification_reminders::note(&mut tx, id, true).await?;
    }
    let contact = named_contact(&reminder.set, &reminder.answers);
    let submitter = reminder.submitter.as_ref();
    let submitter = submitter.and_then(|(name, email)| recipient(name, email));
    let people = distinct(contact.into_iter().chain(submitter));
    tell(&mut tx, &people, &notice(reminder, office)).await?;
    let event = Event::new(Kind::ClarificationReminderSent)
        .organisation(reminder.organisation)
        .application(reminder.application)
        .with("clarification", id)
        .with("unanswered", reminder.unanswered.len())
        .with("people", people.len());
    tx.commit(&event).await?;
    Ok(true)
}

fn notice(reminder: &Reminder, office: Office<'_>) -> ReplyDue {
    let (id, version, hash) = &reminder.set;
    let set = questions::find_pinned(id, version, hash);
    let subjects = set.map(subjects::all).unwrap_or_default();
    // In the order of the form, by what they are called there.
    let unanswered = subjects
        .into_iter()
        .filter(|subject| reminder.unanswered.contains(&subject.id))
        .map(|subject| subject.title)
        .collect();
    let (reference, clarification) = (&reminder.reference, reminder.clarification);
    ReplyDue {
        service: service_or_reference(&reminder.service_name, reference),
        reference: reference.clone(),
        reply_by: when::date(reminder.due_on),
        unanswered,
        link: office.url(&format!(
            "/applications/{reference}/clarifications/{clarification}"
        )),
    }
}
