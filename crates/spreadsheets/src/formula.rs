//! Keeps spreadsheet programs from taking what people wrote for a formula.
//!
//! A text that starts with one of the signs that start a formula gets an apostrophe in front, and
//! so does one that starts with an apostrophe, so that reading can tell them apart (security
//! verification standard, 1.2.10).

const MARK: char = '\'';

/// Whether programs take a text that starts so for a formula, or leave out the sign.
fn is_risky(first: char) -> bool {
    // The last four are the same signs as wide as Chinese characters.
    matches!(
        first,
        '=' | '+'
            | '-'
            | '@'
            | '\t'
            | '\r'
            | '\n'
            | '\u{ff1d}'
            | '\u{ff0b}'
            | '\u{ff0d}'
            | '\u{ff20}'
    )
}

fn needs_mark(text: &str) -> bool {
    text.starts_with(|first| first == MARK || is_risky(first))
}

/// The text as it may stand in a cell.
pub fn guard(text: String) -> String {
    if needs_mark(&text) {
        format!("{MARK}{text}")
    } else {
        text
    }
}

/// The text that was written into the cell.
pub fn unguard(cell: &str) -> &str {
    match cell.strip_prefix(MARK) {
        Some(text) if needs_mark(text) => text,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_starts_a_formula_is_marked_and_read_back() {
        for text in [
            "=1+1", "+44 20", "-1", "@SUM(A1)", "\t=1", "\n=1", "'", "'=1", "''", "＝1",
        ] {
            let cell = guard(text.to_owned());
            assert!(cell.starts_with(MARK), "{text}");
            assert_eq!(unguard(&cell), text);
        }
    }

    #[test]
    fn what_people_type_with_an_apostrophe_stays() {
        for text in ["'tis", "a=b", "", " =1"] {
            assert_eq!(unguard(text), text);
        }
    }
}
