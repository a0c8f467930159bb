use super::words;
use audit::Kind;
use std::collections::BTreeMap;
use store::audit_events::Entry;

/// What never happens to an application, or is left out of what happened to one because there are
/// hundreds. Every other kind has words: a new one gets some, or a place here.
const ELSEWHERE: &[Kind] = &[
    Kind::AccountRequested,
    Kind::EmailConfirmed,
    Kind::AccountCreated,
    Kind::SignedIn,
    Kind::SessionRenewed,
    Kind::ConfirmationRefused,
    Kind::SignInRefused,
    Kind::CodeAccepted,
    Kind::CodeRefused,
    Kind::FactorAdded,
    Kind::FactorRemoved,
    Kind::RecoveryCodesMade,
    Kind::SecondFactorRequired,
    Kind::SignInLocked,
    Kind::SignInUnlocked,
    Kind::SessionEnded,
    Kind::OtherSessionsEnded,
    Kind::AnswerKept,
    Kind::KeptAnswerRestored,
    Kind::KeptAnswerDiscarded,
    Kind::AddressChangeAsked,
    Kind::AddressChanged,
    Kind::AddressChangeUndone,
    Kind::SignedOut,
    Kind::PasswordResetRequested,
    Kind::PasswordChanged,
    Kind::PasswordTried,
    Kind::PasswordTagged,
    Kind::AccountClosed,
    Kind::StaffAdded,
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
    Kind::TeamPersonChanged,
    Kind::TeamPersonInvitedAgain,
    Kind::TeamPersonArchived,
    Kind::TeamPersonRestored,
    Kind::SupportProposed,
    Kind::SupportNotDone,
    Kind::AdministratorAppointed,
    Kind::SecondFactorReset,
    Kind::RegistrationCorrected,
    Kind::AnswerSaved,
    Kind::AnswerSetAside,
    Kind::ListItemRemoved,
    Kind::DocumentDownloaded,
    Kind::SectionMarked,
    Kind::TaskAssigned,
    Kind::TaskUnassigned,
    Kind::StandingAgreed,
    Kind::StandingWithdrawn,
    Kind::HolderNamed,
    Kind::DraftErased,
    Kind::ResponsibilityPublished,
    Kind::NoticesChosen,
    Kind::DailySummarySent,
    Kind::ClockMoved,
];

#[test]
fn whatever_happens_to_an_application_has_words_of_its_own() {
    for kind in Kind::ALL.iter().filter(|kind| !ELSEWHERE.contains(kind)) {
        let entry = Entry {
            id: 1,
            at: time::OffsetDateTime::UNIX_EPOCH,
            kind: kind.as_str().to_owned(),
            by_name: None,
            about_name: None,
            signed_name: None,
            reference: None,
            details: BTreeMap::new(),
        };
        let said = words(&entry, "Encryption");
        assert_ne!(said, kind.as_str().replace('_', " "), "{kind:?}");
        assert!(!said.is_empty(), "{kind:?}");
    }
}
