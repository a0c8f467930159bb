//! The seven rules and what a check can say about each.

use std::fmt;

use crate::Policy;

/// One rule of "PSN service provision guidance, Cloud Security Principle 10", in the order of that
/// document ("that each password: ...").
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Rule {
    /// PSN service provision guidance, Cloud Security Principle 10: a minimum length, with eight
    /// characters as its example. Characters of the NFC form count. A password over
    /// `MAXIMUM_BYTES` fails this rule too.
    MinimumLength,
    /// PSN service provision guidance, Cloud Security Principle 10: "differs from the associated
    /// username". Also from its parts, the person's name, the organisation and context words,
    /// reversed, repeated, with substitutions, or with digits and punctuation around them.
    DiffersFromUsername,
    /// PSN service provision guidance, Cloud Security Principle 10: "contains no more than two
    /// identical characters in a row". A character is what a person sees as one (a grapheme).
    NoRepeats,
    /// PSN service provision guidance, Cloud Security Principle 10: "is not a dictionary word".
    /// British or American, also with digits and punctuation around it, with the usual
    /// substitutions, reversed or repeated; nor a common password, nor a run on the keyboard or in
    /// the alphabet. Several different words are welcome.
    NotDictionaryWord,
    /// PSN service provision guidance, Cloud Security Principle 10: "includes a mixture of numeric
    /// and alpha characters".
    LettersAndDigits,
    /// PSN service provision guidance, Cloud Security Principle 10: "has not been reused within a
    /// predetermined period of time (such as six months)". Needs the earlier passwords, so it is
    /// not checked here.
    NotReused,
    /// PSN service provision guidance, Cloud Security Principle 10: "has not been used for another
    /// account". Needs the other passwords, so it is not checked here.
    NotUsedElsewhere,
}

impl Rule {
    /// Every rule, in the order of the source.
    pub const ALL: [Self; 7] = [
        Self::MinimumLength,
        Self::DiffersFromUsername,
        Self::NoRepeats,
        Self::NotDictionaryWord,
        Self::LettersAndDigits,
        Self::NotReused,
        Self::NotUsedElsewhere,
    ];

    /// The rule's name for programs, as `psn-cop password check` prints it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::MinimumLength => "minimum_length",
            Self::DiffersFromUsername => "differs_from_username",
            Self::NoRepeats => "no_repeats",
            Self::NotDictionaryWord => "not_dictionary_word",
            Self::LettersAndDigits => "letters_and_digits",
            Self::NotReused => "not_reused",
            Self::NotUsedElsewhere => "not_used_elsewhere",
        }
    }

    /// The words shown before the field, after "Your password must:".
    pub fn shown_as(self, policy: &Policy) -> String {
        match self {
            Self::MinimumLength => {
                format!("be at least {} characters long", policy.minimum_length())
            }
            Self::DiffersFromUsername => "be different from your email address and name".to_owned(),
            Self::NoRepeats => "not have the same character 3 times in a row".to_owned(),
            Self::NotDictionaryWord => {
                "not be a single word from a dictionary, even with a number at the end".to_owned()
            }
            Self::LettersAndDigits => "include letters and at least one number".to_owned(),
            Self::NotReused => "not be one you used here in the last 6 months".to_owned(),
            Self::NotUsedElsewhere => "not be used for any other account".to_owned(),
        }
    }

    /// The message beside the field when the rule is broken. The one for `NotUsedElsewhere` does
    /// not say whether another account has the password.
    pub fn message(self, policy: &Policy) -> String {
        match self {
            Self::MinimumLength => {
                format!(
                    "Password must be {} characters or more",
                    policy.minimum_length()
                )
            }
            Self::DiffersFromUsername => {
                "Password must be different from your email address and name".to_owned()
            }
            Self::NoRepeats => {
                "Password must not have the same character 3 times in a row".to_owned()
            }
            Self::NotDictionaryWord => {
                "Password must not be a dictionary word. Try three random words and a number"
                    .to_owned()
            }
            Self::LettersAndDigits => "Password must include letters and a number".to_owned(),
            Self::NotReused => {
                "Choose a password you have not used here in the last 6 months".to_owned()
            }
            Self::NotUsedElsewhere => "Choose a different password. This one is too easy to guess \
                 or has been used before"
                .to_owned(),
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}

/// What a check says about one rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// The password keeps the rule.
    Pass,
    /// The password breaks the rule and may not be used.
    Fail,
    /// Nobody has looked yet.
    NotChecked,
}

impl Verdict {
    /// The verdict's name for programs, as `psn-cop password check` prints it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::NotChecked => "not_checked",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}
