//! Which e-mails people choose, and the summary of a day.

use crate::form::Given;
use domain::role::OrganisationRole::{Administrator, Editor};
use tests::{Browser, Page, User};
use time::Duration;

async fn choose(browser: &Browser, choice: &str) -> Page {
    let page = browser.visit("/account").await;
    let page = page.click("Change emails about your work").await;
    page.press("Save", [("choice", choice)]).await
}

/// Moves to seven in the morning of the next day, UK time.
async fn next_morning(given: &Given) {
    let query =
        "select extract(epoch from (access.today() + 1)::timestamp at time zone 'Europe/London'
                     + interval '7 hours' - access.now())::bigint";
    let seconds: i64 = given.app.value(query).await;
    given.app.advance(Duration::seconds(seconds)).await;
}

async fn save(given: &Given, browser: &Browser, text: &str) {
    let page = browser.visit(&given.at("security/4a")).await;
    let fields = [("answer", "yes"), ("explanation", text)];
    page.press("Save and continue", fields)
        .await
        .expect_status(303);
}

/// Assigns the first task to this person.
async fn assign(given: &Given, browser: &Browser, user: &User) {
    let page = browser.visit(&given.at("people")).await;
    let id = user.id.to_string();
    page.press("Save", [("who-0", id.as_str())])
        .await
        .expect_status(303);
}

#[tokio::test]
async fn a_summary_comes_in_the_morning_after_a_day_on_which_something_changed() {
    let given = Given::started().await;
    let app = &given.app;
    let (ann, anns) = given.colleague(Administrator).await;
    let page = anns.visit("/account/notifications").await;
    let chosen = page.select_attribute("input[type=radio][checked]", "value");
    assert_eq!(chosen, ["each"], "as nobody has chosen");
    app.skip_audit().await;
    let saved = choose(&anns, "daily").await;
    app.expect_audit(["notices_chosen"]).await;
    saved.follow().await.expect_text("A daily summary");
    save(
        &given,
        &given.browser,
        "We meet every month and keep minutes.",
    )
    .await;
    assign(&given, &given.browser, &ann).await;
    app.run_due_work().await;
    assert!(
        app.mail_to(&ann.email).await.is_empty(),
        "not each time, and not today"
    );
    next_morning(&given).await;
    app.skip_audit().await;
    app.run_due_work().await;
    app.expect_audit(["daily_summary_sent"]).await;
    let letters = app.mail_to(&ann.email).await;
    let letter = letters.last();
    assert!(letter.subject.ends_with("yesterday"), "{}", letter.subject);
    let said = format!("{} saved answers in ", given.editor.name);
    assert!(letter.text.contains(&said), "{}", letter.text);
    assert!(
        letter.text.contains("assigned Organisation details to you"),
        "{}",
        letter.text
    );
    assert!(!letter.text.contains("minutes"), "no word of an answer");
    assert!(!letter.text.contains("check again"), "{}", letter.text);
    // Once, however often and by how many it is looked for.
    tokio::join!(app.run_due_work(), app.run_due_work());
    assert_eq!(app.mail_to(&ann.email).await.len(), 1);
    // Her own work, and a day without any, is no news.
    let anns = app.sign_in(&ann).await;
    save(&given, &anns, "We meet every week and keep minutes.").await;
    next_morning(&given).await;
    app.run_due_work().await;
    next_morning(&given).await;
    app.run_due_work().await;
    assert_eq!(app.mail_to(&ann.email).await.len(), 1);
}

#[tokio::test]
async fn a_summary_names_what_is_to_be_checked_again() {
    let given = Given::started().await;
    let app = &given.app;
    let (ann, anns) = given.colleague(Administrator).await;
    choose(&anns, "daily").await;
    let page = anns.visit(&given.at("service-name")).await;
    page.press("Save and continue", [("name", "Gazetteer")])
        .await
        .expect_status(303);
    let check = anns.visit(&given.at("service-name/check")).await;
    check.submit([("complete", "yes")]).await.expect_status(303);
    let page = given.browser.visit(&given.at("service-name")).await;
    page.press("Save and continue", [("name", "Atlas")])
        .await
        .expect_status(303);
    next_morning(&given).await;
    app.run_due_work().await;
    let letters = app.mail_to(&ann.email).await;
    let letter = letters.last();
    assert!(
        letter.text.contains("Atlas: check again Service name"),
        "{}",
        letter.text
    );
}

#[tokio::test]
async fn nobody_gets_what_they_did_not_choose() {
    let given = Given::started().await;
    let app = &given.app;
    let (tom, toms) = given.colleague(Editor).await;
    choose(&toms, "none").await.expect_redirect("/account");
    let page = toms.visit("/account/notifications").await;
    let token = page.csrf();
    let sent = [(govuk::CSRF_FIELD, token.as_str())];
    toms.post("/account/notifications", &sent)
        .await
        .expect_status(422)
        .expect_error("choice", "Select which emails you want");
    save(
        &given,
        &given.browser,
        "We meet every month and keep minutes.",
    )
    .await;
    assign(&given, &given.browser, &tom).await;
    next_morning(&given).await;
    app.run_due_work().await;
    assert!(app.mail().await.is_empty());
}

#[tokio::test]
async fn a_summary_tells_nothing_to_somebody_who_has_left() {
    let given = Given::started().await;
    let app = &given.app;
    let (ann, anns) = given.colleague(Editor).await;
    choose(&anns, "daily").await.expect_status(303);
    save(
        &given,
        &given.browser,
        "We meet every month and keep minutes.",
    )
    .await;
    app.sql(&format!(
        "delete from memberships where user_id = '{}'",
        ann.id
    ))
    .await;
    next_morning(&given).await;
    app.run_due_work().await;
    assert!(app.mail().await.is_empty());
}

#[tokio::test]
async fn a_summary_names_tasks_as_the_application_has_them() {
    let given = Given::started().await;
    let app = &given.app;
    let (ann, anns) = given.colleague(Editor).await;
    choose(&anns, "daily").await.expect_status(303);
    let first = questions::sets().iter().find(|set| set.revision == 1);
    // As if it had begun with the first revision, and then with one that this program does not have.
    for (hash, words) in [
        (first.unwrap().hash.clone(), "Principle 4: governance"),
        ("0".repeat(64), "saved answers in security/4a"),
    ] {
        let text = format!("We meet every month and keep minutes of revision {hash}.");
        let browser = app.sign_in(&given.editor).await;
        save(&given, &browser, &text).await;
        app.sql(&format!("update applications set set_hash = '{hash}'"))
            .await;
        next_morning(&given).await;
        let letters = app.mail_to(&ann.email).await;
        let text = &letters.last().text;
        assert!(text.contains(words), "{text}");
    }
}
