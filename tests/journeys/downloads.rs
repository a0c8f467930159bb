//! Copies that leave the service.

use crate::given_draft::GivenDraft;
use domain::role::OrganisationRole;
use reqwest::Method;
use spreadsheets::{Limits, read};
use tests::{Browser, Page, TestApp};
use time::Duration;

/// A file as it comes: its type, the name to save it under, and its bytes.
pub async fn file(browser: &Browser, path: &str) -> (String, String, Vec<u8>) {
    let response = browser.send(Method::GET, path, &[], Vec::new()).await;
    read_file(response, path).await
}

/// A copy of the application, taken with the button of its kind.
pub async fn copy(
    browser: &Browser,
    draft: &GivenDraft,
    ending: &str,
) -> (String, String, Vec<u8>) {
    let path = draft.path("downloads");
    let token = browser.visit(&path).await.csrf();
    let fields = [(govuk::CSRF_FIELD, token.as_str()), ("kind", ending)];
    let body = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish();
    let form = [("content-type", "application/x-www-form-urlencoded")];
    let response = browser
        .send(Method::POST, &path, &form, body.into_bytes())
        .await;
    read_file(response, &path).await
}

/// The same of an answer to any request, which has to be there.
pub async fn read_file(response: reqwest::Response, path: &str) -> (String, String, Vec<u8>) {
    assert_eq!(response.status(), 200, "{path}");
    let header = |name: &str| {
        let value = response.headers().get(name);
        value.map_or("", |value| value.to_str().unwrap()).to_owned()
    };
    let (kind, name) = (header("content-type"), header("content-disposition"));
    (kind, name, response.bytes().await.unwrap().to_vec())
}

/// The cells of a copy by their reference.
fn cells(bytes: &[u8]) -> Vec<(String, String)> {
    let table = read(bytes, &Limits::default()).unwrap();
    assert_eq!(table.rows()[0][0], "Reference");
    let rows = table.rows().iter().skip(1);
    let cell = |row: &[String], column: usize| row.get(column).cloned().unwrap_or_default();
    rows.map(|row| (cell(row, 0), cell(row, 5))).collect()
}

/// Each button says how large its copy is.
async fn expect_sizes(browser: &Browser, draft: &GivenDraft, page: &Page) {
    let buttons = page.select_text("button");
    for (ending, title) in [("ods", "ODS"), ("csv", "CSV"), ("json", "JSON")] {
        let bytes = copy(browser, draft, ending).await.2.len();
        // A copy may say when it was made, so that its size is not quite the same twice.
        let near = [0, 1].map(|more| format!("({title}, {}KB)", bytes.div_ceil(1000) + more));
        let is_told = |words: &String| near.iter().any(|size| words.ends_with(size));
        assert!(buttons.iter().any(is_told), "{buttons:?}: {near:?}");
    }
}

#[tokio::test]
async fn whoever_may_read_takes_every_kind_of_copy() {
    let draft = GivenDraft::complete().await;
    draft
        .change("description-for-users", "description", "=1+1, +44 and -3")
        .await;
    let viewer = draft
        .app
        .given_member(&draft.organisation, OrganisationRole::Viewer)
        .await;
    let browser = draft.app.sign_in(&viewer).await;
    let page = browser.visit(&draft.path("downloads")).await;
    page.expect_heading("Download a copy")
        .expect_no_text("Upload a filled in form");
    expect_sizes(&browser, &draft, &page).await;
    for (ending, kind) in [
        ("ods", "application/vnd.oasis.opendocument.spreadsheet"),
        ("csv", "text/csv; charset=utf-8; header=present"),
    ] {
        let (found, name, bytes) = copy(&browser, &draft, ending).await;
        assert_eq!(found, kind);
        assert_eq!(
            name,
            format!("attachment; filename=\"{}.{ending}\"", draft.reference)
        );
        let cells = cells(&bytes);
        let of = |reference: &str| {
            let found = cells.iter().find(|(other, _)| other == reference);
            found.unwrap_or_else(|| panic!("{reference}")).1.clone()
        };
        assert_eq!(of("service-name#name"), "Northwind Gazetteer");
        assert_eq!(of("description-for-users#description"), "=1+1, +44 and -3");
        assert_eq!(
            of("infrastructure/who#who"),
            "Another organisation’s infrastructure, which has a certificate"
        );
        let raw = String::from_utf8_lossy(&bytes);
        assert!(ending == "ods" || raw.contains("\"'=1+1, +44 and -3\""));
    }
    draft.app.skip_audit().await;
    let (_, _, json) = copy(&browser, &draft, "json").await;
    draft.app.expect_audit(["copy_taken"]).await;
    let json: serde_json::Value = serde_json::from_slice(&json).unwrap();
    assert_eq!(json["application"]["reference"], draft.reference.as_str());
    let schema = json["$schema"].as_str().unwrap();
    let schema = &schema[schema.find("/schemas/").unwrap()..];
    let schema = draft.app.browser().visit(schema).await.json();
    assert_eq!(schema["$id"], json["$schema"]);
    let stored = draft
        .app
        .count(&format!("answers where application_id = '{}'", draft.id))
        .await;
    assert_eq!(
        json["answers"].as_array().unwrap().len(),
        usize::try_from(stored).unwrap()
    );
    let token = page.csrf();
    let unknown = [(govuk::CSRF_FIELD, token.as_str()), ("kind", "exe")];
    browser
        .post(&draft.path("downloads"), &unknown)
        .await
        .expect_status(400);
}

#[tokio::test]
async fn a_copy_needs_a_fresh_confirmation() {
    let draft = GivenDraft::complete().await;
    let browser = draft.browser().await;
    let list = browser.visit(&draft.path("downloads")).await;
    draft.app.advance(Duration::minutes(16)).await;
    let page = browser.open(&draft.path("downloads")).await;
    let next = page.redirect();
    assert!(next.starts_with("/confirm-it-is-you?next="), "{next}");
    for button in list.select_text("main form button") {
        let answer = list.press(&button, []).await;
        answer.expect_redirect(&draft.path("downloads"));
    }
    let confirm = browser.visit(&next).await;
    let confirmed = confirm
        .press("Continue", [("password", tests::PASSWORD)])
        .await;
    confirmed.expect_redirect(&draft.path("downloads"));
    copy(&browser, &draft, "csv").await;
}

#[tokio::test]
async fn blank_forms_and_the_schema_are_for_everybody() {
    let app = TestApp::start().await;
    let page = app.browser().visit("/questions").await;
    for ending in ["ods", "csv"] {
        let path = format!("/questions/form.{ending}");
        assert!(page.links().iter().any(|(_, href)| *href == path), "{path}");
        let (_, name, bytes) = file(&app.browser(), &path).await;
        assert!(name.contains("blank"), "{name}");
        let cells = cells(&bytes);
        assert!(cells.len() > 200, "{}", cells.len());
        assert!(
            cells
                .iter()
                .all(|(reference, answer)| !reference.is_empty() && answer.is_empty())
        );
    }
    app.browser()
        .open("/questions/form.json")
        .await
        .expect_status(404);
    let schema = app.browser().visit("/schemas/psn-cop-2015-07.json").await;
    assert_eq!(schema.header("content-type"), "application/schema+json");
    assert_eq!(schema.json()["type"], "object");
    for unknown in ["/schemas/psn-cop-2015-07", "/schemas/another.json"] {
        app.browser().open(unknown).await.expect_status(404);
    }
}
