//! What the rules find is shown to the supplier, to the signatory and to the team.

use crate::given_case::GivenCase;
use crate::given_draft::{GivenDraft, SIGNATORY};
use domain::role::{OrganisationRole, TeamRole};

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
        .expect_text("rules version 2026-11, and for each question version 2015-07.2")
        .expect_text(
            "Rule: 4a, answer yes (Principle 4, requirement of question a; version 2015-07.2)",
        )
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
        .expect_text("rules (version 2026-11, for each question version 2015-07.2)");

    let case = GivenCase::submitted().await;
    let browser = case.app.sign_in(&case.assessor).await;
    let page = browser
        .visit(&format!("/team/applications/{}", case.reference))
        .await;
    page.expect_text("Rule: X7, agreement of the owner")
        .expect_text("rules (version 2026-11, for each question version 2015-07.2)");
}

#[tokio::test]
async fn a_renewal_in_last_years_words_is_told_to_the_supplier_and_the_team() {
    const MANY: &str = "4 or more explanations are word for word those of last year";
    const RULE: &str = "Rule: X9, same words as last year in many answers";
    let draft = GivenDraft::certified(60).await.renewed().await;
    draft.answered_again().await;
    let browser = draft.browser().await;
    let baseline = draft.path("baseline");
    browser
        .visit(&baseline)
        .await
        .expect_text(MANY)
        .expect_text(RULE);
    let app = &draft.app;
    app.sql(&format!(
        "update applications set state = 'submitted', submitted_at = access.now(),
             target_on = access.today() + 28 where id = '{}'",
        draft.id
    ))
    .await;
    let assessor = app.given_team_member(TeamRole::Assessor).await;
    let assessor = app.sign_in(&assessor).await;
    assessor
        .visit(&format!("/team/applications/{}", draft.reference))
        .await
        .expect_text(RULE);
    // Three of them are not many.
    let others = |place: &str| {
        format!(
            "with of as (select page, row_number() over (order by page) place from answers
                 where application_id = '{}' and answer ? 'explanation')
             update answers set answer = jsonb_set(answer, '{{explanation}}', to_jsonb(array['Said anew for ' || answers.page]))
             from of where of.page = answers.page and application_id = '{0}' and of.place > {place}",
            draft.id
        )
    };
    app.sql(&others("4")).await;
    browser.visit(&baseline).await.expect_text(RULE);
    app.sql(&others("3")).await;
    browser.visit(&baseline).await.expect_no_text("X9,");
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
