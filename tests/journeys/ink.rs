//! The signatory signs on paper in ink, and the supplier uploads the signed page.

mod anew;
mod checked;
mod earlier;
mod pdf;
mod refused;

use crate::given_draft::{GivenDraft, SIGNATORY};
use blobs::Blobs;
use domain::role::{OrganisationRole, TeamRole};
use domain::when::{date, uk_date};
use reqwest::Method;
use service::documents::Files;
use tests::{Browser, Page, Setup, TestApp};

/// A scan of the signed page.
const PDF: &[u8] = b"%PDF-1.7\nA signed page.\nstartxref\n9\n%%EOF\n";
const BOUNDARY: &str = "----browser";

/// A draft in a service that keeps its files like this.
async fn given_with(files: Files) -> GivenDraft {
    let setup = Setup {
        files,
        ..Setup::default()
    };
    GivenDraft::complete_in(TestApp::start_with(setup).await).await
}

/// A draft in a service that releases files at once.
async fn given(name: &str) -> GivenDraft {
    let folder = std::env::temp_dir().join(format!("psn-ink-{name}-{}", std::process::id()));
    given_with(Files::not_scanned(Blobs::in_folder(&folder))).await
}

/// The editor chooses ink; gives the statement code.
async fn choose_ink(draft: &GivenDraft, browser: &Browser) -> String {
    let page = browser.visit(&draft.path("signatory")).await;
    let page = page
        .submit([
            ("name", "Helen Marsh"),
            ("job_title", "Managing director"),
            ("email", SIGNATORY),
            ("method", "ink"),
        ])
        .await;
    let page = page.follow().await;
    page.expect_heading("Check before Helen Marsh signs in ink")
        .expect_text("We do not email Helen Marsh.")
        .expect_no_text("The link works until");
    page.press("Make the statement to print", [])
        .await
        .expect_redirect(&draft.path("signature/ink"));
    code_on(&browser.visit(&draft.path("signature/ink")).await)
}

fn code_on(page: &Page) -> String {
    page.select_text("main strong").first().unwrap().clone()
}

/// What is typed from the page: everything right, today.
fn typed(draft: &GivenDraft, code: &str) -> Vec<(&'static str, String)> {
    let today = uk_date(draft.app.app.clock.now());
    vec![
        ("statement_code", code.to_owned()),
        ("signed_on-day", today.day().to_string()),
        ("signed_on-month", u8::from(today.month()).to_string()),
        ("signed_on-year", today.year().to_string()),
        ("name", "Helen Marsh".to_owned()),
        ("job_title", "Managing director".to_owned()),
    ]
}

/// Sends the form with these fields and this file.
async fn upload(
    browser: &Browser,
    draft: &GivenDraft,
    fields: &[(&'static str, String)],
    (name, bytes): (&str, &[u8]),
) -> Page {
    let token = browser.visit("/account").await.csrf();
    let csrf = (govuk::CSRF_FIELD, token);
    let mut body = Vec::new();
    for (field, text) in [csrf].iter().chain(fields) {
        body.extend(
            format!(
                "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{text}\r\n"
            )
            .into_bytes(),
        );
    }
    body.extend(
        format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             Content-Type: application/pdf\r\n\r\n"
        )
        .into_bytes(),
    );
    body.extend(bytes);
    body.extend(format!("\r\n--{BOUNDARY}--\r\n").as_bytes());
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    browser
        .raw_post(&draft.path("signature/ink/upload"), &kind, body)
        .await
}

/// The editor chooses ink and uploads the signed page.
async fn sign_in_ink(draft: &GivenDraft, browser: &Browser) -> String {
    let code = choose_ink(draft, browser).await;
    let fields = typed(draft, &code.to_lowercase().replace('-', " "));
    upload(browser, draft, &fields, ("signed.pdf", PDF))
        .await
        .expect_redirect(&draft.path("signature"));
    code
}

async fn submit(draft: &GivenDraft, browser: &Browser) {
    let page = browser.visit(&draft.path("submit")).await;
    page.press("Submit to the PSN team", [])
        .await
        .expect_status(303);
}

#[tokio::test]
async fn a_statement_is_printed_signed_in_ink_uploaded_and_submitted() {
    let draft = given("whole").await;
    draft.agree().await;
    let browser = draft.browser().await;
    let letters = draft.app.count("outbox").await;
    let code = choose_ink(&draft, &browser).await;
    let statement = browser.visit(&draft.path("signature/ink/statement")).await;
    assert_eq!(code_on(&statement), code);
    statement
        .expect_text("Northwind Gazetteer")
        .expect_text(draft.reference.as_str())
        .expect_text("What signing means")
        .expect_text("Answers that may not meet the standard");
    let fingerprint: String = draft
        .app
        .value("select snapshot_sha256 from signature_requests")
        .await;
    statement.expect_text(&fingerprint);
    browser
        .visit(&draft.path("signature"))
        .await
        .expect_text("The statement waits to be signed")
        .expect_no_text("Send a reminder")
        .expect_no_text("The link works until");
    browser
        .visit(&draft.path("submit"))
        .await
        .expect_text("Upload the statement that Helen Marsh signed in ink");
    // Nobody was sent anything, and nothing leads in.
    assert_eq!(draft.app.count("outbox").await, letters);
    assert_eq!(
        draft
            .app
            .count("links where signature_request_id is not null")
            .await,
        0
    );
    draft.app.skip_audit().await;
    let today = date(uk_date(draft.app.app.clock.now()));
    sign_in_ink(&draft, &browser).await;
    draft.app.expect_audit(["commitments_signed"]).await;
    let in_words = format!(
        "Signed on paper in ink, on {today}, uploaded by {}",
        draft.editor.name
    );
    let page = browser.visit(&draft.path("signature")).await;
    page.expect_text(&in_words)
        .expect_text("Signed page uploaded")
        .expect_no_text("opened the link")
        .expect_no_text("confirmed their authority");
    submit(&draft, &browser).await;
    let copy = browser.visit(&draft.path("submitted/copy")).await;
    copy.expect_text(&in_words);
    // The signed page is no document of the application.
    let documents = browser.visit(&draft.path("documents")).await;
    documents.expect_no_text("signed.pdf");
    seen_by_the_team(&draft, &browser, &code, &in_words).await;
}

/// The team reads the same words and gets the same file.
async fn seen_by_the_team(draft: &GivenDraft, browser: &Browser, code: &str, in_words: &str) {
    let assessor = draft.app.given_team_member(TeamRole::Assessor).await;
    let team = draft.app.sign_in(&assessor).await;
    let path = format!("/team/applications/{}/signature", draft.reference);
    let page = team.visit(&path).await;
    page.expect_text(in_words)
        .expect_text("Covers what was submitted: yes.")
        .expect_text(code)
        .expect_text("Check the signed page")
        .expect_no_text("Code entered")
        .expect_no_text("Authority confirmed");
    let links = page.links();
    let (_, file) = links
        .iter()
        .find(|(words, _)| words.contains("signed.pdf"))
        .unwrap();
    draft.app.skip_audit().await;
    for (browser, file) in [(&team, file), (browser, &draft.path("signature/ink/file"))] {
        let answer = browser.send(Method::GET, file, &[], Vec::new()).await;
        let disposition = answer.headers()["content-disposition"]
            .to_str()
            .unwrap()
            .to_owned();
        assert!(disposition.starts_with("attachment;"), "{disposition}");
        assert_eq!(answer.bytes().await.unwrap(), PDF);
    }
    draft.app.expect_audit(["document_downloaded"]).await;
}

#[tokio::test]
async fn a_changed_answer_voids_it_and_the_old_code_says_what_changed() {
    let draft = given("old").await;
    let browser = draft.browser().await;
    let old = choose_ink(&draft, &browser).await;
    let page = browser.visit(&draft.path("service-name")).await;
    page.press("Save and continue", [("name", "Northwind Atlas")])
        .await
        .expect_status(303);
    // Who signs in ink was sent nothing, and hears nothing.
    let told = format!("outbox where recipient = '{SIGNATORY}'");
    assert_eq!(draft.app.count(&told).await, 0);
    browser
        .open(&draft.path("signature/ink/statement"))
        .await
        .expect_redirect(&draft.path("signature"));
    upload(&browser, &draft, &typed(&draft, &old), ("signed.pdf", PDF))
        .await
        .expect_redirect(&draft.path("signature"));
    let special = questions::SpecialTask::CheckAnswers;
    let set = questions::find("psn-cop", "2015-07").unwrap();
    let check = set
        .tasks
        .iter()
        .find(|task| task.kind == questions::TaskKind::Special(special))
        .unwrap();
    draft
        .app
        .sql(&format!(
            "update section_marks set is_complete = true where task = '{}' or is_complete is false",
            check.id
        ))
        .await;
    let new = choose_ink(&draft, &browser).await;
    assert_ne!(old, new);
    let page = upload(&browser, &draft, &typed(&draft, &old), ("signed.pdf", PDF)).await;
    page.expect_status(422)
        .expect_text("which no longer counts because answers changed")
        .expect_text("What has changed since that statement")
        .expect_text("What is the service called?");
    upload(&browser, &draft, &typed(&draft, &new), ("signed.pdf", PDF))
        .await
        .expect_redirect(&draft.path("signature"));
    // What is signed is void after a change too.
    let page = browser.visit(&draft.path("service-name")).await;
    page.press("Save and continue", [("name", "Northwind Globe")])
        .await
        .expect_status(303);
    browser
        .visit(&draft.path("signature"))
        .await
        .expect_text("The signature no longer counts.");
}

#[tokio::test]
async fn readers_and_others_print_and_upload_nothing() {
    let draft = given("others").await;
    let browser = draft.browser().await;
    let code = choose_ink(&draft, &browser).await;
    let viewer = draft
        .app
        .given_member(&draft.organisation, OrganisationRole::Viewer)
        .await;
    let viewer = draft.app.sign_in(&viewer).await;
    let other = draft.app.given_organisation("Fabrikam Limited").await;
    let stranger = draft
        .app
        .given_member(&other, OrganisationRole::Administrator)
        .await;
    let stranger = draft.app.sign_in(&stranger).await;
    for tail in [
        "signature/ink",
        "signature/ink/statement",
        "signature/ink/upload",
    ] {
        viewer.open(&draft.path(tail)).await.expect_status(403);
        stranger.open(&draft.path(tail)).await.expect_status(404);
    }
    stranger
        .open(&draft.path("signature/ink/file"))
        .await
        .expect_status(404);
    let fields = typed(&draft, &code);
    for (browser, status) in [(&viewer, 403), (&stranger, 404)] {
        upload(browser, &draft, &fields, ("signed.pdf", PDF))
            .await
            .expect_status(status);
    }
    assert_eq!(draft.app.count("ink_statements").await, 0);
    // A reminder is of a link, and there is none.
    let csrf = browser.visit(&draft.path("signature")).await.csrf();
    browser
        .post(&draft.path("signature/remind"), &[("csrf", &csrf)])
        .await
        .expect_status(409);
    // And no link that could run out.
    draft.app.advance(time::Duration::days(16)).await;
    draft.app.run_due_work().await;
    assert_eq!(
        draft
            .app
            .count("outbox where kind = 'signing_run_out'")
            .await,
        0
    );
    sign_in_ink(&draft, &draft.browser().await).await;
}
