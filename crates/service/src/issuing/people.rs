//! Who is told of a certificate.

use super::Grounds;
use crate::recipients::recipient;
use crate::reviews::notices::{distinct, supplier_side};
use mail::Recipient;
use store::{ReadTx, StoreError};

/// Who is told of a certificate, each address once.
pub struct Told {
    /// The supplier's people and the signatory, who are told of conditions too.
    pub applicants: Vec<Recipient>,
    /// The contact of the infrastructure's owner, unless that is one of them.
    pub owner: Option<Recipient>,
}

impl Told {
    /// Name and address of all of them.
    pub fn names_and_addresses(&self) -> Vec<(String, String)> {
        let everybody = self.applicants.iter().chain(&self.owner);
        everybody
            .map(|person| (person.name.clone(), person.email.as_str().to_owned()))
            .collect()
    }
}

/// The supplier's people, the signatory and the contact of the infrastructure's owner.
pub async fn to_tell(tx: &mut ReadTx, grounds: &Grounds) -> Result<Told, StoreError> {
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
    let mut applicants = distinct(supplier.into_iter().chain(signatory));
    let known = applicants.len();
    applicants = distinct(applicants.into_iter().chain(owner));
    let owner = applicants.split_off(known).pop();
    Ok(Told { applicants, owner })
}
