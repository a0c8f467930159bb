//! Showing again who one is before deciding and issuing.

use crate::given_case::GivenCase;
use tests::PASSWORD;
use time::Duration;

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
