//! Forms that were filled in elsewhere come back: looked at, used or skipped, nothing lost.

mod files;
mod items;
mod lines;
mod meanwhile;
mod named;
mod not_asked;
mod refused;

use crate::downloads::copy;
use crate::given_draft::GivenDraft;
pub use files::csv;
use files::multipart;
use tests::{Browser, Page};

/// Uploads a file to an application of this path; gives the answer.
pub async fn upload(browser: &Browser, root: &str, name: &str, bytes: &[u8]) -> Page {
    let path = format!("{root}/import");
    let token = browser.visit(&path).await.csrf();
    let (kind, body) = multipart(&token, name, bytes);
    browser.raw_post(&path, &kind, body).await
}

/// Uploads rows of references and answers; gives the page where people choose.
pub async fn look(draft: &GivenDraft, browser: &Browser, rows: &[(&str, &str)]) -> Page {
    let root = draft.path("").trim_end_matches('/').to_owned();
    let uploaded = upload(browser, &root, "form.csv", &csv(rows)).await;
    uploaded.expect_redirect(&draft.path("import/check"));
    uploaded.follow().await
}

/// The name and the value of each choice to use something.
pub fn uses(page: &Page) -> Vec<(String, String)> {
    let names = page.select_attribute("input[type=radio][value^=use]", "name");
    let values = page.select_attribute("input[type=radio][value^=use]", "value");
    names.into_iter().zip(values).collect()
}

/// Uses everything that can be used.
pub async fn use_all(page: &Page) -> Page {
    let uses = uses(page);
    let choices: Vec<(&str, &str)> = uses
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    page.press_all("Save what I chose", &choices).await
}

async fn answer(draft: &GivenDraft, page: &str) -> String {
    let id = draft.id;
    draft
        .app
        .value(&format!(
            "select answer::text from answers where application_id = '{id}' and page = '{page}'"
        ))
        .await
}

#[tokio::test]
async fn last_years_own_copy_fills_in_a_new_application() {
    let draft = GivenDraft::complete().await;
    let browser = draft.browser().await;
    for ending in ["ods", "csv", "json"] {
        let (_, _, copy) = copy(&browser, &draft, ending).await;
        let new = browser.visit("/applications/new").await;
        let root = new.press("Start an application", []).await.redirect();
        let uploaded = upload(&browser, &root, &format!("last year.{ending}"), &copy).await;
        uploaded.expect_redirect(&format!("{root}/import/check"));
        let page = uploaded.follow().await;
        page.expect_heading("Check what we found in your file")
            .expect_text(&format!("Your file is last year.{ending}."))
            .expect_text("Answer these yourself")
            .expect_text("9b Keeping consumers apart in management tools");
        let saved = use_all(&page).await;
        saved.expect_redirect(&root);
        let reference = root.rsplit('/').next().unwrap();
        let missing: Vec<String> = sqlx::query_scalar(
            "select a.page from answers a where a.application_id = $1 and not exists (
                 select from answers b join applications n on n.id = b.application_id
                 where n.reference = $2 and b.page = a.page and b.item = a.item and b.answer = a.answer)",
        )
        .bind(draft.id.0)
        .bind(reference)
        .fetch_all(draft.app.superuser())
        .await
        .unwrap();
        assert_eq!(missing, ["security/9b"], "{ending}");
        assert_eq!(draft.app.count("imports").await, 0);
    }
}

/// Something to replace, something with a formula, something the same, and what can't be used.
const ROWS: [(&str, &str); 6] = [
    ("service-name#name", "Northwind Gazetteer Two"),
    (
        "description-for-users#description",
        "=HYPERLINK(\"https://psn.example\")",
    ),
    ("security/9a#answer", "Perhaps"),
    (
        "security/9b#answer",
        "No, a consumer could access, change or affect another’s service",
    ),
    ("security/99#answer", "Yes"),
    ("point-of-contact#name", "Priya Raman"),
];

#[tokio::test]
async fn what_cannot_be_used_says_which_question_and_why() {
    let draft = GivenDraft::complete().await;
    let browser = draft.browser().await;
    let rows = [
        ("service-name#name", "Northwind Gazetteer Two"),
        ("security/9b#answer", "Yes"),
        ("security/99#answer", "Yes"),
    ];
    let page = look(&draft, &browser, &rows).await;
    page.expect_text("9b Keeping consumers apart in management tools: ")
        .expect_text("We ask this question the other way round than it was published")
        .expect_text("Yes, consumers are kept apart: none can access, change or affect")
        .expect_text("Row 4")
        .expect_text("Our form does not ask this");
}

#[tokio::test]
async fn nothing_is_saved_before_somebody_says_so_and_each_page_is_recorded() {
    let draft = GivenDraft::complete().await;
    let browser = draft.browser().await;
    draft.app.skip_audit().await;
    let page = look(&draft, &browser, &ROWS).await;
    draft.app.expect_audit(["import_uploaded"]).await;
    assert!(
        answer(&draft, "service-name")
            .await
            .contains("\"Northwind Gazetteer\"")
    );
    page.expect_text("1 page has the same answers here already.")
        .expect_text("Saved now")
        .expect_text("What we cannot use")
        .expect_text("This is not one of the choices")
        .expect_text("Our form does not ask this");
    // What would replace an answer is never chosen beforehand.
    let refused = page.press("Save what I chose", []).await;
    refused.expect_status(422);
    let name = &uses(&page)[0].0;
    refused.expect_error(
        name,
        "Select if you want to use the answer to ‘What is the service called?’",
    );
    draft.app.expect_audit([]).await;
    let uses = uses(&page);
    let choices = [
        (uses[0].0.as_str(), "skip"),
        (uses[1].0.as_str(), uses[1].1.as_str()),
    ];
    let saved = page.press_all("Save what I chose", &choices).await;
    saved.expect_redirect(draft.path("").trim_end_matches('/'));
    saved
        .follow()
        .await
        .expect_text("We saved the answers to 1 page from your file.");
    draft
        .app
        .expect_audit(["answer_saved", "import_settled"])
        .await;
    assert!(
        answer(&draft, "service-name")
            .await
            .contains("\"Northwind Gazetteer\"")
    );
    assert!(
        answer(&draft, "description-for-users")
            .await
            .contains("=HYPERLINK")
    );
    assert!(!answer(&draft, "security/9b").await.contains("not_isolated"));
}

#[tokio::test]
async fn service_codes_come_back_as_they_left_and_as_people_write_them() {
    const FIELD: &str = "infrastructure/agreement#host_services";
    let draft = GivenDraft::complete().await;
    let browser = draft.browser().await;
    let page = look(&draft, &browser, &[(FIELD, "srv 0042; SRV_OO43")]).await;
    page.expect_text("SRV_0042, SRV_0043");
    use_all(&page).await.expect_status(303);
    let stored = answer(&draft, "infrastructure/agreement").await;
    assert!(stored.contains(r#"["SRV_0042\nSRV_0043"]"#), "{stored}");
    // Each kind of copy brings the same: there is nothing to choose.
    let root = draft.path("").trim_end_matches('/').to_owned();
    for ending in ["ods", "csv", "json"] {
        let (_, _, bytes) = copy(&browser, &draft, ending).await;
        let uploaded = upload(&browser, &root, &format!("form.{ending}"), &bytes).await;
        let page = uploaded.follow().await;
        assert!(uses(&page).is_empty(), "{ending}: {:?}", uses(&page));
    }
    // What is no code is told and can be put right.
    let page = look(&draft, &browser, &[(FIELD, "SRV_12X")]).await;
    page.expect_text("‘SRV_12X’ is not a service code. Service codes look like SRV_0042");
}

#[tokio::test]
async fn an_application_is_started_from_a_file() {
    let draft = GivenDraft::complete().await;
    let browser = draft.browser().await;
    let page = browser.visit("/applications/new").await;
    let page = page
        .press("Start an application", [("what", "file")])
        .await
        .follow()
        .await;
    page.expect_heading("Upload a filled in form");
    let root = page.path().strip_suffix("/import").unwrap().to_owned();
    assert!(!draft.path("").starts_with(&root), "it is a new one");
    let file = csv(&[("service-name#name", "From a file")]);
    let uploaded = upload(&browser, &root, "form.csv", &file).await;
    let saved = use_all(&uploaded.follow().await).await;
    saved
        .follow()
        .await
        .expect_heading("Northwind Mapping Limited From a file");
}
