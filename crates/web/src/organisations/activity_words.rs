//! Events of an organisation in plain words.

use audit::Kind;
use domain::role::OrganisationRole;
use domain::support_action::{SupportKind, SupportState};
use domain::{when, working_days};
use service::hosting::over_in_words;
use service::signature_requests::ink::{signed_in_words, unusable_in_words};
use store::audit_events::Entry;

/// What is shown: what concerns people and applications as a whole. Saves of single answers and
/// marks of sections are left out, there are hundreds; so is what the team notes for itself.
const SHOWN: [Kind; 47] = [
    Kind::OrganisationCreated,
    Kind::OrganisationChanged,
    Kind::ColleagueInvited,
    Kind::InvitationCancelled,
    Kind::InvitationAccepted,
    Kind::RoleChanged,
    Kind::MemberRemoved,
    Kind::JoinRequested,
    Kind::JoinApproved,
    Kind::JoinRefused,
    Kind::AdministrationHandedOver,
    Kind::LeavingDateChanged,
    Kind::MemberLeft,
    Kind::AccessReviewBegan,
    Kind::AccessConfirmed,
    Kind::AccessReviewFinished,
    Kind::SupportProposed,
    Kind::SupportNotDone,
    Kind::AdministratorAppointed,
    Kind::SecondFactorReset,
    Kind::RegistrationCorrected,
    Kind::ApplicationStarted,
    Kind::OwnerAsked,
    Kind::OwnerRequestCancelled,
    Kind::OwnerAnswered,
    Kind::AgreementWithdrawn,
    Kind::AgreementKept,
    Kind::HostingAnswered,
    Kind::StandingAgreed,
    Kind::StandingWithdrawn,
    Kind::SignatureAsked,
    Kind::SignatureRequestCancelled,
    Kind::SignatureVoided,
    Kind::AuthorityConfirmed,
    Kind::CommitmentsSigned,
    Kind::SignedPageAccepted,
    Kind::SignedPageRefused,
    Kind::SignatureDeclined,
    Kind::ApplicationSubmitted,
    Kind::ReviewBegan,
    Kind::ClarificationAsked,
    Kind::ClarificationAnswered,
    Kind::CertificateIssued,
    Kind::DecisionApproved,
    Kind::InfrastructureConfirmed,
    Kind::LinkOpened,
    Kind::LinkCodeRefused,
];

/// The names of what is shown.
pub fn kinds() -> Vec<String> {
    SHOWN.iter().map(|kind| kind.as_str().to_owned()).collect()
}

fn role(entry: &Entry, key: &str) -> String {
    let role = entry.details.get(key);
    let role = role.and_then(|name| OrganisationRole::parse(name));
    role.map_or_else(String::new, |role| role.title().to_lowercase())
}

/// What happened, about whom.
pub fn sentence(entry: &Entry) -> String {
    let person = entry.about_name.as_deref().unwrap_or("somebody");
    people_sentence(entry, person)
        .or_else(|| support_sentence(entry, person))
        .unwrap_or_else(|| application_sentence(entry))
}

fn people_sentence(entry: &Entry, person: &str) -> Option<String> {
    let day = entry.details.get("day");
    let day = day.and_then(|day| working_days::parse_iso(day));
    Some(match entry.kind.as_str() {
        "organisation_created" => "Organisation set up".to_owned(),
        "organisation_changed" => match (entry.details.get("from"), entry.details.get("to")) {
            (Some(from), Some(to)) => format!("Legal name changed from {from} to {to}"),
            _ => "Address of the organisation changed".to_owned(),
        },
        "colleague_invited" => format!("Colleague invited as {}", role(entry, "role")),
        "invitation_cancelled" => "Invitation cancelled".to_owned(),
        "invitation_accepted" => format!("Invitation accepted, as {}", role(entry, "role")),
        "role_changed" => format!("Role of {person} changed to {}", role(entry, "to")),
        "member_removed" => format!("{person} removed"),
        "join_requested" => format!("{person} asked to join"),
        "join_approved" => format!("{person} let in as {}", role(entry, "role")),
        "join_refused" => format!("Request of {person} to join refused"),
        "administration_handed_over" => format!("Administration handed over to {person}"),
        "leaving_date_changed" => match day {
            Some(day) => format!("Last day of {person} set to {}", when::date(day)),
            None => format!("Last day of {person} taken away"),
        },
        "member_left" if day.is_none() => format!("{person} closed their account and left"),
        "member_left" => format!("{person} removed after their last day"),
        "access_review_began" => "Review of access began".to_owned(),
        "access_confirmed" => {
            format!("Access of {person} confirmed, as {}", role(entry, "role"))
        }
        "access_review_finished" => "Review of access finished".to_owned(),
        _ => return None,
    })
}

fn support_sentence(entry: &Entry, person: &str) -> Option<String> {
    let kind = entry.details.get("kind");
    let kind = kind.and_then(|kind| SupportKind::parse(kind));
    let what = match kind {
        Some(SupportKind::AppointAdministrator) => format!("make {person} an administrator"),
        Some(SupportKind::CorrectRegistration) => "correct the registration".to_owned(),
        Some(SupportKind::ResetSecondFactor) | None => {
            format!("reset the second factor of {person}")
        }
    };
    let outcome = entry.details.get("outcome");
    let outcome = outcome.and_then(|outcome| SupportState::parse(outcome));
    Some(match entry.kind.as_str() {
        "support_proposed" => format!("PSN team: proposal to {what}"),
        "support_not_done" if outcome == Some(SupportState::Withdrawn) => {
            format!("PSN team: proposal to {what} withdrawn")
        }
        "support_not_done" => format!("PSN team: proposal to {what} refused by a second person"),
        "administrator_appointed" => {
            format!("PSN team: {person} made an administrator, approved by a second person")
        }
        "registration_corrected" => {
            let words = |key| entry.details.get(key).map_or("", String::as_str);
            let (from, to) = (words("from"), words("to"));
            format!(
                "PSN team: registration corrected from {from} to {to}, approved by a second person"
            )
        }
        "second_factor_reset" => {
            format!("PSN team: second factor of {person} reset, approved by a second person")
        }
        _ => return None,
    })
}

fn application_sentence(entry: &Entry) -> String {
    let over = over_in_words(entry);
    let signed = signed_in_words(entry);
    let told = signed.as_deref().or_else(|| unusable_in_words(entry));
    let words = match entry.kind.as_str() {
        _ if told.is_some() => told.unwrap_or_default(),
        "application_started" => "Application started",
        "owner_asked" => "Infrastructure owner asked",
        "owner_request_cancelled" => "Request to the infrastructure owner cancelled",
        "owner_answered" => "Infrastructure owner answered",
        "agreement_withdrawn" => over.as_str(),
        "agreement_kept" => "Agreement of the infrastructure owner kept after all",
        "hosting_answered" => "Said whether a service runs on our infrastructure",
        "standing_agreed" => "Standing agreement given to a supplier",
        "standing_withdrawn" => "Standing agreement with a supplier taken back",
        "link_opened" => "Emailed link opened with its code",
        "link_code_refused" => "Wrong code entered for an emailed link",
        "signature_asked" => "Signatory asked",
        "signature_request_cancelled" => "Request to sign cancelled",
        "signature_voided" => "Signature void because an answer changed",
        "authority_confirmed" => "Signatory confirmed their authority",
        "commitments_signed" => "Commitment statement signed",
        "signed_page_accepted" => "PSN team: signed page found right",
        "signature_declined" => "Signatory could not sign",
        "application_submitted" => "Application submitted",
        "review_began" => "PSN team: review began",
        "infrastructure_confirmed" => "PSN team: connection certificate confirmed",
        "clarification_asked" => "PSN team: clarification asked",
        "clarification_answered" => "Reply sent to the PSN team",
        "decision_approved" => "PSN team: decision made",
        "certificate_issued" => "PSN team: certificate issued",
        other => return other.replace('_', " "),
    };
    match &entry.reference {
        Some(reference) => format!("{words}, {reference}"),
        None => words.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn everything_that_is_shown_has_words_of_its_own() {
        for kind in SHOWN {
            let entry = Entry {
                id: 1,
                at: time::OffsetDateTime::UNIX_EPOCH,
                kind: kind.as_str().to_owned(),
                by_name: None,
                about_name: Some("Rita Moss".to_owned()),
                signed_name: None,
                reference: None,
                details: BTreeMap::from([("role".to_owned(), "editor".to_owned())]),
            };
            let words = sentence(&entry);
            assert_ne!(words, kind.as_str().replace('_', " "), "{kind:?}");
        }
    }
}
