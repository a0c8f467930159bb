//! Asking the PSN team about a question in place, and its reply.

pub mod remind;

use crate::applications::Form;
use crate::budgets::has_room_for_message;
use crate::recipients::recipient;
use crate::reviews::notices;
use crate::subjects::Subject;
use audit::{Event, Kind};
use domain::application::ApplicationState;
use domain::enquiry::{EnquiryState, MessageText};
use domain::id::{EnquiryId, EnquiryMessageId};
use domain::when;
use domain::working_days::add;
use mail::{EnquiryAnswered, EnquiryAsked};
use policy::organisation::AskTeam;
use policy::team::{AnswerEnquiry, ReadCases};
use policy::{Actor, Denied, authorise, authorise_team};
use store::enquiries::{self, Enquiry, EnquiryMessage, NewMessage};
use store::{Context, ReadTx, Store, StoreError};

/// How many threads a page of the team's list shows.
pub const PAGE_ROWS: usize = 25;
/// How many messages of a thread are shown at once.
pub const MESSAGES_SHOWN: usize = 20;

/// Why a message was not sent.
#[derive(Debug, thiserror::Error)]
pub enum EnquiryError {
    /// No such thread.
    #[error("no such thread")]
    NotFound,
    /// Not this person.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// Somebody wrote in the thread meanwhile.
    #[error("the thread went on meanwhile")]
    Moved,
    /// The application does not stand so that something can be asked.
    #[error("nothing can be asked now")]
    Closed,
    /// As many messages were sent today as may be.
    #[error("too many messages were sent today")]
    SentTooMuch,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A thread with some of its messages.
#[derive(Debug)]
pub struct Thread {
    /// The thread.
    pub enquiry: Enquiry,
    /// Its latest messages or those before one of them, the first first; at most [`MESSAGES_SHOWN`].
    pub messages: Vec<EnquiryMessage>,
    /// The first of them, when there are earlier ones.
    pub earlier: Option<EnquiryMessageId>,
    /// The latest message of all.
    pub latest: Option<EnquiryMessageId>,
}

impl Thread {
    async fn load(
        tx: &mut ReadTx,
        enquiry: Enquiry,
        before: Option<EnquiryMessageId>,
    ) -> Result<Self, StoreError> {
        let limit = i64::try_from(MESSAGES_SHOWN + 1).unwrap_or(i64::MAX);
        let mut messages = enquiries::messages(tx, enquiry.id, before, limit).await?;
        let more = messages.len().saturating_sub(MESSAGES_SHOWN);
        messages.drain(..more);
        let first = messages.first().map(|message| message.id);
        let latest = match before {
            Some(_) => latest(tx, enquiry.id).await?,
            None => messages.last().map(|message| message.id),
        };
        Ok(Self {
            enquiry,
            messages,
            earlier: first.filter(|_| more > 0),
            latest,
        })
    }
}

async fn latest(
    tx: &mut ReadTx,
    enquiry: EnquiryId,
) -> Result<Option<EnquiryMessageId>, StoreError> {
    let messages = enquiries::messages(tx, enquiry, None, 1).await?;
    Ok(messages.last().map(|message| message.id))
}

/// True while the supplier can ask: until the application is decided or has ended.
pub fn can_ask(form: &Form) -> bool {
    matches!(
        form.state(),
        ApplicationState::Draft
            | ApplicationState::Submitted
            | ApplicationState::UnderReview
            | ApplicationState::AwaitingSupplier
            | ApplicationState::Recommended
    )
}

/// The threads of an application, and within how many working days the team aims to reply.
pub async fn of_application(store: &Store, form: &Form) -> Result<(Vec<Enquiry>, u16), StoreError> {
    let mut tx = store.read(Context::of(&form.actor)).await?;
    let id = form.case.application.id;
    let threads = enquiries::list_of_application(&mut tx, id).await?;
    let days = enquiries::reply_days(&mut tx, when::uk_date(form.now)).await?;
    Ok((threads, days))
}

/// The thread about a subject, if anybody has asked, with its latest messages or those before this one,
/// and the working days as above.
pub async fn about(
    store: &Store,
    form: &Form,
    subject: &Subject,
    before: Option<EnquiryMessageId>,
) -> Result<(Option<Thread>, u16), StoreError> {
    let mut tx = store.read(Context::of(&form.actor)).await?;
    let id = form.case.application.id;
    let days = enquiries::reply_days(&mut tx, when::uk_date(form.now)).await?;
    let threads = enquiries::list_of_application(&mut tx, id).await?;
    let found = threads.into_iter().find(|one| one.subject == subject.id);
    let Some(enquiry) = found else {
        return Ok((None, days));
    };
    let thread = Thread::load(&mut tx, enquiry, before).await?;
    Ok((Some(thread), days))
}

/// Asks the team about a subject, or goes on with its thread. The same message twice is one.
pub async fn ask(
    store: &Store,
    form: &Form,
    subject: &Subject,
    message: (EnquiryMessageId, &MessageText),
    (public_url, team_email): (&str, &str),
) -> Result<(), EnquiryError> {
    let application = &form.case.application;
    let permit = authorise::<AskTeam>(&form.actor, application.organisation)?;
    if !can_ask(form) {
        return Err(EnquiryError::Closed);
    }
    let mut tx = store.write(Context::of(&form.actor)).await?;
    let today = when::uk_date(tx.now());
    let reply_by = add(today, enquiries::reply_days(&mut tx, today).await?);
    let new = Enquiry {
        id: EnquiryId::new(),
        organisation: application.organisation,
        application: application.id,
        subject: subject.id.clone(),
        subject_title: subject.title.clone(),
        reference: application.reference.to_string(),
        organisation_name: application.organisation_name.clone(),
        service_name: application.service_name.clone(),
        state: EnquiryState::Asked,
        reply_by,
        last_at: tx.now(),
        waiting_since: tx.now(),
        unread_since: None,
    };
    let id = enquiries::open(&mut tx, &permit, &new).await?;
    let written = NewMessage {
        id: message.0,
        is_from_team: false,
        text: message.1.as_str(),
        by: (form.actor.user, &form.actor.name, &form.actor.email),
    };
    if !enquiries::add_message(&mut tx, &permit, new.organisation, id, &written).await? {
        return Ok(());
    }
    // What was sent before, by the same form too, is no news.
    if !has_room_for_message(&mut tx, (application.organisation, application.id)).await? {
        return Err(EnquiryError::SentTooMuch);
    }
    let notice = EnquiryAsked {
        reference: new.reference.clone(),
        organisation: new.organisation_name.clone(),
        subject: new.subject_title.clone(),
        reply_by: when::date(reply_by),
        link: format!("{public_url}/team/enquiries/{id}"),
    };
    crate::links::tell(&mut tx, "", team_email, &notice).await?;
    let event = Event::new(Kind::EnquiryAsked)
        .organisation(new.organisation)
        .application(new.application)
        .with("enquiry", id)
        .with("subject", &subject.id);
    tx.commit(&event).await?;
    Ok(())
}

/// Notes that this person has read the thread, so that nobody is reminded of the team's reply. It
/// counts only from people who can ask.
pub async fn note_read(store: &Store, form: &Form, thread: &Thread) -> Result<(), StoreError> {
    let Some(seen) = thread.enquiry.unread_since else {
        return Ok(());
    };
    let credential = form.actor.credential;
    store
        .note_enquiry_read(credential, thread.enquiry.id, seen)
        .await
}

/// A page of the threads of everybody, and whether there are more; for the team.
pub async fn list(
    store: &Store,
    actor: &Actor,
    page: u16,
) -> Result<(Vec<Enquiry>, bool), EnquiryError> {
    authorise_team::<ReadCases>(actor)?;
    let mut tx = store.read(Context::of(actor)).await?;
    let rows = i64::try_from(PAGE_ROWS).unwrap_or(i64::MAX);
    let mut found = enquiries::list(&mut tx, i64::from(page) * rows, rows + 1).await?;
    let has_more = found.len() > PAGE_ROWS;
    found.truncate(PAGE_ROWS);
    Ok((found, has_more))
}

/// A thread, for the team, with its latest messages or those before this one.
pub async fn read(
    store: &Store,
    actor: &Actor,
    id: EnquiryId,
    before: Option<EnquiryMessageId>,
) -> Result<Thread, EnquiryError> {
    authorise_team::<ReadCases>(actor)?;
    let mut tx = store.read(Context::of(actor)).await?;
    let enquiry = enquiries::find(&mut tx, id).await?;
    let enquiry = enquiry.ok_or(EnquiryError::NotFound)?;
    Ok(Thread::load(&mut tx, enquiry, before).await?)
}

/// The team replies to a thread of which this person has read everything up to a message; whoever asked is
/// told, without the words. The same message twice is one.
pub async fn answer(
    store: &Store,
    actor: &Actor,
    id: EnquiryId,
    message: (EnquiryMessageId, &MessageText, Option<EnquiryMessageId>),
    public_url: &str,
) -> Result<(), EnquiryError> {
    let permit = authorise_team::<AnswerEnquiry>(actor)?;
    let mut tx = store.write(Context::of(actor)).await?;
    // Two of the team at once: the second one waits, and then sees the reply of the first.
    enquiries::hold(&mut tx, &permit, id).await?;
    let enquiry = enquiries::find(&mut tx, id).await?;
    let enquiry = enquiry.ok_or(EnquiryError::NotFound)?;
    if enquiry.state == EnquiryState::Closed {
        return Err(EnquiryError::Closed);
    }
    let latest = latest(&mut tx, id).await?;
    let written = NewMessage {
        id: message.0,
        is_from_team: true,
        text: message.1.as_str(),
        by: (actor.user, &actor.name, &actor.email),
    };
    let organisation = enquiry.organisation;
    if !enquiries::add_message(&mut tx, &permit, organisation, id, &written).await? {
        return Ok(());
    }
    if latest != message.2 {
        return Err(EnquiryError::Moved);
    }
    enquiries::mark_answered(&mut tx, &permit, id).await?;
    let notice = EnquiryAnswered {
        subject: enquiry.subject_title.clone(),
        reference: enquiry.reference.clone(),
        link: format!(
            "{public_url}/applications/{}/ask/{}",
            enquiry.reference, enquiry.subject
        ),
    };
    let askers = enquiries::askers(&mut tx, id).await?;
    let askers = askers
        .iter()
        .filter_map(|(name, email)| recipient(name, email));
    notices::tell(&mut tx, &notices::distinct(askers), &notice).await?;
    let event = Event::new(Kind::EnquiryAnswered)
        .organisation(organisation)
        .application(enquiry.application)
        .with("enquiry", id)
        .with("subject", &enquiry.subject);
    tx.commit(&event).await?;
    Ok(())
}
