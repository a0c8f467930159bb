//! What an owner is asked to agree to, and what its agreement covers.

use crate::id::InfrastructureId;
use crate::reference::{ServiceCode, forgive};
use time::Date;

/// What an infrastructure owner agrees to, exactly as it is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hosting {
    /// The supplier's name.
    pub supplier_name: String,
    /// The service's name.
    pub service_name: String,
    /// The description for users.
    pub description_for_users: String,
    /// Additional infrastructure in words; empty when there is none.
    pub additional_infrastructure: String,
    /// The services of the owner that the supplier says it uses. They are there to be compared and
    /// no part of what an agreement covers.
    pub host_services: Vec<ServiceCode>,
    /// The entry of the register; none when the supplier entered the details.
    pub infrastructure: Option<InfrastructureId>,
    /// The infrastructure's name.
    pub infrastructure_name: String,
    /// The organisation that owns it.
    pub owner_name: String,
    /// The number of its connection certificate.
    pub certificate_number: String,
    /// The last day of that certificate.
    pub certificate_valid_to: Date,
}

/// What an agreement covers of [`Hosting`]: only what runs where. The description for users is not
/// part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Covered {
    /// The service's name.
    pub service_name: String,
    /// The infrastructure's name.
    pub infrastructure_name: String,
    /// The organisation that owns it.
    pub owner_name: String,
    /// The number of its connection certificate.
    pub certificate_number: String,
    /// Additional infrastructure in words; empty when there is none.
    pub additional_infrastructure: String,
}

impl Covered {
    /// What `self` does not cover of what is asked `now`, in words; empty when it covers everything.
    pub fn differences(&self, now: &Self) -> Vec<&'static str> {
        let same_number = forgive(&self.certificate_number) == forgive(&now.certificate_number);
        [
            (
                self.service_name == now.service_name,
                "the name of the service",
            ),
            (
                self.infrastructure_name == now.infrastructure_name
                    && self.owner_name == now.owner_name,
                "the infrastructure",
            ),
            (same_number, "the number of its certificate"),
            (
                self.additional_infrastructure == now.additional_infrastructure,
                "the additional infrastructure",
            ),
        ]
        .into_iter()
        .filter_map(|(is_same, words)| (!is_same).then_some(words))
        .collect()
    }
}

/// How an agreement stands, once it is not to what the supplier asks any more.
pub const AGREED_TO_SOMETHING_ELSE: &str = "Agreed to something else";

impl Hosting {
    /// What an agreement to it covers.
    pub fn covered(&self) -> Covered {
        Covered {
            service_name: self.service_name.clone(),
            infrastructure_name: self.infrastructure_name.clone(),
            owner_name: self.owner_name.clone(),
            certificate_number: self.certificate_number.clone(),
            additional_infrastructure: self.additional_infrastructure.clone(),
        }
    }

    /// What an agreement to `self` does not cover of what is asked `now`, in words; empty when it
    /// covers everything.
    pub fn differences(&self, now: &Self) -> Vec<&'static str> {
        self.covered().differences(&now.covered())
    }

    /// True when both name the same owner or the same certificate, whatever the capitals: what its owner
    /// wrote about one can be answered with the other.
    pub fn is_of_same_owner(&self, other: &Self) -> bool {
        let same = |one: &str, other: &str| one.to_lowercase() == other.to_lowercase();
        same(&self.owner_name, &other.owner_name)
            || same(&self.certificate_number, &other.certificate_number)
    }

    /// True when this is the number of the infrastructure's certificate, read forgivingly.
    pub fn has_number(&self, typed: &str) -> bool {
        forgive(typed) == forgive(&self.certificate_number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    #[test]
    fn an_agreement_covers_what_was_asked_and_nothing_else() {
        let asked = Hosting {
            supplier_name: "Supplier".into(),
            service_name: "Service".into(),
            description_for_users: "What it does".into(),
            additional_infrastructure: String::new(),
            host_services: Vec::new(),
            infrastructure: None,
            infrastructure_name: "Zone".into(),
            owner_name: "Host".into(),
            certificate_number: "PSN-CN-2231".into(),
            certificate_valid_to: date!(2027 - 09 - 17),
        };
        let same = Hosting {
            certificate_number: "psn cn 2231".into(),
            description_for_users: "Said better".into(),
            host_services: vec![ServiceCode::of_serial(42)],
            ..asked.clone()
        };
        assert!(asked.differences(&same).is_empty());
        let other = Hosting {
            additional_infrastructure: "A server".into(),
            certificate_number: "PSN-CN-2232".into(),
            ..asked.clone()
        };
        assert_eq!(
            asked.differences(&other),
            [
                "the number of its certificate",
                "the additional infrastructure"
            ]
        );
        assert!(asked.is_of_same_owner(&other));
        let elsewhere = Hosting {
            owner_name: "Another".into(),
            ..other
        };
        assert!(!asked.is_of_same_owner(&elsewhere));
        assert!(asked.has_number(" psn-cn 2231 ") && !asked.has_number("2231"));
    }
}
