//! What the rules find is shown to the supplier, to the signatory and to the team.

mod connections;
mod leading;
mod who_left;

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
        .expect_text("rules version 2026-11d, and for each question version 2015-07.5")
        .expect_text(
            "Rule: 4a, answer yes (Principle 4, requirement of question a; version 2015-07.5)",
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
        .expect_text("rules (version 2026-11d, for each question version 2015-07.5)");

    let case = GivenCase::submitted().await;
    let browser = case.app.sign_in(&case.assessor).await;
    let page = browser
        .visit(&format!("/team/applications/{}", case.reference))
        .await;
    page.expect_text("Rule: X7, agreement of the owner")
        .expect_text("rules (version 2026-11d, for each question version 2015-07.5)");
}

#[tokio::test]
async fn the_signatory_sees_what_only_the_service_knows() {
    const OWNER: &str = "The owner of the infrastructure has not confirmed";
    const LEFT: &str = "The security manager has left";
    let draft = GivenDraft::complete().await;
    let manager = draft
        .app
        .given_member(&draft.organisation, OrganisationRole::Viewer)
        .await;
    draft
        .change("contacts/security-manager", "email", &manager.email)
        .await;
    let link = draft.ask_signatory().await;
    let browser = draft.app.browser();
    let page = draft.enter(&browser, &link, SIGNATORY).await;
    let page = page.submit([("authority", "yes")]).await.follow().await;
    page.expect_text(OWNER).expect_no_text(LEFT);
    // It is as it is now, not as it was when the signatory was asked.
    draft.agree().await;
    let leaves = |day: &str| {
        format!(
            "update memberships set leaves_on = access.today() {day} where user_id = '{}'",
            manager.id
        )
    };
    draft.app.sql(&leaves("- 0")).await;
    let summary = format!("{link}/summary");
    let page = browser.visit(&summary).await;
    page.expect_no_text(OWNER).expect_no_text(LEFT);
    draft.app.sql(&leaves("- 1")).await;
    browser.visit(&summary).await.expect_text(LEFT);
    // What was agreed to is something else now.
    draft
        .app
        .sql("update owner_requests set service_name = 'Another service'")
        .await;
    browser.visit(&summary).await.expect_text(OWNER);
    // Who has not entered the code learns nothing.
    let known: i64 = draft
        .app
        .value("select count(*) from access.known_to_sign(null)")
        .await;
    assert_eq!(known, 0);
}

#[tokio::test]
async fn the_team_sees_what_was_found_at_the_submission_and_not_any_more() {
    let draft = GivenDraft::complete().await;
    let manager = draft
        .app
        .given_member(&draft.organisation, OrganisationRole::Viewer)
        .await;
    draft
        .change("contacts/security-manager", "email", &manager.email)
        .await;
    let leaves = |day: &str| {
        format!(
            "update memberships set leaves_on = {day} where user_id = '{}'",
            manager.id
        )
    };
    draft.agree().await;
    draft.sign().await;
    draft.app.sql(&leaves("access.today() - 1")).await;
    let supplier = draft.browser().await;
    let page = supplier.visit(&draft.path("submit")).await;
    page.press("Submit to the PSN team", [])
        .await
        .expect_redirect(&draft.path("submitted"));
    let assessor = draft.app.given_team_member(TeamRole::Assessor).await;
    let assessor = draft.app.sign_in(&assessor).await;
    let case = format!("/team/applications/{}", draft.reference);
    let page = assessor.visit(&case).await;
    page.expect_text("Rule: X13, contacts who have left")
        .expect_no_text("Found when it was submitted, and not any more")
        .expect_no_text("Found since it was submitted");
    draft.app.sql(&leaves("null")).await;
    draft
        .app
        .sql("update owner_requests set service_name = 'Another service'")
        .await;
    let page = assessor.visit(&case).await;
    page.expect_text("Found when it was submitted, and not any more")
        .expect_text("Rule: X13, contacts who have left (version 2026-11d)")
        .expect_text("Found since it was submitted")
        .expect_text("Rule: X7, agreement of the owner (version 2026-11d)");
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
    let link = draft.ask_signatory().await;
    let signatory = draft.app.browser();
    let page = draft.enter(&signatory, &link, SIGNATORY).await;
    let page = page.submit([("authority", "yes")]).await.follow().await;
    page.expect_text(MANY);
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

#[tokio::test]
async fn of_an_answer_that_is_still_right_nothing_is_told_that_nobody_entered() {
    const SAME: &str = "The explanation of 7a is word for word that of last year";
    let draft = GivenDraft::certified(60).await.renewed().await;
    let browser = draft.browser().await;
    let page = browser.visit(&draft.path("security/7a")).await;
    let saved = page.press("Save and continue", []).await;
    saved.follow().await.expect_no_text(SAME);
    // Whoever enters something beside the same words is told.
    let page = browser.visit(&draft.path("security/7a")).await;
    let entered = [("answer", "partly")];
    let saved = page.press("Save and continue", entered).await;
    saved.follow().await.expect_text(SAME);
}
