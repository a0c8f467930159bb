//! Threads with the PSN team that rest with somebody: where they are shown, and who is reminded.

use crate::given_case::GivenCase;
use crate::given_draft::GivenDraft;
use domain::role::{OrganisationRole, TeamRole};
use domain::when::uk_date;
use domain::working_days;
use tests::{Browser, TestApp};
use time::{Date, Duration};

const SUBJECT: &str = "9b Consumers must not affect other consumers";

/// Asks about 9b in the form.
async fn ask(draft: &GivenDraft, text: &str) {
    let page = draft.browser().await.visit(&draft.path("ask/9b")).await;
    page.submit([("message", text)]).await.expect_status(303);
}

/// Answers the thread about 9b.
async fn reply(team: &Browser, text: &str) {
    let page = team.visit("/team/enquiries").await.click(SUBJECT).await;
    page.submit([("message", text)]).await.expect_status(303);
}

/// Goes on to the next morning.
async fn next_morning(app: &TestApp) -> Date {
    let day = uk_date(app.app.clock.now()) + Duration::days(1);
    let at = day.with_hms(9, 0, 0).unwrap().assume_utc();
    app.advance(at - app.app.clock.now()).await;
    day
}

/// The days on which one of these e-mails was queued within so many mornings.
async fn told(app: &TestApp, kind: &str, mornings: usize) -> Vec<Date> {
    let queued = format!("outbox where kind = '{kind}'");
    let mut days = Vec::new();
    let mut before = app.count(&queued).await;
    for _ in 0..mornings {
        let day = next_morning(app).await;
        // However many workers there are.
        tokio::join!(app.run_due_work(), app.run_due_work());
        let now = app.count(&queued).await;
        if now > before {
            days.push(day);
        }
        before = now;
    }
    days
}

#[tokio::test]
async fn a_reply_that_nobody_has_read_needs_attention_and_is_reminded_of_once() {
    let draft = GivenDraft::complete().await;
    let app = &draft.app;
    let assessor = app.given_team_member(TeamRole::Assessor).await;
    let team = app.sign_in(&assessor).await;
    ask(&draft, "Does a shared report count?").await;
    reply(&team, "Only with others’ data.").await;
    let replied_on = uk_date(app.app.clock.now());
    let words = format!("the PSN team has replied to what you asked about {SUBJECT}");
    let home = draft.browser().await.visit("/home").await;
    home.expect_text(&words);
    // Somebody who can't ask reads it: the others have still to be told.
    let viewer = app
        .given_member(&draft.organisation, OrganisationRole::Viewer)
        .await;
    let viewer = app.sign_in(&viewer).await;
    viewer.visit(&draft.path("ask/9b")).await;
    draft
        .browser()
        .await
        .visit("/home")
        .await
        .expect_text(&words);
    app.skip_audit().await;
    let days = told(app, "enquiry_unread", 12).await;
    assert_eq!(days.len(), 1, "{days:?}");
    assert_eq!(working_days::between(replied_on, days[0]), 3, "{days:?}");
    app.expect_audit(["enquiry_reminder_sent"]).await;
    let letters = app.mail_to(&draft.editor.email).await;
    let letter = letters.last();
    assert!(
        letter
            .subject
            .ends_with("a reply of the PSN team waits for you")
    );
    assert!(!letter.text.contains("data") && !letter.text.contains("report"));
    assert!(letters.last_link().ends_with(&draft.path("ask/9b")));
    let browser = draft.browser().await;
    browser
        .visit("/home")
        .await
        .click(&words_on(&home, &words))
        .await;
    browser.visit("/home").await.expect_no_text(&words);
    // Another reply is another matter.
    let team = app.sign_in(&assessor).await;
    reply(&team, "And only today’s.").await;
    browser.visit("/home").await.expect_text(&words);
    assert_eq!(told(app, "enquiry_unread", 8).await.len(), 1);
}

/// The whole link that has these words in it.
fn words_on(page: &tests::Page, words: &str) -> String {
    let links = page.links().into_iter();
    let mut words_of_links = links.flat_map(|(one, other)| [one, other]);
    words_of_links.find(|text| text.contains(words)).unwrap()
}

#[tokio::test]
async fn a_reply_that_was_read_is_not_reminded_of() {
    let draft = GivenDraft::complete().await;
    let app = &draft.app;
    let assessor = app.given_team_member(TeamRole::Assessor).await;
    ask(&draft, "Does a shared report count?").await;
    reply(&app.sign_in(&assessor).await, "Only with others’ data.").await;
    draft.browser().await.visit(&draft.path("ask/9b")).await;
    assert!(told(app, "enquiry_unread", 8).await.is_empty());
}

#[tokio::test]
async fn whoever_asked_and_left_is_stood_in_for_by_the_administrators() {
    let draft = GivenDraft::complete().await;
    let app = &draft.app;
    let administrator = app
        .given_member(&draft.organisation, OrganisationRole::Administrator)
        .await;
    let assessor = app.given_team_member(TeamRole::Assessor).await;
    ask(&draft, "Does a shared report count?").await;
    reply(&app.sign_in(&assessor).await, "Only with others’ data.").await;
    app.sql("delete from memberships where role = 'editor'")
        .await;
    let before = app.mail_to(&draft.editor.email).await.len();
    assert_eq!(told(app, "enquiry_unread", 6).await.len(), 1);
    let letters = app.mail_to(&administrator.email).await;
    assert!(letters.last().subject.ends_with("waits for you"));
    assert_eq!(app.mail_to(&draft.editor.email).await.len(), before);
}

#[tokio::test]
async fn the_team_sees_how_long_a_question_waits_and_is_reminded_when_it_is_late() {
    let draft = GivenDraft::complete().await;
    let app = &draft.app;
    let assessor = app.given_team_member(TeamRole::Assessor).await;
    let team = app.sign_in(&assessor).await;
    team.visit("/team")
        .await
        .expect_no_text("waits for a reply");
    ask(&draft, "Does a shared report count?").await;
    team.visit("/team")
        .await
        .expect_text("1 question of a supplier waits for a reply, for less than a working day.");
    let reply_by: String = app.value("select reply_by::text from enquiries").await;
    let reply_by = working_days::parse_iso(&reply_by).unwrap();
    app.skip_audit().await;
    let days = told(app, "enquiry_overdue", 16).await;
    assert_eq!(days, [reply_by + Duration::DAY]);
    app.expect_audit(["enquiry_reminder_sent"]).await;
    let letters = app.mail_to("team@psn.example").await;
    let letter = letters.last();
    assert!(
        letter
            .subject
            .contains("a supplier waits for a reply since")
    );
    assert!(letter.text.contains(SUBJECT) && !letter.text.contains("report"));
    // Asking again does not begin anew what waits already.
    ask(&draft, "Are you there?").await;
    assert!(told(app, "enquiry_overdue", 8).await.is_empty());
    let team = app.sign_in(&assessor).await;
    let age: i64 = app
        .value("select (access.today() - waiting_since::date)::bigint from enquiries")
        .await;
    assert!(age >= 20, "{age}");
    let page = team.visit("/team/enquiries").await;
    let row = page.select_text("tbody td");
    assert!(
        row.iter().any(|cell| cell.ends_with(" working days")),
        "{row:?}"
    );
    reply(&team, "Only with others’ data.").await;
    team.visit("/team")
        .await
        .expect_no_text("waits for a reply");
    let page = team.visit("/team/enquiries").await;
    page.expect_text("Nothing waits");
}

#[tokio::test]
async fn the_case_leads_to_what_the_supplier_asked() {
    let case = GivenCase::submitted().await;
    let app = &case.app;
    let assessor = case.begun().await;
    let review = case.team_path("review/9b");
    assessor
        .visit(&review)
        .await
        .expect_no_text("What the supplier asked before");
    assessor
        .visit(&case.team_path(""))
        .await
        .expect_no_text("What the supplier asked");
    app.sql("update applications set state = 'awaiting_supplier'")
        .await;
    let supplier = app.sign_in(&case.editor).await;
    for subject in ["1a", "9b"] {
        let page = supplier
            .visit(&format!("/applications/{}/ask/{subject}", case.reference))
            .await;
        page.submit([("message", "Does a <b>shared</b> report count?")])
            .await
            .expect_status(303);
    }
    app.sql("update applications set state = 'under_review'")
        .await;
    let page = assessor.visit(&case.team_path("")).await;
    page.expect_text("2 questions were asked. 2 wait for a reply.");
    let page = page.click(&format!("Asked about {SUBJECT}")).await;
    page.expect_text("Does a <b>shared</b> report count?");
    page.submit([("message", "Only with others’ data.")])
        .await
        .expect_status(303);
    let page = assessor.visit(&case.team_path("")).await;
    page.expect_text("2 questions were asked. 1 waits for a reply.");
    // Beside the answer it is there to be read.
    let page = assessor.visit(&review).await;
    page.expect_text("What the supplier asked before")
        .expect_text("2 messages, answered.")
        .expect_text("Does a <b>shared</b> report count?")
        .expect_text("Only with others’ data.");
    let page = assessor.visit(&case.team_path("review/1a")).await;
    page.expect_text("1 message, waits for a reply, for less than a working day.");
    page.click("Reply to what was asked")
        .await
        .expect_text("Your reply");
    assessor
        .visit(&case.team_path("review/2a"))
        .await
        .expect_no_text("What the supplier asked before");
    let page = assessor.visit(&case.team_path("timeline")).await;
    page.expect_text(&format!("Supplier asked about {SUBJECT}"));
}
