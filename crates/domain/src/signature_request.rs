//! What an authorised signatory is asked to sign, and what came of it.

use crate::id::{ApplicationId, OrganisationId, SignatureRequestId};
use crate::ink::InkStatement;
use crate::owner_request::{Asker, Contact};
use crate::text::Lines;
use time::OffsetDateTime;

named_values! {
    /// Where a request to sign stands.
    pub enum SignatureRequestState {
        /// Sent; not opened yet.
        Sent = "sent",
        /// The signatory has entered the e-mailed code.
        Opened = "opened",
        /// Signed, and the signature covers the application as it is.
        Signed = "signed",
        /// The signatory can't or won't sign.
        Declined = "declined",
        /// An answer changed after sending: the request or signature covers nothing any more.
        Voided = "voided",
        /// Cancelled by the supplier.
        Cancelled = "cancelled",
    }
}

impl SignatureRequestState {
    /// True while it may still be signed.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Sent | Self::Opened)
    }

    /// The state in the supplier's words.
    pub fn title(self) -> &'static str {
        match self {
            Self::Sent => "Sent",
            Self::Opened => "Opened",
            Self::Signed => "Signed",
            Self::Declined => "Not signed",
            Self::Voided => "Cancelled because an answer changed",
            Self::Cancelled => "Cancelled",
        }
    }
}

/// What a supplier writes to the signatory with a request, of at most 500 characters. It is shown behind
/// the code and never in an e-mail: nobody can have this service mail words of theirs.
pub type SignatoryMessage = Lines<SIGNATORY_MESSAGE_MAX>;

/// The longest message to a signatory, in characters.
pub const SIGNATORY_MESSAGE_MAX: usize = 500;

named_values! {
    /// What a signature is for.
    pub enum SignatureKind {
        /// The whole application, before it is submitted.
        Initial = "initial",
        /// Answers that changed in reply to a request for clarification.
        Reconfirmation = "reconfirmation",
        /// The whole application, after it was submitted: the page that was signed on paper could not be
        /// used, so that no signature stands.
        Anew = "anew",
    }
}

named_values! {
    /// How a request is signed.
    pub enum SignatureMethod {
        /// Online, behind an e-mailed link.
        Online = "online",
        /// On paper in ink; there is no link.
        Ink = "ink",
    }
}

impl SignatureMethod {
    /// In words for people.
    pub fn title(self) -> &'static str {
        match self {
            Self::Online => "Online, with a link and a code by email",
            Self::Ink => "On paper in ink",
        }
    }
}

named_values! {
    /// Why a signatory can't sign.
    pub enum CannotSign {
        /// Not the right person.
        NotTheRightPerson = "not_the_right_person",
        /// Something in the application is wrong.
        SomethingIsWrong = "something_is_wrong",
        /// Prefers to sign on paper.
        PrefersInk = "prefers_ink",
        /// Will not sign.
        WillNotSign = "will_not_sign",
    }
}

impl CannotSign {
    /// The reason as a label.
    pub fn title(self) -> &'static str {
        match self {
            Self::NotTheRightPerson => "I am not the right person to sign",
            Self::SomethingIsWrong => "Something in the application is wrong",
            Self::PrefersInk => "I prefer to sign on paper in ink",
            Self::WillNotSign => "I will not sign",
        }
    }
}

/// A request to sign, with what came of it; the signed text itself is kept apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignatureRequest {
    /// Identifier.
    pub id: SignatureRequestId,
    /// The supplier.
    pub organisation: OrganisationId,
    /// The application.
    pub application: ApplicationId,
    /// Where it stands.
    pub state: SignatureRequestState,
    /// What it is for.
    pub kind: SignatureKind,
    /// How it is signed.
    pub method: SignatureMethod,
    /// The application's reference, as shown.
    pub reference: String,
    /// The supplier's name, as shown.
    pub supplier_name: String,
    /// The service's name, as shown.
    pub service_name: String,
    /// SHA-256 of the text that is signed, in hexadecimal: its fingerprint.
    pub snapshot_sha256: String,
    /// Version of the commitments in that text.
    pub commitments_version: String,
    /// Who is asked to sign.
    pub signatory: Contact,
    /// Who asked.
    pub asker: Asker,
    /// What the supplier wrote to the signatory; nothing in ink, where nothing is sent.
    pub message: Option<String>,
    /// When it was sent.
    pub sent_at: OffsetDateTime,
    /// When its link stops working; of no meaning in ink.
    pub expires_at: OffsetDateTime,
    /// When the signatory entered the e-mailed code.
    pub opened_at: Option<OffsetDateTime>,
    /// When the signatory said that they have authority.
    pub authority_confirmed_at: Option<OffsetDateTime>,
    /// When it was signed; in ink, when the signed page was uploaded.
    pub signed_at: Option<OffsetDateTime>,
    /// The name as the signatory typed it; in ink, as it was typed from the signed page.
    pub signed_name: Option<String>,
    /// The job title as the signatory typed it.
    pub signed_job_title: Option<String>,
    /// When the signatory said that they can't sign.
    pub declined_at: Option<OffsetDateTime>,
    /// Why they can't.
    pub cannot_sign: Option<CannotSign>,
    /// What they added.
    pub cannot_sign_note: Option<String>,
    /// When it was cancelled, or when a changed answer made it void.
    pub voided_at: Option<OffsetDateTime>,
    /// The page whose answer changed.
    pub voided_page: Option<String>,
    /// In ink, the signed page that was uploaded.
    pub ink: Option<InkStatement>,
}

impl SignatureRequest {
    /// True when it is signed on paper in ink.
    pub fn is_ink(&self) -> bool {
        self.method == SignatureMethod::Ink
    }

    /// Where it stands, in words.
    pub fn title(&self) -> &'static str {
        if self.is_page_refused() {
            "Void because the signed page cannot be used"
        } else {
            self.state.title()
        }
    }

    /// True when it was void because its signed page could not be scanned or was refused.
    pub fn is_page_refused(&self) -> bool {
        self.state == SignatureRequestState::Voided
            && self.ink.is_some()
            && self.voided_page.is_none()
    }

    /// True when the signatory says of a submitted application that something in it is wrong. Its
    /// answers can be corrected only once the PSN team asks about them.
    pub fn awaits_correction(&self) -> bool {
        self.state == SignatureRequestState::Declined
            && self.cannot_sign == Some(CannotSign::SomethingIsWrong)
            && self.kind != SignatureKind::Initial
    }

    /// True when its link has run out; a request in ink has none.
    pub fn has_run_out(&self, now: OffsetDateTime) -> bool {
        !self.is_ink() && now >= self.expires_at
    }

    /// True while a signed page waits for the second person who checks it.
    pub fn awaits_ink_check(&self) -> bool {
        self.is_ink() && !self.ink.as_ref().is_some_and(InkStatement::is_accepted)
    }

    /// True when the name that was typed is not the one that was asked; assessors are shown it.
    pub fn was_signed_by_another_name(&self) -> bool {
        self.signed_name.as_ref().is_some_and(|name| {
            name.trim().to_lowercase() != self.signatory.name.trim().to_lowercase()
        })
    }
}
