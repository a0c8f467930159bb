//! Nothing typed is lost when a session ends, and nobody else ever sees it.

mod bounds;
mod other_forms;

use crate::form::Given;
use domain::role::OrganisationRole;
use questions::{Field, FieldKind, QuestionSet};
use std::collections::BTreeMap;
use std::mem::discriminant;
use tests::{Browser, PASSWORD, Page, User};
use time::Duration;

const TYPED: &str = "Typed <b>words</b> & more,\r\nof \"mine\", long enough for every rule.";

fn set() -> &'static QuestionSet {
    questions::current("psn-cop").unwrap()
}

async fn sign_in(browser: &Browser, user: &User, path: &str) -> Page {
    let page = browser.visit(path).await;
    page.submit([("email", &*user.email), ("password", PASSWORD)])
        .await
}

/// Something for every sort of field.
fn something(field: &Field) -> Vec<(String, String)> {
    let id = &field.id;
    let pair = |value: &str| vec![(id.clone(), value.to_owned())];
    match &field.kind {
        FieldKind::Textarea => pair(TYPED),
        FieldKind::Date(_) => ["day", "month", "year"]
            .into_iter()
            .zip(["27", "3", "2027"])
            .map(|(part, value)| (format!("{id}-{part}"), value.to_owned()))
            .collect(),
        FieldKind::Countries { .. } => [pair("FR"), pair("DE")].concat(),
        FieldKind::TextList { .. } => [pair("First of many"), pair("Second <i>")].concat(),
        FieldKind::Number { .. } => pair("7"),
        FieldKind::Filled => Vec::new(),
        _ => match field.choices().first() {
            Some(choice) => pair(&choice.value),
            None => pair("Typed <words> & more"),
        },
    }
}

/// A page of each sort: no two have the same kinds of fields.
fn pages_of_each_sort() -> Vec<(String, Vec<(String, String)>)> {
    let mut seen = Vec::new();
    let mut pages = Vec::new();
    for (_, page) in set().pages() {
        let kinds: Vec<_> = page.fields.iter().map(|f| discriminant(&f.kind)).collect();
        if page.path.contains('{') || seen.contains(&kinds) {
            continue;
        }
        seen.push(kinds);
        let fields = page.fields.iter().flat_map(something).collect();
        pages.push((page.path.clone(), fields));
    }
    pages
}

/// The fields that a page would send again, by name, for the form of this address.
fn sent_again(page: &Page, path: &str) -> BTreeMap<String, Vec<String>> {
    let inputs = format!("form[action^='{path}?kept='] input[type=hidden]");
    let names = page.select_attribute(&inputs, "name");
    let values = page.select_attribute(&inputs, "value");
    let mut fields: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, value) in names.into_iter().zip(values) {
        fields.entry(name).or_default().push(value);
    }
    fields
}

#[tokio::test]
async fn what_was_typed_on_every_sort_of_question_page_comes_back() {
    let given = Given::started().await;
    let pages = pages_of_each_sort();
    assert!(pages.len() >= 8, "{}", pages.len());
    for part in pages.chunks(10) {
        there_and_back(&given, part).await;
    }
}

/// Posts each page after the session has ended, signs in and restores each.
async fn there_and_back(given: &Given, pages: &[(String, Vec<(String, String)>)]) {
    let browser = &given.browser;
    let csrf = browser.visit("/account").await.csrf();
    given.app.advance(Duration::minutes(61)).await;
    for (path, fields) in pages {
        let mut body: Vec<(&str, &str)> = vec![("csrf", &csrf), ("version", "0")];
        body.extend(fields.iter().map(|(name, value)| (&**name, &**value)));
        body.push(("action", "save"));
        let page = browser.post(&given.at(path), &body).await;
        page.expect_redirect("/signed-out?kept=yes");
    }
    let page = browser.visit("/signed-out?kept=yes").await;
    page.expect_text("We kept what you typed");
    let page = page.click("Sign in again").await;
    let page = page
        .submit([("email", &*given.editor.email), ("password", PASSWORD)])
        .await;
    page.expect_redirect("/answer-kept");
    for (path, fields) in pages {
        let shown = browser.visit("/answer-kept").await;
        let path = given.at(path);
        let again = sent_again(&shown, &path);
        let mut typed: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, value) in fields {
            // As a page holds lines; browsers send them as they were typed.
            let value = value.replace("\r\n", "\n");
            typed.entry(name.clone()).or_default().push(value);
        }
        for (name, values) in &typed {
            assert_eq!(again.get(name), Some(values), "{path}: {name}");
        }
        let action = shown
            .select_attribute(&format!("form[action^='{path}?kept=']"), "action")
            .remove(0);
        let body: Vec<(&str, &str)> = again
            .iter()
            .flat_map(|(name, values)| values.iter().map(move |value| (&**name, &**value)))
            .collect();
        let taken = browser.post(&action, &body).await;
        assert!(
            [303, 409, 422].contains(&taken.status()),
            "{path}: {}",
            taken.status()
        );
        if taken.status() != 303 {
            // Not a right answer, or another is saved there: it stands in the page.
            let shown = taken.select_attribute("main input", "value").join("\n")
                + &taken.select_text("textarea").join("\n");
            let is_choice = |value: &String| value.contains("yped") && !shown.contains("yped");
            assert!(!typed.values().flatten().any(is_choice), "{path}");
            let id = action.rsplit('=').next().unwrap().to_owned();
            let csrf = taken.csrf();
            browser
                .post("/answer-kept", &[("csrf", &csrf), ("id", &id)])
                .await;
        }
    }
    assert_eq!(given.app.count("kept_answers").await, 0);
    browser.open("/answer-kept").await.expect_redirect("/home");
}

/// An editor who types an answer into a page that was open for too long.
async fn typed_too_late(given: &Given) -> Page {
    let page = given.browser.visit(&given.at("security/3c")).await;
    given.app.advance(Duration::minutes(61)).await;
    page.press(
        "Save and continue",
        [("answer", "yes"), ("explanation", TYPED)],
    )
    .await
}

#[tokio::test]
async fn whoever_was_signed_out_by_an_administrator_reads_that_reason_too() {
    let given = Given::started().await;
    let page = given.browser.visit(&given.at("security/3c")).await;
    let (_, administrator) = given.colleague(OrganisationRole::Administrator).await;
    let person = format!(
        "/organisations/{}/people/{}",
        given.organisation.id, given.editor.id
    );
    let role = administrator.visit(&person).await;
    role.submit([("role", "viewer")]).await.expect_status(303);
    let fields = [("answer", "yes"), ("explanation", TYPED)];
    page.press("Save and continue", fields)
        .await
        .expect_redirect("/signed-out?kept=yes");
    given
        .browser
        .visit("/signed-out?kept=yes")
        .await
        .expect_text("We sign you out:")
        .expect_text("when an administrator changes what you can do, or removes you")
        .expect_text("We kept what you typed");
}

#[tokio::test]
async fn a_kept_answer_stands_beside_the_saved_one_and_is_restored_or_discarded() {
    let given = Given::started().await;
    let page = given.browser.visit(&given.at("security/3c")).await;
    page.press(
        "Save and continue",
        [("answer", "no"), ("explanation", "What was saved before.")],
    )
    .await;
    for button in ["Restore", "Discard"] {
        let page = typed_too_late(&given).await;
        page.expect_redirect("/signed-out?kept=yes");
        sign_in(&given.browser, &given.editor, "/sign-in?next=/answer-kept").await;
        given.app.skip_audit().await;
        let page = given.browser.visit("/answer-kept").await;
        page.expect_text("What you typed")
            .expect_text("What is saved");
        if button == "Restore" {
            page.expect_text("What was saved before.");
        }
        // Whoever leaves the page finds it again.
        let account = page.click("Back to your start page").await;
        account.expect_heading("Your applications");
        let account = given.browser.visit("/account").await;
        let page = account.click("See what we kept").await;
        let done = page.press(button, []).await;
        done.expect_status(303);
        if button == "Restore" {
            let kinds = ["answer_saved", "kept_answer_restored"];
            given.app.expect_audit(kinds).await;
            done.follow()
                .await
                .expect_text("We took what we had kept for you");
            let page = given.browser.visit(&given.at("security/3c")).await;
            assert_eq!(page.select_text("textarea").len(), 1);
            page.expect_text("of \"mine\", long enough");
        } else {
            given.app.expect_audit(["kept_answer_discarded"]).await;
            let account = given.browser.visit("/account").await;
            account.expect_no_text("See what we kept");
        }
        assert_eq!(given.app.count("kept_answers").await, 0);
    }
    assert_eq!(given.versions_of("security/3c").await, 2);
}

#[tokio::test]
async fn nobody_else_sees_it_and_it_goes_after_a_day() {
    let given = Given::started().await;
    typed_too_late(&given)
        .await
        .expect_redirect("/signed-out?kept=yes");
    let sealed: Vec<u8> = given.app.value("select sealed from kept_answers").await;
    assert!(!String::from_utf8_lossy(&sealed).contains("Typed"));
    let other = given
        .app
        .given_user("Tom Okafor", "tom@other.example", PASSWORD)
        .await;
    let page = sign_in(&given.browser, &other, "/sign-in?next=/answer-kept").await;
    page.expect_redirect("/answer-kept");
    page.follow().await.expect_heading("Your applications");
    let csrf = given.browser.visit("/account").await.csrf();
    let id: String = given.app.value("select id::text from kept_answers").await;
    given
        .browser
        .post("/answer-kept", &[("csrf", &csrf), ("id", &id)])
        .await;
    assert_eq!(given.app.count("kept_answers").await, 1);
    given.app.advance(Duration::hours(24)).await;
    let own = given.app.sign_in(&given.editor).await;
    own.open("/answer-kept").await.expect_redirect("/home");
    given.app.run_due_work().await;
    assert_eq!(given.app.count("kept_answers").await, 0);
}
