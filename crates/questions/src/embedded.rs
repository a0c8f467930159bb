//! The published question sets and rules inside the binary.

use std::{collections::BTreeMap, sync::LazyLock};

use crate::set::QuestionSet;

include!(concat!(env!("OUT_DIR"), "/sets.rs"));

#[expect(
    clippy::expect_used,
    reason = "the sets are embedded, and a test loads every one"
)]
static SETS: LazyLock<Vec<QuestionSet>> = LazyLock::new(|| {
    let mut by_set: BTreeMap<(&str, &str), BTreeMap<&str, &str>> = BTreeMap::new();
    for (path, text) in FILES {
        let mut parts = path.splitn(3, '/');
        if let (Some(set), Some(version), Some(file)) = (parts.next(), parts.next(), parts.next()) {
            by_set.entry((set, version)).or_default().insert(file, text);
        }
    }
    let load = |files: &BTreeMap<&str, &str>| {
        QuestionSet::load(files).expect("the embedded question sets are complete")
    };
    by_set.values().map(load).collect()
});

/// Every published question set, by id and version.
pub fn sets() -> &'static [QuestionSet] {
    &SETS
}

/// One version of a set.
pub fn find(id: &str, version: &str) -> Option<&'static QuestionSet> {
    sets()
        .iter()
        .find(|set| set.id == id && set.version == version)
}

/// The newest version of a set, for new applications.
pub fn current(id: &str) -> Option<&'static QuestionSet> {
    sets()
        .iter()
        .filter(|set| set.id == id)
        .max_by(|a, b| a.version.cmp(&b.version))
}
