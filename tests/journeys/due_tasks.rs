//! Assigned tasks and their days: reminders, and who holds an application up.

use crate::assignments::{fields, save, title, today};
use crate::form::Given;
use domain::role::OrganisationRole::Editor;
use domain::when;
use tests::TestApp;
use time::Duration;

/// The next morning, so many days on.
async fn morning(app: &TestApp, days: i64) {
    let day = today(app) + Duration::days(days);
    let at = day.with_hms(9, 0, 0).unwrap().assume_utc();
    app.advance(at - app.app.clock.now()).await;
    app.run_due_work().await;
}

#[tokio::test]
async fn nobody_is_reminded_in_the_words_of_another_revision() {
    let given = Given::started().await;
    let app = &given.app;
    let (tom, toms) = given.colleague(Editor).await;
    let due = today(app) + Duration::days(5);
    let tasks = fields("security/7", Some(&tom), Some(due));
    save(&given.browser, &given.at("people"), &tasks)
        .await
        .expect_status(303);
    toms.visit("/home").await.expect_text("is assigned to you");
    // As if it had begun with a revision that this program does not have.
    app.sql("update applications set set_hash = repeat('0', 64)")
        .await;
    toms.visit("/home")
        .await
        .expect_no_text("is assigned to you");
    morning(app, 3).await;
    assert_eq!(app.count("outbox where kind = 'tasks_due'").await, 0);
}

#[tokio::test]
async fn a_colleague_is_reminded_before_the_day_and_once_it_is_over() {
    let given = Given::started().await;
    let app = &given.app;
    let (tom, toms) = given.colleague(Editor).await;
    let due = today(app) + Duration::days(5);
    let mut both = fields("security/7", Some(&tom), Some(due));
    both.extend(fields("security/4", Some(&tom), Some(due)));
    let people = given.at("people");
    save(&given.browser, &people, &both)
        .await
        .expect_status(303);
    assert_eq!(app.mail_to(&tom.email).await.len(), 1);
    morning(app, 2).await;
    assert_eq!(
        app.mail_to(&tom.email).await.len(),
        1,
        "three days are left"
    );
    app.skip_audit().await;
    morning(app, 1).await;
    app.expect_audit(["task_reminder_sent"]).await;
    let letters = app.mail_to(&tom.email).await;
    assert_eq!(letters.len(), 2, "one for both tasks");
    assert_eq!(
        letters.last().subject,
        format!("Reminder: 2 tasks for {} due soon", given.reference())
    );
    let line = format!("{}, due {}", title("security/7"), when::date(due));
    assert!(
        letters.last().text.contains(&line),
        "{}",
        letters.last().text
    );
    morning(app, 2).await;
    assert_eq!(app.mail_to(&tom.email).await.len(), 2, "on the day itself");
    let list = app.sign_in(&given.editor).await.visit(&given.root).await;
    list.expect_no_text("Overdue tasks");
    // One is done; the other is overdue.
    app.sql(
        "insert into section_marks (organisation_id, application_id, task, is_complete, marked_at, marked_by_name)
         select organisation_id, id, 'security/4', true, now(), 'Tom' from applications",
    )
    .await;
    morning(app, 1).await;
    let letters = app.mail_to(&tom.email).await;
    assert_eq!(letters.len(), 3);
    assert!(letters.last().subject.starts_with("1 task is overdue for"));
    assert!(letters.last_link().ends_with("/security/7"));
    morning(app, 10).await;
    assert_eq!(app.mail_to(&tom.email).await.len(), 3, "once");
    // Everybody sees who holds them up, on both pages.
    drop(toms);
    let browser = app.sign_in(&given.editor).await;
    for path in [&given.root, &people] {
        let page = browser.visit(path).await;
        page.expect_text("Overdue tasks")
            .expect_text(&format!("{}:", tom.name))
            .expect_text(&format!("was due {}", when::date(due)));
    }
    let toms = app.sign_in(&tom).await;
    toms.visit(&given.root).await.expect_text("You:");
}

#[tokio::test]
async fn who_wants_no_emails_or_has_the_task_no_more_is_not_reminded() {
    let given = Given::started().await;
    let app = &given.app;
    let (tom, _) = given.colleague(Editor).await;
    let (ann, _) = given.colleague(Editor).await;
    let due = today(app) + Duration::days(5);
    let mut both = fields("security/7", Some(&tom), Some(due));
    both.extend(fields("security/4", Some(&ann), Some(due)));
    save(&given.browser, &given.at("people"), &both)
        .await
        .expect_status(303);
    app.run_due_work().await;
    app.sql(&format!(
        "insert into notice_choices (user_id, choice, chosen_at) values ('{}', 'none', now());
         update memberships set role = 'viewer' where user_id = '{}'",
        tom.id, ann.id
    ))
    .await;
    morning(app, 4).await;
    morning(app, 4).await;
    assert_eq!(app.count("outbox where kind = 'tasks_due'").await, 0);
    assert_eq!(app.count("task_reminders").await, 2, "noted for Tom only");
}
