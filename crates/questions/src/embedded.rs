//! The published question sets and rules inside the binary.

use std::{collections::BTreeMap, sync::LazyLock};

use crate::set::QuestionSet;

include!(concat!(env!("OUT_DIR"), "/sets.rs"));

#[expect(
    clippy::expect_used,
    reason = "the sets are embedded, and a test loads every one"
)]
static SETS: LazyLock<Vec<QuestionSet>> = LazyLock::new(|| {
    let mut folders: BTreeMap<(&str, &str, u32), BTreeMap<&str, &str>> = BTreeMap::new();
    for (path, text) in FILES {
        let mut parts = path.splitn(3, '/');
        if let (Some(set), Some(folder), Some(file)) = (parts.next(), parts.next(), parts.next()) {
            let (version, revision) = revision_of(folder);
            let files = folders.entry((set, version, revision)).or_default();
            files.insert(file, text);
        }
    }
    let mut sets: Vec<QuestionSet> = Vec::new();
    let mut files: BTreeMap<&str, &str> = BTreeMap::new();
    for ((_, _, revision), own) in folders {
        // A revision holds what differs from the one before; the first holds everything.
        if revision == 1 {
            files = own;
        } else {
            files.extend(own);
        }
        let mut set = QuestionSet::load(&files).expect("the embedded question sets are complete");
        set.revision = revision;
        for earlier in sets.iter_mut().filter(|other| is_of_version(other, &set)) {
            earlier.find_facts_as(&set);
            // The published wording is that of the version.
            earlier.passages.clone_from(&set.passages);
        }
        sets.push(set);
    }
    sets
});

fn is_of_version(one: &QuestionSet, other: &QuestionSet) -> bool {
    one.id == other.id && one.version == other.version
}

/// Version and revision of a folder's name: `2015-07` is the first revision, `2015-07.2` the second.
fn revision_of(folder: &str) -> (&str, u32) {
    folder
        .rsplit_once('.')
        .and_then(|(version, revision)| Some((version, revision.parse().ok()?)))
        .unwrap_or((folder, 1))
}

/// Every published question set, by id, version and revision.
pub fn sets() -> &'static [QuestionSet] {
    &SETS
}

/// One version of a set, in its newest revision.
pub fn find(id: &str, version: &str) -> Option<&'static QuestionSet> {
    let of_version = |set: &&QuestionSet| set.id == id && set.version == version;
    sets()
        .iter()
        .filter(of_version)
        .max_by_key(|set| set.revision)
}

/// One version of a set in the very revision that has this hash: what something began with.
pub fn find_pinned(id: &str, version: &str, hash: &str) -> Option<&'static QuestionSet> {
    sets()
        .iter()
        .find(|set| set.id == id && set.version == version && set.hash == hash)
}

/// The newest version of a set in its newest revision, for new applications.
pub fn current(id: &str) -> Option<&'static QuestionSet> {
    sets()
        .iter()
        .filter(|set| set.id == id)
        .max_by(|a, b| (&a.version, a.revision).cmp(&(&b.version, b.revision)))
}

/// Every version of every set, each in its newest revision.
pub fn versions() -> impl Iterator<Item = &'static QuestionSet> {
    sets().iter().filter(|set| {
        find(&set.id, &set.version).is_some_and(|newest| newest.revision == set.revision)
    })
}
