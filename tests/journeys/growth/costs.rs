//! What a page costs, and what it cost when that was last looked at.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// Where the costs are kept, under `tests`.
const FILE: &str = "golden/page-costs.txt";
/// The variable that makes the test write the file instead of comparing.
const REWRITE: &str = "PSN_REWRITE_GOLDEN";
/// How far the buffers may be above what they were: the made-up data moves with the day.
const BUFFERS_PART: f64 = 0.25;
/// The same for pages that look at few.
const BUFFERS_FEW: f64 = 20.0;

/// What opening a page costs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Costs {
    /// Statements that the database is asked.
    pub statements: u64,
    /// Pages of 8 kB that the database looks at.
    pub buffers: u64,
}

impl Costs {
    /// These are the costs that the file holds, as near as they can be the same.
    ///
    /// # Panics
    /// When a page costs more, or so much less that the file has to be renewed.
    #[track_caller]
    pub fn expect(costs: &BTreeMap<String, Self>) {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(FILE);
        #[expect(
            clippy::disallowed_methods,
            reason = "tests have no configuration of their own"
        )]
        if std::env::var_os(REWRITE).is_some() {
            fs::write(&file, write(costs)).unwrap();
            return;
        }
        let known = read(&fs::read_to_string(&file).unwrap());
        let mut wrong = String::new();
        for (page, now) in costs {
            match known.get(page) {
                Some(before) if now.is_like(before) => {}
                before => writeln!(wrong, "{page}: {now:?}, and was {before:?}").unwrap(),
            }
        }
        for page in known.keys().filter(|page| !costs.contains_key(*page)) {
            writeln!(wrong, "{page} is no longer opened").unwrap();
        }
        assert!(
            wrong.is_empty(),
            "tests/{FILE} is not what pages cost now:\n{wrong}\
             If that is meant, run the test with {REWRITE}=1 and show the change in the review."
        );
    }

    fn is_like(&self, before: &Self) -> bool {
        let buffers_max = precise(before.buffers) * (1.0 + BUFFERS_PART) + BUFFERS_FEW;
        self.statements == before.statements && precise(self.buffers) <= buffers_max
    }
}

fn precise(count: u64) -> f64 {
    f64::from(u32::try_from(count).unwrap())
}

fn write(costs: &BTreeMap<String, Costs>) -> String {
    let mut text =
        "# What opening a page costs with 100,000 applications there: see journeys/growth.rs.\n"
            .to_owned();
    writeln!(text, "{:<32} statements  buffers", "# page").unwrap();
    for (page, cost) in costs {
        let Costs {
            statements,
            buffers,
        } = cost;
        writeln!(text, "{page:<32} {statements:>10}  {buffers:>7}").unwrap();
    }
    text
}

fn read(text: &str) -> BTreeMap<String, Costs> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let costs = lines.map(|line| {
        let mut words: Vec<&str> = line.split_whitespace().collect();
        let mut number = || words.pop().unwrap().parse().unwrap();
        let (buffers, statements) = (number(), number());
        let cost = Costs {
            statements,
            buffers,
        };
        (words.join(" "), cost)
    });
    costs.collect()
}
