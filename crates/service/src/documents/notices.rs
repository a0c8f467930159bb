//! What the worker does about documents that expire: it tells an organisation once a day of those
//! whose last day is near or has come. What they are called is left out: people name them after files.

use crate::drafts::service_or_reference;
use crate::recipients::recipient;
use audit::{Event, Kind};
use domain::application::ApplicationState;
use domain::notice_choice::NoticeChoice;
use domain::when;
use mail::{DocumentsExpiring, Message, Notice};
use std::collections::{BTreeMap, BTreeSet};
use store::documents::notices::{self, Due, Editor, Expiring};
use store::{Context, Store, StoreError, outbox};
use time::Date;

/// How many organisations are looked at in one go; the rest comes in the next.
const BATCH: i32 = 100;
/// How many lines an e-mail has at most.
const LINES_MAX: usize = 20;

/// Tells everybody whom something is due to be told. Answers how many organisations it was.
///
/// # Errors
/// When the database can't be reached.
pub async fn do_what_is_due(store: &Store, public_url: &str) -> Result<usize, StoreError> {
    let mut tx = store.read(Context::service()).await?;
    let due = notices::list_due(&mut tx, BATCH).await?;
    drop(tx);
    let mut done = 0;
    for one in due {
        done += usize::from(tell(store, public_url, one).await?);
    }
    Ok(done)
}

/// Notes it, and writes to whoever looks after the documents and wants such e-mails.
async fn tell(store: &Store, public_url: &str, mut due: Due) -> Result<bool, StoreError> {
    let mut tx = store.write(Context::service()).await?;
    notices::note(&mut tx, &mut due).await?;
    if due.documents.is_empty() {
        return Ok(false);
    }
    let today = when::uk_date(tx.now());
    let mut people = 0;
    for person in &due.people {
        if let Some(message) = message_to(person, &due.documents, public_url, today) {
            outbox::add(&mut tx, &message).await?;
            people += 1;
        }
    }
    let event = Event::new(Kind::DocumentExpiryTold)
        .organisation(due.organisation)
        .with("documents", due.documents.len())
        .with("people", people);
    tx.commit(&event).await?;
    Ok(true)
}

/// What is written to somebody; nothing to who wants no such e-mails or looks after none of them.
fn message_to(
    person: &Editor,
    documents: &[Expiring],
    public_url: &str,
    today: Date,
) -> Option<Message> {
    if person.notices == NoticeChoice::Nothing {
        return None;
    }
    let documents = documents.iter().filter(|one| person.looks_after(one));
    let documents: Vec<&Expiring> = documents.collect();
    let first = documents.first()?;
    let to = recipient(&person.name, &person.email)?;
    let name = |one: &Expiring| service_or_reference(&one.service_name, &one.reference);
    let references: BTreeSet<&str> = documents.iter().map(|one| one.reference.as_str()).collect();
    let has_one_service = references.len() == 1;
    let can_change = |one: &&Expiring| crate::documents::may_change(one.state);
    let notice = DocumentsExpiring {
        count: documents.len(),
        service: if has_one_service {
            name(first)
        } else {
            String::new()
        },
        is_over: documents.iter().all(|one| one.expires_on < today),
        first_on: when::date(first.expires_on),
        lines: lines(&documents, today),
        can_change: documents.iter().any(can_change),
        is_certified: documents
            .iter()
            .any(|one| one.state == ApplicationState::Certified),
        link: if has_one_service {
            format!("{public_url}/applications/{}/documents", first.reference)
        } else {
            format!("{public_url}/home")
        },
    };
    Some(notice.message(&to))
}

/// One line for each application and day, the first of them.
fn lines(documents: &[&Expiring], today: Date) -> Vec<String> {
    let mut counts: BTreeMap<(Date, &str), (usize, &Expiring)> = BTreeMap::new();
    for one in documents {
        let place = (one.expires_on, one.reference.as_str());
        counts.entry(place).or_insert((0, *one)).0 += 1;
    }
    let line = |((day, _), (count, one)): (&(Date, &str), &(usize, &Expiring))| {
        let service = service_or_reference(&one.service_name, &one.reference);
        let words = match (*count, *day < today) {
            (1, true) => "1 document expired".to_owned(),
            (1, false) => "1 document expires".to_owned(),
            (count, true) => format!("{count} documents expired"),
            (count, false) => format!("{count} documents expire"),
        };
        let until = if *day == today {
            ", which is today"
        } else {
            ""
        };
        format!("{service}: {words} on {}{until}", when::date(*day))
    };
    let more = counts.len().saturating_sub(LINES_MAX);
    let lines = counts.iter().take(LINES_MAX).map(line);
    let rest = (more > 0).then(|| format!("and more of {more} other services or days"));
    lines.chain(rest).collect()
}
