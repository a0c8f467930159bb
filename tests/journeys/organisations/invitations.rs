//! Inviting colleagues.

use domain::role::OrganisationRole::{Administrator, Viewer};
use tests::{Browser, TestApp};
use time::Duration;

#[tokio::test]
async fn an_administrator_invites_a_colleague_who_joins_with_a_new_account() {
    let app = TestApp::start().await;
    let organisation = app.given_organisation("Northwind Mapping Limited").await;
    let administrator = app.given_member(&organisation, Administrator).await;
    let browser = app.sign_in(&administrator).await;
    let people = format!("/organisations/{}/people", organisation.id);
    let page = browser.visit(&people).await;
    let page = page.click("Invite a colleague").await;
    let empty = page.submit([("email", "")]).await;
    empty.expect_errors([
        ("email", "Enter their email address"),
        ("role", "Select what they should be able to do"),
    ]);
    let fields = [
        ("email", "dev.okafor@northwind.example"),
        ("role", "editor"),
    ];
    let sent = page.submit(fields).await;
    sent.follow()
        .await
        .expect_text("Invitation sent to dev.okafor@northwind.example")
        .expect_text("Open invitations");
    page.submit(fields).await.expect_redirect(&people);
    let letters = app.mail_to("dev.okafor@northwind.example").await;
    assert_eq!(letters.len(), 1);
    let link = letters.last_link();
    let visitor = app.browser();
    let page = visitor.visit(&link).await;
    page.expect_text("Northwind Mapping Limited")
        .expect_text(&administrator.name)
        .expect_text("Editor")
        .expect_no_text("dev.okafor");
    let page = page.click("Create an account").await;
    let email = "dev.okafor@northwind.example";
    page.submit([("email", email)]).await;
    let confirm = app.mail_to(email).await.last_link();
    let page = visitor.visit(&confirm).await;
    let page = page.press("Confirm my email address", []).await;
    let details = page.follow().await;
    let fields = [
        ("name", "Dev Okafor"),
        ("password", "otter-velvet-gravy-tulip-47"),
    ];
    details.submit(fields).await.expect_status(303);
    let home = visitor.visit("/home").await;
    let accept = "Accept the invitation to join Northwind Mapping Limited";
    let start = home.click(accept).await;
    let joined = start.press("Join Northwind Mapping Limited", []).await;
    joined.expect_redirect("/home");
    let page = visitor.visit(&people).await;
    page.expect_text("Dev Okafor").expect_no_text("Invite");
    visitor
        .open(&link)
        .await
        .expect_status(410)
        .expect_text("It was accepted");
    let told = app.mail_to(&administrator.email).await.subjects().concat();
    assert_eq!(told, "Dev Okafor joined Northwind Mapping Limited");
}

/// Invites an address as a viewer; answers the link.
async fn invited(app: &TestApp, browser: &Browser, people: &str, email: &str) -> String {
    let page = browser.visit(&format!("{people}/invite")).await;
    let fields = [("email", email), ("role", "viewer")];
    page.submit(fields).await.expect_redirect(people);
    app.mail_to(email).await.last_link()
}

#[tokio::test]
async fn only_the_invited_address_can_accept_and_signing_in_leads_back() {
    let app = TestApp::start().await;
    let organisation = app.given_organisation("Northwind Mapping Limited").await;
    let administrator = app.given_member(&organisation, Administrator).await;
    let browser = app.sign_in(&administrator).await;
    let people = format!("/organisations/{}/people", organisation.id);
    let email = "Catrin.Pugh@northwind.example";
    let link = invited(&app, &browser, &people, email).await;
    let stranger = app
        .given_user("Stranger", "stranger@other.example", tests::PASSWORD)
        .await;
    let stranger = app.sign_in(&stranger).await;
    let page = stranger.visit(&link).await;
    page.expect_text("You are signed in as stranger@other.example");
    let fields = [("csrf", page.csrf())];
    let fields = fields
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    stranger.post(&link, &fields).await.expect_redirect(&link);
    assert_eq!(app.count("memberships").await, 1);
    app.given_user(
        "Catrin Pugh",
        "catrin.pugh@northwind.example",
        tests::PASSWORD,
    )
    .await;
    let invitee = app.browser();
    let page = invitee.visit(&link).await.click("Sign in").await;
    let page = page
        .submit([
            ("email", "catrin.pugh@northwind.example"),
            ("password", tests::PASSWORD),
        ])
        .await;
    page.expect_redirect(&link);
    let page = page.follow().await;
    let (one, other) = tokio::join!(
        page.press("Accept the invitation", []),
        page.press("Accept the invitation", []),
    );
    let mut statuses = [one.status(), other.status()];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 410]);
    assert_eq!(app.count("memberships").await, 2);
}

#[tokio::test]
async fn an_invitation_is_sent_again_cancelled_and_runs_out() {
    let app = TestApp::start().await;
    let organisation = app.given_organisation("Northwind Mapping Limited").await;
    let administrator = app.given_member(&organisation, Administrator).await;
    let browser = app.sign_in(&administrator).await;
    let people = format!("/organisations/{}/people", organisation.id);
    let email = "catrin.pugh@northwind.example";
    let first = invited(&app, &browser, &people, email).await;
    let page = browser.visit(&people).await.click(email).await;
    page.press("Send it again", [])
        .await
        .expect_redirect(&people);
    let second = app.mail_to(email).await.last_link();
    assert_ne!(first, second);
    let visitor = app.browser();
    visitor
        .open(&first)
        .await
        .expect_status(410)
        .expect_text("It was cancelled");
    visitor.visit(&second).await;
    page.press("Cancel the invitation", [])
        .await
        .expect_status(404);
    let page = browser.visit(&people).await.click(email).await;
    let page = page.press("Cancel the invitation", []).await;
    page.follow()
        .await
        .expect_text("Invitation to catrin.pugh@northwind.example cancelled");
    visitor.open(&second).await.expect_status(410);
    let third = invited(&app, &browser, &people, email).await;
    app.advance(Duration::days(8)).await;
    visitor
        .open(&third)
        .await
        .expect_status(410)
        .expect_text("It has run out");
    visitor
        .open("/invitations/nonsense")
        .await
        .expect_status(410);
}

#[tokio::test]
async fn a_member_is_not_invited_again() {
    let app = TestApp::start().await;
    let organisation = app.given_organisation("Northwind Mapping Limited").await;
    let administrator = app.given_member(&organisation, Administrator).await;
    let colleague = app.given_member(&organisation, Viewer).await;
    let browser = app.sign_in(&administrator).await;
    let path = format!("/organisations/{}/people/invite", organisation.id);
    let page = browser.visit(&path).await;
    let email = colleague.email.to_uppercase();
    let page = page
        .submit([("email", email.as_str()), ("role", "viewer")])
        .await;
    page.expect_errors([("email", "This person is already in your organisation")]);
}
