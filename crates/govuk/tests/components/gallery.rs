//! One of every component, on one page.

use crate::HOSTILE;
use crate::every::{full_layout, one_of_every};
use askama::Template;
use govuk::{Brand, Button, HiddenInput, Html, InterruptionPanel, Layout, Panel, PostForm};
use scraper::{Html as Document, Selector};
use std::collections::BTreeSet;

#[derive(Template)]
#[template(
    source = r#"{% extends "layouts/page.html" %}{% block content %}<h1 class="govuk-heading-l">Every component</h1>{{ every }}{% endblock %}"#,
    ext = "html"
)]
struct GalleryPage {
    layout: Layout,
    every: Html,
}

fn gallery(text: &str) -> String {
    let mut layout = full_layout(Brand::Generic, text);
    layout.error_summary = None;
    layout.banner = None;
    GalleryPage {
        layout,
        every: one_of_every(text),
    }
    .render()
    .expect("a page")
}

#[test]
fn nothing_that_a_person_types_becomes_markup() {
    let drawn = one_of_every(HOSTILE)
        .and(
            &Panel::new(HOSTILE)
                .body(HOSTILE)
                .reference(HOSTILE, HOSTILE),
        )
        .and(
            &InterruptionPanel::new(HOSTILE)
                .paragraph(HOSTILE)
                .button_link(HOSTILE, HOSTILE)
                .form(&PostForm::new(
                    HOSTILE,
                    HiddenInput::new("csrf", HOSTILE),
                    Button::inverse(HOSTILE),
                ))
                .link(HOSTILE, HOSTILE),
        );
    let page = GalleryPage {
        layout: full_layout(Brand::Generic, HOSTILE),
        every: drawn,
    };
    let page = page.render().expect("a page");
    let document = Document::parse_document(&page);
    for forbidden in ["script", "img", "[onerror]"] {
        let selector = Selector::parse(forbidden).expect("a selector");
        assert_eq!(
            document.select(&selector).count(),
            0,
            "{forbidden} in {page}"
        );
    }
    let all: String = document.root_element().text().collect();
    assert!(all.contains(HOSTILE), "the text is shown as it was typed");
    let value = Selector::parse("#cost").expect("a selector");
    let cost = document.select(&value).next().expect("the field");
    assert_eq!(
        cost.value().attr("value"),
        Some(HOSTILE),
        "the value is kept as it was typed"
    );
}

#[test]
fn all_components_fit_on_one_page() {
    let page = gallery("Northwind");
    let document = Document::parse_document(&page);
    let with_id = Selector::parse("[id]").expect("a selector");
    let mut ids = BTreeSet::new();
    for element in document.select(&with_id) {
        let id = element.value().attr("id").unwrap_or_default();
        assert!(ids.insert(id.to_owned()), "two elements have the id {id}");
    }
    let described = Selector::parse("[aria-describedby]").expect("a selector");
    for element in document.select(&described) {
        for id in element
            .value()
            .attr("aria-describedby")
            .unwrap_or_default()
            .split_whitespace()
        {
            assert!(ids.contains(id), "nothing has the id {id}");
        }
    }
    let file = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("gallery.html");
    std::fs::write(file, page).expect("a place for the gallery, to look at in a browser");
}
