//! What a supplier still has to do when its certificate is granted with conditions.

use crate::review::{Note, Recommendation};
use time::Date;

/// The most conditions of one recommendation.
pub const CONDITIONS_MAX: usize = 10;

/// Something that has to be done by a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GrantCondition {
    /// What the supplier has to do.
    pub text: Note,
    /// The last day on which to have done it.
    pub due_on: Date,
}

/// Why a condition was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a condition is to be met after today")]
pub struct DueTooSoon;

impl GrantCondition {
    /// A condition that is made today: it leaves the supplier a day at least.
    pub fn try_new(text: Note, due_on: Date, today: Date) -> Result<Self, DueTooSoon> {
        if due_on > today {
            Ok(Self { text, due_on })
        } else {
            Err(DueTooSoon)
        }
    }
}

/// One to ten conditions, in the order in which they were written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conditions(Vec<GrantCondition>);

/// Why conditions were refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CountError {
    /// None at all: then it is granted without.
    #[error("no condition")]
    None,
    /// More than [`CONDITIONS_MAX`].
    #[error("more than {CONDITIONS_MAX} conditions")]
    TooMany,
}

impl Conditions {
    /// Checks how many there are.
    pub fn try_new(conditions: Vec<GrantCondition>) -> Result<Self, CountError> {
        match conditions.len() {
            0 => Err(CountError::None),
            1..=CONDITIONS_MAX => Ok(Self(conditions)),
            _ => Err(CountError::TooMany),
        }
    }
}

/// What an assessor puts before a second person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proposal {
    /// Grant the certificate.
    Grant,
    /// Grant it with these conditions recorded.
    GrantWithConditions(Conditions),
    /// Do not grant it.
    Refuse,
}

impl Proposal {
    /// What is recommended.
    pub fn recommendation(&self) -> Recommendation {
        match self {
            Self::Grant => Recommendation::Grant,
            Self::GrantWithConditions(_) => Recommendation::GrantWithConditions,
            Self::Refuse => Recommendation::Refuse,
        }
    }

    /// The conditions; none unless it is granted with some.
    pub fn conditions(&self) -> &[GrantCondition] {
        match self {
            Self::GrantWithConditions(conditions) => &conditions.0,
            Self::Grant | Self::Refuse => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    fn condition(due_on: Date) -> Result<GrantCondition, DueTooSoon> {
        let text = Note::parse("Give each administrator an account.").unwrap();
        GrantCondition::try_new(text, due_on, date!(2026 - 11 - 22))
    }

    #[test]
    fn a_condition_leaves_a_day_at_least() {
        assert_eq!(condition(date!(2026 - 11 - 22)), Err(DueTooSoon));
        assert!(condition(date!(2026 - 11 - 23)).is_ok());
    }

    #[test]
    fn conditions_are_one_to_ten() {
        let one = condition(date!(2027 - 03 - 27)).unwrap();
        assert_eq!(Conditions::try_new(Vec::new()), Err(CountError::None));
        let many = vec![one.clone(); CONDITIONS_MAX + 1];
        assert_eq!(Conditions::try_new(many), Err(CountError::TooMany));
        let conditions = Conditions::try_new(vec![one.clone()]).unwrap();
        let proposal = Proposal::GrantWithConditions(conditions);
        assert_eq!(proposal.conditions(), [one]);
        assert!(proposal.recommendation().grants());
        assert!(Proposal::Refuse.conditions().is_empty());
    }
}
