//! Rules that compare answers, in versions of their own: a set stays as it was published, while
//! what is compared may be made better.

use std::sync::LazyLock;

use time::Date;

use crate::{
    cross_check::CrossCheckRule,
    embedded::{RULES, sets},
    load::rule_books,
    set::QuestionSet,
};

/// One version of the rules for one version of a set.
#[derive(Debug, Clone)]
pub struct RuleBook {
    /// The set's short name.
    pub set: String,
    /// The set's version.
    pub set_version: String,
    /// Version of these rules; a published version never changes.
    pub version: String,
    /// First day, in the United Kingdom.
    pub from: Date,
    /// SHA-256 over the file, lower-case hexadecimal.
    pub hash: String,
    /// Names of what the rules want to know from outside.
    pub inputs: Vec<String>,
    /// The rules in order.
    pub rules: Vec<CrossCheckRule>,
}

#[expect(
    clippy::expect_used,
    reason = "the rules are embedded, and a test loads every one"
)]
static BOOKS: LazyLock<Vec<RuleBook>> = LazyLock::new(|| {
    let load = |(file, text): &(&str, &str)| {
        rule_books(file, text, sets()).expect("the embedded rules are complete")
    };
    RULES.iter().flat_map(load).collect()
});

/// Every published version of the rules for every version of a set.
pub fn all_rule_books() -> &'static [RuleBook] {
    &BOOKS
}

/// The rules that apply on a day.
#[derive(Debug, Clone, Copy)]
pub struct RulesInForce<'a> {
    /// Their version.
    pub version: &'a str,
    /// The rules in order.
    pub rules: &'a [CrossCheckRule],
}

impl QuestionSet {
    /// The rules that apply on a day: the newest that have begun, else those that came with the
    /// set, whose version is the set's.
    pub fn rules_on(&self, day: Date) -> RulesInForce<'_> {
        let begun = BOOKS.iter().filter(|book| {
            book.set == self.id && book.set_version == self.version && book.from <= day
        });
        begun.max_by_key(|book| book.from).map_or(
            RulesInForce {
                version: &self.version,
                rules: &self.cross_checks,
            },
            |book| RulesInForce {
                version: &book.version,
                rules: &book.rules,
            },
        )
    }
}
