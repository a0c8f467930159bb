//! Whether a password is one word of the dictionary or one common password, dressed up.
//!
//! Every reading is tried at once: the search walks the automaton and the text together, so a
//! reading that begins no word costs nothing.

use std::sync::LazyLock;

use fst::raw::{Fst, Node};

use crate::text::{Text, is_separator, readings};

static DICTIONARY: LazyLock<Fst<&'static [u8]>> = LazyLock::new(|| {
    #[expect(
        clippy::expect_used,
        reason = "the build script has just written this automaton"
    )]
    Fst::new(include_bytes!(concat!(env!("OUT_DIR"), "/dictionary.fst")).as_slice())
        .expect("the embedded dictionary is an automaton")
});

/// Whole passwords out of known leaks that no other rule refuses, folded.
static LEAKED: LazyLock<Fst<&'static [u8]>> = LazyLock::new(|| {
    #[expect(
        clippy::expect_used,
        reason = "the build script has just written this automaton"
    )]
    Fst::new(include_bytes!(concat!(env!("OUT_DIR"), "/leaked.fst")).as_slice())
        .expect("the embedded list is an automaton")
});

/// Substituted characters before the first letter that can still belong to the word. Longer than
/// the longest entry.
const LEAD: usize = 40;

/// Separators in a row that are ignored inside a word.
const GAP: usize = 3;

/// What kind of entry a password is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Entry {
    /// A word of the language.
    Word,
    /// A password that many people use.
    CommonPassword,
}

/// Whether the text as it is, whatever its case, stands in the list of leaked passwords.
pub(crate) fn is_leaked(text: &Text) -> bool {
    LEAKED.contains_key(text.chars.iter().collect::<String>())
}

/// The entry that the text is, perhaps repeated, with only decoration around.
pub(crate) fn find_single_entry(text: &Text, decoration: &[bool]) -> Option<Entry> {
    let Some(first) = decoration.iter().position(|decoration| !decoration) else {
        return find_entry(&text.chars);
    };
    (first.saturating_sub(LEAD)..=first).find_map(|start| {
        let mut search = Search {
            text,
            decoration,
            spelled: Vec::new(),
        };
        let place = Place {
            at: start,
            gap: 0,
            has_letter: false,
        };
        let is_found = search.finds_from(&DICTIONARY.root(), place);
        is_found.then(|| find_entry(&search.spelled)).flatten()
    })
}

fn find_entry(spelled: &[char]) -> Option<Entry> {
    let kind = DICTIONARY.get(spelled.iter().collect::<String>())?;
    Some(if kind.is_zero() {
        Entry::Word
    } else {
        Entry::CommonPassword
    })
}

struct Search<'a> {
    text: &'a Text,
    decoration: &'a [bool],
    /// The beginning of an entry that some reading spells up to here.
    spelled: Vec<char>,
}

#[derive(Clone, Copy)]
struct Place {
    at: usize,
    /// Separators just ignored.
    gap: usize,
    /// Whether a letter was read as such: digits alone are a number, not a word.
    has_letter: bool,
}

impl Search<'_> {
    fn finds_from(&mut self, node: &Node<'_>, place: Place) -> bool {
        if node.is_final() && place.has_letter && place.gap == 0 {
            let word: &[char] = &self.spelled;
            if self.text.is_covered(place.at, &[word], self.decoration) {
                return true;
            }
        }
        let Some(&character) = self.text.chars.get(place.at) else {
            return false;
        };
        let next = Place {
            at: place.at + 1,
            gap: 0,
            has_letter: place.has_letter || character.is_alphabetic(),
        };
        for letter in std::iter::once(character).chain(readings(character).chars()) {
            let input = u8::try_from(letter)
                .ok()
                .and_then(|byte| node.find_input(byte));
            if let Some(input) = input {
                self.spelled.push(letter);
                if self.finds_from(&DICTIONARY.node(node.transition_addr(input)), next) {
                    return true;
                }
                self.spelled.pop();
            }
        }
        let skip = Place {
            at: place.at + 1,
            gap: place.gap + 1,
            ..place
        };
        !self.spelled.is_empty()
            && skip.gap <= GAP
            && is_separator(character)
            && self.finds_from(node, skip)
    }
}
