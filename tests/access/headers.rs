//! The headers that keep browsers safe, on every address of the service.

use crate::visitors::{ANN, CARL, Naming, address, filled_with};
use blobs::Blobs;
use domain::id::UserId;
use reqwest::Method;
use service::documents::Files;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use tests::{Browser, PAGES_WITH_SCRIPT, Setup, TestApp, User};
use web::Access;

/// What keeps an answer from being read, framed or taken for something else by other sites, and
/// links' tokens from being told to them.
const ORIGIN_AND_TYPE: [(&str, &str); 5] = [
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
];

/// The file of the fixture's document, in a folder that goes with the test.
struct Folder(PathBuf);

impl Folder {
    fn with_the_file() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("psn-headers-{}-{number}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        let of_a = folder.join("a0000000-0000-4000-8000-000000000001");
        std::fs::create_dir_all(&of_a).unwrap();
        let file = format!("a0000000-0000-4000-8000-00000000000d-{}", "a".repeat(64));
        std::fs::write(of_a.join(file), "%PDF-1.7\n").unwrap();
        Self(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _gone_already = std::fs::remove_dir_all(&self.0);
    }
}

async fn over_https(files: &Path) -> TestApp {
    filled_with(Setup {
        public_url: Some("https://psn.example"),
        files: Files::without_scanner(Blobs::in_folder(files)),
        ..Setup::default()
    })
    .await
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
    let folder = Folder::with_the_file();
    let app = over_https(&folder.0).await;
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
        let of_pages = [
            "default-src 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
        ];
        // A file that somebody sent may do nothing at all; no other answer goes without the rest.
        let of_files = ["default-src 'none'", "sandbox", "frame-ancestors 'none'"];
        let needed: &[&str] = if is_file(answer) {
            &of_files
        } else {
            &of_pages
        };
        for needed in needed {
            assert!(policy.contains(needed), "{}: {policy}", route.path);
        }
        for forbidden in [
            "script-src",
            "unsafe",
            "http:",
            "https:",
            "*",
            "data:",
            "allow-",
        ] {
            assert!(!policy.contains(forbidden), "{}: {policy}", route.path);
        }
    })
    .await;
}

fn is_file(answer: &reqwest::Response) -> bool {
    let disposition = header(answer, "content-disposition");
    disposition.starts_with("attachment; filename=\"COP-A") && disposition.contains("-a.pdf\"")
}

#[tokio::test]
async fn files_that_people_sent_are_saved_and_never_shown() {
    let seen = AtomicU32::new(0);
    every_answer(|route, answer| {
        if is_file(answer) {
            seen.fetch_add(1, Ordering::Relaxed);
            assert!(route.path.ends_with("/documents/{document}/file"));
            assert_eq!(header(answer, "x-content-type-options"), "nosniff");
            assert_eq!(
                header(answer, "content-security-policy"),
                "default-src 'none'; sandbox; frame-ancestors 'none'"
            );
        } else {
            assert!(!route.path.ends_with("/file") || answer.status() != 200);
        }
    })
    .await;
    // Once by its supplier, once by the team.
    assert_eq!(seen.load(Ordering::Relaxed), 2);
}

#[tokio::test]
async fn every_answer_keeps_to_its_own_origin_and_type() {
    every_answer(|route, answer| {
        for (name, value) in ORIGIN_AND_TYPE {
            assert_eq!(header(answer, name), value, "{name} of {}", route.path);
        }
    })
    .await;
    // Files too, and what is no address of ours.
    let app = TestApp::start().await;
    let start = app.browser().visit("/").await;
    let styles = start.select_attribute("link[rel=stylesheet]", "href");
    assert!(!styles.is_empty());
    for path in styles
        .iter()
        .map(String::as_str)
        .chain(["/nowhere", "/assets/none"])
    {
        let answer = app.browser().send(Method::GET, path, &[], Vec::new()).await;
        for (name, value) in ORIGIN_AND_TYPE {
            assert_eq!(header(&answer, name), value, "{name} of {path}");
        }
    }
}
