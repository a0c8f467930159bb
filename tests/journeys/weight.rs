//! What a first visit costs: bytes over the wire and requests.

use crate::given_case::GivenCase;
use reqwest::Method;
use tests::{Browser, TestApp};

/// The most bytes of a first visit, compressed (45 KB).
const FIRST_VISIT_MAX: usize = 45_000;
/// The most requests of a first visit.
const REQUESTS_MAX: usize = 5;
/// The most bytes of a page's HTML, compressed (8 KB).
const HTML_MAX: usize = 8_000;
/// The most bytes of a repeated visit, for which the styles are still there (12 KB).
const REPEATED_MAX: usize = 12_000;

/// The most bytes of the HTML of a page that somebody works on, compressed: what travels before the
/// first acknowledgement (14.6 KB).
const WORK_MAX: usize = 14_600;

/// Pages that people come to first.
const PAGES: [&str; 5] = ["/", "/sign-in", "/create-account", "/register", "/verify"];

/// The bytes of an answer as they travel, and how long it may be kept.
async fn weigh(browser: &Browser, path: &str) -> (usize, String) {
    let headers = [("accept-encoding", "gzip")];
    let response = browser.send(Method::GET, path, &headers, Vec::new()).await;
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
async fn styles_travel_packed_and_are_not_sent_twice() {
    let app = TestApp::start().await;
    let page = app.browser().visit("/").await;
    let parts = page.select_attribute("link[rel=stylesheet]", "href");
    assert!(!parts.is_empty());
    for part in parts {
        let asked = async |name: &str, value: &str| {
            let headers = [(name, value)];
            let browser = app.browser();
            browser.send(Method::GET, &part, &headers, Vec::new()).await
        };
        let packed = asked("accept-encoding", "br, gzip;q=0.8").await;
        assert_eq!(packed.headers()["content-encoding"], "gzip", "{part}");
        assert_eq!(packed.headers()["vary"], "accept-encoding");
        let tag = packed.headers()["etag"].to_str().unwrap().to_owned();
        let packed = packed.bytes().await.unwrap();
        for refused in ["identity", "gzip;q=0"] {
            let plain = asked("accept-encoding", refused).await;
            assert!(!plain.headers().contains_key("content-encoding"), "{part}");
            assert!(plain.bytes().await.unwrap().len() > packed.len() * 3 / 2);
        }
        let again = asked("if-none-match", &tag).await;
        assert_eq!(again.status(), 304);
        assert!(again.bytes().await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn a_first_visit_is_light() {
    let app = TestApp::start().await;
    for path in PAGES {
        let (html, _) = weigh(&app.browser(), path).await;
        assert!(html <= HTML_MAX, "{path}: {html} bytes of HTML");
        let page = app.browser().visit(path).await;
        let mut parts = page.select_attribute("link[rel=stylesheet], link[rel=icon]", "href");
        parts.extend(page.select_attribute("img, script, iframe, source", "src"));
        assert!(parts.len() >= 2, "{path} has no styles");
        assert!(parts.len() < REQUESTS_MAX, "{path} needs {parts:?}");
        let mut first = html;
        for part in &parts {
            let (bytes, kept) = weigh(&app.browser(), part).await;
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

#[tokio::test]
async fn pages_that_people_work_on_come_in_one_flight() {
    let case = GivenCase::submitted().await;
    let assessor = case.begun().await;
    let editor = case.app.sign_in(&case.editor).await;
    let application = format!("/applications/{}", case.reference);
    let pages = [
        (&editor, "/home".to_owned()),
        (&editor, application.clone()),
        (&editor, format!("{application}/security/4a")),
        (&editor, format!("{application}/progress")),
        (&editor, format!("{application}/history")),
        (&assessor, "/team".to_owned()),
        (&assessor, case.team_path("")),
        (&assessor, case.team_path("review/4a")),
    ];
    for (browser, path) in pages {
        let path = path.trim_end_matches('/');
        let (bytes, _) = weigh(browser, path).await;
        assert!(bytes <= WORK_MAX, "{path}: {bytes} bytes");
    }
}
