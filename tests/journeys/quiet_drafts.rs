//! Drafts that nobody works on: people are reminded, told before they are deleted, and can keep them.

use crate::given_draft::GivenDraft;
use domain::role::OrganisationRole;
use time::Duration;

#[tokio::test]
async fn a_quiet_draft_is_reminded_of_twice() {
    let draft = GivenDraft::complete().await;
    let app = &draft.app;
    let count = async || {
        app.run_due_work().await;
        app.count("outbox where kind = 'draft_quiet'").await
    };
    app.advance(Duration::days(29)).await;
    assert_eq!(count().await, 0);
    app.advance(Duration::days(1)).await;
    app.skip_audit().await;
    assert_eq!(count().await, 1);
    app.expect_audit(["draft_reminder_sent"]).await;
    let letter = app.mail_to(&draft.editor.email).await;
    assert_eq!(
        letter.last().subject,
        "Your application for Northwind Gazetteer is waiting"
    );
    // It names the tasks that are left, and nothing of the answers.
    let text = &letter.last().text;
    assert!(text.contains("- Submit"), "{text}");
    for other in [
        "- Check your answers",
        "- Service name",
        "- Send to your signatory",
        "Priya Raman",
    ] {
        assert!(!text.contains(other), "{text}");
    }
    app.sql("delete from section_marks where task = 'service-name'")
        .await;
    app.advance(Duration::days(29)).await;
    assert_eq!(count().await, 1);
    app.advance(Duration::days(1)).await;
    assert_eq!(count().await, 2);
    let text = app.mail_to(&draft.editor.email).await.last().text.clone();
    assert!(text.contains("- Service name"), "{text}");
    app.advance(Duration::days(60)).await;
    assert_eq!(count().await, 2);
}

#[tokio::test]
#[expect(
    clippy::too_many_lines,
    reason = "one story, told in the order in which it happens"
)]
async fn a_draft_that_nobody_works_on_is_announced_kept_and_deleted_in_the_end() {
    let draft = GivenDraft::complete().await;
    let app = &draft.app;
    draft.ask_signatory().await;
    let told = async || {
        app.run_due_work().await;
        app.count("outbox where kind = 'draft_ending'").await
    };
    app.advance(Duration::days(334)).await;
    assert_eq!(told().await, 0);
    app.advance(Duration::days(1)).await;
    assert_eq!(told().await, 1);
    let letters = app.mail_to(&draft.editor.email).await;
    let day = domain::when::uk_date(app.app.clock.now()) + Duration::days(30);
    let day = domain::when::date(day);
    assert_eq!(
        letters.last().subject,
        format!("We will delete your draft on {day}")
    );
    // Opening the link keeps nothing; the button does.
    let link = letters.last_link();
    let browser = draft.browser().await;
    let page = browser.visit(&link).await;
    page.expect_text(&day);
    assert_eq!(app.count("draft_deletions where kept_at is null").await, 1);
    app.skip_audit().await;
    let kept = page.press("Keep this draft", []).await;
    kept.follow().await.expect_text("We are keeping your draft");
    app.expect_audit(["draft_kept"]).await;
    browser
        .visit(&link)
        .await
        .expect_text("We are not going to delete this draft");
    // Its time begins anew: nothing after the day that was announced, then the same once more.
    app.advance(Duration::days(334)).await;
    assert_eq!(told().await, 1);
    assert_eq!(draft.column("state").await, "draft");
    app.advance(Duration::days(1)).await;
    assert_eq!(told().await, 2);
    app.advance(Duration::days(29)).await;
    app.run_due_work().await;
    assert_eq!(draft.column("state").await, "draft");
    app.advance(Duration::days(1)).await;
    app.skip_audit().await;
    app.run_due_work().await;
    app.expect_audit(["draft_deleted"]).await;
    assert_eq!(draft.column("state").await, "deleted");
    let cancelled = "signature_requests where state = 'cancelled'";
    assert_eq!(app.count(cancelled).await, 1);
    assert_eq!(app.count("outbox where kind = 'draft_deleted'").await, 1);
    // Brought back, it is not deleted again tomorrow.
    let administrator = app
        .given_member(&draft.organisation, OrganisationRole::Administrator)
        .await;
    let newcomer = app
        .given_member(&draft.organisation, OrganisationRole::Viewer)
        .await;
    let browser = app.sign_in(&administrator).await;
    let page = browser.visit(&draft.path("delete")).await;
    page.expect_text("because nobody had worked on it for a year");
    page.press("Bring it back", []).await.expect_status(303);
    // Who was not told of the deletion is not told of the return.
    let told = format!(
        "outbox where kind = 'draft_restored' and recipient <> '{}'",
        newcomer.email
    );
    assert_eq!(app.count(&told).await, 1);
    assert_eq!(app.count("outbox where kind = 'draft_restored'").await, 1);
    app.advance(Duration::days(40)).await;
    app.run_due_work().await;
    assert_eq!(draft.column("state").await, "draft");
}

#[tokio::test]
async fn a_draft_says_that_it_is_deleted_until_somebody_works_on_it() {
    let draft = GivenDraft::complete().await;
    let app = &draft.app;
    let viewer = app
        .given_member(&draft.organisation, OrganisationRole::Viewer)
        .await;
    let told = async || {
        app.run_due_work().await;
        app.count("outbox where kind = 'draft_ending'").await
    };
    app.advance(Duration::days(335)).await;
    assert_eq!(told().await, 1);
    let day = domain::when::uk_date(app.app.clock.now()) + Duration::days(30);
    let warning = format!("We will delete this draft on {}", domain::when::date(day));
    let task_list = format!("/applications/{}", draft.reference);
    let viewer = app.sign_in(&viewer).await;
    let page = viewer.visit(&task_list).await;
    page.expect_text(&warning).expect_no_text("Keep this draft");
    let browser = draft.browser().await;
    let page = browser.visit(&task_list).await;
    page.expect_text(&warning);
    let keep = page.click("Keep this draft").await;
    keep.expect_heading("Keep your draft");
    // A document keeps it, also when it is removed again.
    app.sql(&format!(
        "insert into documents (id, organisation_id, application_id, file_name, kind, bytes, sha256, scan, scan_next_at,
             title, added_at, added_by, added_by_name)
         select 'd0000000-0000-4000-8000-000000000001', organisation_id, id, 'plan.pdf', 'pdf', 10, repeat('0', 64),
             'clean', access.now(), 'Our plan', access.now(), created_by, 'x' from applications where id = '{}'",
        draft.id
    ))
    .await;
    browser.visit(&task_list).await.expect_no_text(&warning);
    app.sql("update documents set removed_at = access.now(), is_file_deleted = true")
        .await;
    app.advance(Duration::days(31)).await;
    assert_eq!(told().await, 1);
    assert_eq!(draft.column("state").await, "draft");
    // So does a task that is marked.
    app.advance(Duration::days(304)).await;
    assert_eq!(told().await, 2);
    app.sql("update section_marks set marked_at = access.now()")
        .await;
    app.advance(Duration::days(30)).await;
    assert_eq!(told().await, 2);
    assert_eq!(draft.column("state").await, "draft");
}
