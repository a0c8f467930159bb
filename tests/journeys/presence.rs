//! Notes about colleagues who have the same page open: advice, never a lock.

use crate::form::Given;
use domain::role::OrganisationRole::{Administrator, Viewer};
use time::Duration;

#[tokio::test]
async fn a_page_says_who_else_opened_or_saved_it() {
    let given = Given::started().await;
    let app = &given.app;
    let path = given.at("security/4a");
    let (ann, anns) = given.colleague(Administrator).await;
    let hers = anns.visit(&path).await;
    hers.expect_no_text("opened this page");
    app.advance(Duration::minutes(4)).await;
    let opened = format!(
        "{} opened this page 4 minutes ago and has not saved.",
        ann.name
    );
    let mine = given.browser.visit(&path).await;
    mine.expect_text(&opened);
    // Only this page says so, and only to others.
    let other = given.browser.visit(&given.at("security/5a")).await;
    other.expect_no_text("opened this page");
    // She saves, although I have it open too.
    let said = [
        ("answer", "yes"),
        ("explanation", "We meet every month and keep minutes."),
    ];
    hers.press("Save and continue", said)
        .await
        .expect_status(303);
    app.advance(Duration::minutes(1)).await;
    let mine = given.browser.visit(&path).await;
    mine.expect_text(&format!("{} saved this page 1 minute ago.", ann.name))
        .expect_no_text("has not saved");
    app.advance(Duration::minutes(15)).await;
    let mine = given.browser.visit(&path).await;
    mine.expect_no_text("saved this page");
    app.run_due_work().await;
    assert_eq!(app.count("page_visits").await, 1, "only mine is left");
}

#[tokio::test]
async fn readers_and_repeated_visits_write_nothing() {
    let given = Given::started().await;
    let app = &given.app;
    let path = given.at("security/4a");
    let (_, viewers) = given.colleague(Viewer).await;
    viewers.visit(&path).await;
    assert_eq!(app.count("page_visits").await, 0);
    given.browser.visit(&path).await;
    let row = "select xmin::text from page_visits";
    let written: String = app.value(row).await;
    given.browser.visit(&path).await;
    assert_eq!(app.value::<String>(row).await, written);
    // Addresses that are no question pages leave nothing.
    given.browser.visit(&given.at("security/4/check")).await;
    given
        .browser
        .open(&given.at("no/such/page"))
        .await
        .expect_status(404);
    assert_eq!(app.count("page_visits").await, 1);
}
