//! Draws the fields of the pages that set up an organisation.

use govuk::{Choice, FormState, Html, Label, Legend, Radios, TextInput, Width};
use questions::{Field, FieldKind, Page, Values};

/// The fields of the page, with what was typed and what is wrong. A page with one
/// field has it as its heading.
pub fn fields(page: &Page, form: &FormState) -> Vec<Html> {
    let is_alone = page.fields.len() == 1;
    page.fields
        .iter()
        .map(|field| draw(field, is_alone.then_some(page.heading.as_str()), form))
        .collect()
}

fn draw(field: &Field, heading: Option<&str>, form: &FormState) -> Html {
    match &field.kind {
        FieldKind::Radios(choices) => {
            let legend = heading.map_or_else(|| Legend::new(&field.label), Legend::page_heading);
            let radios = Radios::new(&field.id, legend);
            let radios = choices.iter().fold(radios, |radios, choice| {
                let item = Choice::new(&choice.value, &choice.label);
                radios.item(match &choice.hint {
                    Some(hint) => item.hint(hint.as_str()),
                    None => item,
                })
            });
            Html::of(&match &field.hint {
                Some(hint) => radios.hint(hint.as_str()).filled_from(form),
                None => radios.filled_from(form),
            })
        }
        kind => {
            let label = heading.map_or_else(|| Label::new(&field.label), Label::page_heading);
            let input = TextInput::new(&field.id, label)
                .width(width(kind))
                .filled_from(form);
            let input = match &field.hint {
                Some(hint) => input.hint(hint.as_str()),
                None => input,
            };
            Html::of(&match purpose(field) {
                Some(purpose) => input.autocomplete(purpose),
                None => input,
            })
        }
    }
}

fn width(kind: &FieldKind) -> Width {
    match kind {
        FieldKind::CompanyNumber | FieldKind::CharityNumber { .. } | FieldKind::Postcode { .. } => {
            Width::Ten
        }
        _ => Width::TwoThirds,
    }
}

/// What the browser may fill in, of those that these pages know.
fn purpose(field: &Field) -> Option<&'static str> {
    const KNOWN: [&str; 6] = [
        "organization",
        "address-line1",
        "address-line2",
        "address-level2",
        "postal-code",
        "country-name",
    ];
    let wanted = field.autocomplete.as_deref()?;
    KNOWN.into_iter().find(|known| *known == wanted)
}

/// The form of a page that holds these values.
pub fn form_of(values: &Values) -> FormState {
    let mut form = FormState::new();
    for (field, values) in values {
        form.set_all(field, values.iter().cloned());
    }
    form
}
