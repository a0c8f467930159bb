//! Draws the fields of a page: one component for each shape of answer.

use govuk::{
    Checkboxes, Choice, DateInput, Fieldset, FormState, Hint, Html, Label, Legend, Radios, Size,
    TextInput, Textarea, Width,
};
use questions::{Field, FieldKind, Page, Reference, all_countries};

/// How the words of a field stand on its page.
#[derive(Clone, Copy)]
pub enum Words<'a> {
    /// One of several fields.
    Among,
    /// The only field under the page's heading.
    Only,
    /// The field's words are the page's heading: the heading and the line above it.
    Heading(&'a str, Option<&'a str>),
    /// The page's heading says the same.
    Hidden,
}

/// What a field that the server fills the choices of is offered.
#[derive(Default)]
pub struct Offered {
    /// What was found, and what was chosen before.
    pub choices: Vec<Choice>,
}

/// Draws every field of a page as it is asked.
pub fn draw(page: &Page, form: &FormState, reference: &Reference, offered: &Offered) -> Html {
    let words = words(page);
    // What was said of a condition that does not count any more stays where it can be read.
    let shown = |one: &&Field| one.is_in_force(reference) || !form.value(&one.id).is_empty();
    let fields = page.fields.iter().filter(shown);
    fields.fold(Html::default(), |html, field| {
        draw_one(html, field, words, form, reference, offered)
    })
}

/// How the words of a page's fields stand: the only field may carry the heading.
pub fn words(page: &Page) -> Words<'_> {
    let shown = |field: &&Field| field.kind != FieldKind::Filled;
    let mut fields = page.fields.iter().filter(shown);
    match (fields.next(), fields.next()) {
        (Some(_), None) if heads(page) => Words::Heading(&page.heading, page.caption.as_deref()),
        (Some(only), None) if only.label == page.heading => Words::Hidden,
        (Some(_), None) => Words::Only,
        _ => Words::Among,
    }
}

/// True when nothing stands between the heading and the only field.
fn heads(page: &Page) -> bool {
    page.body.is_empty()
        && page.inset.is_none()
        && page.question.is_none()
        && page.lookup.is_none()
        && !page.published
}

fn draw_one(
    html: Html,
    field: &Field,
    words: Words<'_>,
    form: &FormState,
    reference: &Reference,
    offered: &Offered,
) -> Html {
    match &field.kind {
        FieldKind::Textarea | FieldKind::ServiceCodes { .. } => {
            html.and(&textarea(field, words, form))
        }
        FieldKind::Radios(_) => html.and(&radios(field, words, form, field_choices(field))),
        FieldKind::Lookup { .. } => {
            let mut choices = offered.choices.clone();
            choices.extend(field_choices(field));
            html.and(&radios(field, words, form, choices))
        }
        FieldKind::Checkboxes { exclusive, .. } => {
            html.and(&checkboxes(field, exclusive, words, form))
        }
        FieldKind::Countries { group } => {
            html.and(&countries(field, group, words, form, reference))
        }
        FieldKind::Date(_) => {
            let input = DateInput::new(&field.id, legend(field, words)).filled_from(form);
            match &field.hint {
                Some(hint) => html.and(&input.hint(hint)),
                None => html.and(&input),
            }
        }
        FieldKind::TextList { max_items } => html.and(&text_list(field, *max_items, words, form)),
        FieldKind::Filled => html,
        _ => html.and(&line(field, words, form)),
    }
}

fn legend(field: &Field, words: Words<'_>) -> Legend {
    match words {
        Words::Heading(heading, caption) => match caption {
            Some(caption) => Legend::page_heading(heading).caption(caption),
            None => Legend::page_heading(heading),
        },
        Words::Hidden => Legend::new(&field.label).visually_hidden(),
        Words::Among | Words::Only => Legend::new(&field.label).size(Size::Medium),
    }
}

fn label(field: &Field, words: Words<'_>, among: Option<Size>) -> Label {
    match (words, among) {
        (Words::Heading(heading, caption), _) => match caption {
            Some(caption) => Label::page_heading(heading).caption(caption),
            None => Label::page_heading(heading),
        },
        (Words::Hidden, _) => Label::new(&field.label).visually_hidden(),
        (Words::Only, _) => Label::new(&field.label).size(Size::Medium),
        (Words::Among, Some(size)) => Label::new(&field.label).size(size),
        (Words::Among, None) => Label::new(&field.label),
    }
}

fn field_choices(field: &Field) -> Vec<Choice> {
    let choice = |choice: &questions::Choice| {
        let shown = Choice::new(&choice.value, &choice.label);
        match &choice.hint {
            Some(hint) => shown.hint(hint),
            None => shown,
        }
    };
    field.choices().iter().map(choice).collect()
}

fn radios(field: &Field, words: Words<'_>, form: &FormState, choices: Vec<Choice>) -> Radios {
    let radios = Radios::new(&field.id, legend(field, words));
    let radios = choices
        .into_iter()
        .fold(radios, Radios::item)
        .filled_from(form);
    match &field.hint {
        Some(hint) => radios.hint(hint),
        None => radios,
    }
}

fn checkboxes(
    field: &Field,
    exclusive: &[String],
    words: Words<'_>,
    form: &FormState,
) -> Checkboxes {
    let mut boxes = Checkboxes::new(&field.id, legend(field, words));
    let mut has_divider = false;
    for (choice, shown) in field.choices().iter().zip(field_choices(field)) {
        if exclusive.contains(&choice.value) {
            if !has_divider {
                boxes = boxes.divider("or");
                has_divider = true;
            }
            boxes = boxes.item(shown.exclusive());
        } else {
            boxes = boxes.item(shown);
        }
    }
    let boxes = boxes.filled_from(form);
    match &field.hint {
        Some(hint) => boxes.hint(hint),
        None => boxes,
    }
}

/// The countries of a group that are in the list today, and those chosen before that have left it.
fn countries(
    field: &Field,
    group: &str,
    words: Words<'_>,
    form: &FormState,
    reference: &Reference,
) -> Checkboxes {
    let today = reference.countries(group);
    let boxes = today.iter().fold(
        Checkboxes::new(&field.id, legend(field, words)).small(),
        |boxes, country| {
            let choice = Choice::new(&country.code, &country.name);
            boxes.item(match &country.condition {
                Some(condition) => choice.hint(format!("Only partly covered: {condition}")),
                None => choice,
            })
        },
    );
    let left = |code: &&String| !today.iter().any(|country| country.code == **code);
    let boxes = form
        .values(&field.id)
        .iter()
        .filter(left)
        .fold(boxes, |boxes, code| {
            let country = all_countries().iter().find(|country| country.code == *code);
            match country {
                Some(country) => boxes.item(
                    Choice::new(&country.code, &country.name).hint("Not in the list any more"),
                ),
                None => boxes,
            }
        });
    let boxes = boxes.filled_from(form);
    match &field.hint {
        Some(hint) => boxes.hint(hint),
        None => boxes,
    }
}

fn textarea(field: &Field, words: Words<'_>, form: &FormState) -> Textarea {
    let area = Textarea::new(&field.id, label(field, words, Some(Size::Medium)));
    // Of codes not their characters are counted.
    let area = match field.max_chars {
        _ if field.kind != FieldKind::Textarea => area.spellcheck(false),
        Some(max) => area.limit(max),
        None => area,
    };
    let area = match &field.hint {
        Some(hint) => area.hint(hint),
        None => area,
    };
    area.filled_from(form)
}

fn text_list(field: &Field, max_items: usize, words: Words<'_>, form: &FormState) -> Fieldset {
    let typed = form.values(&field.id);
    let mut group = Fieldset::new(legend(field, words));
    if let Some(hint) = &field.hint {
        group = group.field(&Hint::new(format!("{}-hint", field.id), hint));
    }
    // What was typed beyond the limit stays, so that it can be shortened.
    for number in 0..max_items.max(typed.len()) {
        let name = format!("{} {}", field.subject, number + 1);
        let mut input = TextInput::new(&field.id, name).width(Width::TwoThirds);
        if number > 0 {
            input = input.id(format!("{}-{}", field.id, number + 1));
        } else if let Some(error) = form.error_of(&field.id) {
            input = input.error(error);
        }
        if let Some(value) = typed.get(number) {
            input = input.value(value);
        }
        group = group.field(&input);
    }
    group
}

/// One line: text, numbers, addresses and the codes of registers.
fn line(field: &Field, words: Words<'_>, form: &FormState) -> TextInput {
    let mut input = TextInput::new(&field.id, label(field, words, None)).filled_from(form);
    if let Some(hint) = &field.hint {
        input = input.hint(hint);
    }
    input = match &field.kind {
        FieldKind::Email => input.email(),
        FieldKind::Phone => input.telephone().width(Width::Twenty),
        FieldKind::Number { suffix, .. } => match suffix {
            Some(suffix) => input.width(Width::Five).spellcheck(false).suffix(suffix),
            None => input.width(Width::Five).spellcheck(false),
        },
        FieldKind::CompanyNumber | FieldKind::CharityNumber { .. } | FieldKind::Postcode { .. } => {
            input.width(Width::Ten).spellcheck(false)
        }
        _ => input,
    };
    if let Some(purpose) = field.autocomplete.as_deref().and_then(purpose) {
        input = input.autocomplete(purpose);
    }
    match field.inputmode.as_deref() {
        Some("numeric") => input.input_mode("numeric"),
        Some("decimal") => input.input_mode("decimal"),
        Some("url") => input.input_mode("url"),
        _ => input,
    }
}

/// The purposes that HTML knows and the sets use.
fn purpose(name: &str) -> Option<&'static str> {
    const KNOWN: [&str; 13] = [
        "off",
        "name",
        "email",
        "tel",
        "url",
        "organization",
        "organization-title",
        "address-line1",
        "address-line2",
        "address-level1",
        "address-level2",
        "postal-code",
        "country-name",
    ];
    KNOWN.into_iter().find(|known| *known == name)
}

#[cfg(test)]
#[path = "fields_tests.rs"]
mod tests;
