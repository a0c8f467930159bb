//! Texts that the certificate's fonts can print.

use std::sync::LazyLock;

use super::world::{FAMILIES, fonts};

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

/// The code points that every style of one of the families has, as ranges.
static COVERED: LazyLock<Vec<bool>> = LazyLock::new(|| {
    let mut covered = vec![false; 0x1_0000];
    for family in FAMILIES {
        let styles: Vec<_> = fonts()
            .iter()
            .filter(|f| f.info().family == family)
            .collect();
        let Some(first) = styles.first() else {
            continue;
        };
        for point in first.info().coverage.iter() {
            let is_everywhere = styles
                .iter()
                .all(|font| font.info().coverage.contains(point));
            let place = usize::try_from(point)
                .ok()
                .and_then(|point| covered.get_mut(point));
            if let Some(place) = place {
                *place |= is_everywhere;
            }
        }
    }
    covered
});

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
            Self::Latin => {
                matches!(c, ' '..='~' | '\u{a1}'..='\u{17f}' | '–' | '—' | '‘' | '’' | '“' | '”' | '…' | '€')
            }
            Self::Fonts => {
                let is_private = ('\u{e000}'..='\u{f8ff}').contains(&c);
                let place = usize::try_from(u32::from(c)).ok();
                !is_private && place.and_then(|p| COVERED.get(p)).copied().unwrap_or(false)
            }
        }
    }
}

/// Marks that show nothing: joiners, direction marks (which could show a name in
/// another order than it is stored), variation selectors, tags, the soft hyphen.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// The word with places to break when it is very long.
fn breakable(word: String) -> String {
    if word.chars().count() <= WORD_MAX {
        return word;
    }
    let mut broken = String::with_capacity(word.len() * 2);
    for (place, c) in word.chars().enumerate() {
        if place > 0 && place % 8 == 0 {
            broken.push('\u{200b}');
        }
        broken.push(c);
    }
    broken
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
