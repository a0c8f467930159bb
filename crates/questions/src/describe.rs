//! Answers as a person reads them: summary lists, the signed snapshot, the review, the PDF.

use time::{Date, format_description::well_known::Iso8601};

use crate::{
    answers::{Answers, Values, first_of},
    check::date_parts,
    page::{Field, FieldKind, Page},
    reference,
    set::{QuestionSet, Task},
    text::Decimal,
};

/// One page of a task with its answers as a person reads them.
#[derive(Debug, Clone)]
pub struct Described<'a> {
    /// The page.
    pub page: &'a Page,
    /// The list item, 0 outside lists.
    pub item: i16,
    /// Label and answer of each field.
    pub rows: Vec<(String, String)>,
}

/// What stands in place of a required answer that is not there.
pub const NOT_ANSWERED: &str = "Not answered yet";

impl QuestionSet {
    /// Every asked page of a task with its answers as a person reads them.
    pub fn describe<'a>(&'a self, task: &'a Task, answers: &Answers) -> Vec<Described<'a>> {
        let none = Values::new();
        let asked = self.asked_pages(task, answers).into_iter();
        let describe = |(page, item): (&'a Page, i16)| {
            let values = answers.get(&page.id, item).unwrap_or(&none);
            Described {
                page,
                item,
                rows: page.as_asked(answers, item).describe(values),
            }
        };
        asked.map(describe).collect()
    }
}

impl Page {
    /// Label and answer of each field, in order.
    ///
    /// Optional and conditional fields without an answer are left out, and what is left over in
    /// a follow-up of another choice; others say [`NOT_ANSWERED`]. Call it on the page as asked ([`Page::as_asked`]).
    pub fn describe(&self, values: &Values) -> Vec<(String, String)> {
        let rows = self.describe_fields(values).into_iter();
        rows.map(|(_, label, text)| (label, text)).collect()
    }

    /// The same, each with the id of its field before it.
    pub fn describe_fields(&self, values: &Values) -> Vec<(String, String, String)> {
        let row = |field: &Field| {
            let answer = field.describe(values);
            let always = !field.optional
                && field.required_if.is_none()
                && !matches!(field.kind, FieldKind::Filled)
                && field.about.is_none_or(|entry| entry.to.is_none())
                && !field.is_found(values);
            let shown = answer.or_else(|| always.then(|| NOT_ANSWERED.to_owned()))?;
            let label = field.label.strip_suffix(" (optional)");
            let label = label.unwrap_or(&field.label).to_owned();
            Some((field.id.clone(), label, shown))
        };
        let counted = self.fields.iter();
        let counted = counted.filter(|field| self.counts(field, values));
        counted.filter_map(row).collect()
    }
}

impl Field {
    /// The answer as a person reads it; `None` without an answer.
    pub fn describe(&self, values: &Values) -> Option<String> {
        if let FieldKind::Date(_) = self.kind {
            let parts = date_parts(&self.id, values);
            let iso = first_of(values, &self.id);
            let day = iso.and_then(|iso| Date::parse(iso, &Iso8601::DATE).ok());
            let typed = parts.join(" ").trim().to_owned();
            return day
                .map(in_words)
                .or_else(|| (!typed.is_empty()).then_some(typed));
        }
        if self.is_found(values) {
            return None;
        }
        let labels = self.labels(values);
        let only = labels.first()?;
        if self.kind == FieldKind::Filled
            && let Ok(day) = Date::parse(only, &Iso8601::DATE)
        {
            return Some(in_words(day));
        }
        Some(match &self.kind {
            FieldKind::Number {
                suffix,
                downtime_by,
                ..
            } => {
                let number = format!("{only}{}", suffix.as_deref().map_or(String::new(), spaced));
                let period = downtime_by
                    .as_ref()
                    .and_then(|field| first_of(values, field));
                match period.and_then(|period| downtime(only, period)) {
                    Some(downtime) => format!("{number} ({downtime})"),
                    None => number,
                }
            }
            _ if labels.iter().any(|label| label.contains(", ")) => labels.join("; "),
            _ => labels.join(", "),
        })
    }

    /// Whether something was found in a register: the fields that it filled in say what, and its
    /// identifier says nothing to a person.
    fn is_found(&self, values: &Values) -> bool {
        matches!(self.kind, FieldKind::Lookup { .. })
            && first_of(values, &self.id).is_some_and(|value| self.choice_label(value).is_none())
    }

    /// Each chosen value by its label or, where there is no list to choose from, as typed. What an
    /// earlier revision offered and this one does not says nothing.
    pub(crate) fn labels(&self, values: &Values) -> Vec<String> {
        let chosen = values.get(&self.id).map_or(&[][..], Vec::as_slice);
        let label = |value: &String| match &self.kind {
            FieldKind::Filled => {
                Date::parse(value, &Iso8601::DATE).map_or_else(|_| value.clone(), in_words)
            }
            FieldKind::Countries { .. } => {
                reference::country(value).map_or(value.clone(), |country| country.name.clone())
            }
            _ => self.choice_label(value).unwrap_or(value).to_owned(),
        };
        let is_closed = matches!(
            self.kind,
            FieldKind::Radios(_) | FieldKind::Checkboxes { .. }
        );
        let is_offered = |value: &str| !is_closed || self.choice_label(value).is_some();
        let shown = chosen
            .iter()
            .filter(|value| !value.trim().is_empty() && is_offered(value));
        if let FieldKind::ServiceCodes { .. } = self.kind {
            return shown
                .flat_map(|codes| codes.lines())
                .map(str::to_owned)
                .collect();
        }
        shown.map(label).collect()
    }

    /// The three inputs of a date field: day, month and year, as typed or as stored.
    pub fn date_parts(&self, values: &Values) -> [String; 3] {
        date_parts(&self.id, values)
    }
}

/// A day as people read it, like 21 November 2026.
pub fn in_words(day: Date) -> String {
    format!("{} {} {}", day.day(), day.month(), day.year())
}

fn spaced(suffix: &str) -> String {
    if suffix.starts_with('%') {
        suffix.to_owned()
    } else {
        format!(" {suffix}")
    }
}

/// What an availability in percent means as downtime in a period.
fn downtime(percent: &str, period: &str) -> Option<String> {
    let hours: f64 = match period {
        "month" => 730.0,
        "quarter" => 2190.0,
        "year" => 8760.0,
        _ => return None,
    };
    let percent = Decimal::parse(percent)?.value;
    if !(0.0..=100.0).contains(&percent) {
        return None;
    }
    let minutes = (hours * 60.0 * (100.0 - percent) / 100.0).round();
    let (hours, minutes) = ((minutes / 60.0).floor(), minutes % 60.0);
    let unit = |number: f64, name: &str| {
        let number = format!("{number:.0}");
        let plural = if number == "1" { "" } else { "s" };
        format!("{number} {name}{plural}")
    };
    let time = match (hours > 0.0, minutes > 0.0) {
        (true, true) => format!("{} {}", unit(hours, "hour"), unit(minutes, "minute")),
        (true, false) => unit(hours, "hour"),
        _ => unit(minutes, "minute"),
    };
    Some(format!("about {time} of downtime a {period}"))
}
