//! Lists: adding, changing, removing.

use super::Given;
use tests::Page;

async fn add(given: &Given, number: u8, role: &str) -> Page {
    let page = given
        .browser
        .visit(&given.at(&format!("contacts/escalation/{number}")))
        .await;
    page.press(
        "Save and continue",
        [
            ("role", role),
            ("name", "Priya Raman"),
            ("phone", "01632 960 114"),
            ("email", "priya@northwind.example"),
        ],
    )
    .await
}

const LIST: &str = "contacts/escalation/list";

/// Fills the list and opens it.
async fn full_list(given: &Given) -> Page {
    let roles = ["Service manager", "Relationship manager", "Director"];
    for (number, role) in (1..).zip(roles) {
        let saved = add(given, number, role).await;
        saved.expect_redirect(&given.at(LIST));
    }
    given.browser.visit(&given.at(LIST)).await
}

#[tokio::test]
async fn items_are_added_until_the_list_is_full() {
    let given = Given::started().await;
    let list = given.browser.visit(&given.at(LIST)).await;
    list.expect_text("You have not added any escalation points yet.");
    let none = list.submit([("another", "no")]).await;
    none.expect_status(422)
        .expect_error("another", "Add at least 1 escalation point");
    let first = list.submit([("another", "yes")]).await;
    first.expect_redirect(&given.at("contacts/escalation/1"));
    let second = given.at("contacts/escalation/2");
    given.browser.open(&second).await.expect_status(303);
    let list = full_list(&given).await;
    list.expect_heading("You have added 3 escalation points")
        .expect_text("which is the most you can add")
        .expect_no_text("Do you need to add another");
}

#[tokio::test]
async fn an_item_is_removed_once_and_its_number_goes_on_from_its_versions() {
    let given = Given::started().await;
    full_list(&given).await;
    given.app.skip_audit().await;
    let remove = given.at("remove/contacts/escalation/2");
    let sure = given.browser.visit(&remove).await;
    sure.expect_heading("Are you sure you want to remove Relationship manager?");
    sure.press("Continue", []).await.expect_status(422);
    let removed = sure.submit([("remove", "yes")]).await;
    let list = removed.follow().await;
    list.expect_text("Escalation point removed")
        .expect_heading("You have added 2 escalation points");
    assert_eq!(given.versions_of("contacts/escalation/n").await, 4);
    // Sending the same again changes nothing.
    let again = sure.submit([("remove", "yes")]).await;
    again.expect_redirect(&given.at(LIST));
    let next = list.submit([("another", "yes")]).await;
    next.expect_redirect(&given.at("contacts/escalation/2"));
    let saved = add(&given, 2, "Head of service").await;
    saved.expect_redirect(&given.at(LIST));
    let version: i32 = given
        .app
        .value("select version from answers where page = 'contacts/escalation/n' and item = 2")
        .await;
    assert_eq!(version, 3);
    given
        .app
        .expect_audit(["list_item_removed", "answer_saved"])
        .await;
}

#[tokio::test]
async fn a_list_behind_a_question_is_asked_only_after_yes() {
    let given = Given::started().await;
    given
        .browser
        .open(&given.at("connections/1"))
        .await
        .expect_redirect(&given.at("connections"));
    let page = given.browser.visit(&given.at("connections")).await;
    page.submit([("any", "no")])
        .await
        .expect_redirect(&given.at("connections/check"));
    let page = given.browser.visit(&given.at("connections")).await;
    page.submit([("any", "yes")])
        .await
        .expect_redirect(&given.at("connections/1"));
    let list = given.browser.visit(&given.at("connections/list")).await;
    let none = list.submit([("another", "no")]).await;
    none.expect_error("another", "Add the connection, or change your answer to no");
    let page = given.browser.visit(&given.at("connections/1")).await;
    let saved = page
        .press(
            "Save and continue",
            [
                ("name", "Drop server"),
                ("kind", "internet"),
                ("direction", "in"),
                ("what_passes", "Signed files, once a night"),
            ],
        )
        .await;
    saved.expect_redirect(&given.at("connections/1/security"));
    let list = given.browser.visit(&given.at("connections/list")).await;
    list.expect_text("Drop server")
        .expect_text("Not answered yet");
}
