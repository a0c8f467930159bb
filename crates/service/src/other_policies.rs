//! What other policies ask, beside an application's answers; the list of what is missing is a table
//! to take away.

use crate::applications::Form;
use crate::copies::note;
use domain::when;
use policy::Permit;
use policy::organisation::ExportApplication;
use questions::{Compared, Coverage, Crosswalk, Outcome};
use spreadsheets::{Column, Sheet};
use std::collections::BTreeMap;
use store::{Store, StoreError};

/// The columns with their widths in millimetres.
const COLUMNS: [(&str, u16); 8] = [
    ("Number", 20),
    ("Part of the policy", 50),
    ("What it asks", 60),
    ("Wording as published", 100),
    ("Compared with your answers", 45),
    ("Questions", 45),
    ("What your answers do not say", 100),
    ("Compared at", 45),
];

/// Each question with how its answer compares with the standard, by the question's id; nothing for
/// one that is not fully answered.
pub fn outcomes(form: &Form) -> BTreeMap<&'static str, Option<Outcome>> {
    let answers = &form.case.stored.answers;
    let judged = form.set().baselines(answers, &form.reference).into_iter();
    judged
        .map(|(question, found)| (question.id.as_str(), found.map(|found| found.outcome)))
        .collect()
}

/// Takes the list of what a policy asks and the answers do not cover, as CSV, and notes it in the
/// audit log.
///
/// # Errors
/// When the database can't be reached; then there is no list either.
pub async fn take_gaps(
    store: &Store,
    form: &Form,
    _: &Permit<ExportApplication>,
    crosswalk: &Crosswalk,
) -> Result<Vec<u8>, StoreError> {
    note(store, form, &format!("gaps of {}", crosswalk.id)).await?;
    Ok(spreadsheets::write_csv(&sheet(form, crosswalk)))
}

fn sheet(form: &Form, crosswalk: &Crosswalk) -> Sheet {
    let outcomes = outcomes(form);
    let outcome_of = |id: &str| outcomes.get(id).copied().flatten();
    let compared_at = when::date_and_time(form.now);
    let mut rows = Vec::new();
    for group in &crosswalk.groups {
        let compared = group.requirements.iter().map(|one| one.compare(outcome_of));
        let gaps = compared.filter(|one| one.coverage != Coverage::Covered);
        rows.extend(gaps.map(|one| row(&group.title, &one, &compared_at)));
    }
    let columns = COLUMNS.into_iter().map(|(heading, width)| Column {
        heading: heading.to_owned(),
        width,
        is_input: false,
    });
    Sheet {
        title: format!("{}: {}", crosswalk.title, form.case.application.reference),
        name: crosswalk.short_title.clone(),
        columns: columns.collect(),
        rows,
    }
}

fn row(group: &str, compared: &Compared<'_>, compared_at: &str) -> Vec<String> {
    let requirement = compared.requirement;
    let questions = compared.outcomes.iter().map(|(id, outcome)| {
        let words = in_words(*outcome);
        words.map_or_else(|| (*id).to_owned(), |words| format!("{id} ({words})"))
    });
    vec![
        requirement.id.clone(),
        group.to_owned(),
        requirement.headline.clone(),
        requirement.wording.join("\n"),
        compared.coverage.words().to_owned(),
        questions.collect::<Vec<_>>().join("\n"),
        requirement.gap.clone().unwrap_or_default(),
        compared_at.to_owned(),
    ]
}

/// What is to be said of a question's answer beside its name; nothing when it meets what is asked.
pub fn in_words(outcome: Option<Outcome>) -> Option<&'static str> {
    match outcome {
        None => Some("not fully answered yet"),
        Some(Outcome::Below) => Some("below what PSN asks"),
        Some(Outcome::Explain) => Some("rests on an explanation"),
        Some(Outcome::Check) => Some("to be looked at by the PSN team"),
        Some(Outcome::Meets) => None,
    }
}
