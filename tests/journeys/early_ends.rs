//! Connection certificates that the team ends before the day that is on them.

use crate::given_draft::{GivenDraft, OWNER};
use crate::hosting::{ZONE, agreed, certify, given_zone};
use domain::role::TeamRole;
use domain::when;
use tests::TestApp;
use time::{Date, Duration};

fn today(app: &TestApp) -> Date {
    when::uk_date(app.app.clock.now())
}

#[tokio::test]
async fn the_team_records_that_a_connection_certificate_is_lost() {
    let draft = agreed().await;
    certify(&draft).await;
    let app = &draft.app;
    let assessor = app.given_team_member(TeamRole::Assessor).await;
    let end = format!("/team/infrastructure/{ZONE}/end");
    let browser = app.sign_in(&assessor).await;
    browser.open(&end).await.expect_status(403);
    let lead = app.given_team_member(TeamRole::Lead).await;
    let lead = app.sign_in(&lead).await;
    let page = lead
        .visit(&format!("/team/infrastructure/{ZONE}"))
        .await
        .click("Record that the connection certificate ends early")
        .await;
    page.expect_text("Northwind Gazetteer");
    let button = "Record the last day and tell them";
    page.press(button, [])
        .await
        .expect_error("last_day", "Enter its last day");
    let day = today(app) - Duration::days(1);
    let sent = |day: Date| {
        [
            ("last_day-day", day.day().to_string()),
            ("last_day-month", u8::from(day.month()).to_string()),
            ("last_day-year", day.year().to_string()),
        ]
    };
    let too_late = sent(today(app) + Duration::days(300));
    let fields: Vec<(&str, &str)> = too_late.iter().map(|(n, v)| (*n, v.as_str())).collect();
    page.press_all(button, &fields)
        .await
        .expect_status(422)
        .expect_text("The last day must be yesterday or later, and before");
    app.skip_audit().await;
    let lost = sent(day);
    let fields: Vec<(&str, &str)> = lost.iter().map(|(n, v)| (*n, v.as_str())).collect();
    page.press_all(button, &fields).await.expect_status(303);
    app.expect_audit(["connection_ended"]).await;
    let letters = app.mail_to(&draft.editor.email).await;
    let text = &letters.last().text;
    assert!(
        text.contains(&format!("ended on {}", when::date(day))),
        "{text}"
    );
    assert!(
        text.contains("The PSN team decides what becomes of the certificate of your service"),
        "{text}"
    );
    // Nothing is left to end.
    let ended = page.press_all(button, &fields).await;
    ended
        .expect_status(409)
        .expect_text("This certificate has ended already");
    lead.visit(&format!("/team/infrastructure/{ZONE}"))
        .await
        .expect_no_text("Record that the connection certificate ends early");
    everybody_reads_it(&draft, day).await;
}

/// The certificate of the service counts until the team decides, and each page about it says both.
async fn everybody_reads_it(draft: &GivenDraft, day: Date) {
    let app = &draft.app;
    let number: String = app.value("select number from certificates").await;
    let slug: String = app.value("select slug from certificates").await;
    let ended = format!(
        "The connection certificate of its infrastructure ended on {}. The PSN team decides what becomes of this certificate.",
        when::date(day)
    );
    let (anybody, supplier) = (app.browser(), draft.browser().await);
    // Lists say it in short.
    let in_short = format!(
        "The connection certificate of its infrastructure ended on {}",
        when::date(day)
    );
    for (browser, path) in [
        (&anybody, "/register"),
        (&supplier, "/home"),
        (&supplier, "/certificates"),
    ] {
        browser.visit(path).await.expect_text(&in_short);
    }
    let pages = [
        (&anybody, format!("/verify/{number}")),
        (&anybody, format!("/c/{number}")),
        (&anybody, format!("/register/{slug}")),
        (&supplier, format!("/certificates/{number}")),
    ];
    for (browser, path) in &pages {
        browser
            .visit(path)
            .await
            .expect_text("This certificate is valid until")
            .expect_text(&ended);
    }
    // Once the team has decided, only that is said.
    app.sql("update certificates set withdrawn_on = access.today()")
        .await;
    for (browser, path) in &pages {
        browser
            .visit(path)
            .await
            .expect_text("This certificate was withdrawn on")
            .expect_no_text("The PSN team decides");
    }
}

#[tokio::test]
async fn a_certificate_that_a_renewal_keeps_alive_says_it_too() {
    let draft = agreed().await;
    certify(&draft).await;
    let app = &draft.app;
    // Its last day is over, and the renewal that was submitted before then is not decided.
    app.sql(
        "set session_replication_role = replica;
         update certificates set valid_from = access.today() - 350, valid_to = access.today() - 5,
                                 renewal_submitted_on = access.today() - 40;
         set session_replication_role = origin",
    )
    .await;
    let day = today(app) + Duration::days(20);
    app.sql(&format!(
        "update infrastructures set ended_early_at = access.now(), ended_early_by = '{}', valid_to = access.today() + 20",
        draft.editor.id
    ))
    .await;
    let number: String = app.value("select number from certificates").await;
    let ends = format!(
        "The connection certificate of its infrastructure ends on {}.",
        when::date(day)
    );
    let verify = format!("/verify/{number}");
    let anybody = app.browser();
    anybody
        .visit(&verify)
        .await
        .expect_text("This certificate is valid while we decide on its renewal")
        .expect_text(&ends);
    // Once the renewal is decided, the certificate no longer counts, and nothing of it is left to decide.
    app.sql("update certificates set renewal_ended_on = access.today() - 1")
        .await;
    anybody.visit(&verify).await.expect_no_text(&ends);
}

#[tokio::test]
async fn an_owner_whose_certificate_was_ended_early_reads_so_and_answers_no_more() {
    let draft = GivenDraft::complete().await;
    let app = &draft.app;
    given_zone(app).await;
    draft
        .change("infrastructure/find", "infrastructure", ZONE)
        .await;
    let link = draft.ask_owner().await;
    let browser = app.browser();
    draft.enter(&browser, &link, OWNER).await;
    // The day that is recorded is the one that the owner reads.
    app.sql("update infrastructures set valid_to = access.today() + 20")
        .await;
    let end = when::date(today(app) + Duration::days(20));
    browser
        .visit(&format!("{link}/service"))
        .await
        .expect_text(&end);
    let decision = browser.visit(&format!("{link}/decision")).await;
    let agree = [
        ("decision", "agree"),
        ("certificate_number", "psn cn 2231"),
        ("name", "Graham Whitlock"),
        ("job_title", "Head of Platforms"),
    ];
    let check = decision.submit(agree).await.follow().await;
    // Then that day is over: neither page takes an answer, and the link says why.
    app.sql("update infrastructures set valid_to = access.today() - 1")
        .await;
    check.press("Send your answer", []).await;
    decision.submit(agree).await;
    assert_eq!(app.count("owner_requests where state = 'opened'").await, 1);
    let anybody = app.browser();
    for page in [
        anybody.open(&link).await,
        browser.open(&format!("{link}/service")).await,
    ] {
        page.expect_status(410)
            .expect_heading("The certificate of this infrastructure has ended");
    }
}

#[tokio::test]
async fn suppliers_hear_of_an_early_end_at_once_however_far_it_is() {
    let draft = agreed().await;
    let app = &draft.app;
    let lead = app.given_team_member(TeamRole::Lead).await;
    let lead = app.sign_in(&lead).await;
    let infrastructure = format!("/team/infrastructure/{ZONE}");
    let page = lead.visit(&infrastructure).await;
    page.expect_no_text("Early end recorded");
    let day = today(app) + Duration::days(100);
    let (number, month, year) = (
        day.day().to_string(),
        u8::from(day.month()).to_string(),
        day.year().to_string(),
    );
    let page = lead.visit(&format!("{infrastructure}/end")).await;
    let fields = [
        ("last_day-day", number.as_str()),
        ("last_day-month", month.as_str()),
        ("last_day-year", year.as_str()),
    ];
    page.press_all("Record the last day and tell them", &fields)
        .await
        .expect_redirect(&infrastructure);
    app.run_due_work().await;
    app.run_due_work().await;
    assert_eq!(app.count("infrastructure_notices").await, 1);
    let letters = app.mail_to(&draft.editor.email).await;
    let text = &letters.last().text;
    assert!(
        text.contains(&format!("ends on {}", when::date(day))),
        "{text}"
    );
    let page = lead.visit(&infrastructure).await;
    page.expect_text("Early end recorded");
}
