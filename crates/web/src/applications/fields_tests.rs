//! Every field of every set can be drawn, and keeps what was typed.

use super::super::kept::sent;
use super::*;
use questions::{Answers, Values};
use time::macros::date;

fn reference() -> Reference {
    Reference::on(date!(2026 - 11 - 21))
}

#[test]
fn every_field_of_every_set_is_drawn_under_its_own_name() {
    for set in questions::sets() {
        for (_, page) in set.pages() {
            let html = draw(page, &FormState::new(), &reference(), &Offered::default());
            for field in &page.fields {
                let name = match field.kind {
                    FieldKind::Filled => continue,
                    FieldKind::Date(_) => format!("name=\"{}-day\"", field.id),
                    _ => format!("name=\"{}\"", field.id),
                };
                assert!(html.as_str().contains(&name), "{} {}", page.id, field.id);
            }
        }
    }
}

#[test]
fn every_purpose_that_a_set_names_is_known() {
    for set in questions::sets() {
        for field in set.pages().flat_map(|(_, page)| &page.fields) {
            if let Some(name) = &field.autocomplete {
                assert!(purpose(name).is_some(), "{name}");
            }
        }
    }
}

#[test]
fn an_empty_page_leads_from_the_summary_to_inputs_that_are_there() {
    for set in questions::sets() {
        for (_, page) in set.pages() {
            let page = page.as_asked(&Answers::new(), 0);
            let sent_values = Values::new();
            let checked = page.check(&sent_values, &reference());
            let form = sent(&sent_values, &checked);
            let html = draw(&page, &form, &reference(), &Offered::default());
            for error in &checked.errors {
                let target = format!("id=\"{}\"", error.target);
                assert!(
                    html.as_str().contains(&target),
                    "{} {}",
                    page.id,
                    error.target
                );
            }
        }
    }
}

#[test]
fn what_was_typed_is_shown_as_text() {
    let set = questions::sets().first().unwrap();
    for (_, page) in set.pages() {
        let values: Values = page
            .fields
            .iter()
            .map(|field| (field.id.clone(), vec!["<b>\"&'".to_owned()]))
            .collect();
        let checked = page.check(&values, &reference());
        let html = draw(
            page,
            &sent(&values, &checked),
            &reference(),
            &Offered::default(),
        );
        assert!(!html.as_str().contains("<b>"), "{}", page.id);
    }
}
