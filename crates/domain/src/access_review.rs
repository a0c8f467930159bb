//! Looking at who has access, every quarter.
//!
//! The guidance asks for control of who has access (Cloud Security Principle 10,
//! "Identity and authentication"; Principle 9, "Secure consumer management") without a
//! period. Every three months is what the service asks of administrators (issue 3).

use time::{Date, Duration};

/// So many months after the last review, or after it was set up, an organisation's next
/// review begins.
pub const MONTHS_BETWEEN: u8 = 3;
/// So many days a review may take.
pub const DAYS_TO_FINISH: u8 = 14;

/// The day by which a review that begins on `day` should be done.
pub fn due_on(day: Date) -> Date {
    day.saturating_add(Duration::days(DAYS_TO_FINISH.into()))
}

named_values! {
    /// What an administrator says of somebody's access.
    pub enum AccessOutcome {
        /// They keep it.
        Confirmed = "confirmed",
        /// They have another role now.
        Changed = "changed",
        /// They were removed.
        Removed = "removed",
    }
}

impl AccessOutcome {
    /// In words for people.
    pub fn title(self) -> &'static str {
        match self {
            Self::Confirmed => "Confirmed",
            Self::Changed => "Role changed",
            Self::Removed => "Removed",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    #[test]
    fn a_review_may_take_two_weeks() {
        assert_eq!(due_on(date!(2026 - 12 - 20)), date!(2027 - 01 - 03));
    }
}
