//! What surrounds the page of an error: nobody loses their way back by a mistyped address.

use crate::given_draft::GivenDraft;
use axum::Router;
use axum::routing::get;
use domain::assurance::Assurance;
use domain::role::OrganisationRole::{Administrator, Viewer};
use domain::role::TeamRole;
use std::time::Duration;
use tests::{PASSWORD, Page, Setup, TestApp};
use web::{App, Limits};

fn navigation(page: &Page) -> Vec<String> {
    page.select_text(".govuk-service-navigation__list a")
}

#[tokio::test]
async fn an_error_keeps_the_navigation_of_its_reader() {
    let app = TestApp::start().await;
    let organisation = app.given_organisation("Northwind Mapping Limited").await;
    let viewer = app.given_member(&organisation, Viewer).await;
    let viewer = app.sign_in(&viewer).await;
    let nobody = app.browser().open("/no-such-page").await;
    nobody.expect_status(404).expect_heading("Page not found");
    assert!(navigation(&nobody).is_empty());
    let page = viewer.open("/no-such-page").await;
    page.expect_status(404);
    let own = [
        "Applications",
        "Certificates",
        "Organisation",
        "Your account",
    ];
    assert_eq!(navigation(&page), own);
    page.click("Go to your applications")
        .await
        .expect_heading("Your applications");
    // The way out works from there too, in a browser that knew no form yet.
    let out = page.press("Sign out", []).await;
    out.expect_redirect("/signed-out");
    let page = viewer.open("/no-such-page").await;
    assert!(navigation(&page).is_empty());
}

/// Whoever only opens a page, or does twice what is done, is not told of somebody else.
#[tokio::test]
async fn what_does_not_fit_is_said_as_it_is() {
    const OTHERS: &str = "omebody else";
    let draft = GivenDraft::complete().await;
    let administrator = draft
        .app
        .given_member(&draft.organisation, Administrator)
        .await;
    let browser = draft.app.sign_in(&administrator).await;
    let page = browser.open(&draft.path("withdraw")).await;
    page.expect_status(409)
        .expect_heading("This cannot be done now")
        .expect_no_text(OTHERS);
    let delete = browser.visit(&draft.path("delete")).await;
    for _ in 0..2 {
        let deleted = delete.press("Delete this application", []).await;
        deleted.expect_redirect(&draft.path("delete"));
    }
    let restore = browser.visit(&draft.path("delete")).await;
    for _ in 0..2 {
        let restored = restore.press("Bring it back", []).await;
        restored.expect_redirect(draft.path("").trim_end_matches('/'));
    }
    draft
        .app
        .sql(
            "update applications set state = 'submitted', submitted_at = access.now(),
                 target_on = access.today() + 9",
        )
        .await;
    let withdraw = browser.visit(&draft.path("withdraw")).await;
    delete
        .press("Delete this application", [])
        .await
        .expect_status(409)
        .expect_heading("This has changed meanwhile")
        .expect_text("You may have done it already");
    for _ in 0..2 {
        let withdrawn = withdraw.press("Withdraw this application", []).await;
        withdrawn.expect_redirect(&draft.path("progress"));
    }
}

#[tokio::test]
async fn a_refusal_says_who_can_change_that() {
    let app = TestApp::start().await;
    let organisation = app.given_organisation("Northwind Mapping Limited").await;
    let viewer = app.given_member(&organisation, Viewer).await;
    let viewer = app.sign_in(&viewer).await;
    let path = format!("/organisations/{}/people/invite", organisation.id);
    let page = viewer.open(&path).await;
    page.expect_status(403)
        .expect_text("An administrator of your organisation can change your role.");
    assert_eq!(page.select_text("[aria-current]"), ["Organisation"]);
    let assessor = app.given_team_member(TeamRole::Assessor).await;
    let assessor = app.sign_in(&assessor).await;
    let page = assessor.open("/team/admin/people").await;
    page.expect_status(403)
        .expect_text("A service administrator can change your role.")
        .expect_no_text("organisation");
    assert_eq!(navigation(&page)[0], "Queue");
    page.click("Go to the queue").await.expect_status(200);
}

#[tokio::test]
async fn one_place_of_the_navigation_is_marked() {
    let app = TestApp::start().await;
    let administrator = app.given_team_member(TeamRole::ServiceAdministrator).await;
    let browser = app.sign_in(&administrator).await;
    for (path, place) in [
        ("/team", "Queue"),
        ("/team/admin/people", "Team"),
        ("/team/admin/people/invite", "Team"),
        ("/team/admin/support", "Support"),
        ("/account/password", "Your account"),
    ] {
        let page = browser.visit(path).await;
        assert_eq!(
            page.select_text(".govuk-service-navigation [aria-current]"),
            [place],
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_message_waits_for_the_page_that_it_was_left_for() {
    let app = TestApp::start().await;
    let user = app
        .given_user("Priya Raman", "priya@a.example", PASSWORD)
        .await;
    let browser = app.sign_in(&user).await;
    app.given_session_of(&user, Assurance::Password).await;
    let page = browser.visit("/account/sessions").await;
    page.press("Sign out all other devices", [])
        .await
        .expect_status(303);
    let said = "You signed out all other devices";
    let page = browser.open("/no-such-page").await;
    page.expect_status(404).expect_no_text(said);
    browser.visit("/account/sessions").await.expect_text(said);
}

/// The service with a page that panics, one that answers too late, and one place for both.
fn narrow(app: App) -> Router {
    async fn panics() {
        // A panic without the words on standard error that would fill it.
        std::panic::resume_unwind(Box::new("what somebody typed"))
    }
    async fn waits() {
        tokio::time::sleep(Duration::from_secs(2)).await;
    }
    let pages = Router::new()
        .route("/panics", get(panics))
        .route("/waits", get(waits));
    let limits = Limits::new(1, Duration::from_millis(100), Duration::from_millis(900));
    web::around(pages, app, limits)
}

#[tokio::test]
async fn whatever_is_too_much_too_late_or_broken_is_said_on_a_page() {
    let app = TestApp::start_with(Setup {
        router: narrow,
        ..Setup::default()
    })
    .await;
    let browser = app.browser();
    let broken = browser.open("/panics").await;
    broken
        .expect_status(500)
        .expect_heading("There is a problem with the service")
        .expect_text("Reference: ")
        .expect_no_text("what somebody typed");
    let (late, refused) = tokio::join!(browser.open("/waits"), async {
        tokio::time::sleep(Duration::from_millis(200)).await;
        browser.open("/panics").await
    });
    for (page, seconds) in [(late, "30"), (refused, "5")] {
        page.expect_status(503)
            .expect_heading("The service is busy")
            .expect_text("Your saved answers are safe");
        assert_eq!(page.header("retry-after"), seconds);
        assert!(
            page.header("content-security-policy")
                .contains("default-src")
        );
    }
}
