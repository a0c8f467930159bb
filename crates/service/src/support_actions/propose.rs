//! Proposing.

use audit::{Event, Kind};
use domain::email::EmailAddress;
use domain::id::SupportActionId;
use domain::support_action::{OPEN_DAYS, SupportKind, SupportReason};
use policy::team::ProposeSupport;
use policy::{Actor, Denied, authorise_team};
use store::support_actions::{self, NewSupportAction};
use store::{Context, Store, StoreError};
use time::Duration;

/// Why nothing was proposed.
#[derive(Debug, thiserror::Error)]
pub enum ProposeError {
    /// The person may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// Nobody outside of the team has an account with this address.
    #[error("nobody outside of the team has this address")]
    NoSuchPerson,
    /// No organisation has this name or number.
    #[error("no organisation has this name or number")]
    NoSuchOrganisation,
    /// Several organisations have this name.
    #[error("several organisations have this name")]
    SeveralOrganisations,
    /// The same is proposed already.
    #[error("proposed already")]
    ProposedAlready,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What is proposed.
#[derive(Debug)]
pub struct Proposal<'a> {
    /// The action; the form makes the identifier, so that sending it twice proposes once.
    pub id: SupportActionId,
    /// What shall be done.
    pub kind: SupportKind,
    /// To whose account.
    pub email: &'a EmailAddress,
    /// Name or registration number of the organisation that gets an administrator; not
    /// looked at for other kinds.
    pub organisation: &'a str,
    /// Why.
    pub reason: &'a SupportReason,
}

/// Proposes, and shows it to the organisations that it concerns.
pub async fn propose(
    store: &Store,
    actor: &Actor,
    proposal: &Proposal<'_>,
) -> Result<(), ProposeError> {
    let permit = authorise_team::<ProposeSupport>(actor)?;
    let mut tx = store.write(Context::of(actor)).await?;
    let email = proposal.email.as_str();
    let person = support_actions::find_person(&mut tx, &permit, email).await?;
    let person = person.filter(|person| !person.is_of_team);
    let person = person.ok_or(ProposeError::NoSuchPerson)?;
    let concerned = match proposal.kind {
        SupportKind::AppointAdministrator => {
            let name = proposal.organisation.trim();
            let found = support_actions::find_organisations(&mut tx, &permit, name).await?;
            match found.len() {
                0 => return Err(ProposeError::NoSuchOrganisation),
                1 => found,
                _ => return Err(ProposeError::SeveralOrganisations),
            }
        }
        SupportKind::ResetSecondFactor => {
            support_actions::organisations_of(&mut tx, person.user).await?
        }
    };
    let appointed = proposal.kind == SupportKind::AppointAdministrator;
    let organisation = concerned.first().filter(|_| appointed);
    let new = NewSupportAction {
        id: proposal.id,
        kind: proposal.kind,
        person: &person,
        organisation: organisation.map(|(id, name)| (*id, name.as_str())),
        reason: proposal.reason.as_str(),
        proposed_by_name: &actor.name,
        expires_at: tx.now() + Duration::days(OPEN_DAYS.into()),
    };
    if !support_actions::propose(&mut tx, &permit, &new).await? {
        return Err(ProposeError::ProposedAlready);
    }
    let event = || {
        Event::new(Kind::SupportProposed)
            .with("action", proposal.id)
            .with("kind", proposal.kind)
            .with("user", person.user)
    };
    for (id, _) in &concerned {
        tx.record(&event().organisation(*id)).await?;
    }
    Ok(tx.commit(&event()).await?)
}
