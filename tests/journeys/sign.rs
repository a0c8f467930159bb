//! The signatory is asked, and signs.

use crate::given_draft::{GivenDraft, SIGNATORY, SIGNATURE};
use domain::role::OrganisationRole;
use time::Duration;

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
async fn a_wrong_code_is_refused_five_times_and_then_every_code() {
    let draft = GivenDraft::complete().await;
    let link = draft.ask_signatory().await;
    let browser = draft.app.browser();
    let page = browser.visit(&link).await;
    let mut page = page.press("Send me a code", []).await.follow().await;
    let code = draft.app.mail_to(SIGNATORY).await.last_code();
    let wrong = if code == "000000" { "000001" } else { "000000" };
    page.submit([("code", "")])
        .await
        .expect_error("code", "Enter the code");
    for _ in 0..4 {
        page = page.submit([("code", wrong)]).await;
        page.expect_error("code", "That code is not right. Check the latest email");
    }
    page = page.submit([("code", wrong)]).await;
    page.expect_status(429);
    page.submit([("code", &code)]).await.expect_status(429);
    assert_eq!(
        draft
            .app
            .count("signature_requests where state = 'sent'")
            .await,
        1
    );
    // A new code works, after a minute.
    let early = page.press("Send me a new code", []).await;
    early
        .expect_status(429)
        .expect_heading("We sent you a code less than a minute ago");
    assert_eq!(early.header("retry-after"), "60");
    draft.app.advance(Duration::minutes(2)).await;
    let page = page.press("Send me a new code", []).await.follow().await;
    let code = draft.app.mail_to(SIGNATORY).await.last_code();
    let spaced = format!(" {} {} ", &code[..3], &code[3..]);
    let page = page.submit([("code", &spaced)]).await.follow().await;
    page.expect_text("Do you have authority");
}

#[tokio::test]
async fn a_code_runs_out_and_a_link_sends_ten_at_most() {
    let draft = GivenDraft::complete().await;
    let link = draft.ask_signatory().await;
    let browser = draft.app.browser();
    let page = browser.visit(&link).await;
    let page = page.press("Send me a code", []).await.follow().await;
    let old = draft.app.mail_to(SIGNATORY).await.last_code();
    draft.app.advance(Duration::minutes(16)).await;
    let page = page.submit([("code", &old)]).await;
    page.expect_error("code", "That code has expired. We have sent a new one");
    for _ in 0..8 {
        draft.app.advance(Duration::minutes(2)).await;
        page.press("Send me a new code", [])
            .await
            .expect_status(303);
    }
    draft.app.advance(Duration::minutes(2)).await;
    page.press("Send me a new code", [])
        .await
        .expect_status(429)
        .expect_heading("This link has sent too many codes");
    let code = draft.app.mail_to(SIGNATORY).await.last_code();
    page.submit([("code", &code)]).await.expect_status(303);
    // The browser that entered it may go on for an hour.
    browser.visit(&format!("{link}/authority")).await;
    draft.app.advance(Duration::minutes(61)).await;
    browser
        .open(&format!("{link}/authority"))
        .await
        .expect_redirect(&link);
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
async fn one_request_lives_at_a_time_and_the_old_link_says_so() {
    let draft = GivenDraft::complete().await;
    let first = draft.ask_signatory().await;
    let second = draft.ask_signatory().await;
    assert_eq!(
        first, second,
        "the same request to the same person is not sent twice"
    );
    draft.app.advance(Duration::days(1)).await;
    let supplier = draft.browser().await;
    let page = supplier.visit(&draft.path("signature")).await;
    page.press("Send a reminder", []).await.expect_status(303);
    let newer = draft.app.mail_to(SIGNATORY).await.last_link();
    let browser = draft.app.browser();
    browser
        .open(&first)
        .await
        .expect_status(410)
        .expect_heading("This link was replaced by a newer one");
    let page = supplier.visit(&draft.path("signature")).await;
    page.press("Cancel the request", [])
        .await
        .expect_status(303);
    browser
        .open(&newer)
        .await
        .expect_status(410)
        .expect_heading("This request was cancelled");
    let last = draft.ask_signatory().await;
    draft.app.advance(Duration::days(15)).await;
    browser
        .open(&last)
        .await
        .expect_status(410)
        .expect_heading("This link has expired");
    assert_eq!(
        draft
            .app
            .count("signature_requests where state in ('sent', 'opened', 'signed')")
            .await,
        1
    );
}

#[tokio::test]
async fn who_names_themselves_is_asked_whether_they_are_the_signatory() {
    let draft = GivenDraft::complete().await;
    let supplier = draft.browser().await;
    let page = supplier.visit(&draft.path("signatory")).await;
    page.submit([]).await.expect_errors([
        ("name", "Enter a full name"),
        ("job_title", "Enter a job title"),
        ("email", "Enter an email address"),
    ]);
    let own = [
        ("name", "Me Myself"),
        ("job_title", "Director"),
        ("email", draft.editor.email.as_str()),
    ];
    let page = page.submit(own).await.follow().await;
    page.expect_heading("Are you the authorised signatory?");
    let page = page
        .press("Yes, I am the authorised signatory", [])
        .await
        .follow()
        .await;
    page.expect_heading("Check before you send to Me Myself");
}

#[tokio::test]
async fn nothing_is_sent_before_everything_is_answered() {
    let draft = GivenDraft::complete().await;
    draft.change("service-name", "name", "").await;
    let supplier = draft.browser().await;
    let page = supplier.visit(&draft.path("signatory")).await;
    let page = page
        .submit([
            ("name", "Helen Marsh"),
            ("job_title", "Director"),
            ("email", SIGNATORY),
        ])
        .await
        .follow()
        .await;
    page.expect_text("Finish these first")
        .expect_text("Answer “What is the service called?”");
    let csrf = page.csrf();
    let path = draft.path("signatory/check");
    supplier
        .post(&path, &[("csrf", &csrf)])
        .await
        .expect_redirect(&path);
    assert_eq!(draft.app.count("signature_requests").await, 0);
}

#[tokio::test]
async fn readers_and_others_send_nothing() {
    let draft = GivenDraft::complete().await;
    let link = draft.ask_signatory().await;
    let viewer = draft
        .app
        .given_member(&draft.organisation, OrganisationRole::Viewer)
        .await;
    let browser = draft.app.sign_in(&viewer).await;
    let csrf = browser.visit(&draft.path("signature")).await.csrf();
    for tail in [
        "signatory",
        "signatory/check",
        "signature/remind",
        "signature/cancel",
    ] {
        browser
            .post(&draft.path(tail), &[("csrf", &csrf)])
            .await
            .expect_status(403);
    }
    let other = draft.app.given_organisation("Fabrikam Limited").await;
    let stranger = draft
        .app
        .given_member(&other, OrganisationRole::Administrator)
        .await;
    let browser = draft.app.sign_in(&stranger).await;
    for tail in ["signatory", "signature", "signatory/check"] {
        browser.open(&draft.path(tail)).await.expect_status(404);
    }
    // A link of one kind is none of the other.
    let as_owner = link.replace("/sign/", "/owner/");
    browser.open(&as_owner).await.expect_status(404);
}
