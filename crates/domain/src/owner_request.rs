//! What an infrastructure owner is asked, and what came of it.
//!
//! "We will not issue a PSN compliance certificate for any service until we
//! have the agreement of the infrastructure owner" (PSN guidance, "Name of
//! PSN-compliant infrastructure").

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
        }
    }
}
