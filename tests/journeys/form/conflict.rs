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
async fn combining_holds_an_answer_that_was_saved_while_the_page_was_shown() {
    const NEWER: &str = "The board meets every month since May.";
    const MADE: &str = "Three directors meet, and we keep minutes.";
    for keep in ["both", "mine"] {
        let given = Given::started().await;
        let (page, _) = conflict(&given, "yes", MINE).await;
        let (_, browser) = given.colleague(OrganisationRole::Editor).await;
        let newer = browser.visit(&given.at("security/4a")).await;
        newer
            .press("Save and continue", [("explanation", NEWER)])
            .await
            .expect_status(303);
        let made = [("keep", keep), ("combined-explanation", MADE)];
        let again = page.press("Save and continue", made).await;
        again.expect_status(409).expect_text(NEWER);
        let mine = if keep == "both" { MADE } else { MINE };
        let text = again.select_text("textarea").concat();
        assert_eq!(text, format!("{NEWER} {mine}"), "{keep}");
        let both = again.press("Save and continue", [("keep", "both")]).await;
        both.follow().await.expect_text("We kept both answers");
        let saved = stored(&given).await;
        assert_eq!(saved, format!("{NEWER} {mine}"), "{keep}");
    }
}

#[tokio::test]
async fn what_was_typed_into_the_box_for_both_is_kept_whatever_is_chosen() {
    const MADE: &str = "Three directors meet, and we keep minutes.";
    for keep in ["", "theirs", "mine"] {
        let given = Given::started().await;
        let (page, _) = conflict(&given, "yes", MINE).await;
        let mut sent = vec![("combined-explanation", MADE)];
        sent.extend((!keep.is_empty()).then_some(("keep", keep)));
        page.press_all("Save and continue", &sent).await;
        let made = format!("set_aside_answers where answer::text like '%{MADE}%'");
        assert_eq!(given.app.count(&made).await, 1, "{keep:?}");
        let history = given.browser.visit(&given.at("history/security/4a")).await;
        history.expect_text("Not saved");
    }
    // What the page had put there is neither's words.
    let given = Given::started().await;
    let (page, _) = conflict(&given, "yes", MINE).await;
    let aside = given.app.count("set_aside_answers").await;
    page.press("Save and continue", [("keep", "theirs")]).await;
    assert_eq!(given.app.count("set_aside_answers").await, aside);
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

#[tokio::test]
async fn what_was_not_saved_stays_in_the_history() {
    let given = Given::started().await;
    given.app.skip_audit().await;
    let (page, colleague) = conflict(&given, "yes", MINE).await;
    given
        .app
        .expect_audit(["answer_saved", "answer_set_aside"])
        .await;
    // Sent again, it is there once; leaving the page loses nothing.
    let unchosen = page.press("Save and continue", []).await;
    unchosen.expect_status(422);
    page.press("Save and continue", [("keep", "theirs")])
        .await
        .expect_status(303);
    assert_eq!(given.app.count("set_aside_answers").await, 1);
    let history = given.browser.visit(&given.at("history")).await;
    history.expect_text("Not saved: something was wrong with it, or the application had changed");
    let versions = given
        .browser
        .visit(&given.at("history/security/4a?to=aside-1"))
        .await;
    versions.expect_text(&format!("Version 1, {colleague}"));
    assert!(
        versions
            .select_text("ins")
            .concat()
            .contains("keep minutes")
    );
}

#[tokio::test]
async fn each_keeps_what_they_changed_when_they_combine() {
    let given = Given::started().await;
    let first = given.browser.visit(&given.at("security/4a")).await;
    let said = [("answer", "yes"), ("explanation", MINE)];
    first
        .press("Save and continue", said)
        .await
        .expect_status(303);
    // One changes the choice, the other one the text.
    let (_, browser) = given.colleague(OrganisationRole::Administrator).await;
    let theirs = browser.visit(&given.at("security/4a")).await;
    let mine = given.browser.visit(&given.at("security/4a")).await;
    theirs
        .press("Save and continue", [("answer", "partly")])
        .await
        .expect_status(303);
    let page = mine
        .press("Save and continue", [("explanation", THEIRS)])
        .await;
    page.expect_status(409).expect_text("If you combine both");
    let saved = page.press("Save and continue", [("keep", "both")]).await;
    saved.follow().await.expect_text("We kept both answers");
    let now = given.browser.visit(&given.at("security/4a")).await;
    assert_eq!(now.select_text("textarea").concat(), THEIRS);
    let chosen = now.select_attribute("input[type=radio][checked]", "value");
    assert_eq!(chosen, ["partly"]);
}

#[tokio::test]
async fn an_assurance_page_is_combined_question_by_question() {
    let given = Given::started().await;
    let path = given.at("security/3/assurance");
    let first = given.browser.visit(&path).await;
    let names = first.select_attribute("input[type=radio]", "name");
    let mut names: Vec<String> = names;
    names.dedup();
    let (one, two) = (names[0].clone(), names[1].clone());
    let values = first.select_attribute(&format!("input[name='{one}']"), "value");
    let (_, browser) = given.colleague(OrganisationRole::Administrator).await;
    let theirs = browser.visit(&path).await;
    theirs
        .press(
            "Save and come back later",
            [(one.as_str(), values[0].as_str())],
        )
        .await
        .expect_status(303);
    let page = first
        .press(
            "Save and come back later",
            [(two.as_str(), values[2].as_str())],
        )
        .await;
    page.expect_status(409);
    page.press("Save and continue", [("keep", "both")])
        .await
        .expect_status(303);
    let now = given.browser.visit(&path).await;
    let chosen = now.select_attribute("input[type=radio][checked]", "name");
    assert_eq!(chosen, [one, two]);
}

#[tokio::test]
async fn two_new_items_of_a_list_are_both_kept() {
    let given = Given::started().await;
    let gate = given.browser.visit(&given.at("connections")).await;
    gate.press("Save and continue", [("any", "yes")])
        .await
        .expect_status(303);
    let path = given.at("connections/1");
    let mine = given.browser.visit(&path).await;
    let (_, browser) = given.colleague(OrganisationRole::Administrator).await;
    let theirs = browser.visit(&path).await;
    theirs
        .press("Save and come back later", [("name", "Support desk")])
        .await
        .expect_status(303);
    let page = mine
        .press("Save and come back later", [("name", "Corporate network")])
        .await;
    page.expect_status(409)
        .expect_text("Keep both, and add mine as another connection");
    let saved = page.press("Save and continue", [("keep", "another")]).await;
    saved.follow().await.expect_text("We kept both answers");
    let list = given.browser.visit(&given.at("connections/list")).await;
    list.expect_text("Support desk")
        .expect_text("Corporate network");
}

/// What the other one removed or emptied is said, not shown as an answer of theirs.
#[tokio::test]
async fn what_the_other_one_removed_can_be_left_or_saved_again() {
    const GONE: &str = "Nothing, because this was removed or emptied.";
    let given = Given::started().await;
    let (ann, anns) = given.colleague(OrganisationRole::Editor).await;
    let gate = given.browser.visit(&given.at("connections")).await;
    gate.submit([("any", "yes")]).await.expect_status(303);
    let later = "Save and come back later";
    let first = [("name", "Staff network"), ("kind", "internet")];
    let page = given.browser.visit(&given.at("connections/1")).await;
    page.press(later, first).await.expect_status(303);
    let mine = given.browser.visit(&given.at("connections/1")).await;
    let sure = anns.visit(&given.at("remove/connections/1")).await;
    sure.submit([("remove", "yes")]).await.expect_status(303);
    let both = mine.press(later, [("name", "Office network")]).await;
    both.expect_status(409)
        .expect_text(GONE)
        .expect_text(&format!("{} removed or emptied this", ann.name))
        .expect_text("Leave it removed or empty")
        .expect_text("Office network");
    let left = both.press("Save and continue", [("keep", "theirs")]).await;
    left.expect_status(303);
    assert_eq!(
        given
            .app
            .count("answers where page = 'connections/n'")
            .await,
        0
    );
    assert_eq!(given.app.count("set_aside_answers").await, 1);
    let again = both.press("Save and continue", [("keep", "mine")]).await;
    again.expect_status(303);
    let saved: String = given
        .app
        .value("select answer->'name'->>0 from answers where page = 'connections/n'")
        .await;
    assert_eq!(saved, "Office network");
    // An answer that is still there and says something is shown.
    let page = given.browser.visit(&given.at("security/7a")).await;
    let theirs = anns.visit(&given.at("security/7a")).await;
    let text = (
        "explanation",
        "We read every bulletin in the week it comes.",
    );
    theirs.press(later, [text]).await.expect_status(303);
    let other = (
        "explanation",
        "Nobody has read a bulletin since the spring.",
    );
    page.press(later, [other])
        .await
        .expect_status(409)
        .expect_no_text(GONE)
        .expect_text(text.1);
}

/// Whoever confirms that an item is to be removed has seen what it says.
#[tokio::test]
async fn an_item_that_a_colleague_rewrites_is_asked_about_again_before_it_is_removed() {
    let given = Given::started().await;
    let (ann, anns) = given.colleague(OrganisationRole::Editor).await;
    let gate = given.browser.visit(&given.at("connections")).await;
    gate.submit([("any", "yes")]).await.expect_status(303);
    let later = "Save and come back later";
    let path = given.at("connections/1");
    let page = given.browser.visit(&path).await;
    page.press(later, [("name", "Staff network"), ("kind", "internet")])
        .await
        .expect_status(303);
    let sure = given.browser.visit(&given.at("remove/connections/1")).await;
    let theirs = anns.visit(&path).await;
    theirs
        .press(later, [("name", "Staff and guests")])
        .await
        .expect_status(303);
    given.app.skip_audit().await;
    let again = sure.submit([("remove", "yes")]).await;
    again
        .expect_status(409)
        .expect_text(&format!("{} saved this today at", ann.name))
        .expect_text("so it was not removed")
        .expect_heading("Are you sure you want to remove Staff and guests?");
    given.app.expect_audit([]).await;
    let items = "answers where page = 'connections/n'";
    assert_eq!(given.app.count(items).await, 1);
    again
        .submit([("remove", "yes")])
        .await
        .expect_redirect(&given.at("connections/list"));
    given.app.expect_audit(["list_item_removed"]).await;
    assert_eq!(given.app.count(items).await, 0);
}

/// There is nothing to combine with an item that is gone: all of mine is offered, also what I left as it was.
#[tokio::test]
async fn an_item_that_a_colleague_removes_while_it_is_changed_is_offered_whole() {
    let given = Given::started().await;
    let (_, anns) = given.colleague(OrganisationRole::Editor).await;
    let gate = given.browser.visit(&given.at("connections")).await;
    gate.submit([("any", "yes")]).await.expect_status(303);
    let later = "Save and come back later";
    let path = given.at("connections/1");
    let page = given.browser.visit(&path).await;
    page.press(later, [("name", "Staff network"), ("kind", "internet")])
        .await
        .expect_status(303);
    let mine = given.browser.visit(&path).await;
    let theirs = anns.visit(&path).await;
    theirs
        .press(later, [("name", "Staff and guests")])
        .await
        .expect_status(303);
    let both = mine.press(later, [("name", "Office network")]).await;
    both.expect_status(409).expect_text("Combine both");
    let sure = anns.visit(&given.at("remove/connections/1")).await;
    sure.submit([("remove", "yes")]).await.expect_status(303);
    // While both were there, combining was offered; now the whole item is.
    let made = [
        ("keep", "both"),
        ("combined-name", "Office, staff and guests"),
    ];
    let gone = both.press("Save and continue", made).await;
    gone.expect_status(409)
        .expect_text("Office, staff and guests")
        .expect_text("Leave it removed or empty")
        .expect_no_text("Combine both");
    gone.press("Save and continue", [("keep", "mine")])
        .await
        .expect_status(303);
    let saved: String = given
        .app
        .value(
            "select concat_ws(', ', answer->'name'->>0, answer->'kind'->>0) from answers
             where page = 'connections/n'",
        )
        .await;
    assert_eq!(saved, "Office, staff and guests, internet");
}

#[tokio::test]
async fn what_is_typed_into_a_draft_that_a_colleague_deletes_is_kept_and_can_be_read() {
    let given = Given::started().await;
    let page = given.browser.visit(&given.at("security/4a")).await;
    let (_, colleague) = given.colleague(OrganisationRole::Administrator).await;
    let draft = colleague.visit(&given.at("delete")).await;
    draft
        .press("Delete this application", [])
        .await
        .expect_status(303);
    given.app.skip_audit().await;
    let sent = page.press(
        "Save and continue",
        [("answer", "yes"), ("explanation", MINE)],
    );
    sent.await
        .expect_status(409)
        .expect_heading("We did not save your answer")
        .expect_text("What you typed is not lost")
        .expect_text("an administrator can bring it back");
    given.app.expect_audit(["answer_set_aside"]).await;
    // Where nothing was typed, nothing is said to be kept.
    let empty = page.press("Save and come back later", []).await;
    empty
        .expect_status(409)
        .expect_text("what you sent was empty")
        .expect_no_text("Who saved what");
    given.app.expect_audit([]).await;
    let history = given.browser.visit(&given.at("history")).await;
    let typed = history.click_first("See what was typed").await;
    typed
        .expect_text("This was typed and not saved")
        .expect_text(MINE);
}

const RURITANIA: &str = "We have a contract with each firm of Ruritania.";

/// Opens the condition for the United States, where the data centres are, and has a colleague say that
/// they are in Canada.
async fn country_not_asked_any_more(given: &Given) -> Page {
    let page = given.browser.visit(&given.at("security/2a")).await;
    let saved = page.press("Save and continue", [("answer", "treaty")]);
    saved.await.expect_status(303);
    let where_it_is = async |browser: &tests::Browser, country| {
        let page = browser.visit(&given.at("security/2a/countries")).await;
        let saved = page.press("Save and continue", [("treaty", country)]);
        saved.await.expect_status(303);
    };
    where_it_is(&given.browser, "US").await;
    let page = given
        .browser
        .visit(&given.at("security/2a/conditions"))
        .await;
    let (_, colleague) = given.colleague(OrganisationRole::Administrator).await;
    where_it_is(&colleague, "CA").await;
    page
}

#[tokio::test]
async fn what_is_typed_into_a_field_that_is_not_asked_any_more_is_kept() {
    const KEPT: &str =
        "Part of what you sent is not asked any more. We kept it under “Who saved what”";
    let given = Given::started().await;
    let page = country_not_asked_any_more(&given).await;
    given.app.skip_audit().await;
    let typed = [("how_us", RURITANIA)];
    // The page can't be left without the country that is asked now.
    let refused = page.press("Save and continue", typed).await;
    refused
        .expect_status(422)
        .expect_text(KEPT)
        .expect_no_text(RURITANIA);
    given.app.expect_audit(["answer_set_aside"]).await;
    let saved = page.press("Save and come back later", typed).await;
    saved.expect_status(303);
    saved.follow().await.expect_text(KEPT);
    assert_eq!(given.app.count("set_aside_answers").await, 1);
    let history = given.browser.visit(&given.at("history")).await;
    let typed = history.click_first("See what was typed").await;
    typed.expect_text(RURITANIA);
    // On the page that shows both answers it is said too, and nothing is said without need.
    let theirs = given
        .browser
        .visit(&given.at("security/2a/conditions"))
        .await;
    let saved = theirs
        .press("Save and come back later", [("meets_ca", "yes")])
        .await;
    saved.follow().await.expect_no_text(KEPT);
    let both = page.press(
        "Save and come back later",
        [("how_us", "What we agreed with Atlantis is enough.")],
    );
    both.await.expect_status(409).expect_text(KEPT);
    let kept: i64 = given
        .app
        .count("set_aside_answers where answer::text like '%Atlantis%'")
        .await;
    assert_eq!(kept, 1);
}

#[tokio::test]
async fn what_is_typed_into_a_page_that_is_not_open_any_more_is_kept_whole() {
    let given = Given::started().await;
    let page = country_not_asked_any_more(&given).await;
    given
        .app
        .sql("update applications set state = 'submitted'")
        .await;
    page.press("Save and continue", [("how_us", RURITANIA)])
        .await
        .expect_status(409)
        .expect_text("What you typed is not lost");
    let kept = "set_aside_answers where answer::text like '%Ruritania%'";
    assert_eq!(given.app.count(kept).await, 1);
}
