//! What an infrastructure owner is asked, and what came of it.
//!
//! "We will not issue a PSN compliance certificate for any service until we
//! have the agreement of the infrastructure owner" (PSN guidance, "Name of
//! PSN-compliant infrastructure").

use crate::id::{
    ApplicationId, InfrastructureId, OrganisationId, OwnerRequestId, StandingAgreementId, UserId,
};
use crate::reference::{ServiceCode, forgive};
use time::{Date, Duration, OffsetDateTime};

named_values! {
    /// Where a request to an infrastructure owner stands.
    pub enum OwnerRequestState {
        /// Sent; not opened yet.
        Sent = "sent",
        /// The owner has entered the e-mailed code.
        Opened = "opened",
        /// The owner agrees.
        Agreed = "agreed",
        /// The owner does not agree.
        Declined = "declined",
        /// The owner asks something first.
        Asked = "asked",
        /// Cancelled by the supplier, or replaced because what was asked about changed.
        Cancelled = "cancelled",
        /// The owner agreed, and took that back or had agreed until a day that is over.
        Withdrawn = "withdrawn",
    }
}

impl OwnerRequestState {
    /// True while the owner may still answer.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Sent | Self::Opened)
    }

    /// The state in the supplier's words.
    pub fn title(self) -> &'static str {
        match self {
            Self::Sent => "Sent",
            Self::Opened => "Opened",
            Self::Agreed => "Agreed",
            Self::Declined => "Not agreed",
            Self::Asked => "Has a question",
            Self::Cancelled => "Cancelled",
            Self::Withdrawn => "Taken back",
        }
    }
}

named_values! {
    /// Whose infrastructure a service runs on.
    pub enum Whose {
        /// The supplier's own.
        Ours = "ours",
        /// Another organisation's.
        Another = "another",
        /// The supplier's own, whose connection certificate is applied for at the same time.
        Both = "both",
    }
}

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

    /// True when this is the number of the infrastructure's certificate, read forgivingly.
    pub fn has_number(&self, typed: &str) -> bool {
        forgive(typed) == forgive(&self.certificate_number)
    }
}

/// A request to an infrastructure owner, frozen as it was sent, with its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnerRequest {
    /// Identifier.
    pub id: OwnerRequestId,
    /// The supplier.
    pub organisation: OrganisationId,
    /// The application.
    pub application: ApplicationId,
    /// Where it stands.
    pub state: OwnerRequestState,
    /// True when the supplier owns the infrastructure and confirmed that itself.
    pub is_own: bool,
    /// The application's reference, as shown.
    pub reference: String,
    /// What is asked.
    pub hosting: Hosting,
    /// Who is asked.
    pub contact: Contact,
    /// Who asked.
    pub asker: Asker,
    /// When it was sent.
    pub sent_at: OffsetDateTime,
    /// When its link stops working.
    pub expires_at: OffsetDateTime,
    /// When the owner entered the e-mailed code.
    pub opened_at: Option<OffsetDateTime>,
    /// When the owner answered.
    pub answered_at: Option<OffsetDateTime>,
    /// Who answered, as typed.
    pub answered_name: Option<String>,
    /// That person's job title, as typed.
    pub answered_job_title: Option<String>,
    /// Why not, or what the owner asks.
    pub reason: Option<String>,
    /// When it was cancelled.
    pub cancelled_at: Option<OffsetDateTime>,
    /// The standing agreement that answered it; none when a person did.
    pub standing: Option<StandingAgreementId>,
    /// That the owner took the agreement back, if so; none when its last day was over.
    pub withdrawal: Option<Withdrawal>,
    /// The last day of the agreement, if its owner set one; else it holds until it is taken back or the
    /// certificate of the infrastructure ends.
    pub agreed_until: Option<Date>,
    /// Whether people were told that this day is near.
    pub is_ending: bool,
}

impl OwnerRequest {
    /// True when it is an agreement until a day that is near.
    pub fn ends_soon(&self) -> bool {
        self.state == OwnerRequestState::Agreed && self.is_ending
    }

    /// The last day of an agreement that nobody took back: it ended with that day, as agreed.
    pub fn ended_on(&self) -> Option<Date> {
        let has_ended = self.state == OwnerRequestState::Withdrawn && self.withdrawal.is_none();
        self.agreed_until.filter(|_| has_ended)
    }
}

/// How an owner took an agreement back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withdrawal {
    /// When.
    pub at: OffsetDateTime,
    /// From which day the service is no longer to run there.
    pub from: Date,
    /// Who.
    pub by_name: String,
    /// Why, in the owner's words.
    pub reason: String,
}

/// A person without an account who is asked for something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// Full name.
    pub name: String,
    /// Job title.
    pub job_title: String,
    /// E-mail address.
    pub email: String,
}

/// The member of the supplier who asked, and is told what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asker {
    /// The account.
    pub id: UserId,
    /// Full name.
    pub name: String,
    /// E-mail address.
    pub email: String,
}

/// How long the link to an owner or a signatory works.
pub const LINK_LIFETIME: Duration = Duration::days(14);

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
        assert!(asked.has_number(" psn-cn 2231 ") && !asked.has_number("2231"));
    }
}
