//! A second person decides.

use crate::recipients::recipient;
use audit::{Event, Kind};
use domain::id::{OrganisationId, SupportActionId};
use domain::support_action::{SupportKind, SupportState};
use domain::when;
use mail::{Notice, RegistrationCorrected, SupportDone};
use policy::team::{DecideSupport, ReadSupport};
use policy::{Actor, Denied, authorise_team};
use std::collections::BTreeMap;
use store::organisations::people;
use store::support_actions::{self, SupportAction};
use store::{Context, Store, StoreError, WriteTx, outbox};

/// The constraint that asks for a second person.
const SECOND_PERSON: &str = "support_actions_second_person";

/// The index that holds each number of a register once.
const NUMBERS: &str = "organisations_number";

/// Why nothing was decided.
#[derive(Debug, thiserror::Error)]
pub enum DecideSupportError {
    /// There is no such action.
    #[error("not found")]
    NotFound,
    /// The person may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// It needs somebody else than who proposed it, or who proposed it to withdraw it.
    #[error("it needs a second person")]
    SamePerson,
    /// Another organisation has the number by now.
    #[error("another organisation has this number")]
    NumberTaken,
    /// It was decided already, or has run out.
    #[error("not open any more")]
    NotOpen,
    /// The database.
    #[error(transparent)]
    Store(StoreError),
}

impl From<StoreError> for DecideSupportError {
    fn from(error: StoreError) -> Self {
        match error.constraint() {
            Some(SECOND_PERSON) => Self::SamePerson,
            Some(NUMBERS) => Self::NumberTaken,
            _ => Self::Store(error),
        }
    }
}

/// Approves it and does it at once, refuses it, or withdraws it.
pub async fn decide(
    store: &Store,
    actor: &Actor,
    id: SupportActionId,
    outcome: SupportState,
    public_url: &str,
) -> Result<(), DecideSupportError> {
    let permit = authorise_team::<DecideSupport>(actor)?;
    let reading = authorise_team::<ReadSupport>(actor)?;
    let mut tx = store.write(Context::of(actor)).await?;
    let action = support_actions::find(&mut tx, &reading, id).await?;
    let action = action.ok_or(DecideSupportError::NotFound)?;
    // Before it is done: the person's organisations, and who administers them.
    let concerned = concerned(&mut tx, &action).await?;
    if !support_actions::decide(&mut tx, &permit, id, outcome).await? {
        return Err(DecideSupportError::NotOpen);
    }
    let kind = match (outcome, action.kind) {
        (SupportState::Approved, SupportKind::AppointAdministrator) => Kind::AdministratorAppointed,
        (SupportState::Approved, SupportKind::ResetSecondFactor) => Kind::SecondFactorReset,
        (SupportState::Approved, SupportKind::CorrectRegistration) => Kind::RegistrationCorrected,
        _ => Kind::SupportNotDone,
    };
    let event = || {
        let event = Event::new(kind)
            .with("action", id)
            .with("kind", action.kind)
            .with("user", action.user)
            .with("proposed_by", action.proposed_by)
            .with("outcome", outcome);
        match &action.registration {
            Some((before, after)) => event.with("from", before).with("to", after),
            None => event,
        }
    };
    if outcome == SupportState::Approved {
        tell(&mut tx, &action, &concerned, public_url).await?;
    }
    for organisation in &concerned {
        tx.record(&event().organisation(*organisation)).await?;
    }
    Ok(tx.commit(&event()).await?)
}

async fn concerned(
    tx: &mut WriteTx,
    action: &SupportAction,
) -> Result<Vec<OrganisationId>, StoreError> {
    if let Some((id, _)) = &action.organisation {
        return Ok(vec![*id]);
    }
    let found = support_actions::organisations_of(tx, action.user).await?;
    Ok(found.into_iter().map(|(id, _)| id).collect())
}

/// Tells the person and the administrators, everybody once.
async fn tell(
    tx: &mut WriteTx,
    action: &SupportAction,
    organisations: &[OrganisationId],
    public_url: &str,
) -> Result<(), StoreError> {
    let mut people_by_email = BTreeMap::new();
    people_by_email.insert(action.user_email.clone(), action.user_name.clone());
    for organisation in organisations {
        for one in people::administrators(tx, *organisation).await? {
            people_by_email.insert(one.email, one.name);
        }
    }
    let organisation = action.organisation.as_ref();
    let done_at = when::date_and_time(tx.now());
    let corrected = organisation.zip(action.registration.as_ref());
    let corrected = corrected.map(|((id, name), (before, after))| RegistrationCorrected {
        organisation: name.clone(),
        before: before.clone(),
        after: after.clone(),
        person: action.user_name.clone(),
        done_at: done_at.clone(),
        link: format!("{public_url}/organisations/{id}"),
    });
    let done = SupportDone {
        person: action.user_name.clone(),
        organisation: organisation.map_or_else(String::new, |(_, name)| name.clone()),
        is_reset: action.kind == SupportKind::ResetSecondFactor,
        done_at,
    };
    for (email, name) in people_by_email {
        if let Some(to) = recipient(&name, &email) {
            let message = match &corrected {
                Some(corrected) => corrected.message(&to),
                None => done.message(&to),
            };
            outbox::add(tx, &message).await?;
        }
    }
    Ok(())
}
