//! The people of an organisation: who they are, another role, removing somebody.
//!
//! An organisation always has an administrator: the last one can be neither
//! demoted nor removed, and nobody can remove themselves.

use super::ReadError;
use audit::{Event, Kind};
use domain::id::{OrganisationId, UserId};
use domain::role::OrganisationRole::{self, Administrator};
use policy::organisation::{ManagePeople, ReadOrganisation};
use policy::{Actor, Denied, Permit, authorise};
use store::organisations::people::{self, Person};
use store::{Context, Store, StoreError, WriteTx, invitations};

/// How many people a page lists.
pub const PEOPLE_PER_PAGE: i64 = 50;

/// Why a member was neither changed nor removed.
#[derive(Debug, thiserror::Error)]
pub enum ChangePersonError {
    /// Nobody of this organisation.
    #[error("not found")]
    NotFound,
    /// The person may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The organisation would have no administrator.
    #[error("the organisation would have no administrator")]
    LastAdministrator,
    /// Nobody removes themselves.
    #[error("nobody removes themselves")]
    Oneself,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The people on one page of the list (pages count from 0), and whether there are more.
pub async fn list_people(
    store: &Store,
    actor: &Actor,
    id: OrganisationId,
    page: u16,
) -> Result<(Vec<Person>, bool), ReadError> {
    authorise::<ReadOrganisation>(actor, id)?;
    let mut tx = store.read(Context::of(actor)).await?;
    let skip = i64::from(page) * PEOPLE_PER_PAGE;
    let mut found = people::list(&mut tx, id, skip, PEOPLE_PER_PAGE + 1).await?;
    let shown = usize::try_from(PEOPLE_PER_PAGE).unwrap_or(usize::MAX);
    let has_more = found.len() > shown;
    found.truncate(shown);
    Ok((found, has_more))
}

/// One member, for administrators.
pub async fn find_person(
    store: &Store,
    actor: &Actor,
    id: OrganisationId,
    user: UserId,
) -> Result<Person, ReadError> {
    authorise::<ManagePeople>(actor, id)?;
    let mut tx = store.read(Context::of(actor)).await?;
    let person = people::find(&mut tx, id, user).await?;
    person.ok_or(ReadError::NotFound)
}

/// Locks everybody's role and checks that the person may still manage people:
/// somebody may have demoted them since their request began.
async fn lock(
    tx: &mut WriteTx,
    permit: &Permit<ManagePeople>,
) -> Result<Vec<(UserId, OrganisationRole)>, ChangePersonError> {
    let roles = people::roles_for_update(tx, permit).await?;
    if roles.contains(&(permit.user(), Administrator)) {
        Ok(roles)
    } else {
        Err(Denied::Forbidden.into())
    }
}

fn role_of(
    roles: &[(UserId, OrganisationRole)],
    user: UserId,
) -> Result<OrganisationRole, ChangePersonError> {
    let found = roles.iter().find(|(other, _)| *other == user);
    found
        .map(|(_, role)| *role)
        .ok_or(ChangePersonError::NotFound)
}

/// Gives a member another role.
pub async fn change_role(
    store: &Store,
    actor: &Actor,
    id: OrganisationId,
    user: UserId,
    role: OrganisationRole,
) -> Result<(), ChangePersonError> {
    let permit = authorise::<ManagePeople>(actor, id)?;
    let mut tx = store.write(Context::of(actor)).await?;
    let roles = lock(&mut tx, &permit).await?;
    let before = role_of(&roles, user)?;
    let administrators = roles
        .iter()
        .filter(|(_, role)| *role == Administrator)
        .count();
    if before == role {
        return Ok(());
    }
    if before == Administrator && administrators == 1 {
        return Err(ChangePersonError::LastAdministrator);
    }
    people::save_role(&mut tx, &permit, user, role).await?;
    let event = Event::new(Kind::RoleChanged)
        .organisation(id)
        .with("user", user)
        .with("from", before)
        .with("to", role);
    tx.commit(&event).await?;
    Ok(())
}

/// Removes a member, and cancels the invitations that they sent.
pub async fn remove_person(
    store: &Store,
    actor: &Actor,
    id: OrganisationId,
    user: UserId,
) -> Result<(), ChangePersonError> {
    let permit = authorise::<ManagePeople>(actor, id)?;
    let mut tx = store.write(Context::of(actor)).await?;
    let roles = lock(&mut tx, &permit).await?;
    role_of(&roles, user)?;
    if user == actor.user {
        return Err(ChangePersonError::Oneself);
    }
    invitations::cancel_from(&mut tx, &permit, user).await?;
    people::remove(&mut tx, &permit, user).await?;
    let event = Event::new(Kind::MemberRemoved)
        .organisation(id)
        .with("user", user);
    tx.commit(&event).await?;
    Ok(())
}
