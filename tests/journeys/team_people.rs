//! The people of the PSN team.

use domain::role::TeamRole;
use sqlx::Connection as _;
use tests::{Page, TestApp, User};
use time::Duration;

const PEOPLE: &str = "/team/admin/people";

async fn administrator(app: &TestApp) -> User {
    app.given_team_member(TeamRole::ServiceAdministrator).await
}

/// The path of somebody's page.
fn page_of(user: &User) -> String {
    format!("{PEOPLE}/{}", user.id)
}

#[tokio::test]
async fn somebody_is_invited_and_sets_up_their_account() {
    let app = TestApp::start().await;
    let admin = administrator(&app).await;
    let browser = app.sign_in(&admin).await;
    let page = browser.visit(PEOPLE).await.click("Invite a person").await;
    page.submit([("name", ""), ("email", "")])
        .await
        .expect_errors([
            ("name", "Enter their full name"),
            ("email", "Enter their email address"),
            ("role", "Select a role"),
        ]);
    let taken = [
        ("name", "Asha Ses"),
        ("email", admin.email.as_str()),
        ("role", "assessor"),
    ];
    page.submit(taken)
        .await
        .expect_error("email", "Somebody has an account with this email address");
    let fields = [
        ("name", "Asha Ses"),
        ("email", "asha@psn.example"),
        ("role", "assessor"),
    ];
    page.submit(fields).await.expect_redirect(PEOPLE);
    page.submit(fields).await.expect_redirect(PEOPLE);
    app.expect_audit(["staff_added"]).await;
    let first = app.mail_to("asha@psn.example").await;
    assert_eq!(first.len(), 1);
    let page = browser.visit(PEOPLE).await;
    page.expect_text("Account not set up");
    let page = page.click("Asha Ses").await;
    page.press("Send the link again", [])
        .await
        .expect_status(303);
    let second = app.mail_to("asha@psn.example").await.last_link();
    let visitor = app.browser();
    visitor.open(&first.last_link()).await.expect_status(410);
    visitor.visit(&second).await;
}

#[tokio::test]
async fn another_role_and_archiving_end_sessions_and_nothing_is_lost() {
    let app = TestApp::start().await;
    let admin = administrator(&app).await;
    let assessor = app.given_team_member(TeamRole::Assessor).await;
    let browser = app.sign_in(&admin).await;
    let theirs = app.sign_in(&assessor).await;
    theirs.visit("/team").await;
    let page = browser.visit(&page_of(&assessor)).await;
    page.press("Save", [("role", "lead")])
        .await
        .expect_status(303);
    theirs.open("/team").await.expect_status(303);
    let theirs = app.sign_in(&assessor).await;
    theirs.visit("/team").await;
    // The last lead stays.
    let page = browser
        .visit(&format!("{}/archive", page_of(&assessor)))
        .await;
    let words = format!("Archive {}", assessor.name);
    page.press(&words, [])
        .await
        .expect_status(409)
        .expect_text("The team needs a lead");
    app.given_team_member(TeamRole::Lead).await;
    page.press(&words, []).await.expect_redirect(PEOPLE);
    theirs.open("/team").await.expect_status(303);
    app.sign_in(&assessor)
        .await
        .open("/team")
        .await
        .expect_status(404);
    let page = browser.visit(&page_of(&assessor)).await;
    page.expect_text("Left the team");
    page.press("Bring back to the team", [("role", "auditor")])
        .await
        .expect_redirect(PEOPLE);
    app.sign_in(&assessor).await.visit("/team").await;
    app.expect_audit([
        "team_person_changed",
        "team_person_archived",
        "team_person_restored",
    ])
    .await;
}

/// The boxes of dates, each so many days from today.
async fn boxes(app: &TestApp, dates: &[(&str, i64)]) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    for (name, days) in dates {
        let query = format!("select to_char(access.today() + {days}, 'DD MM YYYY')");
        let text: String = app.value(&query).await;
        for (part, value) in ["day", "month", "year"].into_iter().zip(text.split(' ')) {
            fields.push((format!("{name}-{part}"), value.to_owned()));
        }
    }
    fields
}

/// Saves dates on somebody's page.
async fn save_dates(app: &TestApp, admin: &User, of: &User, dates: &[(&str, i64)]) -> Page {
    let fields = boxes(app, dates).await;
    let pairs: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let page = app.sign_in(admin).await.visit(&page_of(of)).await;
    page.press_all("Save", &pairs).await
}

#[tokio::test]
async fn leave_of_absence_and_the_last_day_hold_by_themselves() {
    let app = TestApp::start().await;
    let admin = administrator(&app).await;
    let away = app.given_team_member(TeamRole::Assessor).await;
    let leaver = app.given_team_member(TeamRole::Auditor).await;
    let backwards = [("away_from", 3), ("away_until", 1)];
    let page = save_dates(&app, &admin, &away, &backwards).await;
    page.expect_error(
        "away_until",
        "Last day of leave must be the same as or after its first day",
    );
    let leave = [("away_from", 1), ("away_until", 3)];
    let page = save_dates(&app, &admin, &away, &leave).await;
    page.expect_redirect(PEOPLE);
    let page = save_dates(&app, &admin, &leaver, &[("leaves_on", 1)]).await;
    page.expect_redirect(PEOPLE);
    app.sign_in(&away).await.visit("/team").await;
    app.advance(Duration::days(2)).await;
    for gone in [&away, &leaver] {
        let page = app.sign_in(gone).await.open("/team").await;
        page.expect_status(404);
    }
    app.skip_audit().await;
    let letters = app.mail_to(&admin.email).await;
    assert_eq!(
        letters.subjects(),
        [format!("{} has left the PSN team", leaver.name)]
    );
    app.expect_audit(["team_person_archived"]).await;
    app.advance(Duration::days(3)).await;
    app.sign_in(&away).await.visit("/team").await;
}

#[tokio::test]
async fn the_database_keeps_a_lead_and_a_service_administrator() {
    let app = TestApp::start().await;
    let admin = administrator(&app).await;
    let browser = app.sign_in(&admin).await;
    let page = browser.visit(&page_of(&admin)).await;
    page.expect_no_text("Archive");
    page.press("Save", [("role", "auditor")]).await.expect_error(
        "role",
        "The team needs a lead and a service administrator who stay. Give somebody else this role first",
    );
    let one = app.given_team_member(TeamRole::Lead).await;
    let other = app.given_team_member(TeamRole::Lead).await;
    let mut first = app.database.connect(cluster::SUPERUSER).await;
    let mut second = app.database.connect(cluster::SUPERUSER).await;
    let mut first = first.begin().await.unwrap();
    let mut second = second.begin().await.unwrap();
    for (transaction, user) in [(&mut first, &one), (&mut second, &other)] {
        sqlx::query("update users set team_role = 'assessor' where id = $1")
            .bind(user.id.0)
            .execute(&mut **transaction)
            .await
            .unwrap();
    }
    let (a, b) = tokio::join!(first.commit(), second.commit());
    assert_eq!(usize::from(a.is_err()) + usize::from(b.is_err()), 1);
    assert_eq!(app.count("users where team_role = 'lead'").await, 1);
}
