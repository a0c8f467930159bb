//! Agreements that are given until a day, and connection certificates that end.

use crate::given_draft::{GivenDraft, OWNER};
use crate::hosting::{ZONE, agreed, certify, given_held, given_zone, zone_of};
use domain::owner_request::AGREED_TO_SOMETHING_ELSE;
use domain::role::{OrganisationRole, TeamRole};
use domain::when;
use mail::MailboxEntry;
use tests::{Browser, Page, TestApp};
use time::{Date, Duration};

const ASK: &str = "infrastructure/owner-request";
const TEAM: &str = "team@psn.example";

fn today(app: &TestApp) -> Date {
    when::uk_date(app.app.clock.now())
}

/// The owner's answer with this last day.
async fn decide(page: &Page, last_day: Date) -> Page {
    let (day, month, year) = (
        last_day.day().to_string(),
        u8::from(last_day.month()).to_string(),
        last_day.year().to_string(),
    );
    page.submit([
        ("decision", "agree"),
        ("certificate_number", "psn cn 2231"),
        ("name", "Graham Whitlock"),
        ("job_title", "Head of Platforms"),
        ("until-day", &day),
        ("until-month", &month),
        ("until-year", &year),
    ])
    .await
}

/// The draft names the register's entry, and its owner agrees for so many days.
async fn agreed_for(days: i64) -> (GivenDraft, Date) {
    let draft = GivenDraft::complete().await;
    given_zone(&draft.app).await;
    draft
        .change("infrastructure/find", "infrastructure", ZONE)
        .await;
    let link = draft.ask_owner().await;
    let browser = draft.app.browser();
    draft.enter(&browser, &link, OWNER).await;
    let last_day = today(&draft.app) + Duration::days(days);
    let page = browser.visit(&format!("{link}/decision")).await;
    let end = today(&draft.app) + Duration::days(300);
    decide(&page, today(&draft.app) - Duration::days(1))
        .await
        .expect_error(
            "until",
            "The last day of your agreement must be today or in the future",
        );
    decide(&page, end + Duration::days(1)).await.expect_error(
        "until",
        &format!(
            "The last day of your agreement must be on or before {}, when your certificate ends",
            when::date(end)
        ),
    );
    let check = decide(&page, last_day).await.follow().await;
    check.expect_text(&when::date(last_day));
    let done = check.press("Send your answer", []).await.follow().await;
    done.expect_heading("You agreed").expect_text(&format!(
        "Your agreement holds until {}",
        when::date(last_day)
    ));
    draft.app.run_due_work().await;
    (draft, last_day)
}

/// The page says that the agreement ended, and puts nothing into the owner's mouth.
fn expect_ended(page: &Page, until: &str) {
    page.expect_text(&format!("Ended on {until}, as agreed"))
        .expect_no_text("What the owner wrote")
        .expect_no_text("Taken back by")
        .expect_no_text("Reason for taking it back");
}

/// The letter says that it ended as agreed, and of nobody that they took it back.
fn expect_told_of_the_end(letter: &MailboxEntry, until: &str) {
    let subject = &letter.subject;
    assert!(subject.contains(&format!("ended on {until}")), "{subject}");
    assert!(!subject.contains("no longer agrees"), "{subject}");
    let text = &letter.text;
    assert!(
        text.contains(&format!("ended on {until}, as agreed")) && !text.contains("took back"),
        "{text}"
    );
}

/// The home page says that it ended as agreed.
async fn expect_home_says_so(supplier: &Browser, until: &str) {
    let home = supplier.visit("/home").await;
    home.expect_text(&format!(
        "the agreement of Harbour Hosting plc ended on {until}, as agreed"
    ))
    .expect_no_text("took its agreement back");
}

/// The task list says so too.
async fn expect_task_list_says_so(supplier: &Browser, draft: &GivenDraft, until: &str) {
    let tasks = supplier.visit(draft.path("").trim_end_matches('/')).await;
    tasks
        .expect_text(&format!(
            "The agreement of Harbour Hosting plc ended on {until}, as agreed"
        ))
        .expect_no_text("no longer agrees")
        .expect_no_text("took its agreement back");
}

/// What happened says the same to everybody.
async fn expect_history(readers: &[(&Browser, String)], until: &str) {
    let words = format!("Agreement of the infrastructure owner ended on {until}, as agreed");
    for (browser, path) in readers {
        browser.visit(path).await.expect_text(&words);
    }
}

#[tokio::test]
async fn an_agreement_until_a_day_is_shown_told_and_over_after_it() {
    let (draft, last_day) = agreed_for(70).await;
    let app = &draft.app;
    let until = when::date(last_day);
    let letters = app.mail_to(OWNER).await;
    assert!(
        letters
            .last()
            .text
            .contains(&format!("I agree, until {until}"))
    );
    let letters = app.mail_to(&draft.editor.email).await;
    assert!(letters.last().text.contains(&format!("until {until}")));
    let supplier = draft.browser().await;
    let page = supplier.visit(&draft.path(ASK)).await;
    page.expect_text("Agreed until").expect_text(&until);
    page.expect_no_text("What you can ask now");
    // A month before, people hear it, once, and the supplier can ask again.
    app.advance(Duration::days(39)).await;
    app.run_due_work().await;
    assert_eq!(app.count("outbox where kind = 'agreement_ending'").await, 0);
    app.advance(Duration::days(1)).await;
    app.skip_audit().await;
    app.run_due_work().await;
    app.run_due_work().await;
    app.expect_audit(["agreement_ending_told"]).await;
    let letters = app.mail_to(&draft.editor.email).await;
    assert_eq!(
        letters.last().subject,
        format!("Harbour Hosting plc agreed until {until}")
    );
    assert!(
        app.mail_to(TEAM).await.is_empty(),
        "the team does not see drafts"
    );
    let supplier = draft.browser().await;
    let page = supplier.visit(&draft.path(ASK)).await;
    page.expect_text("ask again before then")
        .expect_no_text(AGREED_TO_SOMETHING_ELSE);
    // On the last day it holds; after it, it is taken back.
    app.advance(Duration::days(30)).await;
    app.run_due_work().await;
    assert_eq!(app.count("owner_requests where state = 'agreed'").await, 1);
    app.advance(Duration::days(1)).await;
    app.skip_audit().await;
    app.run_due_work().await;
    app.expect_audit(["agreement_withdrawn"]).await;
    let ended = "owner_requests where state = 'withdrawn' and withdrawn_by_name is null
                 and withdrawn_reason is null";
    assert_eq!(app.count(ended).await, 1);
    let letters = app.mail_to(&draft.editor.email).await;
    expect_told_of_the_end(letters.last(), &until);
    let supplier = draft.browser().await;
    expect_home_says_so(&supplier, &until).await;
    expect_task_list_says_so(&supplier, &draft, &until).await;
    let page = supplier.visit(&draft.path(ASK)).await;
    expect_ended(&page, &until);
    let blocker = format!("again: its agreement ended on {until}, as agreed");
    let submit = supplier.visit(&draft.path("submit")).await;
    submit.expect_text(&blocker);
    page.press("Send request to Graham Whitlock", [])
        .await
        .expect_status(303);
}

#[tokio::test]
async fn a_certified_service_is_told_to_write_to_the_team_instead_of_asking_again() {
    let (draft, last_day) = agreed_for(70).await;
    certify(&draft).await;
    let app = &draft.app;
    app.sql("update applications set submitted_at = access.now(), target_on = access.today() + 28")
        .await;
    let until = when::date(last_day);
    app.advance(Duration::days(40)).await;
    app.run_due_work().await;
    let letters = app.mail_to(&draft.editor.email).await;
    let text = &letters.last().text;
    let is_for_certified = text.contains("tells the PSN team before that day");
    assert!(
        is_for_certified && !text.contains("asks the owner again"),
        "{text}"
    );
    let person = app
        .given_member(&draft.organisation, OrganisationRole::Administrator)
        .await;
    let administrator = app.sign_in(&person).await;
    let page = administrator.visit(&draft.path(ASK)).await;
    page.expect_text("tell the PSN team before then")
        .expect_no_text("ask again")
        .expect_no_text("Your role lets you read this page");
    // The day is over, and nobody took anything back.
    app.advance(Duration::days(31)).await;
    app.run_due_work().await;
    let letters = app.mail_to(&draft.editor.email).await;
    expect_told_of_the_end(letters.last(), &until);
    expect_told_of_the_end(app.mail_to(TEAM).await.last(), &until);
    let supplier = draft.browser().await;
    let page = supplier.visit(&draft.path(ASK)).await;
    expect_ended(&page, &until);
    page.expect_text("The PSN team decides what becomes of the certificate of your service")
        .expect_no_text("Your role lets you read this page");
    let assessor = app.given_team_member(TeamRole::Assessor).await;
    let assessor = app.sign_in(&assessor).await;
    let case = format!("/team/applications/{}/infrastructure", draft.reference);
    expect_ended(&assessor.visit(&case).await, &until);
    let administrator = app.sign_in(&person).await;
    let readers = [
        (
            &assessor,
            format!("/team/applications/{}/timeline", draft.reference),
        ),
        (&supplier, draft.path("progress")),
        (
            &administrator,
            format!("/organisations/{}/activity", draft.organisation.id),
        ),
    ];
    expect_history(&readers, &until).await;
    // Its owner reads the same beside the service.
    let (host, owner) = given_held(app).await;
    let zone = owner.visit(&zone_of(&host)).await;
    zone.expect_text(&format!(
        "Ended on {}, as agreed",
        when::short_date(last_day)
    ))
    .expect_no_text("Taken back");
}

#[tokio::test]
async fn of_a_deleted_draft_nobody_is_told_and_nothing_says_so() {
    let (draft, last_day) = agreed_for(70).await;
    let app = &draft.app;
    app.sql("update applications set state = 'deleted', ended_at = access.now(), ended_by_name = 'An Editor', erase_on = access.today() + 90")
        .await;
    app.advance(Duration::days(45)).await;
    app.skip_audit().await;
    app.run_due_work().await;
    let told = "audit_events where kind = 'agreement_ending_told'";
    assert_eq!(app.count(told).await, 0);
    assert_eq!(app.count("outbox where kind = 'agreement_ending'").await, 0);
    // Brought back, it is told as any other.
    app.sql("update applications set state = 'draft', ended_at = null, ended_by_name = null, erase_on = null")
        .await;
    app.run_due_work().await;
    app.run_due_work().await;
    assert_eq!(app.count(told).await, 1);
    let letters = app.mail_to(&draft.editor.email).await;
    assert_eq!(
        letters.last().subject,
        format!("Harbour Hosting plc agreed until {}", when::date(last_day))
    );
}

/// What the database says to a statement that it refuses.
async fn refused(app: &TestApp, statement: &'static str) -> String {
    let done = sqlx::raw_sql(statement).execute(app.superuser()).await;
    done.unwrap_err().to_string()
}

#[tokio::test]
async fn an_agreement_never_outlives_the_certificate_of_the_infrastructure() {
    let draft = GivenDraft::complete().await;
    let app = &draft.app;
    given_zone(app).await;
    draft
        .change("infrastructure/find", "infrastructure", ZONE)
        .await;
    let link = draft.ask_owner().await;
    let browser = app.browser();
    draft.enter(&browser, &link, OWNER).await;
    let page = browser.visit(&format!("{link}/decision")).await;
    let late = today(app) + Duration::days(200);
    let check = decide(&page, late).await.follow().await;
    // The team ends the certificate while the answer waits to be sent.
    app.sql("update infrastructures set valid_to = access.today() + 100")
        .await;
    let end = today(app) + Duration::days(100);
    let message = format!(
        "The last day of your agreement must be on or before {}, when your certificate ends",
        when::date(end)
    );
    let again = check.press("Send your answer", []).await;
    again.expect_status(422).expect_error("until", &message);
    assert_eq!(app.count("owner_requests where state = 'opened'").await, 1);
    decide(&again, late).await.expect_error("until", &message);
    let check = decide(&again, end).await.follow().await;
    check
        .press("Send your answer", [])
        .await
        .expect_redirect(&format!("{link}/done"));
    // The database refuses it too, whoever says it.
    let longer = "update owner_requests set agreed_until = access.today() + 101";
    let words = refused(app, longer).await;
    assert!(
        words.contains("no agreement beyond the certificate"),
        "{words}"
    );
    let longer =
        "update owner_requests set infrastructure_id = null, certificate_number = 'PSN-CN-0',
                                            agreed_until = certificate_valid_to + 1";
    let words = refused(app, longer).await;
    assert!(
        words.contains("owner_requests_until_within_certificate"),
        "{words}"
    );
}

#[tokio::test]
async fn nor_does_one_whose_certificate_number_was_typed() {
    let draft = GivenDraft::complete().await;
    let app = &draft.app;
    given_zone(app).await;
    let link = draft.ask_owner().await;
    assert_eq!(
        app.count("owner_requests where infrastructure_id is null")
            .await,
        1
    );
    app.sql("update infrastructures set certificate_number = lower(certificate_number), valid_to = access.today() + 100")
        .await;
    let browser = app.browser();
    draft.enter(&browser, &link, OWNER).await;
    let page = browser.visit(&format!("{link}/decision")).await;
    let end = today(app) + Duration::days(100);
    decide(&page, end + Duration::days(1)).await.expect_error(
        "until",
        &format!(
            "The last day of your agreement must be on or before {}, when your certificate ends",
            when::date(end)
        ),
    );
    let check = decide(&page, end).await.follow().await;
    check
        .press("Send your answer", [])
        .await
        .expect_redirect(&format!("{link}/done"));
    let longer = "update owner_requests set agreed_until = access.today() + 101";
    let words = refused(app, longer).await;
    assert!(
        words.contains("no agreement beyond the certificate"),
        "{words}"
    );
}

#[tokio::test]
async fn the_database_takes_no_certificate_on_an_agreement_whose_day_is_over() {
    let (draft, _) = agreed_for(5).await;
    let app = &draft.app;
    app.sql("update applications set state = 'approved', submitted_at = access.now(), target_on = access.today()")
        .await;
    app.advance(Duration::days(6)).await;
    let lead = app.given_team_member(TeamRole::Lead).await;
    let assessor = app.given_team_member(TeamRole::Assessor).await;
    let issue = format!(
        "insert into decisions (id, organisation_id, application_id, recommendation, reasons, recommended_at,
             recommended_by, recommended_by_name, outcome, decided_at, decided_by, decided_by_name)
         values (gen_random_uuid(), '{organisation}', '{id}', 'grant', '', now(), '{assessor}', 'A', 'approved', now(),
                 '{lead}', 'L');
         insert into services (code, organisation_id, first_certified_at) values ('SRV_0042', '{organisation}', now());
         insert into certificates (id, organisation_id, application_id, number, service_code, service_name, slug,
             description, organisation_name, infrastructure_id, infrastructure_name, infrastructure_certificate,
             legal_jurisdiction, management_model, service_desk, commitments_version, snapshot_sha256, valid_from,
             valid_to, issued_at, issued_by, issued_by_name, signed_json, pdf)
         values (gen_random_uuid(), '{organisation}', '{id}', 'PSNS-2026-0042-7', 'SRV_0042', 'Northwind Gazetteer',
             'gazetteer', '', 'Northwind Mapping Limited', '{ZONE}', 'Harbour PSN Zone', 'PSN-CN-2231', '', '', '', '1',
             repeat('0', 64), access.today(), access.today() + 200, now(), '{lead}', 'L', '{{}}', '')",
        organisation = draft.organisation.id.0,
        id = draft.id,
        assessor = assessor.id,
        lead = lead.id,
    );
    let refused = sqlx::raw_sql(sqlx::AssertSqlSafe(issue))
        .execute(app.superuser())
        .await
        .unwrap_err();
    let refused = refused.to_string();
    assert!(
        refused.contains("no certificate without a live agreement"),
        "{refused}"
    );
}

#[tokio::test]
async fn suppliers_hear_that_the_connection_certificate_ends() {
    let draft = agreed().await;
    let app = &draft.app;
    let stranger = app.given_organisation("Stranger").await;
    let stranger = app
        .given_member(&stranger, OrganisationRole::Administrator)
        .await;
    app.advance(Duration::days(239)).await;
    app.run_due_work().await;
    assert_eq!(app.count("infrastructure_notices").await, 0);
    app.advance(Duration::days(1)).await;
    app.skip_audit().await;
    app.run_due_work().await;
    app.run_due_work().await;
    app.expect_audit(["connection_end_told"]).await;
    let letters = app.mail_to(&draft.editor.email).await;
    assert_eq!(
        letters.last().subject,
        "Harbour PSN Zone certificate affects Northwind Gazetteer"
    );
    let last_day = when::date(today(app) + Duration::days(60));
    let text = &letters.last().text;
    assert!(text.contains(&format!("ends on {last_day}")), "{text}");
    assert!(
        text.contains(&format!("By {last_day}, do one of these")),
        "{text}"
    );
    app.advance(Duration::days(61)).await;
    app.run_due_work().await;
    let letters = app.mail_to(&draft.editor.email).await;
    let text = &letters.last().text;
    assert!(text.contains(&format!("ended on {last_day}")), "{text}");
    let others = app.mail_to(&stranger.email).await;
    let subjects = others.subjects();
    assert!(
        !subjects.iter().any(|one| one.contains("affects")),
        "{subjects:?}"
    );
}
