//! Text that people type: trimmed, of limited length, without control characters.

use std::fmt;

/// Why a text was refused. The words for people live with each form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// Nothing but spaces.
    #[error("nothing was entered")]
    Empty,
    /// More than the limit, in characters.
    #[error("longer than {max} characters")]
    TooLong {
        /// The limit in characters.
        max: usize,
    },
    /// A control character, or one that changes the direction of the text around it.
    #[error("a control character")]
    ControlCharacter,
}

/// True for characters that show nothing and come along when a name is pasted: those of no width
/// and those that say in which direction to read.
pub fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}'
    )
}

/// The text without what is invisible in it.
pub fn visible(text: &str) -> String {
    text.chars().filter(|c| !is_invisible(*c)).collect()
}

/// True for characters that never belong in a text that people read: control
/// characters (line breaks and tabs apart) and those that override direction.
pub fn is_forbidden(character: char) -> bool {
    (character.is_control() && !matches!(character, '\n' | '\t'))
        || matches!(character, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

fn check(text: &str, max: usize) -> Result<(), TextError> {
    if text.is_empty() {
        Err(TextError::Empty)
    } else if text.chars().any(is_forbidden) {
        Err(TextError::ControlCharacter)
    } else if text.chars().count() > max {
        Err(TextError::TooLong { max })
    } else {
        Ok(())
    }
}

/// One line of text of at most `MAX` characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Line<const MAX: usize>(String);

impl<const MAX: usize> Line<MAX> {
    /// Leaves out what is invisible, trims and checks; line breaks and tabs count as control
    /// characters.
    pub fn parse(text: &str) -> Result<Self, TextError> {
        let text = visible(text);
        let text = text.trim();
        check(text, MAX)?;
        if text.contains(['\n', '\t']) {
            return Err(TextError::ControlCharacter);
        }
        Ok(Self(text.to_owned()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text, owned.
    pub fn into_string(self) -> String {
        self.0
    }
}

impl<const MAX: usize> fmt::Display for Line<MAX> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Several lines of text of at most `MAX` characters; line breaks are `\n`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lines<const MAX: usize>(String);

impl<const MAX: usize> Lines<MAX> {
    /// Trims, makes line breaks uniform and checks.
    pub fn parse(text: &str) -> Result<Self, TextError> {
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let text = text.trim();
        check(text, MAX)?;
        Ok(Self(text.to_owned()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A person's full name.
pub type PersonName = Line<150>;
/// A job title.
pub type JobTitle = Line<150>;
/// The name of an organisation: one legal entity.
pub type OrganisationName = Line<150>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_control_characters() {
        assert_eq!(Line::<5>::parse("  abc "), Ok(Line("abc".into())));
        assert_eq!(Line::<5>::parse("   "), Err(TextError::Empty));
        assert_eq!(
            Line::<5>::parse("abcdef"),
            Err(TextError::TooLong { max: 5 })
        );
        assert_eq!(Line::<5>::parse("a\nb"), Err(TextError::ControlCharacter));
        assert_eq!(
            Line::<5>::parse("a\u{7}b"),
            Err(TextError::ControlCharacter)
        );
        assert_eq!(
            Lines::<9>::parse("a\u{202E}b"),
            Err(TextError::ControlCharacter)
        );
        assert_eq!(Lines::<9>::parse("a\r\nb").map(|t| t.0), Ok("a\nb".into()));
        assert_eq!(Lines::<9>::parse("a\0b"), Err(TextError::ControlCharacter));
    }

    #[test]
    fn what_is_invisible_in_a_pasted_name_is_left_out() {
        let pasted = "\u{200E}\u{FEFF} Acme\u{200B}\u{2060} Ltd\u{202E}\u{2069}";
        assert_eq!(Line::<8>::parse(pasted), Ok(Line("Acme Ltd".into())));
        assert_eq!(Line::<8>::parse("\u{200F}\u{FEFF}"), Err(TextError::Empty));
    }
}
