//! From the files of a set to a [`QuestionSet`] in which everything fits together.

mod condition;
mod crosswalk;
mod each_condition;
mod field;
mod messages;
mod question;
mod raw;
mod raw_rules;
mod rules;
mod task;
mod validate;

use std::{borrow::Borrow, collections::BTreeMap};

use domain::hexadecimal::hexadecimal;
use sha2::{Digest as _, Sha256};

use crate::{
    condition::Condition,
    cross_check::CrossCheckRule,
    load::{
        question::question,
        raw::{RawCommitments, RawManifest, RawQuestion},
        raw_rules::RawCrossChecks,
        task::tasks,
    },
    page::Page,
    question::{Principle, Question},
    set::{Commitment, Commitments, Group, QuestionSet, Task},
};

pub(crate) use rules::rule_books;

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
        let cross_checks = rules::of_set(raw_checks, &raw_questions, &pages)?;
        let conditions = rules::conditions(&cross_checks);
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
        if let Ok(text) = text_of(files, "assurance.toml") {
            set.assurance = parse("assurance.toml", text)?;
        }
        if let Ok(text) = text_of(files, "passages.toml") {
            set.passages = parse("passages.toml", text)?;
        }
        set.mark_published();
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
        revision: 1,
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
        assurance: crate::assurance::AssuranceHelp::default(),
        passages: crate::source::OtherPassages::new(),
    }
}

/// SHA-256 over the files in path order: path, length in bytes and text, each on its own line.
pub(crate) fn hash<T: Borrow<str> + Ord>(files: &Files<T>) -> String {
    let mut digest = Sha256::new();
    for (path, text) in files {
        let text = text.borrow().replace("\r\n", "\n");
        digest.update(format!("{}\n{}\n{text}\n", path.borrow(), text.len()));
    }
    hexadecimal(&digest.finalize())
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
