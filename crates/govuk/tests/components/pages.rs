//! What surrounds the content of a page.

use crate::every::full_layout;
use askama::Template;
use govuk::{Assets, Brand, Layout};

#[derive(Template)]
#[template(
    source = r#"{% extends "layouts/page.html" %}{% block content %}<h1>Content</h1><form method="post">{{ layout.csrf() }}</form>{% endblock %}"#,
    ext = "html"
)]
struct Page {
    layout: Layout,
}

#[derive(Template)]
#[template(
    source = r#"{% extends "layouts/print.html" %}{% block content %}<h1>Content</h1>{% endblock %}"#,
    ext = "html"
)]
struct PrintPage {
    layout: Layout,
}

fn page(layout: Layout) -> String {
    Page { layout }.render().expect("a page")
}

fn bare(brand: Brand) -> Layout {
    Layout::new(
        brand,
        "PSN team",
        "Find a PSN-compliant service",
        Assets::default(),
    )
    .title("Help")
}

#[test]
fn furniture_stands_in_the_same_order_on_every_page() {
    let html = page(full_layout(Brand::Generic, "Ada Lovelace"));
    let marks = [
        "govuk-skip-link",
        "<header",
        "govuk-generic-header",
        "govuk-service-navigation\"",
        "aria-label=\"Menu\"",
        "app-signed-in",
        "govuk-phase-banner\"",
        "<nav aria-label=\"Back\">",
        "<main",
        "govuk-notification-banner govuk",
        "govuk-error-summary\"",
        "<h1>Content</h1>",
        "</main>",
        "<footer",
        ">Help<",
        ">Accessibility statement<",
        ">Privacy<",
        ">Cookies<",
    ];
    let mut from = 0;
    for mark in marks {
        let found = html[from..].find(mark);
        from += found.unwrap_or_else(|| panic!("{mark} is missing or out of order in {html}"));
    }
}

#[test]
fn a_title_names_the_page_its_section_and_the_service() {
    let title = |layout: Layout| layout.page_title();
    assert_eq!(
        title(bare(Brand::Generic)),
        "Help – Find a PSN-compliant service"
    );
    assert_eq!(
        title(bare(Brand::Govuk)),
        "Help – Find a PSN-compliant service – GOV.UK"
    );
    let expected = "Error: Ada – Contacts – Apply to provide a PSN service";
    assert_eq!(title(full_layout(Brand::Generic, "Ada")), expected);
}

#[test]
fn only_the_govuk_brand_shows_the_crown() {
    let generic = page(bare(Brand::Generic));
    let govuk = page(bare(Brand::Govuk));
    for mark in [
        "crown",
        "Crown copyright",
        "GOV.UK",
        "govuk-logo",
        "/assets/",
        "Transport",
    ] {
        assert!(
            !generic.contains(mark),
            "{mark} in the generic brand: {generic}"
        );
    }
    for mark in [
        "govuk-logo.svg\" alt=\"GOV.UK\"",
        "govuk-crown.svg",
        "© Crown copyright",
    ] {
        assert!(
            govuk.contains(mark),
            "no {mark} in the govuk brand: {govuk}"
        );
    }
}

#[test]
fn pages_have_no_script_and_no_inline_style() {
    for brand in [Brand::Generic, Brand::Govuk] {
        let layout = full_layout(brand, "Ada");
        for html in [
            page(layout.clone()),
            PrintPage { layout }.render().expect("a page"),
        ] {
            for mark in [
                "<script",
                "<style",
                " style=",
                "javascript:",
                "js-enabled",
                " onclick",
            ] {
                assert!(!html.contains(mark), "{mark} in {html}");
            }
        }
    }
}

#[test]
fn a_printed_page_has_no_navigation() {
    let html = PrintPage {
        layout: full_layout(Brand::Generic, "Ada"),
    }
    .render()
    .expect("a page");
    for mark in ["govuk-service-navigation", "govuk-phase-banner", "Sign out"] {
        assert!(!html.contains(mark), "{mark} in {html}");
    }
    assert!(html.contains("<h1>Content</h1>"));
}

#[test]
fn a_page_can_take_the_full_width() {
    assert!(page(bare(Brand::Generic)).contains("govuk-grid-column-two-thirds"));
    let wide = page(bare(Brand::Generic).full_width());
    assert!(
        wide.contains("govuk-grid-column-full") && wide.contains("app-wide"),
        "{wide}"
    );
}

#[test]
fn forms_carry_the_token() {
    let html = page(bare(Brand::Generic).csrf_token("abc"));
    assert!(
        html.contains("<input type=\"hidden\" name=\"csrf\" value=\"abc\">"),
        "{html}"
    );
}
