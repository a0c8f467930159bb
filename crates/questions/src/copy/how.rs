//! How a field is answered, in words for people who fill in a table.

use crate::page::{DateRule, Field, FieldKind, Page};
use crate::question::Question;
use crate::text::{as_sentence, grouped};

/// Beside what nobody has to answer.
pub(super) const FILLED: &str = "We fill this in. What you write here is not used.";

/// The sentences beside a field: what the standard requires, what may be answered.
pub(super) fn words(page: &Page, field: &Field, question: Option<&Question>) -> String {
    let mut lines: Vec<String> = Vec::new();
    if question.is_some_and(|question| question.erratum.is_some()) {
        lines.push("We do not take this answer from a file. Answer it online.".to_owned());
    }
    if field.optional {
        lines.push("Optional.".to_owned());
    } else if field.required_if.is_some() || field.only_if.is_some() {
        lines.push("Needed only with some of your other answers.".to_owned());
    }
    if page.show_if.is_some() || field.show_if.is_some() {
        lines.push("Asked only with some of your other answers.".to_owned());
    }
    lines.extend(kind(field));
    lines.extend(length(field));
    lines.extend(field.hint.clone());
    let is_first = page
        .fields
        .first()
        .is_some_and(|first| first.id == field.id);
    if let Some(question) = question.filter(|_| is_first) {
        lines.push(format!(
            "The standard: {}",
            as_sentence(&question.requirement_effective)
        ));
    }
    lines.join("\n")
}

fn kind(field: &Field) -> Option<String> {
    let labels = || -> Vec<&str> { field.offered().iter().map(|(_, label)| *label).collect() };
    Some(match &field.kind {
        FieldKind::Radios(_) => format!("Write one of these:\n{}", labels().join("\n")),
        FieldKind::Checkboxes { .. } => format!(
            "Write any of these, each on a line of its own:\n{}",
            labels().join("\n")
        ),
        FieldKind::Countries { .. } => format!(
            "Write any of these countries, each on a line of its own: {}",
            labels().join(", ")
        ),
        FieldKind::TextList { max_items } => {
            format!("Up to {max_items} answers, each on a line of its own.")
        }
        FieldKind::ServiceCodes { max_items } => {
            format!("Up to {max_items} service codes, each on a line of its own.")
        }
        FieldKind::Date(rule) => match rule {
            DateRule::Past => "A date in the past, like 27 March 2026.",
            DateRule::Future => "A date in the future, like 27 March 2027.",
            DateRule::Any => "A date, like 27 March 2027.",
        }
        .to_owned(),
        FieldKind::Number { suffix, .. } => suffix.as_ref().map_or_else(
            || "A number.".to_owned(),
            |suffix| format!("A number ({suffix})."),
        ),
        FieldKind::Lookup { .. } => {
            format!("Search for it online, or write: {}", labels().join(" or "))
        }
        FieldKind::Filled => FILLED.to_owned(),
        FieldKind::Email => "An email address.".to_owned(),
        FieldKind::Phone => "A phone number.".to_owned(),
        _ => return None,
    })
}

fn length(field: &Field) -> Option<String> {
    let is_text = matches!(field.kind, FieldKind::Text | FieldKind::Textarea);
    let (min, max) = (field.min_chars, field.max_chars.filter(|_| is_text));
    match (min, max) {
        (Some(min), Some(max)) => Some(format!(
            "Between {} and {} characters.",
            grouped(min),
            grouped(max)
        )),
        (None, Some(max)) => Some(format!("Up to {} characters.", grouped(max))),
        _ => None,
    }
}
