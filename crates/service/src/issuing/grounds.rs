//! What a certificate stands on, and what stands in its way.

use crate::infrastructures::hosting;
use crate::joint::Joint;
use crate::reviews::read::is_submitted;
use crate::reviews::{Infrastructure, ReadError, Review};
use crate::signature_requests::{Covering, covering};
use domain::grant_condition::GrantCondition;
use domain::reference::ApplicationReference;
use domain::signature_request::SignatureRequest;
use domain::when;
use policy::team::ReadCases;
use policy::{Actor, authorise_team};
use store::{Context, ReadTx, Store, StoreError};
use time::Date;

/// Something that stands in the way of a certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Obstacle {
    /// The infrastructure's owner has not agreed, or agrees no more.
    NoAgreement,
    /// The owner agreed to something else than what the application says now.
    AgreementIsToSomethingElse(Vec<&'static str>),
    /// Both certificates are applied for together, and the connection certificate does not exist
    /// yet: how the team gets the Code of Connection and how it stands, in words.
    ConnectionCertificateToCome(String),
    /// Both were applied for together, the connection certificate exists, and the supplier has not
    /// confirmed that the service runs on that infrastructure.
    NotConfirmedBySupplier,
    /// The connection certificate is not confirmed in the register.
    NotConfirmed,
    /// The connection certificate has ended.
    InfrastructureEnded {
        /// Its last day.
        on: Date,
    },
    /// The register has another certificate than the one that the owner agreed to.
    OtherCertificate,
    /// No signature covers the application as it is.
    NotSigned,
    /// The signature is in ink, and nobody of the team has found it right.
    InkNotChecked,
}

/// What decides on which day a certificate ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ends {
    /// Twelve months are over.
    AfterTwelveMonths,
    /// The infrastructure's certificate ends first.
    WithInfrastructure,
}

/// What a certificate stands on.
#[derive(Debug)]
pub struct Grounds {
    /// The case.
    pub review: Review,
    /// Its infrastructure.
    pub infrastructure: Infrastructure,
    /// The signature that covers the application as it is.
    pub signature: Option<SignatureRequest>,
    /// What it is granted with.
    pub conditions: Vec<GrantCondition>,
    /// First day, today.
    pub valid_from: Date,
    /// Last day.
    pub valid_to: Date,
    /// What decides on the last day.
    pub ends: Ends,
    /// What stands in the way; a certificate needs none.
    pub obstacles: Vec<Obstacle>,
}

impl Grounds {
    pub(super) async fn around(tx: &mut ReadTx, review: Review) -> Result<Self, StoreError> {
        let infrastructure = Infrastructure::load(tx, &review.case).await?;
        let signature = match covering(tx, &review.case).await? {
            Covering::Signed(signed) => Some(*signed),
            Covering::Waiting(_) | Covering::None => None,
        };
        let valid_from = when::uk_date(review.now);
        let (valid_to, ends) = last_day(
            valid_from,
            infrastructure.confirmed().map(|entry| entry.valid_to),
        );
        let id = review.case.application.id;
        Ok(Self {
            conditions: store::grant_conditions::list_granted(tx, id).await?,
            obstacles: obstacles(&review, &infrastructure, signature.as_ref(), valid_from),
            review,
            infrastructure,
            signature,
            valid_from,
            valid_to,
            ends,
        })
    }
}

/// Twelve months, or to the end of the infrastructure's certificate if that is earlier.
fn last_day(from: Date, infrastructure: Option<Date>) -> (Date, Ends) {
    let full = when::twelve_months_inclusive(from);
    match infrastructure {
        Some(earlier) if earlier < full => (earlier, Ends::WithInfrastructure),
        Some(_) | None => (full, Ends::AfterTwelveMonths),
    }
}

fn obstacles(
    review: &Review,
    infrastructure: &Infrastructure,
    signature: Option<&SignatureRequest>,
    today: Date,
) -> Vec<Obstacle> {
    let mut found = Vec::new();
    let agreement = infrastructure.agreement();
    if let Some(agreement) = agreement {
        let asked = review.case.set.asked_answers(&review.case.stored.answers);
        let entry = infrastructure
            .entry
            .as_ref()
            .filter(|_| agreement.hosting.infrastructure.is_some());
        let differences = hosting(&review.case, &asked, entry)
            .map(|now| agreement.hosting.differences(&now))
            .unwrap_or_default();
        if !differences.is_empty() {
            found.push(Obstacle::AgreementIsToSomethingElse(differences));
        }
    }
    let joint = Joint::of(&review.case);
    match (agreement, &joint, infrastructure.confirmed()) {
        (None, None, _) => found.push(Obstacle::NoAgreement),
        (None, Some(_), Some(_)) => found.push(Obstacle::NotConfirmedBySupplier),
        // Before the connection certificate exists there is nothing to agree to.
        (None, Some(_), None) | (Some(_), _, _) => {}
    }
    match infrastructure.confirmed() {
        None => found.push(match &joint {
            Some(joint) => Obstacle::ConnectionCertificateToCome(
                joint.standing_in_words(infrastructure.standing()),
            ),
            None => Obstacle::NotConfirmed,
        }),
        Some(entry) => {
            if entry.valid_to < today {
                found.push(Obstacle::InfrastructureEnded { on: entry.valid_to });
            }
            let is_agreed_to = agreement.is_none_or(|agreement| {
                let agreed = &agreement.hosting.certificate_number;
                agreed.to_lowercase() == entry.certificate_number.to_lowercase()
            });
            if !is_agreed_to {
                found.push(Obstacle::OtherCertificate);
            }
        }
    }
    match signature {
        None => found.push(Obstacle::NotSigned),
        Some(signed) if signed.awaits_ink_check() => found.push(Obstacle::InkNotChecked),
        Some(_) => {}
    }
    found
}

/// What a certificate for the case of this reference would stand on, for a reader of the team.
pub async fn read(
    store: &Store,
    actor: &Actor,
    reference: &ApplicationReference,
) -> Result<Grounds, ReadError> {
    authorise_team::<ReadCases>(actor)?;
    let mut tx = store.read(Context::of(actor)).await?;
    let review = Review::load(&mut tx, reference).await?;
    let review = review.filter(is_submitted).ok_or(ReadError::NotFound)?;
    Ok(Grounds::around(&mut tx, review).await?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    #[test]
    fn a_certificate_ends_after_twelve_months_or_with_its_infrastructure() {
        let from = date!(2026 - 12 - 01);
        assert_eq!(
            last_day(from, Some(date!(2027 - 06 - 30))),
            (date!(2027 - 06 - 30), Ends::WithInfrastructure)
        );
        assert_eq!(
            last_day(from, Some(date!(2027 - 11 - 30))),
            (date!(2027 - 11 - 30), Ends::AfterTwelveMonths)
        );
        assert_eq!(
            last_day(from, None),
            (date!(2027 - 11 - 30), Ends::AfterTwelveMonths)
        );
    }
}
