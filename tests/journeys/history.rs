//! Who saved what and when, and what changed between any two versions.

use crate::form::Given;
use crate::given_draft::GivenDraft;
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
        .expect_text("First saved, filled in when the application was started");
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
        .expect_text("Saved as version 2: 4a")
        .expect_text(&format!("by {}", ann.name));
    history
        .click_first("See what changed")
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

#[tokio::test]
async fn what_was_carried_and_confirmed_says_so() {
    let draft = GivenDraft::certified(60).await;
    let earlier = draft.reference.clone();
    let draft = draft.renewed().await;
    let browser = draft.browser().await;
    let carried = format!("carried over from {earlier}");
    let history = browser.visit(&draft.path("history")).await;
    history.expect_text(&format!("First saved, {carried}: "));
    let page = browser.visit(&draft.path("security/9a")).await;
    page.press("Save and continue", []).await.expect_status(303);
    let history = browser.visit(&draft.path("history")).await;
    history.expect_text("Saved as version 2, confirmed as it was last year: 9a");
    let versions = browser.visit(&draft.path("history/security/9a")).await;
    versions
        .expect_text(&format!("Version 1, {carried}, "))
        .expect_text("Version 2, confirmed as it was last year, ");
}

#[tokio::test]
async fn what_was_restored_after_signing_in_says_so() {
    let given = Given::started().await;
    let page = given.browser.visit(&given.at("security/4a")).await;
    given.app.sql("delete from sessions").await;
    let fields = [("answer", "yes"), ("explanation", FIRST)];
    page.press("Save and continue", fields).await;
    let browser = given.app.sign_in(&given.editor).await;
    // Sent again from where it was kept, by the address that its button has.
    let page = browser.visit(&given.at("security/4a")).await;
    let path = format!(
        "{}?kept=01890000-0000-7000-8000-000000000000",
        given.at("security/4a")
    );
    let token = page.csrf();
    let sent = [
        (govuk::CSRF_FIELD, token.as_str()),
        ("answer", "yes"),
        ("explanation", FIRST),
        ("action", "save"),
    ];
    browser.post(&path, &sent).await.expect_status(303);
    browser
        .visit(&given.at("history"))
        .await
        .expect_text("First saved, restored from what we kept: 4a");
}

/// More characters than the explanation takes, of this sort.
fn too_much(letter: &str) -> String {
    letter.repeat(5_000)
}

async fn refused(given: &Given, answer: &str, text: &str) {
    let page = given.browser.visit(&given.at("security/4a")).await;
    let fields = [("answer", answer), ("explanation", text)];
    page.press("Save and continue", fields)
        .await
        .expect_status(422);
}

#[tokio::test]
async fn a_text_that_is_refused_again_and_again_is_kept_once_and_not_without_end() {
    let given = Given::started().await;
    let aside = "set_aside_answers";
    // The same text, whatever is chosen beside it.
    for answer in ["yes", "no", "partly", "yes"] {
        refused(&given, answer, &too_much("x")).await;
    }
    assert_eq!(given.app.count(aside).await, 1);
    refused(&given, "yes", &too_much("y")).await;
    assert_eq!(given.app.count(aside).await, 2);
    // Somebody else's same text is theirs.
    let (_, anns) = given.colleague(Editor).await;
    let page = anns.visit(&given.at("security/4a")).await;
    let fields = [("answer", "yes"), ("explanation", &*too_much("x"))];
    page.press("Save and continue", fields)
        .await
        .expect_status(422);
    assert_eq!(given.app.count(aside).await, 3);
    // Sixty in an hour; then an hour later again.
    given
        .app
        .sql(
            "insert into set_aside_answers (organisation_id, application_id, page, item, answer, seen, set_aside_at,
                 set_aside_by, set_aside_by_name)
             select s.organisation_id, s.application_id, s.page, s.item,
                 jsonb_build_object('explanation', array[n::text]), 0, s.set_aside_at, s.set_aside_by, s.set_aside_by_name
             from (select * from set_aside_answers order by id limit 1) s, generate_series(3, 60) n",
        )
        .await;
    refused(&given, "yes", &too_much("z")).await;
    assert_eq!(given.app.count(aside).await, 61);
    given.app.advance(time::Duration::minutes(59)).await;
    given
        .app
        .sql("update set_aside_answers set set_aside_at = set_aside_at - interval '2 minutes'")
        .await;
    refused(&given, "yes", &too_much("z")).await;
    assert_eq!(given.app.count(aside).await, 62);
    // It is what stands in the history.
    let history = given.browser.visit(&given.at("history")).await;
    history.expect_text("Not saved: something was wrong with it");
}

/// The number of an item that was removed is given to another one: what happened to the first keeps
/// its name.
#[tokio::test]
async fn an_item_keeps_its_name_in_the_history_when_another_gets_its_number() {
    const REMOVED: &str = "Removed: Corporate B: Describe the connection";
    let given = Given::started().await;
    let save = async |tail: &str, fields: &[(&str, &str)]| {
        let page = given.browser.visit(&given.at(tail)).await;
        let saved = page.press_all("Save and come back later", fields).await;
        saved.expect_status(303);
    };
    save("connections", &[("any", "yes")]).await;
    save("connections/1", &[("name", "Corporate B")]).await;
    let sure = given.browser.visit(&given.at("remove/connections/1")).await;
    sure.submit([("remove", "yes")]).await.expect_status(303);
    save("connections/1", &[("name", "Remote support D")]).await;
    let history = given.browser.visit(&given.at("history")).await;
    history
        .expect_text("First saved: Corporate B: Describe the connection")
        .expect_text(REMOVED)
        .expect_text("Saved as version 3: Remote support D: Describe the connection")
        .expect_no_text("Removed: Remote support D");
    let moments = history.select_text("select[name=\"from\"] option");
    let begins = |moment: usize, words: &str| {
        assert!(moments[moment].starts_with(words), "{moments:?}");
    };
    begins(0, "Remote support D: Describe the connection");
    begins(1, REMOVED);
    begins(2, "Corporate B: Describe the connection");
    // From the one to the other is no change of either.
    let values = history.select_attribute("select[name=\"from\"] option", "value");
    let both = [("from", values[2].as_str()), ("to", values[0].as_str())];
    let compared = history.press("Compare these points", both).await;
    let names = ["Corporate B", "Remote support D"];
    let titles = names.map(|name| format!("{name}: Describe the connection"));
    assert_eq!(compared.select_text("h3"), titles);
    compared
        .expect_text("Removed by")
        .expect_text("Added by")
        .expect_no_text("Changed by");
    let first = given.at("history/connections/1?to=1");
    let versions = given.browser.visit(&first).await;
    versions.expect_heading(
        "Service without a name yet Versions of Corporate B: Describe the connection",
    );
}
