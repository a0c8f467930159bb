//! Joining the organisation of colleagues, several organisations, and handing over.

use domain::role::OrganisationRole::{Administrator, Editor, Signatory, Viewer};
use sqlx::Connection as _;
use tests::{Organisation, TestApp, User};

async fn northwind(app: &TestApp) -> (Organisation, User) {
    let organisation = app.given_organisation("Northwind Mapping Limited").await;
    let administrator = app
        .given_user("Priya Raman", "priya@northwind.example", tests::PASSWORD)
        .await;
    app.given_membership(&organisation, &administrator, Administrator)
        .await;
    (organisation, administrator)
}

#[tokio::test]
async fn a_colleague_asks_to_join_and_an_administrator_lets_them_in() {
    let app = TestApp::start().await;
    let (organisation, administrator) = northwind(&app).await;
    let dev = app
        .given_user("Dev Okafor", "dev@Northwind.example", tests::PASSWORD)
        .await;
    let browser = app.sign_in(&dev).await;
    let start = browser.visit("/organisations/start").await;
    start
        .expect_heading("Your organisation may already be here")
        .expect_text("Northwind Mapping Limited")
        .expect_no_text("Priya");
    let ask = format!("/organisations/{}/ask-to-join", organisation.id);
    let page = browser.visit(&ask).await;
    let long = "x".repeat(501);
    page.submit([("message", long.as_str())])
        .await
        .expect_error("message", "Message must be 500 characters or less");
    let fields = [("message", "I work in the mapping team")];
    let asked = page.submit(fields).await;
    asked.expect_redirect("/organisations/start");
    let start = asked.follow().await;
    start.expect_text("Asked on").expect_no_text("Ask to join");
    page.submit(fields).await.expect_status(303);
    browser.visit(&ask).await.expect_text("You asked on");
    assert_eq!(app.count("join_requests").await, 1);
    app.expect_audit(["join_requested"]).await;
    let letters = app.mail_to(&administrator.email).await;
    assert_eq!(
        letters.subjects(),
        ["Dev Okafor asks to join Northwind Mapping Limited"]
    );
    let link = letters.last_link();
    browser.open(&link).await.expect_status(404);
    let priya = app.sign_in(&administrator).await;
    let page = priya.visit(&link).await;
    page.expect_text("dev@Northwind.example")
        .expect_text("I work in the mapping team");
    page.submit_all(&[]).await.expect_error(
        "outcome",
        "Select what they should be able to do, or select ‘Refuse’",
    );
    page.submit([("outcome", "editor")])
        .await
        .expect_redirect(&format!("/organisations/{}/people", organisation.id));
    app.expect_audit(["join_approved"]).await;
    browser
        .visit(&format!("/organisations/{}", organisation.id))
        .await;
    assert_eq!(
        app.mail_to(&dev.email).await.subjects(),
        ["Your request to join Northwind Mapping Limited"]
    );
    // Somebody else was faster: the page says who.
    let again = page.submit([("outcome", "refuse")]).await.follow().await;
    again.expect_text("Priya Raman approved this request");
}

#[tokio::test]
async fn a_name_is_shown_to_nobody_else() {
    let app = TestApp::start().await;
    let (organisation, _) = northwind(&app).await;
    let private = app
        .given_user("Gil Mail", "gil@gmail.com", tests::PASSWORD)
        .await;
    app.given_membership(&organisation, &private, Viewer).await;
    let ask = format!("/organisations/{}/ask-to-join", organisation.id);
    for email in [
        "other@gmail.com",
        "x@sub.northwind.example",
        "y@southwind.example",
    ] {
        let user = app.given_user("Somebody", email, tests::PASSWORD).await;
        let browser = app.sign_in(&user).await;
        browser
            .visit("/organisations/start")
            .await
            .expect_no_text("Northwind");
        browser.open(&ask).await.expect_status(404);
        let page = browser.visit("/account").await;
        let token = page.csrf();
        browser
            .post(
                &ask,
                &[("csrf", &token), ("key", &organisation.id.to_string())],
            )
            .await
            .expect_status(404);
    }
    assert_eq!(app.count("join_requests").await, 0);
}

#[tokio::test]
async fn a_refused_person_waits_before_they_ask_again() {
    let app = TestApp::start().await;
    let (organisation, administrator) = northwind(&app).await;
    let dev = app
        .given_user("Dev Okafor", "dev@northwind.example", tests::PASSWORD)
        .await;
    let browser = app.sign_in(&dev).await;
    let ask = format!("/organisations/{}/ask-to-join", organisation.id);
    let form = browser.visit(&ask).await;
    form.submit([("message", "")]).await;
    let link = app.mail_to(&administrator.email).await.last_link();
    let priya = app.sign_in(&administrator).await;
    let page = priya.visit(&link).await;
    page.submit([("outcome", "refuse")])
        .await
        .expect_status(303);
    let start = browser.visit("/organisations/start").await;
    start
        .expect_text("Refused. You can ask again from")
        .expect_no_text("Ask to join");
    let page = browser.visit(&ask).await;
    page.expect_text("An administrator refused on");
    assert!(page.select_text("main form").is_empty());
    // Somebody who has the form open is told the same.
    let late = form.submit([("message", "")]).await;
    late.expect_redirect(&ask);
    late.follow().await.expect_text("You can ask again from");
    app.advance(time::Duration::days(31)).await;
    let browser = app.sign_in(&dev).await;
    let page = browser.visit(&ask).await.submit([("message", "")]).await;
    page.expect_status(303);
    assert_eq!(app.count("memberships").await, 1);
}

#[tokio::test]
async fn a_consultant_always_sees_which_organisation_a_page_is_about() {
    let app = TestApp::start().await;
    let (northwind, _) = northwind(&app).await;
    let southwind = app.given_organisation("Southwind Limited").await;
    let user = app
        .given_user("Cora Sultant", "cora@consult.example", tests::PASSWORD)
        .await;
    let browser = app.sign_in(&user).await;
    browser
        .open("/organisations")
        .await
        .expect_redirect("/organisations/start");
    app.given_membership(&northwind, &user, Editor).await;
    browser
        .open("/organisations")
        .await
        .expect_redirect(&format!("/organisations/{}", northwind.id));
    app.given_membership(&southwind, &user, Viewer).await;
    let list = browser.visit("/organisations").await;
    let page = list.click("Southwind Limited").await;
    let header = page.select_text(".app-signed-in").join(" ");
    assert!(header.contains("Southwind Limited") && !header.contains("Northwind"));
    let page = page.click("Southwind Limited (switch organisation)").await;
    let page = page.click("Northwind Mapping Limited").await;
    let header = page.select_text(".app-signed-in").join(" ");
    assert!(header.contains("Northwind Mapping Limited"), "{header}");
}

#[tokio::test]
async fn an_administrator_hands_over_in_one_step() {
    let app = TestApp::start().await;
    let (organisation, administrator) = northwind(&app).await;
    let colleague = app.given_member(&organisation, Viewer).await;
    let browser = app.sign_in(&administrator).await;
    let people = format!("/organisations/{}/people", organisation.id);
    let page = browser.visit(&people).await;
    let page = page.click("Hand over to another administrator").await;
    page.submit_all(&[]).await.expect_errors([
        ("to", "Select who will be an administrator"),
        ("role", "Select what you will be able to do afterwards"),
    ]);
    let to = colleague.id.to_string();
    let done = page
        .submit([("to", to.as_str()), ("role", "signatory")])
        .await;
    done.expect_redirect(&people);
    // Their own session goes on.
    browser.visit(&people).await;
    browser
        .open(&format!("{people}/invite"))
        .await
        .expect_status(403);
    let new = app.sign_in(&colleague).await;
    new.visit(&format!("{people}/invite")).await;
    assert_eq!(
        app.mail_to(&colleague.email).await.subjects(),
        ["Your access to Northwind Mapping Limited changed"]
    );
    app.expect_audit(["administration_handed_over"]).await;
}

#[tokio::test]
async fn the_database_keeps_an_administrator_whatever_happens_at_once() {
    let app = TestApp::start().await;
    let (organisation, one) = northwind(&app).await;
    let other = app.given_member(&organisation, Administrator).await;
    app.given_member(&organisation, Signatory).await;
    let mut first = app.database.connect(cluster::SUPERUSER).await;
    let mut second = app.database.connect(cluster::SUPERUSER).await;
    let mut first = first.begin().await.unwrap();
    let mut second = second.begin().await.unwrap();
    sqlx::query("delete from memberships where user_id = $1")
        .bind(other.id.0)
        .execute(&mut *first)
        .await
        .unwrap();
    sqlx::query("update memberships set role = 'viewer' where user_id = $1")
        .bind(one.id.0)
        .execute(&mut *second)
        .await
        .unwrap();
    let (a, b) = tokio::join!(first.commit(), second.commit());
    let refused = [a, b].into_iter().filter_map(Result::err);
    let constraints: Vec<String> = refused
        .filter_map(|error| {
            let error = error.as_database_error()?;
            error.constraint().map(str::to_owned)
        })
        .collect();
    assert_eq!(constraints, ["memberships_last_administrator"]);
    let left = app.count("memberships where role = 'administrator'").await;
    assert_eq!(left, 1);
}

#[tokio::test]
async fn two_people_set_up_the_same_company_at_once_and_one_is_there() {
    let app = TestApp::start().await;
    let mut checks = Vec::new();
    for email in ["a@one.example", "b@two.example"] {
        let user = app.given_user("Somebody", email, tests::PASSWORD).await;
        let browser = app.sign_in(&user).await;
        let page = browser.visit("/organisations/new/type").await;
        let page = page.submit([("type", "company")]).await.follow().await;
        let fields = [("name", "Northwind"), ("company_number", "04718293")];
        let page = page.submit(fields).await.follow().await;
        let address = [
            ("line_1", "1 Mill Lane"),
            ("town", "Ludlow"),
            ("postcode", "SY8 1ZZ"),
        ];
        checks.push(page.submit(address).await.follow().await);
    }
    let (one, other) = tokio::join!(
        checks[0].press("Set up the organisation", []),
        checks[1].press("Set up the organisation", []),
    );
    let mut statuses = [one.status(), other.status()];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 422]);
    assert_eq!(app.count("organisations").await, 1);
}
