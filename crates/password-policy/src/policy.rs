//! The policy: which rules hold, and the check of all of them.

use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

use crate::{
    Candidate, Outcome, Report, Rule, Verdict,
    dictionary::{self, Entry},
    identity, sequences,
    text::Text,
};

/// The longest password, in bytes of its NFC form: room for 1,000 characters of any script.
pub const MAXIMUM_BYTES: usize = 4096;

/// The longest length that is accepted whatever its characters are, for the message.
const ALWAYS_SHORT_ENOUGH: &str = "Password must be 1,000 characters or less";

/// No policy asks for fewer characters: the example in the source of the rules.
const LOWEST_MINIMUM: usize = 8;
/// No policy asks for more: longer than what people and password managers use.
const HIGHEST_MINIMUM: usize = 128;
/// What a policy asks for if nobody says otherwise.
const DEFAULT_MINIMUM: usize = 12;

/// A named set of rules.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Profile {
    /// All seven rules of PSN service provision guidance, Cloud Security Principle 10.
    #[default]
    Csp10Strict,
}

impl Profile {
    /// The name for settings and compliance reports.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Csp10Strict => "csp10-strict",
        }
    }
}

/// Why a policy cannot be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PolicyError {
    /// The minimum length is outside of what is safe and usable.
    #[error(
        "the minimum password length must be between {LOWEST_MINIMUM} and {HIGHEST_MINIMUM} \
         characters, not {asked}"
    )]
    MinimumLengthOutOfRange {
        /// What was asked for, in characters.
        asked: usize,
    },
}

/// What passwords must be like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    minimum_length: usize,
    profile: Profile,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            minimum_length: DEFAULT_MINIMUM,
            profile: Profile::Csp10Strict,
        }
    }
}

impl Policy {
    /// The default policy with another minimum length in characters, 8 to 128.
    ///
    /// # Errors
    /// `PolicyError::MinimumLengthOutOfRange` outside of that range.
    pub fn with_minimum_length(minimum_length: usize) -> Result<Self, PolicyError> {
        if !(LOWEST_MINIMUM..=HIGHEST_MINIMUM).contains(&minimum_length) {
            return Err(PolicyError::MinimumLengthOutOfRange {
                asked: minimum_length,
            });
        }
        Ok(Self {
            minimum_length,
            ..Self::default()
        })
    }

    /// The shortest password, in characters of the NFC form.
    pub const fn minimum_length(&self) -> usize {
        self.minimum_length
    }

    /// Which set of rules holds.
    pub const fn profile(&self) -> Profile {
        self.profile
    }

    /// The words shown before the field, one for each rule.
    pub fn shown_rules(&self) -> [String; 7] {
        Rule::ALL.map(|rule| rule.shown_as(self))
    }

    /// Checks every rule that needs no database. Nothing is cut off: a password over
    /// `MAXIMUM_BYTES` fails `MinimumLength` and the other rules are not checked.
    ///
    /// A common password fails `NotDictionaryWord` with the message of `NotUsedElsewhere`, so that
    /// a stranger who reads that message cannot tell which of the two was broken.
    pub fn check(&self, candidate: &Candidate<'_>) -> Report {
        let mut report = Report::unchecked();
        let too_long = candidate.password.len() > MAXIMUM_BYTES;
        let password = if too_long {
            String::new()
        } else {
            normalise(candidate.password)
        };
        if too_long || password.len() > MAXIMUM_BYTES {
            report.write(Outcome {
                rule: Rule::MinimumLength,
                verdict: Verdict::Fail,
                message: Some(ALWAYS_SHORT_ENOUGH.to_owned()),
            });
            return report;
        }
        let text = Text::of(&password);
        let entry = find_entry(&text);
        let kept = [
            (
                Rule::MinimumLength,
                password.chars().count() >= self.minimum_length,
            ),
            (
                Rule::DiffersFromUsername,
                !identity::is_identity(candidate, &text),
            ),
            (Rule::NoRepeats, !has_repeats(&password)),
            (Rule::NotDictionaryWord, entry.is_none()),
            (Rule::LettersAndDigits, has_letters_and_digits(&password)),
        ];
        for (rule, is_kept) in kept {
            let verdict = if is_kept {
                Verdict::Pass
            } else {
                Verdict::Fail
            };
            report.record(self, rule, verdict);
        }
        if entry == Some(Entry::CommonPassword) {
            report.write(Outcome {
                rule: Rule::NotDictionaryWord,
                verdict: Verdict::Fail,
                message: Some(Rule::NotUsedElsewhere.message(self)),
            });
        }
        report
    }
}

/// The one form (NFC) in which a password is checked and hashed, so that the same characters typed
/// on another device are the same password.
pub fn normalise(password: &str) -> String {
    password.nfc().collect()
}

fn has_repeats(password: &str) -> bool {
    let graphemes: Vec<&str> = password.graphemes(true).collect();
    graphemes
        .windows(3)
        .any(|three| three[0] == three[1] && three[1] == three[2])
}

fn has_letters_and_digits(password: &str) -> bool {
    password.chars().any(char::is_alphabetic)
        && password
            .chars()
            .any(|character| character.is_numeric() && !character.is_alphabetic())
}

/// What a guesser who tries words, common passwords and sequences would find.
fn find_entry(text: &Text) -> Option<Entry> {
    let runs = sequences::short_runs(text);
    if sequences::is_sequence(text, &runs) {
        return Some(Entry::CommonPassword);
    }
    let mut decoration = text.decoration();
    for (decoration, in_run) in decoration.iter_mut().zip(runs) {
        *decoration |= in_run;
    }
    dictionary::find_single_entry(text, &decoration).or_else(|| {
        decoration.reverse();
        dictionary::find_single_entry(&text.reversed(), &decoration)
    })
}
