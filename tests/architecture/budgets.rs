//! How long files may be.

use crate::files::{below, expect_none, rust};

/// The most lines of a file, tests not counted.
const FILE_LINES_MAX: usize = 300;
/// Half of all files are shorter.
const MEDIAN_LINES_MAX: usize = 100;
/// Nine of ten files are shorter.
const NINE_OF_TEN_LINES_MAX: usize = 250;
/// The most lines of a template.
const TEMPLATE_LINES_MAX: usize = 120;

#[test]
fn files_are_short_enough_to_be_read() {
    let mut lengths = Vec::new();
    let mut long = Vec::new();
    for file in rust().into_iter().chain(below("bench", ".rs")) {
        let lines = file.production().len();
        if lines > FILE_LINES_MAX {
            long.push(format!("{} has {lines} lines", file.path));
        }
        if lines > 0 {
            lengths.push(lines);
        }
    }
    expect_none(
        long,
        "files of more than 300 lines hold more than one thing; split them",
    );
    lengths.sort_unstable();
    let median = lengths[lengths.len() / 2];
    let nine_of_ten = lengths[lengths.len() * 9 / 10];
    assert!(
        median <= MEDIAN_LINES_MAX,
        "half of the files have {median} lines or more"
    );
    assert!(
        nine_of_ten <= NINE_OF_TEN_LINES_MAX,
        "a tenth of the files has {nine_of_ten} lines or more"
    );
}

#[test]
fn tests_beside_code_are_short_or_in_a_file_of_their_own() {
    let long = rust()
        .into_iter()
        .filter(|file| !file.is_test())
        .filter_map(|file| {
            let lines = file.text.lines().count() - file.production().len();
            (lines > 64).then(|| format!("{} has {lines} lines of tests", file.path))
        });
    expect_none(
        long.collect(),
        "put tests of more than 60 lines into <stem>/tests.rs",
    );
}

#[test]
fn templates_are_short_enough_to_be_read() {
    let long = below("templates", "").into_iter().filter_map(|file| {
        let lines = file.text.lines().count();
        // A certificate's layout is one page of paper, not one of ours.
        let is_page = !file.path.starts_with("templates/certificates/");
        (is_page && lines > TEMPLATE_LINES_MAX).then(|| format!("{} has {lines} lines", file.path))
    });
    expect_none(long.collect(), "split these templates into fragments");
}
