//! A document of one application in others: what is carried, and whose file it is.

use super::clamd::Clamd;
use super::{PDF, added, files_in, given, given_with};
use crate::given_draft::GivenDraft;
use crate::given_draft::certified::NUMBER;
use blobs::Blobs;
use reqwest::Method;
use service::documents::Files;
use std::path::PathBuf;
use tests::{Browser, Page};
use time::Duration;

/// The editor says what a document shows.
pub(super) async fn describe(browser: &Browser, own: &str, title: &str, year: &str) {
    let change = browser.visit(&format!("{own}/change")).await;
    let values = [
        ("title", title),
        ("shows", "No open findings"),
        ("issuer", "A test company"),
        ("effective-day", "1"),
        ("effective-month", "3"),
        ("effective-year", "2020"),
        ("expires-day", "28"),
        ("expires-month", "2"),
        ("expires-year", year),
        ("questions", "9b"),
    ];
    change.submit(values).await.expect_redirect(own);
}

/// Another application of the same organisation; answers its address.
pub(super) async fn another(browser: &Browser) -> String {
    let page = browser.visit("/applications/new").await;
    page.press("Start an application", []).await.redirect()
}

/// Uses the document of this name in the application of this address; answers its own address there.
pub(super) async fn used(browser: &Browser, root: &str, title: &str) -> String {
    let list = browser.visit(&format!("{root}/documents/again")).await;
    let page = list.click(title).await;
    let change = page.press("Use this document", []).await.redirect();
    change.strip_suffix("/change").unwrap().to_owned()
}

fn values(page: &Page, field: &str) -> Vec<String> {
    page.select_attribute(&format!("[name=\"{field}\"]"), "value")
}

async fn file_of(browser: &Browser, own: &str) -> Option<Vec<u8>> {
    let path = format!("{own}/file");
    let answer = browser.send(Method::GET, &path, &[], Vec::new()).await;
    let is_there = answer.status() == 200;
    let bytes = answer.bytes().await.unwrap();
    is_there.then(|| bytes.to_vec())
}

#[tokio::test]
async fn a_document_is_used_in_another_application_with_its_file_and_its_scan() {
    let clamd = Clamd::start().await;
    let folder = clamd.folder("files");
    let draft = given(&folder, &clamd).await;
    let browser = draft.browser().await;
    let own = added(&browser, &draft, "report.pdf", PDF).await;
    describe(&browser, &own, "Penetration test", "2099").await;
    draft.app.run_due_work().await;
    draft.app.advance(Duration::minutes(5)).await;
    let root = another(&browser).await;
    draft.app.skip_audit().await;

    let list = browser.visit(&format!("{root}/documents")).await;
    let list = list
        .click("Use a document that you have already added")
        .await;
    list.expect_text("Documents of other applications")
        .expect_text("A test company")
        .expect_text("28 February 2099")
        .expect_text(&format!("Northwind Gazetteer, {}", draft.reference));
    let page = list.click("Penetration test").await;
    page.expect_text("No virus found")
        .expect_text("ClamAV")
        .expect_text("No open findings");
    let change = page.press("Use this document", []).await.follow().await;
    draft.app.expect_audit(["document_used_again"]).await;
    change.expect_text("Document added. Check that what it says is still right");
    assert_eq!(values(&change, "title"), ["Penetration test"]);
    assert_eq!(values(&change, "issuer"), ["A test company"]);
    assert_eq!(values(&change, "expires-year"), ["2099"]);
    let checked = change.select_attribute("[name=\"questions\"][checked]", "value");
    assert_eq!(checked, ["9b"]);
    let copy = change.path().strip_suffix("/change").unwrap().to_owned();
    assert!(copy.starts_with(&root), "{copy}");
    let said = [("issuer", "Another company"), ("expires-year", "2098")];
    change.submit(said).await.expect_redirect(&copy);
    expect_same_file(&browser, &own, &copy).await;
    assert_eq!(files_in(&folder).len(), 1);
    let origin = "select event from audit_events where kind = 'document_used_again'";
    let origin: String = draft.app.value(origin).await;
    let id = own.rsplit('/').next().unwrap();
    assert!(origin.contains(&format!("\"from\":\"{id}\"")), "{origin}");
    // Nothing is left to scan, and the same is not there twice.
    draft.app.skip_audit().await;
    draft.app.run_due_work().await;
    draft.app.expect_audit([]).await;
    browser
        .visit(&format!("{root}/documents/again"))
        .await
        .expect_text("There are no documents that you can use again.");
    let twice = page.press("Use this document", []).await;
    let twice = twice.follow().await;
    twice.expect_text("This application has this document already");
    assert_eq!(twice.path(), copy);
}

/// What was said here changes nothing there; the file is the same, and its scan is told as it was.
async fn expect_same_file(browser: &Browser, own: &str, copy: &str) {
    let there = browser.visit(own).await;
    there
        .expect_text("A test company")
        .expect_text("28 February 2099");
    let scan = |page: &Page| {
        let rows = page.select_text(".govuk-summary-list__row");
        rows.into_iter().find(|row| row.contains("Virus scan"))
    };
    let here = browser.visit(copy).await;
    here.expect_text("Another company");
    assert!(scan(&here).unwrap().contains("ClamAV"));
    assert_eq!(scan(&here), scan(&there));
    assert_eq!(file_of(browser, copy).await.unwrap(), PDF);
}

#[tokio::test]
async fn a_file_stays_until_the_last_application_lets_go_of_it() {
    let clamd = Clamd::start().await;
    let folder = clamd.folder("files");
    let draft = given(&folder, &clamd).await;
    let browser = draft.browser().await;
    let own = added(&browser, &draft, "report.pdf", PDF).await;
    describe(&browser, &own, "Penetration test", "2099").await;
    draft.app.run_due_work().await;
    let (second, third) = (another(&browser).await, another(&browser).await);
    let in_second = used(&browser, &second, "Penetration test").await;
    remove(&browser, &own).await;
    draft.app.run_due_work().await;
    // From one whose file is another's, which is gone.
    let in_third = used(&browser, &third, "Penetration test").await;
    assert_eq!(browser.open(&own).await.status(), 404);
    assert_eq!(files_in(&folder).len(), 1);
    assert_eq!(file_of(&browser, &in_second).await.unwrap(), PDF);
    // The second application is deleted for good.
    let reference = second.trim_start_matches("/applications/");
    draft
        .app
        .sql(&format!(
            "update applications set state = 'deleted', ended_at = access.now(), ended_by_name = 'An Editor',
                 erase_on = access.today() where reference = '{reference}'"
        ))
        .await;
    draft.app.run_due_work().await;
    draft.app.advance(Duration::days(1)).await;
    draft.app.run_due_work().await;
    assert_eq!(draft.app.count("applications").await, 2);
    let browser = draft.browser().await;
    assert_eq!(files_in(&folder).len(), 1);
    assert_eq!(file_of(&browser, &in_third).await.unwrap(), PDF);
    remove(&browser, &in_third).await;
    assert_eq!(file_of(&browser, &in_third).await, None);
    draft.app.run_due_work().await;
    assert_eq!(files_in(&folder), Vec::<PathBuf>::new());
    let kept = "documents where not is_file_deleted";
    assert_eq!(draft.app.count(kept).await, 0);
}

async fn remove(browser: &Browser, own: &str) {
    let sure = browser.visit(&format!("{own}/remove")).await;
    let removed = sure.submit([("remove", "yes")]).await;
    removed.expect_status(303);
}

#[tokio::test]
async fn a_renewal_chooses_from_last_years_documents_and_sees_which_expired() {
    let folder = std::env::temp_dir().join(format!("psn-again-{}", std::process::id()));
    let draft = given_with(Files::not_scanned(Blobs::in_folder(&folder))).await;
    let browser = draft.browser().await;
    let report = added(&browser, &draft, "report.pdf", PDF).await;
    describe(&browser, &report, "Penetration test", "2021").await;
    let iso = b"%PDF-1.7\nISO.\nstartxref\n9\n%%EOF\n";
    let iso = added(&browser, &draft, "iso.pdf", iso).await;
    describe(&browser, &iso, "ISO 27001", "2099").await;
    // The same file in a later application is still listed as last year's.
    let other = another(&browser).await;
    used(&browser, &other, "ISO 27001").await;
    let newest = b"%PDF-1.7\nNewest.\nstartxref\n9\n%%EOF\n";
    let add = format!("{other}/documents/add");
    let newest = super::upload_to(&browser, &add, "x.pdf", newest).await;
    newest.expect_status(303);
    draft.certify(60).await;
    let page = browser
        .visit(&format!("/applications/new/renew/{NUMBER}"))
        .await;
    page.expect_text("you can choose from last year’s documents without uploading them again");
    let draft = draft.renewed().await;
    let page = browser
        .visit(&format!("/applications/new/renew/{NUMBER}"))
        .await;
    let from_renew = page.click("Choose from last year’s documents").await;
    assert_eq!(from_renew.path(), draft.path("documents/again"));
    let page = browser.visit(&draft.path("renewal")).await;
    page.click("Choose from last year’s documents").await;
    let page = browser.visit(&draft.path("documents")).await;
    let list = page.click("Choose from last year’s documents").await;
    let names = list.select_text("tbody th");
    assert_eq!(names, ["ISO 27001", "Penetration test", "x"]);
    let captions = list.select_text("caption");
    assert_eq!(
        captions,
        [
            "Documents of last year’s application",
            "Documents of other applications"
        ]
    );
    list.expect_text("28 February 2021 Expired");
    // Nobody scanned it, and nothing says so.
    let fresh = list.click("ISO 27001").await;
    fresh
        .expect_text("Not scanned")
        .expect_no_text("No virus found");
    let old = list.click("Penetration test").await;
    old.expect_text("This document expired on 28 February 2021.");
    let change = old.press("Use this expired document", []).await;
    change.expect_status(303);
    let list = browser.visit(&draft.path("documents")).await;
    list.expect_text("1 document has expired.");
    let carried = "documents d join renewals r on r.application_id = d.application_id
                   where d.scan = 'not_scanned' and d.scanned_at is null and d.file_of is not null";
    assert_eq!(draft.app.count(carried).await, 1);
    std::fs::remove_dir_all(&folder).unwrap();
}

#[tokio::test]
async fn documents_of_other_applications_are_listed_page_by_page() {
    let draft: GivenDraft = GivenDraft::complete().await;
    let browser = draft.browser().await;
    let root = another(&browser).await;
    draft
        .app
        .sql(&format!(
            "insert into documents (id, organisation_id, application_id, file_name, kind, bytes, sha256, scan,
                 scan_next_at, scanned_at, title, added_at, added_by, added_by_name)
             select gen_random_uuid(), a.organisation_id, a.id, 'a.pdf', 'pdf', 9, lpad(n::text, 64, '0'), 'clean',
                 access.now(), access.now(), 'Report ' || n, access.now() - make_interval(mins => n / 2), a.created_by,
                 'An Editor'
             from applications a, generate_series(1, 45) n where a.id = '{}'",
            draft.id
        ))
        .await;
    let mut page = browser.visit(&format!("{root}/documents/again")).await;
    let mut seen = Vec::new();
    for count in [20, 20, 5] {
        let names = page.select_text("tbody th");
        assert_eq!(names.len(), count);
        seen.extend(names);
        if count == 20 {
            page = page.click("Older documents").await;
        }
    }
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 45);
    let first = page.click("Newest documents").await;
    assert_eq!(first.select_text("tbody th").len(), 20);
    let made_up = format!("{root}/documents/again?after=x");
    assert_eq!(browser.open(&made_up).await.status(), 404);
}
