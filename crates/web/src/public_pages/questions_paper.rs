//! Every question as a text to read and pass round: what the page of all questions shows.

use super::questions::{Asked, Input, groups};
use paper::Paper;
use questions::{Question, QuestionSet};

/// The questions of a set.
pub fn questions_paper(set: &'static QuestionSet) -> Paper {
    let name = format!("{}, version {}", set.title, set.version);
    let mut paper = Paper::new(format!("{}: all the questions", set.title), "", &name, None);
    paper.paragraph(format!(
        "These are all the questions of the {name}. Some questions are asked only if earlier answers make them \
         necessary. This text is to read, print and pass round. It cannot be uploaded: to fill in the form offline, \
         download the spreadsheet or the plain table."
    ));
    for group in groups(set) {
        paper.heading(2, group.title);
        for task in group.tasks {
            paper.heading(3, task.title);
            for page in &task.pages {
                asked(page, &mut paper);
            }
        }
    }
    paper.heading(2, "What the signatory commits to");
    paper.paragraph(&set.commitments.note);
    let commitments = set.commitments.items.iter();
    paper.numbers(
        commitments
            .map(|commitment| commitment.text.clone())
            .collect(),
    );
    paper.heading(2, "Where the wording is from");
    paper.paragraph(format!("{}. {}", set.source, set.licence));
    if !set.assurance.note.is_empty() {
        paper.paragraph(&set.assurance.note);
    }
    paper
}

fn asked(page: &Asked, paper: &mut Paper) {
    match page.question {
        Some(question) => {
            paper.heading(4, format!("{}: {}", question.id, question.title));
            paper.pairs(published(question, page.assurance));
            if let Some(erratum) = &question.erratum {
                paper.paragraph(erratum);
            }
        }
        None => paper.heading(4, page.heading),
    }
    if page.is_conditional {
        paper.paragraph("Asked only if your earlier answers make it necessary");
    }
    let again = page.again.as_ref();
    let again = again.map(|again| format!("The same for {} to {}", again.start(), again.end()));
    paper.bullets(page.fields.iter().map(input).chain(again).collect());
}

fn published(
    question: &Question,
    assurance: Option<(&str, &str)>,
) -> impl Iterator<Item = (String, String)> {
    let mut rows = vec![
        ("Question as published", question.text_published.as_str()),
        ("Requirement as published", &question.requirement_published),
        ("What this means", &question.requirement_effective),
        ("Expected assurance", &question.assurance),
    ];
    if let Some((means, evidence)) = assurance {
        rows.push(("What this method means", means));
        rows.push(("Evidence, for example", evidence));
    }
    let rows: Vec<_> = rows
        .into_iter()
        .map(|(label, text)| (label.to_owned(), text.to_owned()))
        .collect();
    rows.into_iter()
}

/// A field with its limit, its hint, and its choices line by line.
fn input(field: &Input) -> String {
    let mut text = field.label.to_owned();
    if let Some(limit) = &field.limit {
        text.push_str(" (up to ");
        text.push_str(limit);
        text.push_str(" characters)");
    }
    for line in field.hint.into_iter().chain(field.choices.iter().copied()) {
        text.push('\n');
        text.push_str(line);
    }
    text
}
