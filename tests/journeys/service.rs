//! What holds before any page is there.

use tests::TestApp;
use time::Duration;

#[tokio::test]
async fn the_service_says_that_it_is_alive_and_ready() {
    let app = TestApp::start().await;
    let page = app.browser().visit("/healthz").await;
    assert_eq!(page.body(), "ok");
    app.statements.take();
    let page = app.browser().visit("/readyz").await;
    assert_eq!(page.json()["ready"], true);
    assert_eq!(app.statements.take(), ["select access.schema_version()"]);
}

#[tokio::test]
async fn the_clock_of_pages_and_database_moves_together() {
    let app = TestApp::start().await;
    let before = app.app.clock.now();
    app.advance(Duration::days(90)).await;
    let moved: time::OffsetDateTime = app.value("select access.now()").await;
    assert!(moved - before >= Duration::days(90));
    assert!(app.app.clock.now() - before >= Duration::days(90));
}
