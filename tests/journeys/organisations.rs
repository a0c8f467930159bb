//! Setting up an organisation, its people and invitations.

mod details;
mod invitations;
mod roles;

use tests::{Browser, Page, TestApp};

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
        .expect_text("To correct the type or the registration number, email")
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
