//! Sentences with placeholders that answers fill: `{field}`, `{missing field}`, `{field@page}`,
//! `{conditions field}` for the conditions of partly covered countries, `{told value field}` for those
//! to which the fields called so say this, and `{known name}` for what has a name.

use time::{Date, format_description::well_known::Iso8601};

use crate::{
    answers::Values,
    condition::Context,
    describe::in_words,
    page::{Choice, Field, Page},
    reference::{Reference, Standing, country},
    set::QuestionSet,
    text::in_sentence,
};

/// What a placeholder asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Show {
    /// The chosen values.
    Answer,
    /// The choices that were not made, without those that say "none of these".
    Missing,
    /// Country and condition of the partly covered countries.
    Conditions,
    /// The countries that are not in the list today.
    NotAllowed,
    /// Country, condition and source of the conditions whose field says this.
    Told,
    /// What has this name.
    Known,
}

/// A placeholder, taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Placeholder<'a> {
    pub(crate) show: Show,
    pub(crate) field: &'a str,
    pub(crate) page: &'a str,
}

/// The placeholders of a sentence with the text before each, and the text after the last.
pub(crate) fn split<'a>(
    sentence: &'a str,
    page: &'a str,
) -> (Vec<(&'a str, Placeholder<'a>)>, &'a str) {
    let mut found = Vec::new();
    let mut rest = sentence;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((inside, behind)) = after.split_once('}') else {
            break;
        };
        let (field, page) = inside.split_once('@').unwrap_or((inside, page));
        let (show, field) = match field.split_once(' ') {
            Some(("missing", field)) => (Show::Missing, field),
            Some(("conditions", field)) => (Show::Conditions, field),
            Some(("not_allowed", field)) => (Show::NotAllowed, field),
            Some(("told", field)) => (Show::Told, field),
            Some(("known", name)) => (Show::Known, name),
            _ => (Show::Answer, field),
        };
        found.push((before, Placeholder { show, field, page }));
        rest = behind;
    }
    (found, rest)
}

/// Fills the placeholders of a sentence. `page` is meant where a placeholder names none.
pub(crate) fn fill(set: &QuestionSet, page: &str, sentence: &str, context: &Context<'_>) -> String {
    let (parts, rest) = split(sentence, page);
    let mut filled = String::new();
    // What placeholders say that stand side by side is one list.
    let mut list: Vec<String> = Vec::new();
    for (before, placeholder) in parts {
        if !before.is_empty() {
            filled.push_str(&in_sentence(&std::mem::take(&mut list)));
            filled.push_str(before);
        }
        list.extend(said(set, placeholder, context));
    }
    filled.push_str(&in_sentence(&list));
    filled.push_str(rest);
    filled
}

/// What a placeholder stands for.
fn said(set: &QuestionSet, placeholder: Placeholder<'_>, context: &Context<'_>) -> Vec<String> {
    if placeholder.show == Show::Known {
        let values = context.known(placeholder.field).iter();
        return values.map(|value| day_in_words(value)).collect();
    }
    let Some((_, page)) = set.page(placeholder.page) else {
        return Vec::new();
    };
    if placeholder.show == Show::Told {
        return told(page, placeholder.field, context);
    }
    let field = page.field(placeholder.field);
    field.map_or_else(Vec::new, |field| words(field, placeholder, context))
}

fn words(field: &Field, placeholder: Placeholder<'_>, context: &Context<'_>) -> Vec<String> {
    let mut values: Vec<String> = Vec::new();
    context.passes(placeholder.page, placeholder.field, |found| {
        values.extend_from_slice(found);
        // None of them is enough: those of every item are wanted.
        false
    });
    match placeholder.show {
        Show::Answer if field.choices().is_empty() => {
            field.labels(&Values::from([(field.id.clone(), values)]))
        }
        Show::Answer => {
            let chosen = values.iter().filter(|value| !value.trim().is_empty());
            chosen
                .map(|value| {
                    let mut choices = field.choices().iter();
                    let choice = choices.find(|choice| choice.value == *value);
                    let words = choice.map_or(value.as_str(), Choice::within_sentence);
                    words.to_owned()
                })
                .collect()
        }
        Show::Missing => {
            let missing = field.choices().iter().filter(|choice| {
                !values.contains(&choice.value) && !field.exclusive().contains(&choice.value)
            });
            missing
                .map(|choice| choice.within_sentence().to_owned())
                .collect()
        }
        Show::Conditions | Show::NotAllowed => {
            let Some(reference) = context.reference() else {
                return Vec::new();
            };
            let describe = |code: &String| standing_words(reference, placeholder.show, code);
            values.iter().filter_map(describe).collect()
        }
        Show::Known | Show::Told => Vec::new(),
    }
}

/// The conditions in force whose field on the page says a value: `asked` is the value and what the
/// fields are called, like `no meets`.
fn told(page: &Page, asked: &str, context: &Context<'_>) -> Vec<String> {
    let Some((value, fields)) = about(page, asked) else {
        return Vec::new();
    };
    let of = |field: &Field| {
        let entry = field.about?;
        let day = context.reference()?.lists_on;
        let says = |values: &[String]| values.iter().any(|said| said == value);
        let is_told = entry.is_in_force(day) && context.passes(&page.id, &field.id, says);
        let condition = entry.condition.as_deref().filter(|_| is_told)?;
        Some(format!("{} ({condition}: {})", entry.name, entry.source))
    };
    fields.into_iter().filter_map(of).collect()
}

/// The value that is asked for, and the fields about conditions that are called so and offer it.
fn about<'a>(page: &'a Page, asked: &'a str) -> Option<(&'a str, Vec<&'a Field>)> {
    let (value, called) = asked.split_once(' ')?;
    let is_called = |field: &&Field| {
        let code = field.id.strip_prefix(called);
        let code = code.is_some_and(|code| code.starts_with('_'));
        code && field.about.is_some() && field.choice_label(value).is_some()
    };
    let fields: Vec<&Field> = page.fields.iter().filter(is_called).collect();
    (!fields.is_empty()).then_some((value, fields))
}

/// A stored day as people read it; anything else as it is.
fn day_in_words(value: &str) -> String {
    Date::parse(value, &Iso8601::DATE).map_or_else(|_| value.to_owned(), in_words)
}

fn standing_words(reference: &Reference, show: Show, code: &str) -> Option<String> {
    let name = || country(code).map_or(code, |country| country.name.as_str());
    match (reference.standing(code), show) {
        (Standing::Partial(condition), Show::Conditions) => {
            Some(format!("{} ({condition})", name()))
        }
        (Standing::NotAllowed, Show::NotAllowed) => Some(name().to_owned()),
        _ => None,
    }
}

/// The placeholders of a sentence that name no field of the set.
pub(crate) fn dangling(sentence: &str, page: &str, pages: &[&Page]) -> Vec<String> {
    let exists = |placeholder: &Placeholder<'_>| {
        let page = pages.iter().find(|page| page.id == placeholder.page);
        page.is_some_and(|page| match placeholder.show {
            Show::Told => about(page, placeholder.field).is_some(),
            _ => page.field(placeholder.field).is_some(),
        })
    };
    let (parts, _) = split(sentence, page);
    let missing = parts.into_iter().map(|(_, placeholder)| placeholder);
    missing
        .filter(|p| p.show != Show::Known)
        .filter(|p| !exists(p))
        .map(|p| format!("{{{}@{}}}", p.field, p.page))
        .collect()
}

/// What the placeholders of a sentence name that is no field.
pub(crate) fn names(sentence: &str) -> Vec<&str> {
    let (parts, _) = split(sentence, "");
    let placeholders = parts.into_iter().map(|(_, placeholder)| placeholder);
    placeholders
        .filter(|placeholder| placeholder.show == Show::Known)
        .map(|placeholder| placeholder.field)
        .collect()
}
