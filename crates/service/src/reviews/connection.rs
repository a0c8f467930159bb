//! How the assessment of a Code of Connection stands that runs beside that of a service: the team
//! keeps it, and nothing rests on it. The service's certificate is held until the connection
//! certificate is in the register.

use super::infrastructure::Infrastructure;
use super::notices::{Office, supplier_side, tell};
use crate::applications::Case;
use crate::joint::Joint;
use audit::{Event, Kind};
use domain::application::ApplicationState;
use domain::connection_assessment::{Assessed, ConnectionState};
use domain::id::ConnectionAssessmentId;
use domain::reference::ApplicationReference;
use domain::when;
use policy::team::RecordConnection;
use policy::{Actor, Denied, authorise_team};
use store::connection_assessments;
use store::{Context, Store, StoreError, WriteTx};

/// Why nothing was recorded.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// No such case, or no connection certificate is applied for with it.
    #[error("no such case")]
    NotFound,
    /// Not for this person.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// It would go back behind what was recorded last.
    #[error("it stands further already")]
    Backwards(Assessed),
    /// The case is finished, or the connection certificate is in the register.
    #[error("nothing is left to record")]
    Closed,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// True while the team can record how the Code of Connection of a case stands.
pub fn can_record(state: ApplicationState, infrastructure: &Infrastructure) -> bool {
    !is_finished(state) && infrastructure.confirmed().is_none()
}

/// True when nothing more is to be found out about the infrastructure.
pub(super) fn is_finished(state: ApplicationState) -> bool {
    matches!(
        state,
        ApplicationState::Refused
            | ApplicationState::Certified
            | ApplicationState::Withdrawn
            | ApplicationState::Deleted
    )
}

/// Records how it stands. The same form twice records it once.
pub async fn record_connection(
    store: &Store,
    actor: &Actor,
    reference: &ApplicationReference,
    (id, assessed): (ConnectionAssessmentId, &Assessed),
    office: Office<'_>,
) -> Result<(), RecordError> {
    let permit = authorise_team::<RecordConnection>(actor)?;
    let mut tx = store.write(Context::of(actor)).await?;
    let case = crate::applications::load_for_update(&mut tx, reference).await?;
    let case = case
        .filter(|case| case.application.state.is_submitted() && Joint::of(case).is_some())
        .ok_or(RecordError::NotFound)?;
    let infrastructure = Infrastructure::load(&mut tx, &case).await?;
    let application = &case.application;
    if !can_record(application.state, &infrastructure) || assessed.state == ConnectionState::Issued
    {
        return Err(RecordError::Closed);
    }
    let last = infrastructure.assessments.first();
    if let Some(last) = last.map(|last| &last.assessed)
        && (!assessed.state.follows(last.state) || assessed.on_day < last.on_day)
        && !connection_assessments::is_known(&mut tx, id).await?
    {
        return Err(RecordError::Backwards(last.clone()));
    }
    let by = (None, actor.name.as_str());
    if !connection_assessments::add(&mut tx, &permit, application, id, assessed, by).await? {
        return Ok(());
    }
    let event = Event::new(Kind::ConnectionAssessmentRecorded)
        .organisation(application.organisation)
        .application(application.id)
        .with("state", assessed.state)
        .with("on", when::iso_date(assessed.on_day));
    if assessed.state == ConnectionState::Refused {
        tell_of_refusal(&mut tx, &case, assessed, office).await?;
    }
    tx.commit(&event).await?;
    Ok(())
}

/// Tells the supplier that its connection certificate was refused, and its service's can't be issued.
async fn tell_of_refusal(
    tx: &mut WriteTx,
    case: &Case,
    refused: &Assessed,
    office: Office<'_>,
) -> Result<(), StoreError> {
    let joint = Joint::of(case).map(|joint| joint.infrastructure);
    let notice = mail::ConnectionRefused {
        service: case.application.service_title().to_owned(),
        infrastructure: joint.unwrap_or_default(),
        refused_on: when::date(refused.on_day),
        link: office.application_url(case, "progress"),
    };
    let people = supplier_side(tx, case).await?;
    tell(tx, &people, &notice).await
}
