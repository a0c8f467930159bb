//! Messages: one struct per notice, with the words in `templates/emails/`, and
//! the ways to deliver them.
//!
//! A notice becomes a [`Message`] when it is queued; what was told is then fixed.
//! Delivery ([`Transport::deliver`]) only sends it. Each notice has one source of
//! words, its plain text; the HTML part is made of that text. Words that people
//! typed (names above all) are kept to one line, can't start a link and are
//! escaped in the HTML part.
//!
//! To add a notice: `src/<kind>.rs`, `templates/emails/<kind>/subject.txt` and
//! `body.txt`, a line below and one in `tests.rs`.

mod account_closed;
mod account_locked;
mod address;
mod address_changed;
mod address_confirmed;
mod contact_changed;
mod html;
mod mailbox;
mod message;
mod notice;
mod registration_corrected;
mod reply_due;
mod signed_page_refused;
mod signing_run_out;
mod smtp;
mod target_moved;
mod transport;
mod wire;
mod words;

mod access_changed;
mod access_review_due;
mod agreement_ending;
mod already_have_account;
mod application_received;
mod application_withdrawn;
mod approval_asked;
mod case_changed;
mod certificate_ended;
mod certificate_ending;
mod certificate_granted;
mod clarification_answered;
mod clarification_asked;
mod code;
mod confirm_email;
mod confirm_new_address;
mod connection_ending;
mod connection_recorded;
mod connection_refused;
mod daily_summary;
mod documents_expiring;
mod draft_deleted;
mod draft_ending;
mod draft_quiet;
mod draft_restored;
mod email_undelivered;
mod enquiry_answered;
mod enquiry_asked;
mod enquiry_overdue;
mod enquiry_unread;
mod infrastructure_ending;
mod invitation_accepted;
mod invited;
mod join_answered;
mod join_asked;
mod new_password_needed;
mod new_sign_in;
mod new_submission;
mod not_granted;
mod organisation_changed;
mod owner_agreed;
mod owner_answered;
mod owner_asked;
mod owner_declined;
mod owner_kept;
mod owner_withdrew;
mod password_changed;
mod person_left;
mod reconfirmation_asked;
mod reset_password;
mod returned;
mod review_started;
mod second_factor_locked;
mod security_changed;
mod signatory_cannot_sign;
mod signatory_signed;
mod signature_asked;
mod signature_cancelled;
mod signed;
mod standing_used;
mod support_done;
mod tasks_assigned;
mod tasks_due;
mod team_changed;
mod team_email_undelivered;
mod team_invited;

pub use access_changed::AccessChanged;
pub use access_review_due::AccessReviewDue;
pub use account_closed::AccountClosed;
pub use account_locked::AccountLocked;
pub use address::{Address, AddressError};
pub use address_changed::AddressChanged;
pub use address_confirmed::AddressConfirmed;
pub use agreement_ending::AgreementEnding;
pub use already_have_account::AlreadyHaveAccount;
pub use application_received::ApplicationReceived;
pub use application_withdrawn::ApplicationWithdrawn;
pub use approval_asked::ApprovalAsked;
pub use case_changed::CaseChanged;
pub use certificate_ended::CertificateEnded;
pub use certificate_ending::CertificateEnding;
pub use certificate_granted::CertificateGranted;
pub use clarification_answered::ClarificationAnswered;
pub use clarification_asked::ClarificationAsked;
pub use code::Code;
pub use confirm_email::ConfirmEmail;
pub use confirm_new_address::ConfirmNewAddress;
pub use connection_ending::ConnectionEnding;
pub use connection_recorded::ConnectionRecorded;
pub use connection_refused::ConnectionRefused;
pub use contact_changed::ContactChanged;
pub use daily_summary::DailySummary;
pub use documents_expiring::DocumentsExpiring;
pub use draft_deleted::DraftDeleted;
pub use draft_ending::DraftEnding;
pub use draft_quiet::DraftQuiet;
pub use draft_restored::DraftRestored;
pub use email_undelivered::EmailUndelivered;
pub use enquiry_answered::EnquiryAnswered;
pub use enquiry_asked::EnquiryAsked;
pub use enquiry_overdue::EnquiryOverdue;
pub use enquiry_unread::EnquiryUnread;
pub use infrastructure_ending::InfrastructureEnding;
pub use invitation_accepted::InvitationAccepted;
pub use invited::Invited;
pub use join_answered::JoinAnswered;
pub use join_asked::JoinAsked;
pub use mailbox::{Mailbox, MailboxEntry};
pub use message::{Message, Recipient};
pub use new_password_needed::NewPasswordNeeded;
pub use new_sign_in::NewSignIn;
pub use new_submission::NewSubmission;
pub use not_granted::NotGranted;
pub use notice::{KINDS, Notice, kind_named};
pub use organisation_changed::OrganisationChanged;
pub use owner_agreed::OwnerAgreed;
pub use owner_answered::OwnerAnswered;
pub use owner_asked::OwnerAsked;
pub use owner_declined::OwnerDeclined;
pub use owner_kept::OwnerKept;
pub use owner_withdrew::OwnerWithdrew;
pub use password_changed::PasswordChanged;
pub use person_left::PersonLeft;
pub use reconfirmation_asked::ReconfirmationAsked;
pub use registration_corrected::RegistrationCorrected;
pub use reply_due::ReplyDue;
pub use reset_password::ResetPassword;
pub use returned::Returned;
pub use review_started::ReviewStarted;
pub use second_factor_locked::SecondFactorLocked;
pub use security_changed::SecurityChanged;
pub use signatory_cannot_sign::SignatoryCannotSign;
pub use signatory_signed::SignatorySigned;
pub use signature_asked::SignatureAsked;
pub use signature_cancelled::SignatureCancelled;
pub use signed::Signed;
pub use signed_page_refused::SignedPageRefused;
pub use signing_run_out::SigningRunOut;
pub use smtp::{SmtpRelay, SmtpUrlError};
pub use standing_used::StandingUsed;
pub use support_done::SupportDone;
pub use target_moved::TargetMoved;
pub use tasks_assigned::TasksAssigned;
pub use tasks_due::TasksDue;
pub use team_changed::TeamChanged;
pub use team_email_undelivered::TeamEmailUndelivered;
pub use team_invited::TeamInvited;
pub use transport::{DeliveryError, Transport};

/// The name of the service that applicants know.
pub const SERVICE_NAME: &str = "Apply to provide a PSN service";

#[cfg(test)]
mod tests;
