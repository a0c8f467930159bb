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

#[tokio::test]
async fn items_are_added_until_the_list_is_full_and_removed_again() {
    let given = Given::started().await;
    let list = given
        .browser
        .visit(&given.at("contacts/escalation/list"))
        .await;
    list.expect_text("You have not added any escalation points yet.");
    let none = list.submit([("another", "no")]).await;
    none.expect_status(422)
        .expect_error("another", "Add at least 1 escalation point");
    list.submit([("another", "yes")])
        .await
        .expect_redirect(&given.at("contacts/escalation/1"));
    given
        .browser
        .open(&given.at("contacts/escalation/2"))
        .await
        .expect_status(303);
    for (number, role) in [
        (1, "Service manager"),
        (2, "Relationship manager"),
        (3, "Director"),
    ] {
        add(&given, number, role)
            .await
            .expect_redirect(&given.at("contacts/escalation/list"));
    }
    let list = given
        .browser
        .visit(&given.at("contacts/escalation/list"))
        .await;
    list.expect_heading("You have added 3 escalation points")
        .expect_text("which is the most you can add")
        .expect_no_text("Do you need to add another");
    let sure = given
        .browser
        .visit(&given.at("remove/contacts/escalation/2"))
        .await;
    sure.expect_heading("Are you sure you want to remove Relationship manager?");
    sure.press("Continue", []).await.expect_status(422);
    let removed = sure.submit([("remove", "yes")]).await;
    let list = removed.follow().await;
    list.expect_text("Escalation point removed")
        .expect_heading("You have added 2 escalation points");
    assert_eq!(given.versions_of("contacts/escalation/n").await, 4);
    // Sending the same again changes nothing.
    sure.submit([("remove", "yes")])
        .await
        .expect_redirect(&given.at("contacts/escalation/list"));
    // A new item of the number goes on from the versions of the one that was removed.
    list.submit([("another", "yes")])
        .await
        .expect_redirect(&given.at("contacts/escalation/2"));
    add(&given, 2, "Head of service")
        .await
        .expect_redirect(&given.at("contacts/escalation/list"));
    let version: i32 = given
        .app
        .value("select version from answers where page = 'contacts/escalation/n' and item = 2")
        .await;
    assert_eq!(version, 3);
    given
        .app
        .expect_audit([
            "answer_saved",
            "answer_saved",
            "answer_saved",
            "list_item_removed",
            "answer_saved",
        ])
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
