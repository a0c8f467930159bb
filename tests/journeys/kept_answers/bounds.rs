//! What is not kept, and how much is.

use super::{TYPED, sign_in, typed_too_late};
use crate::form::Given;
use domain::role::OrganisationRole;
use tests::{PASSWORD, TestApp};
use time::Duration;

#[tokio::test]
async fn nothing_is_kept_of_secrets_forgeries_and_sessions_that_were_signed_out() {
    let given = Given::started().await;
    let (app, browser) = (&given.app, &given.browser);
    let page = browser.visit("/account/password").await;
    let csrf = page.csrf();
    app.advance(Duration::minutes(61)).await;
    let secret = [("current_password", PASSWORD), ("password", "hunter2")];
    page.submit(secret).await;
    let kept: Vec<u8> = app
        .value("select coalesce((select sealed from kept_answers), '')")
        .await;
    // What is left of that form is which button was pressed.
    assert!(kept.len() < 100, "{}", kept.len());
    app.sql("delete from kept_answers").await;
    let path = given.at("security/3c");
    let body = [("answer", "yes"), ("csrf", "forged")];
    browser.post(&path, &body).await;
    let form = format!("answer=yes&csrf={csrf}").into_bytes();
    let headers = [
        ("content-type", "application/x-www-form-urlencoded"),
        ("origin", "https://evil.example"),
    ];
    let method = reqwest::Method::POST;
    browser.send(method, &path, &headers, form).await;
    assert_eq!(app.count("kept_answers").await, 0);
    // Signing out ends a session for good.
    let signed_out = app.sign_in(&given.editor).await;
    let token = signed_out.cookie("psn-session").unwrap();
    let page = signed_out.visit(&path).await;
    signed_out
        .visit("/account")
        .await
        .press("Sign out", [])
        .await;
    signed_out.set_cookie("psn-session", &token);
    let late = page.press("Save and continue", [("answer", "yes")]).await;
    late.expect_status(403)
        .expect_heading("We did not save what you typed");
    assert_eq!(app.count("kept_answers").await, 0);
}

#[tokio::test]
async fn only_those_who_typed_something_are_told_that_it_could_not_be_kept() {
    const TOLD: &str = "We did not save what you typed";
    let given = Given::started().await;
    let (_, browser) = given.colleague(OrganisationRole::Administrator).await;
    let button = browser.visit(&given.at("delete")).await;
    let typed = browser.visit(&given.at("security/3c")).await;
    let account = browser.visit("/account").await;
    account.press("Sign out", []).await;
    let late = button.press("Delete this application", []).await;
    assert!(late.header("location").starts_with("/sign-in"));
    late.follow().await.expect_no_text(TOLD);
    let late = typed.press("Save and continue", [("explanation", TYPED)]);
    late.await.expect_heading(TOLD);
    // Whoever was never signed in has typed nothing into a page of ours.
    let nobody = given.app.browser();
    nobody.visit("/sign-in").await;
    let body = [("explanation", TYPED), ("csrf", "made up")];
    let page = nobody.post(&given.at("security/3c"), &body).await;
    assert!(page.header("location").starts_with("/sign-in"));
    page.follow().await.expect_no_text(TOLD);
}

#[tokio::test]
async fn what_was_typed_after_signing_out_elsewhere_stays_in_the_page_until_its_person_is_back() {
    let given = Given::started().await;
    let browser = &given.browser;
    let typed = browser.visit(&given.at("security/3c")).await;
    let account = browser.visit("/account").await;
    account.press("Sign out", []).await;
    let fields = [("answer", "yes"), ("explanation", TYPED)];
    let late = typed.press("Save and continue", fields).await;
    late.expect_status(403)
        .expect_text("you signed out in another window")
        .expect_text("of \"mine\", long enough");
    // Before signing in, it says the same once more.
    let again = late.press("Keep what I typed", []).await;
    again
        .expect_status(403)
        .expect_text("of \"mine\", long enough");
    // Somebody else does not get it.
    let (other, _) = given.colleague(OrganisationRole::Editor).await;
    sign_in(browser, &other, "/sign-in").await;
    again
        .press("Keep what I typed", [])
        .await
        .expect_status(403);
    assert_eq!(given.app.count("kept_answers").await, 0);
    let account = browser.visit("/account").await;
    account.press("Sign out", []).await;
    sign_in(browser, &given.editor, "/sign-in").await;
    let kept = again.press("Keep what I typed", []).await;
    kept.expect_redirect("/answer-kept");
    assert_eq!(given.versions_of("security/3c").await, 0);
    let page = kept.follow().await;
    page.press("Restore", []).await.expect_status(303);
    let saved: String = given
        .app
        .value("select answer->'explanation'->>0 from answers where page = 'security/3c'")
        .await;
    assert_eq!(saved, TYPED.replace("\r\n", "\n"));
}

#[tokio::test]
async fn what_can_not_be_opened_any_more_is_not_spoken_of() {
    let given = Given::started().await;
    typed_too_late(&given).await;
    let again = given.app.sign_in(&given.editor).await;
    let account = again.visit("/account").await;
    account.expect_text("We kept something that you typed and that could not be taken.");
    given
        .app
        .sql("update kept_answers set sealed = sha256(sealed)")
        .await;
    let account = again.visit("/account").await;
    account.expect_no_text("We kept something");
}

#[tokio::test]
async fn nothing_that_was_kept_is_pushed_out_by_the_next_and_the_same_is_kept_once() {
    let given = Given::started().await;
    let csrf = given.browser.visit("/account").await.csrf();
    given.app.advance(Duration::minutes(61)).await;
    let send = async |page: &str, words: &str| {
        let body = [("csrf", csrf.as_str()), ("explanation", words)];
        given.browser.post(&given.at(page), &body).await;
    };
    for words in ["My first words", "My second words", "My second words"] {
        send("security/3c", words).await;
    }
    let page = sign_in(&given.browser, &given.editor, "/sign-in?next=/answer-kept").await;
    let page = page.follow().await;
    page.expect_text("My first words")
        .expect_text("My second words");
    assert_eq!(given.app.count("kept_answers").await, 2);
    // At most ten of a page, and 50 in all.
    let csrf = given.browser.visit("/account").await.csrf();
    given.app.advance(Duration::minutes(61)).await;
    for n in 0..60 {
        let path = given.at(&format!("security/3c/{}", n % 5));
        let words = format!("Words {n}");
        let body = [("csrf", csrf.as_str()), ("explanation", words.as_str())];
        given.browser.post(&path, &body).await;
    }
    let most = "(select 1 from kept_answers group by path having count(*) > 10) too_many";
    assert_eq!(given.app.count(most).await, 0);
    assert_eq!(given.app.count("kept_answers").await, 50);
}

#[tokio::test]
async fn what_a_person_can_have_kept_has_an_end() {
    let given = Given::started().await;
    let csrf = given.browser.visit("/account").await.csrf();
    given.app.advance(Duration::minutes(61)).await;
    let much = "x".repeat(250 * 1024);
    let app = &given.app;
    let send = async |n: usize, words: &str| {
        let path = given.at(&format!("security/3c/{n}"));
        let body = [("csrf", csrf.as_str()), ("explanation", words)];
        given.browser.post(&path, &body).await;
    };
    for n in 0..48 {
        send(n, "Words").await;
    }
    // Ten at a time, so that the page stays light.
    let elsewhere = app.sign_in(&given.editor).await;
    let page = elsewhere.visit("/answer-kept").await;
    page.expect_text("We kept more than this");
    assert_eq!(page.select_text("h2.govuk-heading-m").len(), 10);
    for n in 48..67 {
        send(n, &much).await;
    }
    let bytes: i64 = app
        .value("select sum(octet_length(sealed)) from kept_answers")
        .await;
    assert!((1024 * 1024..2 * 1024 * 1024).contains(&bytes), "{bytes}");
    // No more than 60 at once.
    let kept = "audit_events where kind = 'answer_kept'";
    assert_eq!(app.count(kept).await, 60);
}

#[tokio::test]
async fn what_is_too_large_for_a_form_is_too_large_to_keep() {
    let app = TestApp::start().await;
    let user = app
        .given_user("Priya Raman", "priya@a.example", PASSWORD)
        .await;
    let browser = app.sign_in(&user).await;
    let csrf = browser.visit("/account").await.csrf();
    app.advance(Duration::minutes(61)).await;
    let large = "x".repeat(300 * 1024);
    let body = [("csrf", csrf.as_str()), ("name", &large)];
    let page = browser.post("/organisations/new/name", &body).await;
    page.expect_status(413);
    assert_eq!(app.count("kept_answers").await, 0);
}
