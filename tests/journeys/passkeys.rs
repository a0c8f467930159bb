//! Passkeys: keeping them, and what is refused. A browser's virtual authenticator makes and uses
//! real ones in tests/browser/passkeys.mjs.

use domain::assurance::Assurance;
use domain::id::PasskeyId;
use domain::role::TeamRole;
use serde_json::Value;
use store::Context;
use tests::{Browser, Page, Setup, TestApp, User};
use time::Duration;

const ADD: &str = "/account/passkeys/add";
const SIGN_IN: &str = "/sign-in/passkey";
const REFUSED: &str = "That passkey did not work. Try again or sign in another way";
const NOT_MADE: &str = "Your device did not make a passkey. Try again";
/// What a device would send, of a passkey that nobody has.
const UNKNOWN: &str = r#"{"id":"AAAA","rawId":"AAAA","type":"public-key","response":
    {"authenticatorData":"AAAA","clientDataJSON":"e30","signature":"AAAA","userHandle":"AAAA"}}"#;

async fn start() -> TestApp {
    TestApp::start_with(Setup {
        host: "localhost",
        ..Setup::default()
    })
    .await
}

/// A passkey as the database keeps it, that no device has.
async fn given_passkey(app: &TestApp, user: &User, name: &str) -> PasskeyId {
    let id = PasskeyId::new();
    let (key, person) = (id.0, user.id.0);
    app.sql(&format!(
        "insert into passkeys (id, user_id, credential_id, name, credential, created_at)
         values ('{key}', '{person}', '{name}', '{name}', '{{}}', access.now())"
    ))
    .await;
    id
}

async fn signed_in(app: &TestApp, user: &User, assurance: Assurance) -> Browser {
    let session = app.given_session_of(user, assurance).await;
    let browser = app.browser();
    browser.set_cookie("psn-session", &session.token);
    browser
}

fn options(page: &Page, attribute: &str) -> Value {
    let texts = page.select_attribute("form", attribute);
    serde_json::from_str(&texts[0]).unwrap()
}

/// Posts the form of a page as its script does, with this in place of a device's answer.
async fn answer(page: &Page, name: Option<&str>, credential: &str) -> Page {
    let (csrf, questions) = (
        page.csrf(),
        page.select_attribute("input[name=question]", "value"),
    );
    let mut fields = vec![
        (govuk::CSRF_FIELD, csrf.as_str()),
        ("question", questions[0].as_str()),
        ("credential", credential),
    ];
    fields.extend(name.map(|name| ("name", name)));
    page.browser.post(page.path(), &fields).await
}

#[tokio::test]
async fn passkeys_are_listed_and_removed() {
    let app = start().await;
    let mut user = app
        .given_user("Priya Raman", "priya@northwind.example", tests::PASSWORD)
        .await;
    app.given_authenticator(&mut user).await;
    let phone = given_passkey(&app, &user, "Phone").await;
    given_passkey(&app, &user, "Laptop").await;
    let browser = signed_in(&app, &user, Assurance::SecondFactor).await;
    let elsewhere = signed_in(&app, &user, Assurance::SecondFactor).await;
    let page = browser.visit("/account/passkeys").await;
    page.expect_text("Phone").expect_text("Not used yet");
    let remove = format!("/account/passkeys/{phone}/remove");
    let page = browser.visit(&remove).await;
    app.skip_audit().await;
    let done = page.submit([]).await;
    app.expect_audit(["factor_removed", "session_renewed"])
        .await;
    done.follow().await.expect_text("Passkey removed");
    assert_eq!(app.count("passkeys").await, 1);
    elsewhere.open("/account").await.expect_status(303);
    let mail = app.mail_to(&user.email).await;
    assert_eq!(mail.subjects(), ["Your sign-in security was changed"]);
    browser.open(&remove).await.expect_status(404);
    let other = app
        .given_user("Bob", "bob@x.example", tests::PASSWORD)
        .await;
    let of_other = given_passkey(&app, &other, "Other").await;
    let path = format!("/account/passkeys/{of_other}/remove");
    browser.open(&path).await.expect_status(404);
}

#[tokio::test]
async fn the_last_factor_stays_while_one_is_required() {
    let app = start().await;
    let user = app.given_team_member(TeamRole::Lead).await;
    app.sql("delete from authenticators").await;
    let only = given_passkey(&app, &user, "Key").await;
    let browser = signed_in(&app, &user, Assurance::SecondFactor).await;
    let page = browser
        .visit(&format!("/account/passkeys/{only}/remove"))
        .await;
    let refused = page.submit([]).await;
    refused.expect_status(409).expect_text("You cannot remove");
    assert_eq!(app.count("passkeys").await, 1);
}

#[tokio::test]
async fn what_no_device_made_is_refused() {
    let app = start().await;
    let mut user = app
        .given_user("Priya Raman", "priya@northwind.example", tests::PASSWORD)
        .await;
    let browser = signed_in(&app, &user, Assurance::Password).await;
    let page = browser.visit(ADD).await;
    page.expect_text("Passkeys need JavaScript");
    let asked = options(&page, "data-passkey-make");
    assert_eq!(asked["rp"]["id"], "localhost");
    assert_eq!(asked["authenticatorSelection"]["residentKey"], "required");
    page.submit([("name", "")])
        .await
        .expect_errors([("name", "Enter a name for the passkey")]);
    for garbage in ["", "{}", "no json", UNKNOWN] {
        let page = browser.visit(ADD).await;
        let answer = answer(&page, Some("Phone"), garbage).await;
        answer.expect_errors([("name", NOT_MADE)]);
    }
    let long = "a".repeat(61);
    page.submit([("name", &long)]).await.expect_status(422);
    app.advance(Duration::minutes(16)).await;
    let late = page.submit([("name", "Phone")]).await;
    assert!(late.header("location").starts_with("/confirm-it-is-you"));
    // Somebody who knows only the password adds none beside the person's app.
    app.given_authenticator(&mut user).await;
    let weak = signed_in(&app, &user, Assurance::Password).await;
    let page = weak.visit(ADD).await;
    page.submit([("name", "Mine")]).await.expect_status(403);
    assert_eq!(app.count("passkeys").await, 0);
    let strong = signed_in(&app, &user, Assurance::SecondFactor).await;
    for number in 0..10 {
        given_passkey(&app, &user, &number.to_string()).await;
    }
    let full = strong.open(ADD).await;
    full.expect_redirect("/account/passkeys");
}

#[tokio::test]
async fn signing_in_refuses_everything_in_one_way() {
    let app = start().await;
    let browser = app.browser();
    let page = browser.visit("/sign-in").await;
    let page = page.click("Sign in with a passkey").await;
    let asked = options(&page, "data-passkey-use");
    assert_eq!(asked["userVerification"], "required");
    assert_eq!(asked["allowCredentials"], serde_json::json!([]));
    app.skip_audit().await;
    for garbage in ["", "{}", "no json", UNKNOWN] {
        let answer = answer(&page, None, garbage).await;
        answer.expect_status(422).expect_text(REFUSED);
        assert_ne!(
            options(&answer, "data-passkey-use")["challenge"],
            asked["challenge"]
        );
    }
    app.expect_audit(["sign_in_refused"; 4]).await;
    assert_eq!(
        app.count("answered_questions").await,
        1,
        "the question was one and the same"
    );
}

#[tokio::test]
async fn a_question_is_answered_once_however_many_try() {
    let app = start().await;
    let mut all = tokio::task::JoinSet::new();
    for _ in 0..20 {
        let gate = app.app.gate.clone();
        all.spawn(async move {
            let mut tx = gate.write(Context::visitor()).await.unwrap();
            let is_first = store::passkeys::answer(&mut tx, &[7; 32]).await.unwrap();
            let event = audit::Event::new(audit::Kind::CodeAccepted);
            tx.commit(&event).await.unwrap();
            is_first
        });
    }
    let answers = all.join_all().await;
    assert_eq!(answers.iter().filter(|is_first| **is_first).count(), 1);
}

#[tokio::test]
async fn after_the_password_a_passkey_is_asked_for() {
    let app = start().await;
    let user = app.given_team_member(TeamRole::Lead).await;
    given_passkey(&app, &user, "Key").await;
    let browser = app.browser();
    let page = browser.visit("/sign-in").await;
    let page = page
        .submit([("email", &user.email), ("password", &user.password)])
        .await;
    page.expect_redirect("/sign-in/code");
    let page = page.follow().await.click("Use a passkey").await;
    page.expect_text("Enter the code from your app");
    app.skip_audit().await;
    let refused = answer(&page, None, UNKNOWN).await;
    refused.expect_status(422).expect_text(REFUSED);
    app.expect_audit(["code_refused"]).await;
    app.sql("delete from authenticators").await;
    let page = app.browser().visit("/sign-in").await;
    let page = page
        .submit([("email", &user.email), ("password", &user.password)])
        .await;
    page.expect_redirect(SIGN_IN);
}

#[tokio::test]
async fn an_address_without_a_name_offers_none() {
    let app = TestApp::start().await;
    let page = app.browser().visit("/sign-in").await;
    page.expect_no_text("passkey");
    app.browser().open(SIGN_IN).await.expect_status(404);
}
