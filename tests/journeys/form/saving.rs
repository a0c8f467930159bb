//! Saving, coming back, marking sections, and the words about the standard.

use super::Given;
use crate::given_draft::GivenDraft;
use crate::given_draft::certified::NUMBER;
use tests::Page;

const TEXT: &str = "We do this with two people and a checklist every month.";

async fn answer_4a(given: &Given, answer: &str) -> Page {
    let page = given.browser.visit(&given.at("security/4a")).await;
    page.press(
        "Save and continue",
        [("answer", answer), ("explanation", TEXT)],
    )
    .await
}

#[tokio::test]
async fn saving_for_later_keeps_what_is_not_finished() {
    let given = Given::started().await;
    let page = given.browser.visit(&given.at("security/4a")).await;
    let page = page
        .press("Save and come back later", [("explanation", "Short")])
        .await;
    page.expect_redirect(&given.root);
    let page = given.browser.visit(&given.at("security/4a")).await;
    assert_eq!(page.select_text("textarea"), ["Short"]);
    given.app.expect_audit(["answer_saved"]).await;
    let check = given.browser.visit(&given.at("security/4/check")).await;
    check
        .expect_text("Not finished yet")
        .expect_text("Not answered yet");
    let refused = check.submit([("complete", "yes")]).await;
    refused.expect_status(422);
    let refused = check.press("Save and continue", []).await;
    refused
        .expect_status(422)
        .expect_error("complete", "Select whether you’ve completed this section");
    let event: String = given
        .app
        .value("select event from audit_events order by id desc limit 1")
        .await;
    assert!(!event.contains("Short"), "{event}");
}

#[tokio::test]
async fn an_answer_below_the_standard_interrupts_once_and_never_blocks() {
    let given = Given::started().await;
    let saved = answer_4a(&given, "no").await;
    saved.expect_redirect(&given.at("security/4a/does-not-meet"));
    let page = saved.follow().await;
    page.expect_status(200)
        .expect_text("may not meet the standard")
        .expect_text("You said no.");
    let links = page.links();
    let keep = links.iter().find(|(words, _)| words == "Keep this answer");
    assert_eq!(
        keep.map(|(_, href)| href.as_str()),
        Some(given.at("security/4/assurance").as_str())
    );
    let change = page.click("Change my answer").await;
    assert!(
        change.path().starts_with(&given.at("security/4a")),
        "{}",
        change.path()
    );
    assert_eq!(change.select_attribute("input[checked]", "value"), ["no"]);
    // The same answer again says nothing again.
    answer_4a(&given, "no")
        .await
        .expect_redirect(&given.at("security/4/assurance"));
    assert_eq!(given.versions_of("security/4a").await, 1);
    let list = given.browser.visit(&given.root).await;
    list.expect_text("May not meet the standard");
    let baseline = given.browser.visit(&given.at("baseline")).await;
    baseline
        .expect_text("25 questions not answered")
        .expect_text("You said no.");
    answer_4a(&given, "yes")
        .await
        .expect_redirect(&given.at("security/4/assurance"));
    given
        .browser
        .open(&given.at("security/4a/does-not-meet"))
        .await
        .expect_redirect(&given.at("security/4a"));
}

#[tokio::test]
async fn follow_ups_come_up_by_the_answer_and_go_with_it() {
    let given = Given::started().await;
    let page = given.browser.visit(&given.at("security/3a")).await;
    let saved = page
        .press("Save and continue", [("answer", "hybrid")])
        .await;
    saved.expect_redirect(&given.at("security/3a/hybrid"));
    let page = given
        .browser
        .visit(&given.at("security/3a?return=answers"))
        .await;
    let saved = page
        .press("Save and continue", [("answer", "private")])
        .await;
    saved.expect_redirect(&given.at("check-answers"));
    given
        .browser
        .open(&given.at("security/3a/hybrid"))
        .await
        .expect_redirect(&given.at("security/3/check"));
}

#[tokio::test]
async fn the_service_is_called_by_its_answer_and_who_saved_last_is_said() {
    let given = Given::started().await;
    let page = given.browser.visit(&given.at("service-name")).await;
    let saved = page
        .press(
            "Save and continue",
            [("name", "Northwind <i>Gazetteer</i>")],
        )
        .await;
    saved.expect_redirect(&given.at("service-name/check"));
    let check = saved.follow().await;
    let marked = check.submit([("complete", "yes")]).await;
    marked.expect_redirect(&given.at("infrastructure/who"));
    let list = given.browser.visit(&given.root).await;
    assert!(list.heading().ends_with("Northwind <i>Gazetteer</i>"));
    list.expect_text(&format!("by {}.", given.editor.name));
    given
        .app
        .expect_audit(["answer_saved", "section_marked"])
        .await;
    let home = given.browser.visit("/home").await;
    home.expect_text("Northwind <i>Gazetteer</i>")
        .expect_text("Not submitted yet");
}

#[tokio::test]
async fn checking_is_a_task_that_a_changed_answer_undoes() {
    let given = Given::started().await;
    let early = given.browser.visit(&given.at("check-answers")).await;
    early.expect_text("Not finished yet");
    assert!(!early.body().contains(">Continue<"));
    super::answer_everything(&given).await;
    let page = given.browser.visit(&given.at("check-answers")).await;
    let signatory = page.press("Continue", []).await;
    signatory.expect_redirect(&given.at("signatory"));
    let list = given.browser.visit(&given.root).await;
    list.expect_text("You have completed 26 of 29 tasks")
        .expect_text("Send to your signatory");
    let saved = answer_4a(&given, "partly").await;
    assert_eq!(saved.status(), 303);
    let list = given.browser.visit(&given.root).await;
    list.expect_text("Check again")
        .expect_text("An answer has changed since you checked");
    let everything = given.browser.visit(&given.at("everything")).await;
    everything.expect_text("Not fully yet");
    assert!(!everything.body().contains(">Change<"));
}

#[tokio::test]
async fn whoever_comes_back_later_is_told_of_an_answer_below_the_standard_too() {
    let given = Given::started().await;
    let page = given.browser.visit(&given.at("security/4a")).await;
    let text = "Nobody is responsible for security yet.";
    let answer = [("answer", "no"), ("explanation", text)];
    let saved = page.press("Save and come back later", answer).await;
    saved.expect_redirect(&given.at("security/4a/does-not-meet?return=tasks"));
    let page = saved.follow().await;
    let page = page.click("Keep this answer").await;
    assert_eq!(page.path(), given.root);
}

#[tokio::test]
async fn answers_that_do_not_fit_together_are_said_where_answers_are_checked() {
    let given = Given::started().await;
    let page = given.browser.visit(&given.at("security/1b")).await;
    page.press("Save and continue", [("answer", "no_exchange")])
        .await;
    let page = given.browser.visit(&given.at("connections")).await;
    page.press("Save and continue", [("any", "yes")]).await;
    let said = "1b says that the service does not exchange data";
    given
        .browser
        .visit(&given.at("security/1/check"))
        .await
        .expect_text("Look at these again")
        .expect_text(said);
    given
        .browser
        .visit(&given.at("check-answers"))
        .await
        .expect_text("We also compared your answers with each other");
    given
        .browser
        .visit(&given.at("security/4/check"))
        .await
        .expect_no_text("Look at these again");
}

#[tokio::test]
async fn a_new_service_with_the_name_of_a_certified_one_is_told_so_and_not_stopped() {
    let draft = GivenDraft::certified(60).await;
    let browser = draft.browser().await;
    let page = browser.visit("/applications/new").await;
    let page = page.press("Start an application", [("what", "new")]).await;
    let path = format!("{}/service-name", page.redirect());
    let page = browser.visit(&path).await;
    let name = [("name", "northwind gazetteer")];
    let page = page.press("Save and continue", name).await.follow().await;
    page.expect_text(&format!(
        "Your certificate {NUMBER} is for a service of the same name"
    ));
    let page = browser.visit(&path).await;
    let name = [("name", "Northwind Street Names")];
    let page = page.press("Save and continue", name).await.follow().await;
    page.expect_no_text("of the same name");
    // A renewal keeps its name.
    let draft = draft.renewed().await;
    let page = browser.visit(&draft.path("service-name")).await;
    let name = [("name", "Northwind  Gazetteer")];
    let page = page.press("Save and continue", name).await.follow().await;
    page.expect_no_text("of the same name");
}
