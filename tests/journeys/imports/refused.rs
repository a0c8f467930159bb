//! Files that are not taken, and who may send one.

use super::files::{self, csv, multipart, ods};
use super::{ROWS, look, upload, use_all};
use crate::given_draft::GivenDraft;
use domain::role::OrganisationRole;
use time::Duration;

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
