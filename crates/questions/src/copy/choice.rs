//! Choices as people read and write them.

use unicode_normalization::UnicodeNormalization as _;

use crate::page::{Field, FieldKind};
use crate::reference;

impl Field {
    /// The choices as stored value and label, countries included; empty for free answers.
    pub(super) fn offered(&self) -> Vec<(&str, &str)> {
        if let FieldKind::Countries { group } = &self.kind {
            let mut offered: Vec<(&str, &str)> = Vec::new();
            let countries = reference::all_countries().iter();
            for country in countries.filter(|country| country.group == *group) {
                if !offered.iter().any(|(code, _)| *code == country.code) {
                    offered.push((&country.code, &country.name));
                }
            }
            return offered;
        }
        let choices = self.choices().iter();
        choices
            .map(|choice| (choice.value.as_str(), choice.label.as_str()))
            .collect()
    }

    /// The stored value of a choice that somebody wrote: its label in any case, or the value.
    pub(super) fn chosen(&self, written: &str) -> Option<&str> {
        let wanted = folded(written);
        let offered = self.offered();
        let mut by_label = offered.iter().filter(|(_, label)| folded(label) == wanted);
        let found = by_label.next();
        let found = found.or_else(|| offered.iter().find(|(value, _)| folded(value) == wanted));
        found.map(|(value, _)| *value)
    }
}

/// A text for comparing: case, white space and the kind of apostrophe don't matter.
pub(super) fn folded(text: &str) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let letters = words.nfc().map(|letter| match letter {
        '‘' | '’' => '\'',
        other => other,
    });
    letters.flat_map(char::to_lowercase).collect()
}
