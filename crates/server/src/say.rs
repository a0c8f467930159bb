//! Lines for the person at the terminal. A closed pipe must not turn the outcome of a
//! command into a panic, so results of writing are dropped.

use std::io::Write as _;

/// Prints a line to standard output.
pub fn line(text: impl std::fmt::Display) {
    let mut output = std::io::stdout().lock();
    let _ = writeln!(output, "{text}");
    let _ = output.flush();
}
