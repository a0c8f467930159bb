//! Roles of members, and what each may do.

use domain::role::OrganisationRole::{Administrator, Editor, Viewer};
use tests::TestApp;

#[tokio::test]
async fn roles_change_and_people_go_but_an_administrator_stays() {
    let app = TestApp::start().await;
    let organisation = app.given_organisation("Northwind Mapping Limited").await;
    let administrator = app.given_member(&organisation, Administrator).await;
    let colleague = app.given_member(&organisation, Viewer).await;
    let browser = app.sign_in(&administrator).await;
    let people = format!("/organisations/{}/people", organisation.id);
    let own = format!("{people}/{}", administrator.id);
    let page = browser.visit(&own).await;
    page.submit([("role", "viewer")]).await.expect_errors([(
        "role",
        "An organisation needs an administrator. Make somebody else one first",
    )]);
    browser
        .open(&format!("{own}/remove"))
        .await
        .expect_redirect(&own);
    let theirs = format!("{people}/{}", colleague.id);
    let page = browser.visit(&theirs).await;
    page.submit([("role", "editor")])
        .await
        .expect_redirect(&people);
    let page = browser.visit(&theirs).await;
    let page = page
        .click(&format!("Remove {} from the organisation", colleague.name))
        .await;
    let gone = page.press(&format!("Remove {}", colleague.name), []).await;
    gone.expect_redirect(&people);
    app.sign_in(&colleague)
        .await
        .open(&people)
        .await
        .expect_status(404);
    browser.open(&theirs).await.expect_status(404);
    app.expect_audit(["role_changed", "member_removed"]).await;
}

#[tokio::test]
async fn two_administrators_who_demote_each_other_at_once_leave_one() {
    let app = TestApp::start().await;
    let organisation = app.given_organisation("Northwind Mapping Limited").await;
    let one = app.given_member(&organisation, Administrator).await;
    let other = app.given_member(&organisation, Administrator).await;
    let people = format!("/organisations/{}/people", organisation.id);
    let first = app.sign_in(&one).await;
    let second = app.sign_in(&other).await;
    let first = first.visit(&format!("{people}/{}", other.id)).await;
    let second = second.visit(&format!("{people}/{}", one.id)).await;
    let (a, b) = tokio::join!(
        first.submit([("role", "viewer")]),
        second.submit([("role", "viewer")]),
    );
    // The slower one is refused, or finds their sessions ended.
    let done = [&a, &b]
        .into_iter()
        .filter(|page| page.status() == 303 && page.header("location") == people);
    assert_eq!(done.count(), 1);
    assert_eq!(
        app.count("memberships where role = 'administrator'").await,
        1
    );
}

#[tokio::test]
async fn other_organisations_do_not_exist_and_lower_roles_may_not() {
    let app = TestApp::start().await;
    let organisation = app.given_organisation("Northwind Mapping Limited").await;
    let administrator = app.given_member(&organisation, Administrator).await;
    let editor = app.given_member(&organisation, Editor).await;
    let elsewhere = app.given_organisation("Southwind Limited").await;
    let stranger = app.given_member(&elsewhere, Administrator).await;
    let root = format!("/organisations/{}", organisation.id);
    let person = format!("{root}/people/{}", administrator.id);
    let everything = [
        root.clone(),
        format!("{root}/people"),
        format!("{root}/people/invite"),
        person.clone(),
        format!("{person}/remove"),
        format!("{root}/invitations/{}", domain::id::InvitationId::new()),
    ];
    let stranger = app.sign_in(&stranger).await;
    for path in &everything {
        stranger.open(path).await.expect_status(404);
        app.browser().open(path).await.expect_status(303);
    }
    let editor = app.sign_in(&editor).await;
    for path in &everything[..2] {
        editor.visit(path).await;
    }
    for path in &everything[2..] {
        editor.open(path).await.expect_status(403);
    }
    let own = app.sign_in(&administrator).await;
    for path in [
        "/organisations/x".to_owned(),
        format!("{root}/people/x"),
        format!("{root}/people/{}", domain::id::UserId::new()),
        format!("{root}/people?page=0"),
        format!("{root}/people?page=99999999"),
    ] {
        own.open(&path).await.expect_status(404);
    }
}
