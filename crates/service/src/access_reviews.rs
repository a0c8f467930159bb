//! Reviews of who has access: an administrator says of each person whether they keep it.
//!
//! The worker begins one every three months and tells the administrators. Changing or
//! removing somebody while one is open is noted in it. It is done when something was said of everybody.

use crate::organisations::people::page_of;
use crate::organisations::{Listed, ReadError};
use audit::{Event, Kind};
use domain::access_review::{self, AccessOutcome};
use domain::id::{AccessReviewId, OrganisationId, UserId};
use domain::when;
use policy::organisation::ReviewAccess;
use policy::{Actor, Denied, Permit, authorise};
use std::collections::HashMap;
use store::access_reviews::entries::{self, Entry, NewEntry};
use store::access_reviews::{self, AccessReview};
use store::organisations::people;
use store::{Context, Store, StoreError, WriteTx};
use time::Date;

/// How many reviews, or entries of one, a page of the history lists.
pub const PER_PAGE: i64 = 50;

/// Why nothing was said or finished.
#[derive(Debug, thiserror::Error)]
pub enum ReviewAccessError {
    /// There is no such person, or no review is open.
    #[error("not found")]
    NotFound,
    /// The person may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// Nothing was said yet of so many people.
    #[error("{0} people are left")]
    PeopleLeft(i64),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// How the reviews of an organisation stand.
#[derive(Debug)]
pub struct Standing {
    /// The review that is open, if one is.
    pub open: Option<AccessReview>,
    /// The last one that was done.
    pub last: Option<AccessReview>,
    /// Today, in the UK.
    pub today: Date,
}

impl Standing {
    /// The day by which the open review had to be done, when that is over.
    pub fn overdue_since(&self) -> Option<Date> {
        let due_on = self.open.as_ref()?.due_on;
        (due_on < self.today).then_some(due_on)
    }
}

/// A review at work.
#[derive(Debug)]
pub struct Overview {
    /// How the reviews stand.
    pub standing: Standing,
    /// The people on this page.
    pub people: Vec<Listed>,
    /// What was said of them in the open review.
    pub outcomes: HashMap<UserId, AccessOutcome>,
    /// Of how many people nothing was said yet.
    pub left: i64,
    /// Whether there are more pages.
    pub has_more: bool,
}

/// How the reviews stand, for administrators.
pub async fn standing(
    store: &Store,
    actor: &Actor,
    id: OrganisationId,
) -> Result<Standing, ReadError> {
    authorise::<ReviewAccess>(actor, id)?;
    let mut tx = store.read(Context::of(actor)).await?;
    Ok(Standing {
        open: access_reviews::find_open(&mut tx, id).await?,
        last: access_reviews::list_completed(&mut tx, id, 0, 1)
            .await?
            .pop(),
        today: when::uk_date(tx.now()),
    })
}

/// The open review, or how things stand without one; pages count from 0.
pub async fn overview(
    store: &Store,
    actor: &Actor,
    id: OrganisationId,
    page: u16,
) -> Result<Overview, ReadError> {
    let standing = standing(store, actor, id).await?;
    let mut tx = store.read(Context::of(actor)).await?;
    let (people, has_more) = page_of(&mut tx, id, page).await?;
    let users: Vec<UserId> = people.iter().map(|listed| listed.person.user).collect();
    let (outcomes, left) = match &standing.open {
        Some(review) => (
            entries::outcomes_of(&mut tx, review.id, &users).await?,
            entries::count_left(&mut tx, id, review.id).await?,
        ),
        None => (HashMap::new(), 0),
    };
    Ok(Overview {
        standing,
        people,
        outcomes,
        left,
        has_more,
    })
}

/// Begins a review; nothing happens when one is open.
pub async fn begin(
    store: &Store,
    actor: &Actor,
    id: OrganisationId,
) -> Result<(), ReviewAccessError> {
    let permit = authorise::<ReviewAccess>(actor, id)?;
    let mut tx = store.write(Context::of(actor)).await?;
    let review = AccessReviewId::new();
    let due_on = access_review::due_on(when::uk_date(tx.now()));
    if !access_reviews::begin(&mut tx, &permit, review, due_on).await? {
        return Ok(());
    }
    let event = Event::new(Kind::AccessReviewBegan)
        .organisation(id)
        .with("review", review);
    Ok(tx.commit(&event).await?)
}

async fn open(
    tx: &mut WriteTx,
    permit: &Permit<ReviewAccess>,
) -> Result<AccessReview, ReviewAccessError> {
    let found = access_reviews::find_open(tx, permit.organisation()).await?;
    found.ok_or(ReviewAccessError::NotFound)
}

/// Says that somebody keeps their access. Answers their name.
pub async fn confirm(
    store: &Store,
    actor: &Actor,
    id: OrganisationId,
    user: UserId,
) -> Result<String, ReviewAccessError> {
    let permit = authorise::<ReviewAccess>(actor, id)?;
    let mut tx = store.write(Context::of(actor)).await?;
    let person = people::find(&mut tx, id, user).await?;
    let person = person.ok_or(ReviewAccessError::NotFound)?;
    let review = open(&mut tx, &permit).await?;
    let entry = NewEntry {
        user,
        user_name: &person.name,
        role: person.role,
        outcome: AccessOutcome::Confirmed,
        decided_by_name: &actor.name,
    };
    entries::say(&mut tx, &permit, review.id, &entry).await?;
    let event = Event::new(Kind::AccessConfirmed)
        .organisation(id)
        .with("review", review.id)
        .with("user", user)
        .with("role", person.role);
    tx.commit(&event).await?;
    Ok(person.name)
}

/// Finishes the open review, once something was said of everybody.
pub async fn finish(
    store: &Store,
    actor: &Actor,
    id: OrganisationId,
) -> Result<(), ReviewAccessError> {
    let permit = authorise::<ReviewAccess>(actor, id)?;
    let mut tx = store.write(Context::of(actor)).await?;
    let review = open(&mut tx, &permit).await?;
    let left = entries::count_left(&mut tx, id, review.id).await?;
    if left > 0 {
        return Err(ReviewAccessError::PeopleLeft(left));
    }
    access_reviews::finish(&mut tx, &permit, review.id, &actor.name).await?;
    let event = Event::new(Kind::AccessReviewFinished)
        .organisation(id)
        .with("review", review.id);
    Ok(tx.commit(&event).await?)
}

fn shown<T>(mut found: Vec<T>) -> (Vec<T>, bool) {
    let most = usize::try_from(PER_PAGE).unwrap_or(usize::MAX);
    let has_more = found.len() > most;
    found.truncate(most);
    (found, has_more)
}

/// Reviews that are done, on one page (pages count from 0), and whether there are more.
pub async fn history(
    store: &Store,
    actor: &Actor,
    id: OrganisationId,
    page: u16,
) -> Result<(Vec<AccessReview>, bool), ReadError> {
    authorise::<ReviewAccess>(actor, id)?;
    let mut tx = store.read(Context::of(actor)).await?;
    let skip = i64::from(page) * PER_PAGE;
    let found = access_reviews::list_completed(&mut tx, id, skip, PER_PAGE + 1).await?;
    Ok(shown(found))
}

/// One review with what was said in it, on one page, and whether there is more.
pub async fn find(
    store: &Store,
    actor: &Actor,
    id: OrganisationId,
    review: AccessReviewId,
    page: u16,
) -> Result<(AccessReview, Vec<Entry>, bool), ReadError> {
    authorise::<ReviewAccess>(actor, id)?;
    let mut tx = store.read(Context::of(actor)).await?;
    let found = access_reviews::find(&mut tx, id, review).await?;
    let found = found.ok_or(ReadError::NotFound)?;
    let skip = i64::from(page) * PER_PAGE;
    let found_entries = entries::list_entries(&mut tx, review, skip, PER_PAGE + 1).await?;
    let (said, has_more) = shown(found_entries);
    Ok((found, said, has_more))
}
