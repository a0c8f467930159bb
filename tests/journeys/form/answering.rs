//! Answers to whatever a page asks, made from its data.

use super::Given;
use questions::{Field, FieldKind, Page as Asked, QuestionSet, TaskKind};
use tests::{Browser, Page};

const NAME: &str = "Northwind";
const TEXT: &str = "We do this with two people and a checklist every month.";

/// Something valid for a field, as the browser sends it. Choices are the first, which is the good one.
fn answer_to(field: &Field) -> Vec<(String, String)> {
    let one = |value: &str| vec![(field.id.clone(), value.to_owned())];
    match &field.kind {
        FieldKind::Text => one(NAME),
        FieldKind::Textarea => one(TEXT),
        FieldKind::Number { max, .. } => one(if max.is_some_and(|max| max <= 100.0) {
            "99"
        } else {
            "14"
        }),
        FieldKind::Radios(choices) | FieldKind::Checkboxes { choices, .. } => {
            one(&choices[0].value)
        }
        FieldKind::Date(rule) => {
            let year = if *rule == questions::DateRule::Future {
                "2099"
            } else {
                "2020"
            };
            let part = |name: &str, value: &str| (format!("{}-{name}", field.id), value.to_owned());
            vec![part("day", "27"), part("month", "3"), part("year", year)]
        }
        FieldKind::Email => one("someone@supplier.example"),
        FieldKind::Phone => one("01632 960 001"),
        FieldKind::Countries { .. } => one("DE"),
        FieldKind::TextList { .. } => vec![(field.id.clone(), "Ruritania".to_owned())],
        FieldKind::ServiceCodes { .. } => one("srv 0042"),
        FieldKind::CompanyNumber => one("04718293"),
        FieldKind::CharityNumber { .. } => one("1234567"),
        FieldKind::Postcode { .. } => one("SY8 1ZZ"),
        FieldKind::Lookup { .. } => one("not_listed"),
        FieldKind::Filled => Vec::new(),
    }
}

/// Answers to every field that the opened page shows.
fn answers_to(asked: &Asked, shown: &Page) -> Vec<(String, String)> {
    let names = shown.select_attribute("main input, main textarea", "name");
    let is_shown = |(name, _): &(String, String)| names.contains(name);
    asked
        .fields
        .iter()
        .flat_map(answer_to)
        .filter(is_shown)
        .collect()
}

fn set() -> &'static QuestionSet {
    questions::current("psn-cop").unwrap()
}

/// Opens a page, answers it and saves; the page that came back. Nothing when it is not asked.
async fn answer(browser: &Browser, path: &str, asked: &Asked) -> Option<Page> {
    let page = browser.open(path).await;
    if page.status() == 303 {
        return None;
    }
    page.expect_status(200);
    let values = answers_to(asked, &page);
    let values: Vec<(&str, &str)> = values
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let saved = page.press_all("Save and continue", &values).await;
    assert_eq!(saved.status(), 303, "{path}: {}", saved.text());
    Some(saved)
}

/// Answers every page that is asked and marks every section complete.
pub async fn answer_everything(given: &Given) {
    let browser = &given.browser;
    for task in &set().tasks {
        if matches!(task.kind, TaskKind::Special(_)) {
            continue;
        }
        for page in &task.pages {
            answer(browser, &given.at(&page.path_for(1)), page).await;
        }
        let check = browser
            .visit(&given.at(&format!("{}/check", task.id)))
            .await;
        let marked = check.submit([("complete", "yes")]).await;
        assert_eq!(marked.status(), 303, "{}: {}", task.id, marked.text());
    }
}

#[tokio::test]
async fn every_page_can_be_answered_and_every_section_completed() {
    let given = Given::started().await;
    answer_everything(&given).await;
    let list = given.browser.visit(&given.root).await;
    list.expect_text("You have completed 25 of 29 tasks")
        .expect_heading(&format!("{NAME} {NAME}"));
    let left = given
        .browser
        .visit(&format!("{}?show=left", given.root))
        .await;
    let statuses = left.select_text(".govuk-task-list__status");
    assert_eq!(
        statuses,
        [
            "Not yet started",
            "Not yet started",
            "Cannot start yet",
            "Cannot start yet"
        ]
    );
    let check = left.click("Check your answers").await;
    check
        .expect_text("Check your answers before you send them for signature")
        .expect_no_text("Not finished yet");
    // In the groups of the task list, without those that only check and send.
    assert_eq!(
        check.select_text("main h2"),
        [
            "Compared with the standard",
            "Your organisation",
            "Your PSN service",
            "Security standards",
            "Contacts",
            "Supporting documents"
        ]
    );
    assert_eq!(
        check.select_text("main h3:not([class*=card])").len(),
        25,
        "one for each completed section"
    );
}
