//! Whether pages, fields and the conditions between them fit together.

use crate::{
    condition::{Condition, Test},
    facts::Place,
    load::validate::twice,
    page::{Field, FieldKind, Page},
    reference,
    set::{QuestionSet, Task},
};

pub(super) fn page_problems(
    set: &QuestionSet,
    task: &Task,
    page: &Page,
    pages: &[&Page],
) -> Vec<String> {
    let mut problems = Vec::new();
    twice(
        "field",
        page.fields.iter().map(|field| field.id.as_str()),
        &mut problems,
    );
    if page
        .question
        .as_ref()
        .is_some_and(|id| set.question(id).is_none())
    {
        problems.push("the question does not exist".to_owned());
    }
    if page.fields.is_empty() {
        problems.push("a page needs fields".to_owned());
    }
    let texts = page.body_if.iter().map(|text| &text.when);
    for condition in page.show_if.iter().chain(texts) {
        problems.extend(condition_problems(condition, pages));
    }
    for field in &page.fields {
        if let Some(assures) = &field.assures
            && (set.question(&assures.question).is_none()
                || field.choice_label(&assures.expected).is_none())
        {
            problems.push(format!(
                "field {}: it assures nothing that is there",
                field.id
            ));
        }
        let found = field_problems(page, field, pages);
        problems.extend(
            found
                .into_iter()
                .map(|what| format!("field {}: {what}", field.id)),
        );
    }
    let is_there = |place: &&Place| {
        let there = pages.iter().find(|other| other.id == place.page);
        there.is_some_and(|page| page.field(&place.field).is_some())
    };
    for place in page.replaces.iter().filter(is_there) {
        problems.push(format!("{} {} is still asked", place.page, place.field));
    }
    let place = format!("task {}, page {}", task.id, page.id);
    problems
        .into_iter()
        .map(|what| format!("{place}: {what}"))
        .collect()
}

fn field_problems(page: &Page, field: &Field, pages: &[&Page]) -> Vec<String> {
    let mut problems = Vec::new();
    let mut wrong = |is_wrong: bool, what: &str| {
        if is_wrong {
            problems.push(what.to_owned());
        }
    };
    let may_miss = field.optional || field.kind == FieldKind::Filled;
    wrong(
        !may_miss && !field.errors.contains_key("missing"),
        "the error `missing` has no text",
    );
    wrong(
        field.errors.values().any(|text| text.trim().is_empty()),
        "an error text is empty",
    );
    wrong(
        field.optional && field.required_if.is_some(),
        "it is optional and required",
    );
    problems.extend(kind_problems(page, field));
    problems.extend(country_problems(field));
    let mut wrong = |is_wrong: bool, what: &str| {
        if is_wrong {
            problems.push(what.to_owned());
        }
    };
    for condition in field.required_if.iter().chain(&field.only_if) {
        condition.for_each_field(&mut |other, _, _| {
            wrong(
                other != page.id,
                "required_if and only_if may only look at their own page",
            );
        });
    }
    if let Some(condition) = &field.show_if {
        condition.for_each_field(&mut |other, _, _| {
            wrong(other == page.id, "show_if may only look at other pages");
        });
    }
    let conditions = field.required_if.iter().chain(&field.only_if);
    for condition in conditions.chain(&field.show_if) {
        problems.extend(condition_problems(condition, pages));
    }
    problems
}

/// Texts that name other countries need words for each country that they may not name.
fn country_problems(field: &Field) -> Vec<String> {
    if !field.names_other_countries {
        return Vec::new();
    }
    let mut keys = vec!["listed".to_owned()];
    let countries = reference::all_countries().iter();
    keys.extend(countries.map(|country| format!("listed_{}", country.group)));
    keys.sort_unstable();
    keys.dedup();
    let mut problems: Vec<String> = keys
        .into_iter()
        .filter(|key| !field.errors.contains_key(key))
        .map(|key| format!("the error `{key}` has no text"))
        .collect();
    if !matches!(field.kind, FieldKind::TextList { .. }) {
        problems.push("only a list of texts names other countries".to_owned());
    }
    problems
}

fn kind_problems(page: &Page, field: &Field) -> Vec<String> {
    let mut problems = Vec::new();
    let mut wrong = |is_wrong: bool, what: &str| {
        if is_wrong {
            problems.push(what.to_owned());
        }
    };
    match &field.kind {
        FieldKind::Checkboxes { exclusive, .. } => {
            let dangling = exclusive
                .iter()
                .any(|value| field.choice_label(value).is_none());
            wrong(dangling, "an exclusive value is not a choice");
            let silent = !exclusive.is_empty() && !field.errors.contains_key("exclusive");
            wrong(silent, "the error `exclusive` has no text");
        }
        FieldKind::Countries { group } => {
            wrong(
                !reference::is_group(group),
                "the group of countries does not exist",
            );
        }
        FieldKind::CharityNumber { register: other }
        | FieldKind::Postcode {
            country: Some(other),
        }
        | FieldKind::Number {
            downtime_by: Some(other),
            ..
        } => {
            wrong(
                page.field(other).is_none(),
                "it names a field that is not on the page",
            );
        }
        _ => {}
    }
    problems
}

/// Fields and choices that a condition names but the pages do not have.
pub(in crate::load) fn condition_problems(condition: &Condition, pages: &[&Page]) -> Vec<String> {
    let mut problems = Vec::new();
    condition.for_each_field(&mut |page, field, test| {
        let found = pages
            .iter()
            .find(|other| other.id == page)
            .and_then(|page| page.field(field));
        let Some(found) = found else {
            problems.push(format!("there is no field {field} on page {page}"));
            return;
        };
        let values = match test {
            Test::AnyOf(values) | Test::AllOf(values) | Test::NoneOf(values) => values.as_slice(),
            _ => &[],
        };
        let is_countries = matches!(found.kind, FieldKind::Countries { .. });
        let unknown = values.iter().filter(|value| {
            let is_country = is_countries && reference::country(value).is_some();
            !is_country && found.choice_label(value).is_none()
        });
        problems.extend(unknown.map(|value| format!("{page}, {field}: no choice {value}")));
        if matches!(test, Test::Countries(_)) && !is_countries {
            problems.push(format!("{page}, {field}: not a list of countries"));
        }
    });
    problems
}
