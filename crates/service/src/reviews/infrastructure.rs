//! The infrastructure of a case: what the owner answered, and its entry in the register.

use super::notices::{Office, supplier_side, tell};
use super::read::is_submitted;
use super::{ReadError, Review};
use crate::applications::Case;
use crate::hosting::all_residual;
use crate::infrastructures::host_services_of;
use crate::joint::Joint;
use audit::{Event, Kind};
use domain::application::ApplicationState;
use domain::connection_assessment::{Assessed, ConnectionState};
use domain::host_service::HostService;
use domain::id::ConnectionAssessmentId;
use domain::owner_request::{OwnerRequest, OwnerRequestState, Reply};
use domain::reference::ApplicationReference;
use domain::when;
use policy::team::{ConfirmInfrastructure, ReadCases};
use policy::{Actor, Denied, authorise_team};
use store::connection_assessments::{self, ConnectionAssessment};
use store::infrastructures::Infrastructure as RegisterEntry;
use store::issuing::ConfirmedCertificate;
use store::responsibilities::Responsibility;
use store::{Context, ReadTx, Store, StoreError, WriteTx};
use time::Date;

/// What is known of a case's infrastructure.
#[derive(Debug)]
pub struct Infrastructure {
    /// What the owner was asked and answered.
    pub owner: Option<OwnerRequest>,
    /// What that request answers of what the owner wrote before; empty where only the certificate matters.
    pub reply: Option<Reply>,
    /// The entry of the register that the application names.
    pub entry: Option<RegisterEntry>,
    /// The services of the owner that the application names, with what the register says of them;
    /// empty where only the certificate matters.
    pub host_services: Vec<HostService>,
    /// What the owner publishes of it; empty where only the certificate matters.
    pub residual: Vec<Responsibility>,
    /// Where both certificates are applied for together, what the team recorded of the Code of
    /// Connection, the latest first.
    pub assessments: Vec<ConnectionAssessment>,
}

impl Infrastructure {
    /// The owner's agreement, if there is one.
    pub fn agreement(&self) -> Option<&OwnerRequest> {
        self.owner
            .as_ref()
            .filter(|owner| owner.state == OwnerRequestState::Agreed)
    }

    /// The entry of the register, if the team has confirmed it.
    pub fn confirmed(&self) -> Option<&RegisterEntry> {
        self.entry
            .as_ref()
            .filter(|entry| entry.confirmed_at.is_some())
    }

    /// How the Code of Connection stands, and since when; nothing when nothing was recorded.
    pub fn standing(&self) -> Option<&Assessed> {
        Some(&self.assessments.first()?.assessed)
    }

    pub(crate) async fn load(tx: &mut ReadTx, case: &Case) -> Result<Self, StoreError> {
        let owner = store::owner_requests::find_latest(tx, case.application.id).await?;
        let entry = match case.application.infrastructure {
            Some(id) => store::infrastructures::find(tx, id).await?,
            None => None,
        };
        let assessments = match Joint::of(case) {
            Some(_) => connection_assessments::list(tx, case.application.id).await?,
            None => Vec::new(),
        };
        Ok(Self {
            assessments,
            owner,
            reply: None,
            entry,
            host_services: Vec::new(),
            residual: Vec::new(),
        })
    }
}

/// A case with what is known of its infrastructure.
pub async fn read_infrastructure(
    store: &Store,
    actor: &Actor,
    reference: &ApplicationReference,
) -> Result<(Review, Infrastructure), ReadError> {
    authorise_team::<ReadCases>(actor)?;
    let mut tx = store.read(Context::of(actor)).await?;
    let review = Review::load(&mut tx, reference).await?;
    let review = review.filter(is_submitted).ok_or(ReadError::NotFound)?;
    let mut infrastructure = Infrastructure::load(&mut tx, &review.case).await?;
    if let Some(owner) = &infrastructure.owner {
        infrastructure.reply = store::owner_requests::find_reply(&mut tx, owner.id).await?;
    }
    infrastructure.residual = all_residual(&mut tx, &review.case).await?;
    infrastructure.host_services = host_services_of(&mut tx, &review.case).await?;
    Ok((review, infrastructure))
}

/// A connection certificate as the form gives it.
#[derive(Debug)]
pub struct Confirmed<'a> {
    /// Its number.
    pub certificate_number: &'a str,
    /// The organisation that holds it.
    pub owner_name: &'a str,
    /// Its last day.
    pub valid_to: Date,
}

/// Why a certificate was not confirmed.
#[derive(Debug, thiserror::Error)]
pub enum ConfirmError {
    /// No such case.
    #[error("no such case")]
    NotFound,
    /// Not for this person.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The case is finished, or the certificate is confirmed already.
    #[error("nothing is left to confirm")]
    NothingToConfirm,
    /// The certificate has ended.
    #[error("the certificate has ended")]
    Ended,
    /// The owner agreed to another certificate's number.
    #[error("the owner agreed to another certificate")]
    NotWhatTheOwnerAgreedTo {
        /// The number that the owner agreed to.
        agreed: String,
    },
    /// The register has other infrastructure with this number: who holds that would decide about this.
    #[error("the register has other infrastructure with this number")]
    IsAnothers {
        /// What the register calls it.
        name: String,
        /// Its owner.
        owner: String,
    },
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Confirms the connection certificate that the supplier typed, and puts it into the register.
/// Where it was applied for together with the service's, this records that it exists, and the
/// supplier is asked to confirm that the service runs on that infrastructure.
pub async fn confirm_infrastructure(
    store: &Store,
    actor: &Actor,
    reference: &ApplicationReference,
    confirmed: &Confirmed<'_>,
    office: Office<'_>,
) -> Result<(), ConfirmError> {
    let permit = authorise_team::<ConfirmInfrastructure>(actor)?;
    let mut tx = store.write(Context::of(actor)).await?;
    let case = crate::applications::load_for_update(&mut tx, reference).await?;
    let mut case = case
        .filter(|case| case.application.state.is_submitted())
        .ok_or(ConfirmError::NotFound)?;
    let infrastructure = Infrastructure::load(&mut tx, &case).await?;
    let is_finished = matches!(
        case.application.state,
        ApplicationState::Refused | ApplicationState::Certified
    );
    if is_finished || infrastructure.confirmed().is_some() {
        return Err(ConfirmError::NothingToConfirm);
    }
    let number = checked_number(&infrastructure, confirmed, when::uk_date(tx.now()))?;
    let own = infrastructure.entry.as_ref().map(|entry| entry.id);
    store::issuing::hold_number(&mut tx, &number).await?;
    let listed = store::infrastructures::find_listed(&mut tx, &number, "", own).await?;
    if let Some(other) = listed.filter(|listed| listed.is_same_certificate) {
        return Err(ConfirmError::IsAnothers {
            name: other.entry.name,
            owner: other.entry.owner_name,
        });
    }
    let certificate = ConfirmedCertificate {
        name: name_of(&case, &infrastructure),
        owner_name: confirmed.owner_name.to_owned(),
        certificate_number: number,
        valid_to: confirmed.valid_to,
    };
    let id = if let Some(entry) = &infrastructure.entry {
        store::issuing::confirm_entry(&mut tx, &permit, entry.id, &certificate).await?;
        entry.id
    } else {
        let id = store::issuing::add_confirmed_entry(&mut tx, &permit, &certificate).await?;
        case.application.infrastructure = Some(id);
        store::applications::save(&mut tx, &permit, &case.application).await?;
        id
    };
    if Joint::of(&case).is_some() {
        let issued = Assessed {
            state: ConnectionState::Issued,
            on_day: when::uk_date(tx.now()),
            note: String::new(),
        };
        let (application, by) = (&case.application, (Some(id), actor.name.as_str()));
        let entry = ConnectionAssessmentId::new();
        connection_assessments::add(&mut tx, &permit, application, entry, &issued, by).await?;
        tell_supplier(&mut tx, &case, &certificate, office).await?;
    }
    let event = Event::new(Kind::InfrastructureConfirmed)
        .organisation(case.application.organisation)
        .application(case.application.id)
        .with("infrastructure", id)
        .with("valid_to", when::iso_date(confirmed.valid_to));
    tx.commit(&event).await?;
    Ok(())
}

async fn tell_supplier(
    tx: &mut WriteTx,
    case: &Case,
    certificate: &ConfirmedCertificate,
    office: Office<'_>,
) -> Result<(), StoreError> {
    let notice = mail::ConnectionRecorded {
        service: case.application.service_title().to_owned(),
        infrastructure: certificate.name.clone(),
        certificate: certificate.certificate_number.clone(),
        link: office.application_url(case, "infrastructure/owner-request"),
    };
    let people = supplier_side(tx, case).await?;
    tell(tx, &people, &notice).await
}

/// The certificate's number, written as the owner agreed to it where there is an agreement.
fn checked_number(
    infrastructure: &Infrastructure,
    confirmed: &Confirmed<'_>,
    today: Date,
) -> Result<String, ConfirmError> {
    if confirmed.valid_to < today {
        return Err(ConfirmError::Ended);
    }
    let Some(agreement) = infrastructure.agreement() else {
        return Ok(confirmed.certificate_number.to_owned());
    };
    let agreed = agreement.hosting.certificate_number.clone();
    if agreement.hosting.has_number(confirmed.certificate_number) {
        Ok(agreed)
    } else {
        Err(ConfirmError::NotWhatTheOwnerAgreedTo { agreed })
    }
}

/// The infrastructure's name, as the owner agreed to it or as the application says it.
fn name_of(case: &Case, infrastructure: &Infrastructure) -> String {
    if let Some(entry) = &infrastructure.entry {
        return entry.name.clone();
    }
    if let Some(owner) = &infrastructure.owner {
        return owner.hosting.infrastructure_name.clone();
    }
    let asked = case.set.asked_answers(&case.stored.answers);
    case.set
        .fact_in_words("infrastructure_name", &asked)
        .unwrap_or_default()
}
