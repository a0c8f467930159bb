//! What programs read of the register.

use super::given::{Given, GivenCertificates as _, NUMBER};
use reqwest::Method;
use tests::TestApp;
use time::Duration;

#[tokio::test]
async fn programs_ask_for_any_day() {
    let app = TestApp::start().await;
    let given = Given::default();
    let (from, to) = (given.from(&app), given.to(&app));
    app.given_certificate(given).await;
    let browser = app.browser();
    let ask = async |day: String| {
        let page = browser
            .visit(&format!("/verify/{NUMBER}.json?at={day}"))
            .await;
        page.json()["status"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    };
    assert_eq!(ask(from.to_string()).await, "valid");
    assert_eq!(ask(to.to_string()).await, "valid");
    assert_eq!(
        ask((from - Duration::DAY).to_string()).await,
        "not_yet_valid"
    );
    assert_eq!(ask((to + Duration::DAY).to_string()).await, "expired");
    let page = browser.visit(&format!("/verify/{NUMBER}.json")).await;
    let json = page.json();
    assert_eq!(json["certificate"], NUMBER);
    assert_eq!(json["organisation"], "Northwind Mapping Limited");
    assert_eq!(json["service"], "Northwind Gazetteer");
    assert_eq!(json["valid_from"], from.to_string());
    assert_eq!(json["valid_to"], to.to_string());
    let page = browser
        .open(&format!("/verify/{NUMBER}.json?at=tomorrow"))
        .await;
    page.expect_status(400);
}

#[tokio::test]
async fn programs_get_the_register_once() {
    let app = TestApp::start().await;
    app.given_certificate(Given::default()).await;
    let browser = app.browser();
    let page = browser.visit("/register/services.json").await;
    let json = page.json();
    assert!(json["generated_at"].is_string());
    let service = &json["services"][0];
    assert_eq!(service["code"], "SRV_0042");
    assert_eq!(service["certificate"], NUMBER);
    assert_eq!(service["status"], "valid");
    assert_eq!(service["infrastructure"], "Harbour PSN Zone");
    let url = format!(
        "http://{}/register/northwind-gazetteer-srv-0042",
        app.address()
    );
    assert_eq!(service["url"], url);

    let paths = [
        "/register/services.json",
        "/register",
        "/register/northwind-gazetteer-srv-0042",
    ];
    for (number, path) in (50_i32..).zip(paths) {
        let page = browser.visit(path).await;
        assert_eq!(page.header("cache-control"), "public, max-age=60");
        let tag = page.header("etag").to_owned();
        let headers = [("if-none-match", tag.as_str())];
        let again = browser.send(Method::GET, path, &headers, Vec::new()).await;
        assert_eq!(again.status(), 304, "{path}");
        app.given_certificate(Given {
            serial: number.unsigned_abs(),
            code: number,
            ..Given::default()
        })
        .await;
        let again = browser.send(Method::GET, path, &headers, Vec::new()).await;
        let is_unchanged = path.ends_with("0042");
        assert_eq!(
            again.status(),
            if is_unchanged { 304 } else { 200 },
            "{path}"
        );
    }
}

#[tokio::test]
async fn the_published_keys_are_those_that_sign() {
    let app = TestApp::start().await;
    let page = app.browser().visit("/.well-known/psn-cop/keys.json").await;
    assert_eq!(page.header("content-type"), "application/jwk-set+json");
    assert_eq!(page.json()["keys"][0]["kid"], app.app.certificate_key.kid());
}
