//! Facts for the tests of this crate.

use time::macros::{date, datetime};

use crate::CertificateFacts;

/// A certificate of a service such as one would meet.
pub fn facts() -> CertificateFacts {
    let number = crate::number(2026, 42);
    CertificateFacts {
        service_code: "SRV_0042".to_owned(),
        service_name: "Northwind Secure Case Exchange".to_owned(),
        description: "Moves case files between police forces and prosecutors, with a record of \
                      who opened what. Run by Northwind from two UK data centres."
            .to_owned(),
        organisation: "Northwind Public Services Limited".to_owned(),
        infrastructure_name: "Fabrikam Assured Hosting Platform".to_owned(),
        infrastructure_certificate: "CN-2026-118".to_owned(),
        valid_from: date!(2026 - 11 - 21),
        valid_to: date!(2027 - 11 - 20),
        issued_at: datetime!(2026-11-21 16:12:03 UTC),
        question_set: "psn-cop 2015-07".to_owned(),
        legal_jurisdiction: "England and Wales".to_owned(),
        management_model: "Managed by the supplier from the United Kingdom".to_owned(),
        commitments_version: "2026-1".to_owned(),
        snapshot_sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
            .to_owned(),
        verify_url: format!("https://psn.example.gov.uk/c/{number}"),
        number,
    }
}
