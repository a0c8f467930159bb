//! The certificate while its renewal is decided, after its last day too.

use crate::given_draft::certified::NUMBER;
use crate::given_draft::{GivenDraft, SIGNATURE};
use time::Duration;

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one story, told in order")]
async fn a_certificate_counts_on_while_its_renewal_is_decided() {
    let draft = GivenDraft::certified(10).await.renewed().await;
    let app = &draft.app;
    draft.answered_again().await;
    draft.agree().await;
    // The signatory sees what is the same and what is not.
    let link = draft.ask_signatory().await;
    let signatory = app.browser();
    let page = draft
        .enter(&signatory, &link, crate::given_draft::SIGNATORY)
        .await;
    let page = page.submit([("authority", "yes")]).await.follow().await;
    page.expect_text(&format!("This renews certificate {NUMBER}"))
        .expect_text("Reconfirmed: the same as last year")
        .expect_text("Asked again: the same answer as last year");
    signatory
        .visit(&format!("{link}/everything"))
        .await
        .expect_text("Since last year");
    let page = page.click("Continue to the commitments").await;
    page.submit(SIGNATURE).await.expect_status(303);
    let browser = draft.browser().await;
    let page = browser.visit(&draft.path("submit")).await;
    page.press("Submit to the PSN team", [])
        .await
        .expect_redirect(&draft.path("submitted"));
    let letters = app.mail_to("team@psn.example").await;
    assert!(letters.last().text.contains("renewal of certificate"));
    // Words on the register after the last day.
    app.advance(Duration::days(12)).await;
    let verify = format!("/verify/{NUMBER}");
    app.browser()
        .visit(&verify)
        .await
        .expect_text("valid while we decide on its renewal");
    app.browser()
        .visit("/register?status=valid")
        .await
        .expect_text("Valid while we decide on its renewal");
    app.browser()
        .visit(&format!("{verify}.json"))
        .await
        .expect_text("\"valid\"");
    // Once it is decided, that is over.
    app.sql(&format!(
        "update applications set state = 'refused' where id = '{}'",
        draft.id
    ))
    .await;
    let last_day = domain::when::date(domain::when::uk_date(app.app.clock.now()));
    app.browser()
        .visit(&verify)
        .await
        .expect_text(&format!("This certificate is valid until {last_day}."))
        .expect_no_text("while we decide");
    app.advance(Duration::days(1)).await;
    app.browser()
        .visit(&verify)
        .await
        .expect_text(&format!("This certificate expired on {last_day}."))
        .expect_text("Its last day would have been");
    let browser = draft.browser().await;
    browser
        .visit(&format!("/certificates/{NUMBER}"))
        .await
        .expect_text("Renewal ended")
        .expect_text("Counted until");
}

/// Signed, submitted and then two days after the last day of the certificate.
async fn after_the_last_day(draft: &GivenDraft) {
    draft.answered_again().await;
    draft.agree().await;
    draft.sign().await;
    let browser = draft.browser().await;
    let page = browser.visit(&draft.path("submit")).await;
    page.press("Submit to the PSN team", [])
        .await
        .expect_redirect(&draft.path("submitted"));
    draft.app.advance(Duration::days(12)).await;
}

#[tokio::test]
async fn a_certificate_counts_on_only_while_the_rule_says_so() {
    let verify = format!("/verify/{NUMBER}");
    for (keeps, status) in [(1, "valid"), (0, "expired")] {
        let draft = GivenDraft::certified(10).await.renewed().await;
        let app = &draft.app;
        app.sql(&format!(
            "insert into rule_values (name, from_on, value, source)
             values ('renewal_keeps_certificate', access.today(), {keeps}, 'A test')"
        ))
        .await;
        after_the_last_day(&draft).await;
        let verified = app.browser().visit(&format!("{verify}.json")).await;
        assert_eq!(verified.json()["status"], status, "the rule is {keeps}");
        let kept = app
            .count("certificates where renewal_submitted_on is not null")
            .await;
        assert_eq!(kept, keeps);
        let register = app.browser().visit("/register?status=valid").await;
        if keeps == 1 {
            register.expect_text("Valid while we decide on its renewal");
        } else {
            register.expect_no_text("Northwind Gazetteer");
            app.browser().visit(&verify).await.expect_text("expired on");
        }
    }
}
