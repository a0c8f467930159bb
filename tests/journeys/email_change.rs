//! Changing the address that one signs in with, and undoing it.

use tests::{Browser, PASSWORD, Page, TestApp, User};
use time::Duration;

const OLD: &str = "priya.raman@northwind.example";
const NEW: &str = "priya@raman.example";

async fn priya(app: &TestApp) -> (User, Browser) {
    let user = app.given_user("Priya Raman", OLD, PASSWORD).await;
    let browser = app.sign_in(&user).await;
    (user, browser)
}

async fn ask(browser: &Browser, email: &str) -> Page {
    let page = browser.visit("/account/email").await;
    page.submit([("email", email)]).await
}

async fn email_of(app: &TestApp, user: &User) -> String {
    app.value(&format!("select email from users where id = '{}'", user.id))
        .await
}

/// Asks, and confirms with the link.
async fn change(app: &TestApp, browser: &Browser) {
    ask(browser, NEW).await.expect_status(303);
    let link = app.mail_to(NEW).await.last_link();
    let page = browser.visit(&link).await;
    page.press("Confirm my new email address", [])
        .await
        .expect_redirect("/account");
}

#[tokio::test]
async fn the_new_address_is_confirmed_and_the_old_one_can_undo_it() {
    let app = TestApp::start().await;
    let (user, browser) = priya(&app).await;
    browser
        .visit("/account")
        .await
        .click("Change email address")
        .await
        .expect_heading("Change your email address")
        .expect_text(OLD);
    let asked = ask(&browser, NEW).await;
    asked.expect_redirect("/account/email?sent=yes");
    asked.follow().await.expect_text(NEW);
    let link = app.mail_to(NEW).await.last_link();
    // Opening the link changes nothing, and a stranger who got it can't use it.
    let page = browser.visit(&link).await;
    let stranger = app.given_user("Tom", "tom@b.example", PASSWORD).await;
    let stranger = app.sign_in(&stranger).await;
    let theirs = stranger.visit(&link).await;
    theirs
        .press("Confirm my new email address", [])
        .await
        .expect_status(410);
    assert!(
        app.browser()
            .open(&link)
            .await
            .redirect()
            .starts_with("/sign-in?next=")
    );
    assert_eq!(email_of(&app, &user).await, OLD);
    page.press("Confirm my new email address", [])
        .await
        .expect_redirect("/account");
    assert_eq!(email_of(&app, &user).await, NEW);
    page.press("Confirm my new email address", [])
        .await
        .expect_status(410);
    assert_eq!(
        app.mail_to(NEW).await.last().subject,
        "Your email address was changed"
    );
    let undo = app.mail_to(OLD).await.last_link();
    let holder = app.browser();
    let page = holder.visit(&undo).await;
    assert_eq!(email_of(&app, &user).await, NEW);
    page.press("Change my email address back", [])
        .await
        .expect_redirect("/forgot-password");
    assert_eq!(email_of(&app, &user).await, OLD);
    browser.open("/account").await.expect_status(303);
    holder.open(&undo).await.expect_status(410);
    app.expect_audit([
        "address_change_asked",
        "address_changed",
        "address_change_undone",
    ])
    .await;
}

#[tokio::test]
async fn links_run_out() {
    let app = TestApp::start().await;
    let (user, browser) = priya(&app).await;
    change(&app, &browser).await;
    let undo = app.mail_to(OLD).await.last_link();
    app.advance(Duration::hours(73)).await;
    app.browser().open(&undo).await.expect_status(410);
    let browser = app.sign_in(&user).await;
    ask(&browser, "third@raman.example").await;
    let link = app.mail_to("third@raman.example").await.last_link();
    app.advance(Duration::hours(25)).await;
    let browser = app.sign_in(&user).await;
    let page = browser.visit(&link).await;
    page.press("Confirm my new email address", [])
        .await
        .expect_status(410);
    assert_eq!(email_of(&app, &user).await, NEW);
}

#[tokio::test]
async fn it_needs_the_password_of_a_moment_ago_and_another_address() {
    let app = TestApp::start().await;
    let (_, browser) = priya(&app).await;
    let page = browser.visit("/account/email").await;
    let same = page.submit([("email", &*OLD.to_uppercase())]).await;
    same.expect_error(
        "email",
        "Enter an email address that is different from the one you have",
    );
    let page = same.submit([("email", "no address")]).await;
    page.expect_error(
        "email",
        "Enter an email address in the correct format, like name@example.com",
    );
    app.advance(Duration::minutes(16)).await;
    let asked = browser.open("/account/email").await;
    asked.expect_redirect("/confirm-it-is-you?next=%2Faccount%2Femail");
    let parked = page.submit([("email", NEW)]).await;
    let back = parked.redirect();
    assert!(back.starts_with("/confirm-it-is-you?next=%2Faccount%2Femail%3Fkept%3D"));
    assert!(app.mail().await.is_empty());
}

#[tokio::test]
async fn an_address_that_has_an_account_is_not_told_and_not_taken() {
    let app = TestApp::start().await;
    let (user, browser) = priya(&app).await;
    app.given_user("Tom", "tom@b.example", PASSWORD).await;
    let asked = ask(&browser, "tom@b.example").await;
    asked.expect_redirect("/account/email?sent=yes");
    assert_eq!(
        app.mail_to("tom@b.example").await.subjects(),
        ["You already have an account"]
    );
    // Somebody makes an account with it between asking and confirming.
    ask(&browser, NEW).await.expect_status(303);
    let link = app.mail_to(NEW).await.last_link();
    let page = browser.visit(&link).await;
    let rival = app.given_user("Rival", &NEW.to_uppercase(), PASSWORD).await;
    let late = page.press("Confirm my new email address", []).await;
    late.expect_status(410);
    assert_eq!(email_of(&app, &user).await, OLD);
    assert_eq!(email_of(&app, &rival).await, NEW.to_uppercase());
}

#[tokio::test]
async fn whoever_changed_it_twice_cannot_close_the_owners_way_back() {
    let app = TestApp::start().await;
    let (mut user, intruder) = priya(&app).await;
    change(&app, &intruder).await;
    let way_back = app.mail_to(OLD).await.last_link();
    // The intruder changes it again, undoes that one, and sets up an app of their own.
    let third = "third@raman.example";
    ask(&intruder, third).await;
    let link = app.mail_to(third).await.last_link();
    let page = intruder.visit(&link).await;
    page.press("Confirm my new email address", []).await;
    let theirs = app.mail_to(NEW).await.last_link();
    let page = app.browser().visit(&theirs).await;
    page.press("Change my email address back", []).await;
    assert_eq!(email_of(&app, &user).await, NEW);
    app.given_authenticator(&mut user).await;
    let page = app.browser().visit(&way_back).await;
    page.press("Change my email address back", [])
        .await
        .expect_redirect("/forgot-password");
    assert_eq!(email_of(&app, &user).await, OLD);
    assert_eq!(app.count("authenticators").await, 0);
    assert_eq!(app.count("users where password_hash = '!'").await, 1);
}
