//! The text of a cell: paragraphs in which white space counts once, and elements for the rest.

use crate::opendocument::line;

/// Puts a text into XML: a paragraph for each line.
pub fn write(text: &str, xml: &mut String) {
    for text in text.split('\n') {
        xml.push_str("<text:p>");
        line(text, xml);
        xml.push_str("</text:p>");
    }
}

/// The text of a cell while it is read.
#[derive(Default)]
pub struct CellText {
    /// The lines so far.
    pub text: String,
    has_lines: bool,
    is_begun: bool,
    has_space: bool,
}

impl CellText {
    /// Whether there was a paragraph.
    pub fn has_lines(&self) -> bool {
        self.has_lines
    }

    /// Begins a paragraph.
    pub fn begin_line(&mut self) {
        if self.has_lines {
            self.text.push('\n');
        }
        self.has_lines = true;
        self.is_begun = false;
        self.has_space = false;
    }

    /// Adds text as it stands in the file, where white space counts once and not at the ends.
    pub fn push(&mut self, characters: &str) {
        for character in characters.chars() {
            if matches!(character, ' ' | '\t' | '\n' | '\r') {
                self.has_space = self.is_begun;
            } else {
                self.push_as_is(character);
            }
        }
    }

    /// Adds a character that stands for itself.
    pub fn push_as_is(&mut self, character: char) {
        if std::mem::take(&mut self.has_space) {
            self.text.push(' ');
        }
        self.text.push(character);
        self.is_begun = true;
    }
}
