//! Reading a signed text: what a person needs to see of it.

mod published;
mod raw;

use crate::applications::{Carry, reference_on};
use domain::id::InfrastructureId;
use domain::when::uk_date;
use questions::{AnswerKey, Answers, CrossCheck, Known, Outcome, QuestionSet, Reference};
use raw::{Raw, RawAnswer};
use serde::Deserialize;
use std::collections::BTreeMap;
use time::OffsetDateTime;

/// The text can't be read, or its question set is not one that this program has.
#[derive(Debug, thiserror::Error)]
#[error("the signed text can't be read")]
pub struct Unreadable;

/// A signed text, read back.
#[derive(Debug)]
pub struct Reading {
    /// The application's reference.
    pub reference: String,
    /// The organisation that commits itself.
    pub organisation: String,
    /// The service's name.
    pub service: String,
    /// The infrastructure's name, its owner, and the number of its certificate, where given.
    pub infrastructure: Infrastructure,
    /// The commitments, in order.
    pub commitments: Vec<String>,
    /// True while the wording of the commitments is derived from the guidance.
    pub are_derived: bool,
    /// The version of that wording.
    pub commitments_version: String,
    /// The number of the certificate that is renewed, if one is.
    pub renews: Option<String>,
    /// In a renewal, what was answered the last time and is gone, by title.
    pub gone: Vec<String>,
    set: &'static QuestionSet,
    answers: Answers,
    since: BTreeMap<AnswerKey, Carry>,
}

/// The infrastructure, as the text names it.
#[derive(Debug, Clone, Deserialize)]
pub struct Infrastructure {
    /// Its name.
    pub name: Option<String>,
    /// Its owner.
    pub owner: Option<String>,
    /// The number of its certificate.
    pub certificate_number: Option<String>,
}

/// Some pages under one heading.
#[derive(Debug, Clone)]
pub struct Section {
    /// The task's id.
    pub task: String,
    /// The task's title.
    pub title: String,
    /// Its pages.
    pub parts: Vec<Part>,
}

/// One page: labels and answers as people read them.
#[derive(Debug, Clone)]
pub struct Part {
    /// The page, and the number of its item.
    pub key: AnswerKey,
    /// The page's heading.
    pub title: String,
    /// Label and answer.
    pub rows: Vec<(String, String)>,
    /// In a renewal, how the answer stands to the last time.
    pub since: Option<Carry>,
}

/// A question whose answer is below the standard, or needs an explanation.
#[derive(Debug, Clone)]
pub struct Noted {
    /// The question's id and title.
    pub title: String,
    /// How the answer compares.
    pub outcome: Outcome,
    /// Why, in a sentence.
    pub reason: String,
}

/// Reads a signed text.
pub fn read(text: &str) -> Result<Reading, Unreadable> {
    let raw: Raw = serde_json::from_str(text).map_err(|_| Unreadable)?;
    let of = &raw.question_set;
    let set = questions::find_pinned(&of.id, &of.version, &of.hash).ok_or(Unreadable)?;
    let key = |answer: &RawAnswer| AnswerKey {
        page: answer.page.clone(),
        item: answer.item,
    };
    let (renews, gone, since) = match raw.renewal {
        None => (None, Vec::new(), BTreeMap::new()),
        Some(renewal) => {
            let since = renewal.answers.into_iter().map(|answer| {
                let carry = Carry::parse(&answer.since).ok_or(Unreadable)?;
                let (page, item) = (answer.page, answer.item);
                Ok((AnswerKey { page, item }, carry))
            });
            let gone = renewal.gone.into_iter().map(|gone| gone.title).collect();
            (
                Some(renewal.certificate),
                gone,
                since.collect::<Result<_, _>>()?,
            )
        }
    };
    Ok(Reading {
        renews,
        gone,
        since,
        reference: raw.application,
        organisation: raw.organisation,
        service: raw.service.unwrap_or_default(),
        infrastructure: raw.infrastructure,
        commitments: raw.commitments.items.into_iter().map(|c| c.text).collect(),
        are_derived: raw.commitments.are_derived,
        commitments_version: raw.commitments.version,
        set,
        answers: raw
            .answers
            .into_iter()
            .map(|answer| (key(&answer), answer.values))
            .collect(),
    })
}

impl Reading {
    /// Everything, task by task.
    pub fn everything(&self) -> Vec<Section> {
        let section = |task: &'static questions::Task| Section {
            task: task.id.clone(),
            title: task_title(task),
            parts: self.parts(task),
        };
        let tasks = self.set.tasks.iter();
        tasks
            .map(section)
            .filter(|section| !section.parts.is_empty())
            .collect()
    }

    /// The questions that were answered.
    pub fn set(&self) -> &'static QuestionSet {
        self.set
    }

    /// The answers, without what was not asked.
    pub fn asked(&self) -> Answers {
        self.set.asked_answers(&self.answers)
    }

    /// The entry of the register that the answers name, if they name one.
    pub fn infrastructure_entry(&self) -> Option<InfrastructureId> {
        let asked = self.asked();
        let entry = self.set.fact("infrastructure_entry", &asked);
        entry.and_then(InfrastructureId::parse)
    }

    /// Questions whose answers are below the standard or need an explanation, as the dated lists
    /// stood at this moment; in the order of the set.
    pub fn noted(&self, at: OffsetDateTime) -> Vec<Noted> {
        let reference: Reference = reference_on(at);
        let baselines = self.set.baselines(&self.answers, &reference);
        baselines
            .into_iter()
            .filter_map(|(question, baseline)| {
                let baseline = baseline?;
                matches!(baseline.outcome, Outcome::Below | Outcome::Explain).then(|| Noted {
                    title: format!("{} {}", question.id, question.title),
                    outcome: baseline.outcome,
                    reason: baseline.reason,
                })
            })
            .collect()
    }

    /// Questions whose answers are not assured as the standard expects, in the order of the set:
    /// each with how it is assured, and what is expected.
    pub fn assurance_gaps(&self) -> Vec<(String, String)> {
        let gaps = self.set.assurance_gaps(&self.answers).into_iter();
        gaps.map(|gap| {
            let question = gap.question;
            let expected = question.expected_assurance();
            (
                format!("{} {}", question.id, question.title),
                format!(
                    "{}. The standard expects: {expected}",
                    gap.how.trim_end_matches('.')
                ),
            )
        })
        .collect()
    }

    /// Answers that may not fit together, by the rules of this moment and what is known beside the
    /// answers.
    pub fn cross_checks(&self, at: OffsetDateTime, known: &Known) -> Vec<CrossCheck> {
        self.set
            .cross_checks(&self.answers, &reference_on(at), known)
    }

    /// The version of the rules of this moment.
    pub fn rules_version(&self, at: OffsetDateTime) -> String {
        self.set.rules_on(uk_date(at)).version
    }

    /// The version of the rules of this moment for each question.
    pub fn baseline_version(&self, at: OffsetDateTime) -> String {
        self.set.baseline_versions_on(uk_date(at)).join(" and ")
    }

    /// The same answers without those that never need the signatory again (decision 6): two
    /// texts with equal essentials are covered by the same signature after a clarification.
    pub fn essentials(&self) -> Answers {
        let needs_signature = |key: &AnswerKey| {
            self.set
                .page(&key.page)
                .is_none_or(|(_, page)| page.reconfirm)
        };
        self.answers
            .iter()
            .filter(|(key, _)| needs_signature(key))
            .map(|(key, values)| (key.clone(), values.clone()))
            .collect()
    }

    /// In a renewal, how many answers stand how to the last time; the ways that occur.
    pub fn since_counts(&self) -> Vec<(Carry, usize)> {
        let count = |carry| self.since.values().filter(|other| **other == carry).count();
        let counts = Carry::ALL.into_iter().map(|carry| (carry, count(carry)));
        counts.filter(|(_, count)| *count > 0).collect()
    }

    /// In a renewal, the pages whose answer is not what it was the last time, in the order of
    /// the set.
    pub fn changed_since(&self) -> Vec<Part> {
        let tasks = self.set.tasks.iter();
        let parts = tasks.flat_map(|task| self.parts(task));
        parts
            .filter(|part| matches!(part.since, Some(Carry::Changed | Carry::New)))
            .collect()
    }

    fn parts(&self, task: &'static questions::Task) -> Vec<Part> {
        self.set
            .describe(task, &self.answers)
            .into_iter()
            .filter(|described| !described.rows.is_empty())
            .map(|described| {
                let (page, item) = (described.page.id.clone(), described.item);
                let key = AnswerKey { page, item };
                Part {
                    title: titled(&described.page.heading, item),
                    since: self.since.get(&key).copied(),
                    rows: described.rows,
                    key,
                }
            })
            .collect()
    }
}

fn task_title(task: &questions::Task) -> String {
    match task.principle {
        // Some revisions say it themselves.
        Some(number) if !task.title.starts_with("Principle ") => {
            format!("Principle {number}: {}", task.title)
        }
        Some(_) | None => task.title.clone(),
    }
}

/// A page's heading, with the number of its item in a list.
pub fn titled(heading: &str, item: i16) -> String {
    if item > 0 {
        format!("{heading} ({item})")
    } else {
        heading.to_owned()
    }
}
