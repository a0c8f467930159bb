//! Helpers of the tests of this crate.
#![allow(
    dead_code,
    clippy::allow_attributes,
    reason = "each test file uses some of them"
)]

use std::{collections::BTreeMap, fs, path::Path};

use questions::{QuestionSet, Reference, Values};
use time::{Date, format_description::well_known::Iso8601, macros::date};

/// 21 November 2026.
pub fn today() -> Reference {
    Reference::on(date!(2026 - 11 - 21))
}

/// Field and value pairs; repeated fields collect their values, empty values mean none.
pub fn values(pairs: &[(&str, &str)]) -> Values {
    let mut values = Values::new();
    for (field, value) in pairs {
        values
            .entry((*field).to_owned())
            .or_default()
            .push((*value).to_owned());
    }
    values
}

/// The files below a folder of this crate, by relative path.
pub fn files_under(folder: &str) -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut files = BTreeMap::new();
    collect(&root, &root, &mut files);
    files
}

fn collect(root: &Path, folder: &Path, files: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(root, &path, files);
        } else if let (Ok(text), Ok(name)) = (fs::read_to_string(&path), path.strip_prefix(root)) {
            files.insert(name.to_string_lossy().into_owned(), text);
        }
    }
}

/// The current version of the Code of Practice.
pub fn code_of_practice() -> &'static QuestionSet {
    match questions::current("psn-cop") {
        Some(set) => set,
        None => panic!("the set is built in"),
    }
}

/// `field=value;field=value` as values.
pub fn pairs(text: &str) -> Values {
    let pairs: Vec<(&str, &str)> = text
        .split(';')
        .filter_map(|pair| pair.split_once('='))
        .collect();
    values(&pairs)
}

/// A day written `2026-11-21`.
pub fn day(text: &str) -> Date {
    match Date::parse(text, &Iso8601::DATE) {
        Ok(day) => day,
        Err(error) => panic!("{text}: {error}"),
    }
}
