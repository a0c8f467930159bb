//! Accepting an invitation: only by whoever has its address.

use audit::{Event, Kind};
use domain::credential::Token;
use domain::id::{InvitationId, OrganisationId};
use mail::{Address, InvitationAccepted, Notice, Recipient};
use policy::Actor;
use store::invitations::{self, Invitation, OpenInvitation};
use store::organisations::people;
use store::{Context, Store, StoreError, outbox};

/// Why an invitation was not accepted.
#[derive(Debug, thiserror::Error)]
pub enum AcceptError {
    /// Accepted, cancelled or run out, or for another address.
    #[error("the invitation can't be used")]
    Gone,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Where the person belongs now.
#[derive(Debug)]
pub struct Accepted {
    /// The organisation.
    pub organisation: OrganisationId,
    /// Its name.
    pub organisation_name: String,
}

/// The invitation of a link, open or not. Changes nothing.
pub async fn find_presented(
    store: &Store,
    token: &Token,
) -> Result<Option<Invitation>, StoreError> {
    let credential = token.credential();
    let mut tx = store.read(Context::presenting(credential)).await?;
    invitations::find_presented(&mut tx, credential).await
}

/// Open invitations to the person's address.
pub async fn list_mine(store: &Store, actor: &Actor) -> Result<Vec<OpenInvitation>, StoreError> {
    let mut tx = store.read(Context::of(actor)).await?;
    invitations::list_mine(&mut tx).await
}

/// Makes the person a member and tells the inviter, if they still belong to the organisation.
pub async fn accept(
    store: &Store,
    actor: &Actor,
    id: InvitationId,
) -> Result<Accepted, AcceptError> {
    let mut tx = store.write(Context::of(actor)).await?;
    let organisation = invitations::accept(&mut tx, id).await?;
    let organisation = organisation.ok_or(AcceptError::Gone)?;
    let invitation = invitations::find(&mut tx, organisation, id).await?;
    let invitation = invitation.ok_or(AcceptError::Gone)?;
    let inviter = people::find(&mut tx, organisation, invitation.invited_by).await?;
    let to = inviter.and_then(|person| {
        let email = Address::parse(&person.email).ok()?;
        Some(Recipient {
            name: person.name,
            email,
        })
    });
    if let Some(to) = to {
        let notice = InvitationAccepted {
            person: actor.name.clone(),
            organisation: invitation.organisation_name.clone(),
            role: invitation.role.as_str().to_owned(),
        };
        outbox::add(&mut tx, &notice.message(&to)).await?;
    }
    let event = Event::new(Kind::InvitationAccepted)
        .organisation(organisation)
        .with("invitation", id)
        .with("role", invitation.role);
    tx.commit(&event).await?;
    Ok(Accepted {
        organisation,
        organisation_name: invitation.organisation_name,
    })
}
