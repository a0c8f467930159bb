//! People who leave an organisation: at once, and after their last day.

use domain::role::OrganisationRole::{Administrator, Editor, Viewer};
use tests::{TestApp, User};
use time::Duration;

/// The three boxes of a date so many days from now.
async fn day(app: &TestApp, days: i64) -> [String; 3] {
    let query = format!("select to_char(access.today() + {days}, 'DD MM YYYY')");
    let text: String = app.value(&query).await;
    let mut parts = text.split(' ').map(str::to_owned);
    std::array::from_fn(|_| parts.next().unwrap())
}

async fn set_last_day(app: &TestApp, admin: &User, path: &str, days: i64) -> tests::Page {
    let [day, month, year] = day(app, days).await;
    let browser = app.sign_in(admin).await;
    let page = browser.visit(path).await;
    let fields = [
        ("leaves_on-day", day.as_str()),
        ("leaves_on-month", month.as_str()),
        ("leaves_on-year", year.as_str()),
    ];
    page.press("Save last day", fields).await
}

#[tokio::test]
async fn removing_somebody_or_changing_their_role_ends_their_sessions_at_once() {
    let app = TestApp::start().await;
    let organisation = app.given_organisation("Northwind Mapping Limited").await;
    let administrator = app.given_member(&organisation, Administrator).await;
    let colleague = app.given_member(&organisation, Editor).await;
    let browser = app.sign_in(&administrator).await;
    let path = format!("/organisations/{}/people/{}", organisation.id, colleague.id);
    let theirs = app.sign_in(&colleague).await;
    theirs.visit("/home").await;
    let page = browser.visit(&path).await;
    page.press("Save role", [("role", "viewer")])
        .await
        .expect_status(303);
    theirs.open("/home").await.expect_status(303);
    browser.visit("/home").await;
    let theirs = app.sign_in(&colleague).await;
    theirs.visit("/home").await;
    let page = browser.visit(&format!("{path}/remove")).await;
    page.press(&format!("Remove {}", colleague.name), [])
        .await
        .expect_status(303);
    theirs.open("/home").await.expect_status(303);
    assert_eq!(app.mail_to(&colleague.email).await.len(), 2);
}

#[tokio::test]
async fn a_last_day_is_enforced_when_it_is_over_and_the_worker_tidies_up() {
    let app = TestApp::start().await;
    let organisation = app.given_organisation("Northwind Mapping Limited").await;
    let administrator = app.given_member(&organisation, Administrator).await;
    let colleague = app.given_member(&organisation, Editor).await;
    let root = format!("/organisations/{}", organisation.id);
    let path = format!("{root}/people/{}", colleague.id);
    set_last_day(&app, &administrator, &path, -1)
        .await
        .expect_error("leaves_on", "Last day must be today or in the future");
    let saved = set_last_day(&app, &administrator, &path, 1).await;
    saved.expect_redirect(&format!("{root}/people"));
    saved.follow().await.expect_text("last day");
    app.expect_audit(["leaving_date_changed"]).await;
    app.run_due_work().await;
    app.sign_in(&colleague).await.visit(&root).await;
    app.advance(Duration::days(2)).await;
    // Before any worker came by.
    let theirs = app.sign_in(&colleague).await;
    theirs.open(&root).await.expect_status(404);
    assert_eq!(app.count("memberships").await, 2);
    let letters = app.mail_to(&administrator.email).await;
    assert_eq!(
        letters.subjects(),
        [format!(
            "{} has left Northwind Mapping Limited",
            colleague.name
        )]
    );
    assert_eq!(app.count("memberships").await, 1);
    theirs.open("/home").await.expect_status(303);
    app.expect_audit(["member_left"]).await;
    app.run_due_work().await;
    app.expect_audit([]).await;
}

#[tokio::test]
async fn the_last_administrator_gets_no_last_day() {
    let app = TestApp::start().await;
    let organisation = app.given_organisation("Northwind Mapping Limited").await;
    let administrator = app.given_member(&organisation, Administrator).await;
    app.given_member(&organisation, Viewer).await;
    let path = format!(
        "/organisations/{}/people/{}",
        organisation.id, administrator.id
    );
    let page = set_last_day(&app, &administrator, &path, 5).await;
    page.expect_error(
        "leaves_on",
        "An organisation needs an administrator. Make somebody else one first",
    );
    let other = app.given_member(&organisation, Administrator).await;
    set_last_day(&app, &administrator, &path, 5)
        .await
        .expect_status(303);
    // Now the other one has to stay.
    let theirs = format!("/organisations/{}/people/{}", organisation.id, other.id);
    set_last_day(&app, &administrator, &theirs, 5)
        .await
        .expect_status(422);
}
