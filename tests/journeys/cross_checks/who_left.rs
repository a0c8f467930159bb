//! Contacts who have left the organisation.

use crate::given_draft::{GivenDraft, SIGNATORY};
use domain::role::{OrganisationRole, TeamRole};
use tests::User;
use time::Duration;

const LEFT: &str = "The security manager has left the organisation’s list of people";

/// A complete application whose security manager is a member whose last day is today.
pub async fn last_day_today() -> (GivenDraft, User) {
    let draft = GivenDraft::complete().await;
    let manager = draft
        .app
        .given_member(&draft.organisation, OrganisationRole::Viewer)
        .await;
    let (page, email) = ("contacts/security-manager", manager.email.to_uppercase());
    draft.change(page, "email", &email).await;
    let day = "update memberships set leaves_on = access.today()";
    draft
        .app
        .sql(&format!("{day} where user_id = '{}'", manager.id))
        .await;
    (draft, manager)
}

#[tokio::test]
async fn a_contact_who_left_is_found_for_as_long_as_the_application_names_them() {
    let (draft, manager) = last_day_today().await;
    let app = &draft.app;
    let baseline = async || draft.browser().await.visit(&draft.path("baseline")).await;
    let members = format!("memberships where user_id = '{}'", manager.id);
    app.run_due_work().await;
    baseline().await.expect_no_text(LEFT);
    app.advance(Duration::days(1)).await;
    baseline().await.expect_text(LEFT);
    // The daily work removes them, and they are still known as somebody who left.
    app.run_due_work().await;
    assert_eq!(app.count(&members).await, 0);
    baseline().await.expect_text(LEFT);
    app.advance(Duration::days(29)).await;
    app.run_due_work().await;
    baseline().await.expect_text(LEFT);
    // Also when their account is closed, and its address gone with it.
    app.sql(&format!(
        "update users set email = 'closed-' || id || '@closed.invalid' where id = '{}'",
        manager.id
    ))
    .await;
    baseline().await.expect_text(LEFT);
    app.sql(&format!(
        "update users set email = '{}' where id = '{}'",
        manager.email, manager.id
    ))
    .await;
    // Who comes back has not left.
    app.sql(&format!(
        "insert into memberships (organisation_id, user_id, role, created_at)
         values ('{}', '{}', 'viewer', access.now())",
        draft.organisation.id, manager.id
    ))
    .await;
    baseline().await.expect_no_text(LEFT);
    app.sql(&format!("delete from {members}")).await;
    baseline().await.expect_text(LEFT);
}

#[tokio::test]
async fn who_never_belonged_to_the_organisation_has_not_left_it() {
    let (draft, manager) = last_day_today().await;
    let app = &draft.app;
    // They leave another organisation, to which they belonged too, and never this one.
    let other = app.given_organisation("Harbour Hosting Limited").await;
    app.sql(&format!(
        "update memberships set organisation_id = '{}', leaves_on = null where user_id = '{}'",
        other.id, manager.id
    ))
    .await;
    app.sql(&format!(
        "delete from memberships where user_id = '{}'",
        manager.id
    ))
    .await;
    assert_eq!(app.count("former_members").await, 1);
    let page = draft.browser().await.visit(&draft.path("baseline")).await;
    page.expect_no_text(LEFT);
    let others = app
        .given_member(&other, OrganisationRole::Administrator)
        .await;
    let others = app.sign_in(&others).await;
    others
        .open(&draft.path("baseline"))
        .await
        .expect_status(404);
}

#[tokio::test]
async fn the_signatory_and_the_team_see_who_left_after_they_were_removed() {
    let (draft, manager) = last_day_today().await;
    draft.agree().await;
    let link = draft.ask_signatory().await;
    draft.app.advance(Duration::days(2)).await;
    draft.app.run_due_work().await;
    let members = format!("memberships where user_id = '{}'", manager.id);
    assert_eq!(draft.app.count(&members).await, 0);
    let browser = draft.app.browser();
    let page = draft.enter(&browser, &link, SIGNATORY).await;
    let page = page.submit([("authority", "yes")]).await.follow().await;
    page.expect_text(LEFT);
    draft
        .app
        .sql("update applications set state = 'submitted', submitted_at = access.now()")
        .await;
    let assessor = draft.app.given_team_member(TeamRole::Assessor).await;
    let assessor = draft.app.sign_in(&assessor).await;
    let case = format!("/team/applications/{}", draft.reference);
    let page = assessor.visit(&case).await;
    page.expect_text("Rule: X13, contacts who have left");
}

#[tokio::test]
async fn who_left_is_found_where_answers_are_checked() {
    let (draft, _) = last_day_today().await;
    let browser = draft.browser().await;
    let pages = ["check-answers", "contacts/security-manager/check"];
    for page in pages {
        browser.visit(&draft.path(page)).await.expect_no_text(LEFT);
    }
    draft.app.advance(Duration::days(1)).await;
    let browser = draft.browser().await;
    for page in pages {
        browser.visit(&draft.path(page)).await.expect_text(LEFT);
    }
    // A section of which no rule has to ask takes its one statement.
    draft.app.statements.take();
    browser.visit(&draft.path("security/4/check")).await;
    assert_eq!(draft.app.statements.take().len(), 1);
}
