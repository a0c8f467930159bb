//! What a file holds for pages and fields that are not asked.

use super::{answer, look, use_all, uses};
use crate::given_draft::GivenDraft;

#[tokio::test]
async fn pages_that_other_answers_do_not_ask_for_are_left_out() {
    let draft = GivenDraft::complete().await;
    let browser = draft.browser().await;
    draft.change("connections", "any", "no").await;
    let rows = [("connections/3#name", "Not asked while there are none")];
    let page = look(&draft, &browser, &rows).await;
    page.expect_text("Not asked with your other answers")
        .expect_text("There is nothing else to save.");
    let rows = [
        ("connections#any", "yes"),
        ("connections/3#name", "A new connection"),
    ];
    let page = look(&draft, &browser, &rows).await;
    page.expect_text("If you use this, there is something left to do on the page");
    // Without the answer before it, the new item is not asked.
    let choices = uses(&page);
    let only_item = [
        (choices[0].0.as_str(), "skip"),
        (choices[1].0.as_str(), choices[1].1.as_str()),
    ];
    let saved = page.press_all("Save what I chose", &only_item).await;
    saved
        .follow()
        .await
        .expect_text("We left out 1 that we do not ask with your other answers.");
    let page = look(&draft, &browser, &rows).await;
    use_all(&page).await.expect_status(303);
    let new = "answers where page = 'connections/n' and item = 3 and not is_complete";
    assert_eq!(draft.app.count(new).await, 1);
}

#[tokio::test]
async fn what_is_not_asked_any_more_is_kept_beside_the_history() {
    const PART: &str = "Only the maps are drawn in a public cloud, nothing else.";
    let draft = GivenDraft::complete().await;
    let browser = draft.browser().await;
    let save = async |answer| {
        let page = browser.visit(&draft.path("security/3a")).await;
        let saved = page.press("Save and continue", [("answer", answer)]).await;
        saved.expect_status(303);
    };
    save("hybrid").await;
    let rows = [
        ("security/3a/hybrid#public_part", PART),
        ("service-name#name", "Northwind Gazetteer Two"),
    ];
    let page = look(&draft, &browser, &rows).await;
    save("private").await;
    let saved = use_all(&page).await;
    saved
        .follow()
        .await
        .expect_text("We left out 1 that we do not ask with your other answers.");
    let kept: String = draft
        .app
        .value("select answer->'public_part'->>0 from set_aside_answers")
        .await;
    assert_eq!(kept, PART);
}

#[tokio::test]
async fn fields_of_a_file_that_are_not_asked_any_more_are_kept_beside_the_history() {
    let draft = GivenDraft::complete().await;
    let browser = draft.browser().await;
    let save = async |place: &[(&str, &str)]| {
        let page = browser.visit(&draft.path("security/2a")).await;
        let saved = page.press_all("Save and continue", place).await;
        saved.expect_status(303);
    };
    save(&[("answer", "eu_eea"), ("answer", "elsewhere")]).await;
    let rows = [
        ("security/2a/countries#eu_eea", "France"),
        ("security/2a/countries#elsewhere", "Ruritania"),
    ];
    let page = look(&draft, &browser, &rows).await;
    save(&[("answer", "eu_eea")]).await;
    let saved = use_all(&page).await;
    saved
        .follow()
        .await
        .expect_text("We saved the answers to 1 page from your file.")
        .expect_text("Part of what you sent is not asked any more.");
    assert!(
        !answer(&draft, "security/2a/countries")
            .await
            .contains("Ruritania")
    );
    let kept = "set_aside_answers where answer->'elsewhere'->>0 = 'Ruritania'";
    assert_eq!(draft.app.count(kept).await, 1);
}
