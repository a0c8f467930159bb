//! Closing an account: who may, what goes, and what stays.

use domain::role::{OrganisationRole, TeamRole};
use tests::{Browser, PASSWORD, TestApp};
use time::Duration;

const GOOD: &str = "otter-velvet-gravy-tulip-47";

async fn change_password(browser: &Browser, current: &str, new: &str) -> u16 {
    let page = browser.visit("/account/password").await;
    let values = [("current_password", current), ("password", new)];
    page.submit(values).await.status()
}

#[tokio::test]
async fn the_only_administrator_hands_over_first() {
    let app = TestApp::start().await;
    let organisation = app.given_organisation("Northwind Mapping Limited").await;
    let admin = app
        .given_member(&organisation, OrganisationRole::Administrator)
        .await;
    app.given_member(&organisation, OrganisationRole::Editor)
        .await;
    let browser = app.sign_in(&admin).await;
    let page = browser.visit("/account/close").await;
    page.expect_text("You are the only administrator of")
        .expect_text("Northwind Mapping Limited")
        .expect_no_text("Close my account");
    let ready = app
        .given_member(&organisation, OrganisationRole::Administrator)
        .await;
    let page = browser.visit("/account/close").await;
    page.expect_no_text("You are the only administrator of");
    // The other one leaves meanwhile.
    app.sql(&format!(
        "update memberships set leaves_on = access.today() - 1 where user_id = '{}'",
        ready.id
    ))
    .await;
    page.press("Close my account", [])
        .await
        .expect_status(409)
        .expect_text("You are the only administrator of");
    assert_eq!(app.count("users where closed_at is not null").await, 0);
}

#[tokio::test]
async fn closing_takes_everything_by_which_a_person_signs_in() {
    let app = TestApp::start().await;
    let organisation = app.given_organisation("Northwind Mapping Limited").await;
    let mut user = app
        .given_member(&organisation, OrganisationRole::Editor)
        .await;
    let other = app
        .given_member(&organisation, OrganisationRole::Administrator)
        .await;
    app.given_authenticator(&mut user).await;
    let (browser, elsewhere) = (app.sign_in(&user).await, app.sign_in(&user).await);
    assert_eq!(change_password(&browser, PASSWORD, GOOD).await, 303);
    app.skip_audit().await;
    let page = browser.visit("/account").await;
    let page = page.click("Close your account").await;
    page.expect_text("you leave Northwind Mapping Limited");
    let page = page.press("Close my account", []).await;
    page.expect_redirect("/sign-in");
    page.follow().await.expect_text("Your account is closed");
    app.expect_audit(["member_left", "account_closed", "signed_out"])
        .await;
    let activity = format!("/organisations/{}/activity", organisation.id);
    let page = app.sign_in(&other).await.visit(&activity).await;
    page.expect_text(&format!("{} closed their account and left", user.name));
    elsewhere
        .open("/account")
        .await
        .expect_redirect("/sign-in?next=%2Faccount");
    let mine = format!("user_id = '{}'", user.id);
    for table in [
        "memberships",
        "sessions",
        "password_history",
        "password_tries",
        "authenticators",
        "recovery_codes",
    ] {
        assert_eq!(
            app.count(&format!("{table} where {mine}")).await,
            0,
            "{table}"
        );
    }
    assert_eq!(app.count("password_tags").await, 0);
    let left = format!(
        "users where id = '{}' and password_hash = '!' and password_tags is null
             and email like 'closed-%@closed.invalid' and name = '{}'",
        user.id, user.name
    );
    assert_eq!(app.count(&left).await, 1);
    let letters = app.mail_to(&user.email).await;
    assert_eq!(letters.subjects()[0], "Your account was closed");
    // The password may be somebody else's now.
    let browser = app.sign_in(&other).await;
    assert_eq!(change_password(&browser, PASSWORD, GOOD).await, 303);
}

#[tokio::test]
async fn nobody_closes_an_account_without_showing_who_they_are() {
    let app = TestApp::start().await;
    let user = app
        .given_user("Priya Raman", "priya@northwind.example", PASSWORD)
        .await;
    let browser = app.sign_in(&user).await;
    let page = browser.visit("/account/close").await;
    app.advance(Duration::minutes(16)).await;
    let refused = page.press("Close my account", []).await;
    assert!(refused.redirect().starts_with("/confirm-it-is-you?next="));
    assert_eq!(app.count("users where closed_at is not null").await, 0);
}

#[tokio::test]
async fn a_member_of_the_team_is_removed_by_a_service_administrator() {
    let app = TestApp::start().await;
    let user = app.given_team_member(TeamRole::Lead).await;
    let browser = app.sign_in(&user).await;
    let page = browser.visit("/account/close").await;
    page.expect_text("you are in the PSN team")
        .expect_no_text("Close my account");
    browser.post("/account/close", &[]).await;
    assert_eq!(app.count("users where closed_at is not null").await, 0);
}
