//! Words that people typed, made fit for a message.

/// The longest name in a body, in characters.
pub const NAME_LENGTH_MAX: usize = 200;

/// The longest subject, in characters (longer ones are cut by phones).
pub const SUBJECT_LENGTH_MAX: usize = 60;

/// A name or another short text as one line of at most so many characters: line
/// ends and other control characters become spaces, marks that show nothing or
/// turn the direction of writing go, and an address of a page in it is broken
/// up, so that no mail program makes it a link.
pub fn line(text: &str, length_max: usize) -> String {
    let visible: String = text
        .chars()
        .filter(|c| !is_direction_or_invisible(*c))
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    let plain = visible.split_whitespace().collect::<Vec<_>>().join(" ");
    clip(&plain.replace("://", ": //"), length_max)
}

/// The text cut to so many characters, with an ellipsis as the last one if it
/// was longer.
pub fn clip(text: &str, length_max: usize) -> String {
    if text.chars().count() <= length_max {
        return text.to_owned();
    }
    let kept: String = text.chars().take(length_max.saturating_sub(1)).collect();
    // Half an emoji made of several would show as another one.
    let kept = kept.trim_end_matches(|c: char| c.is_whitespace() || c == '\u{200d}');
    format!("{kept}…")
}

/// The address of a page as one word.
pub fn link(text: &str) -> String {
    text.chars().filter(char::is_ascii_graphic).collect()
}

/// Direction marks and overrides, and characters without width, but not the
/// joiners that some scripts and emoji need.
fn is_direction_or_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

/// A rendered body with one blank line between paragraphs and none at the ends.
pub fn tidy(body: &str) -> String {
    let mut text = String::with_capacity(body.len());
    let mut is_after_blank = true;
    for line in body.lines().map(str::trim_end) {
        if line.is_empty() && is_after_blank {
            continue;
        }
        is_after_blank = line.is_empty();
        text.push_str(line);
        text.push('\n');
    }
    let end = text.trim_end().len();
    text.truncate(end);
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_words_stay_one_line_and_start_no_link() {
        assert_eq!(
            line(" a\r\nBcc: b\u{0}\u{85}c\u{2028}d ", 200),
            "a Bcc: b c d"
        );
        assert_eq!(
            line("see https://evil.example", 200),
            "see https: //evil.example"
        );
        assert_eq!(line("a\u{202e}b\u{200b}c", 200), "abc");
        assert_eq!(line("h\u{200b}ttps:/\u{200b}/x", 200), "https: //x");
        assert_eq!(line(&"é".repeat(300), 200).chars().count(), 200);
    }

    #[test]
    fn cutting_leaves_an_ellipsis_and_no_half_emoji() {
        assert_eq!(clip("Northwind", 9), "Northwind");
        assert_eq!(clip("Northwind Case", 11), "Northwind…");
        assert_eq!(clip("ab👩\u{200d}👧cd", 5), "ab👩…");
    }

    #[test]
    fn bodies_are_tidied() {
        assert_eq!(tidy("\n\n a  \n\n\n\nb\n\n"), " a\n\nb\n");
    }
}
