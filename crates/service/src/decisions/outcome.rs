//! The decision as the supplier reads it.

use crate::applications::load;
use crate::subjects;
use audit::Kind;
use domain::application::{Application, ApplicationState};
use domain::grant_condition::GrantCondition;
use domain::reference::ApplicationReference;
use domain::review::Verdict;
use policy::organisation::ReadOrganisation;
use policy::{Actor, Denied, authorise};
use store::issuing::Issued;
use store::{Context, Store, StoreError};
use time::OffsetDateTime;

/// Why a decision can't be read.
#[derive(Debug, thiserror::Error)]
pub enum OutcomeError {
    /// No such application, or nothing is decided yet.
    #[error("no such decision")]
    NotFound,
    /// Not for this person.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A question that is not met, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotMet {
    /// What it is called.
    pub title: String,
    /// What is required, where it is a question of the standard.
    pub requirement: Option<String>,
    /// Why it is not met.
    pub why: String,
}

/// A decision on an application.
#[derive(Debug)]
pub struct SupplierOutcome {
    /// The application.
    pub application: Application,
    /// When it was decided.
    pub decided_at: Option<OffsetDateTime>,
    /// The certificate, once it is issued.
    pub issued: Option<Issued>,
    /// What the certificate is granted with.
    pub conditions: Vec<GrantCondition>,
    /// What is not met, where no certificate is granted.
    pub not_met: Vec<NotMet>,
}

/// The decision on the application of this reference, for a member of the supplier.
pub async fn outcome(
    store: &Store,
    actor: &Actor,
    reference: &ApplicationReference,
) -> Result<SupplierOutcome, OutcomeError> {
    let mut tx = store.read(Context::of(actor)).await?;
    let case = load(&mut tx, reference).await?;
    let case = case.ok_or(OutcomeError::NotFound)?;
    let application = &case.application;
    authorise::<ReadOrganisation>(actor, application.organisation)?;
    if !application.state.is_decided() {
        return Err(OutcomeError::NotFound);
    }
    let judgements = if application.state == ApplicationState::Refused {
        store::judgements::list(&mut tx, application.id).await?
    } else {
        std::collections::BTreeMap::new()
    };
    let not_met = subjects::all(case.set)
        .into_iter()
        .filter_map(|subject| {
            let judgement = judgements.get(&subject.id)?;
            (judgement.verdict == Verdict::NotMet).then(|| NotMet {
                requirement: case
                    .set
                    .question(&subject.id)
                    .map(|question| question.requirement_effective.clone()),
                title: subject.title,
                why: judgement.note.clone(),
            })
        })
        .collect();
    let id = application.id;
    Ok(SupplierOutcome {
        decided_at: store::audit_events::last_of_kind(&mut tx, id, Kind::DecisionApproved).await?,
        issued: store::issuing::find_issued(&mut tx, id).await?,
        conditions: store::grant_conditions::list_granted(&mut tx, id).await?,
        not_met,
        application: case.application,
    })
}
