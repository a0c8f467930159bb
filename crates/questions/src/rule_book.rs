//! Rules in versions of their own: a set stays as it was published, while what is compared, and
//! what each answer is compared with, may be made better from a day on.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use time::{Date, format_description::well_known::Iso8601};

use crate::{
    cross_check::CrossCheckRule,
    embedded::{RULES, sets},
    load::rule_books,
    question::{Question, Rule},
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
    /// The rules that compare answers, in order.
    pub rules: Vec<CrossCheckRule>,
    /// The baseline rules of questions, by question; the others keep those of their set.
    pub baseline: BTreeMap<String, Vec<Rule>>,
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
#[derive(Debug, Clone)]
pub struct RulesInForce<'a> {
    /// Version of the rules that compare answers.
    pub version: String,
    /// Their first day, where one is known.
    pub from: Option<Date>,
    /// The rules in order.
    pub rules: &'a [CrossCheckRule],
    /// The book, with the baseline rules of some questions; none where there is no book.
    book: Option<&'a RuleBook>,
}

/// The baseline rules of one question.
pub(crate) struct BaselineRules<'a> {
    /// Their version.
    pub version: String,
    /// Their first day, where one is known.
    pub from: Option<Date>,
    /// The rules in order.
    pub rules: &'a [Rule],
}

impl RulesInForce<'_> {
    /// The baseline rules of a question: those of the book, else those that came with the set.
    pub(crate) fn baseline_of<'a>(
        &'a self,
        set: &QuestionSet,
        question: &'a Question,
    ) -> BaselineRules<'a> {
        let of_book = |book: &'a RuleBook| {
            Some(BaselineRules {
                version: book.version.clone(),
                from: Some(book.from),
                rules: book.baseline.get(&question.id)?,
            })
        };
        self.book
            .and_then(of_book)
            .unwrap_or_else(|| BaselineRules {
                version: set.edition(),
                from: set.first_day(),
                rules: &question.baseline,
            })
    }
}

impl QuestionSet {
    /// The rules that apply on a day: the newest that have begun, else those that came with the
    /// set, whose version is the set's.
    pub fn rules_on(&self, day: Date) -> RulesInForce<'_> {
        self.rules_among(&BOOKS, day)
    }

    /// The same among these books.
    pub(crate) fn rules_among<'a>(&'a self, books: &'a [RuleBook], day: Date) -> RulesInForce<'a> {
        let begun = books.iter().filter(|book| {
            book.set == self.id && book.set_version == self.version && book.from <= day
        });
        begun.max_by_key(|book| book.from).map_or_else(
            || RulesInForce {
                version: self.edition(),
                from: self.first_day(),
                rules: &self.cross_checks,
                book: None,
            },
            |book| RulesInForce {
                version: book.version.clone(),
                from: Some(book.from),
                rules: &book.rules,
                book: Some(book),
            },
        )
    }

    /// The versions of the baseline rules of a day: that of the book where it has rules for a
    /// question, and that of the set where it has none.
    pub fn baseline_versions_on(&self, day: Date) -> Vec<String> {
        let rules = self.rules_on(day);
        let of_each = self.questions.iter();
        let versions = of_each.map(|question| rules.baseline_of(self, question).version);
        versions.collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// The version with its revision, as its folder is called: `2015-07`, then `2015-07.2`.
    pub fn edition(&self) -> String {
        match self.revision {
            1 => self.version.clone(),
            revision => format!("{}.{revision}", self.version),
        }
    }

    /// The first day of the month that the version is of.
    fn first_day(&self) -> Option<Date> {
        Date::parse(&format!("{}-01", self.version), &Iso8601::DATE).ok()
    }
}

#[cfg(test)]
mod tests;
