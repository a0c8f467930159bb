//! Issuing a certificate.

use super::people::to_tell;
use super::wording::{facts, service_code, service_desk};
use super::{Grounds, Obstacle};
use crate::reviews::Review;
use crate::reviews::notices::{Office, tell};
use crate::reviews::read::is_submitted;
use audit::{Event, Kind};
use certificates::{CertificateFacts, PdfError, SigningKey};
use domain::application::{ApplicationState, OutOfOrder, Step};
use domain::certificate::slug;
use domain::id::CertificateId;
use domain::reference::ApplicationReference;
use domain::when;
use mail::CertificateGranted;
use policy::team::IssueCertificate;
use policy::{Actor, Denied, TeamPermit, authorise_team};
use std::sync::Arc;
use store::issuing::{NewCertificate, Refusal};
use store::{Context, Store, StoreError, WriteTx};

/// Why no certificate was issued.
#[derive(Debug, thiserror::Error)]
pub enum IssueError {
    /// No such case.
    #[error("no such case")]
    NotFound,
    /// Not for this person.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// It has been issued: look at it instead.
    #[error("the certificate has been issued")]
    AlreadyIssued,
    /// The case is not approved.
    #[error(transparent)]
    OutOfOrder(#[from] OutOfOrder),
    /// Something stands in the way.
    #[error("something stands in the way")]
    Obstructed(Vec<Obstacle>),
    /// The database found that a ground is missing.
    #[error("the database refused: {0:?}")]
    Refused(Refusal),
    /// What it stands on changed while it was being made; try again.
    #[error("its grounds changed meanwhile")]
    Moved,
    /// It could not be set as a PDF.
    #[error(transparent)]
    Pdf(#[from] PdfError),
    /// Making it broke off.
    #[error("making the certificate broke off")]
    BrokeOff(#[from] tokio::task::JoinError),
    /// The database.
    #[error(transparent)]
    Store(StoreError),
}

impl From<StoreError> for IssueError {
    fn from(error: StoreError) -> Self {
        match store::issuing::refusal(&error) {
            Some(Refusal::SecondCertificate) => Self::AlreadyIssued,
            Some(refusal) => Self::Refused(refusal),
            None => Self::Store(error),
        }
    }
}

/// A certificate ready to be kept.
struct Made {
    facts: CertificateFacts,
    signed_json: String,
    pdf: Vec<u8>,
}

/// Issues the certificate of an approved case.
///
/// Its numbers are taken first and for good; then it is signed and set while nothing is locked;
/// then it is kept in one transaction, if it still stands on the same grounds.
pub async fn issue(
    store: &Store,
    actor: &Actor,
    reference: &ApplicationReference,
    key: &Arc<SigningKey>,
    office: Office<'_>,
) -> Result<(), IssueError> {
    let permit = authorise_team::<IssueCertificate>(actor)?;
    let grounds = free_grounds(store, actor, reference).await?;
    let year = grounds.valid_from.year();
    let serials = store.reserve_certificate_serials(&permit, year).await?;
    let facts = facts(&grounds, serials, grounds.review.now, office.public_url)?;
    let made = make(facts, Arc::clone(key)).await?;
    let mut tx = store.write(Context::of(actor)).await?;
    let review = Review::load_for_update(&mut tx, reference).await?;
    let mut now = check(&mut tx, review).await?;
    if !stands_on(&made.facts, &now) {
        return Err(IssueError::Moved);
    }
    keep(&mut tx, &permit, actor, &now, &made, serials.1).await?;
    now.review.case.application.take(Step::Issue)?;
    let application = &now.review.case.application;
    store::applications::save(&mut tx, &permit, application).await?;
    tell_everybody(&mut tx, &permit, &now, &made.facts, office).await?;
    let event = Event::new(Kind::CertificateIssued)
        .organisation(application.organisation)
        .application(application.id)
        .with("number", &made.facts.number)
        .with("service", &made.facts.service_code)
        .with("snapshot_sha256", &made.facts.snapshot_sha256)
        .with("valid_to", when::iso_date(made.facts.valid_to));
    tx.commit(&event).await?;
    Ok(())
}

/// The grounds, if nothing stands in the way.
async fn free_grounds(
    store: &Store,
    actor: &Actor,
    reference: &ApplicationReference,
) -> Result<Grounds, IssueError> {
    let mut tx = store.read(Context::of(actor)).await?;
    let review = Review::load(&mut tx, reference).await?;
    check(&mut tx, review).await
}

async fn check(tx: &mut store::ReadTx, review: Option<Review>) -> Result<Grounds, IssueError> {
    let review = review.filter(is_submitted).ok_or(IssueError::NotFound)?;
    let state = review.case.application.state;
    if state == ApplicationState::Certified {
        return Err(IssueError::AlreadyIssued);
    }
    state.after(Step::Issue)?;
    let grounds = Grounds::around(tx, review).await?;
    if grounds.obstacles.is_empty() {
        Ok(grounds)
    } else {
        Err(IssueError::Obstructed(grounds.obstacles))
    }
}

/// Signs and sets, off the async threads.
async fn make(facts: CertificateFacts, key: Arc<SigningKey>) -> Result<Made, IssueError> {
    let made = tokio::task::spawn_blocking(move || {
        let signed_json = certificates::sign(&facts, &key);
        certificates::pdf(&facts, &signed_json).map(|pdf| Made {
            facts,
            signed_json,
            pdf,
        })
    });
    Ok(made.await??)
}

/// True when a certificate says what its grounds are now.
fn stands_on(facts: &CertificateFacts, grounds: &Grounds) -> bool {
    let signature = grounds.signature.as_ref();
    let entry = grounds.infrastructure.confirmed();
    facts.valid_from == grounds.valid_from
        && facts.valid_to == grounds.valid_to
        && signature.is_some_and(|signed| signed.snapshot_sha256 == facts.snapshot_sha256)
        && entry.is_some_and(|entry| {
            entry.certificate_number == facts.infrastructure_certificate
                && entry.name == facts.infrastructure_name
        })
}

async fn keep(
    tx: &mut WriteTx,
    permit: &TeamPermit<IssueCertificate>,
    actor: &Actor,
    grounds: &Grounds,
    made: &Made,
    service_serial: i32,
) -> Result<(), IssueError> {
    let facts = &made.facts;
    let code = service_code(grounds, service_serial);
    let is_renewal = grounds.review.case.renewal.is_some();
    let entry = grounds.infrastructure.confirmed();
    let new = NewCertificate {
        id: CertificateId::new(),
        number: &facts.number,
        service_code: &code,
        is_new_service: !is_renewal,
        service_name: &facts.service_name,
        slug: &slug(&facts.service_name, &code),
        description: &facts.description,
        infrastructure: entry.ok_or(IssueError::Moved)?.id,
        infrastructure_name: &facts.infrastructure_name,
        infrastructure_certificate: &facts.infrastructure_certificate,
        legal_jurisdiction: &facts.legal_jurisdiction,
        management_model: &facts.management_model,
        service_desk: &service_desk(&grounds.review.case),
        commitments_version: &facts.commitments_version,
        snapshot_sha256: &facts.snapshot_sha256,
        valid_from: facts.valid_from,
        valid_to: facts.valid_to,
        issued_at: facts.issued_at,
        issued_by_name: &actor.name,
        signed_json: &made.signed_json,
        pdf: &made.pdf,
    };
    store::issuing::add(tx, permit, &grounds.review.case.application, &new).await?;
    Ok(())
}

async fn tell_everybody(
    tx: &mut WriteTx,
    permit: &TeamPermit<IssueCertificate>,
    grounds: &Grounds,
    facts: &CertificateFacts,
    office: Office<'_>,
) -> Result<(), StoreError> {
    let dates = grounds.conditions.iter().map(|condition| condition.due_on);
    let notice = CertificateGranted {
        service: facts.service_name.clone(),
        certificate: facts.number.clone(),
        valid_from: when::date(facts.valid_from),
        valid_to: when::date(facts.valid_to),
        conditions: grounds.conditions.len(),
        first_due: dates.min().map(when::date).unwrap_or_default(),
        link: office.url(&format!("/c/{}", facts.number)),
    };
    let told = to_tell(tx, grounds).await?;
    let application = &grounds.review.case.application;
    let people = told.names_and_addresses();
    store::team_certificates::keep_told(tx, permit, application, &people).await?;
    tell(tx, &told.applicants, &notice).await?;
    // Conditions are between the supplier and the PSN team.
    let without_conditions = CertificateGranted {
        conditions: 0,
        first_due: String::new(),
        ..notice
    };
    let owner: Vec<_> = told.owner.into_iter().collect();
    tell(tx, &owner, &without_conditions).await
}
