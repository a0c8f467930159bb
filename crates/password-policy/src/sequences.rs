//! Runs on the keyboard and in the alphabet: `qwerty`, `123456`, `abcdef`, `1qaz2wsx`.

use std::sync::LazyLock;

use crate::text::Text;

/// Characters in the order in which fingers or habit take them; the end is followed by the
/// beginning. Each character occurs once in a line.
const ORDERS: [&str; 16] = [
    "abcdefghijklmnopqrstuvwxyz",
    "1234567890",
    "13579",
    "24680",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "qwertzuiop",
    "azertyuiop",
    "qsdfghjklm",
    "1q2w3e4r5t6y7u8i9o0p",
    "q1w2e3r4t5y6u7i8o9p0",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "qazwsxedcrfvtgbyhnujmikolp",
    "a1b2c3d4e5f6g7h8i9j0",
    "1a2b3c4d5e6f7g8h9i0j",
];

/// For each order its length and the place of each ASCII character in it.
static PLACES: LazyLock<Vec<(usize, [Option<usize>; 128])>> = LazyLock::new(|| {
    let places_of = |order: &&str| {
        let mut places = [None; 128];
        for (place, byte) in order.bytes().enumerate() {
            places[usize::from(byte)] = Some(place);
        }
        (order.len(), places)
    };
    ORDERS.iter().map(places_of).collect()
});

/// A run of this many characters is worth no more than a digit beside a word.
const SHORT_RUN: usize = 3;
/// A run of this many characters can be the password itself.
const LONG_RUN: usize = 4;
/// At least so many characters in long runs ...
const MAIN_PART: usize = 6;
/// ... and at most so many outside make the password a sequence.
const REST: usize = 4;

/// For each character, whether it is part of a run of three or more.
pub(crate) fn short_runs(text: &Text) -> Vec<bool> {
    runs(text, SHORT_RUN)
}

/// Whether the text is a sequence: runs and digits only, or runs with a few characters more.
pub(crate) fn is_sequence(text: &Text, short_runs: &[bool]) -> bool {
    let mut letters = text
        .chars
        .iter()
        .zip(short_runs)
        .filter(|(character, _)| character.is_alphabetic());
    if text.has_letters() && letters.all(|(_, in_run)| *in_run) {
        return true;
    }
    let covered = runs(text, LONG_RUN)
        .into_iter()
        .filter(|in_run| *in_run)
        .count();
    covered >= MAIN_PART && text.chars.len() - covered <= REST
}

fn runs(text: &Text, length: usize) -> Vec<bool> {
    let keys: Vec<Option<usize>> = text.chars.iter().map(|character| key(*character)).collect();
    let mut in_run = vec![false; keys.len()];
    for (order_length, places) in PLACES.iter() {
        let places: Vec<Option<usize>> = keys.iter().map(|key| places[(*key)?]).collect();
        for step in [1, order_length - 1] {
            let mut start = 0;
            for at in 1..=places.len() {
                let goes_on = at < places.len()
                    && places[at].is_some()
                    && places[at] == places[at - 1].map(|place| (place + step) % order_length);
                if !goes_on {
                    if at - start >= length {
                        in_run[start..at].fill(true);
                    }
                    start = at;
                }
            }
        }
    }
    in_run
}

/// The key that types the character, as its ASCII code: digits for the signs above them.
fn key(character: char) -> Option<usize> {
    let key = match character {
        '!' => '1',
        '@' | '"' => '2',
        '#' | '£' => '3',
        '$' => '4',
        '%' => '5',
        '^' => '6',
        '&' => '7',
        '*' => '8',
        '(' => '9',
        ')' => '0',
        other => other,
    };
    u8::try_from(key).ok().filter(u8::is_ascii).map(usize::from)
}
