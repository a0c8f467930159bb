//! Newer versions of documents: which one counts when, who reads the others, what goes with them.

use super::clamd::Clamd;
use super::{PDF, added, added_newer, files_in, given, given_with, upload_to};
use crate::given_draft::{GivenDraft, SIGNATORY};
use blobs::Blobs;
use domain::role::TeamRole;
use service::documents::Files;
use std::path::PathBuf;
use tests::{Browser, Page};
use time::Duration;

/// Another PDF.
const NEWER: &[u8] = b"%PDF-1.7\nA report of this year.\nstartxref\n9\n%%EOF\n";

/// The editor says what a document shows.
async fn describe(browser: &Browser, own: &str) {
    let change = browser.visit(&format!("{own}/change")).await;
    let values = [
        ("title", "Penetration test"),
        ("shows", "No open findings"),
        ("issuer", "A test company"),
        ("expires-day", "28"),
        ("expires-month", "2"),
        ("expires-year", "2027"),
        ("questions", "9b"),
    ];
    change.submit(values).await.expect_redirect(own);
}

fn values(page: &Page, field: &str) -> Vec<String> {
    page.select_attribute(&format!("[name=\"{field}\"]"), "value")
}

#[tokio::test]
async fn a_newer_version_counts_once_it_was_scanned_and_the_old_one_stays_in_the_history() {
    let mut clamd = Clamd::start().await;
    let folder = clamd.folder("files");
    let draft = given(&folder, &clamd).await;
    let browser = draft.browser().await;
    let old = added(&browser, &draft, "report.pdf", PDF).await;
    describe(&browser, &old).await;
    // What was not scanned yet can't be replaced.
    let page = browser.visit(&old).await;
    page.expect_no_text("Upload a newer version");
    let newer = browser.open(&format!("{old}/newer")).await;
    newer.expect_redirect(&old);
    draft.app.run_due_work().await;
    draft.app.skip_audit().await;
    clamd.stop().await;

    let new = uploaded(&draft, &browser, &old).await;
    draft.app.run_due_work().await;
    expect_waiting(&draft, &browser, &old, &new).await;

    clamd.start_again().await;
    draft.app.skip_audit().await;
    draft.app.advance(Duration::minutes(1)).await;
    draft.app.run_due_work().await;
    draft.app.expect_audit(["document_scanned"]).await;
    let browser = draft.browser().await;
    expect_replaced(&draft, &browser, &old, &new).await;

    // It goes with all its versions.
    let remove = browser.visit(&format!("{new}/remove")).await;
    remove.expect_text("Are you sure you want to remove Penetration test with all its versions?");
    remove.submit([("remove", "yes")]).await.expect_status(303);
    assert_eq!(browser.open(&old).await.status(), 404);
    draft.app.run_due_work().await;
    assert_eq!(files_in(&folder), Vec::<PathBuf>::new());
}

/// Uploads a newer version of the document and describes it; answers its address.
async fn uploaded(draft: &GivenDraft, browser: &Browser, old: &str) -> String {
    let page = browser.visit(old).await;
    let page = page.click("Upload a newer version").await;
    page.expect_text("The current version is version 1, report.pdf");
    let new = added_newer(browser, old, "report 2027.pdf", NEWER).await;
    draft.app.expect_audit(["newer_document_added"]).await;
    let change = browser.visit(&format!("{new}/change")).await;
    assert_eq!(values(&change, "title"), ["Penetration test"]);
    assert_eq!(values(&change, "issuer"), ["A test company"]);
    assert_eq!(values(&change, "expires-year"), [""; 0]);
    change.expect_text("The version before: 28 February 2027");
    let dates = [
        ("expires-day", "28"),
        ("expires-month", "2"),
        ("expires-year", "2028"),
    ];
    change.submit(dates).await.expect_redirect(&new);
    new
}

/// Until the scan is finished the old one counts, and every page says so.
async fn expect_waiting(draft: &GivenDraft, browser: &Browser, old: &str, new: &str) {
    browser.visit(new).await.expect_text(
        "This is version 2. Version 1 stays the current one until the scan is finished.",
    );
    browser
        .visit(old)
        .await
        .expect_text(
            "We are scanning it for viruses. This version stays the current one until then.",
        )
        .expect_no_text("Upload a newer version");
    let list = browser.visit(&draft.path("documents")).await;
    list.expect_text("Penetration test Newer version waiting");
    list.expect_text("28 February 2027");
    let question = browser.visit(&draft.path("security/9b")).await;
    question.expect_text("Penetration test (PDF, 37 bytes, newer version waiting)");
    let links = question.links();
    let links = links
        .iter()
        .filter(|(words, _)| words == "Penetration test");
    assert_eq!(links.map(|(_, to)| to).collect::<Vec<_>>(), [old]);
    assert_eq!(browser.open(&format!("{new}/file")).await.redirect(), new);
    let other = b"%PDF-1.7\nstartxref\n9\n%%EOF\n";
    let second = upload_to(browser, &format!("{old}/newer"), "b.pdf", other).await;
    let waits = "A newer version of this document is already waiting for its virus scan";
    second.expect_errors([("file", waits)]);
}

/// The newer one counts, and the old one stays in its history.
async fn expect_replaced(draft: &GivenDraft, browser: &Browser, old: &str, new: &str) {
    let today = domain::when::date(domain::when::uk_date(draft.app.app.clock.now()));
    let page = browser.visit(old).await;
    page.expect_text(&format!("Replaced by version 2 on {today}."))
        .expect_no_text("Remove this document")
        .expect_no_text("Upload a newer version");
    for tail in ["change", "remove", "newer"] {
        let closed = browser.open(&format!("{old}/{tail}")).await;
        closed.expect_redirect(old);
    }
    assert_eq!(browser.open(&format!("{old}/file")).await.status(), 200);
    let page = page.click("Go to the current version").await;
    assert_eq!(page.path(), new);
    page.expect_text("Earlier versions")
        .expect_text("28 February 2028")
        .expect_text(&today);
    let list = browser.visit(&draft.path("documents")).await;
    list.expect_no_text("waiting").expect_no_text("2027");
    assert_eq!(list.select_text("tbody tr").len(), 1);
}

#[tokio::test]
async fn what_was_submitted_names_the_version_of_then() {
    let folder = std::env::temp_dir().join(format!("psn-versions-{}", std::process::id()));
    let draft = given_with(Files::not_scanned(Blobs::in_folder(&folder))).await;
    let browser = draft.browser().await;
    let first = added(&browser, &draft, "first.pdf", PDF).await;
    let second = added_newer(&browser, &first, "second.pdf", NEWER).await;
    draft.agree().await;
    draft.sign().await;
    let submit = browser.visit(&draft.path("submit")).await;
    submit
        .press("Submit to the PSN team", [])
        .await
        .expect_status(303);
    // Asked by the team, the supplier uploads a third one.
    draft.app.advance(Duration::minutes(5)).await;
    draft
        .app
        .sql("update applications set state = 'awaiting_supplier'")
        .await;
    let browser = draft.browser().await;
    let third = added_newer(
        &browser,
        &second,
        "third.pdf",
        b"%PDF-1.7\nstartxref\n9\n%%EOF\n",
    )
    .await;

    browser
        .visit(&third)
        .await
        .expect_text("Version 3")
        .expect_text("Version 2 second.pdf")
        .expect_text("Version 1 first.pdf");
    let copy = browser.visit(&draft.path("submitted/copy")).await;
    copy.expect_text("second.pdf")
        .expect_text("Replaced by version 3 on")
        .expect_no_text("first.pdf")
        .expect_no_text("third.pdf");
    let assessor = draft.app.given_team_member(TeamRole::Assessor).await;
    let assessor = draft.app.sign_in(&assessor).await;
    let page = assessor
        .visit(&format!("/team{}", draft.path("documents")))
        .await;
    page.expect_text("third.pdf")
        .expect_text("second.pdf (PDF, 50 bytes) Replaced by version 3 on")
        .expect_text("This version was submitted with the application.")
        .expect_no_text("first.pdf");
    for (document, status) in [(&first, 404), (&second, 200), (&third, 200)] {
        let file = assessor.open(&format!("/team{document}/file")).await;
        assert_eq!(file.status(), status, "{document}");
        // The supplier reads them all, under the same name.
        let name = file.header("content-disposition").to_owned();
        let file = browser.open(&format!("{document}/file")).await;
        assert_eq!(file.status(), 200, "{document}");
        if status == 200 {
            assert_eq!(file.header("content-disposition"), name);
        }
    }
    let newest = browser.open(&format!("{third}/file")).await;
    let name = format!("\"{}-third-version-3.pdf\"", draft.reference);
    let disposition = newest.header("content-disposition");
    assert!(disposition.contains(&name), "{disposition}");
    std::fs::remove_dir_all(&folder).unwrap();
}

#[tokio::test]
async fn who_signs_sees_the_version_that_counts() {
    let folder = std::env::temp_dir().join(format!("psn-signed-{}", std::process::id()));
    let draft = given_with(Files::not_scanned(Blobs::in_folder(&folder))).await;
    let browser = draft.browser().await;
    let first = added(&browser, &draft, "first.pdf", PDF).await;
    added_newer(&browser, &first, "second.pdf", NEWER).await;
    let link = draft.ask_signatory().await;
    let browser = draft.app.browser();
    let page = draft.enter(&browser, &link, SIGNATORY).await;
    let page = page.submit([("authority", "yes")]).await.follow().await;
    let page = page.click("Read every answer").await;
    page.expect_text("second.pdf").expect_no_text("first.pdf");
    std::fs::remove_dir_all(&folder).unwrap();
}

#[tokio::test]
async fn the_files_of_all_versions_go_with_an_erased_draft() {
    let mut clamd = Clamd::start().await;
    let folder = clamd.folder("files");
    let draft: GivenDraft = given(&folder, &clamd).await;
    let browser = draft.browser().await;
    let first = added(&browser, &draft, "a.pdf", PDF).await;
    draft.app.run_due_work().await;
    let second = added_newer(&browser, &first, "b.pdf", NEWER).await;
    draft.app.run_due_work().await;
    // A third one waits.
    clamd.stop().await;
    added_newer(
        &browser,
        &second,
        "c.pdf",
        b"%PDF-1.7\nstartxref\n9\n%%EOF\n",
    )
    .await;
    draft.app.run_due_work().await;
    assert_eq!(files_in(&folder).len(), 3);
    draft
        .app
        .sql(
            "update applications set state = 'deleted', ended_at = access.now(), ended_by_name = 'An Editor',
                 erase_on = access.today()",
        )
        .await;
    draft.app.run_due_work().await;
    assert_eq!(files_in(&folder), Vec::<PathBuf>::new());
    draft.app.advance(Duration::days(1)).await;
    draft.app.run_due_work().await;
    assert_eq!(draft.app.count("documents").await, 0);
    assert_eq!(draft.app.count("applications").await, 0);
}
