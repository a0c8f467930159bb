//! Reading pages as a person would, and what must hold for every page.

use scraper::{ElementRef, Html, Node, Selector};
use std::collections::BTreeSet;

/// A selector that is known to be right.
pub(crate) fn selector(css: &str) -> Selector {
    Selector::parse(css).unwrap_or_else(|error| panic!("{css:?} is no selector: {error}"))
}

/// The first element that matches.
pub(crate) fn first<'a>(within: ElementRef<'a>, css: &str) -> Option<ElementRef<'a>> {
    within.select(&selector(css)).next()
}

/// Every element that matches, in the page's order.
pub(crate) fn all<'a>(within: ElementRef<'a>, css: &str) -> Vec<ElementRef<'a>> {
    within.select(&selector(css)).collect()
}

/// The element with this id.
pub(crate) fn by_id<'a>(document: &'a Html, id: &str) -> Option<ElementRef<'a>> {
    all(document.root_element(), "[id]")
        .into_iter()
        .find(|element| element.attr("id") == Some(id))
}

/// What the control is described by, and the groups that it is in: hints and error messages.
pub(crate) fn described(document: &Html, control: ElementRef<'_>) -> Vec<String> {
    let around = control.ancestors().filter_map(ElementRef::wrap);
    std::iter::once(control)
        .chain(around)
        .filter_map(|element| element.attr("aria-describedby"))
        .flat_map(str::split_whitespace)
        .filter_map(|id| by_id(document, id))
        .map(text)
        .collect()
}

/// What a person reads, hidden words included: one space between words and blocks.
pub(crate) fn text(element: ElementRef<'_>) -> String {
    let mut text = String::new();
    collect(element, &mut text);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn collect(element: ElementRef<'_>, text: &mut String) {
    const INLINE: [&str; 16] = [
        "a", "abbr", "b", "code", "del", "em", "i", "ins", "label", "mark", "small", "span",
        "strong", "sub", "sup", "time",
    ];
    if matches!(element.value().name(), "script" | "style" | "head") {
        return;
    }
    let is_block = !INLINE.contains(&element.value().name());
    for child in element.children() {
        match child.value() {
            Node::Text(words) => text.push_str(words),
            Node::Element(_) => {
                if let Some(child) = ElementRef::wrap(child) {
                    collect(child, text);
                }
            }
            _ => {}
        }
    }
    if is_block {
        text.push(' ');
    }
}

/// What must hold for every page of ours, whoever sees it. `None` when it does.
pub(crate) fn fault(document: &Html, has_script: bool) -> Option<String> {
    let root = document.root_element();
    let alien = if has_script {
        "script:not([src^='/static/']), [onclick], [style]"
    } else {
        "script, [onclick], [style]"
    };
    if first(root, alien).is_some() {
        return Some("it has a script, an event handler or a style of its own".to_owned());
    }
    if root.attr("lang") != Some("en") {
        return Some("its language is not set".to_owned());
    }
    let headings = all(root, "h1").len();
    if headings != 1 {
        return Some(format!("it has {headings} headings of the first level"));
    }
    let mut ids = BTreeSet::new();
    for element in all(root, "[id]") {
        let id = element.attr("id").unwrap_or_default();
        if !ids.insert(id) {
            return Some(format!("two elements have the id {id:?}"));
        }
    }
    dangling(root, &ids).or_else(|| unprotected(root))
}

/// A reference to an element that is not there.
fn dangling(root: ElementRef<'_>, ids: &BTreeSet<&str>) -> Option<String> {
    for attribute in [
        "for",
        "aria-describedby",
        "aria-labelledby",
        "aria-controls",
        "aria-owns",
        "aria-details",
        "aria-errormessage",
        "aria-activedescendant",
        "aria-flowto",
        "list",
        "form",
        "headers",
    ] {
        for element in all(root, &format!("[{attribute}]")) {
            let names = element.attr(attribute).unwrap_or_default();
            if let Some(missing) = names.split_whitespace().find(|id| !ids.contains(id)) {
                return Some(format!("{attribute}={names:?}, but nothing is {missing:?}"));
            }
        }
    }
    // Of links, and of what a drawing uses again.
    let within = all(root, "[href^='#']");
    let targets = within.iter().filter_map(|link| link.attr("href")?.get(1..));
    let mut missing = targets.filter(|id| !id.is_empty() && !ids.contains(id));
    missing
        .next()
        .map(|id| format!("something leads to #{id}, which is not there"))
}

/// A link from a page to a place on itself that is not there, by the page's whole address.
pub(crate) fn lost(document: &Html, path: &str) -> Option<String> {
    let links = all(document.root_element(), "a[href*='#']").into_iter();
    let mut places = links.filter_map(|link| link.attr("href")?.split_once('#'));
    let is_lost = |(page, place): &(&str, &str)| {
        *page == path && !place.is_empty() && by_id(document, place).is_none()
    };
    let (_, place) = places.find(is_lost)?;
    Some(format!(
        "a link leads to {path}#{place}, which is not there"
    ))
}

/// A form that any site could send.
fn unprotected(root: ElementRef<'_>) -> Option<String> {
    let token = format!("input[name='{}']", govuk::CSRF_FIELD);
    let form = all(root, "form[method=post]")
        .into_iter()
        .find(|form| first(*form, &token).is_none())?;
    let action = form.attr("action").unwrap_or_default();
    Some(format!("the form to {action:?} has no token"))
}
