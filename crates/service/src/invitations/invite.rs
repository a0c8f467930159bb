//! Inviting, sending again, cancelling.

use audit::{Event, Kind};
use domain::credential::Token;
use domain::email::EmailAddress;
use domain::id::{InvitationId, OrganisationId};
use domain::role::OrganisationRole;
use domain::when;
use mail::{Invited, Notice, Recipient};
use policy::organisation::ManagePeople;
use policy::{Actor, Denied, Membership, Permit, authorise};
use store::invitations::{self, Invitation, NewInvitation};
use store::organisations::people;
use store::outbox::About;
use store::{Context, ReadTx, Store, StoreError, WriteTx, outbox};
use time::Duration;

/// How long an invitation works.
pub const LIFETIME: Duration = Duration::days(7);
/// How many invitations of an organisation may be open at once.
pub const OPEN_MAX: usize = 100;

/// Why nobody was invited.
#[derive(Debug, thiserror::Error)]
pub enum InviteError {
    /// There is no such invitation, or it is not open any more.
    #[error("not found")]
    NotFound,
    /// The person may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// Somebody with this address belongs to the organisation.
    #[error("already a member")]
    AlreadyMember,
    /// Too many invitations are open.
    #[error("too many invitations are open")]
    TooMany,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Invites the holder of an address. `id` comes from the form: sending it twice
/// invites once. An earlier open invitation to the address is replaced.
pub async fn invite(
    store: &Store,
    public_url: &str,
    actor: &Actor,
    organisation: OrganisationId,
    id: InvitationId,
    email: &EmailAddress,
    role: OrganisationRole,
) -> Result<(), InviteError> {
    let permit = authorise::<ManagePeople>(actor, organisation)?;
    let mut tx = store.write(Context::of(actor)).await?;
    if invitations::find(&mut tx, organisation, id)
        .await?
        .is_some()
    {
        return Ok(());
    }
    if people::is_member(&mut tx, organisation, email.as_str()).await? {
        return Err(InviteError::AlreadyMember);
    }
    invitations::cancel_to(&mut tx, &permit, email).await?;
    if list(&mut tx, organisation).await?.len() >= OPEN_MAX {
        return Err(InviteError::TooMany);
    }
    send(tx, public_url, actor, &permit, id, email, role).await
}

/// Sends an open invitation again, with a new link; the old link stops working.
pub async fn send_again(
    store: &Store,
    public_url: &str,
    actor: &Actor,
    organisation: OrganisationId,
    id: InvitationId,
) -> Result<EmailAddress, InviteError> {
    let permit = authorise::<ManagePeople>(actor, organisation)?;
    let mut tx = store.write(Context::of(actor)).await?;
    let old = open(&mut tx, organisation, id).await?;
    invitations::cancel(&mut tx, &permit, id).await?;
    let new = InvitationId::new();
    send(tx, public_url, actor, &permit, new, &old.email, old.role).await?;
    Ok(old.email)
}

async fn send(
    mut tx: WriteTx,
    public_url: &str,
    actor: &Actor,
    permit: &Permit<ManagePeople>,
    id: InvitationId,
    email: &EmailAddress,
    role: OrganisationRole,
) -> Result<(), InviteError> {
    let organisation = permit.organisation();
    let is_this = |place: &&Membership| place.organisation == organisation;
    let place = actor.memberships.iter().find(is_this);
    let organisation_name = &place.ok_or(Denied::Hidden)?.organisation_name;
    let token = Token::generate();
    let expires_at = tx.now() + LIFETIME;
    let new = NewInvitation {
        id,
        organisation_name,
        email,
        role,
        token: token.credential(),
        invited_by_name: &actor.name,
        expires_at,
    };
    if !invitations::add(&mut tx, permit, &new).await? {
        return Ok(());
    }
    let notice = Invited {
        inviter: actor.name.clone(),
        organisation: organisation_name.clone(),
        role: role.as_str().to_owned(),
        link: format!("{public_url}/invitations/{}", token.reveal()),
        link_ends: when::date_and_time(expires_at),
    };
    let to = Recipient {
        name: String::new(),
        email: email.clone().into(),
    };
    outbox::add_about(&mut tx, &notice.message(&to), About::Invitation(id)).await?;
    let event = Event::new(Kind::ColleagueInvited)
        .organisation(organisation)
        .with("invitation", id)
        .with("role", role);
    tx.commit(&event).await?;
    Ok(())
}

/// Cancels an open invitation.
pub async fn cancel(
    store: &Store,
    actor: &Actor,
    organisation: OrganisationId,
    id: InvitationId,
) -> Result<EmailAddress, InviteError> {
    let permit = authorise::<ManagePeople>(actor, organisation)?;
    let mut tx = store.write(Context::of(actor)).await?;
    let invitation = open(&mut tx, organisation, id).await?;
    invitations::cancel(&mut tx, &permit, id).await?;
    let event = Event::new(Kind::InvitationCancelled)
        .organisation(organisation)
        .with("invitation", id);
    tx.commit(&event).await?;
    Ok(invitation.email)
}

/// One of the organisation's open invitations, for administrators.
pub async fn find(
    store: &Store,
    actor: &Actor,
    organisation: OrganisationId,
    id: InvitationId,
) -> Result<Invitation, InviteError> {
    authorise::<ManagePeople>(actor, organisation)?;
    let mut tx = store.read(Context::of(actor)).await?;
    open(&mut tx, organisation, id).await
}

/// The organisation's open invitations, those that ran out included, for administrators.
pub async fn list_open(
    store: &Store,
    actor: &Actor,
    organisation: OrganisationId,
) -> Result<Vec<Invitation>, InviteError> {
    authorise::<ManagePeople>(actor, organisation)?;
    let mut tx = store.read(Context::of(actor)).await?;
    Ok(list(&mut tx, organisation).await?)
}

async fn list(
    tx: &mut ReadTx,
    organisation: OrganisationId,
) -> Result<Vec<Invitation>, StoreError> {
    let limit = i64::try_from(OPEN_MAX).unwrap_or(i64::MAX);
    invitations::list_open(tx, organisation, limit).await
}

async fn open(
    tx: &mut ReadTx,
    organisation: OrganisationId,
    id: InvitationId,
) -> Result<Invitation, InviteError> {
    let found = invitations::find(tx, organisation, id).await?;
    let is_open = |i: &Invitation| i.accepted_at.is_none() && i.cancelled_at.is_none();
    found.filter(is_open).ok_or(InviteError::NotFound)
}
