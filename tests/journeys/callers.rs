//! Where requests say that they come from and whom they say that they call: only what our proxies
//! add is believed.

use tests::{Browser, PASSWORD, Setup, TestApp};

const EMAIL: &str = "priya.raman@northwind.example";

/// The networks from which the person's sessions began, in the order of signing in.
async fn networks(app: &TestApp) -> Vec<String> {
    let networks: Vec<u8> = app
        .value(
            "select convert_to(string_agg(network, ' ' order by created_at), 'UTF8') from sessions
             where user_id is not null",
        )
        .await;
    let networks = String::from_utf8(networks).unwrap();
    networks.split(' ').map(str::to_owned).collect()
}

async fn sign_in(browser: &Browser) {
    let page = browser.visit("/sign-in").await;
    page.submit([("email", EMAIL), ("password", PASSWORD)])
        .await
        .expect_redirect("/home");
}

#[tokio::test]
async fn what_the_proxy_says_is_taken_with_and_without_a_port() {
    let app = TestApp::start_with(Setup {
        is_behind_proxy: true,
        ..Setup::default()
    })
    .await;
    app.given_user("Priya Raman", EMAIL, PASSWORD).await;
    for said in [
        "203.0.113.7",
        "203.0.113.7:5678",
        "[2001:db8:1:2::3]:80",
        // What the browser itself said stands first; the proxy's own word is the last.
        "198.51.100.1, 203.0.113.7:5678",
        "nonsense",
    ] {
        sign_in(&app.browser_from(said)).await;
    }
    assert_eq!(
        networks(&app).await,
        [
            "203.0.113.*",
            "203.0.113.*",
            "2001:db8:1:*",
            "203.0.113.*",
            "127.0.0.*"
        ]
    );
}

#[tokio::test]
async fn nobody_else_says_where_they_come_from() {
    let app = TestApp::start().await;
    app.given_user("Priya Raman", EMAIL, PASSWORD).await;
    sign_in(&app.browser_from("203.0.113.7")).await;
    sign_in(&app.browser_from("[2001:db8::1]:80")).await;
    assert_eq!(networks(&app).await, ["127.0.0.*", "127.0.0.*"]);
}

#[tokio::test]
async fn a_forged_host_gets_into_no_link_and_no_page() {
    let app = TestApp::start().await;
    app.given_user("Priya Raman", EMAIL, PASSWORD).await;
    let browser = app.browser();
    let csrf = browser.visit("/forgot-password").await.csrf();
    let headers = [
        ("host", "evil.example"),
        ("x-forwarded-host", "evil.example"),
        ("x-forwarded-proto", "https"),
        ("forwarded", "host=evil.example;proto=https"),
        ("content-type", "application/x-www-form-urlencoded"),
    ];
    let body = format!("csrf={csrf}&email={EMAIL}").into_bytes();
    let method = reqwest::Method::POST;
    let answer = browser
        .send(method, "/forgot-password", &headers, body)
        .await;
    assert_eq!(answer.status(), 303);
    assert_eq!(answer.headers()["location"], "/forgot-password?sent=yes");
    let letters = app.mail_to(EMAIL).await;
    assert!(letters.last_link().starts_with("/reset-password/"));
    for path in ["/", "/sign-in", "/home", "/no-such-page", "/register"] {
        let get = reqwest::Method::GET;
        let answer = browser.send(get, path, &headers[..4], Vec::new()).await;
        let said = format!("{:?}", answer.headers());
        let body = answer.text().await.unwrap();
        assert!(!(said + &body).contains("evil.example"), "{path}");
    }
}
