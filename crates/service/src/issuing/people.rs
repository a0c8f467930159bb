//! Who is told of a certificate.

use super::Grounds;
use crate::recipients::recipient;
use crate::reviews::notices::{distinct, supplier_side};
use mail::Recipient;
use store::{ReadTx, StoreError};

/// The supplier's people, the signatory and the contact of the infrastructure's owner.
pub async fn to_tell(tx: &mut ReadTx, grounds: &Grounds) -> Result<Vec<Recipient>, StoreError> {
    let supplier = supplier_side(tx, &grounds.review.case).await?;
    let signatory = grounds
        .signature
        .as_ref()
        .and_then(|signed| recipient(&signed.signatory.name, &signed.signatory.email));
    let owner = grounds
        .infrastructure
        .agreement()
        .filter(|agreement| !agreement.is_own)
        .and_then(|agreement| recipient(&agreement.contact.name, &agreement.contact.email));
    Ok(distinct(supplier.into_iter().chain(signatory).chain(owner)))
}
