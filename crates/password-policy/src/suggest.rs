//! Pass phrases to offer: easy to type and remember, and always accepted.

use std::sync::LazyLock;

use crate::{Candidate, Policy};

static WORDS: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| include_str!("../data/friendly-words.txt").lines().collect());

/// Words in a pass phrase. Five of 4,359 words and a number of two digits are 66.9 bits.
const WORDS_EACH: usize = 5;

/// The numbers that end a pass phrase.
const NUMBERS: std::ops::Range<usize> = 10..100;

/// The system gave no random numbers, so nothing can be suggested.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("the system gave no random numbers")]
pub struct RandomnessUnavailable(#[from] getrandom::Error);

impl Policy {
    /// Random pass phrases that this policy accepts, such as `otter-velvet-gravy-tulip-canyon-47`:
    /// five words or more and a number, at least 64 bits each.
    ///
    /// # Errors
    /// `RandomnessUnavailable` if the system gives no random numbers.
    pub fn suggest(&self, count: usize) -> Result<Vec<String>, RandomnessUnavailable> {
        let mut suggestions = Vec::with_capacity(count);
        while suggestions.len() < count {
            let phrase = phrase(self.minimum_length())?;
            let candidate = Candidate {
                password: &phrase,
                ..Candidate::default()
            };
            if self.check(&candidate).accepted() {
                suggestions.push(phrase);
            }
        }
        Ok(suggestions)
    }
}

fn phrase(minimum_length: usize) -> Result<String, RandomnessUnavailable> {
    let mut phrase = String::new();
    let mut words = 0;
    while words < WORDS_EACH || phrase.len() < minimum_length {
        phrase.push_str(WORDS[below(WORDS.len())?]);
        phrase.push('-');
        words += 1;
    }
    let number = NUMBERS.start + below(NUMBERS.len())?;
    phrase.push_str(&number.to_string());
    Ok(phrase)
}

/// A random number below `limit`, each equally likely: draws from the incomplete last stretch are
/// thrown away.
fn below(limit: usize) -> Result<usize, RandomnessUnavailable> {
    let limit = limit as u64;
    let whole_stretches = u64::MAX - u64::MAX % limit;
    loop {
        let drawn = getrandom::u64()?;
        if drawn < whole_stretches {
            #[expect(clippy::cast_possible_truncation, reason = "smaller than a usize")]
            return Ok((drawn % limit) as usize);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pass_phrase_has_at_least_64_bits() {
        let words = f64::from(u32::try_from(WORDS.len()).unwrap()).log2() * 5.0;
        let number = f64::from(u32::try_from(NUMBERS.len()).unwrap()).log2();
        assert_eq!(WORDS_EACH, 5);
        assert!(words + number >= 64.0, "{words} + {number}");
    }

    #[test]
    fn every_number_below_the_limit_is_drawn_about_equally_often() {
        let mut drawn = [0_u32; 10];
        for _ in 0..10_000 {
            drawn[below(10).unwrap()] += 1;
        }
        assert!(
            drawn.iter().all(|count| (800..1200).contains(count)),
            "{drawn:?}"
        );
    }
}
