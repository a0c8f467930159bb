//! Choosing from the register of infrastructure.

use super::Given;

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
