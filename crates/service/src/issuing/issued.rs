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
    /// Name and address of everybody who was told when it was issued; where that was not kept, of whoever would be
    /// told now.
    pub told: Vec<(String, String)>,
    /// Whether it was kept.
    pub is_told_kept: bool,
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
    let id = grounds.review.case.application.id;
    let kept = store::team_certificates::list_told(&mut tx, id).await?;
    let is_told_kept = !kept.is_empty();
    let told = if is_told_kept {
        kept
    } else {
        to_tell(&mut tx, &grounds).await?.names_and_addresses()
    };
    Ok(IssuedCase {
        review: grounds.review,
        certificate,
        conditions: grounds.conditions,
        told,
        is_told_kept,
    })
}
