//! The demonstration's mail and clock, and that they are nowhere else.

use reqwest::Method;
use tests::{Setup, TestApp};
use time::{Duration, OffsetDateTime};

async fn demonstration() -> TestApp {
    TestApp::start_with(Setup {
        is_demonstration: true,
        ..Setup::default()
    })
    .await
}

#[tokio::test]
async fn outside_of_the_demonstration_there_are_no_such_addresses() {
    let app = TestApp::start().await;
    let browser = app.browser();
    for path in ["/demo/mail", "/demo/mail.json", "/demo/clock"] {
        browser.open(path).await.expect_status(404);
    }
    let before = app.app.clock.offset();
    let body = br#"{"advance":"P90D"}"#.to_vec();
    let page = browser
        .raw_post("/demo/clock", "application/json", body)
        .await;
    page.expect_status(404);
    assert_eq!(app.app.clock.offset(), before);
    let moved: i64 = app.value("select offset_seconds from service_clock").await;
    assert_eq!(moved, before.whole_seconds());
}

#[tokio::test]
async fn a_program_moves_the_clock_forward() {
    let app = demonstration().await;
    let browser = app.browser();
    let before = app.app.clock.now();
    assert!(browser.visit("/demo/clock").await.json()["now"].is_string());
    let body = br#"{"advance":"P90D"}"#.to_vec();
    let page = browser
        .raw_post("/demo/clock", "application/json", body)
        .await;
    page.expect_status(200);
    assert!(page.json()["now"].is_string());
    let moved: OffsetDateTime = app.value("select access.now()").await;
    assert!(moved - before >= Duration::days(90), "the database's clock");
    assert!(
        app.app.clock.now() - before >= Duration::days(90),
        "the pages' clock"
    );
    for body in [
        "",
        "{}",
        "[]",
        "{\"advance\":\"-P1D\"}",
        "{\"advance\":\"P1M\"}",
        "{\"advance\":1}",
        "\u{ff}",
    ] {
        let page = browser
            .raw_post("/demo/clock", "application/json", body.as_bytes().to_vec())
            .await;
        page.expect_status(422);
    }
    let offset = app.app.clock.offset();
    for _ in 0..30 {
        let body = br#"{"advance":"P36500D"}"#.to_vec();
        browser
            .raw_post("/demo/clock", "application/json", body)
            .await;
    }
    assert!(app.app.clock.offset() > offset);
    assert!(app.app.clock.now().year() <= 2900);
}

#[tokio::test]
async fn another_site_does_not_move_the_clock() {
    let app = demonstration().await;
    let headers = [
        ("content-type", "text/plain"),
        ("origin", "https://elsewhere.example"),
    ];
    let body = br#"{"advance":"P90D"}"#.to_vec();
    let answer = app
        .browser()
        .send(Method::POST, "/demo/clock", &headers, body)
        .await;
    assert_eq!(answer.status(), 403);
}

#[tokio::test]
async fn mail_is_shown_and_the_clock_is_moved_by_a_form() {
    let app = demonstration().await;
    app.sql(
        "insert into outbox (id, kind, recipient, subject, body_text, body_html, created_at, next_attempt_at)
         values (gen_random_uuid(), 'password_changed', 'ada@northwind.example', 'Your <b>password</b>',
                 'Line one' || chr(10) || chr(10) || 'Line two', '<p>x</p>', access.now(), access.now())",
    )
    .await;
    app.run_due_work().await;
    let browser = app.browser();
    let page = browser.visit("/demo/mail").await;
    page.expect_text("Your <b>password</b>")
        .expect_text("To ada@northwind.example")
        .expect_text("Line two");
    let json = browser.visit("/demo/mail.json").await.json();
    for key in ["id", "to", "subject", "text", "html", "sent_at"] {
        assert!(json[0][key].is_string(), "{key}");
    }
    assert_eq!(json.as_array().unwrap().len(), 1);
    let nobody = browser.visit("/demo/mail?to=bob@northwind.example").await;
    nobody.expect_text("No mail to bob@northwind.example yet.");

    let before = app.app.clock.now();
    let answer = page.press("Move the clock", [("advance", "P1W")]).await;
    answer.expect_redirect("/demo/mail");
    answer.follow().await.expect_text("The clock now says");
    assert!(app.app.clock.now() - before >= Duration::WEEK);
    let answer = page.press("Move the clock", [("advance", "soon")]).await;
    answer
        .follow()
        .await
        .expect_text("Enter a length of time like P90D");
}
