//! A case whose certificate has been issued.

use super::Grounds;
use super::people::to_tell;
use crate::reviews::read::is_submitted;
use crate::reviews::{ReadError, Review};
use domain::grant_condition::GrantCondition;
use domain::reference::ApplicationReference;
use policy::team::ReadCases;
use policy::{Actor, authorise_team};
use store::issuing::Issued;
use store::{Context, Store};

/// A case with its certificate.
#[derive(Debug)]
pub struct IssuedCase {
    /// The case.
    pub review: Review,
    /// Its certificate.
    pub certificate: Issued,
    /// What it was granted with.
    pub conditions: Vec<GrantCondition>,
    /// Name and address of everybody who was told.
    pub told: Vec<(String, String)>,
}

/// The certificate of the case of this reference, for a reader of the team.
pub async fn issued(
    store: &Store,
    actor: &Actor,
    reference: &ApplicationReference,
) -> Result<IssuedCase, ReadError> {
    authorise_team::<ReadCases>(actor)?;
    let mut tx = store.read(Context::of(actor)).await?;
    let review = Review::load(&mut tx, reference).await?;
    let review = review.filter(is_submitted).ok_or(ReadError::NotFound)?;
    let certificate = store::issuing::find_issued(&mut tx, review.case.application.id).await?;
    let certificate = certificate.ok_or(ReadError::NotFound)?;
    let grounds = Grounds::around(&mut tx, review).await?;
    let told = to_tell(&mut tx, &grounds).await?.everybody();
    Ok(IssuedCase {
        review: grounds.review,
        certificate,
        conditions: grounds.conditions,
        told: told
            .into_iter()
            .map(|person| (person.name, person.email.as_str().to_owned()))
            .collect(),
    })
}
