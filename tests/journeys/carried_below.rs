//! Answers that may not meet the standard and come from elsewhere: from last year, or from a file.

use crate::given_draft::GivenDraft;
use crate::imports::{csv, upload, uses};

const MAY_NOT: &str = "This may not meet the standard";
const SAID: &str = "Your answer to 4a may not meet the standard";

#[tokio::test]
async fn a_carried_answer_says_that_it_may_not_meet_the_standard() {
    let draft = GivenDraft::certified(60).await;
    draft.change("security/4a", "answer", "no").await;
    let draft = draft.renewed().await;
    let browser = draft.browser().await;
    let page = browser.visit(&draft.path("renewal")).await;
    page.expect_text(MAY_NOT)
        .expect_text("You said no. The standard is: you have a governance framework");
    // What meets the standard says nothing of it.
    let compared = page.select_text("main dt");
    let compared = compared
        .iter()
        .filter(|key| *key == "Compared with the standard");
    assert!(compared.count() < 10);
    let saved = page
        .press(
            "Save what is still right",
            [("right", "security/4a#0"), ("right", "service-name#0")],
        )
        .await;
    saved.expect_redirect(&draft.path("renewal"));
    let page = saved.follow().await;
    page.expect_text("You reconfirmed 2 answers")
        .expect_text(SAID);
    let baseline = page
        .click("See how your answers compare with the standard")
        .await;
    assert_eq!(baseline.path(), draft.path("baseline"));
    baseline.expect_text("You said no. The standard is");
    // Others are reconfirmed without a word.
    let page = browser.visit(&draft.path("renewal")).await;
    let saved = page
        .press(
            "Save what is still right",
            [("right", "description-for-users#0")],
        )
        .await;
    saved
        .follow()
        .await
        .expect_text("You reconfirmed 1 answer")
        .expect_no_text("may not meet the standard");
}

#[tokio::test]
async fn an_answer_from_a_file_says_that_it_may_not_meet_the_standard() {
    let draft = GivenDraft::complete().await;
    let browser = draft.browser().await;
    let root = draft.path("").trim_end_matches('/').to_owned();
    let rows = [
        ("security/4a#answer", "No"),
        ("service-name#name", "Gazetteer Two"),
    ];
    let uploaded = upload(&browser, &root, "form.csv", &csv(&rows)).await;
    let page = uploaded.follow().await;
    page.expect_text("Compared with the standard")
        .expect_text(MAY_NOT);
    assert_eq!(page.text().matches(MAY_NOT).count(), 1);
    let uses = uses(&page);
    let choices: Vec<(&str, &str)> = uses
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let saved = page.press_all("Save what I chose", &choices).await;
    saved.expect_redirect(&draft.path("baseline"));
    saved
        .follow()
        .await
        .expect_text("We saved the answers to 2 pages from your file.")
        .expect_text(SAID);
}
