//! Answers to everything that a question set asks.

use super::{CERTIFICATE, OWNER};
use domain::when::iso_date;
use questions::{Answers, DateRule, Field, FieldKind, QuestionSet, Reference};
use time::{Date, Duration};

/// Answers that this test is about: page, field, value.
fn answers_of_the_story(today: Date) -> Vec<(&'static str, &'static str, String)> {
    let text = |text: &str| text.to_owned();
    vec![
        ("service-name", "name", text("Northwind Gazetteer")),
        (
            "description-for-users",
            "description",
            text("A national <b>address</b> and street gazetteer."),
        ),
        ("infrastructure/who", "who", text("another")),
        ("infrastructure/find", "infrastructure", text("not_listed")),
        ("infrastructure/details", "name", text("Harbour PSN Zone")),
        (
            "infrastructure/details",
            "certificate_number",
            text(CERTIFICATE),
        ),
        (
            "infrastructure/details",
            "certificate_expires",
            iso_date(today + Duration::days(300)),
        ),
        (
            "infrastructure/details",
            "owner",
            text("Harbour Hosting plc"),
        ),
        ("infrastructure/agreement", "terms_final", text("yes")),
        (
            "infrastructure/owner-contact",
            "name",
            text("Graham Whitlock"),
        ),
        (
            "infrastructure/owner-contact",
            "job_title",
            text("Head of Platforms"),
        ),
        ("infrastructure/owner-contact", "email", text(OWNER)),
        ("point-of-contact", "name", text("Priya Raman")),
        (
            "point-of-contact",
            "email",
            text("priya.raman@northwind.example"),
        ),
    ]
}

/// Answers to everything that the set asks.
pub(super) fn complete_answers(set: &QuestionSet, today: Date) -> Answers {
    let reference = Reference::on(today);
    let mut answers = Answers::new();
    for (page, field, value) in answers_of_the_story(today) {
        let mut values = answers.get(page, 0).cloned().unwrap_or_default();
        values.insert(field.to_owned(), vec![value]);
        answers.insert(page, 0, values);
    }
    // An answer may ask for further pages.
    for _ in 0..10 {
        let open: Vec<(String, i16)> = set
            .unanswered(&answers, &reference)
            .into_iter()
            .map(|(_, page, item)| (page.to_owned(), item))
            .collect();
        if open.is_empty() {
            return answers;
        }
        for (page, item) in open {
            let (_, asked) = set.page(&page).unwrap();
            let mut values = answers.get(&page, item).cloned().unwrap_or_default();
            let asked = asked.as_asked(&answers, item);
            for field in &asked.fields {
                if !asked.counts(field, &values) {
                    continue;
                }
                if let Some(value) = plausible(field, today) {
                    values
                        .entry(field.id.clone())
                        .or_insert_with(|| vec![value]);
                }
            }
            answers.insert(page, item, values);
        }
    }
    panic!("still open: {:?}", set.unanswered(&answers, &reference));
}

fn plausible(field: &Field, today: Date) -> Option<String> {
    let text = match &field.kind {
        FieldKind::Text | FieldKind::Textarea | FieldKind::TextList { .. } => {
            "Said in plain words and at some length".to_owned()
        }
        FieldKind::Number { min, .. } => format!("{}", min.unwrap_or(1.0)),
        FieldKind::Radios(choices) | FieldKind::Checkboxes { choices, .. } => {
            choices.first()?.value.clone()
        }
        FieldKind::Date(DateRule::Future) => iso_date(today + Duration::days(200)),
        FieldKind::Date(_) => iso_date(today - Duration::days(40)),
        FieldKind::Email => "somebody@northwind.example".to_owned(),
        FieldKind::Phone => "01632 960 001".to_owned(),
        FieldKind::Countries { group } => questions::all_countries()
            .iter()
            .find(|country| country.group == *group)?
            .code
            .clone(),
        FieldKind::CompanyNumber => "04718293".to_owned(),
        FieldKind::CharityNumber { .. } => "1000000".to_owned(),
        FieldKind::Postcode { .. } => "SY8 1ZZ".to_owned(),
        FieldKind::Lookup { not_listed } => not_listed.as_ref()?.value.clone(),
        // Nobody has to name services of the register, and what is named is looked at.
        FieldKind::ServiceCodes { .. } | FieldKind::Filled => return None,
    };
    Some(text)
}
