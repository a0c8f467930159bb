//! What a certificate says.

use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};

time::serde::format_description!(iso_date, Date, "[year]-[month]-[day]");

/// What a certificate says, in the words that were true when it was issued.
///
/// The order of the fields is the order in the signed file; its bytes are what
/// is signed, so a new field is a new version of the format.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CertificateFacts {
    /// The certificate's number, `PSNS-YYYY-nnnn-c`.
    pub number: String,
    /// The service's code, `SRV_nnnn`.
    pub service_code: String,
    /// The service's name.
    pub service_name: String,
    /// What the service is, in the words published for its users.
    pub description: String,
    /// The organisation that provides the service.
    pub organisation: String,
    /// The infrastructure that the service is provided from.
    pub infrastructure_name: String,
    /// The number of that infrastructure's connection compliance certificate.
    pub infrastructure_certificate: String,
    /// The first day on which the certificate counts.
    #[serde(with = "iso_date")]
    pub valid_from: Date,
    /// The last day on which the certificate counts.
    #[serde(with = "iso_date")]
    pub valid_to: Date,
    /// When the certificate was issued.
    #[serde(with = "time::serde::rfc3339")]
    pub issued_at: OffsetDateTime,
    /// The question set and its version, such as `psn-cop 2015-07`.
    pub question_set: String,
    /// The legal jurisdiction that the service is provided under.
    pub legal_jurisdiction: String,
    /// How the service is managed.
    pub management_model: String,
    /// The version of the commitments that were signed.
    pub commitments_version: String,
    /// SHA-256 of the answers that were assessed and signed, in hexadecimal.
    pub snapshot_sha256: String,
    /// Where anybody can check the certificate: `{public_url}/c/{number}`.
    pub verify_url: String,
}

impl CertificateFacts {
    /// The same facts as they are signed: the time of issue in UTC and whole
    /// seconds, so that the same certificate always has the same bytes.
    #[must_use]
    pub fn as_signed(&self) -> Self {
        let issued_at = self.issued_at.to_offset(time::UtcOffset::UTC);
        Self {
            issued_at: issued_at.replace_nanosecond(0).unwrap_or(issued_at),
            ..self.clone()
        }
    }
}
