//! What the rules find is shown to the supplier, to the signatory and to the team.

use crate::given_case::GivenCase;
use crate::given_draft::{GivenDraft, SIGNATORY};
use domain::role::OrganisationRole;

#[tokio::test]
async fn the_supplier_sees_what_only_the_service_knows() {
    let draft = GivenDraft::complete().await;
    let browser = draft.browser().await;
    let page = browser.visit(&draft.path("baseline")).await;
    page.expect_text("Checked at ")
        .expect_text("The owner of the infrastructure has not confirmed")
        .expect_text("You cannot submit your application before this is done.")
        .expect_text("Rule: X7, agreement of the owner (Guidance, Your PSN service, 2:")
        .expect_text("Rule: X6, end of the infrastructure’s certificate")
        .expect_text("rules version 2026-11")
        .expect_no_text("The security manager has left");
    let manager = draft
        .app
        .given_member(&draft.organisation, OrganisationRole::Viewer)
        .await;
    draft
        .change("contacts/security-manager", "email", &manager.email)
        .await;
    draft.agree().await;
    let leaves = |day: &str| {
        format!(
            "update memberships set leaves_on = access.today() {day} where user_id = '{}'",
            manager.id
        )
    };
    draft.app.sql(&leaves("- 0")).await;
    let page = browser.visit(&draft.path("baseline")).await;
    page.expect_no_text("X7,").expect_no_text("X13,");
    draft.app.sql(&leaves("- 1")).await;
    let page = browser.visit(&draft.path("baseline")).await;
    page.expect_text("The security manager has left the organisation’s list of people.")
        .expect_text("Rule: X13, contacts who have left");
}

#[tokio::test]
async fn the_signatory_and_the_team_see_what_does_not_fit() {
    let draft = GivenDraft::complete().await;
    let link = draft.ask_signatory().await;
    let browser = draft.app.browser();
    let page = draft.enter(&browser, &link, SIGNATORY).await;
    let page = page.submit([("authority", "yes")]).await.follow().await;
    page.expect_text("Answers that may not fit together")
        .expect_text("in less than 12 months, and the service’s certificate would end with it")
        .expect_text("rules (version 2026-11)");

    let case = GivenCase::submitted().await;
    let browser = case.app.sign_in(&case.assessor).await;
    let page = browser
        .visit(&format!("/team/applications/{}", case.reference))
        .await;
    page.expect_text("Rule: X7, agreement of the owner")
        .expect_text("rules (version 2026-11)");
}

#[tokio::test]
async fn connections_are_drawn_for_the_supplier() {
    let draft = GivenDraft::complete().await;
    let browser = draft.browser().await;
    for path in ["connections/list", "connections/check"] {
        let page = browser.visit(&draft.path(path)).await;
        assert_eq!(
            page.select_text("main svg[role=img] title").len(),
            1,
            "{path}"
        );
    }
}

#[tokio::test]
async fn the_signatory_sees_what_is_not_assured_as_expected() {
    let draft = GivenDraft::complete().await;
    draft
        .change("security/3/assurance", "assurance_3c", "not_yet")
        .await;
    let link = draft.ask_signatory().await;
    let browser = draft.app.browser();
    let page = draft.enter(&browser, &link, SIGNATORY).await;
    let page = page.submit([("authority", "yes")]).await.follow().await;
    page.expect_text("Answers that are not assured as expected")
        .expect_text("1 answer. The PSN team will see how it is assured.")
        .expect_text(
            "Not assured yet. The standard expects: Independent testing of implementation",
        );
}
