//! The policy: which rules hold, and the check of all of them.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

use crate::{
    Candidate, EnforcedSecondFactor, Outcome, Profile, Report, Reuse, Rule, Verdict,
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
/// What the profile `modern` asks for at least: NIST SP 800-63B-4, 3.1.1.2.
const MODERN_MINIMUM: usize = 15;
/// Passwords of so few different characters are guesses without composition rules too.
const FEW_CHARACTERS: usize = 4;

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
    reuse: Reuse,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            minimum_length: DEFAULT_MINIMUM,
            profile: Profile::Csp10Strict,
            reuse: Reuse::default(),
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

    /// The relaxation that the guidance allows ("weaker passwords may be accepted where they are
    /// combined with another method"): no rules about the characters, and at least 15 of them.
    /// Only for an account that always needs its second factor, which the caller has to show.
    #[must_use]
    pub fn relaxed(self, _second_factor: EnforcedSecondFactor) -> Self {
        Self {
            minimum_length: self.minimum_length.max(MODERN_MINIMUM),
            profile: Profile::Modern,
            ..self
        }
    }

    /// The shortest password, in characters of the NFC form.
    pub const fn minimum_length(&self) -> usize {
        self.minimum_length
    }

    /// Which set of rules holds.
    pub const fn profile(&self) -> Profile {
        self.profile
    }

    /// Which earlier passwords of the same account are refused.
    pub const fn reuse(&self) -> Reuse {
        self.reuse
    }

    /// The words shown before the field, one for each rule that holds.
    pub fn shown_rules(&self) -> Vec<String> {
        let rules = Rule::ALL.into_iter();
        rules
            .filter(|rule| self.profile.has(*rule))
            .map(|rule| rule.shown_as(self))
            .collect()
    }

    /// Checks every rule that needs no database. Nothing is cut off: a password over
    /// `MAXIMUM_BYTES` fails `MinimumLength` and the other rules are not checked. Rules that the
    /// profile does without are not checked either.
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
        let entry = self.find_guess(&text);
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
        for (rule, is_kept) in kept.into_iter().filter(|(rule, _)| self.profile.has(*rule)) {
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

    /// What a guesser would find; without composition rules also what is hardly varied at all.
    fn find_guess(&self, text: &Text) -> Option<Entry> {
        let is_uniform = self.profile == Profile::Modern && {
            let different: BTreeSet<char> = text.chars.iter().copied().collect();
            different.len() <= FEW_CHARACTERS
        };
        if is_uniform {
            return Some(Entry::CommonPassword);
        }
        find_entry(text)
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
    if dictionary::is_leaked(text) {
        return Some(Entry::CommonPassword);
    }
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
