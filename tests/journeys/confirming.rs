//! Showing again who one is before deciding and issuing.

use crate::given_case::GivenCase;
use domain::role::TeamRole;
use tests::{PASSWORD, TestApp};
use time::Duration;

const WITH_CODE: &str = "/confirm-it-is-you/code";

const REFUSED: &str = "Enter the password for your account";

#[tokio::test]
async fn issuing_more_than_15_minutes_after_sign_in_needs_the_password_again() {
    let case = GivenCase::approved().await;
    let browser = case.app.sign_in(&case.lead).await;
    let path = case.team_path("issue");
    let before = browser.cookie("psn-session").unwrap();
    case.app.advance(Duration::minutes(16)).await;
    let page = browser.visit(&path).await;
    let asked = page.press("Issue certificate", []).await;
    assert_eq!(asked.status(), 303);
    assert!(
        asked
            .header("location")
            .starts_with("/confirm-it-is-you?next=")
    );
    assert_eq!(case.app.count("certificates").await, 0);
    case.app.skip_audit().await;

    let confirm = browser
        .visit(&format!("/confirm-it-is-you?next={path}"))
        .await;
    let refused = confirm.submit([("password", "not it")]).await;
    refused.expect_error("password", REFUSED);
    let done = refused.submit([("password", PASSWORD)]).await;
    done.expect_redirect(&path);
    case.app
        .expect_audit(["confirmation_refused", "session_renewed"])
        .await;
    // The session goes on under another token; the old one is worth nothing.
    assert_ne!(browser.cookie("psn-session").unwrap(), before);
    let thief = case.app.browser();
    thief.set_cookie("psn-session", &before);
    let turned_away = thief.open("/account").await;
    turned_away.expect_redirect("/sign-in?next=%2Faccount");

    let page = done.follow().await;
    let issued = page.press("Issue certificate", []).await;
    issued.expect_redirect(&case.team_path("issued"));
}

#[tokio::test]
async fn confirming_leads_nowhere_but_to_pages_of_ours() {
    let case = GivenCase::approved().await;
    let browser = case.app.sign_in(&case.lead).await;
    for next in ["//evil.example", "https://evil.example/", "/\\evil.example"] {
        let encoded: String = form_urlencoded::byte_serialize(next.as_bytes()).collect();
        let page = browser
            .visit(&format!("/confirm-it-is-you?next={encoded}"))
            .await;
        let done = page.submit([("password", PASSWORD)]).await;
        done.expect_redirect("/team");
    }
}

#[tokio::test]
async fn the_page_says_what_is_about_to_be_done_and_leads_back() {
    let case = GivenCase::approved().await;
    let browser = case.app.sign_in(&case.lead).await;
    let issue = case.team_path("issue");
    for way in ["", "/code"] {
        let page = browser
            .visit(&format!("/confirm-it-is-you{way}?next={issue}"))
            .await;
        page.expect_text("You are about to issue a certificate, so we ask for");
        let back = page.click("Back").await;
        assert_eq!(back.path(), issue);
        // Also after a mistake.
        let field = if way.is_empty() { "password" } else { "code" };
        let refused = page.submit([(field, "")]).await;
        refused
            .expect_status(422)
            .expect_text("You are about to issue a certificate");
        assert_eq!(refused.click("Back").await.path(), issue);
    }
    // Back from a page that asks for a confirmation itself leads to the one before it.
    let page = browser
        .visit("/confirm-it-is-you?next=%2Faccount%2Ftwo-factor%2Fremove")
        .await;
    page.expect_text("You are about to remove your authenticator app");
    assert_eq!(page.click("Back").await.path(), "/account");
    let page = browser
        .visit("/confirm-it-is-you?next=%2F%2Fevil.example")
        .await;
    page.expect_text("What you are about to do matters");
    assert_eq!(page.click("Back").await.path(), "/team");
}

#[tokio::test]
async fn a_code_of_the_app_confirms_too_and_counts_once() {
    let app = TestApp::start().await;
    let user = app.given_team_member(TeamRole::Lead).await;
    let browser = app.sign_in(&user).await;
    app.advance(Duration::minutes(16)).await;
    let asked = browser.open("/account/two-factor/remove").await;
    let page = asked.follow().await;
    let page = page.click("Use a code from your app instead").await;
    page.submit([("code", "12 34")])
        .await
        .expect_errors([("code", "Enter the 6-digit code from your app")]);
    let wrong = page.submit([("code", "000000")]).await;
    wrong.expect_errors([(
        "code",
        "That code did not work. Check the time on your phone",
    )]);
    let before = browser.cookie("psn-session").unwrap();
    let code = app.code_of(&user).await;
    app.skip_audit().await;
    let done = wrong.submit([("code", &code)]).await;
    done.expect_redirect("/account/two-factor/remove");
    app.expect_audit(["code_accepted", "session_renewed"]).await;
    assert_ne!(browser.cookie("psn-session").unwrap(), before);
    browser.visit("/account/two-factor/remove").await;
    let page = browser.visit(WITH_CODE).await;
    page.submit([("code", &code)]).await.expect_status(422);
    page.click("Use your password instead")
        .await
        .expect_text("Your password");
}

#[tokio::test]
async fn who_has_no_app_is_asked_for_the_password() {
    let app = TestApp::start().await;
    let user = app
        .given_user("Priya Raman", "priya@northwind.example", PASSWORD)
        .await;
    let browser = app.sign_in(&user).await;
    let page = browser.visit("/confirm-it-is-you?next=%2Faccount").await;
    page.expect_no_text("instead");
    for way in ["code", "passkey"] {
        let page = browser
            .open(&format!("/confirm-it-is-you/{way}?next=%2Faccount"))
            .await;
        page.expect_redirect("/confirm-it-is-you?next=%2Faccount");
    }
}

#[tokio::test]
async fn wrong_passwords_and_codes_in_an_open_session_are_held_together_and_lock_no_sign_in() {
    let app = TestApp::start().await;
    let user = app.given_team_member(TeamRole::Lead).await;
    let found_open = app.sign_in(&user).await;
    let by_password = found_open.visit("/confirm-it-is-you").await;
    let by_code = found_open.visit(WITH_CODE).await;
    for _ in 0..4 {
        by_code
            .submit([("code", "000000")])
            .await
            .expect_status(422);
    }
    for _ in 0..3 {
        by_password
            .submit([("password", "not it")])
            .await
            .expect_status(422);
    }
    by_code
        .submit([("code", "000000")])
        .await
        .expect_status(429);
    let code = app.code_of(&user).await;
    by_code.submit([("code", &code)]).await.expect_status(429);
    by_password
        .submit([("password", PASSWORD)])
        .await
        .expect_status(429);
    let page = app.browser().visit("/sign-in").await;
    let page = page
        .submit([("email", user.email.as_str()), ("password", PASSWORD)])
        .await;
    page.follow()
        .await
        .submit([("code", &code)])
        .await
        .expect_redirect("/team");
}
