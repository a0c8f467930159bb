//! Texts that the certificate's fonts can print.

use crate::typesetting::letters::{is_covered, is_invisible, is_latin, with_breaks};

/// Stands for a character that can't be printed.
const REPLACEMENT: char = '?';

/// The longest text of one field that is printed, in characters.
const LENGTH_MAX: usize = 2_000;

/// Words longer than this may be broken anywhere, in characters.
const WORD_MAX: usize = 24;

/// Which characters are printed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Legible {
    /// Every character that the fonts have.
    Fonts,
    /// The letters of Western European languages only.
    Latin,
}

impl Legible {
    /// The text in one line, without what can't be seen, with what can't be
    /// printed replaced, and with places to break in very long words; and
    /// whether anything was replaced or cut.
    pub fn print(self, text: &str) -> (String, bool) {
        let mut is_changed = false;
        let mut words: Vec<String> = Vec::new();
        let visible: String = text.chars().filter(|c| !is_invisible(*c)).collect();
        if visible.chars().count() > LENGTH_MAX {
            is_changed = true;
        }
        let shown: String = visible.chars().take(LENGTH_MAX).collect();
        for word in shown.split(|c: char| c.is_whitespace() || c.is_control()) {
            if word.is_empty() {
                continue;
            }
            let printed = word.chars().map(|c| {
                if self.has(c) {
                    c
                } else {
                    is_changed = true;
                    REPLACEMENT
                }
            });
            words.push(breakable(printed.collect()));
        }
        (words.join(" "), is_changed)
    }

    fn has(self, c: char) -> bool {
        match self {
            Self::Latin => is_latin(c),
            Self::Fonts => is_covered(c),
        }
    }
}

/// The word with places to break when it is very long.
fn breakable(word: String) -> String {
    if word.chars().count() <= WORD_MAX {
        return word;
    }
    with_breaks(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fonts_lack_is_replaced_and_what_is_invisible_goes() {
        let print = |text: &str| Legible::Fonts.print(text);
        assert_eq!(print("Café  Łódź\n\tŵ"), ("Café Łódź ŵ".to_owned(), false));
        assert_eq!(
            print("a\u{202e}b\u{200d}c\u{0}d"),
            ("abc d".to_owned(), false)
        );
        assert_eq!(print("x 😀 \u{e000} 漢"), ("x ? ? ?".to_owned(), true));
        assert_eq!(
            Legible::Latin.print("مرحبا é"),
            ("????? é".to_owned(), true)
        );
        assert_eq!(print(""), (String::new(), false));
    }

    #[test]
    fn long_words_can_break_and_long_texts_are_cut() {
        let (word, is_changed) = Legible::Fonts.print(&"W".repeat(200));
        assert!(word.contains('\u{200b}') && !is_changed);
        let (text, is_changed) = Legible::Fonts.print(&"word ".repeat(1_000));
        assert!(text.chars().count() <= LENGTH_MAX && is_changed);
    }
}
