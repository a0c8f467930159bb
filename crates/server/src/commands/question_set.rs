//! `psn-cop question-set`: what is built in.

use crate::cli::{Failure, Format, QuestionSet};
use crate::say;
use questions::Difference;
use serde_json::{Value, json};

pub fn run(asked: &QuestionSet) -> Result<(), Failure> {
    match asked {
        QuestionSet::List => {
            for set in questions::versions() {
                say::line(format!("{}  {}  {}", set.id, set.version, set.title));
            }
            Ok(())
        }
        QuestionSet::Show { set, format } => show(set, *format),
        QuestionSet::Diff { from, to, format } => {
            say::line(diff(from, to, *format)?);
            Ok(())
        }
    }
}

/// A built-in revision by its name: `2015-07.3`, or with the id of its set, `psn-cop/2015-07.3`.
fn revision(name: &str) -> Result<&'static questions::QuestionSet, Failure> {
    let full = |set: &questions::QuestionSet| format!("{}/{}", set.id, set.edition());
    let is_it = |set: &&questions::QuestionSet| set.edition() == name || full(set) == name;
    questions::sets().iter().find(is_it).ok_or_else(|| {
        let known: Vec<String> = questions::sets().iter().map(full).collect();
        Failure::usage(format!(
            "there is no revision \"{name}\": built in are {}",
            known.join(", ")
        ))
    })
}

/// What one revision says otherwise than another.
fn diff(from: &str, to: &str, format: Format) -> Result<String, Failure> {
    let (then, now) = (revision(from)?, revision(to)?);
    let found = now.differences_from(then);
    if format == Format::Json {
        let about = |set: &questions::QuestionSet| json!({ "id": set.id, "edition": set.edition(), "hash": set.hash });
        let one = |found: &Difference| {
            json!({
                "kind": found.kind(),
                "place": found.place,
                "what": found.what,
                "then": found.then,
                "now": found.now,
            })
        };
        let differences: Vec<Value> = found.iter().map(one).collect();
        let told = json!({ "from": about(then), "to": about(now), "differences": differences });
        return serde_json::to_string_pretty(&told).map_err(|error| {
            Failure::failed(format!("the differences can not be shown: {error}"))
        });
    }
    let count = |kind: &str| found.iter().filter(|one| one.kind() == kind).count();
    let mut lines = vec![format!(
        "{} {} -> {}: {} added, {} removed, {} changed",
        now.id,
        then.edition(),
        now.edition(),
        count("added"),
        count("removed"),
        count("changed")
    )];
    let mut place = "";
    for one in &found {
        if place != one.place {
            place = &one.place;
            lines.push(format!("\n{place}"));
        }
        lines.push(format!("  {}: {}", one.kind(), one.what));
        let told = [("-", &one.then), ("+", &one.now)];
        for (sign, text) in told {
            let text = text.iter().flat_map(|text| text.lines());
            lines.extend(text.map(|line| format!("    {sign} {line}")));
        }
    }
    Ok(lines.join("\n"))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_revision_changed_is_listed() {
        let text = diff("2015-07.3", "psn-cop/2015-07.4", Format::Text).unwrap();
        let first = text.lines().next().unwrap();
        assert!(
            first.starts_with("psn-cop 2015-07.3 -> 2015-07.4: "),
            "{first}"
        );
        assert!(text.contains("You can change it here at any time."));
        for line in [
            "field conditions of page security/2a/countries\n  removed: label",
            "page security/2a/conditions\n  added: heading",
            "  added: choice none_found\n    + No, nothing above medium was found",
            "  added: rule unmet, outcome\n    + below",
        ] {
            assert!(text.contains(line), "{line}: {text}");
        }
        let same = diff("2015-07.4", "2015-07.4", Format::Text).unwrap();
        assert_eq!(
            same,
            "psn-cop 2015-07.4 -> 2015-07.4: 0 added, 0 removed, 0 changed"
        );
    }

    #[test]
    fn the_way_back_is_the_other_way_round() {
        let told = |from, to| -> Value {
            serde_json::from_str(&diff(from, to, Format::Json).unwrap()).unwrap()
        };
        let (there, back) = (told("2015-07", "2015-07.4"), told("2015-07.4", "2015-07"));
        assert_eq!((&there["from"], &there["to"]), (&back["to"], &back["from"]));
        let sorted = |told: &Value, then: &str, now: &str| {
            let all = told["differences"].as_array().unwrap().iter();
            let of = |one: &Value| {
                [&one["place"], &one["what"], &one[then], &one[now]].map(Value::to_string)
            };
            let mut all: Vec<_> = all.map(of).collect();
            all.sort();
            all
        };
        assert_eq!(sorted(&there, "then", "now"), sorted(&back, "now", "then"));
        assert!(sorted(&there, "then", "now").len() > 100);
    }

    #[test]
    fn a_revision_that_is_not_there_is_wrong_usage() {
        let failure = diff("2015-07.3", "2015-07.99", Format::Text).unwrap_err();
        assert_eq!(failure.code, 2);
        let message = failure.message.unwrap();
        assert!(
            message.contains("\"2015-07.99\"") && message.contains("psn-cop/2015-07.2"),
            "{message}"
        );
    }
}
