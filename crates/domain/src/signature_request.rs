//! What an authorised signatory is asked to sign, and what came of it.

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

named_values! {
    /// What a signature is for.
    pub enum SignatureKind {
        /// The whole application, before it is submitted.
        Initial = "initial",
        /// Answers that changed in reply to a request for clarification.
        Reconfirmation = "reconfirmation",
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
