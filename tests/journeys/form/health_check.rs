//! The health check of additional infrastructure: a null return, what was fixed, and an older one.

use super::Given;
use tests::Page;

const CHECK: &str = "additional-infrastructure/1/health-check";

async fn asked() -> (Given, Page) {
    let given = Given::started().await;
    let page = given
        .browser
        .visit(&given.at("additional-infrastructure"))
        .await;
    page.submit([("any", "yes")]).await.expect_status(303);
    let page = given
        .browser
        .visit(&given.at("additional-infrastructure/1"))
        .await;
    let described = [
        ("kind", "virtual"),
        ("name", "Servers"),
        ("where_hosted", "Slough"),
        ("what_runs", "Debian"),
        ("who_manages", "Our platform team"),
    ];
    let saved = page.press("Save and continue", described).await;
    saved.expect_redirect(&given.at(CHECK));
    let page = saved.follow().await;
    (given, page)
}

fn found(choice: &str) -> [(&str, &str); 7] {
    [
        ("done", "yes"),
        ("date-day", "27"),
        ("date-month", "3"),
        ("date-year", "2026"),
        ("tester", "Redcastle Assurance (CHECK)"),
        ("scope", "All servers"),
        ("findings_fixed", choice),
    ]
}

#[tokio::test]
async fn a_null_return_is_not_the_same_as_everything_fixed() {
    let (given, page) = asked().await;
    let list = given.at("additional-infrastructure/list");
    let summary = given.at("additional-infrastructure/check");
    let choices = page.select_attribute("input[name='findings_fixed']", "value");
    assert_eq!(choices, ["none_found", "all_fixed", "not_yet"]);
    let page = page.press("Save and continue", found("none_found")).await;
    page.expect_redirect(&list);
    given
        .browser
        .visit(&summary)
        .await
        .expect_text("No, nothing above medium was found");
    let page = given.browser.visit(&given.at(CHECK)).await;
    let page = page.press("Save and continue", found("all_fixed")).await;
    page.expect_redirect(&list);
    given
        .browser
        .visit(&summary)
        .await
        .expect_text("Yes, and all of it is fixed")
        .expect_no_text("nothing above medium was found");
    let page = given.browser.visit(&given.at(CHECK)).await;
    let page = page.press("Save and continue", found("not_yet")).await;
    page.expect_redirect(&given.at("additional-infrastructure/1/findings"));
    // What an earlier revision called so is no answer here.
    let page = given.browser.visit(&given.at(CHECK)).await;
    let token = page.csrf();
    let mut sent = found("yes").to_vec();
    sent.push((govuk::CSRF_FIELD, &token));
    let refused = given.browser.post(&given.at(CHECK), &sent).await;
    refused.expect_no_text("Something went wrong");
    assert_ne!(refused.status(), 500);
}

#[tokio::test]
async fn an_older_health_check_can_be_told() {
    let (given, page) = asked().await;
    page.expect_text("If not in the last 12 months, when was the last one? (optional)");
    let unreal = [
        ("done", "no"),
        ("last_date-day", "31"),
        ("last_date-month", "2"),
        ("last_date-year", "2025"),
    ];
    let refused = page.press("Save and continue", unreal).await;
    refused.expect_status(422);
    let links = refused.select_attribute(".govuk-error-summary__list a", "href");
    assert_eq!(links, ["#last_date-day"]);
    let older = [
        ("done", "no"),
        ("last_date-day", "27"),
        ("last_date-month", "3"),
        ("last_date-year", "2025"),
        ("last_tester", "Greyfriars Security Testing"),
    ];
    let saved = page.press("Save and continue", older).await;
    saved.expect_redirect(&given.at("additional-infrastructure/list"));
    given
        .browser
        .visit(&given.at("additional-infrastructure/check"))
        .await
        .expect_text("27 March 2025")
        .expect_text("Greyfriars Security Testing");
    given
        .browser
        .visit(&given.at("baseline"))
        .await
        .expect_text("without an IT health check (ITHC) in the last 12 months");
}
