//! Setting up an organisation, its people and invitations.

use domain::role::OrganisationRole::{Administrator, Editor, Viewer};
use tests::{Browser, Page, TestApp};
use time::Duration;

const ADDRESS: [(&str, &str); 4] = [
    ("line_1", "Unit 6, The Maltings"),
    ("line_2", "Mill Lane"),
    ("town", "Ludlow"),
    ("postcode", "sy8 1zz"),
];

/// A signed-in person without an organisation.
async fn a_newcomer(app: &TestApp) -> Browser {
    let user = app
        .given_user(
            "Priya Raman",
            "priya.raman@northwind.example",
            tests::PASSWORD,
        )
        .await;
    app.sign_in(&user).await
}

/// Goes through the pages of a company as far as the check page.
async fn as_far_as_the_check(browser: &Browser, number: &str) -> Page {
    let page = browser.visit("/organisations/start").await;
    let page = page.click("Set up an organisation").await;
    let page = page.submit([("type", "company")]).await.follow().await;
    let fields = [
        ("name", "Northwind Mapping Limited"),
        ("company_number", number),
    ];
    let page = page.submit(fields).await.follow().await;
    page.submit(ADDRESS).await.follow().await
}

#[tokio::test]
async fn a_newcomer_sets_up_a_company_and_is_its_administrator() {
    let app = TestApp::start().await;
    let browser = a_newcomer(&app).await;
    let check = as_far_as_the_check(&browser, "471 8293").await;
    check
        .expect_heading("Check the details of your organisation")
        .expect_text("04718293")
        .expect_text("SY8 1ZZ");
    let page = check.press("Set up the organisation", []).await;
    page.expect_redirect("/home");
    let account = browser.visit("/account").await;
    let page = account.click("Northwind Mapping Limited").await;
    page.expect_text("04718293 (Companies House)")
        .expect_text("To change the legal name, type, registration number or address, email")
        .expect_text("team@psn.example")
        .expect_text("1 person");
    let people = page.click("1 person").await;
    people
        .expect_text("Administrator")
        .expect_text("You are the only person");
    app.expect_audit(["organisation_created"]).await;
    let kept: String = app
        .value("select details->'organisation/address'->'town'->>0 from organisations")
        .await;
    assert_eq!(kept, "Ludlow");
}

#[tokio::test]
async fn what_is_invisible_in_a_pasted_name_is_left_out() {
    let app = TestApp::start().await;
    let browser = a_newcomer(&app).await;
    let check = as_far_as_the_check(&browser, "471 8293").await;
    let page = browser.visit("/organisations/new/name-and-number").await;
    let pasted = "\u{200e}Northwind\u{200b} Mapping Limited\u{202e}\u{feff}";
    page.submit([("name", pasted)]).await.expect_status(303);
    check
        .press("Set up the organisation", [])
        .await
        .expect_redirect("/home");
    let name: String = app.value("select name from organisations").await;
    assert_eq!(name, "Northwind Mapping Limited");
}

#[tokio::test]
async fn sending_the_last_form_twice_makes_one_organisation() {
    let app = TestApp::start().await;
    let browser = a_newcomer(&app).await;
    let check = as_far_as_the_check(&browser, "04718293").await;
    let (one, other) = tokio::join!(
        check.press("Set up the organisation", []),
        check.press("Set up the organisation", []),
    );
    one.expect_redirect("/home");
    other.expect_redirect("/home");
    let again = check.press("Set up the organisation", []).await;
    again.expect_redirect("/home");
    assert_eq!(app.count("organisations").await, 1);
    assert_eq!(app.count("memberships").await, 1);
}

#[tokio::test]
async fn going_back_keeps_what_was_entered_and_jumping_ahead_does_not_work() {
    let app = TestApp::start().await;
    let browser = a_newcomer(&app).await;
    for path in ["name-and-number", "address", "check"] {
        let page = browser.open(&format!("/organisations/new/{path}")).await;
        page.expect_redirect("/organisations/new/type");
    }
    browser
        .open("/organisations/new/colour")
        .await
        .expect_status(404);
    as_far_as_the_check(&browser, "04718293").await;
    let page = browser.visit("/organisations/new/name-and-number").await;
    assert!(page.body().contains("Northwind Mapping Limited"));
    assert!(page.body().contains("04718293"));
    let page = browser.visit("/organisations/new/address").await;
    page.submit([("town", "Leominster")])
        .await
        .follow()
        .await
        .expect_text("Leominster");
}

#[tokio::test]
async fn another_type_says_that_the_number_goes_and_then_it_is_gone() {
    let app = TestApp::start().await;
    let browser = a_newcomer(&app).await;
    as_far_as_the_check(&browser, "04718293").await;
    let page = browser.visit("/organisations/new/type").await;
    let page = page.submit([("type", "local_authority")]).await;
    let page = page.follow().await;
    page.expect_text("we will remove it when you continue")
        .expect_text("You do not need a registration number");
    let fields = [("name", "Ludlow Town Council")];
    let page = page.submit(fields).await.follow().await;
    page.expect_no_text("04718293");
    page.press("Set up the organisation", [])
        .await
        .expect_redirect("/home");
    assert_eq!(
        app.count("organisations where registration_number is null")
            .await,
        1
    );
}

#[tokio::test]
async fn numbers_follow_the_rules_of_their_register() {
    let app = TestApp::start().await;
    let browser = a_newcomer(&app).await;
    let page = browser.visit("/organisations/new/type").await;
    page.submit_all(&[])
        .await
        .expect_errors([("type", "Select the type of organisation")]);
    let page = page.submit([("type", "company")]).await.follow().await;
    let empty = page.submit([("name", ""), ("company_number", "")]).await;
    empty.expect_errors([
        ("name", "Enter the legal name of your organisation"),
        ("company_number", "Enter your company registration number"),
    ]);
    let short = [("name", "Northwind"), ("company_number", "SC1")];
    let page = page.submit(short).await;
    page.expect_error(
        "company_number",
        "Company registration number must be 8 characters",
    );
    let page = browser.visit("/organisations/new/type").await;
    let page = page.submit([("type", "charity")]).await.follow().await;
    let fields = [
        ("name", "Help Ludlow"),
        ("charity_register", "scotland"),
        ("charity_number", "sc 012345"),
    ];
    let page = page.submit(fields).await.follow().await;
    let page = page.submit(ADDRESS).await.follow().await;
    page.expect_text("SC012345").expect_text("Scotland");
    page.press("Set up the organisation", []).await;
    assert_eq!(
        app.count("organisations where register = 'charities_scotland'")
            .await,
        1
    );
}

#[tokio::test]
async fn an_unusual_number_is_noted_and_never_blocks() {
    let app = TestApp::start().await;
    let browser = a_newcomer(&app).await;
    let check = as_far_as_the_check(&browser, "XX 12345A").await;
    check.expect_text("not in a form that Companies House usually gives");
    check
        .press("Set up the organisation", [])
        .await
        .expect_redirect("/home");
}

#[tokio::test]
async fn a_number_that_is_here_already_is_said_without_a_name() {
    let app = TestApp::start().await;
    app.given_organisation("Southwind Limited").await;
    app.sql(
        "update organisations set register = 'companies_house', registration_number = '04718293'",
    )
    .await;
    let browser = a_newcomer(&app).await;
    let page = browser.visit("/organisations/new/type").await;
    let page = page.submit([("type", "company")]).await.follow().await;
    let fields = [("name", "Northwind"), ("company_number", "4718293")];
    let page = page.submit(fields).await;
    page.expect_error(
        "company_number",
        "An organisation with this number has an account. Ask to join it",
    )
    .expect_no_text("Southwind");
    // Somebody else takes a number between the pages and the last button.
    let check = as_far_as_the_check(&browser, "04718294").await;
    app.sql("update organisations set registration_number = '04718294'")
        .await;
    let page = check.press("Set up the organisation", []).await;
    page.expect_error(
        "company_number",
        "An organisation with this number has an account. Ask to join it",
    );
    assert_eq!(app.count("organisations").await, 1);
}

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
    let start = details.submit(fields).await.follow().await;
    let joined = start.press("Join Northwind Mapping Limited", []).await;
    joined.expect_redirect("/home");
    let page = visitor.visit(&people).await;
    page.expect_text("Dev Okafor").expect_no_text("Invite");
    visitor
        .open(&link)
        .await
        .expect_status(410)
        .expect_text("It was accepted");
    let told = app.mail_to(&administrator.email).await;
    assert_eq!(
        told.subjects(),
        ["Dev Okafor joined Northwind Mapping Limited"]
    );
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
