//! How many statements the pages take that people open all day.

use super::Given;

#[tokio::test]
async fn a_page_takes_one_statement_and_a_save_two() {
    let given = Given::started().await;
    let count = || given.app.statements.take().len();
    let page = given.browser.visit(&given.at("security/4a")).await;
    given.app.statements.take();

    given.browser.visit(&given.root).await;
    assert_eq!(count(), 1, "task list");
    given.browser.visit(&given.at("security/4a")).await;
    assert_eq!(count(), 1, "question page");
    let text = "We meet every month and keep minutes.";
    let saved = page
        .press(
            "Save and continue",
            [("answer", "yes"), ("explanation", text)],
        )
        .await;
    assert_eq!(saved.status(), 303);
    assert_eq!(count(), 2, "save");
    let again = page
        .press(
            "Save and continue",
            [("answer", "yes"), ("explanation", text)],
        )
        .await;
    assert_eq!(again.status(), 303);
    assert_eq!(count(), 1, "the same again");
    given.browser.visit(&given.at("security/4/check")).await;
    assert_eq!(count(), 1, "section check");
    // With what rules know beside the answers, such as who of the people that are named has left.
    given.browser.visit(&given.at("check-answers")).await;
    assert_eq!(count(), 5, "check your answers");
    page.press("Save and continue", [("explanation", "")])
        .await
        .expect_status(422);
    assert_eq!(count(), 1, "refused");
}
