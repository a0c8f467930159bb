//! Asking the supplier about some answers, the reply, and what comes of it.

use crate::given_case::GivenCase;
use tests::Browser;
use time::Duration;

const REQUEST: &str = "Which report is shared, and with whom?";

/// The assessor asks about 9b. Answers the assessor's browser and the path of the request.
async fn asked(case: &GivenCase) -> (Browser, String) {
    let browser = case.begun().await;
    case.judge(&browser, "9b", "ask", REQUEST).await;
    case.judge(&browser, "9a", "meets", "").await;
    let page = browser.visit(&case.team_path("clarifications/new")).await;
    let check = page.submit([]).await.follow().await;
    check.expect_text(REQUEST);
    check
        .press("Send request", [])
        .await
        .expect_redirect(&case.team_path(""));
    let id: String = case.app.value("select id::text from clarifications").await;
    let path = format!("/applications/{}/clarifications/{id}", case.reference);
    (browser, path)
}

#[tokio::test]
async fn a_request_collects_what_is_to_be_asked_and_pauses_the_clock() {
    let case = GivenCase::submitted().await;
    let browser = case.begun().await;
    let new = case.team_path("clarifications/new");
    let page = browser.visit(&new).await;
    page.expect_text("Mark a question ‘Ask the supplier’ first.");
    case.judge(&browser, "9b", "ask", REQUEST).await;
    case.judge(&browser, "contacts", "ask", "Who answers at night?")
        .await;
    let page = browser.visit(&new).await;
    page.submit([("request-9b", " "), ("due-year", "2001")])
        .await
        .expect_errors([
            (
                "request-9b",
                "Enter what you need the supplier to tell you about 9b",
            ),
            ("due", "The date to reply by must be in the future"),
        ]);
    let page = page
        .submit([("request-9b", "Which <b>report</b> is shared?")])
        .await;
    let check = page.follow().await;
    check
        .expect_text("Which <b>report</b> is shared?")
        .expect_text("Who answers at night?");
    case.app.skip_audit().await;
    let sent = check.press("Send request", []).await;
    sent.expect_redirect(&case.team_path(""));
    assert_eq!(case.state().await, "awaiting_supplier");
    case.app.expect_audit(["clarification_asked"]).await;
    sent.follow()
        .await
        .expect_text("Paused until the supplier replies");
    for address in ["priya.raman@northwind.example", &case.editor.email] {
        let letters = case.app.mail_to(address).await;
        assert!(
            letters
                .last()
                .subject
                .starts_with("We need more about 2 answers")
        );
        assert!(!letters.last().text.contains("report"));
    }
    check.press("Send request", []).await.expect_status(409);
    assert_eq!(case.app.count("clarifications").await, 1);
    let closed = browser.visit(&case.team_path("review/9a")).await;
    closed.expect_text("The supplier has been asked.");
}

#[tokio::test]
async fn what_somebody_else_judged_meanwhile_is_not_sent_unseen() {
    let case = GivenCase::submitted().await;
    let browser = case.begun().await;
    case.judge(&browser, "9b", "ask", REQUEST).await;
    let page = browser.visit(&case.team_path("clarifications/new")).await;
    let check = page.submit([]).await.follow().await;
    case.judge(&browser, "9a", "ask", "Whose key opens the console?")
        .await;
    check.press("Send request", []).await.expect_status(409);
    assert_eq!(case.app.count("clarifications").await, 0);
}

#[tokio::test]
async fn the_supplier_replies_and_the_clock_runs_again() {
    let case = GivenCase::submitted().await;
    let (_, path) = asked(&case).await;
    let target: String = case
        .app
        .value("select target_on::text from applications")
        .await;
    let editor = case.app.sign_in(&case.editor).await;
    let page = editor.visit(&path).await;
    page.expect_text("9b Consumers must not affect other consumers")
        .expect_no_text("9a ");
    let check = editor.visit(&format!("{path}/check")).await;
    check.expect_text("has no reply yet");
    let item = editor.visit(&format!("{path}/9b")).await;
    item.expect_text(REQUEST).expect_text("Not fully yet");
    item.submit([("reply", " ")])
        .await
        .expect_error("reply", "Enter your reply");
    let page = item
        .submit([("reply", "No report is shared <i>any more</i>.")])
        .await;
    page.expect_redirect(&format!("{path}/check"));
    case.app.advance(Duration::days(7)).await;
    let editor = case.app.sign_in(&case.editor).await;
    let check = editor.visit(&format!("{path}/check")).await;
    check
        .expect_text("No report is shared <i>any more</i>.")
        .expect_text("Your signatory does not have to confirm anything.");
    case.app.skip_audit().await;
    let sent = check.press("Send to the PSN team", []).await;
    sent.expect_redirect(&format!("{path}/sent"));
    case.app.expect_audit(["clarification_answered"]).await;
    sent.follow().await.expect_heading("Reply sent");
    assert_eq!(case.state().await, "under_review");
    let moved: String = case
        .app
        .value("select target_on::text from applications where paused_at is null")
        .await;
    assert!(moved > target, "{moved} is not after {target}");
    let letters = case.app.mail_to("team@psn.example").await;
    assert!(letters.last().subject.ends_with("supplier replied"));
    let token = sent.follow().await.csrf();
    editor
        .post(&format!("{path}/check"), &[(govuk::CSRF_FIELD, &token)])
        .await
        .expect_status(409);
    let assessor = case.app.sign_in(&case.assessor).await;
    let overview = assessor.visit(&case.team_path("")).await;
    overview.expect_text("Supplier replied");
    let review = assessor.visit(&case.team_path("review/9b")).await;
    review
        .expect_text("No report is shared <i>any more</i>.")
        .expect_text("No answer changed here.");
    case.judge(&assessor, "9b", "meets", "").await;
    assessor
        .visit(&case.team_path(""))
        .await
        .expect_no_text("9b Supplier replied");
}

#[tokio::test]
async fn a_changed_answer_is_shown_word_by_word_and_the_signatory_confirms_it() {
    let case = GivenCase::submitted().await;
    case.given_signature().await;
    let (_, path) = asked(&case).await;
    case.answer(
        "security/9b",
        &[
            ("answer", "isolated"),
            ("explanation", "Consumers are kept apart in every way."),
        ],
    )
    .await;
    let editor = case.app.sign_in(&case.editor).await;
    let item = editor.visit(&format!("{path}/9b")).await;
    item.submit([("reply", "We took the report away.")]).await;
    let check = editor.visit(&format!("{path}/check")).await;
    check
        .expect_text("Removed text: apart, but for a shared report.")
        .expect_text("ask them to confirm the changes");
    assert!(
        check
            .select_text("ins")
            .iter()
            .any(|text| text.contains("in every way."))
    );
    case.app.skip_audit().await;
    check
        .press("Send to the PSN team", [])
        .await
        .expect_redirect(&format!("{path}/sent"));
    case.app
        .expect_audit(["signature_asked", "clarification_answered"])
        .await;
    let letters = case.app.mail_to("rhiannon.vale@northwind.example").await;
    assert_eq!(letters.len(), 1);
    let assessor = case.app.sign_in(&case.assessor).await;
    let page = assessor.visit(&case.team_path("review/9b")).await;
    assert!(
        page.select_text("del")
            .iter()
            .any(|text| text.contains("shared report."))
    );
    assessor
        .visit(&case.team_path("recommend"))
        .await
        .expect_text("We are waiting for the signatory to confirm what changed.");
    assessor
        .visit(&case.team_path("signature"))
        .await
        .expect_text("Covers what was submitted: no.");
}

#[tokio::test]
async fn two_colleagues_who_reply_at_once_see_both_replies() {
    let case = GivenCase::submitted().await;
    let (_, path) = asked(&case).await;
    let item = format!("{path}/9b");
    let one = case.app.sign_in(&case.editor).await.visit(&item).await;
    let other = case.app.sign_in(&case.editor).await.visit(&item).await;
    other
        .submit([("reply", "Theirs.")])
        .await
        .expect_status(303);
    let conflict = one.submit([("reply", "Mine.")]).await;
    conflict
        .expect_status(409)
        .expect_text("Theirs.")
        .expect_text("Mine.");
    conflict.submit([]).await.expect_status(303);
    let reply: String = case
        .app
        .value("select reply from clarification_items where version = 3")
        .await;
    assert_eq!(reply, "Mine.");
}

#[tokio::test]
async fn only_the_suppliers_editors_reply() {
    use domain::role::OrganisationRole;
    let case = GivenCase::submitted().await;
    let (assessor, path) = asked(&case).await;
    let viewer = case
        .app
        .given_member(&case.organisation, OrganisationRole::Viewer)
        .await;
    let viewer = case.app.sign_in(&viewer).await;
    let page = viewer.visit(&format!("{path}/9b")).await;
    page.expect_text(REQUEST).expect_no_text("Your reply");
    let token = page.csrf();
    let fields = [
        (govuk::CSRF_FIELD, token.as_str()),
        ("reply", "Not mine to say"),
        ("version", "1"),
    ];
    viewer
        .post(&format!("{path}/9b"), &fields)
        .await
        .expect_status(403);
    viewer
        .post(&format!("{path}/check"), &fields[..1])
        .await
        .expect_status(403);
    let stranger = case.app.given_organisation("Other Limited").await;
    let stranger = case
        .app
        .given_member(&stranger, OrganisationRole::Administrator)
        .await;
    let stranger = case.app.sign_in(&stranger).await;
    for tail in ["", "/9b", "/check", "/sent"] {
        for browser in [&stranger, &assessor] {
            browser
                .open(&format!("{path}{tail}"))
                .await
                .expect_status(404);
        }
    }
}
