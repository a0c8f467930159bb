//! What a file holds for the items of lists.

use super::{csv, upload};
use crate::form::Given;
use std::collections::BTreeSet;
use tests::Page;

async fn look(given: &Given, rows: &[(&str, &str)]) -> Page {
    let uploaded = upload(&given.browser, &given.root, "form.csv", &csv(rows)).await;
    uploaded.expect_redirect(&given.at("import/check"));
    uploaded.follow().await
}

async fn save(given: &Given, tail: &str, field: &str, value: &str) {
    let page = given.browser.visit(&given.at(tail)).await;
    page.press("Save and come back later", [(field, value)])
        .await
        .expect_status(303);
}

/// What the choices are called, each told apart from the others.
fn legends(page: &Page) -> Vec<String> {
    let legends = page.select_text("legend");
    let legends: Vec<String> = legends
        .into_iter()
        .filter(|legend| legend.starts_with("Use or skip"))
        .collect();
    let distinct: BTreeSet<&String> = legends.iter().collect();
    assert_eq!(distinct.len(), legends.len(), "{legends:?}");
    legends
}

/// The name of the choice about this page.
fn legend(title: &str) -> String {
    format!("Use or skip the answer to ‘{title}’")
}

#[tokio::test]
async fn new_items_have_the_numbers_that_they_will_get() {
    let given = Given::started().await;
    save(&given, "connections", "any", "yes").await;
    save(&given, "connections/1", "name", "Internet A").await;
    let rows = [
        ("contacts/escalation/1#role", "Service manager"),
        ("contacts/escalation/2#role", "Director"),
        ("connections/1#name", "Internet and more"),
        ("connections/4#name", "Corporate B"),
        ("connections/6#name", "Remote support D"),
    ];
    let page = look(&given, &rows).await;
    let mut found = legends(&page);
    found.sort();
    let expected = [
        "Connection 2: Describe the connection",
        "Connection 3: Describe the connection",
        "Escalation point 1: Escalation point",
        "Escalation point 2: Escalation point",
        "Internet A: Describe the connection",
    ];
    assert_eq!(found, expected.map(legend));
}

#[tokio::test]
async fn items_of_the_same_name_are_told_apart_by_their_numbers() {
    let given = Given::started().await;
    for item in 1..=2 {
        let tail = format!("contacts/escalation/{item}");
        save(&given, &tail, "role", "Duty manager").await;
    }
    let rows = [
        ("contacts/escalation/1#name", "Priya Raman"),
        ("contacts/escalation/2#name", "Dev Okafor"),
    ];
    let page = look(&given, &rows).await;
    let numbered = |number| {
        legend(&format!(
            "Duty manager (Escalation point {number}): Escalation point"
        ))
    };
    assert_eq!(legends(&page), [1, 2].map(numbered));
}
