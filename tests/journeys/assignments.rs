//! Tasks that are assigned to colleagues, with due dates and one e-mail each.

use crate::form::Given;
use domain::role::OrganisationRole::{Administrator, Editor, Viewer};
use domain::when;
use tests::{TestApp, User};
use time::{Date, Duration};

/// The number of a task's fields: its place in the question set.
pub fn number(task: &str) -> usize {
    let set = questions::find("psn-cop", "2015-07").unwrap();
    set.tasks.iter().position(|one| one.id == task).unwrap()
}

pub fn title(task: &str) -> &'static str {
    let set = questions::find("psn-cop", "2015-07").unwrap();
    &set.task(task).unwrap().title
}

/// The fields that assign a task; no day when there is none.
pub fn fields(task: &str, user: Option<&User>, due: Option<Date>) -> Vec<(String, String)> {
    let n = number(task);
    let part = |part: &str, text: String| (format!("due-{n}-{part}"), text);
    let text = |number: Option<i32>| number.map_or_else(String::new, |number| number.to_string());
    vec![
        (
            format!("who-{n}"),
            user.map_or_else(String::new, |user| user.id.to_string()),
        ),
        part("day", text(due.map(|day| day.day().into()))),
        part("month", text(due.map(|day| u8::from(day.month()).into()))),
        part("year", text(due.map(Date::year))),
    ]
}

pub async fn save(
    browser: &tests::Browser,
    path: &str,
    fields: &[(String, String)],
) -> tests::Page {
    let page = browser.visit(path).await;
    send(&page, fields).await
}

async fn send(page: &tests::Page, fields: &[(String, String)]) -> tests::Page {
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    page.press_all("Save", &fields).await
}

pub fn today(app: &TestApp) -> Date {
    when::uk_date(app.app.clock.now())
}

#[tokio::test]
async fn a_colleague_is_told_once_and_finds_the_task() {
    let given = Given::started().await;
    let app = &given.app;
    let (tom, toms) = given.colleague(Editor).await;
    let (ann, _) = given.colleague(Administrator).await;
    let due = today(app) + Duration::days(11);
    let later = today(app) + Duration::days(20);
    let root = given.browser.visit(&given.root).await;
    let page = root.click("Say who does what").await;
    page.expect_heading("Service without a name yet Who does what");
    let mut both = fields("security/7", Some(&tom), Some(due));
    both.extend(fields("security/4", Some(&tom), None));
    both.extend(fields("security/9", Some(&ann), Some(later)));
    let saved = send(&page, &both).await;
    saved.expect_redirect(&given.root);
    app.expect_audit(["task_assigned", "task_assigned", "task_assigned"])
        .await;
    let list = saved.follow().await;
    list.expect_text("Saved. We sent an email to");
    list.expect_text(&format!(
        "Assigned to {}, due {}",
        tom.name,
        when::date(due)
    ));
    let letters = app.mail_to(&tom.email).await;
    assert_eq!(letters.len(), 1, "one for both tasks");
    let text = &letters.last().text;
    let line = format!("{}, by {}", title("security/7"), when::date(due));
    assert!(
        text.contains(&line) && text.contains(title("security/4")),
        "{text}"
    );
    let letters = app.mail_to(&ann.email).await;
    assert!(
        letters.last_link().ends_with("/security/9"),
        "straight to the task"
    );
    // Their home page has both, the one with a day first.
    let home = toms.visit("/home").await;
    let tasks: Vec<String> = home
        .links()
        .into_iter()
        .map(|(words, _)| words)
        .filter(|words| words.contains("is assigned to you"))
        .collect();
    let first = format!(
        "Service without a name yet: {} is assigned to you, due {}",
        title("security/7"),
        when::date(due)
    );
    assert_eq!(tasks.len(), 2);
    assert_eq!(tasks[0], first);
    toms.visit(&given.root)
        .await
        .expect_text("Assigned to you, due");
}

#[tokio::test]
async fn another_day_is_no_news_and_a_task_can_be_nobodys_again() {
    let given = Given::started().await;
    let app = &given.app;
    let (tom, _) = given.colleague(Editor).await;
    let due = today(app) + Duration::days(11);
    let later = today(app) + Duration::days(20);
    let page = given.browser.visit(&given.at("people")).await;
    send(&page, &fields("security/7", Some(&tom), Some(due)))
        .await
        .expect_status(303);
    app.expect_audit(["task_assigned"]).await;
    save(
        &given.browser,
        &given.at("people"),
        &fields("security/7", Some(&tom), Some(later)),
    )
    .await
    .expect_status(303);
    app.expect_audit(["task_assigned"]).await;
    assert_eq!(app.mail_to(&tom.email).await.len(), 1);
    save(
        &given.browser,
        &given.at("people"),
        &fields("security/7", None, None),
    )
    .await
    .expect_status(303);
    app.expect_audit(["task_unassigned"]).await;
    let list = given.browser.visit(&given.root).await;
    list.expect_no_text(&format!("Assigned to {}, due", tom.name));
}

#[tokio::test]
async fn two_who_assign_at_once_do_not_undo_each_other() {
    let given = Given::started().await;
    let (tom, toms) = given.colleague(Editor).await;
    let mine = given.browser.visit(&given.at("people")).await;
    save(
        &toms,
        &given.at("people"),
        &fields("security/7", Some(&tom), None),
    )
    .await
    .expect_status(303);
    send(&mine, &fields("security/4", Some(&given.editor), None))
        .await
        .expect_status(303);
    let list = given.browser.visit(&given.root).await;
    list.expect_text(&format!("Assigned to {}", tom.name))
        .expect_text("Assigned to you");
    // Nobody writes to themselves.
    assert!(given.app.mail().await.is_empty());
}

#[tokio::test]
async fn what_a_colleague_assigned_meanwhile_is_not_undone_unseen() {
    let given = Given::started().await;
    let app = &given.app;
    let (tom, toms) = given.colleague(Editor).await;
    let (ann, _) = given.colleague(Editor).await;
    let due = today(app) + Duration::days(11);
    let mine = given.browser.visit(&given.at("people")).await;
    let mut theirs = fields("security/7", Some(&tom), Some(due));
    theirs.extend(fields("security/9", Some(&tom), None));
    save(&toms, &given.at("people"), &theirs)
        .await
        .expect_status(303);
    app.skip_audit().await;
    let mut chosen = fields("security/7", Some(&ann), None);
    chosen.extend(fields("security/4", Some(&ann), None));
    let late = send(&mine, &chosen).await;
    let words = format!(
        "Error: {by} gave ‘{}’ to {by}, due {}, after you opened this page. Check what you chose. If you save it, it takes the place of that",
        title("security/7"),
        when::date(due),
        by = tom.name,
    );
    late.expect_status(409).expect_text(&words);
    app.expect_audit([]).await;
    assert!(app.mail_to(&ann.email).await.is_empty());
    // What I chose is kept, what I did not touch is as it is now, and I can save it.
    let selected = |task: &str| {
        let select = format!("select[name=who-{}] option[selected]", number(task));
        late.select_text(&select).join("")
    };
    assert_eq!(selected("security/7"), ann.name);
    assert_eq!(selected("security/4"), ann.name);
    assert_eq!(selected("security/9"), tom.name);
    send(&late, &[]).await.expect_redirect(&given.root);
    app.expect_audit(["task_assigned", "task_assigned"]).await;
    // So it is when a task was taken from somebody.
    let mine = given.browser.visit(&given.at("people")).await;
    save(
        &toms,
        &given.at("people"),
        &fields("security/9", None, None),
    )
    .await
    .expect_status(303);
    send(&mine, &fields("security/9", Some(&ann), None))
        .await
        .expect_status(409)
        .expect_text("was given to nobody after you opened this page");
}

#[tokio::test]
async fn only_people_who_answer_questions_are_assigned() {
    let given = Given::started().await;
    let app = &given.app;
    let (tom, _) = given.colleague(Editor).await;
    let (viewer, viewers) = given.colleague(Viewer).await;
    viewers.open(&given.at("people")).await.expect_status(403);
    viewers
        .visit(&given.root)
        .await
        .expect_no_text("Say who does what");
    let page = given.browser.visit(&given.at("people")).await;
    page.expect_no_text(&viewer.name);
    let n = number("security/7");
    let (token, id) = (page.csrf(), viewer.id.to_string());
    let who = format!("who-{n}");
    let sent = [(govuk::CSRF_FIELD, token.as_str()), (&who, id.as_str())];
    let refused = given.browser.post(&given.at("people"), &sent).await;
    refused
        .expect_status(422)
        .expect_error(&who, &format!("Select who does ‘{}’", title("security/7")));
    let yesterday = today(app) - Duration::days(1);
    let refused = send(&page, &fields("security/7", Some(&tom), Some(yesterday))).await;
    let message = format!(
        "Due date of ‘{}’ must be today or in the future",
        title("security/7")
    );
    refused
        .expect_status(422)
        .expect_error(&format!("due-{n}"), &message);
    let refused = send(&page, &fields("security/7", None, Some(today(app)))).await;
    refused.expect_status(422).expect_error(
        &format!("who-{n}"),
        &format!(
            "Select who does ‘{}’, or delete its due date",
            title("security/7")
        ),
    );
}

#[tokio::test]
async fn whoever_may_not_answer_any_more_is_not_assigned_any_more() {
    let given = Given::started().await;
    let app = &given.app;
    let (tom, _) = given.colleague(Editor).await;
    let page = given.browser.visit(&given.at("people")).await;
    send(&page, &fields("security/7", Some(&tom), None))
        .await
        .expect_status(303);
    // A viewer does not do tasks, nor does somebody who has left.
    let role = |role: &str| {
        format!(
            "update memberships set role = '{role}' where user_id = '{}'",
            tom.id
        )
    };
    app.sql(&role("viewer")).await;
    given
        .browser
        .visit(&given.root)
        .await
        .expect_no_text("Assigned to");
    app.sql(&role("editor")).await;
    given
        .browser
        .visit(&given.root)
        .await
        .expect_text("Assigned to");
    app.sql(&format!(
        "delete from memberships where user_id = '{}'",
        tom.id
    ))
    .await;
    given
        .browser
        .visit(&given.root)
        .await
        .expect_no_text("Assigned to");
    assert_eq!(app.count("task_assignments").await, 0);
}

#[tokio::test]
async fn only_tasks_that_are_left_can_be_shown() {
    let given = Given::started().await;
    let name = [("name", "Northwind Gazetteer")];
    let page = given.browser.visit(&given.at("service-name")).await;
    let page = page
        .press_all("Save and continue", &name)
        .await
        .follow()
        .await;
    page.press("Save and continue", [("complete", "yes")]).await;
    let all = given.browser.visit(&given.root).await;
    all.expect_text("Last saved today at")
        .expect_text(&format!("by {}", given.editor.name))
        .expect_text("Service name");
    let left = all.click("Show only tasks that are left").await;
    let shown = |page: &tests::Page| page.select_text(".govuk-task-list__item").len();
    assert_eq!(shown(&left) + 1, shown(&all));
}

#[tokio::test]
async fn a_colleague_is_told_of_tasks_so_often_a_day() {
    let given = Given::started().await;
    let app = &given.app;
    let (tom, _) = given.colleague(Editor).await;
    let path = format!("{}/people", given.root);
    let mut said = String::new();
    for _ in 0..11 {
        let saved = save(
            &given.browser,
            &path,
            &fields("security/7", Some(&tom), None),
        )
        .await;
        said = saved.follow().await.text();
        save(&given.browser, &path, &fields("security/7", None, None)).await;
    }
    let words = format!(
        "Saved. We did not send an email to {}, who had as many about this application today as we send in a day",
        tom.name
    );
    assert!(said.contains(&words), "{said}");
    assert_eq!(app.mail_to(&tom.email).await.len(), 10);
}
