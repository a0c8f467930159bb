//! Documents: adding, scanning with the real clamd, downloading, removing.

mod clamd;

use crate::given_draft::GivenDraft;
use blobs::Blobs;
use clamd::{Clamd, EICAR};
use domain::role::{OrganisationRole, TeamRole};
use reqwest::Method;
use service::documents::Files;
use std::path::{Path, PathBuf};
use tests::{Browser, Page, Setup, TestApp};
use tokio::io::AsyncWriteExt as _;

/// A PDF.
const PDF: &[u8] = b"%PDF-1.7\nA report.\nstartxref\n9\n%%EOF\n";
const BOUNDARY: &str = "----browser";

/// A draft in a service with a folder of its own for files.
async fn given(folder: &Path, clamd: Option<&Clamd>) -> GivenDraft {
    let blobs = Blobs::in_folder(folder);
    let files = match clamd {
        Some(clamd) => Files::scanned(blobs, blobs::Clamd::Socket(clamd.socket())),
        None => Files::without_scanner(blobs),
    };
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
    let add = draft.path("documents/add");
    let token = browser.visit(&add).await.csrf();
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    browser
        .raw_post(&add, &kind, form(&token, name, bytes))
        .await
}

/// Adds a file that is accepted; answers the address of the document.
async fn added(browser: &Browser, draft: &GivenDraft, name: &str, bytes: &[u8]) -> String {
    let page = upload(browser, draft, name, bytes).await;
    let change = page.redirect();
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

#[tokio::test]
async fn a_document_is_described_scanned_downloaded_and_removed() {
    let clamd = Clamd::start().await;
    let folder = clamd.folder("files");
    let draft = given(&folder, Some(&clamd)).await;
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

    let page = browser.visit(&own).await;
    page.expect_text("No virus found");
    page.expect_text("1 March 2026");
    let file = format!("{own}/file");
    let answer = browser.send(Method::GET, &file, &[], Vec::new()).await;
    let header = |name: &str| answer.headers()[name].to_str().unwrap().to_owned();
    assert!(
        header("content-disposition")
            .starts_with("attachment; filename=\"report 2027-pdf-exe.pdf\"")
    );
    assert_eq!(header("content-type"), "application/pdf");
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert!(header("content-security-policy").contains("sandbox"));
    assert_eq!(answer.bytes().await.unwrap(), PDF);

    let remove = browser.visit(&format!("{own}/remove")).await;
    remove.submit([]).await.expect_status(422);
    let removed = remove.submit([("remove", "yes")]).await.follow().await;
    removed.expect_text("Penetration test removed");
    assert_eq!(browser.open(&file).await.status(), 404);
    draft.app.run_due_work().await;
    assert_eq!(files_in(&folder), Vec::<PathBuf>::new());
}

#[tokio::test]
async fn others_see_no_document_and_a_viewer_changes_none() {
    let clamd = Clamd::start().await;
    let draft = given(&clamd.folder("files"), Some(&clamd)).await;
    let own = added(&draft.browser().await, &draft, "a.pdf", PDF).await;
    draft.app.run_due_work().await;
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
    assert_eq!(assessor.open(&format!("/team{file}")).await.status(), 200);
    // What was sent stays as it is.
    let editor = draft.browser().await;
    assert_eq!(editor.open(&format!("{own}/remove")).await.redirect(), own);
}

#[tokio::test]
async fn a_virus_is_found_by_the_real_scanner_and_its_file_is_gone() {
    let clamd = Clamd::start().await;
    let folder = clamd.folder("files");
    let draft = given(&folder, Some(&clamd)).await;
    let browser = draft.browser().await;
    let own = added(
        &browser,
        &draft,
        "table.csv",
        format!("a,b\n{EICAR}\n").as_bytes(),
    )
    .await;
    draft.app.run_due_work().await;
    browser.visit(&own).await.expect_text("contains a virus");
    assert_eq!(browser.open(&format!("{own}/file")).await.redirect(), own);
    assert_eq!(files_in(&folder), Vec::<PathBuf>::new());
}

#[tokio::test]
async fn while_the_scanner_is_stopped_files_wait_and_are_not_served() {
    let mut clamd = Clamd::start().await;
    let folder = clamd.folder("files");
    let draft = given(&folder, Some(&clamd)).await;
    clamd.stop().await;
    let browser = draft.browser().await;
    let own = added(&browser, &draft, "a.pdf", PDF).await;
    for _ in 0..5 {
        draft.app.run_due_work().await;
        draft.app.advance(time::Duration::minutes(6)).await;
    }
    let browser = draft.browser().await;
    browser.visit(&own).await.expect_text("Waiting for scan");
    assert_eq!(browser.open(&format!("{own}/file")).await.redirect(), own);
    clamd.start_again().await;
    draft.app.run_due_work().await;
    browser.visit(&own).await.expect_text("No virus found");
}

#[tokio::test]
async fn without_a_scanner_files_are_refused_in_words() {
    let folder = std::env::temp_dir().join("psn-no-scanner");
    let draft = given(&folder, None).await;
    let browser = draft.browser().await;
    let add = draft.path("documents/add");
    let page = browser.visit(&add).await;
    page.expect_text("You cannot add documents at the moment");
    let token = browser.visit("/account").await.csrf();
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    let refused = browser
        .raw_post(&add, &kind, form(&token, "a.pdf", PDF))
        .await;
    refused.expect_status(409);
}

#[tokio::test]
async fn files_that_are_not_taken_leave_nothing_behind() {
    let clamd = Clamd::start().await;
    let folder = clamd.folder("files");
    let draft = given(&folder, Some(&clamd)).await;
    let browser = draft.browser().await;
    let mut large = PDF.to_vec();
    large.resize(21_000_000, b' ');
    for (name, bytes, message) in [
        ("", b"" as &[u8], "Select a file"),
        ("a.pdf", b"", "The selected file is empty"),
        ("a.pdf", b"MZ\x90", "The selected file must be a PDF"),
        (
            "a.pdf",
            b"%PDF-1.7 /Encrypt 1 startxref %%EOF",
            "is password protected",
        ),
        ("a.pdf", &large, "must be smaller than 20MB"),
    ] {
        let page = upload(&browser, &draft, name, bytes).await;
        page.expect_status(422);
        page.expect_text(message);
        page.expect_text("There is a problem");
    }
    let add = draft.path("documents/add");
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    let forged = browser
        .raw_post(&add, &kind, form("wrong", "a.pdf", PDF))
        .await;
    forged.expect_status(403);
    assert_eq!(files_in(&folder), Vec::<PathBuf>::new());
    assert_eq!(draft.app.count("documents").await, 0);
}

#[tokio::test]
async fn an_upload_that_is_cut_off_leaves_nothing_behind() {
    let clamd = Clamd::start().await;
    let folder = clamd.folder("files");
    let draft = given(&folder, Some(&clamd)).await;
    let browser = draft.browser().await;
    let add = draft.path("documents/add");
    let token = browser.visit(&add).await.csrf();
    let body = form(&token, "a.pdf", PDF);
    let mut stream = tokio::net::TcpStream::connect(draft.app.address())
        .await
        .unwrap();
    let head = format!(
        "POST {add} HTTP/1.1\r\nHost: x\r\nCookie: {}\r\nContent-Type: multipart/form-data; \
         boundary={BOUNDARY}\r\nContent-Length: {}\r\n\r\n",
        browser.cookie_line().unwrap(),
        body.len()
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    // Slowly, and never the end.
    for piece in body[..body.len() - 30].chunks(60) {
        stream.write_all(piece).await.unwrap();
        tokio::time::sleep(std::time::Duration::from_millis(30)).await;
    }
    assert_eq!(files_in(&folder).len(), 1, "it is arriving");
    drop(stream);
    for _ in 0..100 {
        if files_in(&folder).is_empty() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    assert_eq!(files_in(&folder), Vec::<PathBuf>::new());
    assert_eq!(draft.app.count("documents").await, 0);
}
