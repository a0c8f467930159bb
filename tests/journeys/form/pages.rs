//! What a question page shows, and what it says when something is wrong.

use super::Given;
use questions::QuestionSet;

fn set() -> &'static QuestionSet {
    questions::current("psn-cop").unwrap()
}

#[tokio::test]
async fn every_question_page_shows_its_requirement_and_the_published_wording() {
    let given = Given::started().await;
    for question in set().questions() {
        let page = set().pages_of_question(&question.id).next().unwrap();
        let shown = given.browser.visit(&given.at(&page.path)).await;
        let text = shown.text();
        assert!(
            shown.heading().ends_with(&page.heading),
            "{}",
            shown.heading()
        );
        assert!(text.contains(&question.text_published), "{}", question.id);
        assert!(
            text.contains(&question.requirement_published),
            "{}",
            question.id
        );
        if let Some(erratum) = &question.erratum {
            assert!(text.contains(erratum.as_str()), "{}", question.id);
        }
        let said = page
            .body
            .iter()
            .any(|paragraph| text.contains(paragraph.as_str()));
        assert!(said, "{}", question.id);
    }
}

#[tokio::test]
async fn errors_stand_in_the_title_the_summary_and_beside_the_field_and_nothing_typed_is_lost() {
    let given = Given::started().await;
    let page = given.browser.visit(&given.at("security/3c")).await;
    let typed = "Too short <b>";
    let page = page
        .press("Save and continue", [("explanation", typed)])
        .await;
    page.expect_status(422).expect_errors([
        (
            "answer",
            "Select yes if you separate consumer data from other consumers",
        ),
        ("explanation", "Explanation must be 20 characters or more"),
    ]);
    assert!(page.title().starts_with("Error: "));
    assert_eq!(page.select_text("textarea"), [typed]);
    assert_eq!(given.versions_of("security/3c").await, 0);
    let long = "x".repeat(1501);
    let page = page
        .press(
            "Save and continue",
            [("answer", "yes"), ("explanation", &long)],
        )
        .await;
    page.expect_status(422).expect_errors([(
        "explanation",
        "Explanation must be 1,500 characters or less",
    )]);
    assert_eq!(page.select_text("textarea"), [long]);
}

#[tokio::test]
async fn a_part_of_a_date_that_is_missing_is_marked_alone() {
    let given = Given::started().await;
    let page = given
        .browser
        .visit(&given.at("additional-infrastructure"))
        .await;
    let page = page.submit([("any", "yes")]).await;
    page.expect_redirect(&given.at("additional-infrastructure/1"));
    let page = given
        .browser
        .visit(&given.at("additional-infrastructure/1/health-check"))
        .await;
    let page = page
        .press(
            "Save and continue",
            [("done", "yes"), ("date-day", "27"), ("date-year", "2026")],
        )
        .await;
    page.expect_status(422);
    assert_eq!(
        page.select_attribute(".govuk-input--error", "name"),
        ["date-month", "tester"]
    );
    let links = page.select_attribute(".govuk-error-summary__list a", "href");
    assert_eq!(
        links,
        ["#date-month", "#tester", "#scope", "#findings_fixed"]
    );
}

#[tokio::test]
async fn what_no_page_of_ours_sends_is_refused() {
    let given = Given::started().await;
    let path = given.at("security/4a");
    let page = given.browser.visit(&path).await;
    let token = page.csrf();
    let send = async |fields: &[(&str, &str)]| {
        let mut all: Vec<(&str, &str)> = vec![("csrf", &token)];
        all.extend(fields);
        given.browser.post(&path, &all).await
    };
    send(&[("version", "0"), ("colour", "green")])
        .await
        .expect_status(400);
    let page = send(&[("version", "0"), ("answer", "maybe")]).await;
    page.expect_status(422);
    let page = send(&[
        ("version", "x"),
        ("answer", "no"),
        ("explanation", "a\0b <script>alert(1)</script> long enough"),
    ])
    .await;
    page.expect_status(422);
    given
        .browser
        .post(&path, &[("answer", "yes")])
        .await
        .expect_status(403);
    given
        .browser
        .open(&given.at("security/99z"))
        .await
        .expect_status(404);
    given
        .browser
        .open(&given.at("connections/51"))
        .await
        .expect_status(404);
    assert_eq!(given.versions_of("security/4a").await, 0);
}

#[tokio::test]
async fn addresses_forgive_how_the_reference_is_written() {
    let given = Given::started().await;
    let typed = given.reference().to_lowercase().replace('-', "");
    let page = given
        .browser
        .open(&format!("/applications/{typed}/security/3a?return=answers"))
        .await;
    page.expect_redirect(&given.at("security/3a?return=answers"));
    let page = given.browser.open(&format!("/applications/{typed}")).await;
    page.expect_redirect(&given.root);
    given
        .browser
        .open("/applications/nonsense/security/3a")
        .await
        .expect_status(404);
    given
        .browser
        .open(&given.at("security/3"))
        .await
        .expect_redirect(&given.at("security/3a"));
    given
        .browser
        .open(&given.at("security/1a/why"))
        .await
        .expect_redirect(&given.at("security/1a"));
}

#[tokio::test]
async fn what_is_known_of_the_organisation_is_a_starting_point() {
    let given = Given::started().await;
    let page = given.browser.visit(&given.at("organisation/check")).await;
    page.expect_text("Northwind Mapping Limited")
        .expect_text("1 Mill Lane")
        .expect_text("Ludlow")
        .expect_text("SY8 1ZZ");
    let page = given.browser.visit(&given.at("point-of-contact")).await;
    let values = page.select_attribute("main input[type=text], main input[type=email]", "value");
    assert_eq!(
        values,
        [given.editor.name.as_str(), given.editor.email.as_str()]
    );
    let list = given.browser.visit(&given.root).await;
    let statuses = list.select_text(".govuk-task-list__status");
    assert_eq!(
        statuses[..3],
        ["In progress", "In progress", "Not yet started"]
    );
}
