//! What this deployment asks of passwords.

use password_policy::{EnforcedSecondFactor, Policy, PolicyError};

/// The rules as the operator set them: one policy for most accounts, and maybe the relaxed one for
/// those that always need a second factor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    strict: Policy,
    relaxes: bool,
}

impl Rules {
    /// All seven rules for everybody, with this minimum length in characters.
    ///
    /// # Errors
    /// As [`Policy::with_minimum_length`].
    pub fn with_minimum_length(minimum_length: usize) -> Result<Self, PolicyError> {
        Ok(Self {
            strict: Policy::with_minimum_length(minimum_length)?,
            relaxes: false,
        })
    }

    /// The same, with the profile `modern` for accounts that always need a second factor.
    #[must_use]
    pub fn relaxing_with_second_factor(self) -> Self {
        Self {
            relaxes: true,
            ..self
        }
    }

    /// Whether any account may have the relaxed policy.
    pub fn is_relaxing(&self) -> bool {
        self.relaxes
    }

    /// The policy for an account, given whether it always needs its second factor.
    pub fn policy(&self, second_factor: Option<EnforcedSecondFactor>) -> Policy {
        match second_factor {
            Some(second_factor) if self.relaxes => self.strict.relaxed(second_factor),
            _ => self.strict,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use password_policy::Profile;

    #[test]
    fn the_relaxation_needs_the_setting_and_the_second_factor() {
        let rules = Rules::with_minimum_length(9).unwrap();
        let second_factor = EnforcedSecondFactor::checked(true, true);
        let strict = Profile::Csp10Strict;
        assert_eq!(Rules::default().policy(second_factor).profile(), strict);
        let relaxing = rules.relaxing_with_second_factor();
        assert_eq!(relaxing.policy(None).profile(), strict);
        assert_eq!(relaxing.policy(None).minimum_length(), 9);
        assert_eq!(relaxing.policy(second_factor).profile(), Profile::Modern);
        assert_eq!(relaxing.policy(second_factor).minimum_length(), 15);
    }
}
