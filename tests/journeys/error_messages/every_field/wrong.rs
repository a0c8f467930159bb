//! What a browser can send that is wrong with one field.

use questions::{DateRule, Field, FieldKind, Page, Reference, Values};
use time::{Date, Duration};

/// Something wrong with one field.
pub struct Wrong {
    pub field: String,
    /// Which sort of error.
    pub key: &'static str,
    /// The sentence.
    pub message: String,
    /// All inputs of the page, by name.
    pub send: Values,
}

/// The errors that a browser can bring about in a field. Choices that are not offered, and more lines
/// than there are inputs, it can't send.
pub fn keys(field: &Field) -> Vec<&'static str> {
    let is_asked = !field.optional && field.kind != FieldKind::Filled;
    let mut keys = vec![(is_asked, "missing")];
    let is_typed = is_typed(field);
    keys.push((is_typed && field.max_chars.is_some(), "too_long"));
    keys.push((is_typed && field.max_chars.is_some(), "control"));
    keys.push((
        is_typed && field.min_chars.is_some_and(|min| min > 1),
        "too_short",
    ));
    match &field.kind {
        FieldKind::Number {
            above, min, max, ..
        } => {
            keys.push((true, "not_number"));
            keys.push((above.is_some(), "above"));
            keys.push((min.is_some() || max.is_some(), "range"));
        }
        FieldKind::Date(rule) => {
            keys.extend([(true, "not_real"), (true, "part")]);
            keys.push((*rule == DateRule::Past, "past"));
            keys.push((*rule == DateRule::Future, "future"));
        }
        FieldKind::Email
        | FieldKind::Phone
        | FieldKind::CompanyNumber
        | FieldKind::Postcode { .. } => {
            keys.push((true, "format"));
        }
        FieldKind::CharityNumber { .. } => {
            let each = ["format", "format_scotland", "format_northern_ireland"];
            keys.extend(each.map(|key| (true, key)));
        }
        FieldKind::ServiceCodes { .. } => {
            keys.extend(["format", "format_several", "too_many"].map(|key| (true, key)));
        }
        FieldKind::Checkboxes { exclusive, .. } => keys.push((!exclusive.is_empty(), "exclusive")),
        _ => {}
    }
    keys.into_iter()
        .filter_map(|(can, key)| can.then_some(key))
        .collect()
}

/// What brings each of its errors about, with the other choices of the page as they have to be.
pub fn wrongs(page: &Page, field: &Field, values: &Values, reference: &Reference) -> Vec<Wrong> {
    keys(field)
        .into_iter()
        .filter_map(|key| {
            others_of(page, field, values).find_map(|values| {
                let send = with_wrong(field, key, &values, reference.today);
                let checked = page.check(&send, reference);
                let error = checked
                    .errors
                    .into_iter()
                    .find(|error| error.field == field.id)?;
                is_said(field, key, &error.message).then(|| Wrong {
                    field: field.id.clone(),
                    key,
                    message: error.message,
                    send: as_inputs(page, &send),
                })
            })
        })
        .collect()
}

/// Whether this is the sentence of that sort of error. Some have in them what was typed.
fn is_said(field: &Field, key: &str, message: &str) -> bool {
    if key == "part" {
        return message == format!("{} must include a month", field.subject);
    }
    let template = field.error(key);
    match template.split_once("{entries}") {
        Some((before, after)) => message.starts_with(before) && message.ends_with(after),
        None => message == template,
    }
}

/// Whether people type it, as a line or as several.
fn is_typed(field: &Field) -> bool {
    !matches!(
        field.kind,
        FieldKind::Lookup { .. } | FieldKind::Filled | FieldKind::Date(_)
    )
}

/// The values of the page, and with one or two of its other fields otherwise: left out, chosen, or
/// typed.
fn others_of(page: &Page, field: &Field, values: &Values) -> impl Iterator<Item = Values> {
    let others = page.fields.iter().filter(|other| other.id != field.id);
    let changes: Vec<(String, Option<String>)> = others
        .flat_map(|other| {
            let choices = other.choices().iter();
            let mut each: Vec<_> = choices.map(|choice| Some(choice.value.clone())).collect();
            if matches!(other.kind, FieldKind::Text | FieldKind::Textarea) {
                each.push(Some("Said in plain words and at some length".to_owned()));
            }
            each.push(None);
            each.into_iter().map(|value| (other.id.clone(), value))
        })
        .collect();
    let count = changes.len();
    let values = values.clone();
    let with = move |places: &[usize]| {
        let mut values = values.clone();
        for (field, value) in places.iter().map(|place| changes[*place].clone()) {
            values.remove(&field);
            values.extend(value.map(|value| (field, vec![value])));
        }
        values
    };
    let one = (0..count).map(|place| vec![place]);
    let two =
        (0..count).flat_map(move |first| (first + 1..count).map(move |second| vec![first, second]));
    std::iter::once(Vec::new())
        .chain(one)
        .chain(two)
        .map(move |places| with(&places))
}

/// The values with what is wrong in the field.
fn with_wrong(field: &Field, key: &str, values: &Values, today: Date) -> Values {
    let mut values = values.clone();
    values.remove(&field.id);
    for (name, value) in typed(field, key, today) {
        values.entry(name).or_default().push(value);
    }
    values
}

fn typed(field: &Field, key: &str, today: Date) -> Vec<(String, String)> {
    let own = |value: String| vec![(field.id.clone(), value)];
    if let FieldKind::Date(_) = field.kind {
        let parts = match key {
            "part" => ["2".to_owned(), String::new(), "2026".to_owned()],
            "not_real" => ["31", "2", "2026"].map(str::to_owned),
            "past" => parts(today + Duration::days(2)),
            "future" => parts(today - Duration::days(2)),
            _ => return Vec::new(),
        };
        let names = ["day", "month", "year"].map(|part| format!("{}-{part}", field.id));
        return names.into_iter().zip(parts).collect();
    }
    match key {
        "too_long" => own("x".repeat(field.max_chars.unwrap_or_default() + 1)),
        "too_short" => own("x".to_owned()),
        "control" => own("left\u{7}right".to_owned()),
        "not_number" => own("several".to_owned()),
        "above" | "range" => own(out_of_range(&field.kind, key)),
        "format_several" => own("not so\nnor so".to_owned()),
        "too_many" => {
            let codes = (1..100).map(|number| format!("SRV_{number:04}"));
            own(codes.collect::<Vec<_>>().join("\n"))
        }
        "exclusive" => {
            let choices = field.choices().iter().map(|choice| choice.value.clone());
            choices.map(|value| (field.id.clone(), value)).collect()
        }
        "missing" => Vec::new(),
        _ => own("not so".to_owned()),
    }
}

fn parts(day: Date) -> [String; 3] {
    [
        day.day().to_string(),
        u8::from(day.month()).to_string(),
        day.year().to_string(),
    ]
}

fn out_of_range(kind: &FieldKind, key: &str) -> String {
    let FieldKind::Number {
        above, min, max, ..
    } = kind
    else {
        return String::new();
    };
    let number = match (key, max, min) {
        ("above", _, _) => above.unwrap_or_default(),
        (_, Some(max), _) => max + 1.0,
        (_, None, min) => min.unwrap_or_default() - 1.0,
    };
    number.to_string()
}

/// What the inputs have in them: days in three.
fn as_inputs(page: &Page, values: &Values) -> Values {
    let mut inputs = values.clone();
    for field in &page.fields {
        let FieldKind::Date(_) = field.kind else {
            continue;
        };
        let Some(stored) = inputs.remove(&field.id) else {
            continue;
        };
        let parts: Vec<&str> = stored[0].split('-').collect();
        for (name, value) in ["year", "month", "day"].iter().zip(parts) {
            inputs.insert(format!("{}-{name}", field.id), vec![value.to_owned()]);
        }
    }
    inputs
}
