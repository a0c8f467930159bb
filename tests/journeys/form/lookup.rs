//! Choosing from the register of infrastructure.

use super::Given;
use tests::Page;

const HARBOUR: &str = "00000000-0000-7000-8000-000000000001";
const OTHER: &str = "00000000-0000-7000-8000-000000000002";

async fn given() -> Given {
    let given = Given::started().await;
    given
        .app
        .sql(&format!(
            "insert into infrastructures (id, name, owner_name, certificate_number, valid_to, confirmed_at)
             values ('{HARBOUR}', 'Harbour PSN Zone', 'Harbour Hosting plc', 'PSN-CN-2231', '2099-09-17', access.now()),
                    ('{OTHER}', 'Unconfirmed Zone', 'Somebody', 'PSN-CN-0001', '2099-09-17', null)"
        ))
        .await;
    let page = given.browser.visit(&given.at("infrastructure/who")).await;
    page.submit([("who", "another")])
        .await
        .expect_redirect(&given.at("infrastructure/find"));
    given
}

#[tokio::test]
async fn the_server_fills_in_what_the_register_knows() {
    let given = given().await;
    let page = given.browser.visit(&given.at("infrastructure/find")).await;
    let page = page.press("Search", [("q", "cn-2231")]).await;
    page.expect_text("1 match for ‘cn-2231’")
        .expect_text("Harbour Hosting plc");
    let saved = page
        .press("Save and continue", [("infrastructure", HARBOUR)])
        .await;
    saved.expect_redirect(&given.at("infrastructure/agreement"));
    let check = given.browser.visit(&given.at("infrastructure/check")).await;
    check
        .expect_text("Harbour PSN Zone")
        .expect_text("PSN-CN-2231")
        .expect_text("17 September 2099");
    let page = given
        .browser
        .visit(&format!(
            "{}?q=nothing+like+it",
            given.at("infrastructure/find")
        ))
        .await;
    page.expect_text("Nothing in the list matches")
        .expect_text("Harbour PSN Zone");
}

#[tokio::test]
async fn what_the_browser_says_of_the_register_does_not_count() {
    let given = given().await;
    let path = given.at("infrastructure/find");
    let token = given.browser.visit(&path).await.csrf();
    let send = async |choice: &str| {
        let fields = [
            ("csrf", token.as_str()),
            ("infrastructure", choice),
            ("owner", "Myself"),
            ("version", "0"),
        ];
        given.browser.post(&path, &fields).await
    };
    for unknown in [OTHER, "not-an-id", "00000000-0000-7000-8000-00000000000f"] {
        send(unknown).await.expect_status(422);
    }
    send(HARBOUR).await.expect_status(303);
    let check = given.browser.visit(&given.at("infrastructure/check")).await;
    check
        .expect_text("Harbour Hosting plc")
        .expect_no_text("Myself");
    let page = given.browser.visit(&path).await;
    let saved = page
        .press("Save and continue", [("infrastructure", "not_listed")])
        .await;
    saved.expect_redirect(&given.at("infrastructure/details"));
}

#[tokio::test]
async fn infrastructure_whose_certificate_has_ended_is_not_taken() {
    let given = given().await;
    given
        .app
        .sql(&format!(
            "update infrastructures set valid_to = '2026-01-31' where id = '{HARBOUR}'"
        ))
        .await;
    let path = given.at("infrastructure/find");
    let page = given.browser.visit(&path).await;
    page.expect_text("Harbour Hosting plc, certificate PSN-CN-2231, ended on 31 January 2026");
    let refused = page
        .press("Save and continue", [("infrastructure", HARBOUR)])
        .await;
    refused.expect_error(
        "infrastructure",
        "Select infrastructure whose certificate is in date. The certificate of Harbour PSN Zone ended on 31 January 2026",
    );
    assert_eq!(
        refused.select_attribute("input[checked]", "value"),
        [HARBOUR]
    );
    // One that ends soon may be chosen, and that is said at once and wherever answers are checked.
    given
        .app
        .sql("update infrastructures set valid_to = access.today() + 90")
        .await;
    let page = given.browser.visit(&path).await;
    let saved = page
        .press("Save and continue", [("infrastructure", HARBOUR)])
        .await;
    let words = "in less than 12 months, and the service’s certificate would end with it";
    saved.follow().await.expect_text(words);
    for tail in ["infrastructure/check", "baseline"] {
        given
            .browser
            .visit(&given.at(tail))
            .await
            .expect_text(words);
    }
}

/// Details of infrastructure that is said not to be listed, with this certificate and name.
async fn type_details(given: &Given, number: &str, name: &str) -> Page {
    let page = given.browser.visit(&given.at("infrastructure/find")).await;
    page.press("Save and continue", [("infrastructure", "not_listed")])
        .await
        .expect_status(303);
    let page = given
        .browser
        .visit(&given.at("infrastructure/details"))
        .await;
    page.press(
        "Save and continue",
        [
            ("name", name),
            ("certificate_number", number),
            ("certificate_expires-day", "17"),
            ("certificate_expires-month", "9"),
            ("certificate_expires-year", "2098"),
            ("owner", "Somebody else"),
        ],
    )
    .await
}

#[tokio::test]
async fn a_certificate_that_is_on_the_list_is_noticed_however_it_is_typed() {
    let given = given().await;
    let listed = given.at("infrastructure/details/listed");
    let saved = type_details(&given, "psn cn–223l", "Our zone").await;
    saved.expect_redirect(&listed);
    let said = saved.follow().await;
    said.expect_heading("Harbour PSN Zone is on the list")
        .expect_text("This is on the list: Harbour PSN Zone, Harbour Hosting plc")
        .expect_no_text("Go on");
    // What was typed is there, and said again as long as it is.
    let typed = said.click("Change what you typed").await;
    assert_eq!(
        typed.select_attribute("#certificate_number", "value"),
        ["psn cn–223l"]
    );
    typed
        .press("Save and continue", [])
        .await
        .expect_redirect(&listed);
    typed
        .press("Save and come back later", [])
        .await
        .expect_redirect(&format!("{listed}?return=tasks"));
    let find = said.click("Select Harbour PSN Zone from the list").await;
    find.expect_text("1 match for ‘PSN-CN-2231’")
        .press("Save and continue", [("infrastructure", HARBOUR)])
        .await
        .expect_redirect(&given.at("infrastructure/agreement"));
    given
        .browser
        .open(&listed)
        .await
        .expect_redirect(&given.at("infrastructure/details"));
}

#[tokio::test]
async fn a_name_that_is_on_the_list_may_be_a_chance() {
    let given = given().await;
    let saved = type_details(&given, "PSN-CN-9999", "Harbour  PSN-zone").await;
    saved.expect_redirect(&given.at("infrastructure/details/listed"));
    let said = saved.follow().await;
    said.expect_text("The list has infrastructure of the same name: Harbour PSN Zone, Harbour Hosting plc, with the certificate PSN-CN-2231");
    let on = said.click("Go on: it is other infrastructure").await;
    on.expect_text("Have you finalised the terms of your agreement with the owner?");
    let page = given
        .browser
        .visit(&given.at("infrastructure/details"))
        .await;
    page.press("Save and continue", [])
        .await
        .expect_redirect(&given.at("infrastructure/agreement"));
}

#[tokio::test]
async fn what_nobody_finds_in_the_list_is_not_told_of() {
    let given = given().await;
    let saved = type_details(&given, "PSN-CN-0001", "Unconfirmed Zone").await;
    saved.expect_redirect(&given.at("infrastructure/agreement"));
    given
        .browser
        .open(&given.at("infrastructure/details/listed"))
        .await
        .expect_redirect(&given.at("infrastructure/details"));
    for other in ["infrastructure/find/listed", "service-name/listed"] {
        given
            .browser
            .open(&given.at(other))
            .await
            .expect_status(404);
    }
}

#[tokio::test]
async fn a_listed_certificate_that_has_ended_leads_to_the_team() {
    let given = given().await;
    given
        .app
        .sql("update infrastructures set valid_to = '2026-01-31'")
        .await;
    let said = type_details(&given, "PSN-CN-2231", "Our zone")
        .await
        .follow()
        .await;
    said.expect_text("The certificate on the list ended on 31 January 2026")
        .expect_text("team@psn.example");
}
