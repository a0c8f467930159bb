//! What is no signed page.

use super::{PDF, choose_ink, given, given_with, sign_in_ink, typed, upload};
use crate::documents::clamd::{Clamd, EICAR};
use blobs::Blobs;
use service::documents::Files;
use time::Duration;

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one list of mistakes")]
async fn what_is_typed_wrong_is_said_and_nothing_is_kept() {
    let draft = given("wrong").await;
    let browser = draft.browser().await;
    let code = choose_ink(&draft, &browser).await;
    let path = draft.path("signature/ink/upload");
    let page = browser.visit(&path).await;
    let csrf = page.csrf();
    browser
        .post(&path, &[("csrf", &csrf)])
        .await
        .expect_errors([
            ("statement_code", "Enter the statement code"),
            ("signed_on-day", "Enter the date of the signature"),
            ("name", "Enter a full name"),
            ("job_title", "Enter a job title"),
            ("file", "Select a file"),
        ]);
    let other = "Statement code must match the one printed on page 1";
    let file = ("signed.pdf", PDF);
    for wrong in ["1234", "0000-0000"] {
        upload(&browser, &draft, &typed(&draft, wrong), file)
            .await
            .expect_errors([("statement_code", other)]);
    }
    let fields = typed(&draft, &code);
    for (name, bytes, words) in [
        (
            "table.csv",
            &b"a,b\n1,2\n"[..],
            "The selected file must be a PDF, JPG or PNG",
        ),
        (
            "page.heic",
            b"\0\0\0\x18ftypheic",
            "The selected file must be a PDF, JPG or PNG",
        ),
        ("empty.pdf", b"", "The selected file is empty"),
    ] {
        upload(&browser, &draft, &fields, (name, bytes))
            .await
            .expect_errors([("file", words)]);
    }
    let dated = |days: i64| {
        let mut fields = typed(&draft, &code);
        let day = domain::when::uk_date(draft.app.app.clock.now()) + Duration::days(days);
        fields[1].1 = day.day().to_string();
        fields[2].1 = u8::from(day.month()).to_string();
        fields[3].1 = day.year().to_string();
        fields
    };
    upload(&browser, &draft, &dated(1), file)
        .await
        .expect_errors([(
            "signed_on-day",
            "The date of the signature must be today or in the past",
        )]);
    let page = upload(&browser, &draft, &dated(-1), file).await;
    page.expect_status(422)
        .expect_text("when the statement was made");
    assert_eq!(draft.app.count("documents").await, 0);
    assert_eq!(draft.app.count("ink_statements").await, 0);
    sign_in_ink(&draft, &browser).await;
    // Of two at once, one counts.
    upload(&browser, &draft, &fields, file)
        .await
        .expect_redirect(&draft.path("signature"));
    assert_eq!(draft.app.count("ink_statements").await, 1);
}

#[tokio::test]
async fn a_virus_makes_the_signature_void_and_the_supplier_is_told() {
    let clamd = Clamd::start().await;
    let folder = clamd.folder("files");
    let scanner = blobs::Clamd::Socket(clamd.socket());
    let draft = given_with(Files::scanned(Blobs::in_folder(&folder), scanner)).await;
    let browser = draft.browser().await;
    let code = choose_ink(&draft, &browser).await;
    let virus = format!("%PDF-1.7\n{EICAR}\nstartxref\n9\n%%EOF\n");
    upload(
        &browser,
        &draft,
        &typed(&draft, &code),
        ("page.pdf", virus.as_bytes()),
    )
    .await
    .expect_redirect(&draft.path("signature"));
    let page = browser.visit(&draft.path("signature")).await;
    page.expect_text("The file waits for its virus scan.");
    browser
        .open(&draft.path("signature/ink/file"))
        .await
        .expect_redirect(&draft.path("signature"));
    draft.app.skip_audit().await;
    draft.app.run_due_work().await;
    draft
        .app
        .expect_audit(["signed_page_refused", "document_scanned"])
        .await;
    let state: String = draft
        .app
        .value("select state from signature_requests")
        .await;
    assert_eq!(state, "voided");
    let page = browser.visit(&draft.path("signature")).await;
    page.expect_text(
        "does not count as a signature. We found a virus in the file, and deleted it.",
    );
    let letters = draft.app.mail_to(&draft.editor.email).await;
    assert!(letters.last().text.contains("We found a virus in the file"));
    assert!(letters.last().text.contains(&draft.path("signature")));
    browser
        .visit(&draft.path("submit"))
        .await
        .expect_text("Ask for a new signature: the signed page cannot be used");
    // The same page, without the virus.
    let again = choose_ink(&draft, &browser).await;
    assert_eq!(again, code);
    upload(&browser, &draft, &typed(&draft, &code), ("page.pdf", PDF))
        .await
        .expect_redirect(&draft.path("signature"));
    draft.app.run_due_work().await;
    browser
        .visit(&draft.path("signature"))
        .await
        .expect_text("The signature covers your application as it is.");
}
