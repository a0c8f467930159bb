//! Why the database refused a certificate.

use crate::StoreError;

/// A ground that the database's guard (`access.guard_certificate`) found missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The application is not approved.
    NotApproved,
    /// Not recommended and approved by two different people.
    NotTwoPeople,
    /// No live agreement of the infrastructure's owner.
    NoAgreement,
    /// No live, confirmed connection certificate.
    NoConnectionCertificate,
    /// Longer than 12 months, or than the connection certificate.
    TooLong,
    /// No signature on what was assessed.
    NotSigned,
    /// The application has its certificate already.
    SecondCertificate,
}

/// The guard's sentences, as the migration has them.
const SENTENCES: [(&str, Refusal); 6] = [
    ("without an approved application", Refusal::NotApproved),
    (
        "without two different deciding people",
        Refusal::NotTwoPeople,
    ),
    ("without a live agreement", Refusal::NoAgreement),
    (
        "without a live connection certificate",
        Refusal::NoConnectionCertificate,
    ),
    ("ends after 12 months", Refusal::TooLong),
    ("without a signature", Refusal::NotSigned),
];

/// The ground that is missing, if that is why the database refused.
pub fn refusal(error: &StoreError) -> Option<Refusal> {
    let StoreError::Database(sqlx::Error::Database(database)) = error else {
        return None;
    };
    if database.constraint() == Some("certificates_application_id_key") {
        return Some(Refusal::SecondCertificate);
    }
    if !database.is_check_violation() {
        return None;
    }
    let message = database.message();
    SENTENCES
        .iter()
        .find(|(words, _)| message.contains(words))
        .map(|(_, refusal)| *refusal)
}

#[cfg(test)]
mod tests {
    use super::SENTENCES;

    #[test]
    fn every_sentence_is_one_of_the_guard() {
        let migration =
            include_str!("../../../../migrations/20261121100600_create_certificates.sql");
        for (words, _) in SENTENCES {
            assert!(migration.contains(words), "{words}");
        }
        let raised = migration.matches("raise exception").count();
        assert_eq!(raised, SENTENCES.len());
    }
}
