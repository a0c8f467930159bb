//! docs/threats.md names a test for each defence: every test that it names is there.

use crate::files::{below, expect_none, root};
use std::fs;

/// The tests that a text names: `file::test`, and `::test` for another one of the same file.
fn named(text: &str) -> Vec<&str> {
    let is_name = |test: &&str| {
        let is_plain =
            |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
        test.contains('_') && test.bytes().all(is_plain)
    };
    let quoted = text.split('`').skip(1).step_by(2);
    let names = quoted.filter_map(|words| words.rsplit_once("::"));
    names.map(|(_, test)| test).filter(is_name).collect()
}

#[test]
fn every_test_that_shows_a_defence_is_there() {
    let text = fs::read_to_string(root().join("docs/threats.md")).unwrap();
    let named = named(&text);
    assert!(named.len() > 100, "only {} tests are named", named.len());
    let mut files = below("tests", ".rs");
    files.extend(below("crates", ".rs"));
    let missing = named.into_iter().filter(|test| {
        let function = format!("fn {test}(");
        !files.iter().any(|file| file.text.contains(&function))
    });
    expect_none(
        missing.map(str::to_owned).collect(),
        "docs/threats.md names tests that are gone: name others, or say what nothing shows any more",
    );
}
