//! Answers that a change of another answer makes superfluous.

use super::Given;

#[tokio::test]
async fn a_number_that_goes_with_the_type_is_announced_and_named() {
    let given = Given::started().await;
    let number: String = given
        .app
        .value("select registration_number from organisations limit 1")
        .await;
    let page = given.browser.visit(&given.at("organisation/type")).await;
    page.expect_text("If you change this answer, we leave out what does not apply any more:")
        .expect_text(&format!("Company registration number: {number}"));
    let saved = page
        .press("Save and continue", [("type", "local_authority")])
        .await;
    saved.expect_redirect(&given.at("organisation/name-and-number"));
    saved
        .follow()
        .await
        .expect_text("We leave out what does not apply any more: ‘Company registration number’");
    let check = given.browser.visit(&given.at("organisation/check")).await;
    check
        .expect_text("What we leave out")
        .expect_text(&format!("Company registration number: {number}"));
    given
        .browser
        .visit(&given.at("everything"))
        .await
        .expect_no_text(&number);
    // Whoever changes the type back has the number back.
    let page = given.browser.visit(&given.at("organisation/type")).await;
    page.press("Save and continue", [("type", "company")])
        .await
        .expect_status(303);
    let check = given.browser.visit(&given.at("organisation/check")).await;
    check
        .expect_no_text("What we leave out")
        .expect_text(&number);
}
