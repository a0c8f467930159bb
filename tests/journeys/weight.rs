//! What a first visit costs: bytes over the wire and requests.

use reqwest::Method;
use tests::TestApp;

/// The most bytes of a first visit, compressed (45 KB).
const FIRST_VISIT_MAX: usize = 45_000;
/// The most requests of a first visit.
const REQUESTS_MAX: usize = 5;
/// The most bytes of a page's HTML, compressed (8 KB).
const HTML_MAX: usize = 8_000;
/// The most bytes of a repeated visit, for which the styles are still there (12 KB).
const REPEATED_MAX: usize = 12_000;

/// Pages that people come to first.
const PAGES: [&str; 5] = ["/", "/sign-in", "/create-account", "/register", "/verify"];

/// The bytes of an answer as they travel, and how long it may be kept.
async fn weigh(app: &TestApp, path: &str) -> (usize, String) {
    let headers = [("accept-encoding", "gzip")];
    let response = app
        .browser()
        .send(Method::GET, path, &headers, Vec::new())
        .await;
    assert_eq!(
        response.status(),
        200,
        "{path}; `make assets` puts the styles in place"
    );
    let kept = response.headers()["cache-control"]
        .to_str()
        .unwrap()
        .to_owned();
    (response.bytes().await.unwrap().len(), kept)
}

#[tokio::test]
async fn a_first_visit_is_light() {
    let app = TestApp::start().await;
    for path in PAGES {
        let (html, _) = weigh(&app, path).await;
        assert!(html <= HTML_MAX, "{path}: {html} bytes of HTML");
        let page = app.browser().visit(path).await;
        let mut parts = page.select_attribute("link[rel=stylesheet], link[rel=icon]", "href");
        parts.extend(page.select_attribute("img, script, iframe, source", "src"));
        assert!(parts.len() >= 2, "{path} has no styles");
        assert!(parts.len() < REQUESTS_MAX, "{path} needs {parts:?}");
        let mut first = html;
        for part in &parts {
            let (bytes, kept) = weigh(&app, part).await;
            assert!(
                kept.contains("immutable"),
                "{part} is asked for at every visit: {kept}"
            );
            first += bytes;
        }
        assert!(
            first <= FIRST_VISIT_MAX,
            "{path}: {first} bytes at the first visit"
        );
        assert!(
            html <= REPEATED_MAX,
            "{path}: {html} bytes at a repeated visit"
        );
    }
}
