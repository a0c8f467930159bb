//! A new password by e-mail, of somebody with a second factor: mail is no factor.

use service::factors::RecoveryCode;
use tests::{Browser, PASSWORD, Page, TestApp, User};
use time::Duration;

const EMAIL: &str = "priya.raman@northwind.example";
const GOOD: &str = "otter-velvet-gravy-tulip-47";
const OTHER: &str = "canyon-marble-violin-52";
const REUSED: &str = "Choose a password you have not used here in the last 6 months";
const NO_CODE: &str = "Enter the 6-digit code from your app, or a recovery code";
const WRONG: &str = "That code did not work. Check the time on your phone. Each code works once";

/// Somebody with an authenticator app.
async fn priya(app: &TestApp) -> User {
    let mut user = app.given_user("Priya Raman", EMAIL, PASSWORD).await;
    app.given_authenticator(&mut user).await;
    user
}

/// A recovery code of the person's.
async fn given_recovery_code(app: &TestApp, user: &User) -> String {
    let code = RecoveryCode::generate();
    sqlx::query(
        "insert into recovery_codes (user_id, code_hash, created_at) values ($1, $2, access.now())",
    )
    .bind(user.id.0)
    .bind(code.digest(&app.app.session_key, user.id))
    .execute(app.superuser())
    .await
    .unwrap();
    code.shown()
}

/// The page that a new e-mailed link leads to.
async fn reset_page(app: &TestApp, browser: &Browser) -> Page {
    // Another can be asked for after two minutes.
    app.advance(Duration::minutes(3)).await;
    let page = browser.visit("/forgot-password").await;
    page.submit([("email", EMAIL)]).await.expect_status(303);
    browser.visit(&app.mail_to(EMAIL).await.last_link()).await
}

async fn password(browser: &Browser, password: &str) -> Page {
    let page = browser.visit("/sign-in").await;
    page.submit([("email", EMAIL), ("password", password)])
        .await
}

/// What is in the field of the code.
fn kept(page: &Page) -> Vec<String> {
    page.select_attribute("input[name=code]", "value")
}

#[tokio::test]
async fn whoever_reads_the_mail_needs_the_second_factor_too_and_it_stays() {
    let app = TestApp::start().await;
    let user = priya(&app).await;
    let browser = app.browser();
    let page = reset_page(&app, &browser).await;
    page.expect_text("You have two-factor sign-in, so we ask for a code too");
    page.submit([("password", "short"), ("code", "12")])
        .await
        .expect_error("code", NO_CODE)
        .expect_error("password", "Password must be 12 characters or more");
    assert_eq!(
        app.count("password_tries").await,
        0,
        "nothing was checked yet"
    );
    let suggested = page
        .press("Suggest 3 pass phrases", [("code", "123 456")])
        .await;
    assert_eq!(kept(&suggested), ["123 456"]);
    app.skip_audit().await;
    let wrong = page.submit([("password", GOOD), ("code", "000000")]).await;
    wrong.expect_errors([("code", WRONG)]);
    app.expect_audit(["password_tried", "code_refused"]).await;
    // A password that breaks a rule costs no code, and the code stands in its field.
    let code = app.code_of(&user).await;
    let reused = page.submit([("password", PASSWORD), ("code", &code)]).await;
    reused.expect_errors([("password", REUSED)]);
    assert_eq!(kept(&reused), [code.as_str()]);
    app.expect_audit(["password_tried"]).await;
    let done = reused.submit([("password", GOOD)]).await;
    done.expect_redirect("/sign-in");
    done.follow().await.expect_text("Your password was changed");
    app.expect_audit(["password_tried", "code_accepted", "password_changed"])
        .await;
    // The factor stays, and the code that was shown is used up.
    let page = password(&browser, GOOD).await;
    page.expect_redirect("/sign-in/code");
    let page = page.follow().await;
    page.submit([("code", &code)]).await.expect_status(422);
    let next = app.code_of(&user).await;
    page.submit([("code", &next)])
        .await
        .expect_redirect("/home");
}

#[tokio::test]
async fn a_recovery_code_resets_a_password_once() {
    let app = TestApp::start().await;
    let user = priya(&app).await;
    let code = given_recovery_code(&app, &user).await;
    given_recovery_code(&app, &user).await;
    let browser = app.browser();
    let page = reset_page(&app, &browser).await;
    let typed = code.to_lowercase().replace('-', " ");
    let done = page.submit([("password", GOOD), ("code", &typed)]).await;
    done.follow()
        .await
        .expect_text("Your password was changed")
        .expect_text("You used a recovery code. You have 1 left");
    let page = reset_page(&app, &browser).await;
    page.submit([("password", OTHER), ("code", &code)])
        .await
        .expect_errors([("code", WRONG)]);
    password(&browser, OTHER).await.expect_status(422);
    password(&browser, GOOD)
        .await
        .expect_redirect("/sign-in/code");
}

#[tokio::test]
async fn somebody_with_passkeys_alone_shows_a_recovery_code() {
    let app = TestApp::start().await;
    let user = app.given_user("Priya Raman", EMAIL, PASSWORD).await;
    let id = user.id.0;
    app.sql(&format!(
        "insert into passkeys (id, user_id, credential_id, name, credential, created_at)
         values ('{id}', '{id}', 'phone', 'Phone', '{{}}', access.now())"
    ))
    .await;
    let code = given_recovery_code(&app, &user).await;
    let page = reset_page(&app, &app.browser()).await;
    page.submit([("password", GOOD), ("code", "")])
        .await
        .expect_errors([("code", "Enter a recovery code")]);
    page.submit([("password", GOOD), ("code", "123456")])
        .await
        .expect_errors([(
            "code",
            "That code did not work. Each recovery code works once",
        )]);
    page.submit([("password", GOOD), ("code", &code)])
        .await
        .expect_redirect("/sign-in");
    assert_eq!(app.count("passkeys").await, 1);
}

#[tokio::test]
async fn wrong_codes_at_resets_and_at_signing_in_count_together() {
    let app = TestApp::start().await;
    let user = priya(&app).await;
    let page = reset_page(&app, &app.browser()).await;
    for _ in 0..3 {
        page.submit([("password", GOOD), ("code", "000000")])
            .await
            .expect_errors([("code", WRONG)]);
    }
    for wrong in [4, 3] {
        let asked = password(&app.browser(), PASSWORD).await.follow().await;
        for _ in 0..wrong {
            asked.submit([("code", "000000")]).await.expect_status(422);
        }
    }
    let mail = app.mail_to(EMAIL).await;
    assert_eq!(
        mail.subjects()[0],
        "Wrong codes were entered for your account"
    );
    let code = app.code_of(&user).await;
    let held = page.submit([("password", GOOD), ("code", &code)]).await;
    held.expect_status(429)
        .expect_text("You have entered too many wrong codes. You can try again at");
    assert_eq!(kept(&held), [code.as_str()]);
    password(&app.browser(), GOOD).await.expect_status(422);
    app.advance(Duration::minutes(16)).await;
    held.submit([("password", GOOD)])
        .await
        .expect_redirect("/sign-in");
}

#[tokio::test]
async fn of_two_at_once_with_one_link_one_sets_the_password() {
    let app = TestApp::start().await;
    app.given_user("Priya Raman", EMAIL, PASSWORD).await;
    let (one, other) = (app.browser(), app.browser());
    let page = reset_page(&app, &one).await;
    let same = other.visit(page.path()).await;
    let (a, b) = tokio::join!(
        page.submit([("password", GOOD)]),
        same.submit([("password", OTHER)])
    );
    let mut statuses = [a.status(), b.status()];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 410]);
    let works = [
        password(&app.browser(), GOOD).await.status(),
        password(&app.browser(), OTHER).await.status(),
    ];
    assert_eq!(
        works.iter().filter(|status| **status == 303).count(),
        1,
        "{works:?}"
    );
}
