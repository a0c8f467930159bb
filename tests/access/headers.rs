//! The headers that keep browsers safe, on every address of the service.

use crate::visitors::{ANN, CARL, Naming, address};
use domain::id::UserId;
use reqwest::Method;
use tests::{Browser, PAGES_WITH_SCRIPT, Setup, TestApp, User};
use web::Access;

async fn over_https() -> TestApp {
    let app = TestApp::start_with(Setup {
        public_url: Some("https://psn.example"),
        ..Setup::default()
    })
    .await;
    app.sql(include_str!("fixture.sql")).await;
    app
}

/// Somebody who is signed in over https.
async fn signed_in(app: &TestApp, id: &str) -> Browser {
    let user = User {
        id: UserId::parse(id).unwrap(),
        name: String::new(),
        email: String::new(),
        password: String::new(),
        totp_secret: None,
    };
    let session = app.given_session(&user).await;
    let browser = app.browser();
    browser.set_cookie("__Host-psn-session", &session.token);
    browser
}

/// Every answer of every address: as nobody, as a supplier and as the team.
async fn every_answer(check: impl Fn(&web::Route, &reqwest::Response)) {
    let app = over_https().await;
    let browsers = [
        app.browser(),
        signed_in(&app, ANN).await,
        signed_in(&app, CARL).await,
    ];
    for route in web::routes() {
        let path = address(&route, Naming::OfA);
        // Signing out here would make the rest of the walk a stranger's.
        if path == "/sign-out" {
            continue;
        }
        let method = Method::from_bytes(route.method.as_bytes()).unwrap();
        for browser in &browsers {
            let answer = browser.send(method.clone(), &path, &[], Vec::new()).await;
            check(&route, &answer);
        }
    }
}

fn header<'a>(answer: &'a reqwest::Response, name: &str) -> &'a str {
    let value = answer.headers().get(name);
    value.map_or("", |value| value.to_str().unwrap())
}

#[tokio::test]
async fn every_answer_over_https_says_to_stay_there() {
    every_answer(|route, answer| {
        assert_eq!(
            header(answer, "strict-transport-security"),
            "max-age=31536000; includeSubDomains",
            "{}",
            route.path
        );
    })
    .await;
}

#[tokio::test]
async fn no_page_that_is_not_public_is_stored() {
    every_answer(|route, answer| {
        if route.access != Access::Public {
            assert_eq!(
                header(answer, "cache-control"),
                "no-store",
                "{}",
                route.path
            );
        }
    })
    .await;
}

#[tokio::test]
async fn every_answer_forbids_scripts_frames_and_foreign_forms() {
    every_answer(|route, answer| {
        let policy = header(answer, "content-security-policy").to_owned();
        // These two may run a script of ours, and no other (docs/adr/0015).
        let policy = if PAGES_WITH_SCRIPT.contains(&route.path) {
            policy.replace("script-src 'self'; ", "")
        } else {
            policy
        };
        for needed in [
            "default-src 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
        ] {
            assert!(policy.contains(needed), "{}: {policy}", route.path);
        }
        for forbidden in ["script-src", "unsafe", "http:", "https:", "*", "data:"] {
            assert!(!policy.contains(forbidden), "{}: {policy}", route.path);
        }
    })
    .await;
}
