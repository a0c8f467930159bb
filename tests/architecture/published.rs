//! Rules as data: each file names its version and its source, and the text of a published version
//! never changes.

use crate::files::below;
use std::collections::BTreeSet;

/// What was published: path, version and SHA-256 of the text.
const LOCK: &str = include_str!("../golden/published-data.txt");

/// Files with a lock of their own, and those that no answer and no decision depends on: what the
/// demonstration is filled with, and what tests read.
const ELSEWHERE: [&str; 5] = [
    "crates/questions/sets/",
    "crates/questions/rules/",
    "crates/questions/renewals/",
    "crates/server/src/seed/",
    "/tests/",
];

#[test]
fn published_data_never_changes() {
    let published: Vec<&str> = LOCK.lines().filter(|line| !line.starts_with('#')).collect();
    let mut seen = BTreeSet::new();
    for file in below("crates", ".toml") {
        let path = file.path.as_str();
        if path.ends_with("/Cargo.toml") || path.ends_with("/askama.toml") {
            continue;
        }
        if ELSEWHERE.iter().any(|other| path.contains(other)) {
            continue;
        }
        let data: toml::Table = file.text.parse().unwrap();
        let version = data.get("version").and_then(toml::Value::as_str);
        let version = version.unwrap_or_else(|| panic!("{path} has no version"));
        let has_source = data.contains_key("source") || data.contains_key("sources");
        assert!(has_source, "{path} does not say where it comes from");
        let hash = service::snapshot::sha256(&file.text);
        let line = format!("{path} {version} {hash}");
        assert!(
            published.contains(&line.as_str()),
            "{path} is not what was published as version {version}: give it a new version and add to \
             tests/golden/published-data.txt\n{line}"
        );
        seen.insert(path.to_owned());
    }
    let mut versions = BTreeSet::new();
    for line in published {
        let [path, version, _] = line.split(' ').collect::<Vec<_>>()[..] else {
            panic!("not a path, a version and a hash: {line}");
        };
        assert!(seen.contains(path), "{path} was published and is gone");
        assert!(
            versions.insert((path, version)),
            "{path} {version} is there twice"
        );
    }
}
