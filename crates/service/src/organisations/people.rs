//! The people of an organisation: who they are, and how they stand.

use super::ReadError;
use domain::id::{OrganisationId, UserId};
use domain::when::uk_date;
use policy::organisation::{ManagePeople, ReadOrganisation};
use policy::{Actor, authorise};
use store::organisations::people::{self, Access, Person};
use store::{Context, ReadTx, Store, StoreError};

/// How many people a page lists.
pub const PEOPLE_PER_PAGE: i64 = 50;

/// A member and how they stand.
#[derive(Debug)]
pub struct Listed {
    /// The member.
    pub person: Person,
    /// Second factor and last sign-in.
    pub access: Option<Access>,
}

/// The people on one page of the list (pages count from 0), and whether there are more.
pub async fn list_people(
    store: &Store,
    actor: &Actor,
    id: OrganisationId,
    page: u16,
) -> Result<(Vec<Listed>, bool), ReadError> {
    authorise::<ReadOrganisation>(actor, id)?;
    let mut tx = store.read(Context::of(actor)).await?;
    Ok(page_of(&mut tx, id, page).await?)
}

/// The people who can be named as a contact of the organisation: by name, at most 50, without those
/// whose last day is past.
pub async fn list_contacts(
    store: &Store,
    actor: &Actor,
    id: OrganisationId,
) -> Result<Vec<Person>, ReadError> {
    authorise::<ReadOrganisation>(actor, id)?;
    let mut tx = store.read(Context::of(actor)).await?;
    let today = uk_date(tx.now());
    let mut found = people::list(&mut tx, id, 0, PEOPLE_PER_PAGE).await?;
    found.retain(|person| person.leaves_on.is_none_or(|last| last >= today));
    Ok(found)
}

/// One page of an organisation's people.
pub(crate) async fn page_of(
    tx: &mut ReadTx,
    id: OrganisationId,
    page: u16,
) -> Result<(Vec<Listed>, bool), StoreError> {
    let skip = i64::from(page) * PEOPLE_PER_PAGE;
    let mut found = people::list(tx, id, skip, PEOPLE_PER_PAGE + 1).await?;
    let shown = usize::try_from(PEOPLE_PER_PAGE).unwrap_or(usize::MAX);
    let has_more = found.len() > shown;
    found.truncate(shown);
    let users: Vec<UserId> = found.iter().map(|person| person.user).collect();
    let mut access = people::access_of(tx, id, &users).await?;
    let listed = found.into_iter().map(|person| Listed {
        access: access.remove(&person.user),
        person,
    });
    Ok((listed.collect(), has_more))
}

/// One member, for administrators.
pub async fn find_person(
    store: &Store,
    actor: &Actor,
    id: OrganisationId,
    user: UserId,
) -> Result<Listed, ReadError> {
    authorise::<ManagePeople>(actor, id)?;
    let mut tx = store.read(Context::of(actor)).await?;
    let person = people::find(&mut tx, id, user).await?;
    let person = person.ok_or(ReadError::NotFound)?;
    let access = people::access_of(&mut tx, id, &[user]).await?.remove(&user);
    Ok(Listed { person, access })
}

/// Name and address of the signatory on record, for whoever asks for a signature.
pub async fn signatory_on_record(
    store: &Store,
    actor: &Actor,
    id: OrganisationId,
) -> Result<Option<(String, String)>, ReadError> {
    authorise::<ReadOrganisation>(actor, id)?;
    let mut tx = store.read(Context::of(actor)).await?;
    Ok(people::signatory_on_record(&mut tx, id).await?)
}

/// Everybody but the person themselves, by name, at most 100, for administrators who hand over.
pub async fn list_colleagues(
    store: &Store,
    actor: &Actor,
    id: OrganisationId,
) -> Result<Vec<Person>, ReadError> {
    authorise::<ManagePeople>(actor, id)?;
    let mut tx = store.read(Context::of(actor)).await?;
    let mut found = people::list(&mut tx, id, 0, 100).await?;
    found.retain(|person| person.user != actor.user);
    Ok(found)
}
