//! The signatory reads, and signs or says why not.

use crate::given_draft::{GivenDraft, SIGNATORY, SIGNATURE};

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one story, told in order")]
async fn the_signatory_reads_and_signs_exactly_what_was_frozen() {
    let draft = GivenDraft::complete().await;
    let link = draft.ask_signatory().await;
    let browser = draft.app.browser();
    browser
        .visit(&link)
        .await
        .expect_heading("Sign the PSN commitments of Northwind Mapping Limited")
        .expect_text("h•••@northwind.example");
    let page = draft.enter(&browser, &link, SIGNATORY).await;
    page.expect_heading("Do you have authority to make commitments for Northwind Mapping Limited?");
    let page = page.submit([("authority", "yes")]).await.follow().await;
    page.expect_heading("What you are signing")
        .expect_text("Harbour PSN Zone")
        .expect_text("A national <b>address</b> and street gazetteer.");
    let everything = page.click("Read every answer").await;
    everything.expect_text("graham.whitlock@harbour.example");
    let page = everything.click("Continue to the commitments").await;
    page.expect_text("is not a contract");
    assert_eq!(page.select_text("main ol li").len(), 13);
    let one_box = [SIGNATURE[0], SIGNATURE[1], SIGNATURE[2]];
    let page = page.submit(one_box).await;
    page.expect_errors([("confirm", "Select both boxes to sign")]);
    let signed = page.submit(SIGNATURE).await.follow().await;
    signed.expect_heading("You signed the commitment statement");
    let fingerprint = signed
        .summary("Fingerprint of what you signed (SHA-256)")
        .unwrap();
    let text = browser.open(&format!("{link}/signed/text")).await;
    text.expect_status(200);
    assert_eq!(text.header("content-type"), "text/plain; charset=utf-8");
    assert!(text.header("content-disposition").starts_with("attachment"));
    assert_eq!(service::snapshot::sha256(text.body()), fingerprint);
    browser
        .open(&link)
        .await
        .expect_redirect(&format!("{link}/signed"));
    let receipt = draft.app.mail_to(SIGNATORY).await;
    assert_eq!(receipt.last().subject, "You signed the PSN commitments");
    assert!(receipt.last().text.contains(&fingerprint));
    // A link works for 14 days from when it was sent: said where the copy is offered.
    let ends = signed.select_text("main p");
    let ends = ends
        .iter()
        .find_map(|text| text.strip_prefix("Your link leads here until "));
    let ends = ends.and_then(|text| text.split_once(". Keep")).unwrap().0;
    let said = format!("a copy of what you signed here until {ends}:");
    assert!(receipt.last().text.contains(&said), "{said}");
    let told = draft.app.mail_to(&draft.editor.email).await;
    assert_eq!(
        told.last().subject,
        "Helen Marsh signed. You can now submit"
    );
    draft
        .app
        .expect_audit([
            "signature_asked",
            "link_code_sent",
            "link_opened",
            "authority_confirmed",
            "commitments_signed",
        ])
        .await;
    let from = "signature_requests where signed_ip = '127.0.0.1'";
    assert_eq!(draft.app.count(from).await, 1);
    // Another browser has to show that the link reached it.
    let other = draft.app.browser();
    other
        .open(&format!("{link}/signed/text"))
        .await
        .expect_redirect(&link);
    other
        .open(&link)
        .await
        .expect_status(410)
        .expect_heading("This link has been used");
}

#[tokio::test]
async fn two_presses_at_once_sign_once() {
    let draft = GivenDraft::complete().await;
    let link = draft.ask_signatory().await;
    let browser = draft.app.browser();
    let page = draft.commitments(&browser, &link).await;
    draft.app.skip_audit().await;
    let (one, other) = tokio::join!(page.submit(SIGNATURE), page.submit(SIGNATURE));
    for page in [one, other] {
        page.expect_redirect(&format!("{link}/signed"));
    }
    draft.app.expect_audit(["commitments_signed"]).await;
    let receipts = draft.app.mail_to(SIGNATORY).await;
    let is_receipt = |subject: &&&str| subject.starts_with("You signed");
    assert_eq!(receipts.subjects().iter().filter(is_receipt).count(), 1);
}

#[tokio::test]
async fn nothing_but_what_was_read_is_signed() {
    let draft = GivenDraft::complete().await;
    let link = draft.ask_signatory().await;
    let browser = draft.app.browser();
    let page = draft.commitments(&browser, &link).await;
    let csrf = page.csrf();
    let mut fields = vec![("csrf", csrf.as_str()), ("fingerprint", "0")];
    fields.extend(SIGNATURE);
    browser
        .post(&format!("{link}/commitments"), &fields)
        .await
        .expect_status(409);
    // A text that is not the one of the fingerprint is neither shown nor signed.
    draft
        .app
        .sql("update signature_requests set snapshot = replace(snapshot, 'gazetteer.', 'gazetteer,')")
        .await;
    page.submit(SIGNATURE).await.expect_status(409);
    browser
        .open(&format!("{link}/commitments"))
        .await
        .expect_status(409);
    assert_eq!(
        draft
            .app
            .count("signature_requests where state = 'signed'")
            .await,
        0
    );
}

#[tokio::test]
async fn without_authority_nobody_signs() {
    let draft = GivenDraft::complete().await;
    let link = draft.ask_signatory().await;
    let browser = draft.app.browser();
    let page = draft.enter(&browser, &link, SIGNATORY).await;
    page.submit([]).await.expect_error(
        "authority",
        "Select yes if you have authority to make commitments for Northwind Mapping Limited",
    );
    browser
        .open(&format!("{link}/commitments"))
        .await
        .expect_redirect(&format!("{link}/authority"));
    let page = page.submit([("authority", "no")]).await.follow().await;
    page.expect_heading("Why can you not sign?");
    browser
        .open(&format!("{link}/commitments"))
        .await
        .expect_redirect(&format!("{link}/authority"));
    assert_eq!(
        draft
            .app
            .count("signature_requests where state = 'opened'")
            .await,
        1
    );
}

#[tokio::test]
async fn a_signatory_who_cannot_sign_says_why() {
    let draft = GivenDraft::complete().await;
    let link = draft.ask_signatory().await;
    let browser = draft.app.browser();
    draft.enter(&browser, &link, SIGNATORY).await;
    let page = browser.visit(&format!("{link}/cannot-sign")).await;
    page.submit([("note", "")])
        .await
        .expect_errors([("reason", "Select why you cannot sign")]);
    let page = page.submit([("reason", "something_is_wrong")]).await;
    page.expect_error("note", "Enter what is wrong");
    let told = page
        .submit([("note", "The desk has moved.")])
        .await
        .follow()
        .await;
    told.expect_heading(&format!("We have told {}", draft.editor.name));
    browser
        .open(&link)
        .await
        .expect_redirect(&format!("{link}/told"));
    let mail = draft.app.mail_to(&draft.editor.email).await;
    assert_eq!(mail.last().subject, "Helen Marsh cannot sign");
    assert!(!mail.last().text.contains("The desk has moved."));
    let page = draft.browser().await.visit(&draft.path("signature")).await;
    page.expect_text("The desk has moved.")
        .expect_text("Something in the application is wrong");
    // Another person can be asked.
    draft.ask_signatory().await;
}

#[tokio::test]
async fn a_signatory_still_reads_what_she_signed_once_it_counts_no_more() {
    let draft = GivenDraft::complete().await;
    let link = draft.ask_signatory().await;
    let browser = draft.app.browser();
    let page = draft.commitments(&browser, &link).await;
    page.submit(SIGNATURE).await.expect_status(303);
    let signed = browser.open(&format!("{link}/signed/text")).await;
    let supplier = draft.browser().await;
    let page = supplier.visit(&draft.path("service-name")).await;
    page.press("Save and continue", [("name", "Another name")])
        .await
        .expect_status(303);
    let told = draft.app.mail_to(SIGNATORY).await;
    assert_eq!(told.last().subject, "A signature no longer counts");
    let text = told.last().text.replace('\n', " ");
    assert!(text.contains("Helen Marsh had signed"), "{text}");
    // The browser that entered the code reads on; the link is the receipt's.
    browser
        .open(&link)
        .await
        .expect_redirect(&format!("{link}/signed"));
    let page = browser.visit(&format!("{link}/signed")).await;
    page.expect_heading("Your signature no longer counts")
        .expect_text("Northwind Mapping Limited changed an answer after you had signed, at ")
        .expect_no_text("can now submit the application");
    let again = browser.open(&format!("{link}/signed/text")).await;
    again.expect_status(200);
    assert_eq!(again.body(), signed.body());
    browser
        .open(&format!("{link}/commitments"))
        .await
        .expect_redirect(&format!("{link}/signed"));
    // Another browser is told the same, and a code opens what was signed.
    let other = draft.app.browser();
    let page = other.open(&link).await;
    page.expect_status(410)
        .expect_heading("Your signature no longer counts")
        .expect_text("You signed the commitment statement for ")
        .expect_text("changed an answer after you had signed");
    draft.app.advance(time::Duration::minutes(2)).await;
    let page = page.press("Send me a code", []).await.follow().await;
    let code = draft.app.mail_to(SIGNATORY).await.last_code();
    let page = page.submit([("code", code.as_str())]).await.follow().await;
    page.expect_heading("Your signature no longer counts");
    let state = "signature_requests where state = 'voided' and signed_at is not null";
    assert_eq!(draft.app.count(state).await, 1);
}
