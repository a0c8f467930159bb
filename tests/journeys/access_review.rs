//! The review of access, every three months.

use domain::role::OrganisationRole::{Administrator, Editor, Viewer};
use tests::{Browser, Page, TestApp, User};
use time::Duration;

/// Says of these people that they keep their access.
async fn keep(browser: &Browser, review: &str, people: [&User; 2]) {
    for person in people {
        let page = browser.visit(review).await;
        let button = format!("{} keeps their access", person.name);
        page.press(&button, []).await.expect_status(303);
    }
}

/// The page of the one review that is done.
async fn past(browser: &Browser, review: &str) -> Page {
    let page = browser.visit(&format!("{review}/history")).await;
    let mut paths = page.links().into_iter().map(|(_, path)| path);
    let path = paths.find(|path| path.contains("/history/")).unwrap();
    browser.visit(&path).await
}

#[tokio::test]
async fn a_review_is_begun_by_the_service_and_finished_by_an_administrator() {
    let app = TestApp::start().await;
    let organisation = app.given_organisation("Northwind Mapping Limited").await;
    let administrator = app.given_member(&organisation, Administrator).await;
    let stays = app.given_member(&organisation, Editor).await;
    let goes = app.given_member(&organisation, Viewer).await;
    let root = format!("/organisations/{}", organisation.id);
    let review = format!("{root}/access-review");
    app.run_due_work().await;
    app.expect_audit([]).await;
    app.advance(Duration::days(93)).await;
    let letters = app.mail_to(&administrator.email).await;
    assert_eq!(
        letters.subjects(),
        ["Check who has access to Northwind Mapping Limited"]
    );
    assert!(app.mail_to(&stays.email).await.is_empty());
    app.expect_audit(["access_review_began"]).await;
    app.advance(Duration::days(20)).await;
    let browser = app.sign_in(&administrator).await;
    for path in [root.clone(), format!("{root}/people")] {
        let page = browser.visit(&path).await;
        page.expect_text("You should have checked who has access by");
    }
    let page = browser.visit(&letters.last_link()).await;
    page.expect_text("3 people are left");
    keep(&browser, &review, [&administrator, &stays]).await;
    let page = browser.visit(&review).await;
    page.expect_text("1 person is left");
    let token = page.csrf();
    // Not while somebody is left.
    browser
        .post(&format!("{root}/access-review/finish"), &[("csrf", &token)])
        .await
        .expect_redirect(&format!("{root}/access-review"));
    let page = browser
        .visit(&format!("{root}/people/{}/remove", goes.id))
        .await;
    page.press(&format!("Remove {}", goes.name), []).await;
    let page = browser.visit(&format!("{root}/access-review")).await;
    page.press("Finish the review", []).await.expect_status(303);
    app.expect_audit([
        "access_confirmed",
        "access_confirmed",
        "member_removed",
        "access_review_finished",
    ])
    .await;
    browser
        .visit(&root)
        .await
        .expect_no_text("checked who has access by");
    let page = past(&browser, &review).await;
    page.expect_text(&format!("Finished by {}", administrator.name))
        .expect_text("Confirmed")
        .expect_text("Removed")
        .expect_text(&goes.name);
    // Nothing to do for the next three months.
    app.skip_audit().await;
    app.run_due_work().await;
    app.expect_audit([]).await;
}

#[tokio::test]
async fn the_activity_tells_in_plain_words_who_did_what() {
    let app = TestApp::start().await;
    let organisation = app.given_organisation("Northwind Mapping Limited").await;
    let administrator = app.given_member(&organisation, Administrator).await;
    let colleague = app.given_member(&organisation, Viewer).await;
    let root = format!("/organisations/{}", organisation.id);
    let browser = app.sign_in(&administrator).await;
    browser
        .visit(&format!("{root}/activity"))
        .await
        .expect_text("Nothing yet");
    let theirs = format!("{root}/people/{}", colleague.id);
    for role in ["editor", "signatory"] {
        let page = browser.visit(&theirs).await;
        page.press("Save role", [("role", role)]).await;
    }
    let page = browser.visit(&format!("{root}/access-review")).await;
    page.press("Begin a review now", []).await;
    let page = browser.visit(&format!("{theirs}/remove")).await;
    page.press(&format!("Remove {}", colleague.name), []).await;
    let page = browser.visit(&format!("{root}/activity")).await;
    page.expect_text(&format!("{} removed", colleague.name))
        .expect_text(&format!("Role of {} changed to editor", colleague.name))
        .expect_text("Review of access began")
        .expect_text(&administrator.name);
    let filtered = format!("{root}/activity?person={}", colleague.id);
    let page = browser.visit(&filtered).await;
    page.expect_text("changed to signatory on record")
        .expect_no_text("Review of access began");
    // Which application, where one is concerned.
    browser.visit("/applications/new").await.submit([]).await;
    let reference: String = app.value("select reference from applications").await;
    let page = browser.visit(&format!("{root}/activity")).await;
    page.expect_text(&format!("Application started, {reference}"));
    // More than a page.
    app.sql(&format!(
        "insert into audit_events (at, kind, by, organisation_id, event)
         select now(), 'colleague_invited', 'user:{}', '{}', '{{\"details\":{{\"role\":\"viewer\"}}}}'
         from generate_series(1, 60)",
        administrator.id, organisation.id
    ))
    .await;
    let page = browser.visit(&format!("{root}/activity")).await;
    page.expect_no_text("Review of access began");
    let (_, older) = page
        .links()
        .into_iter()
        .find(|(_, path)| path.contains("before="))
        .unwrap();
    browser
        .visit(&older)
        .await
        .expect_text("Review of access began");
}
