//! The error sentences that follow from the kind of a field; data may replace any of them.

use std::collections::BTreeMap;

use crate::{
    page::{Field, FieldKind},
    text::grouped,
};

/// Error key to sentence, for every key that the field can need except `missing`.
pub(super) fn default_errors(field: &Field) -> BTreeMap<String, String> {
    let subject = &field.subject;
    let mut errors: Vec<(&str, String)> = Vec::new();
    if let Some(max) = field.max_chars {
        errors.push((
            "control",
            format!("{subject} must not include characters that nobody can see. Type it again"),
        ));
        let text = format!("{subject} must be {} characters or less", grouped(max));
        errors.push(("too_long", text));
    }
    if let Some(min) = field.min_chars {
        let text = format!("{subject} must be {} characters or more", grouped(min));
        errors.push(("too_short", text));
    }
    errors.extend(errors_of_kind(subject, &field.kind));
    errors
        .into_iter()
        .map(|(key, text)| (key.to_owned(), text))
        .collect()
}

/// A limit as people read it: thousands are separated.
fn shown(limit: f64) -> String {
    let plain = limit.to_string();
    plain.parse().map_or(plain, grouped)
}

fn number_errors(
    subject: &str,
    decimal: bool,
    above: Option<f64>,
    (min, max): (Option<f64>, Option<f64>),
) -> Vec<(&'static str, String)> {
    let example = if decimal {
        "a number, like 99.5"
    } else {
        "a whole number, like 14"
    };
    let range = match (min.map(shown), max.map(shown)) {
        (Some(min), Some(max)) => format!("must be between {min} and {max}"),
        (Some(min), None) => format!("must be {min} or more"),
        (None, Some(max)) => format!("must be {max} or less"),
        (None, None) => "must be a number".to_owned(),
    };
    let above = shown(above.unwrap_or_default());
    vec![
        ("above", format!("{subject} must be more than {above}")),
        ("not_number", format!("{subject} must be {example}")),
        ("range", format!("{subject} {range}")),
    ]
}

fn errors_of_kind(subject: &str, kind: &FieldKind) -> Vec<(&'static str, String)> {
    let about = |text: &str| format!("{subject} {text}");
    match kind {
        FieldKind::Number {
            decimal,
            above,
            min,
            max,
            ..
        } => number_errors(subject, *decimal, *above, (*min, *max)),
        FieldKind::Date(_) => vec![
            ("not_real", about("must be a real date")),
            ("past", about("must be in the past")),
            ("future", about("must be in the future")),
        ],
        FieldKind::Email => {
            let text = "Enter an email address in the correct format, like name@example.com";
            vec![("format", text.to_owned())]
        }
        FieldKind::Phone => {
            let examples = "01632 960 001, 07700 900 982 or +44 808 157 0192";
            vec![("format", format!("Enter a phone number, like {examples}"))]
        }
        FieldKind::CompanyNumber => vec![("format", about("must be 8 characters"))],
        FieldKind::CharityNumber { .. } => vec![
            ("format", about("must be 6 or 7 numbers")),
            (
                "format_scotland",
                about("must be SC and 6 numbers, like SC012345"),
            ),
            (
                "format_northern_ireland",
                about("must be NIC and 6 numbers, like NIC101234"),
            ),
        ],
        FieldKind::Postcode { .. } => vec![("format", "Enter a full UK postcode".to_owned())],
        FieldKind::TextList { max_items } => {
            vec![("too_many", format!("Enter {max_items} or fewer"))]
        }
        FieldKind::ServiceCodes { max_items } => {
            let example = "Service codes look like SRV_0042";
            vec![
                (
                    "format",
                    format!("{{entries}} is not a service code. {example}"),
                ),
                (
                    "format_several",
                    format!("{{entries}} are not service codes. {example}"),
                ),
                ("too_many", format!("Enter {max_items} codes or fewer")),
            ]
        }
        FieldKind::Radios(_) => vec![("unknown", "Select one of the options".to_owned())],
        FieldKind::Checkboxes { .. } | FieldKind::Countries { .. } => {
            vec![("unknown", "Select from the options".to_owned())]
        }
        FieldKind::Text | FieldKind::Textarea | FieldKind::Lookup { .. } | FieldKind::Filled => {
            Vec::new()
        }
    }
}
