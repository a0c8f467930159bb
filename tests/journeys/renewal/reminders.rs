//! Who hears that a certificate ends, and what the team sees of it.

use crate::given_draft::GivenDraft;
use crate::given_draft::certified::NUMBER;
use domain::role::OrganisationRole;
use time::Duration;

#[tokio::test]
async fn people_are_reminded_before_a_certificate_ends_and_told_when_it_has() {
    let draft = GivenDraft::certified(91).await;
    let app = &draft.app;
    let administrator = app
        .given_member(&draft.organisation, OrganisationRole::Administrator)
        .await;
    let count = async || {
        app.run_due_work().await;
        app.run_due_work().await;
        let sent: i64 = app.count("outbox where kind like 'certificate_end%'").await;
        sent
    };
    assert_eq!(count().await, 0);
    app.skip_audit().await;
    app.advance(Duration::days(1)).await;
    // The administrator and the point of contact.
    assert_eq!(count().await, 2);
    app.expect_audit(["certificate_reminder_sent"]).await;
    let letter = app.mail_to(&administrator.email).await;
    let letter = letter.last();
    assert!(
        letter
            .subject
            .starts_with("Northwind Gazetteer certificate ends on ")
    );
    assert!(letter.text.contains("in 90 days"));
    assert!(
        letter
            .text
            .contains(&format!("/applications/new/renew/{NUMBER}"))
    );
    for (days, sent) in [(29, 2), (1, 4), (30, 6), (16, 8), (7, 10), (6, 10)] {
        app.advance(Duration::days(days)).await;
        assert_eq!(count().await, sent, "after {days} days more");
    }
    // The last day, and the one after.
    app.advance(Duration::days(1)).await;
    assert_eq!(count().await, 10);
    app.advance(Duration::days(1)).await;
    assert_eq!(count().await, 12);
    let letter = app.mail_to(&administrator.email).await;
    assert_eq!(
        letter.last().subject,
        "Northwind Gazetteer certificate ended"
    );
    app.advance(Duration::days(100)).await;
    assert_eq!(count().await, 12);
}

#[tokio::test]
async fn nobody_is_reminded_once_a_renewal_is_submitted_or_granted() {
    let draft = GivenDraft::certified(60).await.renewed().await;
    let app = &draft.app;
    let count = async || {
        app.run_due_work().await;
        app.count("outbox where kind like 'certificate_end%'").await
    };
    assert_eq!(count().await, 1);
    let state = |state: &str| {
        format!(
            "update applications set state = '{state}', submitted_at = coalesce(submitted_at, access.now())
             where id = '{}'",
            draft.id
        )
    };
    app.sql(&state("submitted")).await;
    app.advance(Duration::days(30)).await;
    assert_eq!(count().await, 1);
    // It counts on after its last day, until the renewal is refused.
    app.advance(Duration::days(40)).await;
    assert_eq!(count().await, 1);
    app.sql(&state("refused")).await;
    assert_eq!(count().await, 1);
    app.advance(Duration::days(1)).await;
    assert_eq!(count().await, 2);
}

#[tokio::test]
async fn the_team_has_a_view_of_the_renewals() {
    let draft = GivenDraft::certified(60).await.renewed().await;
    let app = &draft.app;
    let browser = draft.browser().await;
    let page = browser.visit("/applications/new").await;
    let other = page.press("Start an application", []).await.redirect();
    let other = other.rsplit('/').next().unwrap();
    app.sql(
        "update applications set state = 'submitted', submitted_at = access.now(),
             target_on = access.today() + 28
         where state = 'draft'",
    )
    .await;
    let assessor = app
        .given_team_member(domain::role::TeamRole::Assessor)
        .await;
    let assessor = app.sign_in(&assessor).await;
    let queue = assessor.visit("/team").await;
    queue
        .expect_text(draft.reference.as_str())
        .expect_text(other);
    queue
        .click("Renewals")
        .await
        .expect_text(draft.reference.as_str())
        .expect_no_text(other);
}
