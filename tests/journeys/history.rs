//! Who saved what and when, and what changed between any two versions.

use crate::form::Given;
use domain::role::OrganisationRole::{Administrator, Editor, Viewer};

const FIRST: &str = "We meet every month and keep minutes.";
const SECOND: &str = "We meet every week and keep <b>minutes</b>.";

async fn save(given: &Given, browser: &tests::Browser, text: &str) {
    let page = browser.visit(&given.at("security/4a")).await;
    let fields = [("answer", "yes"), ("explanation", text)];
    page.press("Save and continue", fields)
        .await
        .expect_status(303);
}

#[tokio::test]
async fn any_two_versions_of_an_answer_are_compared_word_by_word() {
    let given = Given::started().await;
    let (ann, anns) = given.colleague(Administrator).await;
    let list = given.browser.visit(&given.root).await;
    let history = list.click("See who saved what, and what changed").await;
    history
        .expect_text("Your organisation’s address")
        .expect_text("First saved");
    let none = given.browser.visit(&given.at("history/security/4a")).await;
    none.expect_text("Nothing to compare yet");
    save(&given, &given.browser, FIRST).await;
    let one = given.browser.visit(&given.at("history/security/4a")).await;
    one.expect_text("Nothing to compare yet").expect_text(FIRST);
    save(&given, &anns, SECOND).await;
    let page = given.browser.visit(&given.at("security/4a")).await;
    let page = page.click("See earlier versions of this answer").await;
    page.expect_text("Removed text: month")
        .expect_text("Added text: week");
    let gone = page.select_text("del").concat();
    assert!(gone.contains("month") && !gone.contains("meet"), "{gone}");
    assert!(page.select_text("ins").concat().contains("<b>minutes</b>."));
    // The other way round, and with itself.
    let back = page
        .press("Compare these versions", [("from", "2"), ("to", "1")])
        .await;
    back.expect_text("Removed text: week");
    let same = page
        .press("Compare these versions", [("from", "2"), ("to", "2")])
        .await;
    same.expect_text("These versions say the same");
    let history = given.browser.visit(&given.at("history")).await;
    history
        .expect_text("Saved as version 2")
        .expect_text(&format!("by {}", ann.name));
    history
        .click("See what changed")
        .await
        .expect_text("Added text: week");
}

#[tokio::test]
async fn a_long_history_is_read_page_by_page_by_everybody_of_the_organisation() {
    let given = Given::started().await;
    let (_, viewers) = given.colleague(Viewer).await;
    given
        .app
        .sql(
            "insert into answer_history (organisation_id, application_id, page, item, answer, version, saved_at,
                 saved_by, saved_by_name)
             select a.organisation_id, a.id, 'security/4a', 0, jsonb_build_object('explanation', array[n::text]), n,
                 a.created_at + make_interval(mins => n / 2), a.created_by, 'Somebody'
             from applications a, generate_series(1, 60) n",
        )
        .await;
    let mut page = viewers.visit(&given.at("history")).await;
    let mut seen = Vec::new();
    loop {
        let titles = page.select_text(".app-timeline__title");
        assert!(titles.len() <= 25);
        seen.extend(titles.into_iter().filter(|title| title.contains("version")));
        if !page.text().contains("Next page") {
            break;
        }
        page = page.click("Next page").await;
    }
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 59, "each version but the first, once");
    viewers
        .visit(&given.at("history?after=nonsense"))
        .await
        .expect_text("version 60");
    let other = given.app.given_organisation("Another Limited").await;
    let other = given.app.given_member(&other, Editor).await;
    let other = given.app.sign_in(&other).await;
    for tail in ["history", "history/security/4a"] {
        other.open(&given.at(tail)).await.expect_status(404);
    }
    viewers
        .open(&given.at("history/no/such/page"))
        .await
        .expect_status(404);
}
