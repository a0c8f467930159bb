//! An administrator changes the name or the address of the organisation.
//!
//! What was signed, submitted or certified keeps what it said, and so do applications that were begun:
//! each has its own answers. Register and number are the key of the organisation and are not changed here.

use super::details::{ADDRESS, NAME_AND_NUMBER, address, pages};
use crate::recipients::recipient;
use crate::reviews::notices::{Office, tell};
use audit::{Event, Kind};
use domain::id::OrganisationId;
use policy::organisation::ChangeOrganisation;
use policy::{Actor, Denied, authorise};
use questions::{Page, Values, first_of};
use store::organisations::{self, Changed, Organisation, people};
use store::{Context, ReadTx, Store, StoreError, WriteTx};

const NAME: &str = "name";

/// What can be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The legal name.
    Name,
    /// The postal address.
    Address,
}

impl Part {
    /// The part of this name, as in addresses of pages.
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "name" => Some(Self::Name),
            "address" => Some(Self::Address),
            _ => None,
        }
    }

    /// The page that asks for it, as when an organisation is set up, but without the number.
    pub fn page(self) -> Option<Page> {
        let id = match self {
            Self::Name => NAME_AND_NUMBER,
            Self::Address => ADDRESS,
        };
        let mut page = pages().iter().find(|page| page.id == id)?.clone();
        if self == Self::Name {
            page.fields.retain(|field| field.id == NAME);
        }
        Some(page)
    }
}

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum ChangeError {
    /// There is no such organisation.
    #[error("not found")]
    NotFound,
    /// Not for this person, or they have to show first who they are.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The organisation, and what the page of a part begins with.
pub async fn filled(
    store: &Store,
    actor: &Actor,
    id: OrganisationId,
    part: Part,
) -> Result<(Organisation, Values), ChangeError> {
    authorise::<ChangeOrganisation>(actor, id)?;
    let mut tx = store.read(Context::of(actor)).await?;
    let organisation = find(&mut tx, id).await?;
    let mut values = match part {
        Part::Name => Values::new(),
        Part::Address => answers(&mut tx, id, ADDRESS).await?,
    };
    match part {
        Part::Name => {
            values.insert(NAME.to_owned(), vec![organisation.name.clone()]);
        }
        // Nobody knows which line is the town.
        Part::Address if address(|field| first_of(&values, field)) != organisation.address => {
            values = Values::new();
        }
        Part::Address => {}
    }
    Ok((organisation, values))
}

async fn find(tx: &mut ReadTx, id: OrganisationId) -> Result<Organisation, ChangeError> {
    let found = organisations::find(tx, id).await?;
    found.ok_or(ChangeError::NotFound)
}

/// The answers of a page of those that set up the organisation.
async fn answers(tx: &mut ReadTx, id: OrganisationId, page: &str) -> Result<Values, StoreError> {
    let details = organisations::find_details(tx, id).await?;
    let page = details.and_then(|mut details| details.get_mut(page).map(serde_json::Value::take));
    let values = page.and_then(|page| serde_json::from_value(page).ok());
    Ok(values.unwrap_or_default())
}

/// Changes a part to complete answers of its page, and tells the other administrators; the team too, where
/// it has an application before it or there is a live certificate. False when it is so already.
pub async fn change(
    store: &Store,
    actor: &Actor,
    id: OrganisationId,
    (part, values): (Part, &Values),
    office: Office<'_>,
) -> Result<bool, ChangeError> {
    let permit = authorise::<ChangeOrganisation>(actor, id)?;
    let mut tx = store.write(Context::of(actor)).await?;
    let before = find(&mut tx, id).await?;
    let page = match part {
        Part::Name => NAME_AND_NUMBER,
        Part::Address => ADDRESS,
    };
    let mut kept = values.clone();
    if part == Part::Name {
        // The number stands on the same page and stays.
        let whole = answers(&mut tx, id, page).await?;
        kept = whole.into_iter().chain(kept).collect();
    }
    let (name, address) = match part {
        Part::Name => (
            first_of(values, NAME).unwrap_or(&before.name).to_owned(),
            before.address.clone(),
        ),
        Part::Address => (
            before.name.clone(),
            address(|field| first_of(values, field)),
        ),
    };
    if name == before.name && address == before.address {
        return Ok(false);
    }
    let changed = Changed {
        name: &name,
        address: &address,
        page: (page, &serde_json::json!(kept)),
    };
    organisations::change(&mut tx, &permit, &changed).await?;
    tell_everybody(&mut tx, actor, (&before, &name), office).await?;
    let event = Event::new(Kind::OrganisationChanged).organisation(id);
    let event = match part {
        Part::Name => event.with("from", &before.name).with("to", &name),
        Part::Address => event.with("part", "address"),
    };
    tx.commit(&event).await?;
    Ok(true)
}

async fn tell_everybody(
    tx: &mut WriteTx,
    actor: &Actor,
    (before, name): (&Organisation, &str),
    office: Office<'_>,
) -> Result<(), StoreError> {
    let notice = |path: &str| mail::OrganisationChanged {
        before: before.name.clone(),
        organisation: name.to_owned(),
        is_name: before.name != name,
        by: actor.name.clone(),
        link: office.url(path),
    };
    let others = people::administrators(tx, before.id).await?;
    let others = others
        .iter()
        .filter(|one| !one.email.eq_ignore_ascii_case(&actor.email));
    let others: Vec<_> = others
        .filter_map(|one| recipient(&one.name, &one.email))
        .collect();
    let own = format!("/organisations/{}", before.id);
    tell(tx, &others, &notice(&own)).await?;
    if organisations::is_known_to_team(tx, before.id).await? {
        let team: Vec<_> = office.team().into_iter().collect();
        tell(tx, &team, &notice("/team")).await?;
    }
    Ok(())
}
