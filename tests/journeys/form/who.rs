//! Who may read and change, and when.

use super::Given;
use domain::role::{OrganisationRole, TeamRole};

const TEXT: &str = "We meet every month and keep minutes.";

#[tokio::test]
async fn a_viewer_reads_and_changes_nothing() {
    let given = Given::started().await;
    let editing = given.browser.visit(&given.at("security/4a")).await;
    let (_, viewer) = given.colleague(OrganisationRole::Viewer).await;
    let list = viewer.visit(&given.root).await;
    assert!(list.select_text("main .govuk-button").is_empty());
    let page = viewer.visit(&given.at("security/4a")).await;
    page.expect_text(
        "You can read this. An editor or administrator of Northwind Mapping Limited can change it.",
    );
    assert!(!page.body().contains("Save and continue"));
    let token = page.csrf();
    for tail in [
        "security/4a",
        "security/4/check",
        "contacts/escalation/list",
        "remove/connections/1",
        "check-answers",
    ] {
        let refused = viewer.post(&given.at(tail), &[("csrf", &token)]).await;
        refused.expect_status(403);
    }
    viewer.open("/applications/new").await.expect_status(403);
    editing.expect_status(200);
}

#[tokio::test]
async fn for_others_there_is_no_such_application() {
    let given = Given::started().await;
    let other = given.app.given_organisation("Somebody Else Limited").await;
    let stranger = given
        .app
        .given_member(&other, OrganisationRole::Administrator)
        .await;
    let assessor = given.app.given_team_member(TeamRole::Assessor).await;
    for person in [stranger, assessor] {
        let browser = given.app.sign_in(&person).await;
        let token = browser.visit("/account").await.csrf();
        for tail in [
            "security/4a",
            "security/4/check",
            "baseline",
            "everything",
            "check-answers",
            "no/such/page",
        ] {
            browser.open(&given.at(tail)).await.expect_status(404);
            browser.post(&given.at(tail), &[("csrf", &token)]).await;
        }
        browser.open(&given.root).await.expect_status(404);
        let refused = browser
            .post(
                &given.at("security/4a"),
                &[("csrf", &token), ("answer", "yes")],
            )
            .await;
        refused.expect_status(404);
    }
    let nobody = given.app.browser().open(&given.at("security/4a")).await;
    assert!(nobody.redirect().starts_with("/sign-in"));
    assert_eq!(given.versions_of("security/4a").await, 0);
}

#[tokio::test]
async fn answers_are_locked_while_the_team_has_them_and_only_what_was_asked_is_unlocked() {
    let given = Given::started().await;
    let old = given.browser.visit(&given.at("security/4a")).await;
    given
        .app
        .sql("update applications set state = 'under_review', submitted_at = access.now()")
        .await;
    let page = given.browser.visit(&given.at("security/4a")).await;
    page.expect_text("You cannot change an answer while the PSN team has your application.");
    let late = old
        .press(
            "Save and continue",
            [("answer", "yes"), ("explanation", TEXT)],
        )
        .await;
    late.expect_status(409);

    given
        .app
        .sql(
            "update applications set state = 'awaiting_supplier';
             insert into clarifications (id, organisation_id, application_id, number, state, asked_at, asked_by,
                 asked_by_name, due_on)
             select '00000000-0000-7000-8000-000000000005', organisation_id, id, 1, 'asked', access.now(),
                 created_by, 'Maya Lindqvist', '2099-12-04' from applications;
             insert into clarification_items (organisation_id, clarification_id, application_id, subject, request,
                 before)
             select organisation_id, '00000000-0000-7000-8000-000000000005', id, '4a',
                 'Who chairs the board?', '{}' from applications",
        )
        .await;
    let page = given.browser.visit(&given.at("security/4a")).await;
    page.expect_text("Who chairs the board?");
    let saved = page
        .press(
            "Save and continue",
            [("answer", "yes"), ("explanation", TEXT)],
        )
        .await;
    saved.expect_redirect(&given.at("clarifications/00000000-0000-7000-8000-000000000005/4a"));
    let other = given.browser.visit(&given.at("security/7a")).await;
    other.expect_text("The PSN team has asked about other answers.");
    let list = given.browser.visit(&given.root).await;
    list.expect_text("Reply by Friday 4 December 2099");
    given
        .browser
        .visit("/home")
        .await
        .expect_text("the PSN team needs more from you");
}

#[tokio::test]
async fn starting_twice_with_the_same_form_makes_one_application() {
    let given = Given::started().await;
    let page = given.browser.visit("/applications/new").await;
    let first = page.press("Start an application", []).await.redirect();
    let second = page.press("Start an application", []).await.redirect();
    assert_eq!(first, second);
    assert_eq!(given.app.count("applications").await, 2);
    given.app.expect_audit(["application_started"]).await;

    let other = given
        .app
        .given_organisation("Second Organisation Limited")
        .await;
    given
        .app
        .given_membership(&other, &given.editor, OrganisationRole::Editor)
        .await;
    let page = given.browser.visit("/applications/new").await;
    let unchosen = page.press("Start an application", []).await;
    unchosen.expect_status(422).expect_error(
        "organisation",
        "Select which organisation will provide the service",
    );
    let id = other.id.to_string();
    let started = unchosen
        .press("Start an application", [("organisation", &id)])
        .await;
    started
        .follow()
        .await
        .expect_text("Second Organisation Limited");
}
