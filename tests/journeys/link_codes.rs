//! The code that shows that a link reached its addressee.

use crate::given_draft::{GivenDraft, SIGNATORY};
use time::Duration;

#[tokio::test]
async fn a_wrong_code_is_refused_five_times_and_then_every_code() {
    let draft = GivenDraft::complete().await;
    let link = draft.ask_signatory().await;
    let browser = draft.app.browser();
    let page = browser.visit(&link).await;
    let mut page = page.press("Send me a code", []).await.follow().await;
    let code = draft.app.mail_to(SIGNATORY).await.last_code();
    let wrong = if code == "000000" { "000001" } else { "000000" };
    page.submit([("code", "")])
        .await
        .expect_error("code", "Enter the code");
    for _ in 0..4 {
        page = page.submit([("code", wrong)]).await;
        page.expect_error("code", "That code is not right. Check the latest email");
    }
    page = page.submit([("code", wrong)]).await;
    page.expect_status(429);
    page.submit([("code", &code)]).await.expect_status(429);
    assert_eq!(
        draft
            .app
            .count("signature_requests where state = 'sent'")
            .await,
        1
    );
    // A new code works, after a minute.
    let early = page.press("Send me a new code", []).await;
    early
        .expect_status(429)
        .expect_heading("We sent you a code less than a minute ago");
    assert_eq!(early.header("retry-after"), "60");
    draft.app.advance(Duration::minutes(2)).await;
    let page = page.press("Send me a new code", []).await.follow().await;
    let code = draft.app.mail_to(SIGNATORY).await.last_code();
    let spaced = format!(" {} {} ", &code[..3], &code[3..]);
    let page = page.submit([("code", &spaced)]).await.follow().await;
    page.expect_text("Do you have authority");
}

#[tokio::test]
async fn a_code_runs_out_and_a_link_sends_ten_at_most() {
    let draft = GivenDraft::complete().await;
    let link = draft.ask_signatory().await;
    let browser = draft.app.browser();
    let page = browser.visit(&link).await;
    let page = page.press("Send me a code", []).await.follow().await;
    let old = draft.app.mail_to(SIGNATORY).await.last_code();
    draft.app.advance(Duration::minutes(16)).await;
    let page = page.submit([("code", &old)]).await;
    page.expect_error("code", "That code has expired. We have sent a new one");
    for _ in 0..8 {
        draft.app.advance(Duration::minutes(2)).await;
        page.press("Send me a new code", [])
            .await
            .expect_status(303);
    }
    draft.app.advance(Duration::minutes(2)).await;
    page.press("Send me a new code", [])
        .await
        .expect_status(429)
        .expect_heading("This link has sent too many codes");
    let code = draft.app.mail_to(SIGNATORY).await.last_code();
    page.submit([("code", &code)]).await.expect_status(303);
    // The browser that entered it may go on for an hour.
    browser.visit(&format!("{link}/authority")).await;
    draft.app.advance(Duration::minutes(61)).await;
    browser
        .open(&format!("{link}/authority"))
        .await
        .expect_redirect(&link);
}
