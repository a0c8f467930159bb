//! The two sets of rules, what the weaker one depends on, and which earlier passwords count.

use std::time::Duration;

use crate::Rule;

/// A named set of rules.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Profile {
    /// All seven rules of PSN service provision guidance, Cloud Security Principle 10.
    #[default]
    Csp10Strict,
    /// No rules about the characters (NIST SP 800-63B-4, 3.1.1.2: "shall not impose other
    /// composition rules"), at least 15 of them, everything else as before: for accounts that
    /// always need a second factor. PSN service provision guidance, Cloud Security Principle 10,
    /// allows "weaker passwords" when they are combined with another method.
    Modern,
}

impl Profile {
    /// The name for settings and compliance reports.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Csp10Strict => "csp10-strict",
            Self::Modern => "modern",
        }
    }

    /// Whether the profile has the rule.
    pub const fn has(self, rule: Rule) -> bool {
        match self {
            Self::Csp10Strict => true,
            Self::Modern => !matches!(rule, Rule::NoRepeats | Rule::LettersAndDigits),
        }
    }
}

/// Says that an account cannot be used without its second factor. Whoever makes one has checked
/// that a second factor is set up and that the account is required to use it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EnforcedSecondFactor {
    _checked: (),
}

impl EnforcedSecondFactor {
    /// None unless a second factor is set up and required.
    pub const fn checked(is_set_up: bool, is_required: bool) -> Option<Self> {
        if is_set_up && is_required {
            Some(Self { _checked: () })
        } else {
            None
        }
    }
}

/// Which earlier passwords of an account are refused: each that was in use within `period`, and
/// the last `passwords` however old they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reuse {
    /// The "predetermined period of time" of the guidance, counted from the day when a password
    /// was replaced.
    pub period: Duration,
    /// How many earlier passwords count whatever their age.
    pub passwords: usize,
}

impl Default for Reuse {
    /// Six months, the example in the guidance (184 days, so that no six months are longer), and
    /// ten passwords.
    fn default() -> Self {
        Self {
            period: Duration::from_hours(184 * 24),
            passwords: 10,
        }
    }
}
