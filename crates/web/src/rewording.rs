//! In a renewal, what a question says otherwise than last year, in the same words for everybody.

use questions::Reworded;

/// What comes before the changes of a page.
pub const INTRODUCTION: &str = "Some words of this page have changed since last year.";

/// What a page says otherwise than last year, one text for each change.
pub fn in_words(changes: &[Reworded]) -> Vec<String> {
    changes.iter().map(one_in_words).collect()
}

fn one_in_words(change: &Reworded) -> String {
    let Reworded { what, then, now } = change;
    if then.is_empty() {
        format!("{what}, new this year: “{now}”")
    } else if now.is_empty() {
        format!("{what}, only last year: “{then}”")
    } else {
        format!("{what}, last year: “{then}”\nNow: “{now}”")
    }
}
