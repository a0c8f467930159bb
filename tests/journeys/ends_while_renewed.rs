//! Connection certificates that end by themselves while an open renewal alone keeps the certificate of a
//! service.

use crate::given_draft::GivenDraft;
use crate::hosting::{ZONE, agreed, certify};
use domain::role::TeamRole;
use domain::when;
use time::Duration;

/// The certificate's own last day is over, and its renewal, which was submitted in time, is under review.
pub async fn held() -> GivenDraft {
    let draft = agreed().await;
    certify(&draft).await;
    let app = &draft.app;
    app.sql("update certificates set valid_to = access.today() + 30")
        .await;
    let draft = draft.renewed().await;
    draft
        .app
        .sql(&format!(
            "set session_replication_role = replica;
             update applications set state = 'under_review', submitted_at = access.now(),
                 target_on = access.today() + 20 where id = '{}';
             update certificates set valid_from = access.today() - 350, valid_to = access.today() - 5,
                                     renewal_submitted_on = access.today() - 40;
             set session_replication_role = origin",
            draft.id
        ))
        .await;
    draft
}

#[tokio::test]
#[expect(
    clippy::too_many_lines,
    reason = "one story, told in the order in which it happens"
)]
async fn a_connection_certificate_that_ends_while_a_renewal_keeps_the_certificate_is_said_and_told()
{
    let draft = held().await;
    let app = &draft.app;
    let number: String = app.value("select number from certificates").await;
    let lead = app.given_team_member(TeamRole::Lead).await;
    let case = format!("/team/applications/{}", draft.reference);
    let last_day = when::uk_date(app.app.clock.now()) + Duration::days(20);
    let set_end = async |days: i64| {
        app.sql(&format!(
            "update infrastructures set valid_to = access.today() + {days}"
        ))
        .await;
        app.run_due_work().await;
    };
    let expect_on_every_page = async |words: &str, is_said: bool| {
        let (anybody, supplier) = (app.browser(), draft.browser().await);
        let team = app.sign_in(&lead).await;
        for (browser, path) in [
            (&anybody, format!("/verify/{number}")),
            (&anybody, "/register".to_owned()),
            (&supplier, "/home".to_owned()),
            (&supplier, format!("/certificates/{number}")),
            (&team, format!("/certificates/{number}")),
            (&team, case.clone()),
        ] {
            let page = browser.visit(&path).await;
            if is_said {
                page.expect_text(words);
            } else {
                page.expect_no_text(words);
            }
        }
    };
    let words = "The connection certificate of its infrastructure";
    set_end(100).await;
    expect_on_every_page(words, false).await;
    set_end(20).await;
    let ends = format!("{words} ends on {}", when::date(last_day));
    expect_on_every_page(&ends, true).await;
    let letters = app.mail_to(&draft.editor.email).await;
    assert_eq!(
        letters.last().subject,
        "Harbour PSN Zone certificate affects Northwind Gazetteer"
    );
    let letters = app.mail_to("team@psn.example").await;
    let letter = letters.last();
    let told = "the connection certificate of Harbour PSN Zone ends on";
    assert!(letter.text.contains(told), "{}", letter.text);
    assert_eq!(letters.last_link(), case);
    let is_told = "outbox where kind in ('infrastructure_ending', 'case_changed')";
    let count = app.count(is_told).await;
    app.run_due_work().await;
    assert_eq!(app.count(is_told).await, count);
    // What counts is in the list of what runs there.
    let team = app.sign_in(&lead).await;
    team.visit(&format!("/team/infrastructure/{ZONE}"))
        .await
        .expect_text("SRV_0042");
    app.advance(Duration::days(21)).await;
    app.run_due_work().await;
    let ended = format!("{words} ended on {}", when::date(last_day));
    expect_on_every_page(&ended, true).await;
    assert_eq!(app.count(is_told).await, 2 * count);
    // Its owner renews it.
    set_end(365).await;
    expect_on_every_page(words, false).await;
}
