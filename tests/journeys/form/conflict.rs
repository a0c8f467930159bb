//! Two people answer the same page.

use super::Given;
use domain::role::OrganisationRole;
use tests::Page;

const MINE: &str = "We meet every month and keep minutes.";
const THEIRS: &str = "A board of three directors meets every quarter.";

/// A page that was sent after a colleague had saved it.
async fn conflict(given: &Given, answer: &str, mine: &str) -> (Page, String) {
    let page = given.browser.visit(&given.at("security/4a")).await;
    let (colleague, browser) = given.colleague(OrganisationRole::Administrator).await;
    let theirs = browser.visit(&given.at("security/4a")).await;
    let saved = theirs
        .press(
            "Save and continue",
            [("answer", "yes"), ("explanation", THEIRS)],
        )
        .await;
    assert_eq!(saved.status(), 303);
    let sent = page
        .press(
            "Save and continue",
            [("answer", answer), ("explanation", mine)],
        )
        .await;
    (sent, colleague.name)
}

async fn stored(given: &Given) -> String {
    let page = given.browser.visit(&given.at("security/4a")).await;
    page.select_text("textarea").concat()
}

#[tokio::test]
async fn both_answers_are_shown_and_nothing_is_overwritten() {
    let given = Given::started().await;
    let (page, colleague) = conflict(&given, "yes", MINE).await;
    page.expect_status(409)
        .expect_heading("Someone else changed this answer")
        .expect_text(MINE)
        .expect_text(THEIRS)
        .expect_text(&format!("{colleague} saved this answer today at"));
    assert_eq!(stored(&given).await, THEIRS);
    let unchosen = page.press("Save and continue", []).await;
    unchosen
        .expect_status(422)
        .expect_error("keep", "Select which answer to keep");
    assert_eq!(stored(&given).await, THEIRS);
}

#[tokio::test]
async fn either_answer_can_be_kept_and_both_can_be_combined() {
    let given = Given::started().await;
    let (page, colleague) = conflict(&given, "yes", MINE).await;
    let kept = page.press("Save and continue", [("keep", "theirs")]).await;
    let next = kept.follow().await;
    next.expect_text(&format!("We kept the answer of {colleague}"));
    assert_eq!(stored(&given).await, THEIRS);
    let both = page.press("Save and continue", [("keep", "both")]).await;
    both.expect_redirect(&given.at("security/4/assurance"));
    assert_eq!(stored(&given).await, format!("{THEIRS} {MINE}"));
    // The page that was combined is old now.
    let mine = page.press("Save and continue", [("keep", "mine")]).await;
    mine.expect_status(409);
    let mine = mine.press("Save and continue", [("keep", "mine")]).await;
    mine.follow().await.expect_text("We kept your answer");
    assert_eq!(stored(&given).await, MINE);
    assert_eq!(given.versions_of("security/4a").await, 3);
}

#[tokio::test]
async fn the_same_answer_twice_is_no_conflict() {
    let given = Given::started().await;
    let (page, _) = conflict(&given, "yes", THEIRS).await;
    page.expect_redirect(&given.at("security/4/assurance"));
    assert_eq!(given.versions_of("security/4a").await, 1);
}

#[tokio::test]
async fn there_is_nothing_to_combine_when_only_choices_differ() {
    let given = Given::started().await;
    let (page, _) = conflict(&given, "partly", THEIRS).await;
    page.expect_status(409).expect_no_text("Combine both");
}
