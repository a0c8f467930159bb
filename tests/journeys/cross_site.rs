//! What other sites can make a browser do here: nothing.

use reqwest::Method;
use tests::{Setup, TestApp};

const URL: &str = "https://psn.example";

async fn app() -> TestApp {
    TestApp::start_with(Setup {
        public_url: Some(URL),
        is_demonstration: true,
        ..Setup::default()
    })
    .await
}

#[tokio::test]
async fn every_unsafe_request_of_another_site_is_refused_whatever_its_kind() {
    let app = app().await;
    let browser = app.browser();
    let foreign: [&[(&str, &str)]; 6] = [
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-site")],
        &[("origin", "https://evil.example")],
        &[("origin", "null")],
        &[("origin", "http://psn.example")],
        &[("origin", URL), ("sec-fetch-site", "cross-site")],
    ];
    let kinds = [
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json",
        "text/plain",
    ];
    for path in ["/sign-in", "/sign-out", "/create-account", "/demo/clock"] {
        for kind in kinds {
            for headers in foreign {
                let headers = [headers, &[("content-type", kind)]].concat();
                let answer = browser
                    .send(Method::POST, path, &headers, b"{}".to_vec())
                    .await;
                assert_eq!(answer.status(), 403, "{path} {headers:?}");
            }
        }
    }
    for method in [Method::PUT, Method::DELETE, Method::PATCH] {
        let headers = [("origin", "https://evil.example")];
        let answer = browser.send(method, "/sign-in", &headers, Vec::new()).await;
        assert_eq!(answer.status(), 403);
    }
}

#[tokio::test]
async fn what_the_browser_says_is_ours_is_held_by_the_token_alone() {
    let app = app().await;
    let browser = app.browser();
    let csrf = browser.visit("/create-account").await.csrf();
    let form = format!("csrf={csrf}&email=a%40b.example");
    let own: [&[(&str, &str)]; 5] = [
        &[],
        &[("sec-fetch-site", "same-origin")],
        &[("sec-fetch-site", "none")],
        &[("origin", URL), ("sec-fetch-site", "same-origin")],
        &[("origin", "null"), ("sec-fetch-site", "same-origin")],
    ];
    for headers in own {
        let kind = ("content-type", "application/x-www-form-urlencoded");
        let headers = [headers, &[kind]].concat();
        for (body, status) in [(&*form, 303), ("csrf=no&email=a%40b.example", 403)] {
            let body = body.as_bytes().to_vec();
            let answer = browser
                .send(Method::POST, "/create-account", &headers, body)
                .await;
            assert_eq!(answer.status(), status, "{headers:?}");
        }
    }
    // Looking is allowed from everywhere.
    let headers = [("sec-fetch-site", "cross-site")];
    let answer = browser
        .send(Method::GET, "/sign-in", &headers, Vec::new())
        .await;
    assert_eq!(answer.status(), 200);
}

#[tokio::test]
async fn whoever_finds_a_weakness_knows_whom_to_tell() {
    let app = app().await;
    let page = app.browser().visit("/.well-known/security.txt").await;
    let text = page.body();
    assert!(
        text.contains("Contact: mailto:team@psn.example\n"),
        "{text}"
    );
    let expires = text
        .lines()
        .find_map(|line| line.strip_prefix("Expires: "))
        .unwrap();
    let now = app.app.clock.now();
    let latest = domain::when::machine(now + time::Duration::days(365));
    assert!(*expires > *domain::when::machine(now) && *expires < *latest);
}
