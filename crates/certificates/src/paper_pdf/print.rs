//! Texts as they can be printed, and what could not be.

use crate::typesetting::letters::{is_covered, is_invisible, is_latin, with_breaks};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Which letters are printed as they are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Letters {
    /// Every letter that the fonts have.
    OfFonts,
    /// The letters of Western European languages only.
    Latin,
}

/// Where a text stands: how long a word can be before it must be able to break.
#[derive(Clone, Copy)]
pub enum Place {
    /// Across the page. A digest in hexadecimal fits.
    Column,
    /// In a cell of a table.
    Cell,
}

impl Place {
    /// The width of the longest word in small letters.
    fn word_max(self) -> usize {
        match self {
            Self::Column => 70,
            Self::Cell => 16,
        }
    }
}

/// A letter that could not be printed.
pub struct Seen {
    pub times: usize,
    /// The heading under which it stood first.
    pub first: String,
}

/// Prints text after text, and keeps what could not be printed.
pub struct Printer {
    letters: Letters,
    heading: String,
    pub unshown: BTreeMap<char, Seen>,
    pub left_out: usize,
}

impl Printer {
    /// A printer at the beginning of a text with this title.
    pub fn new(letters: Letters, title: &str) -> Self {
        let mut printer = Self {
            letters,
            heading: String::new(),
            unshown: BTreeMap::new(),
            left_out: 0,
        };
        printer.begin(title);
        printer.unshown.clear();
        printer.left_out = 0;
        printer
    }

    /// A heading; what follows stands under it.
    pub fn begin(&mut self, heading: &str) -> String {
        // Named as it can be printed.
        let mut printed = self.line(heading);
        if printed.trim().is_empty() {
            paper::NAMELESS.clone_into(&mut printed);
        }
        self.heading.clone_from(&printed);
        printed
    }

    /// The text in one line.
    pub fn line(&mut self, text: &str) -> String {
        self.lines(text, Place::Column).join(" ")
    }

    /// The text line by line. Letters that can't be printed stand as `[U+6F22]`, several after each
    /// other as `[U+6F22 5B57]`; marks that show nothing are left out and counted, but those that change
    /// the direction of what stands around them, which are shown as numbers too.
    pub fn lines(&mut self, text: &str, place: Place) -> Vec<String> {
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let lines = text.split('\n');
        lines
            .map(|line| breakable(&self.shown(line), place.word_max()))
            .collect()
    }

    fn shown(&mut self, line: &str) -> String {
        let mut shown = String::with_capacity(line.len());
        let mut is_open = false;
        for c in line.chars() {
            if is_invisible(c) && !turns(c) {
                self.left_out += 1;
            } else if c == '\t' || self.has(c) {
                if std::mem::take(&mut is_open) {
                    shown.push(']');
                }
                shown.push(if c == '\t' { ' ' } else { c });
            } else {
                shown.push_str(if is_open { " " } else { "[U+" });
                is_open = true;
                // Writing into a text does not fail.
                let _ = write!(shown, "{:04X}", u32::from(c));
                self.count(c);
            }
        }
        if is_open {
            shown.push(']');
        }
        shown
    }

    fn count(&mut self, letter: char) {
        if let Some(seen) = self.unshown.get_mut(&letter) {
            seen.times += 1;
            return;
        }
        let first = self.heading.clone();
        self.unshown.insert(letter, Seen { times: 1, first });
    }

    fn has(&self, c: char) -> bool {
        match self.letters {
            _ if c.is_control() || turns(c) => false,
            Letters::Latin => is_latin(c) || c == '\u{a0}',
            Letters::OfFonts => is_covered(c),
        }
    }
}

/// Whether a mark changes the direction of what stands around it.
fn turns(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The line with places to break in very long words. Capital and other letters count as two.
fn breakable(line: &str, word_max: usize) -> String {
    let width = |c: char| {
        if c.is_ascii_lowercase() || c.is_ascii_digit() {
            1
        } else {
            2
        }
    };
    let words = line.split(' ').map(|word| {
        if word.chars().map(width).sum::<usize>() <= word_max {
            return word.to_owned();
        }
        with_breaks(word)
    });
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fonts_lack_stands_as_its_number() {
        let mut printer = Printer::new(Letters::OfFonts, "Title");
        let lines = printer.lines("Łódź 漢字 😀\r\n\r\na\u{7}b\tc", Place::Column);
        assert_eq!(lines, ["Łódź [U+6F22 5B57] [U+1F600]", "", "a[U+0007]b c"]);
        printer.begin("Next");
        printer.line("漢 \u{202e}x\u{ad}y\u{200d}");
        let seen = &printer.unshown[&'漢'];
        assert_eq!((seen.times, seen.first.as_str()), (2, "Title"));
        assert_eq!(printer.unshown[&'\u{202e}'].first, "Next");
        assert_eq!(printer.left_out, 2);
        let mut latin = Printer::new(Letters::Latin, "");
        assert_eq!(latin.line("é Ж"), "é [U+0416]");
    }

    #[test]
    fn only_what_is_too_long_for_its_place_can_break() {
        let mut printer = Printer::new(Letters::OfFonts, "");
        let digest = "0123456789abcdef".repeat(4);
        assert_eq!(printer.line(&digest), digest);
        assert!(printer.line(&"W".repeat(60)).contains('\u{200b}'));
        assert!(printer.lines(&digest, Place::Cell)[0].contains('\u{200b}'));
    }
}
