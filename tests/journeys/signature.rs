//! The supplier asks the signatory, reminds them, and takes it back.

use crate::given_draft::{GivenDraft, SIGNATORY};
use domain::role::OrganisationRole;
use tests::{Browser, Page};
use time::Duration;

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
    // Once a day: not even the same button sends another.
    let sent = draft.app.mail_to(SIGNATORY).await.len();
    page.press("Send a reminder", []).await;
    assert_eq!(draft.app.mail_to(SIGNATORY).await.len(), sent);
    let reminded = supplier.visit(&draft.path("signature")).await;
    reminded.expect_text("You can send a reminder once a day, from tomorrow");
    assert!(
        !reminded
            .select_text("button")
            .iter()
            .any(|words| words == "Send a reminder")
    );
    let letters = draft.app.mail_to(SIGNATORY).await;
    let subject = &letters.last().subject;
    assert!(subject.starts_with("Reminder: sign by "), "{subject}");
    let newer = letters.last_link();
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

#[tokio::test]
async fn the_supplier_is_told_when_a_request_ran_out_unsigned() {
    let draft = GivenDraft::complete().await;
    let app = &draft.app;
    let administrator = app
        .given_member(&draft.organisation, OrganisationRole::Administrator)
        .await;
    app.given_member(&draft.organisation, OrganisationRole::Viewer)
        .await;
    draft.ask_signatory().await;
    let ran_out = "outbox where kind = 'signing_run_out'";
    app.advance(Duration::days(13)).await;
    app.run_due_work().await;
    assert_eq!(app.count(ran_out).await, 0);
    let day = domain::when::uk_date(app.app.clock.now() + Duration::days(1));
    app.skip_audit().await;
    app.advance(Duration::days(1)).await;
    tokio::join!(app.run_due_work(), app.run_due_work());
    app.expect_audit(["signing_run_out_told"]).await;
    // Who asked, and the administrator; each once.
    for address in [&draft.editor.email, &administrator.email] {
        let letters = app.mail_to(address).await;
        let letter = letters.last();
        assert_eq!(
            letter.subject,
            format!("The signing request ran out on {}", domain::when::date(day))
        );
        assert!(letter.text.contains("has not signed the commitments"));
        assert!(letter.text.contains(&draft.path("signature")));
    }
    app.advance(Duration::days(3)).await;
    app.run_due_work().await;
    assert_eq!(app.count(ran_out).await, 2);
    // Sent again, it may run out again.
    let supplier = draft.browser().await;
    let page = supplier.visit(&draft.path("signature")).await;
    page.expect_text("Status: Ran out")
        .expect_text("The link worked until")
        .expect_no_text("The link works until");
    page.press("Send a reminder", []).await.expect_status(303);
    app.run_due_work().await;
    assert_eq!(app.count(ran_out).await, 2);
    app.advance(Duration::days(15)).await;
    app.run_due_work().await;
    assert_eq!(app.count(ran_out).await, 4);
}

#[tokio::test]
async fn nobody_is_told_of_a_request_that_was_signed_or_taken_back() {
    let draft = GivenDraft::complete().await;
    draft.agree().await;
    draft.sign().await;
    let other = GivenDraft::complete().await;
    other.ask_signatory().await;
    let supplier = other.browser().await;
    let page = supplier.visit(&other.path("signature")).await;
    page.press("Cancel the request", [])
        .await
        .expect_status(303);
    for draft in [draft, other] {
        draft.app.advance(Duration::days(16)).await;
        draft.app.run_due_work().await;
        let told = draft
            .app
            .count("outbox where kind = 'signing_run_out'")
            .await;
        assert_eq!(told, 0);
    }
}

#[tokio::test]
async fn whoever_sends_and_cancels_in_turns_floods_no_signatory() {
    let draft = GivenDraft::complete().await;
    draft.agree().await;
    // What was sent before, as it is counted.
    draft
        .app
        .sql(
            "insert into links (id, organisation_id, application_id, owner_request_id, token_hash, email, created_at, expires_at)
             select gen_random_uuid(), organisation_id, application_id, owner_request_id, sha256(('x' || n)::bytea), email,
                 access.now(), access.now() + interval '1 day' from links, generate_series(1, 11) n",
        )
        .await;
    let supplier = draft.browser().await;
    let page = supplier.visit(&draft.path("signatory")).await;
    let page = page
        .submit([
            ("name", "Sidney Carton"),
            ("job_title", "Director"),
            ("email", "sidney@northwind.example"),
        ])
        .await;
    page.expect_redirect(&draft.path("signatory/check"));
    let check = page.follow().await;
    let refused = check.press("Send to Sidney Carton", []).await;
    refused.expect_redirect(&draft.path("signatory/check"));
    refused
        .follow()
        .await
        .expect_text("You have sent as many requests as you can in a day")
        .expect_text("Sidney Carton");
    assert_eq!(draft.app.count("signature_requests").await, 0);
}

/// Chooses somebody to sign, and opens the check.
async fn chosen(draft: &GivenDraft, browser: &Browser, name: &str, email: &str) -> Page {
    let page = browser.visit(&draft.path("signatory")).await;
    let fields = [("name", name), ("job_title", "Director"), ("email", email)];
    page.submit(fields).await.follow().await
}

/// Another editor, with a browser.
async fn colleague(draft: &GivenDraft) -> (String, Browser) {
    let user = draft
        .app
        .given_member(&draft.organisation, OrganisationRole::Editor)
        .await;
    let browser = draft.app.sign_in(&user).await;
    (user.name, browser)
}

#[tokio::test]
async fn nothing_is_sent_when_the_signatory_signed_after_the_check_was_opened() {
    let draft = GivenDraft::complete().await;
    draft.agree().await;
    let link = draft.ask_signatory().await;
    let (_, bronwens) = colleague(&draft).await;
    let check = chosen(&draft, &bronwens, "Other Signer", "other@northwind.example").await;
    check.expect_text("Sending yours cancels it.");
    let page = draft.commitments(&draft.app.browser(), &link).await;
    page.submit(crate::given_draft::SIGNATURE)
        .await
        .expect_status(303);
    let sent = check.press("Send to Other Signer", []).await;
    sent.expect_redirect(&draft.path("signature"));
    sent.follow()
        .await
        .expect_text("Not sent: Helen Marsh signed meanwhile")
        .expect_text("Status: Signed")
        .expect_no_text("Sent to Other Signer")
        .expect_no_text("Success");
    assert_eq!(draft.app.count("signature_requests").await, 1);
}

#[tokio::test]
async fn no_request_of_a_colleague_is_cancelled_unseen_and_all_see_who_cancelled_one() {
    let draft = GivenDraft::complete().await;
    let (bronwen, bronwens) = colleague(&draft).await;
    let check = chosen(&draft, &bronwens, "Other Signer", "other@northwind.example").await;
    check.expect_no_text("cancels it");
    draft.ask_signatory().await;
    draft.app.advance(Duration::minutes(1)).await;
    let warning = format!("{} sent a request to Helen Marsh at ", draft.editor.name);
    draft.app.skip_audit().await;
    let typed = [("message", "As agreed on Monday")];
    let refused = check.press("Send to Other Signer", typed).await;
    refused
        .expect_status(409)
        .expect_text(&format!("Not sent: {warning}"))
        .expect_text("Sending yours cancels it.")
        .expect_text("As agreed on Monday");
    draft.app.expect_audit([]).await;
    assert_eq!(
        draft
            .app
            .count("signature_requests where state = 'sent'")
            .await,
        1
    );
    // Having seen it, she can.
    refused
        .press("Send to Other Signer", [])
        .await
        .expect_redirect(&draft.path("signature"));
    let status = bronwens.visit(&draft.path("signature")).await;
    let cancelled = |page: &Page| {
        let events = page.select_text(".app-timeline__item, .moj-timeline__item, main li");
        events
            .into_iter()
            .find(|event| event.contains("Cancelled"))
            .unwrap_or_else(|| panic!("nothing was cancelled: {}", page.body()))
    };
    assert!(cancelled(&status).contains(&bronwen));
    draft.app.advance(Duration::minutes(1)).await;
    status
        .press("Cancel the request", [])
        .await
        .expect_status(303);
    let amaras = draft.browser().await.visit(&draft.path("signature")).await;
    amaras.expect_text(&format!("{bronwen} cancelled the request at "));
}

#[tokio::test]
async fn nothing_is_sent_to_somebody_else_than_the_page_named() {
    let draft = GivenDraft::complete().await;
    let supplier = draft.browser().await;
    let check = chosen(&draft, &supplier, "Helen Marsh", SIGNATORY).await;
    chosen(&draft, &supplier, "Omar Haddad", "omar@northwind.example").await;
    let refused = check.press("Send to Helen Marsh", []).await;
    refused
        .expect_status(409)
        .expect_heading("Check before you send to Omar Haddad")
        .expect_text("after you opened this page you chose Omar Haddad to sign, online");
    assert_eq!(draft.app.count("signature_requests").await, 0);
    refused
        .press("Send to Omar Haddad", [])
        .await
        .expect_redirect(&draft.path("signature"));
}
