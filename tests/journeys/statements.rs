//! How often pages ask the database: the hot ones exactly once (docs/adr/0005).

use crate::given_draft::GivenDraft;
use domain::role::TeamRole;
use tests::{Browser, TestApp};

/// What opening the page asks, after it was opened once.
async fn asked_by(app: &TestApp, browser: &Browser, path: &str) -> Vec<String> {
    browser.visit(path).await;
    app.statements.take();
    browser.visit(path).await;
    app.statements.take()
}

/// Exactly one statement, which calls this function.
#[track_caller]
fn expect_one(statements: &[String], function: &str) {
    assert!(
        matches!(statements, [one] if one.contains(function)),
        "not {function} alone: {statements:#?}"
    );
}

#[tokio::test]
async fn a_page_that_needs_nobody_asks_nothing() {
    let app = TestApp::start().await;
    for path in ["/", "/sign-in", "/create-account", "/healthz"] {
        let asked = asked_by(&app, &app.browser(), path).await;
        assert!(asked.is_empty(), "{path}: {asked:#?}");
    }
}

#[tokio::test]
async fn the_queue_takes_one_statement() {
    let app = TestApp::start().await;
    let assessor = app.given_team_member(TeamRole::Assessor).await;
    let browser = app.sign_in(&assessor).await;
    expect_one(&asked_by(&app, &browser, "/team").await, "page.queue(");
}

#[tokio::test]
async fn comparing_with_other_policies_takes_one_statement() {
    let draft = GivenDraft::complete().await;
    let browser = draft.browser().await;
    for tail in ["other-policies", "other-policies/dmp-annex-1"] {
        let asked = asked_by(&draft.app, &browser, &draft.path(tail)).await;
        expect_one(&asked, "page.form(");
    }
}
