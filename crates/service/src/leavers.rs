//! What the worker does by itself: people whose last day is over leave, and reviews of
//! access begin. Each person and each organisation has a transaction of its own, and doing
//! anything twice does it once, so any number of workers may do this at the same time.

use crate::recipients::recipient;
use audit::{Event, Kind};
use domain::access_review::{self, MONTHS_BETWEEN};
use domain::id::AccessReviewId;
use domain::when;
use mail::{AccessReviewDue, Notice, PersonLeft};
use store::leavers::{self, Leaver, TeamLeaver};
use store::{Context, Store, StoreError, access_reviews, outbox};

/// How many are looked at in one go; the rest comes in the next.
const BATCH: i32 = 100;

/// What the team is called in notices.
const TEAM: &str = "the PSN team";

/// Does everything that is due. Answers how much was done.
///
/// # Errors
/// When the database can't be reached.
pub async fn do_what_is_due(store: &Store, public_url: &str) -> Result<usize, StoreError> {
    let mut done = 0;
    let mut tx = store.read(Context::service()).await?;
    let members = leavers::list(&mut tx, BATCH).await?;
    let team = leavers::list_of_team(&mut tx, BATCH).await?;
    let due = leavers::list_reviews_due(&mut tx, MONTHS_BETWEEN, BATCH).await?;
    drop(tx);
    for leaver in &members {
        done += usize::from(remove(store, public_url, leaver).await?);
    }
    for leaver in &team {
        done += usize::from(archive(store, public_url, leaver).await?);
    }
    for (organisation, name, people) in due {
        let mut tx = store.write(Context::service()).await?;
        let review = AccessReviewId::new();
        let due_on = access_review::due_on(when::uk_date(tx.now()));
        if !access_reviews::begin_as_service(&mut tx, organisation, review, due_on).await? {
            continue;
        }
        let notice = AccessReviewDue {
            organisation: name,
            people: usize::try_from(people).unwrap_or_default(),
            due_on: when::date(due_on),
            link: format!("{public_url}/organisations/{organisation}/access-review"),
        };
        for (name, email) in leavers::administrators(&mut tx, organisation).await? {
            if let Some(to) = recipient(&name, &email) {
                outbox::add(&mut tx, &notice.message(&to)).await?;
            }
        }
        let event = Event::new(Kind::AccessReviewBegan)
            .organisation(organisation)
            .with("review", review);
        tx.commit(&event).await?;
        done += 1;
    }
    Ok(done)
}

async fn remove(store: &Store, public_url: &str, leaver: &Leaver) -> Result<bool, StoreError> {
    let mut tx = store.write(Context::service()).await?;
    if !leavers::remove(&mut tx, leaver).await? {
        return Ok(false);
    }
    let organisation = leaver.organisation;
    let notice = PersonLeft {
        person: leaver.name.clone(),
        organisation: leaver.organisation_name.clone(),
        last_day: when::date(leaver.leaves_on),
        link: format!("{public_url}/organisations/{organisation}/people"),
    };
    for (name, email) in leavers::administrators(&mut tx, organisation).await? {
        if let Some(to) = recipient(&name, &email) {
            outbox::add(&mut tx, &notice.message(&to)).await?;
        }
    }
    let event = Event::new(Kind::MemberLeft)
        .organisation(organisation)
        .with("user", leaver.user)
        .with("day", when::iso_date(leaver.leaves_on));
    tx.commit(&event).await?;
    Ok(true)
}

async fn archive(store: &Store, public_url: &str, leaver: &TeamLeaver) -> Result<bool, StoreError> {
    let mut tx = store.write(Context::service()).await?;
    if !leavers::archive(&mut tx, leaver).await? {
        return Ok(false);
    }
    let notice = PersonLeft {
        person: leaver.name.clone(),
        organisation: TEAM.to_owned(),
        last_day: when::date(leaver.leaves_on),
        link: format!("{public_url}/team/admin/people"),
    };
    for (name, email) in leavers::service_administrators(&mut tx).await? {
        if let Some(to) = recipient(&name, &email) {
            outbox::add(&mut tx, &notice.message(&to)).await?;
        }
    }
    let event = Event::new(Kind::TeamPersonArchived)
        .with("user", leaver.user)
        .with("day", when::iso_date(leaver.leaves_on));
    tx.commit(&event).await?;
    Ok(true)
}
