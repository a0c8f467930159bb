//! How the point of contact is changed, as the page that names it says.

use crate::given_draft::GivenDraft;
use domain::role::OrganisationRole;

#[tokio::test]
async fn the_page_says_in_each_state_how_the_point_of_contact_is_changed() {
    let draft = GivenDraft::complete().await;
    let app = &draft.app;
    let browser = draft.browser().await;
    let path = draft.path("point-of-contact");
    let until = "You can change it here until you submit your application.";
    let email = "If the point of contact has changed, email the PSN team at team@psn.example to say who it is now.";
    let stays = "The point of contact of a decided application stays as it is.";
    browser.visit(&path).await.expect_text(until);
    // Other pages say nothing of it.
    browser
        .visit(&draft.path("description-for-users"))
        .await
        .expect_no_text("point of contact");
    for (state, words) in [
        ("submitted", email),
        ("awaiting_supplier", email),
        ("approved", email),
        ("certified", stays),
        ("refused", stays),
    ] {
        app.sql(&format!("update applications set state = '{state}'"))
            .await;
        let page = browser.visit(&path).await;
        page.expect_text(words);
        browser
            .visit(&draft.path("description-for-users"))
            .await
            .expect_no_text("point of contact");
    }
    // Whoever only reads changes it in no state.
    app.sql("update applications set state = 'draft'").await;
    let viewer = app
        .given_member(&draft.organisation, OrganisationRole::Viewer)
        .await;
    let viewer = app.sign_in(&viewer).await;
    let address = "The PSN team’s email address is";
    viewer.visit(&path).await.expect_no_text(address);
}

#[tokio::test]
async fn a_revision_that_says_until_when_is_not_said_after() {
    let set = questions::current("psn-cop").unwrap();
    let draft = GivenDraft::complete_of(tests::TestApp::start().await, set).await;
    let browser = draft.browser().await;
    let page = browser.visit(&draft.path("point-of-contact")).await;
    page.expect_text("The PSN team’s email address is team@psn.example.");
    assert_eq!(page.text().matches("until you submit").count(), 1);
}
