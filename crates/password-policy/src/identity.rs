//! Whether a password is made of what is known about the person.

use crate::{Candidate, text::Text};

/// A whole user name or context word counts from so many letters and digits.
const WHOLE: usize = 3;
/// A part of a name counts from so many letters and digits.
const PART: usize = 4;
/// More parts than any name has; bounds the work.
const PARTS: usize = 64;

/// Whether the password is the user name, or only parts of the user name, name, organisation and
/// context words, with decoration around, forwards or backwards.
pub(crate) fn is_identity(candidate: &Candidate<'_>, text: &Text) -> bool {
    if !candidate.username.is_empty() && text.chars == Text::of(candidate.username).chars {
        return true;
    }
    let parts = parts(candidate);
    let parts: Vec<&[char]> = parts.iter().map(Vec::as_slice).collect();
    let is_made_of = |text: &Text| text.is_covered(0, &parts, &text.decoration());
    text.has_letters() && !parts.is_empty() && (is_made_of(text) || is_made_of(&text.reversed()))
}

fn parts(candidate: &Candidate<'_>) -> Vec<Vec<char>> {
    let mut parts = Vec::new();
    let (local, domain) = candidate
        .username
        .rsplit_once('@')
        .unwrap_or((candidate.username, ""));
    add(&mut parts, candidate.username, WHOLE);
    add(&mut parts, local, WHOLE);
    for word in candidate.context_words {
        add(&mut parts, word, WHOLE);
    }
    for text in [domain, candidate.name, candidate.organisation] {
        add(&mut parts, text, PART);
    }
    for text in [local, domain, candidate.name, candidate.organisation] {
        // "O'Neill" is one part by the first way and has "Neill" by the second.
        let wide = text.split(|character: char| character == '.' || character.is_whitespace());
        let narrow = text.split(|character: char| !character.is_alphanumeric());
        for part in wide.chain(narrow) {
            add(&mut parts, part, PART);
        }
    }
    parts
}

/// Adds the letters and digits of `text` if there are enough of them and one is a letter.
fn add(parts: &mut Vec<Vec<char>>, text: &str, at_least: usize) {
    let folded = Text::of(text);
    let letters = folded
        .chars
        .iter()
        .copied()
        .filter(|character| character.is_alphanumeric());
    let part: Vec<char> = letters.collect();
    let is_long_enough = part.len() >= at_least && folded.has_letters();
    if is_long_enough && parts.len() < PARTS && !parts.contains(&part) {
        parts.push(part);
    }
}
