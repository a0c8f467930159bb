//! The supplier asks the signatory, reminds them, and takes it back.

use crate::given_draft::{GivenDraft, SIGNATORY};
use domain::role::OrganisationRole;
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
