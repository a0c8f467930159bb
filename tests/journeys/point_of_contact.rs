//! How the point of contact is changed, as the page that names it says.

use crate::given_draft::GivenDraft;
use domain::role::OrganisationRole;

#[tokio::test]
async fn the_page_says_in_each_state_how_the_point_of_contact_is_changed() {
    let draft = GivenDraft::complete().await;
    let app = &draft.app;
    let browser = draft.browser().await;
    let path = draft.path("point-of-contact");
    let until = "You can change the point of contact here until you submit the application. After that, email the PSN team at team@psn.example to say who it is.";
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
        page.expect_text(words).expect_no_text(until);
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
    viewer.visit(&path).await.expect_no_text(until);
}
