//! The whole application at any two moments: each answer that differs, word by word.

use crate::form::Given;
use domain::role::OrganisationRole::{Administrator, Editor, Viewer};
use std::collections::BTreeSet;
use tests::{Browser, Page};

const NOTHING: &str = "Nothing to compare yet.";

async fn save(given: &Given, browser: &Browser, tail: &str, fields: &[(&str, &str)]) {
    let page = browser.visit(&given.at(tail)).await;
    page.press_all("Save and come back later", fields)
        .await
        .expect_status(303);
}

fn titles(page: &Page) -> Vec<String> {
    page.select_text("h3")
}

/// The moments that can be chosen, newest first: what their addresses say.
fn values(page: &Page, name: &str) -> Vec<String> {
    page.select_attribute(&format!("select[name=\"{name}\"] option"), "value")
}

/// Three answers and an item of a list, saved, changed and removed by two people.
async fn told(given: &Given, ann: &Browser) {
    let own = &given.browser;
    save(
        given,
        own,
        "security/4a",
        &[
            ("answer", "yes"),
            ("explanation", "A board meets every month."),
        ],
    )
    .await;
    save(given, own, "service-name", &[("name", "Gazetteer")]).await;
    save(given, own, "connections", &[("any", "yes")]).await;
    save(
        given,
        own,
        "connections/1",
        &[("name", "Staff network"), ("kind", "internet")],
    )
    .await;
    save(
        given,
        ann,
        "security/4a",
        &[("explanation", "A <b>board</b> meets every week.")],
    )
    .await;
    save(given, ann, "security/7a", &[("answer", "yes")]).await;
    let sure = ann.visit(&given.at("remove/connections/1")).await;
    sure.submit([("remove", "yes")]).await.expect_status(303);
}

#[tokio::test]
async fn any_two_moments_of_the_whole_application_are_compared() {
    let given = Given::started().await;
    let (ann, anns) = given.colleague(Administrator).await;
    let fresh = given.browser.visit(&given.at("history")).await;
    fresh.expect_text(NOTHING);
    let fresh = given.browser.visit(&given.at("history/compare")).await;
    fresh.expect_text(NOTHING);
    told(&given, &anns).await;
    // The last save and the one before it: the removal of the connection.
    let history = given.browser.visit(&given.at("history")).await;
    let last = history.press("Compare these points", []).await;
    last.expect_text("1 answer differs")
        .expect_text(&format!("Removed by {}", ann.name))
        .expect_text("Removed text: Staff network");
    // From the first moment to the last: what was added since, and what came and went is not there.
    let moments = values(&history, "from");
    let beginning = moments.last().unwrap();
    let all = last
        .press(
            "Compare these points",
            [("from", beginning.as_str()), ("to", &moments[0])],
        )
        .await;
    let found = titles(&all);
    assert_eq!(found.len(), 4, "{found:?}");
    assert!(
        !all.select_text("main")
            .concat()
            .contains("Removed text: Staff network")
    );
    all.expect_text("Added text: Gazetteer");
}

#[tokio::test]
async fn saves_of_one_minute_are_told_apart() {
    let given = Given::started().await;
    for words in [
        "A board meets every month.",
        "A board meets every week.",
        "A board meets every day.",
    ] {
        let fields = [("answer", "yes"), ("explanation", words)];
        save(&given, &given.browser, "security/4a", &fields).await;
    }
    let history = given.browser.visit(&given.at("history")).await;
    let labels = history.select_text("select[name=\"from\"] option");
    assert!(labels.len() >= 3, "{labels:?}");
    let distinct: BTreeSet<&String> = labels.iter().collect();
    assert_eq!(distinct.len(), labels.len(), "{labels:?}");
}

#[tokio::test]
async fn two_moments_are_compared_either_way_round() {
    let given = Given::started().await;
    let (_, anns) = given.colleague(Administrator).await;
    told(&given, &anns).await;
    let history = given.browser.visit(&given.at("history")).await;
    let moments = values(&history, "from");
    // From before the second save of 4a to after it; the other way round it is told the same way.
    let words = history.select_text("select[name=\"from\"] option");
    let of_4a: Vec<&String> = words
        .iter()
        .zip(&moments)
        .filter(|(words, _)| words.starts_with("4a "))
        .map(|(_, at)| at)
        .collect();
    let [after, before] = of_4a[..] else {
        panic!("{words:?}");
    };
    let forth = history
        .press(
            "Compare these points",
            [("from", before.as_str()), ("to", after)],
        )
        .await;
    forth
        .expect_text("Changed by")
        .expect_text("Removed text: month.")
        .expect_text("Added text: week.");
    assert!(forth.select_text("ins").concat().contains("<b>board</b>"));
    assert!(forth.select_text("del").concat().contains("board"));
    let back = forth
        .press(
            "Compare these points",
            [("from", after.as_str()), ("to", before)],
        )
        .await;
    back.expect_text("Changed by")
        .expect_text("Removed text: month.")
        .expect_text("Added text: week.")
        .expect_no_text("Added text: month.");
    assert_eq!(back.select_text("ins"), forth.select_text("ins"));
    let same = back
        .press(
            "Compare these points",
            [("from", after.as_str()), ("to", after)],
        )
        .await;
    same.expect_text("Every answer and every document was the same at these points.");
}

#[tokio::test]
async fn what_was_submitted_is_compared_with_what_was_saved_and_sent_later() {
    let given = Given::started().await;
    let (_, anns) = given.colleague(Editor).await;
    told(&given, &anns).await;
    let set = format!("where reference = '{}'", given.reference());
    given
        .app
        .sql(&format!(
            "update applications set state = 'awaiting_supplier', submitted_at = access.now() {set}"
        ))
        .await;
    given
        .app
        .sql(&format!(
            "with application as (select * from applications {set}), saved as (
                 insert into answer_history (organisation_id, application_id, page, item, answer, version, saved_at,
                     saved_by, saved_by_name)
                 select organisation_id, id, 'security/4a', 0, '{{\"explanation\": [\"A board meets daily.\"]}}', 3,
                     access.now() + interval '1 minute', created_by, 'Somebody' from application)
             insert into clarifications (id, organisation_id, application_id, number, state, asked_at, asked_by,
                 asked_by_name, due_on, answered_at, answered_by_name)
             select gen_random_uuid(), organisation_id, id, 1, 'answered', access.now(), created_by, 'An Assessor',
                 access.today() + 10, access.now() + interval '2 minutes', 'Somebody' from application"
        ))
        .await;
    let history = given.browser.visit(&given.at("history")).await;
    let timeline = history.select_text(".app-timeline__title");
    assert_eq!(timeline[0], "Reply 1 sent to the PSN team");
    assert!(
        timeline[1].starts_with("Saved as version 3: 4a"),
        "{timeline:?}"
    );
    assert_eq!(timeline[2], "Submitted to the PSN team");
    let words = history.select_text("select[name=\"from\"] option");
    assert!(
        words[0].starts_with("Reply 1 sent to the PSN team, Somebody"),
        "{words:?}"
    );
    assert!(
        words[2].starts_with("Submitted to the PSN team"),
        "{words:?}"
    );
    let moments = values(&history, "from");
    let page = history
        .press(
            "Compare these points",
            [("from", moments[2].as_str()), ("to", &moments[0])],
        )
        .await;
    page.expect_text("1 answer differs")
        .expect_text("From “Submitted to the PSN team")
        .expect_text("Changed by Somebody")
        .expect_text("Added text: daily.");
}

/// So many saves by so many people that neither the choice nor the page can show them all.
#[tokio::test]
async fn much_that_differs_comes_page_by_page_and_every_old_moment_can_be_chosen() {
    let given = Given::started().await;
    let (_, viewers) = given.colleague(Viewer).await;
    given
        .app
        .sql(
            "insert into answer_history (organisation_id, application_id, page, item, answer, version, saved_at,
                 saved_by, saved_by_name)
             select a.organisation_id, a.id, 'security/' || q, 0, jsonb_build_object('explanation', array['Words ' || n]),
                 n, a.created_at + make_interval(mins => n), a.created_by, 'Somebody'
             from applications a, generate_series(1, 70) n,
                  unnest(array['1a','1b','3c','3d','4a','5a','5b','5c','5d','7a','7b','7c','8a','9a','9b','10a','12a','14a']) q",
        )
        .await;
    let compare = given.at("history/compare");
    let page = viewers.visit(&compare).await;
    assert_eq!(values(&page, "from").len(), 50);
    // From everything that was saved, the first moment of all.
    let mut list = page.click("another first point").await;
    list.expect_text("Choose the point to compare with “18 answers, Somebody")
        .expect_no_text("or This is the point that you chose");
    while list.text().contains("Next page") {
        list = list.click("Next page").await;
        list.expect_text("Choose the point to compare with")
            .expect_no_text("or This is the point that you chose");
    }
    let links = list.select_attribute(".app-timeline a", "href");
    let oldest = links
        .iter()
        .rfind(|link| link.contains("/compare?"))
        .unwrap();
    let first = viewers.visit(oldest).await;
    let count = "answers differ. These are 1 to 10";
    first.expect_text(count);
    assert_eq!(titles(&first).len(), 10);
    let second = first.click("Next page").await;
    let rest = titles(&second).len();
    assert!(rest > 1);
    let all = 10 + rest;
    second.expect_text(&format!("{all} answers differ. These are 11 to {all}"));
    assert!(
        titles(&first)
            .iter()
            .all(|title| !titles(&second).contains(title))
    );
    second.click("Previous page").await.expect_text(count);
    for odd in [
        "?from=nonsense&to=1&page=0",
        "?page=99999999999999999999",
        "?from=9223372036854775807",
    ] {
        viewers
            .visit(&format!("{compare}{odd}"))
            .await
            .expect_text("What differs");
    }
    let other = given.app.given_organisation("Another Limited").await;
    let other = given.app.given_member(&other, Editor).await;
    let other = given.app.sign_in(&other).await;
    other.open(&compare).await.expect_status(404);
    given.app.browser().open(&compare).await.expect_status(303);
}
