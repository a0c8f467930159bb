//! From rules that compare answers, as written, to rules that can be evaluated.

use std::collections::BTreeMap;

use serde::Deserialize;
use time::{Date, format_description::well_known::Iso8601};

use crate::{
    condition::Condition,
    cross_check::CrossCheckRule,
    load::{
        CrossConditions, LoadError,
        condition::Scope,
        hash, parse,
        question::{baseline, page_of},
        raw::RawQuestion,
        raw_rules::{RawCrossCheck, RawCrossChecks, RawRule},
        validate,
    },
    page::Page,
    phrase,
    question::{Days, Passage, Rule},
    rule_book::RuleBook,
    set::QuestionSet,
    source::{Cite, cites},
};

/// Values by the name of their list.
pub(super) type Lists = BTreeMap<String, Vec<String>>;

/// Where conditions have no lists to refer to.
pub(super) static NO_LISTS: Lists = Lists::new();

/// A question whose guidance an answer could be copied from.
struct Guided<'a> {
    /// Question id.
    id: &'a str,
    /// Our guidance and the published one.
    guidance: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRuleBook {
    set: String,
    set_versions: Vec<String>,
    version: String,
    from: String,
    #[serde(default)]
    inputs: BTreeMap<String, String>,
    #[serde(default)]
    lists: BTreeMap<String, RawList>,
    rules: Vec<RawCrossCheck>,
    /// The baseline rules of questions, each question with all of its own.
    #[serde(default)]
    baseline: BTreeMap<String, Vec<RawRule>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawList {
    #[serde(rename = "source")]
    _source: String,
    values: Vec<String>,
}

/// The rules of a file for each version of a set that it is for, read against its newest revision,
/// which asks everything that those before it asked.
pub(crate) fn rule_books(
    file: &str,
    text: &str,
    sets: &[QuestionSet],
) -> Result<Vec<RuleBook>, LoadError> {
    let raw: RawRuleBook = parse(file, text)?;
    let is_newest = |set: &QuestionSet| {
        let mut others = sets.iter();
        !others.any(|other| {
            other.id == set.id && other.version == set.version && other.revision > set.revision
        })
    };
    let is_for = |set: &&QuestionSet| {
        set.id == raw.set && raw.set_versions.contains(&set.version) && is_newest(set)
    };
    sets.iter()
        .filter(is_for)
        .map(|set| rule_book(file, text, &raw, set))
        .collect()
}

fn rule_book(
    file: &str,
    text: &str,
    raw: &RawRuleBook,
    set: &QuestionSet,
) -> Result<RuleBook, LoadError> {
    let pages: Vec<&Page> = set.pages().map(|(_, page)| page).collect();
    let questions: Vec<Guided<'_>> = set
        .questions()
        .map(|question| Guided {
            id: &question.id,
            guidance: texts(&question.guidance, &question.guidance_published),
        })
        .collect();
    let lists: Lists = raw
        .lists
        .iter()
        .map(|(name, list)| (name.clone(), list.values.clone()))
        .collect();
    let rules = cross_checks(file, raw.rules.clone(), &questions, &pages, &lists)?;
    let mut problems =
        validate::rule_problems(&rules, &pages, &|id| set.question(id).is_some(), &|id| {
            set.task(id).is_some()
        });
    let is_known = |name: &str| set.facts.contains_key(name) || raw.inputs.contains_key(name);
    for rule in &rules {
        let mut check = |name: &str| {
            if !is_known(name) {
                problems.push(format!("rule {}: nothing is called {name}", rule.id));
            }
        };
        rule.when.for_each_name(&mut check);
        phrase::names(&rule.message).into_iter().for_each(check);
    }
    let is_there = |cite: &&Cite| set.quoted(cite).is_none();
    let missing = rules
        .iter()
        .flat_map(|rule| rule.cites.iter().filter(is_there));
    problems.extend(missing.map(|cite| format!("the set does not have what is cited: {cite:?}")));
    let baseline = baselines(file, raw, set, &conditions(&rules), &lists)?;
    for (question, rules) in &baseline {
        match page_of(question, &pages) {
            Some(page) => {
                problems.extend(validate::baseline_problems(question, rules, page, &pages));
            }
            None => problems.push(format!("there is no question {question}")),
        }
    }
    if !problems.is_empty() {
        return Err(LoadError::Inconsistent(problems));
    }
    let from = date(file, &raw.from)?;
    Ok(RuleBook {
        set: raw.set.clone(),
        set_version: set.version.clone(),
        version: raw.version.clone(),
        from,
        hash: hash(&BTreeMap::from([(file, text)])),
        inputs: raw.inputs.keys().cloned().collect(),
        rules,
        baseline,
    })
}

/// The baseline rules of the questions that the book has some for.
fn baselines(
    file: &str,
    raw: &RawRuleBook,
    set: &QuestionSet,
    cross_checks: &CrossConditions,
    lists: &Lists,
) -> Result<BTreeMap<String, Vec<Rule>>, LoadError> {
    let of_question = |(id, rules): (&String, &Vec<RawRule>)| {
        let scope = Scope {
            file,
            page: set
                .pages_of_question(id)
                .next()
                .map_or("", |page| page.id.as_str()),
            guidance: set
                .question(id)
                .map_or(&[][..], |question| &question.guidance),
            cross_checks,
            lists,
        };
        Ok((id.clone(), baseline(rules.clone(), scope)?))
    };
    raw.baseline.iter().map(of_question).collect()
}

/// A day as it is written, `YYYY-MM-DD`.
fn date(file: &str, text: &str) -> Result<Date, LoadError> {
    Date::parse(text, &Iso8601::DATE).map_err(|error| LoadError::Wrong {
        file: file.to_owned(),
        what: format!("{text}: {error}"),
    })
}

/// The days on which a rule counts.
pub(super) fn days(file: &str, from: Option<&str>, until: Option<&str>) -> Result<Days, LoadError> {
    let days = Days {
        from: from.map(|text| date(file, text)).transpose()?,
        until: until.map(|text| date(file, text)).transpose()?,
    };
    match (days.from, days.until) {
        (Some(from), Some(until)) if until < from => Err(LoadError::Wrong {
            file: file.to_owned(),
            what: format!("{until} is before {from}"),
        }),
        _ => Ok(days),
    }
}

/// The rules that came with a set.
pub(super) fn of_set(
    raw: RawCrossChecks,
    questions: &[(&str, RawQuestion)],
    pages: &[&Page],
) -> Result<Vec<CrossCheckRule>, LoadError> {
    let guided: Vec<Guided<'_>> = questions
        .iter()
        .map(|(_, question)| Guided {
            id: &question.id,
            guidance: texts(&question.guidance, &question.guidance_published),
        })
        .collect();
    let file = "cross_checks.toml";
    cross_checks(file, raw.cross_checks, &guided, pages, &NO_LISTS)
}

/// Our guidance and the published one, text by text.
fn texts(ours: &[String], published: &[Passage]) -> Vec<String> {
    let published = published.iter().flat_map(Passage::texts);
    ours.iter().chain(published).cloned().collect()
}

/// The rules; one that is asked of each question stands once for every question it fits.
fn cross_checks(
    file: &str,
    raw: Vec<RawCrossCheck>,
    questions: &[Guided<'_>],
    pages: &[&Page],
    lists: &Lists,
) -> Result<Vec<CrossCheckRule>, LoadError> {
    let none = CrossConditions::new();
    let mut rules = Vec::new();
    for raw in raw {
        if !raw.each_question {
            let scope = Scope {
                file,
                page: "",
                guidance: &[],
                cross_checks: &none,
                lists,
            };
            rules.push(raw.build(scope)?);
            continue;
        }
        for question in questions {
            let Some(page) = page_of(question.id, pages) else {
                continue;
            };
            let scope = Scope {
                file,
                page: &page.id,
                guidance: &question.guidance,
                cross_checks: &none,
                lists,
            };
            let mut rule = raw.clone().build(scope)?;
            rule.message = rule.message.replace("{question}", question.id);
            rule.questions = vec![question.id.to_owned()];
            rule.pages = vec![page.id.clone()];
            if validate::condition_problems(&rule.when, pages).is_empty() {
                rules.push(rule);
            }
        }
    }
    Ok(rules)
}

/// The conditions of the rules by id, for baselines that refer to one.
pub(super) fn conditions(rules: &[CrossCheckRule]) -> CrossConditions {
    let mut conditions = BTreeMap::<String, Vec<Condition>>::new();
    for rule in rules {
        let of_id = conditions.entry(rule.id.clone()).or_default();
        of_id.push(rule.when.clone());
    }
    conditions
}

impl RawCrossCheck {
    fn build(self, scope: Scope<'_>) -> Result<CrossCheckRule, LoadError> {
        Ok(CrossCheckRule {
            days: days(scope.file, self.from.as_deref(), self.until.as_deref())?,
            when: self.when.build(scope)?,
            name: self.name.unwrap_or_default(),
            id: self.id,
            outcome: self.outcome,
            blocks: self.blocks,
            compares: self.compares,
            message: self.message,
            questions: self.questions,
            pages: self.pages,
            cites: cites(self.cites, &self.source),
            source: self.source,
        })
    }
}
