//! Changing who has access: another role, the last day, removing somebody, handing over.
//!
//! An organisation always has an administrator who stays. The database holds that, whatever
//! happens at the same moment; what it refuses becomes [`ChangePersonError::LastAdministrator`].
//! Nobody removes themselves.

use crate::recipients::recipient;
use audit::{Event, Kind};
use domain::access_review::AccessOutcome;
use domain::id::{OrganisationId, UserId};
use domain::role::OrganisationRole::{self, Administrator};
use domain::when;
use mail::{AccessChanged, Notice};
use policy::organisation::ManagePeople;
use policy::{Actor, Denied, Permit, authorise};
use store::access_reviews::entries::{self, NewEntry};
use store::organisations::people::{self, Person};
use store::{Context, Store, StoreError, WriteTx, invitations, outbox};
use time::Date;

/// The constraint that keeps an administrator.
const LAST_ADMINISTRATOR: &str = "memberships_last_administrator";

/// Why a member was neither changed nor removed.
#[derive(Debug, thiserror::Error)]
pub enum ChangePersonError {
    /// Nobody of this organisation.
    #[error("not found")]
    NotFound,
    /// The person may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The organisation would have no administrator who stays.
    #[error("the organisation would have no administrator who stays")]
    LastAdministrator,
    /// Nobody removes themselves.
    #[error("nobody removes themselves")]
    Oneself,
    /// A last day can't be before today.
    #[error("the day is over")]
    DayOver,
    /// The database.
    #[error(transparent)]
    Store(StoreError),
}

impl From<StoreError> for ChangePersonError {
    fn from(error: StoreError) -> Self {
        if error.constraint() == Some(LAST_ADMINISTRATOR) {
            Self::LastAdministrator
        } else {
            Self::Store(error)
        }
    }
}

/// Locks everybody's role and checks that the person may still manage people: somebody
/// may have demoted them since their request began. Answers the member to be changed.
async fn lock(
    tx: &mut WriteTx,
    permit: &Permit<ManagePeople>,
    user: UserId,
) -> Result<Person, ChangePersonError> {
    let roles = people::roles_for_update(tx, permit).await?;
    if !roles.contains(&(permit.user(), Administrator)) {
        return Err(Denied::Forbidden.into());
    }
    let found = people::find(tx, permit.organisation(), user).await?;
    found.ok_or(ChangePersonError::NotFound)
}

/// Ends the member's sessions, notes the change in an open review of access, and tells them.
async fn follow(
    tx: &mut WriteTx,
    actor: &Actor,
    permit: &Permit<ManagePeople>,
    person: &Person,
    outcome: AccessOutcome,
    role: OrganisationRole,
) -> Result<(), ChangePersonError> {
    people::end_sessions(tx, permit, person.user).await?;
    let entry = NewEntry {
        user: person.user,
        user_name: &person.name,
        role,
        outcome,
        decided_by_name: &actor.name,
    };
    entries::note_change(tx, permit, &entry).await?;
    if person.user == actor.user {
        return Ok(());
    }
    let is_removed = outcome == AccessOutcome::Removed;
    let notice = AccessChanged {
        organisation: actor.organisation_name(permit.organisation()).to_owned(),
        by: actor.name.clone(),
        is_removed,
        role: if is_removed {
            String::new()
        } else {
            role.title().to_lowercase()
        },
    };
    if let Some(to) = recipient(&person.name, &person.email) {
        outbox::add(tx, &notice.message(&to)).await?;
    }
    Ok(())
}

/// Gives a member another role. Their sessions end at once.
pub async fn change_role(
    store: &Store,
    actor: &Actor,
    id: OrganisationId,
    user: UserId,
    role: OrganisationRole,
) -> Result<(), ChangePersonError> {
    let permit = authorise::<ManagePeople>(actor, id)?;
    let mut tx = store.write(Context::of(actor)).await?;
    let person = lock(&mut tx, &permit, user).await?;
    if person.role == role {
        return Ok(());
    }
    follow(
        &mut tx,
        actor,
        &permit,
        &person,
        AccessOutcome::Changed,
        role,
    )
    .await?;
    people::save_role(&mut tx, &permit, user, role).await?;
    let event = Event::new(Kind::RoleChanged)
        .organisation(id)
        .with("user", user)
        .with("from", person.role)
        .with("to", role);
    Ok(tx.commit(&event).await?)
}

/// Removes a member, ends their sessions at once, and cancels the invitations that they sent.
pub async fn remove_person(
    store: &Store,
    actor: &Actor,
    id: OrganisationId,
    user: UserId,
) -> Result<(), ChangePersonError> {
    let permit = authorise::<ManagePeople>(actor, id)?;
    let mut tx = store.write(Context::of(actor)).await?;
    let person = lock(&mut tx, &permit, user).await?;
    if user == actor.user {
        return Err(ChangePersonError::Oneself);
    }
    follow(
        &mut tx,
        actor,
        &permit,
        &person,
        AccessOutcome::Removed,
        person.role,
    )
    .await?;
    invitations::cancel_from(&mut tx, &permit, user).await?;
    people::remove(&mut tx, &permit, user).await?;
    let event = Event::new(Kind::MemberRemoved)
        .organisation(id)
        .with("user", user);
    Ok(tx.commit(&event).await?)
}

/// Sets a member's last day, or takes it away. After that day they see nothing any more,
/// and the worker removes them.
pub async fn set_leaving_date(
    store: &Store,
    actor: &Actor,
    id: OrganisationId,
    user: UserId,
    leaves_on: Option<Date>,
) -> Result<(), ChangePersonError> {
    let permit = authorise::<ManagePeople>(actor, id)?;
    let mut tx = store.write(Context::of(actor)).await?;
    let person = lock(&mut tx, &permit, user).await?;
    if leaves_on.is_some_and(|day| day < when::uk_date(tx.now())) {
        return Err(ChangePersonError::DayOver);
    }
    if person.leaves_on == leaves_on {
        return Ok(());
    }
    people::save_leaving_date(&mut tx, &permit, user, leaves_on).await?;
    let event = Event::new(Kind::LeavingDateChanged)
        .organisation(id)
        .with("user", user)
        .with("day", leaves_on.map_or_else(String::new, when::iso_date));
    Ok(tx.commit(&event).await?)
}

/// Makes a colleague an administrator and steps down to `role`, in one step.
pub async fn hand_over(
    store: &Store,
    actor: &Actor,
    id: OrganisationId,
    to: UserId,
    role: OrganisationRole,
) -> Result<(), ChangePersonError> {
    let permit = authorise::<ManagePeople>(actor, id)?;
    let mut tx = store.write(Context::of(actor)).await?;
    if to == actor.user {
        return Err(ChangePersonError::Oneself);
    }
    let person = lock(&mut tx, &permit, to).await?;
    let oneself = lock(&mut tx, &permit, actor.user).await?;
    if person.role != Administrator {
        let outcome = AccessOutcome::Changed;
        follow(&mut tx, actor, &permit, &person, outcome, Administrator).await?;
        people::save_role(&mut tx, &permit, to, Administrator).await?;
    }
    if role != Administrator {
        follow(
            &mut tx,
            actor,
            &permit,
            &oneself,
            AccessOutcome::Changed,
            role,
        )
        .await?;
        people::save_role(&mut tx, &permit, actor.user, role).await?;
    }
    let event = Event::new(Kind::AdministrationHandedOver)
        .organisation(id)
        .with("user", to)
        .with("to", role);
    Ok(tx.commit(&event).await?)
}
