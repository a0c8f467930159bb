//! Proposing.

use crate::organisations::{
    Corrected, Correction, RegistrationField, corrected, registration_in_words,
};
use audit::{Event, Kind};
use domain::email::EmailAddress;
use domain::id::{OrganisationId, SupportActionId, UserId};
use domain::support_action::{OPEN_DAYS, SupportKind, SupportReason};
use domain::when;
use policy::team::ProposeSupport;
use policy::{Actor, Denied, authorise_team};
use questions::Reference;
use store::organisations;
use store::support_actions::{self, NewRegistration, NewSupportAction};
use store::{Context, Store, StoreError, WriteTx};
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
    /// The person does not belong to the organisation.
    #[error("the person does not belong to the organisation")]
    NotOfOrganisation,
    /// The registration can't be so: what is wrong, in words.
    #[error("the registration can't be so")]
    Wrong(Vec<(RegistrationField, String)>),
    /// Another organisation has this number.
    #[error("another organisation has this number")]
    NumberTaken,
    /// The registration is so already.
    #[error("the registration is so already")]
    Unchanged,
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
    /// Name or registration number of the organisation that gets an administrator, or whose
    /// registration is corrected; not looked at for other kinds.
    pub organisation: &'a str,
    /// What the registration is corrected to; nothing for other kinds.
    pub correction: Option<Correction<'a>>,
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
        SupportKind::AppointAdministrator | SupportKind::CorrectRegistration => {
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
    let is_of_organisation = proposal.kind != SupportKind::ResetSecondFactor;
    let organisation = concerned.first().filter(|_| is_of_organisation);
    let registration = match (proposal.correction, organisation) {
        (Some(correction), Some((id, _))) => {
            Some(registration(&mut tx, *id, person.user, correction).await?)
        }
        _ => None,
    };
    let new = NewSupportAction {
        id: proposal.id,
        kind: proposal.kind,
        person: &person,
        organisation: organisation.map(|(id, name)| (*id, name.as_str())),
        registration: registration.as_ref().map(Registration::as_new),
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

/// A registration that is proposed, with words for it.
struct Registration {
    to: Corrected,
    before: String,
    after: String,
}

impl Registration {
    fn as_new(&self) -> NewRegistration<'_> {
        let registration = self.to.registration.as_ref();
        NewRegistration {
            kind: self.to.kind,
            registration: registration
                .map(|(register, number)| (register.as_str(), number.as_str())),
            answers: &self.to.answers,
            before: &self.before,
            after: &self.after,
        }
    }
}

/// What the registration of an organisation is corrected to, for a member of it who asks.
async fn registration(
    tx: &mut WriteTx,
    id: OrganisationId,
    member: UserId,
    correction: Correction<'_>,
) -> Result<Registration, ProposeError> {
    let of_member = support_actions::organisations_of(tx, member).await?;
    if !of_member.iter().any(|(one, _)| *one == id) {
        return Err(ProposeError::NotOfOrganisation);
    }
    let organisation = organisations::find(tx, id).await?;
    let organisation = organisation.ok_or(ProposeError::NoSuchOrganisation)?;
    let today = Reference::on(when::uk_date(tx.now()));
    let to = corrected(&organisation.name, correction, &today).map_err(ProposeError::Wrong)?;
    if let Some((register, number)) = &to.registration
        && organisations::is_number_of_another(tx, id, (register, number)).await?
    {
        return Err(ProposeError::NumberTaken);
    }
    let before = organisation
        .register
        .as_deref()
        .zip(organisation.registration_number.as_deref());
    let before = registration_in_words(organisation.kind, before);
    let after = to.registration.as_ref();
    let after = after.map(|(register, number)| (register.as_str(), number.as_str()));
    let after = registration_in_words(to.kind, after);
    if before == after {
        return Err(ProposeError::Unchanged);
    }
    Ok(Registration { to, before, after })
}
