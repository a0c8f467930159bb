//! A text as somebody who guesses sees it: lower case, without accents, and with every character
//! that can stand for a letter.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Folded characters of a password or of a word that it is compared with.
pub(crate) struct Text {
    pub(crate) chars: Vec<char>,
}

impl Text {
    /// Folds: compatibility forms resolved, lower case, marks removed.
    pub(crate) fn of(text: &str) -> Self {
        let chars = text
            .nfkd()
            .flat_map(char::to_lowercase)
            .filter(|character| !is_combining_mark(*character))
            .collect();
        Self { chars }
    }

    pub(crate) fn reversed(&self) -> Self {
        Self {
            chars: self.chars.iter().rev().copied().collect(),
        }
    }

    pub(crate) fn has_letters(&self) -> bool {
        self.chars.iter().any(|character| character.is_alphabetic())
    }

    /// For each character, whether it may stand around a word without making it a better password.
    pub(crate) fn decoration(&self) -> Vec<bool> {
        self.chars
            .iter()
            .map(|character| !character.is_alphabetic())
            .collect()
    }

    /// Whether everything from `from` on is decoration or one of `words`, repeated at will.
    pub(crate) fn is_covered(&self, from: usize, words: &[&[char]], decoration: &[bool]) -> bool {
        let end = self.chars.len();
        let mut reached = vec![false; end - from + 1];
        reached[0] = true;
        let mut farthest = from;
        for at in from..end {
            if at > farthest {
                return false;
            }
            if !reached[at - from] {
                continue;
            }
            let past_decoration = decoration[at].then_some(at + 1);
            let past_words = words.iter().filter_map(|word| self.past(word, at));
            for next in past_decoration.into_iter().chain(past_words) {
                reached[next - from] = true;
                farthest = farthest.max(next);
            }
        }
        reached[end - from]
    }

    /// The place after `word` if some reading of the text spells it at `at`, separators ignored.
    fn past(&self, word: &[char], at: usize) -> Option<usize> {
        let mut place = at;
        for (index, letter) in word.iter().enumerate() {
            loop {
                let character = *self.chars.get(place)?;
                place += 1;
                if character == *letter || readings(character).contains(*letter) {
                    break;
                }
                if index == 0 || !is_separator(character) {
                    return None;
                }
            }
        }
        Some(place)
    }
}

/// Whether people put the character between letters without meaning one.
pub(crate) fn is_separator(character: char) -> bool {
    !character.is_alphanumeric() && readings(character).is_empty()
}

/// The letters that a folded character can stand for besides itself: the usual substitutions, and
/// letters of other alphabets that look the same.
pub(crate) fn readings(character: char) -> &'static str {
    match character {
        '4' | '@' | '^' | 'а' | 'α' => "a",
        '8' | 'в' => "b",
        '(' | '<' | '{' | '[' | '¢' | 'с' => "c",
        'đ' => "d",
        '3' | '€' | 'е' => "e",
        '6' => "bg",
        '9' => "gq",
        '#' | 'н' => "h",
        '1' | '!' | '|' => "il",
        '¡' | 'і' | 'ı' => "i",
        'к' | 'κ' => "k",
        '£' | 'ł' => "l",
        'м' => "m",
        '0' | 'о' | 'ο' | 'ø' => "o",
        'р' | 'ρ' => "p",
        '5' | '$' | '§' | 'ѕ' => "s",
        '7' | '+' | 'т' => "t",
        '%' | '×' | 'х' => "x",
        '¥' | 'у' => "y",
        '2' => "z",
        _ => "",
    }
}
