//! The people of the PSN team: inviting, another role, leave of absence, archiving.
//!
//! The team always has a lead and a service administrator who stay and are there; the database
//! holds that. Nobody archives themselves.

use crate::recipients::recipient;
use audit::{Event, Kind};
use domain::credential::Token;
use domain::email::EmailAddress;
use domain::id::UserId;
use domain::role::TeamRole;
use domain::text::PersonName;
use domain::when;
use mail::{Notice, TeamChanged, TeamInvited};
use policy::team::ManageTeam;
use policy::{Actor, Denied, TeamPermit, authorise_team};
use store::team_people::{self, Change, TeamPerson};
use store::{Context, Store, StoreError, WriteTx, outbox};
use time::Duration;

/// How many people a page lists.
pub const PER_PAGE: u16 = 50;
/// How long the link to set up an account works.
pub const LIFETIME: Duration = Duration::days(7);
/// The constraint that keeps a lead and a service administrator.
const LAST_OF_TEAM: &str = "users_last_of_team";

/// Why nothing was read or changed.
#[derive(Debug, thiserror::Error)]
pub enum TeamPersonError {
    /// There is no such person in the team.
    #[error("not found")]
    NotFound,
    /// The person may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The address has an account.
    #[error("the address has an account")]
    Exists,
    /// They have set up their account.
    #[error("they have set up their account")]
    IsSetUp,
    /// The team would have nobody left in this role.
    #[error("the team would have nobody left in this role")]
    LastOfRole,
    /// Nobody archives themselves.
    #[error("nobody archives themselves")]
    Oneself,
    /// A day that has to come is over, or a leave ends before it begins.
    #[error("the days are not in order")]
    DaysOutOfOrder,
    /// The database.
    #[error(transparent)]
    Store(StoreError),
}

impl From<StoreError> for TeamPersonError {
    fn from(error: StoreError) -> Self {
        if error.constraint() == Some(LAST_OF_TEAM) {
            Self::LastOfRole
        } else {
            Self::Store(error)
        }
    }
}

/// One page of the team's people (pages count from 0), and whether there are more.
pub async fn list(
    store: &Store,
    actor: &Actor,
    page: u16,
) -> Result<(Vec<TeamPerson>, bool), TeamPersonError> {
    let permit = authorise_team::<ManageTeam>(actor)?;
    let mut tx = store.read(Context::of(actor)).await?;
    let skip = i32::from(page) * i32::from(PER_PAGE);
    let limit = i32::from(PER_PAGE) + 1;
    let mut found = team_people::list(&mut tx, &permit, skip, limit).await?;
    let has_more = found.len() > usize::from(PER_PAGE);
    found.truncate(PER_PAGE.into());
    Ok((found, has_more))
}

/// One of them.
pub async fn find(
    store: &Store,
    actor: &Actor,
    user: UserId,
) -> Result<TeamPerson, TeamPersonError> {
    let permit = authorise_team::<ManageTeam>(actor)?;
    let mut tx = store.read(Context::of(actor)).await?;
    let found = team_people::find(&mut tx, &permit, user).await?;
    found.ok_or(TeamPersonError::NotFound)
}

/// Adds somebody to the team and sends them the link that sets up their account. `user` comes
/// from the form: sending it twice invites once.
pub async fn invite(
    store: &Store,
    public_url: &str,
    actor: &Actor,
    user: UserId,
    email: &EmailAddress,
    name: &PersonName,
    role: TeamRole,
) -> Result<(), TeamPersonError> {
    let permit = authorise_team::<ManageTeam>(actor)?;
    let mut tx = store.write(Context::of(actor)).await?;
    if team_people::find(&mut tx, &permit, user).await?.is_some() {
        return Ok(());
    }
    let link = Token::generate();
    let credential = link.credential();
    let (tx_ref, name) = (&mut tx, name.as_str());
    if !team_people::invite(tx_ref, &permit, user, email, name, role, credential).await? {
        return Err(TeamPersonError::Exists);
    }
    send(
        &mut tx,
        public_url,
        actor,
        (name, email.as_str()),
        role,
        &link,
    )
    .await?;
    tell(&mut tx, &permit, public_url, actor, name, role).await?;
    let event = Event::new(Kind::StaffAdded)
        .with("user", user)
        .with("role", role);
    Ok(tx.commit(&event).await?)
}

/// Sends another link to somebody who has not set up their account; the old one stops working.
pub async fn invite_again(
    store: &Store,
    public_url: &str,
    actor: &Actor,
    user: UserId,
) -> Result<String, TeamPersonError> {
    let permit = authorise_team::<ManageTeam>(actor)?;
    let mut tx = store.write(Context::of(actor)).await?;
    let person = team_people::find(&mut tx, &permit, user).await?;
    let person = person.ok_or(TeamPersonError::NotFound)?;
    let link = Token::generate();
    if !team_people::invite_again(&mut tx, &permit, user, link.credential()).await? {
        return Err(TeamPersonError::IsSetUp);
    }
    let to = (person.name.as_str(), person.email.as_str());
    send(&mut tx, public_url, actor, to, person.role, &link).await?;
    let event = Event::new(Kind::TeamPersonInvitedAgain).with("user", user);
    tx.commit(&event).await?;
    Ok(person.email)
}

async fn send(
    tx: &mut WriteTx,
    public_url: &str,
    actor: &Actor,
    (name, email): (&str, &str),
    role: TeamRole,
    link: &Token,
) -> Result<(), StoreError> {
    let notice = TeamInvited {
        inviter: actor.name.clone(),
        role: role.title().to_lowercase(),
        link: format!("{public_url}/reset-password/{}", link.reveal()),
        link_ends: when::date_and_time(tx.now() + LIFETIME),
    };
    match recipient(name, email) {
        Some(to) => outbox::add(tx, &notice.message(&to)).await,
        None => Ok(()),
    }
}

/// Tells the other leads and service administrators: nobody brings people in unseen.
async fn tell(
    tx: &mut WriteTx,
    permit: &TeamPermit<ManageTeam>,
    public_url: &str,
    actor: &Actor,
    person: &str,
    role: TeamRole,
) -> Result<(), StoreError> {
    let notice = TeamChanged {
        person: person.to_owned(),
        role: role.title().to_lowercase(),
        changed_by: actor.name.clone(),
        changed_at: when::date_and_time(tx.now()),
        link: format!("{public_url}/team/admin/people"),
    };
    for (name, email) in team_people::watchers(tx, permit).await? {
        if let Some(to) = recipient(&name, &email) {
            outbox::add(tx, &notice.message(&to)).await?;
        }
    }
    Ok(())
}

/// Changes role, leave and last day. Another role, and leave that has begun, end their
/// sessions at once.
pub async fn change(
    store: &Store,
    public_url: &str,
    actor: &Actor,
    user: UserId,
    change: &Change,
) -> Result<(), TeamPersonError> {
    let permit = authorise_team::<ManageTeam>(actor)?;
    let mut tx = store.write(Context::of(actor)).await?;
    let today = when::uk_date(tx.now());
    let is_backwards = match (change.away_from, change.away_until) {
        (Some(from), Some(until)) => until < from,
        (None, Some(_)) => true,
        (_, None) => false,
    };
    if is_backwards || change.leaves_on.is_some_and(|day| day < today) {
        return Err(TeamPersonError::DaysOutOfOrder);
    }
    let before = team_people::find(&mut tx, &permit, user).await?;
    let before = before.ok_or(TeamPersonError::NotFound)?;
    if !team_people::change(&mut tx, &permit, user, change).await? {
        return Err(TeamPersonError::NotFound);
    }
    if before.role != change.role {
        tell(
            &mut tx,
            &permit,
            public_url,
            actor,
            &before.name,
            change.role,
        )
        .await?;
    }
    let day = |day: Option<_>| day.map_or_else(String::new, when::iso_date);
    let event = Event::new(Kind::TeamPersonChanged)
        .with("user", user)
        .with("role", change.role)
        .with("away_from", day(change.away_from))
        .with("away_until", day(change.away_until))
        .with("leaves_on", day(change.leaves_on));
    Ok(tx.commit(&event).await?)
}

/// Somebody leaves the team at once. Their sessions end; their work keeps their name.
pub async fn archive(store: &Store, actor: &Actor, user: UserId) -> Result<(), TeamPersonError> {
    let permit = authorise_team::<ManageTeam>(actor)?;
    if user == actor.user {
        return Err(TeamPersonError::Oneself);
    }
    let mut tx = store.write(Context::of(actor)).await?;
    if !team_people::archive(&mut tx, &permit, user).await? {
        return Err(TeamPersonError::NotFound);
    }
    let event = Event::new(Kind::TeamPersonArchived).with("user", user);
    Ok(tx.commit(&event).await?)
}

/// Somebody who left comes back with this role.
pub async fn restore(
    store: &Store,
    public_url: &str,
    actor: &Actor,
    user: UserId,
    role: TeamRole,
) -> Result<(), TeamPersonError> {
    let permit = authorise_team::<ManageTeam>(actor)?;
    let mut tx = store.write(Context::of(actor)).await?;
    let before = team_people::find(&mut tx, &permit, user).await?;
    let before = before.ok_or(TeamPersonError::NotFound)?;
    if !team_people::restore(&mut tx, &permit, user, role).await? {
        return Err(TeamPersonError::NotFound);
    }
    tell(&mut tx, &permit, public_url, actor, &before.name, role).await?;
    let event = Event::new(Kind::TeamPersonRestored)
        .with("user", user)
        .with("role", role);
    Ok(tx.commit(&event).await?)
}
