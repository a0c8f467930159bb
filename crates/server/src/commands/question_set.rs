//! `psn-cop question-set`: what is built in.

use crate::cli::{Failure, Format, QuestionSet};
use crate::say;

pub fn run(asked: &QuestionSet) -> Result<(), Failure> {
    match asked {
        QuestionSet::List => {
            for set in questions::versions() {
                say::line(format!("{}  {}  {}", set.id, set.version, set.title));
            }
            Ok(())
        }
        QuestionSet::Show { set, format } => show(set, *format),
    }
}

fn show(id: &str, format: Format) -> Result<(), Failure> {
    let set = questions::current(id).ok_or_else(|| {
        Failure::usage(format!(
            "there is no question set \"{id}\": \"psn-cop question-set list\" names those that \
             there are"
        ))
    })?;
    match format {
        Format::Json => {
            let json = serde_json::to_string_pretty(&set.published_json())
                .map_err(|error| Failure::failed(format!("the set can not be shown: {error}")))?;
            say::line(json);
        }
        Format::Text => say::line(as_text(set)),
    }
    Ok(())
}

/// The questions and commitments for people.
fn as_text(set: &questions::QuestionSet) -> String {
    let mut lines = vec![format!("{} ({} {})", set.title, set.id, set.version)];
    for principle in &set.principles {
        lines.push(format!(
            "\nPrinciple {}: {}",
            principle.number, principle.title
        ));
        for question in principle.questions.iter().filter_map(|id| set.question(id)) {
            lines.push(format!("  {}  {}", question.id, question.text_published));
            lines.push(format!("      {}", question.requirement_effective));
        }
    }
    lines.push("\nCommitments".to_owned());
    for commitment in &set.commitments.items {
        lines.push(format!("  {}  {}", commitment.id, commitment.text));
    }
    lines.join("\n")
}
