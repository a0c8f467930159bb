//! Files of `tests/golden` that show in a review what changed.

use std::fs;
use std::path::Path;

/// The variable that makes tests write their golden files instead of comparing.
const REWRITE: &str = "PSN_REWRITE_GOLDEN";

/// Compares with the file of this name in `tests/golden`, or writes it when
/// `PSN_REWRITE_GOLDEN=1` is set.
#[track_caller]
pub fn expect_golden(name: &str, actual: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("golden")
        .join(name);
    #[expect(
        clippy::disallowed_methods,
        reason = "tests have no configuration of their own"
    )]
    if std::env::var_os(REWRITE).is_some() {
        fs::write(&file, actual).unwrap();
        return;
    }
    let expected = fs::read_to_string(&file).unwrap_or_default();
    let new = lines_without(actual, &expected);
    let gone = lines_without(&expected, actual);
    assert!(
        expected == actual,
        "tests/golden/{name} is not what there is now.\nNew:\n{new}\nGone:\n{gone}\n\
         If that is meant, run the test with {REWRITE}=1 and show the change in the review."
    );
}

/// The lines of one text that the other does not have.
fn lines_without(text: &str, other: &str) -> String {
    let lines: Vec<&str> = text
        .lines()
        .filter(|line| !other.lines().any(|known| known == *line))
        .collect();
    lines.join("\n")
}
