//! Forms that were filled in elsewhere come back: looked at, used or skipped, nothing lost.

mod files;
mod lines;

use crate::downloads::copy;
use crate::given_draft::GivenDraft;
use domain::role::OrganisationRole;
pub use files::csv;
use files::{multipart, ods};
use tests::{Browser, Page};
use time::Duration;

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
async fn an_answer_that_somebody_changed_meanwhile_is_asked_about_again() {
    let draft = GivenDraft::complete().await;
    let browser = draft.browser().await;
    let rows = [
        ("service-name#name", "From the file"),
        ("point-of-contact#name", "Dev Okafor"),
    ];
    let page = look(&draft, &browser, &rows).await;
    let colleague = draft
        .app
        .given_member(&draft.organisation, OrganisationRole::Editor)
        .await;
    let theirs = draft.app.sign_in(&colleague).await;
    let typed = theirs.visit(&draft.path("service-name")).await;
    typed
        .press("Save and continue", [("name", "From a colleague")])
        .await
        .expect_status(303);
    let saved = use_all(&page).await;
    saved.expect_redirect(&draft.path("import/check"));
    let again = saved.follow().await;
    again
        .expect_text("We saved the answers to 1 page from your file.")
        .expect_text("From the file")
        .expect_text("From a colleague");
    assert_eq!(uses(&again).len(), 1);
    assert!(
        answer(&draft, "service-name")
            .await
            .contains("From a colleague")
    );
    use_all(&again).await.expect_status(303);
    assert!(
        answer(&draft, "service-name")
            .await
            .contains("From the file")
    );
    let kept =
        "answer_history where page = 'service-name' and answer::text like '%From a colleague%'";
    assert_eq!(draft.app.count(kept).await, 1);
}

#[tokio::test]
async fn pages_that_other_answers_do_not_ask_for_are_left_out() {
    let draft = GivenDraft::complete().await;
    let browser = draft.browser().await;
    draft.change("connections", "any", "no").await;
    let rows = [("connections/3#name", "Not asked while there are none")];
    let page = look(&draft, &browser, &rows).await;
    page.expect_text("Not asked with your other answers")
        .expect_text("There is nothing else to save.");
    let rows = [
        ("connections#any", "yes"),
        ("connections/3#name", "A new connection"),
    ];
    let page = look(&draft, &browser, &rows).await;
    page.expect_text("If you use this, there is something left to do on the page");
    // Without the answer before it, the new item is not asked.
    let choices = uses(&page);
    let only_item = [
        (choices[0].0.as_str(), "skip"),
        (choices[1].0.as_str(), choices[1].1.as_str()),
    ];
    let saved = page.press_all("Save what I chose", &only_item).await;
    saved
        .follow()
        .await
        .expect_text("We left out 1 that we do not ask with your other answers.");
    let page = look(&draft, &browser, &rows).await;
    use_all(&page).await.expect_status(303);
    let new = "answers where page = 'connections/n' and item = 3 and not is_complete";
    assert_eq!(draft.app.count(new).await, 1);
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
async fn a_file_can_be_thrown_away_and_is_forgotten_after_a_week() {
    let draft = GivenDraft::complete().await;
    let browser = draft.browser().await;
    let rows = [("service-name#name", "Another name")];
    let page = look(&draft, &browser, &rows).await;
    let thrown = page.press("Use nothing from this file", []).await;
    thrown
        .follow()
        .await
        .expect_text("We saved nothing from your file");
    browser
        .open(&draft.path("import/check"))
        .await
        .expect_redirect(&draft.path("import"));
    look(&draft, &browser, &rows).await;
    draft.app.advance(Duration::days(6)).await;
    draft.app.run_due_work().await;
    assert_eq!(draft.app.count("imports").await, 1);
    draft.app.advance(Duration::days(2)).await;
    draft.app.run_due_work().await;
    assert_eq!(draft.app.count("imports").await, 0);
}

#[tokio::test]
async fn choices_about_an_earlier_file_are_not_made_for_a_newer_one() {
    let draft = GivenDraft::complete().await;
    let browser = draft.browser().await;
    let old = look(&draft, &browser, &[("service-name#name", "From the first")]).await;
    draft.app.advance(Duration::minutes(1)).await;
    let rows = [
        ("service-name#name", "From the second"),
        ("point-of-contact#name", "Dev Okafor"),
    ];
    look(&draft, &browser, &rows).await;
    draft.app.skip_audit().await;
    for button in ["Save what I chose", "Use nothing from this file"] {
        let uses = uses(&old);
        let choice = [(uses[0].0.as_str(), uses[0].1.as_str())];
        let page = old.press_all(button, &choice).await;
        page.expect_status(409)
            .expect_text("You have uploaded another file since you opened that page.")
            .expect_text("From the second")
            .expect_no_text("From the first");
        // Nothing is chosen by what was chosen for the other file.
        assert_eq!(
            page.select_attribute("input[type=radio][checked]", "name"),
            [""; 0]
        );
    }
    draft.app.expect_audit([]).await;
    assert_eq!(draft.app.count("imports").await, 1);
    let name = answer(&draft, "service-name").await;
    assert!(name.contains("Northwind Gazetteer"), "{name}");
    // The page that came instead is about the newer file, and does what it says.
    let page = browser.visit(&draft.path("import/check")).await;
    page.expect_no_text("You have uploaded another file");
    use_all(&page).await.expect_status(303);
    let name = answer(&draft, "service-name").await;
    assert!(name.contains("From the second"), "{name}");
}

#[tokio::test]
async fn each_wrong_file_is_told_apart() {
    let draft = GivenDraft::complete().await;
    let browser = draft.browser().await;
    let root = draft.path("").trim_end_matches('/').to_owned();
    let before = draft.app.count("audit_events").await;
    for (bytes, message) in files::wrong() {
        let page = upload(&browser, &root, "form.ods", &bytes).await;
        page.expect_status(422).expect_error("file", message);
    }
    let none = upload(&browser, &root, "", b"").await;
    none.expect_error("file", "Select a file");
    let token = browser.visit(&format!("{root}/import")).await.csrf();
    let huge = multipart(&token, "form.ods", &vec![b'a'; 21_000_000]);
    let page = browser
        .raw_post(&format!("{root}/import"), &huge.0, huge.1)
        .await;
    page.expect_status(413);
    let forged = multipart("another token", "form.ods", &csv(&[]));
    let page = browser
        .raw_post(&format!("{root}/import"), &forged.0, forged.1)
        .await;
    page.expect_status(403);
    assert_eq!(draft.app.count("audit_events").await, before);
    assert_eq!(draft.app.count("imports").await, 0);
    let good = upload(&browser, &root, "x", &ods(&[("service-name#name", "Good")])).await;
    good.expect_redirect(&draft.path("import/check"));
}

#[tokio::test]
async fn only_who_may_answer_uploads_and_only_into_a_draft() {
    let draft = GivenDraft::complete().await;
    let viewer = draft
        .app
        .given_member(&draft.organisation, OrganisationRole::Viewer)
        .await;
    let viewer = draft.app.sign_in(&viewer).await;
    for path in ["import", "import/check"] {
        viewer.open(&draft.path(path)).await.expect_status(403);
    }
    let browser = draft.browser().await;
    let page = look(&draft, &browser, &[("service-name#name", "Another name")]).await;
    // A colleague sees nothing of it.
    let colleague = draft
        .app
        .given_member(&draft.organisation, OrganisationRole::Editor)
        .await;
    let colleague = draft.app.sign_in(&colleague).await;
    colleague
        .open(&draft.path("import/check"))
        .await
        .expect_redirect(&draft.path("import"));
    let state = |state: &str| {
        format!(
            "update applications set state = '{state}' where id = '{}'",
            draft.id
        )
    };
    draft.app.sql(&state("submitted")).await;
    use_all(&page).await.expect_status(409);
    let root = draft.path("").trim_end_matches('/').to_owned();
    browser
        .open(&draft.path("import"))
        .await
        .expect_redirect(&root);
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

#[tokio::test]
async fn a_file_that_does_not_arrive_whole_is_asked_for_again() {
    let draft = GivenDraft::complete().await;
    let browser = draft.browser().await;
    let path = draft.path("import");
    let token = browser.visit(&path).await.csrf();
    let (kind, mut body) = multipart(&token, "form.csv", &csv(&ROWS));
    body.truncate(body.len() - 30);
    let cut = browser.raw_post(&path, &kind, body).await;
    let failed = "The selected file could not be uploaded – try again";
    cut.expect_errors([("file", failed)]);
    assert_eq!(draft.app.count("imports").await, 0);
}

/// A choice is about the page that it was made for, also when it is sent once more.
#[tokio::test]
async fn what_was_chosen_twice_loses_nothing_that_waits() {
    let draft = GivenDraft::complete().await;
    let browser = draft.browser().await;
    let rows = [
        ("service-name#name", "Northwind Gazetteer Two"),
        ("description-for-users#description", "Words of a file"),
    ];
    let page = look(&draft, &browser, &rows).await;
    let own = browser.visit(&draft.path("description-for-users")).await;
    own.submit([("description", "Words of somebody else")])
        .await
        .expect_status(303);
    let uses = uses(&page);
    let choices = [
        (uses[0].0.as_str(), "skip"),
        (uses[1].0.as_str(), uses[1].1.as_str()),
    ];
    for _ in 0..2 {
        let waiting = page.press_all("Save what I chose", &choices).await;
        waiting.expect_redirect(&draft.path("import/check"));
        waiting.follow().await.expect_text("Words of a file");
    }
}

#[tokio::test]
async fn what_is_not_asked_any_more_is_kept_beside_the_history() {
    const PART: &str = "Only the maps are drawn in a public cloud, nothing else.";
    let draft = GivenDraft::complete().await;
    let browser = draft.browser().await;
    let save = async |answer| {
        let page = browser.visit(&draft.path("security/3a")).await;
        let saved = page.press("Save and continue", [("answer", answer)]).await;
        saved.expect_status(303);
    };
    save("hybrid").await;
    let rows = [
        ("security/3a/hybrid#public_part", PART),
        ("service-name#name", "Northwind Gazetteer Two"),
    ];
    let page = look(&draft, &browser, &rows).await;
    save("private").await;
    let saved = use_all(&page).await;
    saved
        .follow()
        .await
        .expect_text("We left out 1 that we do not ask with your other answers.");
    let kept: String = draft
        .app
        .value("select answer->'public_part'->>0 from set_aside_answers")
        .await;
    assert_eq!(kept, PART);
}

#[tokio::test]
async fn fields_of_a_file_that_are_not_asked_any_more_are_kept_beside_the_history() {
    let draft = GivenDraft::complete().await;
    let browser = draft.browser().await;
    let save = async |place: &[(&str, &str)]| {
        let page = browser.visit(&draft.path("security/2a")).await;
        let saved = page.press_all("Save and continue", place).await;
        saved.expect_status(303);
    };
    save(&[("answer", "eu_eea"), ("answer", "elsewhere")]).await;
    let rows = [
        ("security/2a/countries#eu_eea", "France"),
        ("security/2a/countries#elsewhere", "Ruritania"),
    ];
    let page = look(&draft, &browser, &rows).await;
    save(&[("answer", "eu_eea")]).await;
    let saved = use_all(&page).await;
    saved
        .follow()
        .await
        .expect_text("We saved the answers to 1 page from your file.")
        .expect_text("Part of what you sent is not asked any more.");
    assert!(
        !answer(&draft, "security/2a/countries")
            .await
            .contains("Ruritania")
    );
    let kept = "set_aside_answers where answer->'elsewhere'->>0 = 'Ruritania'";
    assert_eq!(draft.app.count(kept).await, 1);
}
