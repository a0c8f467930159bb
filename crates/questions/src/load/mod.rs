//! From the files of a set to a [`QuestionSet`] in which everything fits together.

mod condition;
mod field;
mod raw;
mod validate;

use std::{borrow::Borrow, collections::BTreeMap, fmt::Write as _};

use sha2::{Digest as _, Sha256};

use crate::{
    condition::Condition,
    cross_check::CrossCheckRule,
    load::{
        condition::Scope,
        raw::{
            RawCommitments, RawCrossCheck, RawCrossChecks, RawList, RawManifest, RawPage,
            RawQuestion, RawTask, RawTaskKind,
        },
    },
    page::{ConditionalText, Page},
    question::{Detail, Principle, Question, Rule},
    set::{Commitment, Commitments, Group, ListShape, QuestionSet, SpecialTask, Task, TaskKind},
};

/// Why a set cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LoadError {
    /// A file is not what it should be.
    #[error("{file}: {what}")]
    Wrong {
        /// The file.
        file: String,
        /// What is wrong with it.
        what: String,
    },
    /// Parts of the set do not fit together.
    #[error("the set does not fit together:\n{}", .0.join("\n"))]
    Inconsistent(Vec<String>),
}

type Files<T> = BTreeMap<T, T>;
type CrossConditions = BTreeMap<String, Vec<Condition>>;

impl QuestionSet {
    /// Reads the files of one version of a set: relative path to text.
    pub fn load<T: Borrow<str> + Ord>(files: &Files<T>) -> Result<Self, LoadError> {
        let manifest: RawManifest = parse("manifest.toml", text_of(files, "manifest.toml")?)?;
        let commitments: RawCommitments =
            parse("commitments.toml", text_of(files, "commitments.toml")?)?;
        let none = CrossConditions::new();
        let mut tasks = tasks(files, &manifest, &none)?;
        let raw_questions = in_folder::<RawQuestion, T>(files, "questions/")?;
        let raw_checks: RawCrossChecks = match text_of(files, "cross_checks.toml") {
            Ok(text) => parse("cross_checks.toml", text)?,
            Err(_) => RawCrossChecks::default(),
        };
        let pages: Vec<&Page> = tasks.iter().flat_map(|task| &task.pages).collect();
        let cross_checks = cross_checks(raw_checks, &raw_questions, &pages)?;
        let mut conditions = CrossConditions::new();
        for rule in &cross_checks {
            conditions
                .entry(rule.id.clone())
                .or_default()
                .push(rule.when.clone());
        }
        let build = |(file, raw)| question(file, raw, &pages, &conditions);
        let mut questions = raw_questions
            .into_iter()
            .map(build)
            .collect::<Result<Vec<_>, _>>()?;
        let order: Vec<&String> = manifest
            .principles
            .iter()
            .flat_map(|p| &p.questions)
            .collect();
        questions.sort_by_key(|question| order.iter().position(|id| **id == question.id));
        let order: Vec<&String> = manifest
            .groups
            .iter()
            .flat_map(|group| &group.tasks)
            .collect();
        tasks.sort_by_key(|task| order.iter().position(|id| **id == task.id));
        let mut set = assemble(
            manifest,
            commitments,
            tasks,
            questions,
            cross_checks,
            hash(files),
        );
        if let Ok(text) = text_of(files, "facts.toml") {
            set.facts = parse("facts.toml", text)?;
        }
        let dangling = set.dangling_facts();
        if !dangling.is_empty() {
            return Err(LoadError::Inconsistent(dangling));
        }
        match validate::problems(&set) {
            problems if problems.is_empty() => Ok(set),
            problems => Err(LoadError::Inconsistent(problems)),
        }
    }
}

fn assemble(
    manifest: RawManifest,
    commitments: RawCommitments,
    tasks: Vec<Task>,
    questions: Vec<Question>,
    cross_checks: Vec<CrossCheckRule>,
    hash: String,
) -> QuestionSet {
    let group = |raw: raw::RawGroup| Group {
        id: raw.id,
        title: raw.title,
        tasks: raw.tasks,
    };
    let principle = |raw: raw::RawPrinciple| Principle {
        number: raw.number,
        title: raw.title,
        questions: raw.questions,
    };
    let commitment = |raw: raw::RawCommitment| Commitment {
        id: raw.id,
        text: raw.text,
        source: raw.source,
    };
    QuestionSet {
        id: manifest.id,
        version: manifest.version,
        title: manifest.title,
        source: manifest.source,
        licence: manifest.licence,
        hash,
        groups: manifest.groups.into_iter().map(group).collect(),
        tasks,
        principles: manifest.principles.into_iter().map(principle).collect(),
        commitments: Commitments {
            version: commitments.version,
            derived: commitments.derived,
            note: commitments.note,
            items: commitments
                .commitments
                .into_iter()
                .map(commitment)
                .collect(),
        },
        cross_checks,
        questions,
        facts: crate::facts::Facts::new(),
    }
}

/// SHA-256 over the files in path order: path, length in bytes and text, each on its own line.
fn hash<T: Borrow<str> + Ord>(files: &Files<T>) -> String {
    let mut digest = Sha256::new();
    for (path, text) in files {
        let text = text.borrow().replace("\r\n", "\n");
        digest.update(format!("{}\n{}\n{text}\n", path.borrow(), text.len()));
    }
    let mut hex = String::new();
    for byte in digest.finalize() {
        let _infallible = write!(hex, "{byte:02x}");
    }
    hex
}

fn text_of<'a, T: Borrow<str> + Ord>(
    files: &'a Files<T>,
    file: &str,
) -> Result<&'a str, LoadError> {
    let missing = || LoadError::Wrong {
        file: file.to_owned(),
        what: "the file is missing".to_owned(),
    };
    files.get(file).map(Borrow::borrow).ok_or_else(missing)
}

fn parse<R: serde::de::DeserializeOwned>(file: &str, text: &str) -> Result<R, LoadError> {
    toml::from_str(text).map_err(|error| LoadError::Wrong {
        file: file.to_owned(),
        what: error.to_string(),
    })
}

fn in_folder<'a, R: serde::de::DeserializeOwned, T: Borrow<str> + Ord>(
    files: &'a Files<T>,
    folder: &str,
) -> Result<Vec<(&'a str, R)>, LoadError> {
    let of_folder = files
        .iter()
        .filter(|(path, _)| (*path).borrow().starts_with(folder));
    of_folder
        .map(|(path, text)| Ok((path.borrow(), parse(path.borrow(), text.borrow())?)))
        .collect()
}

fn tasks<T: Borrow<str> + Ord>(
    files: &Files<T>,
    manifest: &RawManifest,
    none: &CrossConditions,
) -> Result<Vec<Task>, LoadError> {
    let raw = in_folder::<RawTask, T>(files, "tasks/")?;
    let groups = manifest.groups.iter();
    let unknown = groups
        .flat_map(|group| &group.tasks)
        .find(|id| !raw.iter().any(|(_, task)| task.id == **id));
    if let Some(id) = unknown {
        let file = "manifest.toml".to_owned();
        return Err(LoadError::Wrong {
            file,
            what: format!("there is no task {id}"),
        });
    }
    raw.into_iter()
        .map(|(file, raw)| task(file, raw, none))
        .collect()
}

fn task(file: &str, raw: RawTask, none: &CrossConditions) -> Result<Task, LoadError> {
    let kind = match (raw.kind, raw.list) {
        (RawTaskKind::Form, None) => TaskKind::Form,
        (RawTaskKind::List, Some(list)) => TaskKind::List(list.build()),
        (RawTaskKind::InfrastructureAgreement, None) => {
            TaskKind::Special(SpecialTask::InfrastructureAgreement)
        }
        (RawTaskKind::CheckAnswers, None) => TaskKind::Special(SpecialTask::CheckAnswers),
        (RawTaskKind::Signature, None) => TaskKind::Special(SpecialTask::Signature),
        (RawTaskKind::Submit, None) => TaskKind::Special(SpecialTask::Submit),
        _ => {
            let what = "a list, and nothing else, has [list]".to_owned();
            return Err(LoadError::Wrong {
                file: file.to_owned(),
                what,
            });
        }
    };
    let pages = raw.pages.into_iter().map(|raw| page(file, raw, none));
    Ok(Task {
        id: raw.id,
        title: raw.title,
        kind,
        pages: pages.collect::<Result<_, _>>()?,
        principle: raw.principle,
        hint: raw.hint,
    })
}

impl RawList {
    fn build(self) -> ListShape {
        ListShape {
            item_name: self.item_name,
            item_name_plural: self.item_name_plural,
            min: self.min,
            max: self.max,
            gate: self.gate,
            title_field: self.title_field,
        }
    }
}

fn page(file: &str, raw: RawPage, none: &CrossConditions) -> Result<Page, LoadError> {
    let id = raw.path.replace("{n}", "n");
    let scope = Scope {
        file,
        page: &id,
        guidance: &[],
        cross_checks: none,
    };
    let text = |raw: raw::RawText| {
        Ok(ConditionalText {
            when: raw.when.build(scope)?,
            text: raw.text,
        })
    };
    Ok(Page {
        fields: raw
            .fields
            .into_iter()
            .map(|field| field.build(scope))
            .collect::<Result<_, _>>()?,
        body_if: raw
            .body_if
            .into_iter()
            .map(text)
            .collect::<Result<_, _>>()?,
        show_if: raw
            .show_if
            .map(|condition| condition.build(scope))
            .transpose()?,
        path: raw.path,
        heading: raw.heading,
        caption: raw.caption,
        body: raw.body,
        inset: raw.inset,
        question: raw.question,
        published: raw.published,
        reconfirm: raw.reconfirm,
        lookup: raw.lookup,
        id,
    })
}

/// The first page of a question, which asks it.
fn page_of<'a>(question: &str, pages: &[&'a Page]) -> Option<&'a Page> {
    pages
        .iter()
        .find(|page| page.question.as_deref() == Some(question))
        .copied()
}

fn question(
    file: &str,
    raw: RawQuestion,
    pages: &[&Page],
    cross_checks: &CrossConditions,
) -> Result<Question, LoadError> {
    let page = page_of(&raw.id, pages).map_or("", |page| page.id.as_str());
    let scope = Scope {
        file,
        page,
        guidance: &raw.guidance,
        cross_checks,
    };
    let detail = |raw: raw::RawDetail| {
        Ok(Detail {
            when: raw.when.build(scope)?,
            reason: raw.reason,
        })
    };
    let rule = |raw: raw::RawRule| {
        let always = raw.when.is_always();
        let when = if always {
            Condition::All(Vec::new())
        } else {
            raw.when.build(scope)?
        };
        let details = raw
            .details
            .into_iter()
            .map(detail)
            .collect::<Result<_, _>>()?;
        let (id, reason) = (raw.id, raw.reason);
        Ok(Rule {
            id,
            when,
            outcome: raw.outcome,
            reason,
            details,
            source: raw.source,
        })
    };
    let baseline = raw
        .baseline
        .into_iter()
        .map(rule)
        .collect::<Result<_, _>>()?;
    Ok(Question {
        baseline,
        assurance_compared_as: raw
            .assurance_compared_as
            .unwrap_or_else(|| raw.assurance.clone()),
        id: raw.id,
        principle: raw.principle,
        title: raw.title,
        text_published: raw.text_published,
        requirement_published: raw.requirement_published,
        requirement_effective: raw.requirement_effective,
        assurance: raw.assurance,
        guidance: raw.guidance,
        guidance_published: raw.guidance_published,
        erratum: raw.erratum,
        assessor_hint: raw.assessor_hint,
        not_met_reasons: raw.not_met_reasons,
        source: raw.source,
    })
}

fn cross_checks(
    raw: RawCrossChecks,
    questions: &[(&str, RawQuestion)],
    pages: &[&Page],
) -> Result<Vec<CrossCheckRule>, LoadError> {
    let none = CrossConditions::new();
    let file = "cross_checks.toml";
    let mut rules = Vec::new();
    for raw in raw.cross_checks {
        if !raw.each_question {
            let scope = Scope {
                file,
                page: "",
                guidance: &[],
                cross_checks: &none,
            };
            rules.push(raw.build(scope)?);
            continue;
        }
        for (_, question) in questions {
            let Some(page) = page_of(&question.id, pages) else {
                continue;
            };
            let guidance: Vec<String> =
                [&question.guidance[..], &question.guidance_published[..]].concat();
            let scope = Scope {
                file,
                page: &page.id,
                guidance: &guidance,
                cross_checks: &none,
            };
            let mut rule = raw.clone().build(scope)?;
            rule.message = rule.message.replace("{question}", &question.id);
            rule.questions = vec![question.id.clone()];
            rule.pages = vec![page.id.clone()];
            if validate::condition_problems(&rule.when, pages).is_empty() {
                rules.push(rule);
            }
        }
    }
    Ok(rules)
}

impl RawCrossCheck {
    fn build(self, scope: Scope<'_>) -> Result<CrossCheckRule, LoadError> {
        Ok(CrossCheckRule {
            when: self.when.build(scope)?,
            id: self.id,
            outcome: self.outcome,
            message: self.message,
            questions: self.questions,
            pages: self.pages,
            source: self.source,
        })
    }
}
