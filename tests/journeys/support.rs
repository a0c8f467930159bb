//! What two people of the team do to a supplier's account.

use domain::role::OrganisationRole::{Administrator, Viewer};
use domain::role::TeamRole;
use tests::{Browser, Page, TestApp};
use time::Duration;

const SUPPORT: &str = "/team/admin/support";

/// Proposes that somebody becomes an administrator.
async fn propose(browser: &Browser, email: &str, organisation: &str) -> Page {
    let page = browser.visit(SUPPORT).await;
    let page = page.click("Appoint an administrator").await;
    let fields = [
        ("email", email),
        ("organisation", organisation),
        (
            "reason",
            "Their administrator has left; called back by telephone",
        ),
    ];
    page.submit(fields).await
}

#[tokio::test]
async fn a_lost_administrator_is_replaced_by_two_people_and_everybody_knows() {
    let app = TestApp::start().await;
    let organisation = app.given_organisation("Northwind Mapping Limited").await;
    let lost = app.given_member(&organisation, Administrator).await;
    let viewer = app.given_member(&organisation, Viewer).await;
    let lead = app.given_team_member(TeamRole::Lead).await;
    let admin = app.given_team_member(TeamRole::ServiceAdministrator).await;
    let first = app.sign_in(&lead).await;
    propose(&first, "nobody@x.example", "Northwind")
        .await
        .expect_error(
            "email",
            "Nobody outside of the team has an account with this email address",
        );
    propose(&first, &viewer.email, "Northwind")
        .await
        .expect_error(
            "organisation",
            "There is no organisation with exactly this name or registration number",
        );
    let done = propose(&first, &viewer.email, "northwind mapping limited").await;
    done.expect_redirect(SUPPORT);
    propose(&first, &viewer.email, "northwind mapping limited")
        .await
        .expect_error("email", "This is proposed already and waits for approval");
    // Whoever proposed it can only take it back; the database says so too.
    let own = first.visit(SUPPORT).await.click(&viewer.name).await;
    own.expect_text("Another lead or service administrator has to approve it");
    let token = own.csrf();
    first
        .post(own.path(), &[("csrf", &token), ("outcome", "approved")])
        .await
        .expect_status(403);
    let theirs = app.sign_in(&viewer).await;
    theirs.visit("/home").await;
    let second = app.sign_in(&admin).await;
    let page = second.visit(SUPPORT).await.click(&viewer.name).await;
    page.expect_text("called back by telephone");
    page.press("Approve and do it now", [])
        .await
        .expect_status(303);
    page.press("Approve and do it now", [])
        .await
        .expect_status(409);
    theirs.open("/home").await.expect_status(303);
    for email in [&lost.email, &viewer.email] {
        let letters = app.mail_to(email).await;
        assert_eq!(
            letters.subjects(),
            [format!("{} is now an administrator", viewer.name)]
        );
    }
    let theirs = app.sign_in(&viewer).await;
    let path = format!("/organisations/{}/activity", organisation.id);
    let page = theirs.visit(&path).await;
    page.expect_text(&format!("{} made an administrator", viewer.name))
        .expect_text(&format!("proposal to make {}", viewer.name))
        // As on all pages of suppliers, who of the team did it is not told.
        .expect_text("PSN team: ")
        .expect_no_text(&lead.name)
        .expect_no_text(&admin.name);
}

/// The page of what waits: it is on top of the list.
async fn waiting(browser: &Browser) -> String {
    let links = browser.visit(SUPPORT).await.links();
    let mut paths = links.into_iter().map(|(_, path)| path);
    let is_action = |path: &String| path.starts_with("/team/admin/support/0");
    paths.find(is_action).unwrap()
}

#[tokio::test]
async fn a_proposal_is_withdrawn_refused_or_runs_out() {
    let app = TestApp::start().await;
    let organisation = app.given_organisation("Northwind Mapping Limited").await;
    app.given_member(&organisation, Administrator).await;
    let viewer = app.given_member(&organisation, Viewer).await;
    let lead = app.given_team_member(TeamRole::Lead).await;
    let other = app.given_team_member(TeamRole::Lead).await;
    let name = "Northwind Mapping Limited";
    let first = app.sign_in(&lead).await;
    propose(&first, &viewer.email, name).await;
    let page = first.visit(&waiting(&first).await).await;
    page.press("Withdraw the proposal", []).await;
    propose(&first, &viewer.email, name).await;
    let second = app.sign_in(&other).await;
    let page = second.visit(&waiting(&second).await).await;
    page.press("Refuse", []).await.expect_status(303);
    propose(&first, &viewer.email, name).await;
    app.advance(Duration::days(8)).await;
    let second = app.sign_in(&other).await;
    let page = second.visit(&waiting(&second).await).await;
    page.expect_text("Nobody approved it in time");
    let token = page.csrf();
    second
        .post(page.path(), &[("csrf", &token), ("outcome", "approved")])
        .await
        .expect_status(409);
    assert_eq!(
        app.count("memberships where role = 'administrator'").await,
        1
    );
}

/// Proposes that somebody's second factor is reset.
async fn propose_reset(browser: &Browser, email: &str) -> Page {
    let page = browser.visit(SUPPORT).await;
    let page = page.click("Reset the second factor").await;
    let reason = "Lost the phone; called back by telephone";
    page.submit([("email", email), ("reason", reason)]).await
}

#[tokio::test]
async fn after_a_reset_of_the_second_factor_the_old_password_opens_nothing() {
    let app = TestApp::start().await;
    let user = app
        .given_user("Priya Raman", "priya@northwind.example", tests::PASSWORD)
        .await;
    let signed_in = app.sign_in(&user).await;
    let lead = app.given_team_member(TeamRole::Lead).await;
    let other = app.given_team_member(TeamRole::Lead).await;
    let first = app.sign_in(&lead).await;
    propose_reset(&first, &user.email)
        .await
        .expect_redirect(SUPPORT);
    signed_in.visit("/account").await;
    // Somebody whom the proposer has just made a lead is no second person.
    app.sql(&format!(
        "update users set team_role_by = '{}', team_role_since = access.now() - interval '1 day' where id = '{}'",
        lead.id, other.id
    ))
    .await;
    let second = app.sign_in(&other).await;
    let path = waiting(&second).await;
    let page = second.visit(&path).await;
    page.press("Approve and do it now", [])
        .await
        .expect_status(409);
    // Nor is somebody who came after the proposal.
    app.sql(&format!(
        "update users set team_role_by = null, team_role_since = access.now() where id = '{}'",
        other.id
    ))
    .await;
    page.press("Approve and do it now", [])
        .await
        .expect_status(409);
    app.sql(&format!(
        "update users set team_role_since = null where id = '{}'",
        other.id
    ))
    .await;
    page.press("Approve and do it now", [])
        .await
        .expect_status(303);
    let letters = app.mail_to(&user.email).await;
    assert_eq!(
        letters.subjects(),
        ["The second factor of Priya Raman was reset"]
    );
    let ended = signed_in.open("/account").await;
    ended.expect_redirect("/sign-in?next=%2Faccount");
    let stranger = app.browser();
    let page = stranger.visit("/sign-in").await;
    page.submit([
        ("email", user.email.as_str()),
        ("password", tests::PASSWORD),
    ])
    .await
    .expect_status(422);
}

/// Proposes that the registration of an organisation is corrected.
async fn propose_correction(browser: &Browser, email: &str, to: [(&str, &str); 3]) -> Page {
    let page = browser.visit(SUPPORT).await;
    let page = page.click("Correct a registration number").await;
    let mut fields = vec![
        ("email", email),
        ("organisation", "northwind mapping limited"),
        ("reason", "Mistyped; looked up in the register"),
    ];
    fields.extend(to);
    page.submit_all(&fields).await
}

const fn company(number: &str) -> [(&str, &str); 3] {
    [
        ("registered", "companies_house"),
        ("register", ""),
        ("number", number),
    ]
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one story, told in order")]
async fn two_people_correct_a_registration_number_for_a_member_who_asks() {
    let app = TestApp::start().await;
    let organisation = app.given_organisation("Northwind Mapping Limited").await;
    let member = app.given_member(&organisation, Administrator).await;
    let other = app.given_organisation("Fabrikam Limited").await;
    let stranger = app.given_member(&other, Administrator).await;
    app.sql(&format!(
        "update organisations set register = 'companies_house', registration_number = 'SC654321' where id = '{}'",
        other.id.0
    ))
    .await;
    let lead = app.given_team_member(TeamRole::Lead).await;
    let first = app.sign_in(&lead).await;
    let propose = async |email: &str, to| propose_correction(&first, email, to).await;
    let page = first
        .visit(&format!("{SUPPORT}/new/correct_registration"))
        .await;
    page.submit([("email", member.email.as_str())])
        .await
        .expect_error("registered", "Select where the organisation is registered")
        .expect_error(
            "organisation",
            "Enter the name or registration number of the organisation",
        );
    propose(&member.email, company("12"))
        .await
        .expect_status(303);
    let page = first.visit(&waiting(&first).await).await;
    page.expect_text("number 00000012 (Companies House)")
        .press("Withdraw the proposal", [])
        .await;
    propose(&member.email, company(""))
        .await
        .expect_error("number", "Enter your company registration number");
    propose(&member.email, company("sc 654-321"))
        .await
        .expect_error(
            "number",
            "Another organisation has this number in this register",
        );
    propose(&stranger.email, company("SC123456"))
        .await
        .expect_error("email", "This person does not belong to the organisation");
    propose(&member.email, company("SC123456"))
        .await
        .expect_redirect(SUPPORT);
    let signed_in = app.sign_in(&member).await;
    let second = app.given_team_member(TeamRole::ServiceAdministrator).await;
    app.sql("update users set team_role_since = access.now() - interval '60 days'")
        .await;
    let second = app.sign_in(&second).await;
    let page = second.visit(&waiting(&second).await).await;
    page.expect_text("Registration when it was proposed")
        .expect_text("number SC123456 (Companies House)")
        .expect_text("Mistyped; looked up in the register");
    app.skip_audit().await;
    page.press("Approve and do it now", [])
        .await
        .expect_status(303);
    app.expect_audit(["registration_corrected", "registration_corrected"])
        .await;
    // Who asked is still signed in.
    let own = format!("/organisations/{}", organisation.id);
    signed_in
        .visit(&own)
        .await
        .expect_text("SC123456 (Companies House)");
    signed_in
        .visit(&format!("{own}/activity"))
        .await
        .expect_text("PSN team: registration corrected from")
        .expect_text("to Company or limited liability partnership (LLP), number SC123456 (Companies House), approved by a second person");
    let letters = app.mail_to(&member.email).await;
    assert_eq!(
        letters.subjects(),
        ["The registration of Northwind Mapping Limited was corrected"]
    );
    let kept: String = app
        .value(&format!(
            "select details #>> '{{organisation/name-and-number,company_number,0}}' from organisations where id = '{}'",
            organisation.id.0
        ))
        .await;
    assert_eq!(kept, "SC123456");
}

#[tokio::test]
async fn a_number_that_was_taken_meanwhile_is_not_given() {
    let app = TestApp::start().await;
    let organisation = app.given_organisation("Northwind Mapping Limited").await;
    let member = app.given_member(&organisation, Administrator).await;
    let other = app.given_organisation("Fabrikam Limited").await;
    let lead = app.given_team_member(TeamRole::Lead).await;
    let first = app.sign_in(&lead).await;
    propose_correction(&first, &member.email, company("SC123456"))
        .await
        .expect_redirect(SUPPORT);
    app.sql(&format!(
        "update organisations set register = 'companies_house', registration_number = 'SC123456' where id = '{}';
         update users set team_role_since = access.now() - interval '60 days'",
        other.id.0
    ))
    .await;
    let second = app.given_team_member(TeamRole::Lead).await;
    app.sql("update users set team_role_since = access.now() - interval '60 days' where team_role is not null")
        .await;
    let second = app.sign_in(&second).await;
    let page = second.visit(&waiting(&second).await).await;
    let done = page.press("Approve and do it now", []).await;
    done.follow()
        .await
        .expect_text("Nothing was changed: another organisation has this number by now")
        .expect_text("Waits for a second person");
}
