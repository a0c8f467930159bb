//! Where somebody is signed in, how long, and the cookies of it.

use domain::role::OrganisationRole::Administrator;
use domain::role::TeamRole;
use policy::organisation::ManagePeople;
use reqwest::Method;
use store::{Context, StoreError, organisations};
use tests::{Browser, PASSWORD, Setup, TestApp, User};
use time::Duration;

const EMAIL: &str = "priya.raman@northwind.example";

async fn priya(app: &TestApp) -> User {
    app.given_user("Priya Raman", EMAIL, PASSWORD).await
}

async fn sign_in(browser: &Browser) {
    let page = browser.visit("/sign-in").await;
    let page = page
        .submit([("email", EMAIL), ("password", PASSWORD)])
        .await;
    page.expect_redirect("/home");
}

#[tokio::test]
async fn a_person_sees_where_they_are_signed_in_and_signs_out_there() {
    let app = TestApp::start().await;
    let user = priya(&app).await;
    let here = app.browser();
    sign_in(&here).await;
    here.visit("/account")
        .await
        .click("Change where you are signed in")
        .await
        .expect_text("You are signed in on this device only.");
    let (one, other, last) = (
        app.sign_in(&user).await,
        app.sign_in(&user).await,
        app.sign_in(&user).await,
    );
    let page = here.visit("/account/sessions").await;
    assert_eq!(page.select_text("h2.govuk-heading-m").len(), 5);
    assert!(page.text().contains("127.0.0.*") && page.text().contains("(this device)"));
    app.skip_audit().await;
    // The ids of the page are no secrets and good for the person alone.
    let action = page.select_attribute("form[action$='/end']", "action");
    let stranger = app.given_user("Tom", "tom@b.example", PASSWORD).await;
    let stranger = app.sign_in(&stranger).await;
    let csrf = stranger.visit("/account").await.csrf();
    stranger.post(&action[0], &[("csrf", &csrf)]).await;
    app.expect_audit([]).await;
    let csrf = page.csrf();
    here.post(&action[0], &[("csrf", &csrf)])
        .await
        .expect_redirect("/account/sessions");
    app.expect_audit(["session_ended"]).await;
    let mut left = 0;
    for browser in [&one, &other, &last] {
        left += usize::from(browser.open("/account").await.status() == 200);
    }
    assert_eq!(left, 2);
    let page = here.visit("/account/sessions").await;
    let done = page.press("Sign out all other devices", []).await;
    done.follow()
        .await
        .expect_text("You signed out all other devices")
        .expect_text("You are signed in on this device only.");
    app.expect_audit(["other_sessions_ended"]).await;
    for browser in [&one, &other, &last] {
        browser.open("/account").await.expect_status(303);
    }
    here.visit("/account").await;
}

#[tokio::test]
async fn idle_sessions_end_after_60_minutes_and_the_teams_after_30() {
    let app = TestApp::start().await;
    let user = priya(&app).await;
    let lead = app.given_team_member(TeamRole::Lead).await;
    let (supplier, team) = (app.sign_in(&user).await, app.sign_in(&lead).await);
    app.advance(Duration::minutes(29)).await;
    supplier.visit("/account").await;
    team.visit("/account").await;
    app.advance(Duration::minutes(31)).await;
    supplier.visit("/account").await;
    let page = team.open("/account").await;
    page.expect_redirect("/sign-in?next=%2Faccount");
    app.advance(Duration::minutes(61)).await;
    let page = supplier.open("/account").await;
    page.expect_redirect("/sign-in?next=%2Faccount");
    supplier
        .visit("/sign-in")
        .await
        .expect_text("60 minutes")
        .expect_text("30 minutes");
}

#[tokio::test]
async fn a_session_in_use_ends_after_12_hours_even_when_it_is_renewed() {
    let app = TestApp::start().await;
    let user = priya(&app).await;
    let browser = app.sign_in(&user).await;
    for _ in 0..14 {
        app.advance(Duration::minutes(50)).await;
        browser.visit("/account").await;
        let page = browser.visit("/confirm-it-is-you").await;
        page.submit([("password", PASSWORD)])
            .await
            .expect_status(303);
    }
    app.advance(Duration::minutes(30)).await;
    browser.open("/account").await.expect_status(303);
}

#[tokio::test]
async fn the_owner_is_told_of_a_new_device_but_not_of_the_first() {
    let app = TestApp::start().await;
    priya(&app).await;
    let first = app.browser();
    sign_in(&first).await;
    let page = first.visit("/account").await;
    page.press("Sign out", []).await;
    sign_in(&first).await;
    assert!(app.mail_to(EMAIL).await.is_empty());
    let second = app.browser();
    sign_in(&second).await;
    let letters = app.mail_to(EMAIL).await;
    assert_eq!(letters.subjects(), ["New sign-in to your account"]);
    assert!(letters.last().text.contains("127.0.0.*"));
    assert_eq!(letters.last_link(), "/account/sessions");
    let page = second.visit("/account").await;
    page.press("Sign out", []).await;
    sign_in(&second).await;
    assert_eq!(app.mail_to(EMAIL).await.len(), 1);
}

/// Every cookie that the answer to a form sets, or to a visit where there is none.
async fn cookies_set(browser: &Browser, path: &str, form: &[(&str, &str)]) -> Vec<String> {
    let body = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(form)
        .finish();
    let headers = [("content-type", "application/x-www-form-urlencoded")];
    let response = if form.is_empty() {
        browser.send(Method::GET, path, &[], Vec::new()).await
    } else {
        let body = body.into_bytes();
        browser.send(Method::POST, path, &headers, body).await
    };
    let lines = response.headers().get_all("set-cookie");
    let lines = lines.iter().map(|line| line.to_str().unwrap().to_owned());
    lines.collect()
}

#[tokio::test]
async fn over_https_every_cookie_is_of_this_host_alone_and_secure() {
    let app = TestApp::start_with(Setup {
        public_url: Some("https://psn.example"),
        ..Setup::default()
    })
    .await;
    priya(&app).await;
    let browser = app.browser();
    let mut set = cookies_set(&browser, "/sign-in", &[]).await;
    let csrf = browser.visit("/sign-in").await.csrf();
    let form = [("csrf", &*csrf), ("email", EMAIL), ("password", PASSWORD)];
    set.extend(cookies_set(&browser, "/sign-in", &form).await);
    // A message, shown and removed.
    let path = "/account/sessions";
    let csrf = browser.visit(path).await.csrf();
    let form = [("csrf", csrf.as_str())];
    set.extend(cookies_set(&browser, "/account/sessions/end-others", &form).await);
    set.extend(cookies_set(&browser, path, &[]).await);
    set.extend(cookies_set(&browser, "/sign-out", &form).await);
    let csrf = browser.visit("/forgot-password").await.csrf();
    let form = [("csrf", csrf.as_str()), ("email", EMAIL)];
    set.extend(cookies_set(&browser, "/forgot-password", &form).await);
    for name in ["session", "visit", "device", "said", "asked"] {
        let prefix = format!("__Host-psn-{name}=");
        assert!(set.iter().any(|line| line.starts_with(&prefix)), "{set:?}");
    }
    for removed in ["__Host-psn-said=;", "__Host-psn-session=;"] {
        assert!(set.iter().any(|line| line.starts_with(removed)), "{set:?}");
    }
    for line in &set {
        for needed in [
            "__Host-psn-",
            "; Path=/",
            "Secure",
            "HttpOnly",
            "SameSite=Lax",
        ] {
            assert!(line.contains(needed), "{needed} is missing: {line}");
        }
        assert!(!line.to_lowercase().contains("domain="), "{line}");
        assert!(line.len() < 4096);
    }
}

#[tokio::test]
async fn a_request_in_flight_when_its_session_ends_changes_nothing() {
    let app = TestApp::start().await;
    let organisation = app.given_organisation("Northwind").await;
    let admin = app.given_member(&organisation, Administrator).await;
    let session = app.given_session(&admin).await;
    let (store, id) = (&app.app.store, organisation.id);
    let actor = store.actor(session.credential).await.unwrap().unwrap();
    // One request has found out who asks, another is about to write.
    let permit = policy::authorise::<ManagePeople>(&actor, id).unwrap();
    let mut begun = store.write(Context::of(&actor)).await.unwrap();
    app.sql("delete from sessions").await;
    let done = organisations::require_second_factor(&mut begun, &permit, true).await;
    assert!(matches!(done, Err(StoreError::Stale)), "{done:?}");
    drop(begun);
    let done = service::organisations::require_second_factor(store, &actor, id, true).await;
    assert!(done.is_err(), "{done:?}");
    let changed = app
        .count("organisations where requires_second_factor")
        .await;
    assert_eq!(changed, 0);
}
