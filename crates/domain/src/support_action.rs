//! What the team does to the account of somebody outside of it, or to the registration of their
//! organisation: one person proposes, another one approves.

use crate::text::Lines;

named_values! {
    /// What may be done.
    pub enum SupportKind {
        /// Takes away every second factor, so that the person can set up a new one.
        ResetSecondFactor = "reset_second_factor",
        /// Makes the person an administrator of an organisation that has lost its own.
        AppointAdministrator = "appoint_administrator",
        /// Corrects the kind, the register and the number of an organisation, for a member who asks.
        CorrectRegistration = "correct_registration",
    }
}

impl SupportKind {
    /// In words for people.
    pub fn title(self) -> &'static str {
        match self {
            Self::ResetSecondFactor => "Reset the second factor",
            Self::AppointAdministrator => "Appoint an administrator",
            Self::CorrectRegistration => "Correct a registration number",
        }
    }
}

named_values! {
    /// What became of it (docs/states/access.md).
    pub enum SupportState {
        /// Waits for a second person.
        Proposed = "proposed",
        /// A second person approved it, and it was done.
        Approved = "approved",
        /// A second person refused it.
        Refused = "refused",
        /// Whoever proposed it took it back.
        Withdrawn = "withdrawn",
    }
}

impl SupportState {
    /// In words for people.
    pub fn title(self) -> &'static str {
        match self {
            Self::Proposed => "Waits for a second person",
            Self::Approved => "Approved and done",
            Self::Refused => "Refused",
            Self::Withdrawn => "Withdrawn",
        }
    }
}

/// Why it is needed, of at most 1,000 characters.
pub type SupportReason = Lines<1000>;

/// So many days after it was proposed it can't be approved any more.
pub const OPEN_DAYS: u8 = 7;
