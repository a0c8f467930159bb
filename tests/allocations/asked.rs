//! What a page asks the allocator for, and what it asked for when that was last looked at.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// Where this is kept, under `tests`.
const FILE: &str = "golden/page-allocations.txt";
/// The variable that makes the test write the file instead of comparing.
const REWRITE: &str = "PSN_REWRITE_GOLDEN";
/// How far the allocations may be from what they were, in per cent.
const TIMES_PER_CENT: u64 = 3;
/// How many more or fewer they may be on any page: a small page's answer of the database comes in
/// one part more on some runs.
const TIMES: u64 = 20;
/// How far the bytes may be, in per cent: what the database answers is read into buffers that grow
/// as the parts come.
const BYTES_PER_CENT: u64 = 10;

/// What a page asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    /// How often.
    pub times: u64,
    /// How many bytes in all.
    pub bytes: u64,
}

impl Asked {
    /// These are the figures of the file, as near as they can be the same.
    ///
    /// # Panics
    /// When a page asks for more, or so much less that the file has to be renewed.
    #[track_caller]
    pub fn expect(pages: &BTreeMap<String, Self>) {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(FILE);
        #[expect(
            clippy::disallowed_methods,
            reason = "tests have no configuration of their own"
        )]
        if std::env::var_os(REWRITE).is_some() {
            fs::write(&file, write(pages)).unwrap();
            return;
        }
        let known = read(&fs::read_to_string(&file).unwrap_or_default());
        let mut wrong = String::new();
        for (page, now) in pages {
            match known.get(page) {
                Some(before) if now.is_like(before) => {}
                before => writeln!(wrong, "{page}: {now:?}, and was {before:?}").unwrap(),
            }
        }
        for page in known.keys().filter(|page| !pages.contains_key(*page)) {
            writeln!(wrong, "{page} is no longer opened").unwrap();
        }
        assert!(
            wrong.is_empty(),
            "tests/{FILE} is not what pages ask for now:\n{wrong}\
             If that is meant, run the test with {REWRITE}=1 and show the change in the review."
        );
    }

    fn is_like(&self, before: &Self) -> bool {
        let is_near = |now: u64, before: u64, part| now.abs_diff(before) * 100 <= before * part;
        (is_near(self.times, before.times, TIMES_PER_CENT)
            || self.times.abs_diff(before.times) <= TIMES)
            && is_near(self.bytes, before.bytes, BYTES_PER_CENT)
    }

    /// The fewer of both.
    pub fn least(self, other: Self) -> Self {
        Self {
            times: self.times.min(other.times),
            bytes: self.bytes.min(other.bytes),
        }
    }
}

fn write(pages: &BTreeMap<String, Asked>) -> String {
    let mut text =
        "# How often drawing a page asks for memory, and for how many bytes: see tests/allocations.\n"
            .to_owned();
    writeln!(text, "{:<24} allocations     bytes", "# page").unwrap();
    for (page, asked) in pages {
        let Asked { times, bytes } = asked;
        writeln!(text, "{page:<24} {times:>11}  {bytes:>8}").unwrap();
    }
    text
}

fn read(text: &str) -> BTreeMap<String, Asked> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let pages = lines.map(|line| {
        let mut words: Vec<&str> = line.split_whitespace().collect();
        let mut number = || words.pop().unwrap().parse().unwrap();
        let (bytes, times) = (number(), number());
        (words.join(" "), Asked { times, bytes })
    });
    pages.collect()
}
