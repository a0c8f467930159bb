//! How the assessment of a Code of Connection (CoCo) stands that runs beside that of a service.

use crate::text::Lines;
use crate::when;
use time::Date;

/// What the PSN team notes about it.
pub type AssessmentNote = Lines<3000>;

named_values! {
    /// How it stands.
    pub enum ConnectionState {
        /// The PSN team has the CoCo.
        Received = "received",
        /// The PSN team assesses it.
        UnderAssessment = "under_assessment",
        /// No connection certificate is issued on it.
        Refused = "refused",
        /// The connection certificate is in the register.
        Issued = "issued",
    }
}

impl ConnectionState {
    /// Those that somebody records. That it is issued is recorded with the connection certificate.
    pub const RECORDED: [Self; 3] = [Self::Received, Self::UnderAssessment, Self::Refused];

    /// Whether this can follow what was recorded before: it goes on from there, and not back. After a refusal
    /// another CoCo can come.
    pub fn follows(self, before: Self) -> bool {
        before == Self::Refused || self >= before
    }

    /// The state in the team's words.
    pub fn title(self) -> &'static str {
        match self {
            Self::Received => "CoCo received",
            Self::UnderAssessment => "CoCo being assessed",
            Self::Refused => "Connection certificate refused",
            Self::Issued => "Connection certificate issued",
        }
    }

    /// How it has stood since a day, as a sentence without its full stop.
    pub fn since(self, day: Date) -> String {
        let day = when::date(day);
        match self {
            Self::Received => format!("The CoCo was received on {day}"),
            Self::UnderAssessment => format!("The CoCo has been assessed since {day}"),
            Self::Refused => format!("The connection certificate was refused on {day}"),
            Self::Issued => format!("The connection certificate was issued on {day}"),
        }
    }
}

/// An entry was refused: the day is still to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the day is still to come")]
pub struct InFuture;

/// What somebody records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assessed {
    /// How it stands.
    pub state: ConnectionState,
    /// The day from which it stands so.
    pub on_day: Date,
    /// What the team notes about it; may be empty.
    pub note: String,
}

impl Assessed {
    /// What is recorded today of a day that has come.
    pub fn try_new(
        state: ConnectionState,
        on_day: Date,
        note: Option<&AssessmentNote>,
        today: Date,
    ) -> Result<Self, InFuture> {
        if on_day > today {
            return Err(InFuture);
        }
        Ok(Self {
            state,
            on_day,
            note: note.map_or_else(String::new, |note| note.as_str().to_owned()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    #[test]
    fn nothing_is_recorded_of_a_day_to_come() {
        let today = date!(2026 - 11 - 23);
        let on = |day| Assessed::try_new(ConnectionState::Received, day, None, today);
        assert_eq!(on(date!(2026 - 11 - 24)), Err(InFuture));
        assert_eq!(on(today).map(|one| one.on_day), Ok(today));
    }
}
