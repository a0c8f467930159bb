//! Which letters the fonts have.

use std::sync::LazyLock;

use super::world::{FAMILIES, fonts};

/// The code points that every style of one of the families has.
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

/// Whether the fonts can print a letter.
pub fn is_covered(c: char) -> bool {
    let is_private = ('\u{e000}'..='\u{f8ff}').contains(&c);
    let place = usize::try_from(u32::from(c)).ok();
    !is_private && place.and_then(|p| COVERED.get(p)).copied().unwrap_or(false)
}

/// Whether it is a letter of Western European languages: these can be printed whatever else can't.
pub fn is_latin(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{a1}'..='\u{17f}' | '–' | '—' | '‘' | '’' | '“' | '”' | '…' | '€')
}

/// Marks that show nothing: joiners, direction marks (which could show a name in
/// another order than it is stored), variation selectors, tags, the soft hyphen.
pub fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// A word that is too long for its place, with places to break.
pub fn with_breaks(word: &str) -> String {
    let mut broken = String::with_capacity(word.len() * 2);
    for (place, c) in word.chars().enumerate() {
        if place > 0 && place % 8 == 0 {
            broken.push('\u{200b}');
        }
        broken.push(c);
    }
    broken
}
