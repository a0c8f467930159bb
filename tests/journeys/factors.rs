//! Second factors: setting them up, signing in with them, who must have one.

use domain::assurance::Assurance;
use domain::role::OrganisationRole::{Administrator, Editor};
use domain::role::TeamRole;
use std::sync::Arc;
use tests::{Browser, Page, TestApp, User};
use time::Duration;

const SET_UP: &str = "/account/two-factor/set-up";
const CODES: &str = "/account/two-factor/recovery-codes";
const WRONG: &str = "That code did not work. Check the time on your phone";

/// Types the password of a person into the sign-in page.
async fn password(browser: &Browser, user: &User) -> Page {
    let page = browser.visit("/sign-in").await;
    page.submit([("email", &user.email), ("password", &user.password)])
        .await
}

/// Signs in with password and code.
async fn sign_in(app: &TestApp, user: &User) -> Browser {
    let browser = app.browser();
    let page = password(&browser, user).await.follow().await;
    let code = app.code_of(user).await;
    page.submit([("code", &code)]).await.expect_status(303);
    browser
}

/// A browser in which the person is signed in by the password alone.
async fn with_password_only(app: &TestApp, user: &User) -> Browser {
    let session = app.given_session_of(user, Assurance::Password).await;
    let browser = app.browser();
    browser.set_cookie("psn-session", &session.token);
    browser
}

/// The key that the set-up page shows.
fn key_of(page: &Page) -> String {
    page.select_text("code.app-key").remove(0)
}

/// A code of the key that the set-up page shows, of a step counted from the one of now.
fn code_of_key(app: &TestApp, page: &Page, steps: i64) -> (String, String) {
    let key = key_of(page).replace(' ', "");
    (tests::code_at(&key, app.step_now() + steps), key)
}

#[tokio::test]
async fn an_app_is_set_up_and_asked_for_from_then_on() {
    let app = TestApp::start().await;
    let mut user = app
        .given_user("Priya Raman", "priya@northwind.example", tests::PASSWORD)
        .await;
    let browser = with_password_only(&app, &user).await;
    let elsewhere = with_password_only(&app, &user).await;
    let page = browser.visit(SET_UP).await;
    assert_eq!(key_of(&browser.visit(SET_UP).await), key_of(&page));
    page.submit([("code", "12 34")])
        .await
        .expect_errors([("code", "Enter the 6-digit code from your app")]);
    let (far, _) = code_of_key(&app, &page, -3);
    page.submit([("code", &far)])
        .await
        .expect_errors([("code", WRONG)]);
    let (code, key) = code_of_key(&app, &page, 0);
    let token = browser.cookie("psn-session");
    app.skip_audit().await;
    let page = page.submit([("code", &code)]).await;
    page.expect_redirect(CODES);
    app.expect_audit(["factor_added", "session_renewed"]).await;
    assert_ne!(
        browser.cookie("psn-session"),
        token,
        "the session goes on under a new token"
    );
    let page = page.follow().await;
    let codes = page.select_text("code.app-key");
    assert_eq!(codes.len(), 10);
    page.submit([])
        .await
        .expect_errors([("saved", "Select the box when you have saved your codes")]);
    let page = page.submit([("saved", "yes")]).await.follow().await;
    page.expect_text("Two-factor sign-in is set up")
        .expect_text("10 left");
    assert!(
        browser
            .visit(CODES)
            .await
            .select_text("code.app-key")
            .is_empty(),
        "they are shown once"
    );
    elsewhere.open("/account").await.expect_status(303);
    let mail = app.mail_to(&user.email).await;
    assert_eq!(mail.subjects(), ["Your sign-in security was changed"]);
    let kept: bool = app
        .value(&format!(
            "select exists (select from sessions where data::text like '%{key}%')"
        ))
        .await;
    assert!(!kept, "the secret lies open in the database");

    user.totp_secret = Some(key);
    ask_for_the_app(&app, &user, &code).await;
}

/// Signing in asks for the app, and takes no code that was used.
async fn ask_for_the_app(app: &TestApp, user: &User, used: &str) {
    let browser = app.browser();
    let page = password(&browser, user).await;
    page.expect_redirect("/sign-in/code");
    browser.open("/account").await.expect_status(303);
    let page = page.follow().await;
    // The code that set the app up was used with it.
    page.submit([("code", used)])
        .await
        .expect_errors([("code", WRONG)]);
    let next = app.code_of(user).await;
    page.submit([("code", &next)])
        .await
        .expect_redirect("/home");
    browser.visit("/account").await;
    let level: i16 = app
        .value("select max(assurance) from sessions where user_id is not null")
        .await;
    assert_eq!(level, 2);
}

#[tokio::test]
async fn a_code_signs_in_once() {
    let app = TestApp::start().await;
    let user = app.given_team_member(TeamRole::Assessor).await;
    let (one, other) = (app.browser(), app.browser());
    let first = password(&one, &user).await.follow().await;
    let second = password(&other, &user).await.follow().await;
    let code = app.code_of(&user).await;
    let spaced = format!("{} {}", &code[..3], &code[3..]);
    let spaced = [("code", spaced.as_str())];
    let (a, b) = tokio::join!(first.submit(spaced), second.submit(spaced));
    let mut statuses = [a.status(), b.status()];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 422]);
}

#[tokio::test]
async fn five_wrong_codes_lead_back_to_the_password() {
    let app = TestApp::start().await;
    let user = app.given_team_member(TeamRole::Assessor).await;
    let browser = app.browser();
    let page = password(&browser, &user).await.follow().await;
    app.skip_audit().await;
    for _ in 0..4 {
        page.submit([("code", "000000")])
            .await
            .expect_errors([("code", WRONG)]);
    }
    let last = page.submit([("code", "000000")]).await;
    last.expect_redirect("/sign-in?after=codes");
    last.follow()
        .await
        .expect_text("You entered a wrong code 5 times");
    app.expect_audit(["code_refused"; 5]).await;
    browser
        .open("/sign-in/code")
        .await
        .expect_redirect("/sign-in");
    // A right code comes too late, and many at once count each.
    let page = password(&browser, &user).await.follow().await;
    let page = Arc::new(page);
    let mut tries = tokio::task::JoinSet::new();
    for _ in 0..20 {
        let page = Arc::clone(&page);
        tries.spawn(async move { page.submit([("code", "000000")]).await.status() });
    }
    for status in tries.join_all().await {
        assert!(matches!(status, 303 | 422 | 403), "{status}");
    }
    let wrong = app.count("audit_events where kind = 'code_refused'").await;
    let locked = app
        .count("audit_events where kind = 'sign_in_locked'")
        .await;
    assert_eq!((wrong, locked), (10, 1));
    let mail = app.mail_to(&user.email).await;
    assert_eq!(
        mail.subjects(),
        ["Wrong codes were entered for your account"]
    );
    // Whoever knows the password can't begin anew for ever.
    let page = password(&app.browser(), &user).await.follow().await;
    let code = app.code_of(&user).await;
    let held = page.submit([("code", &*code)]).await;
    held.expect_status(429).expect_text("You tried too often");
    app.advance(Duration::minutes(15)).await;
    let page = password(&app.browser(), &user).await.follow().await;
    let code = app.code_of(&user).await;
    page.submit([("code", &*code)])
        .await
        .expect_redirect("/team");
}

#[tokio::test]
async fn the_password_counts_for_ten_minutes() {
    let app = TestApp::start().await;
    let user = app.given_team_member(TeamRole::Assessor).await;
    let browser = app.browser();
    browser
        .open("/sign-in/code")
        .await
        .expect_redirect("/sign-in");
    browser
        .open("/sign-in/recovery-code")
        .await
        .expect_redirect("/sign-in");
    let page = password(&browser, &user).await.follow().await;
    app.advance(Duration::minutes(11)).await;
    let code = app.code_of(&user).await;
    page.submit([("code", &code)])
        .await
        .expect_redirect("/sign-in");
}

#[tokio::test]
async fn a_recovery_code_signs_in_once_however_many_try() {
    let app = TestApp::start().await;
    let user = app
        .given_user("Priya Raman", "priya@northwind.example", tests::PASSWORD)
        .await;
    let browser = with_password_only(&app, &user).await;
    let page = browser.visit(SET_UP).await;
    let (code, _) = code_of_key(&app, &page, 0);
    let page = page.submit([("code", &code)]).await.follow().await;
    let code = page.select_text("code.app-key").remove(3);
    let spelled = code.to_lowercase().replace('-', " ");
    let browser = app.browser();
    password(&browser, &user)
        .await
        .expect_redirect("/sign-in/code");
    let page = browser.visit("/sign-in/recovery-code").await;
    page.submit([("code", "AAAAA-AAAAA")])
        .await
        .expect_errors([(
            "code",
            "That code did not work. Each recovery code works once",
        )]);
    let page = page.submit([("code", &spelled)]).await.follow().await;
    page.expect_text("You used a recovery code. You have 9 left");
    let other = page_code(&app, &user).await;
    let mut all = tokio::task::JoinSet::new();
    for _ in 0..50 {
        let (app, other) = (app.app.clone(), other.clone());
        let id = user.id;
        all.spawn(async move {
            let used = service::factors::use_recovery_code(app.checking(), id, &other);
            // Some come too often to be looked at.
            used.await.ok().flatten()
        });
    }
    let answers = all.join_all().await;
    let right: Vec<i64> = answers.into_iter().flatten().collect();
    assert_eq!(right, [9]);
}

/// One of the new recovery codes that a person gets.
async fn page_code(app: &TestApp, user: &User) -> String {
    let page = app.sign_in(user).await.visit(CODES).await;
    let page = page.submit([]).await.follow().await;
    page.select_text("code.app-key").remove(0)
}

#[tokio::test]
async fn a_team_member_without_a_factor_sees_nothing_but_its_set_up() {
    let app = TestApp::start().await;
    let user = app.given_team_member(TeamRole::Lead).await;
    app.sql("delete from authenticators").await;
    let browser = app.browser();
    password(&browser, &user).await.expect_status(303);
    for path in [
        "/team",
        "/home",
        "/team/applications/COP-AAAA-AAA5",
        "/certificates",
    ] {
        let page = browser.open(path).await;
        let leads = page.header("location").to_owned();
        assert!(
            leads.starts_with(SET_UP),
            "{path}: {} {leads}",
            page.status()
        );
    }
    let page = browser.open("/team").await.follow().await;
    let (code, _) = code_of_key(&app, &page, 0);
    let page = page.submit([("code", &code)]).await.follow().await;
    page.submit([("saved", "yes")])
        .await
        .expect_redirect("/team");
    browser.visit("/team").await;
    // The last factor of a team member stays.
    let page = browser.visit("/account/two-factor/remove").await;
    page.submit([])
        .await
        .expect_status(409)
        .expect_text("You cannot remove");
}

#[tokio::test]
async fn an_organisation_requires_it_of_its_people() {
    let app = TestApp::start().await;
    let organisation = app.given_organisation("Northwind").await;
    let mut admin = app.given_member(&organisation, Administrator).await;
    let editor = app.given_member(&organisation, Editor).await;
    let path = format!("/organisations/{}/two-factor", organisation.id);
    let alone = with_password_only(&app, &admin).await;
    let page = alone.visit(&path).await;
    page.submit([("required", "yes")])
        .await
        .expect_errors([("required", "Set up your own second factor first")]);
    app.sign_in(&editor)
        .await
        .open(&path)
        .await
        .expect_status(403);
    // Nobody has to have it, and that may stay so.
    page.submit([("required", "no")])
        .await
        .follow()
        .await
        .expect_text("Two-factor sign-in is now a choice");
    app.given_authenticator(&mut admin).await;
    let browser = sign_in(&app, &admin).await;
    let other = with_password_only(&app, &editor).await;
    other
        .visit(&format!("/organisations/{}", organisation.id))
        .await;
    app.skip_audit().await;
    let page = browser.visit(&path).await;
    let page = page.submit([("required", "yes")]).await.follow().await;
    page.expect_text("Everybody must use it");
    app.expect_audit(["second_factor_required"]).await;
    for path in ["/home", "/applications/new", "/certificates"] {
        let page = other.open(path).await;
        assert!(page.header("location").starts_with(SET_UP), "{path}");
    }
    app.advance(Duration::minutes(16)).await;
    let page = browser.open(&path).await;
    assert!(page.header("location").starts_with("/confirm-it-is-you"));
}

#[tokio::test]
async fn factors_change_only_after_confirming() {
    let app = TestApp::start().await;
    let mut user = app
        .given_user("Priya Raman", "priya@northwind.example", tests::PASSWORD)
        .await;
    app.given_authenticator(&mut user).await;
    let old = sign_in(&app, &user).await;
    let page = old.visit("/account/two-factor/remove").await;
    let renew = old.visit(CODES).await;
    app.advance(Duration::minutes(16)).await;
    for path in [SET_UP, CODES, "/account/two-factor/remove"] {
        let page = old.open(path).await;
        assert!(
            page.header("location").starts_with("/confirm-it-is-you"),
            "{path}"
        );
    }
    for answer in [page.submit([]).await, renew.submit([]).await] {
        assert!(answer.header("location").starts_with("/confirm-it-is-you"));
    }
    assert_eq!(app.count("authenticators").await, 1);
    // A session that was begun by the password alone changes nothing either.
    let weak = with_password_only(&app, &user).await;
    weak.visit("/account/two-factor/remove")
        .await
        .submit([])
        .await
        .expect_status(403);
    let page = weak.visit(SET_UP).await;
    let (code, _) = code_of_key(&app, &page, 0);
    page.submit([("code", &code)]).await.expect_status(403);
    let browser = app.sign_in(&user).await;
    let page = browser.visit("/account/two-factor/remove").await;
    page.submit([])
        .await
        .follow()
        .await
        .expect_text("Authenticator app removed");
    assert_eq!(app.count("recovery_codes").await, 0);
    let level: i16 = app
        .value("select assurance from sessions where user_id is not null")
        .await;
    assert_eq!(
        level, 1,
        "what rests on a factor goes with it, and other sessions end"
    );
}
