//! From the file of a crosswalk to one in which everything fits together.

use std::collections::BTreeSet;

use crate::{
    crosswalk::{Crosswalk, Requirement},
    load::{LoadError, parse},
    set::QuestionSet,
};

impl Crosswalk {
    /// Reads the file `<set>/<id>.toml` of a crosswalk and holds it against these sets.
    pub fn load(file: &str, text: &str, sets: &[QuestionSet]) -> Result<Self, LoadError> {
        let crosswalk: Self = parse(file, text)?;
        match problems(file, &crosswalk, sets) {
            problems if problems.is_empty() => Ok(crosswalk),
            problems => Err(LoadError::Inconsistent(problems)),
        }
    }
}

fn problems(file: &str, crosswalk: &Crosswalk, sets: &[QuestionSet]) -> Vec<String> {
    let mut problems = Vec::new();
    if file != format!("{}/{}.toml", crosswalk.set, crosswalk.id) {
        problems.push(format!("{file} is not the file of {}", crosswalk.id));
    }
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if crosswalk.id.is_empty() || !crosswalk.id.chars().all(is_plain) {
        problems.push(format!("{} can't stand in an address", crosswalk.id));
    }
    let texts = [
        &crosswalk.version,
        &crosswalk.title,
        &crosswalk.short_title,
        &crosswalk.dated,
        &crosswalk.source,
        &crosswalk.licence,
        &crosswalk.numbering,
    ];
    let of_groups = crosswalk.groups.iter();
    let of_groups = of_groups.flat_map(|group| group.published.iter().chain([&group.title]));
    let mut texts = texts
        .into_iter()
        .chain(of_groups)
        .chain(&crosswalk.left_out);
    if texts.any(|text| text.trim().is_empty()) {
        problems.push("a text of the policy is empty".to_owned());
    }
    if crosswalk.set_versions.is_empty() {
        problems.push("it is for no version of a set".to_owned());
    }
    for version in &crosswalk.set_versions {
        let of_version = |set: &&QuestionSet| set.id == crosswalk.set && set.version == *version;
        let mut revisions = sets.iter().filter(of_version).peekable();
        if revisions.peek().is_none() {
            problems.push(format!("there is no set {} {version}", crosswalk.set));
        }
        problems.extend(revisions.flat_map(|set| unknown_questions(crosswalk, set)));
    }
    let mut seen = BTreeSet::new();
    for requirement in crosswalk.requirements() {
        let id = &requirement.id;
        let mut wrong = requirement_problems(requirement);
        if !seen.insert(id) {
            wrong.push("is there twice");
        }
        problems.extend(wrong.iter().map(|what| format!("requirement {id} {what}")));
    }
    if seen.is_empty() {
        problems.push("it asks nothing".to_owned());
    }
    problems
}

fn unknown_questions<'a>(
    crosswalk: &'a Crosswalk,
    set: &'a QuestionSet,
) -> impl Iterator<Item = String> + 'a {
    let asked = crosswalk.requirements();
    let named = asked.flat_map(|one| one.questions.iter().map(move |question| (one, question)));
    let unknown = named.filter(|(_, question)| set.question(question).is_none());
    unknown.map(|(one, question)| {
        let edition = set.edition();
        format!(
            "requirement {}: {} {edition} has no question {question}",
            one.id, set.id
        )
    })
}

fn requirement_problems(requirement: &Requirement) -> Vec<&'static str> {
    let is_blank = |text: &String| text.trim().is_empty();
    let mut optional = requirement.gap.iter().chain(&requirement.under);
    let questions: BTreeSet<&String> = requirement.questions.iter().collect();
    let mut problems = Vec::new();
    if is_blank(&requirement.id) || is_blank(&requirement.headline) || optional.any(is_blank) {
        problems.push("has an empty text");
    }
    if requirement.wording.is_empty() || requirement.wording.iter().any(is_blank) {
        problems.push("has no wording");
    }
    if questions.len() < requirement.questions.len() {
        problems.push("names a question twice");
    }
    if requirement.questions.is_empty() && requirement.gap.is_none() {
        problems.push("has no question, and does not say what is missing");
    }
    problems
}
