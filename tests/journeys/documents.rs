//! Documents: adding, scanning with the real clamd, downloading, removing.

mod again;
mod again_refused;
mod arriving;
mod bucket;
pub(crate) mod clamd;
mod copied;
mod drained;
mod expiring;
mod history;
mod hostile;
mod items;
mod listed;
mod newer;
mod newer_refused;
mod refused;
mod scanning;

use crate::given_draft::{GivenDraft, SIGNATORY};
use blobs::Blobs;
use clamd::Clamd;
use domain::role::{OrganisationRole, TeamRole};
use reqwest::Method;
use service::documents::Files;
use std::path::{Path, PathBuf};
use tests::{Browser, Page, Setup, TestApp};

/// A PDF.
const PDF: &[u8] = b"%PDF-1.7\nA report.\nstartxref\n9\n%%EOF\n";
const BOUNDARY: &str = "----browser";
const WRONG_KIND: &str = "The selected file must be a PDF, DOCX, ODT, XLSX, ODS, CSV, PNG or JPG";

/// A draft in a service whose files this scanner looks at.
async fn given(folder: &Path, clamd: &Clamd) -> GivenDraft {
    let scanner = blobs::Clamd::Socket(clamd.socket());
    given_with(Files::scanned(Blobs::in_folder(folder), scanner)).await
}

/// A draft in a service that keeps its files like this.
async fn given_with(files: Files) -> GivenDraft {
    let setup = Setup {
        files,
        ..Setup::default()
    };
    GivenDraft::complete_in(TestApp::start_with(setup).await).await
}

/// The body of the form, up to its end.
fn form(token: &str, name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut body = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{}\"\r\n\r\n{token}\r\n--{BOUNDARY}\r\n\
         Content-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: application/pdf\r\n\r\n",
        govuk::CSRF_FIELD
    )
    .into_bytes();
    body.extend(bytes);
    body.extend(format!("\r\n--{BOUNDARY}--\r\n").as_bytes());
    body
}

async fn upload(browser: &Browser, draft: &GivenDraft, name: &str, bytes: &[u8]) -> Page {
    upload_to(browser, &draft.path("documents/add"), name, bytes).await
}

/// Sends a file to a page that takes one.
async fn upload_to(browser: &Browser, path: &str, name: &str, bytes: &[u8]) -> Page {
    let token = browser.visit("/account").await.csrf();
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    browser
        .raw_post(path, &kind, form(&token, name, bytes))
        .await
}

/// Adds a file that is accepted; answers the address of the document.
async fn added(browser: &Browser, draft: &GivenDraft, name: &str, bytes: &[u8]) -> String {
    described(&upload(browser, draft, name, bytes).await)
}

/// Uploads a newer version of a document that is accepted; answers its address.
async fn added_newer(browser: &Browser, document: &str, name: &str, bytes: &[u8]) -> String {
    described(&upload_to(browser, &format!("{document}/newer"), name, bytes).await)
}

/// The address of the document that the answer leads on to describe.
fn described(answer: &Page) -> String {
    let change = answer.redirect();
    change.strip_suffix("/change").unwrap().to_owned()
}

/// Every file in the folder.
fn files_in(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let paths = entries.map(|entry| entry.unwrap().path());
    paths
        .flat_map(|path| {
            if path.is_dir() {
                files_in(&path)
            } else {
                vec![path]
            }
        })
        .collect()
}

/// The file can only be saved, under a name that says what it belongs to.
async fn expect_attachment(browser: &Browser, file: &str, name: &str) {
    let answer = browser.send(Method::GET, file, &[], Vec::new()).await;
    let header = |name: &str| answer.headers()[name].to_str().unwrap().to_owned();
    assert_eq!(
        header("content-disposition"),
        format!("attachment; filename=\"{name}\"; filename*=UTF-8''{name}")
    );
    assert_eq!(header("content-type"), "application/pdf");
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert!(header("content-security-policy").contains("sandbox"));
    assert_eq!(answer.bytes().await.unwrap(), PDF);
}

#[tokio::test]
async fn a_document_is_described_scanned_downloaded_and_removed() {
    let clamd = Clamd::start().await;
    let folder = clamd.folder("files");
    let draft = given(&folder, &clamd).await;
    let browser = draft.browser().await;
    let list = draft.path("documents");
    browser
        .visit(&list)
        .await
        .expect_text("You do not need to add documents to apply");
    draft.app.skip_audit().await;

    let own = added(&browser, &draft, "../report 2027.pdf.exe", PDF).await;
    let waiting = browser.visit(&own).await;
    waiting.expect_text("Waiting for scan");
    waiting.expect_text("report 2027-pdf-exe.pdf");
    // Before the scan there is nothing to download.
    assert_eq!(browser.open(&format!("{own}/file")).await.redirect(), own);

    let change = browser.visit(&format!("{own}/change")).await;
    let values = [
        ("title", "Penetration test"),
        ("shows", "No open findings"),
        ("issuer", "A test company"),
        ("effective-day", "1"),
        ("effective-month", "3"),
        ("effective-year", "2026"),
        ("questions", "9b"),
    ];
    change
        .submit(values)
        .await
        .follow()
        .await
        .expect_text("Penetration test");
    draft.app.run_due_work().await;
    draft
        .app
        .expect_audit(["document_added", "document_described", "document_scanned"])
        .await;

    // The page of the question names it, and no other question's does.
    let question = browser.visit(&draft.path("security/9b")).await;
    question.expect_text("Documents for this question");
    question.expect_text("Penetration test (PDF, 37 bytes)");
    let other = browser.visit(&draft.path("security/9a")).await;
    other.expect_no_text("Penetration test");
    let page = browser.visit(&own).await;
    page.expect_text("No virus found");
    page.expect_text("1 March 2026");
    let hash = service::snapshot::sha256(std::str::from_utf8(PDF).unwrap());
    page.expect_text(&format!("Fingerprint (SHA-256) {hash}"));
    let file = format!("{own}/file");
    let name = format!("{}-9b-report-2027-pdf-exe.pdf", draft.reference);
    expect_attachment(&browser, &file, &name).await;

    let remove = browser.visit(&format!("{own}/remove")).await;
    remove.submit([]).await.expect_status(422);
    let removed = remove.submit([("remove", "yes")]).await.follow().await;
    removed.expect_text("Penetration test removed");
    assert_eq!(browser.open(&file).await.status(), 404);
    draft.app.run_due_work().await;
    assert_eq!(files_in(&folder), Vec::<PathBuf>::new());
}

#[tokio::test]
async fn what_was_typed_about_a_document_is_kept_when_a_colleague_was_first() {
    let clamd = Clamd::start().await;
    let draft = given(&clamd.folder("files"), &clamd).await;
    let browser = draft.browser().await;
    let own = added(&browser, &draft, "a.pdf", PDF).await;
    let page = browser.visit(&format!("{own}/change")).await;
    let colleague = draft
        .app
        .given_member(&draft.organisation, OrganisationRole::Editor)
        .await;
    let colleague = draft.app.sign_in(&colleague).await;
    let theirs = colleague.visit(&format!("{own}/change")).await;
    let said = [("title", "Penetration test"), ("shows", "No open findings")];
    theirs.submit(said).await.expect_status(303);
    draft.app.skip_audit().await;
    let mine = [("title", "Test report"), ("shows", "One finding is open")];
    let late = page.submit(mine).await;
    late.expect_status(409)
        .expect_text("What you typed is not lost. We keep it for 24 hours.");
    draft.app.expect_audit(["answer_kept"]).await;
    let kept = late.click("See what we kept").await;
    kept.expect_text("One finding is open");
    let form = kept.click("Go back to this form").await;
    form.expect_text("These details were changed after you opened the page.")
        .expect_text("No open findings")
        .expect_text("One finding is open");
    form.submit([]).await.expect_redirect(&own);
    let page = browser.visit(&own).await;
    page.expect_text("One finding is open");
    assert_eq!(draft.app.count("kept_answers").await, 0);
}

#[tokio::test]
async fn what_was_typed_about_a_document_is_shown_when_a_colleague_removed_it() {
    let clamd = Clamd::start().await;
    let draft = given(&clamd.folder("files"), &clamd).await;
    let browser = draft.browser().await;
    let own = added(&browser, &draft, "a.pdf", PDF).await;
    let page = browser.visit(&format!("{own}/change")).await;
    let tom = draft
        .app
        .given_member(&draft.organisation, OrganisationRole::Editor)
        .await;
    let toms = draft.app.sign_in(&tom).await;
    let sure = toms.visit(&format!("{own}/remove")).await;
    sure.submit([("remove", "yes")]).await.expect_status(303);
    draft.app.skip_audit().await;
    let said = [("title", "Test report"), ("shows", "One finding is open")];
    let late = page.submit(said).await;
    late.expect_status(409)
        .expect_heading(&format!("{} removed this document", tom.name))
        .expect_text("today at")
        .expect_text("One finding is open")
        .expect_text("Test report");
    draft.app.expect_audit([]).await;
    late.click("Go to your documents").await;
    // One that never was there is not found.
    let never = own.replace(own.rsplit('/').next().unwrap(), &draft.id.to_string());
    browser
        .open(&format!("{never}/change"))
        .await
        .expect_status(404);
}

#[tokio::test]
async fn others_see_no_document_and_a_viewer_changes_none() {
    let clamd = Clamd::start().await;
    let draft = given(&clamd.folder("files"), &clamd).await;
    let own = added(&draft.browser().await, &draft, "a.pdf", PDF).await;
    draft.app.run_due_work().await;
    draft
        .app
        .sql("update documents set questions = '{9b}', issuer = 'A test company'")
        .await;
    let file = format!("{own}/file");

    let viewer = draft
        .app
        .given_member(&draft.organisation, OrganisationRole::Viewer)
        .await;
    let viewer = draft.app.sign_in(&viewer).await;
    assert_eq!(viewer.open(&file).await.status(), 200);
    assert_eq!(viewer.open(&format!("{own}/change")).await.status(), 403);
    assert_eq!(
        viewer.open(&draft.path("documents/add")).await.status(),
        403
    );

    let other = draft.app.given_organisation("Another Limited").await;
    let stranger = draft
        .app
        .given_member(&other, OrganisationRole::Administrator)
        .await;
    let stranger = draft.app.sign_in(&stranger).await;
    assert_eq!(stranger.open(&own).await.status(), 404);
    assert_eq!(stranger.open(&file).await.status(), 404);

    // A draft's documents are the supplier's alone; afterwards the team reads them.
    let assessor = draft.app.given_team_member(TeamRole::Assessor).await;
    let assessor = draft.app.sign_in(&assessor).await;
    let team = format!("/team{}", draft.path("documents"));
    assert_eq!(assessor.open(&team).await.status(), 404);
    draft
        .app
        .sql("update applications set state = 'submitted'")
        .await;
    assessor.visit(&team).await.expect_text("a.pdf (PDF");
    // Beside the answer that it belongs to, and beside no other.
    let review = |subject: &str| format!("/team/applications/{}/review/{subject}", draft.reference);
    let words = "a (PDF, 37 bytes, no virus found, issued by A test company)";
    for subject in ["9b", "documents"] {
        assessor.visit(&review(subject)).await.expect_text(words);
    }
    assessor.visit(&review("9a")).await.expect_no_text(words);
    assert_eq!(assessor.open(&format!("/team{file}")).await.status(), 200);
    // What was sent stays as it is.
    let editor = draft.browser().await;
    assert_eq!(editor.open(&format!("{own}/remove")).await.redirect(), own);
}

#[tokio::test]
async fn evidence_that_has_lapsed_is_told_to_everybody() {
    let clamd = Clamd::start().await;
    let draft = given(&clamd.folder("files"), &clamd).await;
    let app = &draft.app;
    let own = added(&draft.browser().await, &draft, "a.pdf", PDF).await;
    app.run_due_work().await;
    app.sql("update documents set questions = '{9b}', expires_on = access.today()")
        .await;
    let last = domain::when::date(domain::when::uk_date(app.app.clock.now()));
    let list = draft.path("documents");
    // On its last day it holds.
    let browser = draft.browser().await;
    for path in [&list, &own] {
        let page = browser.visit(path).await;
        page.expect_text(&last).expect_no_text("xpired");
    }
    app.advance(time::Duration::days(1)).await;
    let browser = draft.browser().await;
    browser
        .visit(&list)
        .await
        .expect_text("1 document has expired. Upload newer versions if you have them.")
        .expect_text(&format!("{last} Expired"));
    browser
        .visit(&own)
        .await
        .expect_text(&format!(
            "This document expired on {last}. Upload a newer version"
        ))
        .expect_text(&format!("Expires on {last} Expired"));
    let words = format!("a (PDF, 37 bytes, expired on {last})");
    browser
        .visit(&draft.path("security/9b"))
        .await
        .expect_text(&words);
    let assessor = app.given_team_member(TeamRole::Assessor).await;
    let assessor = app.sign_in(&assessor).await;
    app.sql("update applications set state = 'submitted'").await;
    assessor
        .visit(&format!("/team{list}"))
        .await
        .expect_text("1 document has expired.")
        .expect_text(&format!("Expires on {last} Expired"));
    let review = format!("/team/applications/{}/review/9b", draft.reference);
    assessor
        .visit(&review)
        .await
        .expect_text(&format!("no virus found, expired on {last}"));
    // What was sent stays as it is.
    browser
        .visit(&own)
        .await
        .expect_text(&format!("This document expired on {last}."))
        .expect_no_text("Upload a newer version");
}

#[tokio::test]
async fn the_signatory_sees_a_list_and_gets_no_file() {
    let clamd = Clamd::start().await;
    let draft = given(&clamd.folder("files"), &clamd).await;
    let own = added(&draft.browser().await, &draft, "a.pdf", PDF).await;
    draft.app.run_due_work().await;
    let link = draft.ask_signatory().await;
    let browser = draft.app.browser();
    let page = draft.enter(&browser, &link, SIGNATORY).await;
    let page = page.submit([("authority", "yes")]).await.follow().await;
    let page = page.click("Read every answer").await;
    page.expect_text("Documents added to the application");
    page.expect_text("a.pdf (PDF, 37 bytes)");
    assert_eq!(browser.open(&format!("{own}/file")).await.status(), 303);
}

#[tokio::test]
async fn what_is_said_of_a_document_is_checked() {
    let clamd = Clamd::start().await;
    let draft = given(&clamd.folder("files"), &clamd).await;
    let browser = draft.browser().await;
    let own = added(&browser, &draft, "a.pdf", PDF).await;
    let change = browser.visit(&format!("{own}/change")).await;
    let none = change.submit([("title", " ")]).await;
    none.expect_errors([("title", "Enter the name of the document")]);
    let (long, issuer) = ("x".repeat(121), "x".repeat(201));
    let wrong = [
        ("title", long.as_str()),
        ("issuer", issuer.as_str()),
        ("effective-day", "31"),
        ("effective-month", "2"),
        ("effective-year", "2026"),
        ("expires-month", "3"),
        ("expires-year", "2027"),
    ];
    change.submit(wrong).await.expect_errors([
        (
            "title",
            "The name of the document must be 120 characters or less",
        ),
        ("issuer", "Who issued it must be 200 characters or less"),
        ("effective", "The date it takes effect must be a real date"),
        ("expires", "The date it expires must include a day"),
    ]);
    let order = [
        ("effective-day", "2"),
        ("effective-month", "3"),
        ("effective-year", "2026"),
        ("expires-day", "1"),
        ("expires-month", "3"),
        ("expires-year", "2026"),
    ];
    let message =
        "The date it expires must be the same as or after 2 March 2026, the date it takes effect";
    change
        .submit(order)
        .await
        .expect_errors([("expires", message)]);
    // The dates of a document are its own: that of the upload stays what it is.
    let row =
        "select (added_at::date = access.now()::date)::text || coalesce(effective_on::text, '')
               from documents";
    assert_eq!(draft.app.value::<String>(row).await, "true");
    // Somebody else's words are not written over.
    change.submit([("title", "Mine")]).await.expect_status(303);
    change
        .submit([("title", "Theirs")])
        .await
        .expect_status(409);
    browser.visit(&own).await.expect_text("Mine");
}

#[tokio::test]
async fn the_files_of_an_erased_draft_go_before_its_rows() {
    let clamd = Clamd::start().await;
    let folder = clamd.folder("files");
    let draft = given(&folder, &clamd).await;
    added(&draft.browser().await, &draft, "a.pdf", PDF).await;
    draft
        .app
        .sql(
            "update applications set state = 'deleted', ended_at = access.now(), ended_by_name = 'An Editor',
                 erase_on = access.today()",
        )
        .await;
    draft.app.run_due_work().await;
    assert_eq!(files_in(&folder), Vec::<PathBuf>::new());
    draft.app.advance(time::Duration::days(1)).await;
    draft.app.run_due_work().await;
    assert_eq!(draft.app.count("documents").await, 0);
    assert_eq!(draft.app.count("applications").await, 0);
}
