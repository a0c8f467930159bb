//! What changed between two texts, word by word.

/// The largest comparison that is made word by word, in pairs of words; beyond
/// it the whole of what differs counts as replaced.
const PAIRS_MAX: usize = 4_000_000;

/// A piece of text that stayed, came or went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Stayed.
    Same(String),
    /// Came.
    Added(String),
    /// Went.
    Removed(String),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Same,
    Removed,
    Added,
}

/// What changed from `before` to `after`. The same and the added pieces together
/// are `after`, the same and the removed ones `before`, to the letter.
pub fn difference(before: &str, after: &str) -> Vec<Part> {
    let old = words(before);
    let new = words(after);
    let head = common(old.iter(), new.iter());
    let tail = common(old[head..].iter().rev(), new[head..].iter().rev());
    let (old_end, new_end) = (old.len() - tail, new.len() - tail);
    let mut pieces: Vec<(Fate, &str)> = old[..head].iter().map(|w| (Fate::Same, *w)).collect();
    pieces.extend(middle(&old[head..old_end], &new[head..new_end]));
    pieces.extend(old[old_end..].iter().map(|w| (Fate::Same, *w)));
    joined(&pieces)
}

/// Words, each with the white space that follows it.
fn words(text: &str) -> Vec<&str> {
    text.split_inclusive(char::is_whitespace).collect()
}

fn common<'a>(
    one: impl Iterator<Item = &'a &'a str>,
    other: impl Iterator<Item = &'a &'a str>,
) -> usize {
    one.zip(other).take_while(|(a, b)| a == b).count()
}

/// The longest common sequence of words decides what stayed.
fn middle<'a>(old: &[&'a str], new: &[&'a str]) -> Vec<(Fate, &'a str)> {
    let removed = old.iter().map(|word| (Fate::Removed, *word));
    let added = new.iter().map(|word| (Fate::Added, *word));
    if old.len().saturating_mul(new.len()) > PAIRS_MAX {
        return removed.chain(added).collect();
    }
    let lengths = lengths(old, new);
    let (mut i, mut j) = (0, 0);
    let mut pieces = Vec::with_capacity(old.len() + new.len());
    while i < old.len() && j < new.len() {
        if old[i] == new[j] {
            pieces.push((Fate::Same, old[i]));
            i += 1;
            j += 1;
        } else if lengths[i + 1][j] >= lengths[i][j + 1] {
            pieces.push((Fate::Removed, old[i]));
            i += 1;
        } else {
            pieces.push((Fate::Added, new[j]));
            j += 1;
        }
    }
    pieces.extend(removed.skip(i));
    pieces.extend(added.skip(j));
    pieces
}

/// `lengths[i][j]`: how many words `old[i..]` and `new[j..]` have in common, in order.
fn lengths(old: &[&str], new: &[&str]) -> Vec<Vec<u32>> {
    let mut lengths = vec![vec![0_u32; new.len() + 1]; old.len() + 1];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            lengths[i][j] = if old[i] == new[j] {
                lengths[i + 1][j + 1] + 1
            } else {
                lengths[i + 1][j].max(lengths[i][j + 1])
            };
        }
    }
    lengths
}

/// Neighbours of one fate become one piece; of a change, what went comes first.
fn joined(pieces: &[(Fate, &str)]) -> Vec<Part> {
    let mut parts = Vec::new();
    let (mut same, mut removed, mut added) = (String::new(), String::new(), String::new());
    for (fate, word) in pieces {
        match fate {
            Fate::Same => {
                flush(&mut parts, &mut removed, Part::Removed);
                flush(&mut parts, &mut added, Part::Added);
                same.push_str(word);
            }
            Fate::Removed => {
                flush(&mut parts, &mut same, Part::Same);
                removed.push_str(word);
            }
            Fate::Added => {
                flush(&mut parts, &mut same, Part::Same);
                added.push_str(word);
            }
        }
    }
    flush(&mut parts, &mut same, Part::Same);
    flush(&mut parts, &mut removed, Part::Removed);
    flush(&mut parts, &mut added, Part::Added);
    parts
}

fn flush(parts: &mut Vec<Part>, text: &mut String, part: fn(String) -> Part) {
    if !text.is_empty() {
        parts.push(part(std::mem::take(text)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(before: &str, after: &str) -> Vec<Part> {
        difference(before, after)
    }

    #[test]
    fn only_the_words_that_changed_are_marked() {
        assert_eq!(
            of("We patch in 14 days or less", "We patch in 7 days or less"),
            [
                Part::Same("We patch in ".into()),
                Part::Removed("14 ".into()),
                Part::Added("7 ".into()),
                Part::Same("days or less".into()),
            ]
        );
        assert_eq!(of("same", "same"), [Part::Same("same".into())]);
        assert_eq!(of("", "new"), [Part::Added("new".into())]);
        assert_eq!(of("old", ""), [Part::Removed("old".into())]);
        assert!(of("", "").is_empty());
    }

    #[test]
    fn the_pieces_put_together_are_both_texts() {
        let before = "one two  three\nfour five";
        let after = "zero one three\nfour six seven five ";
        let parts = of(before, after);
        let told = |wanted: fn(&Part) -> Option<&str>| -> String {
            parts.iter().filter_map(wanted).collect()
        };
        assert_eq!(
            told(|part| match part {
                Part::Same(text) | Part::Removed(text) => Some(text),
                Part::Added(_) => None,
            }),
            before
        );
        assert_eq!(
            told(|part| match part {
                Part::Same(text) | Part::Added(text) => Some(text),
                Part::Removed(_) => None,
            }),
            after
        );
    }

    #[test]
    fn a_text_without_end_is_replaced_as_a_whole() {
        let before = "a ".repeat(3000);
        let after = "b ".repeat(3000);
        assert_eq!(
            of(&before, &after),
            [Part::Removed(before.clone()), Part::Added(after.clone())]
        );
    }
}
