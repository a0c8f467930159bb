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
    // They are counted as they stand on the page, whatever their addresses are.
    list.expect_text("Remove escalation point 2")
        .expect_no_text("escalation point 3");
    given
        .browser
        .visit(&given.at("remove/contacts/escalation/3"))
        .await
        .expect_heading("Are you sure you want to remove Director?");
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

/// The findings from one to another, each with its statement, as a form sends them.
fn findings(from: u8, to: u8) -> Vec<(String, String)> {
    let statement = "Nothing else reaches it until it is patched on 4 December.";
    let of = |number: u8| {
        [
            (format!("finding_{number}"), format!("Old library {number}")),
            (format!("risk_{number}"), statement.to_owned()),
        ]
    };
    (from..=to).flat_map(of).collect()
}

async fn press(page: &Page, sent: &[(String, String)]) -> Page {
    let sent = sent.iter();
    let sent: Vec<(&str, &str)> = sent
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    page.press_all("Save and continue", &sent).await
}

#[tokio::test]
async fn more_than_eight_findings_of_a_health_check_have_further_pages() {
    const ITEM: &str = "additional-infrastructure/1";
    let given = Given::started().await;
    let visit = async |tail: &str| given.browser.visit(&given.at(tail)).await;
    let page = visit("additional-infrastructure").await;
    page.submit([("any", "yes")]).await.expect_status(303);
    let page = visit(ITEM).await;
    let described = [
        ("kind", "virtual"),
        ("name", "Servers"),
        ("where_hosted", "Slough"),
        ("what_runs", "Debian"),
        ("who_manages", "Our platform team"),
    ];
    let saved = page.press("Save and continue", described).await;
    saved.expect_redirect(&given.at(&format!("{ITEM}/health-check")));
    let page = saved.follow().await;
    let checked = [
        ("done", "yes"),
        ("date-day", "27"),
        ("date-month", "3"),
        ("date-year", "2026"),
        ("tester", "Redcastle Assurance (CHECK)"),
        ("scope", "All servers"),
        ("findings_fixed", "not_yet"),
    ];
    let saved = page.press("Save and continue", checked).await;
    saved.expect_redirect(&given.at(&format!("{ITEM}/findings")));
    let page = saved.follow().await;
    page.expect_text("If there are more than 8, describe the first 8 here.");
    // A statement without its finding says nothing.
    let mut sent = findings(1, 8);
    sent[8].1.clear();
    press(&page, &sent)
        .await
        .expect_error("finding_5", "Enter finding 5");
    let seven = press(&page, &findings(1, 7)).await;
    seven.expect_redirect(&given.at("additional-infrastructure/list"));
    let more = format!("{ITEM}/more-findings");
    let page = visit(&format!("{ITEM}/findings")).await;
    let saved = press(&page, &findings(1, 8)).await;
    saved.expect_redirect(&given.at(&more));
    let page = saved.follow().await;
    page.expect_text("More findings above medium that are not fixed");
    press(&page, &findings(9, 9)[..1])
        .await
        .expect_error("risk_9", "Enter the residual-risk statement for finding 9");
    // There may be no ninth.
    press(&page, &[])
        .await
        .expect_redirect(&given.at("additional-infrastructure/list"));
    let saved = press(&visit(&more).await, &findings(9, 16)).await;
    saved.expect_redirect(&given.at(&format!("{ITEM}/further-findings")));
    let page = saved.follow().await;
    page.expect_text("You have described 16 findings.");
    press(&page, &findings(17, 18))
        .await
        .expect_redirect(&given.at("additional-infrastructure/list"));
    visit("additional-infrastructure/check")
        .await
        .expect_text("Old library 1")
        .expect_text("Old library 18");
}
