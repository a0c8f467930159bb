//! Making an account, signing in and out, and a new password.

use tests::{Browser, PASSWORD, Page, TestApp};
use time::Duration;

const EMAIL: &str = "priya.raman@northwind.example";
const GOOD: &str = "otter-velvet-gravy-tulip-47";
const REFUSED: &str = "Enter the email address and password for your account";

/// Asks for an account and goes as far as the page for name and password.
async fn as_far_as_the_details(app: &TestApp, browser: &Browser) -> Page {
    let page = browser.visit("/create-account").await;
    let page = page.submit([("email", EMAIL)]).await;
    page.expect_redirect("/create-account/check-email");
    page.follow().await.expect_text(EMAIL);
    let link = app.mail_to(EMAIL).await.last_link();
    let page = browser.visit(&link).await;
    let page = page.press("Confirm my email address", []).await;
    page.follow().await
}

async fn try_to_sign_in(browser: &Browser, email: &str, password: &str) -> Page {
    let page = browser.visit("/sign-in").await;
    page.submit([("email", email), ("password", password)])
        .await
}

#[tokio::test]
async fn a_person_makes_an_account_and_is_signed_in() {
    let app = TestApp::start().await;
    let browser = app.browser();
    let page = as_far_as_the_details(&app, &browser).await;
    page.expect_text("not be a single word from a dictionary");
    let page = page
        .submit([("name", "Priya Raman"), ("password", GOOD)])
        .await;
    page.expect_redirect("/organisations/start");
    let account = browser.visit("/account").await;
    account.expect_text("Priya Raman").expect_text(EMAIL);
    app.expect_audit([
        "account_requested",
        "email_confirmed",
        "password_tried",
        "account_created",
        "signed_in",
    ])
    .await;
}

#[tokio::test]
async fn opening_the_link_confirms_nothing_and_the_link_works_once() {
    let app = TestApp::start().await;
    let browser = app.browser();
    let page = browser.visit("/create-account").await;
    page.submit([("email", EMAIL)]).await;
    let link = app.mail_to(EMAIL).await.last_link();
    for _ in 0..3 {
        browser.visit(&link).await;
    }
    assert_eq!(
        app.count("account_tokens where confirmed_at is null").await,
        1
    );
    let details = link.replace("/confirm-email/", "/create-account/details/");
    browser.open(&details).await.expect_redirect(&link);
    let page = browser.visit(&link).await;
    let page = page
        .press("Confirm my email address", [])
        .await
        .follow()
        .await;
    let made = page.submit([("name", "Priya"), ("password", GOOD)]).await;
    made.expect_redirect("/organisations/start");
    for path in [&link, &details] {
        let gone = app.browser().open(path).await;
        gone.expect_status(410).expect_text("Ask for a new link");
    }
    let again = page.submit([("name", "Priya"), ("password", GOOD)]).await;
    assert!([403, 410].contains(&again.status()));
    assert_eq!(app.count("users").await, 1);
}

#[tokio::test]
async fn a_link_stops_working_after_a_day() {
    let app = TestApp::start().await;
    let browser = app.browser();
    let page = as_far_as_the_details(&app, &browser).await;
    app.advance(Duration::hours(25)).await;
    let page = page.submit([("name", "Priya"), ("password", GOOD)]).await;
    page.expect_status(410);
    assert_eq!(app.count("users").await, 0);
}

#[tokio::test]
async fn of_two_people_with_one_link_one_wins() {
    let app = TestApp::start().await;
    let first = as_far_as_the_details(&app, &app.browser()).await;
    let second = app.browser().visit(first.path()).await;
    let (one, other) = tokio::join!(
        first.submit([("name", "One"), ("password", GOOD)]),
        second.submit([("name", "Other"), ("password", GOOD)]),
    );
    let mut statuses = [one.status(), other.status()];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 410]);
    assert_eq!(app.count("users").await, 1);
}

#[tokio::test]
async fn of_two_links_for_one_address_the_first_makes_the_account() {
    let app = TestApp::start().await;
    let first = as_far_as_the_details(&app, &app.browser()).await;
    app.advance(Duration::minutes(3)).await;
    let second = as_far_as_the_details(&app, &app.browser()).await;
    let one = first.submit([("name", "One"), ("password", GOOD)]).await;
    one.expect_redirect("/organisations/start");
    let other = second.submit([("name", "Other"), ("password", GOOD)]).await;
    other.expect_status(410).expect_text("sign in");
}

#[tokio::test]
async fn every_broken_rule_is_said_at_once_and_the_name_is_kept() {
    let app = TestApp::start().await;
    let page = as_far_as_the_details(&app, &app.browser()).await;
    let page = page
        .submit([("name", "Priya Raman"), ("password", "aaa")])
        .await;
    page.expect_error("password", "Password must be 12 characters or more")
        .expect_error(
            "password",
            "Password must not have the same character 3 times in a row",
        )
        .expect_error("password", "Password must include letters and a number");
    assert!(page.body().contains("Priya Raman"));
    assert!(!page.body().contains("value=\"aaa\""));
    let page = page.submit([("name", " "), ("password", "")]).await;
    page.expect_errors([
        ("name", "Enter your full name"),
        ("password", "Enter a password"),
    ]);
    let page = page.submit([("name", "P\u{7}"), ("password", GOOD)]).await;
    page.expect_status(422);
    assert_eq!(app.count("users").await, 0);
}

#[tokio::test]
async fn asking_for_pass_phrases_keeps_the_name_and_makes_no_account() {
    let app = TestApp::start().await;
    let page = as_far_as_the_details(&app, &app.browser()).await;
    let page = page
        .press(
            "Suggest 3 pass phrases",
            [("name", "Priya Raman"), ("password", GOOD)],
        )
        .await;
    page.expect_status(200).expect_no_text(GOOD);
    assert!(page.body().contains("Priya Raman"));
    let phrases = page.select_text("code");
    assert_eq!(phrases.len(), 3);
    assert_eq!(app.count("users").await, 0);
    let page = page.submit([("password", phrases[0].as_str())]).await;
    page.expect_redirect("/organisations/start");
}

#[tokio::test]
async fn asking_again_says_the_same_and_tells_only_the_mailbox() {
    let app = TestApp::start().await;
    app.given_user("Priya Raman", EMAIL, PASSWORD).await;
    let mut texts = Vec::new();
    for email in [EMAIL, "somebody.else@northwind.example"] {
        let browser = app.browser();
        let page = browser.visit("/create-account").await;
        let page = page.submit([("email", email)]).await.follow().await;
        texts.push(page.text().replace(email, "…"));
    }
    assert_eq!(texts[0], texts[1]);
    let letters = app.mail_to(EMAIL).await;
    assert_eq!(letters.subjects(), ["You already have an account"]);
    assert_eq!(letters.last_link(), "/sign-in");
    let other = app.mail_to("somebody.else@northwind.example").await;
    assert_eq!(other.subjects(), ["Confirm your email address"]);
}

#[tokio::test]
async fn another_email_can_be_asked_for_after_two_minutes() {
    let app = TestApp::start().await;
    let page = app.browser().visit("/create-account").await;
    let page = page.submit([("email", EMAIL)]).await.follow().await;
    let early = page.press("Send another email", []).await;
    early
        .expect_status(429)
        .expect_text("You can ask for another email in 2 minutes");
    assert_eq!(early.header("retry-after"), "120");
    app.advance(Duration::minutes(3)).await;
    let page = early.press("Send another email", []).await.follow().await;
    page.expect_text("We sent another email");
    assert_eq!(app.mail_to(EMAIL).await.len(), 2);
}

#[tokio::test]
async fn an_address_that_is_none_is_refused_in_words() {
    let app = TestApp::start().await;
    let page = app.browser().visit("/create-account").await;
    let page = page.submit([("email", "  ")]).await;
    page.expect_errors([("email", "Enter your email address")]);
    let long = format!("{}@b.example", "a".repeat(3000));
    for typed in ["priya", "a@b\r\nBcc: c@d.example", "<b>@c.example", &long] {
        let page = page.submit([("email", typed)]).await;
        page.expect_errors([(
            "email",
            "Enter an email address in the correct format, like name@example.com",
        )]);
    }
    assert!(app.mail().await.is_empty());
}

#[tokio::test]
async fn signing_in_leads_home_and_signing_out_ends_the_session() {
    let app = TestApp::start().await;
    app.given_user("Priya Raman", EMAIL, PASSWORD).await;
    let browser = app.browser();
    let page = try_to_sign_in(&browser, "PRIYA.raman@northwind.example", PASSWORD).await;
    page.expect_redirect("/home");
    let stolen = browser.cookie("psn-session").unwrap();
    let account = browser.visit("/account").await;
    browser.open("/sign-in").await.expect_redirect("/home");
    let out = account.press("Sign out", []).await;
    out.expect_redirect("/signed-out");
    out.follow().await.expect_heading("You have signed out");
    let thief = app.browser();
    thief.set_cookie("psn-session", &stolen);
    thief
        .open("/account")
        .await
        .expect_redirect("/sign-in?next=%2Faccount");
    app.expect_audit(["signed_in", "signed_out"]).await;
}

#[tokio::test]
async fn a_team_member_goes_to_the_queue() {
    let app = TestApp::start().await;
    let lead = app.given_team_member(domain::role::TeamRole::Lead).await;
    let page = try_to_sign_in(&app.browser(), &lead.email, PASSWORD).await;
    page.expect_redirect("/sign-in/code");
    let code = app.code_of(&lead).await;
    let page = page.follow().await.submit([("code", &*code)]).await;
    page.expect_redirect("/team");
}

#[tokio::test]
async fn every_failure_to_sign_in_looks_the_same() {
    let app = TestApp::start().await;
    app.given_user("Priya Raman", EMAIL, PASSWORD).await;
    app.sql("insert into users values (gen_random_uuid(), 'new@psn.example', 'New', '!', access.now(), 'lead', access.now())").await;
    let browser = app.browser();
    let long = "a".repeat(5000);
    for (email, password) in [
        (EMAIL, "wrong"),
        (EMAIL, ""),
        (EMAIL, &long),
        ("nobody@northwind.example", PASSWORD),
        ("new@psn.example", "!"),
        ("", ""),
        ("not an address", "x"),
    ] {
        let page = try_to_sign_in(&browser, email, password).await;
        page.expect_errors([("email", REFUSED)]);
        assert!(email.is_empty() || page.body().contains(email));
        assert!(password.len() < 3 || !page.body().contains(password));
    }
    assert_eq!(browser.cookie("psn-session"), None);
    assert_eq!(
        app.count("audit_events where kind = 'sign_in_refused'")
            .await,
        7
    );
    let said: String = app
        .value("select string_agg(event, ' ') from audit_events")
        .await;
    assert!(!said.contains("northwind"));
}

#[tokio::test]
async fn signing_in_goes_on_to_the_page_that_was_asked_for_but_never_elsewhere() {
    let app = TestApp::start().await;
    app.given_user("Priya Raman", EMAIL, PASSWORD).await;
    for (next, target) in [
        ("%2Faccount%2Fpassword", "/account/password"),
        ("%2F%2Fevil.example", "/home"),
        ("https%3A%2F%2Fevil.example", "/home"),
        ("%2F%5Cevil.example", "/home"),
    ] {
        let browser = app.browser();
        let page = browser.visit(&format!("/sign-in?next={next}")).await;
        let page = page.submit([("email", EMAIL), ("password", "wrong")]).await;
        let page = page.submit([("password", PASSWORD)]).await;
        page.expect_redirect(target);
    }
}

#[tokio::test]
async fn the_session_gets_a_new_name_at_sign_in() {
    let app = TestApp::start().await;
    let user = app.given_user("Priya Raman", EMAIL, PASSWORD).await;
    let browser = app.browser();
    let page = browser.visit("/sign-in").await;
    let planted = app.given_session(&user).await;
    app.sql("update sessions set user_id = null, data = '{}'")
        .await;
    browser.set_cookie("psn-session", &planted.token);
    let page = {
        drop(page);
        browser.visit("/sign-in").await
    };
    page.submit([("email", EMAIL), ("password", PASSWORD)])
        .await
        .expect_redirect("/home");
    assert_ne!(browser.cookie("psn-session"), Some(planted.token));
    assert_eq!(
        app.count("sessions where expires_at > access.now()").await,
        1
    );
}

#[tokio::test]
async fn a_forgotten_password_is_replaced_once_and_everywhere() {
    let app = TestApp::start().await;
    let user = app.given_user("Priya Raman", EMAIL, PASSWORD).await;
    let elsewhere = app.sign_in(&user).await;
    let browser = app.browser();
    let page = browser.visit("/forgot-password").await;
    let page = page.submit([("email", EMAIL)]).await.follow().await;
    page.expect_heading("Check your email").expect_text(EMAIL);
    let link = app.mail_to(EMAIL).await.last_link();
    browser.visit(&link).await;
    let page = browser.visit(&link).await;
    let same = page.submit([("password", PASSWORD)]).await;
    same.expect_errors([(
        "password",
        "Choose a password you have not used here in the last 6 months",
    )]);
    let page = page.submit([("password", GOOD)]).await;
    page.expect_redirect("/sign-in");
    page.follow().await.expect_text("Your password was changed");
    elsewhere
        .open("/account")
        .await
        .expect_redirect("/sign-in?next=%2Faccount");
    browser.open(&link).await.expect_status(410);
    let letters = app.mail_to(EMAIL).await;
    assert_eq!(letters.subjects()[0], "Your password was changed");
    try_to_sign_in(&browser, EMAIL, PASSWORD)
        .await
        .expect_status(422);
    try_to_sign_in(&browser, EMAIL, GOOD)
        .await
        .expect_redirect("/home");
}

#[tokio::test]
async fn a_reset_link_ends_after_an_hour_and_with_the_next_change() {
    let app = TestApp::start().await;
    let user = app.given_user("Priya Raman", EMAIL, PASSWORD).await;
    let ask = async || {
        let page = app.browser().visit("/forgot-password").await;
        page.submit([("email", EMAIL)]).await;
        app.mail_to(EMAIL).await.last_link()
    };
    let late = ask().await;
    app.advance(Duration::minutes(61)).await;
    let browser = app.browser();
    browser
        .open(&late)
        .await
        .expect_status(410)
        .expect_text("Ask for a new link");
    let overtaken = ask().await;
    browser.visit(&overtaken).await;
    let page = app.sign_in(&user).await.visit("/account/password").await;
    app.advance(Duration::minutes(1)).await;
    page.submit([("current_password", PASSWORD), ("password", GOOD)])
        .await
        .expect_redirect("/account");
    browser.open(&overtaken).await.expect_status(410);
}

#[tokio::test]
async fn asking_for_a_new_password_says_the_same_for_everybody() {
    let app = TestApp::start().await;
    app.given_user("Priya Raman", EMAIL, PASSWORD).await;
    let mut texts = Vec::new();
    for email in [EMAIL, "nobody@northwind.example"] {
        let page = app.browser().visit("/forgot-password").await;
        let page = page.submit([("email", email)]).await.follow().await;
        texts.push(page.text().replace(email, "…"));
    }
    assert_eq!(texts[0], texts[1]);
    assert_eq!(app.mail().await.len(), 1);
}

#[tokio::test]
async fn changing_the_password_keeps_this_session_alone() {
    let app = TestApp::start().await;
    let user = app.given_user("Priya Raman", EMAIL, PASSWORD).await;
    let (here, elsewhere) = (app.sign_in(&user).await, app.sign_in(&user).await);
    let before = here.cookie("psn-session");
    let page = here.visit("/account/password").await;
    let wrong = page
        .submit([("current_password", "wrong"), ("password", GOOD)])
        .await;
    wrong.expect_errors([("current_password", "Enter your current password")]);
    let weak = page
        .submit([("current_password", PASSWORD), ("password", "password1234")])
        .await;
    weak.expect_status(422);
    let page = page
        .submit([("current_password", PASSWORD), ("password", GOOD)])
        .await;
    page.follow().await.expect_text("Password changed");
    assert_ne!(here.cookie("psn-session"), before);
    elsewhere.open("/account").await.expect_status(303);
    assert_eq!(
        app.mail_to(EMAIL).await.subjects(),
        ["Your password was changed"]
    );
}

#[tokio::test]
async fn forms_with_unknown_fields_or_without_their_token_are_refused() {
    let app = TestApp::start().await;
    app.given_user("Priya Raman", EMAIL, PASSWORD).await;
    let browser = app.browser();
    let page = browser.visit("/sign-in").await;
    let csrf = page.csrf();
    let fields = [("email", EMAIL), ("password", PASSWORD)];
    browser.post("/sign-in", &fields).await.expect_status(403);
    let with_more = [&fields[..], &[("csrf", &csrf), ("admin", "yes")]].concat();
    browser
        .post("/sign-in", &with_more)
        .await
        .expect_status(400);
    for path in [
        "/confirm-email/short",
        "/create-account/details/x",
        "/reset-password/y",
    ] {
        browser.open(path).await.expect_status(410);
    }
}
