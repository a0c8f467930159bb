//! What a certificate says, from the answers that were assessed and signed.

use super::Grounds;
use crate::applications::Case;
use certificates::{CertificateFacts, number};
use domain::reference::ServiceCode;
use questions::{Answers, QuestionSet};
use store::StoreError;
use time::OffsetDateTime;

/// The facts of the certificate with these serial numbers, and how customers reach the
/// service desk.
pub fn facts(
    grounds: &Grounds,
    (serial, service): (u32, i32),
    issued_at: OffsetDateTime,
    public_url: &str,
) -> Result<CertificateFacts, StoreError> {
    let case = &grounds.review.case;
    let missing = |column| StoreError::Corrupt {
        table: "applications",
        column,
    };
    let entry = grounds.infrastructure.confirmed();
    let entry = entry.ok_or(missing("infrastructure_id"))?;
    let signature = grounds.signature.as_ref().ok_or(missing("state"))?;
    let year = u16::try_from(grounds.valid_from.year()).map_err(|_| missing("target_on"))?;
    let number = number(year, serial);
    Ok(CertificateFacts {
        service_code: service_code(grounds, service).to_string(),
        service_name: case.application.service_title().to_owned(),
        description: fact(case, "description_for_users"),
        organisation: case.application.organisation_name.clone(),
        infrastructure_name: entry.name.clone(),
        infrastructure_certificate: entry.certificate_number.clone(),
        valid_from: grounds.valid_from,
        valid_to: grounds.valid_to,
        issued_at,
        question_set: format!("{} {}", case.set.id, case.set.version),
        legal_jurisdiction: fact(case, "legal_jurisdiction"),
        management_model: fact(case, "management_model"),
        commitments_version: signature.commitments_version.clone(),
        snapshot_sha256: signature.snapshot_sha256.clone(),
        verify_url: format!("{public_url}/c/{number}"),
        number,
    }
    .as_signed())
}

/// The code of the service: of a renewal the one that it has, else that of the serial number.
pub fn service_code(grounds: &Grounds, serial: i32) -> ServiceCode {
    let renewal = grounds.review.case.renewal.as_ref();
    renewal.map_or_else(
        || ServiceCode::of_serial(serial),
        |renewal| renewal.service_code.clone(),
    )
}

/// What the register will say of the service of an application, as its answers are now. What is not
/// answered yet is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publication {
    /// The service's name.
    pub service_name: String,
    /// The description for users.
    pub description: String,
    /// The supplier.
    pub organisation: String,
    /// The code of the service, if it has one already.
    pub service_code: Option<ServiceCode>,
    /// The infrastructure's name.
    pub infrastructure_name: String,
    /// The number of its connection certificate.
    pub infrastructure_certificate: String,
    /// The legal jurisdiction.
    pub legal_jurisdiction: String,
    /// How the service is managed.
    pub management_model: String,
    /// How customers reach the service desk, one way a line.
    pub service_desk: String,
}

/// What the register will say of the service of an application.
pub fn publication(case: &Case) -> Publication {
    Publication {
        service_name: fact(case, "service_name"),
        description: fact(case, "description_for_users"),
        organisation: case.application.organisation_name.clone(),
        service_code: case
            .renewal
            .as_ref()
            .map(|renewal| renewal.service_code.clone()),
        infrastructure_name: fact(case, "infrastructure_name"),
        infrastructure_certificate: fact(case, "infrastructure_certificate"),
        legal_jurisdiction: fact(case, "legal_jurisdiction"),
        management_model: fact(case, "management_model"),
        service_desk: service_desk(case),
    }
}

/// How customers reach the service desk, one way a line.
pub fn service_desk(case: &Case) -> String {
    service_desk_of(case.set, &case.set.asked_answers(&case.stored.answers))
}

/// The same of answers without what is not asked.
pub(crate) fn service_desk_of(set: &QuestionSet, asked: &Answers) -> String {
    [
        "service_desk_name",
        "service_desk_phone",
        "service_desk_email",
    ]
    .into_iter()
    .filter_map(|name| set.fact_in_words(name, asked))
    .collect::<Vec<_>>()
    .join("\n")
}

/// A fact as people read it; empty when it was not answered.
fn fact(case: &Case, name: &str) -> String {
    let asked = case.set.asked_answers(&case.stored.answers);
    case.set.fact_in_words(name, &asked).unwrap_or_default()
}
