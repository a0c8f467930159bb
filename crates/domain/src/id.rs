//! One identifier type per noun, so that the compiler tells them apart.

use uuid::Uuid;

macro_rules! id {
    ($($(#[$meta:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub Uuid);

        impl $name {
            /// A new identifier, ordered by the time it was made.
            #[expect(clippy::new_without_default, reason = "a new identifier is never a default")]
            #[expect(clippy::disallowed_methods, reason = "identifiers are made here and nowhere else")]
            pub fn new() -> Self {
                Self(Uuid::now_v7())
            }

            /// Reads an identifier from an address or a form.
            pub fn parse(text: &str) -> Option<Self> {
                Uuid::try_parse(text).ok().map(Self)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    )+};
}

id! {
    /// A person with an account.
    UserId,
    /// An organisation: the tenant.
    OrganisationId,
    /// A passkey.
    PasskeyId,
    /// An invitation to join an organisation.
    InvitationId,
    /// An application: one Code of Practice and its assessment.
    ApplicationId,
    /// An entry of the register of PSN-compliant infrastructure.
    InfrastructureId,
    /// A request to an infrastructure owner.
    OwnerRequestId,
    /// An owner's agreement to every service of a supplier on one infrastructure.
    StandingAgreementId,
    /// A request to an authorised signatory.
    SignatureRequestId,
    /// A link to a person without an account (signatory or infrastructure owner).
    LinkId,
    /// A request for clarification.
    ClarificationId,
    /// A thread with the PSN team about a question.
    EnquiryId,
    /// A message of such a thread.
    EnquiryMessageId,
    /// What the team records of a Code of Connection that is assessed beside a service.
    ConnectionAssessmentId,
    /// A recommendation and the second person's decision on it.
    DecisionId,
    /// A service provision compliance certificate.
    CertificateId,
    /// A request to join an organisation.
    JoinRequestId,
    /// A review of who has access to an organisation.
    AccessReviewId,
    /// Something that the team does to a supplier's account.
    SupportActionId,
    /// A document that a supplier added to its application.
    DocumentId,
    /// A message in the outbox.
    OutboxId,
    /// What was typed and kept, because it could not be taken then.
    KeptAnswerId,
    /// A key that a rendered form carries, so that sending it twice has one effect.
    RequestKey,
}
