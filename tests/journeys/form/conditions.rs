//! Countries that are only partly covered: each is asked about, and an answer says what it comes to.

use super::Given;
use crate::given_draft::{GivenDraft, SIGNATORY};
use domain::role::TeamRole;
use tests::Page;

const PAGE: &str = "security/2a/conditions";
const OF_CANADA: &str = "Our office there is a company under that law.";
const OF_STATES: &str = "Our processor has left the list, and we look for another.";

/// Chooses countries with a treaty for the data centres.
async fn choose(given: &Given, countries: &[(&str, &str)]) -> Page {
    let page = given
        .browser
        .visit(&given.at("security/2a/countries"))
        .await;
    page.press_all("Save and continue", countries).await
}

/// Canada and the United States are chosen, and their conditions open.
async fn asked() -> (Given, Page) {
    let given = Given::started().await;
    let page = given.browser.visit(&given.at("security/2a")).await;
    let saved = page.press("Save and continue", [("answer", "treaty")]);
    saved
        .await
        .expect_redirect(&given.at("security/2a/countries"));
    let saved = choose(&given, &[("treaty", "CA"), ("treaty", "US")]).await;
    saved.expect_redirect(&given.at(PAGE));
    let page = saved.follow().await;
    (given, page)
}

#[tokio::test]
async fn each_partly_covered_country_has_to_be_answered() {
    let (given, page) = asked().await;
    page.expect_text("Conditions of the countries where your data centres are")
        .expect_text(
            "Canada: only organisations under Canada’s PIPEDA law are covered. Do you meet this?",
        )
        .expect_text("United States: only organisations on the Data Privacy Framework list")
        .expect_no_text("Japan");
    let of_canada = [("meets_ca", "yes"), ("how_ca", OF_CANADA)];
    let refused = page.press("Save and continue", of_canada).await;
    refused.expect_status(422).expect_errors([
        (
            "meets_us",
            "Select if you meet the condition for United States",
        ),
        (
            "how_us",
            "Enter how you meet the condition for United States, or why not",
        ),
    ]);
    assert_eq!(refused.select_text("#how_ca"), [OF_CANADA]);
    // As a draft it is kept, and not complete.
    let saved = page.press("Save and come back later", of_canada).await;
    saved.expect_status(303);
    let baseline = given.browser.visit(&given.at("baseline")).await;
    let left = baseline.links();
    let left = left
        .iter()
        .any(|(text, href)| text.contains("2a") && href.starts_with(&given.at(PAGE)));
    assert!(left, "{:?}", baseline.links());
}

#[tokio::test]
async fn a_condition_that_is_not_met_is_below_the_standard_and_one_that_is_unsure_is_looked_at() {
    let (given, page) = asked().await;
    let said = [
        ("meets_ca", "yes"),
        ("how_ca", OF_CANADA),
        ("meets_us", "no"),
        ("how_us", OF_STATES),
    ];
    page.press("Save and continue", said)
        .await
        .expect_status(303);
    let baseline = given.browser.visit(&given.at("baseline")).await;
    baseline.expect_text(
        "You do not meet the condition for United States (only organisations on the Data Privacy Framework \
         list with its UK Extension: SI 2023/1028, in force 12 October 2023). The standard allows a partly \
         covered country only under its condition.",
    );
    let changes = baseline.select_attribute("main a", "href");
    let to_the_field = format!("{}?return=baseline#meets_us", given.at(PAGE));
    assert!(changes.contains(&to_the_field), "{changes:?}");
    given
        .browser
        .visit(&given.at("security/2/check"))
        .await
        .expect_text(OF_CANADA)
        .expect_text(OF_STATES)
        .expect_text("Do you meet this?");
    let page = given.browser.visit(&given.at(PAGE)).await;
    let unsure = page
        .press("Save and continue", [("meets_us", "not_sure")])
        .await;
    unsure.expect_status(303);
    given
        .browser
        .visit(&given.at("baseline"))
        .await
        .expect_text("You are not sure whether you meet the condition for United States")
        .expect_text("The PSN team will look at this");
}

#[tokio::test]
async fn what_was_said_of_a_country_stays_when_the_country_goes() {
    let (given, page) = asked().await;
    let said = [
        ("meets_ca", "yes"),
        ("how_ca", OF_CANADA),
        ("meets_us", "no"),
        ("how_us", OF_STATES),
    ];
    page.press("Save and continue", said)
        .await
        .expect_status(303);
    let countries = given
        .browser
        .visit(&given.at("security/2a/countries"))
        .await;
    countries
        .expect_text("If you change this answer, we leave out what does not apply any more:")
        .expect_text(OF_STATES);
    choose(&given, &[("treaty", "CA")]).await.expect_status(303);
    given
        .browser
        .visit(&given.at("baseline"))
        .await
        .expect_no_text("You do not meet the condition");
    let page = given.browser.visit(&given.at(PAGE)).await;
    page.expect_no_text("United States");
    // Saving what is asked now does not take away what is set aside.
    page.press("Save and continue", []).await.expect_status(303);
    // What was said of it counts again at once.
    choose(&given, &[("treaty", "CA"), ("treaty", "US")])
        .await
        .expect_redirect(&given.at("security/2a/does-not-meet"));
    let page = given.browser.visit(&given.at(PAGE)).await;
    assert_eq!(page.select_text("#how_ca"), [OF_CANADA]);
    assert_eq!(page.select_text("#how_us"), [OF_STATES]);
    // Without any partly covered country the page is not asked.
    choose(&given, &[("treaty", "CH")])
        .await
        .expect_redirect(&given.at("security/2b"));
    let gone = given.browser.open(&given.at(PAGE)).await;
    gone.expect_status(303);
}

#[tokio::test]
async fn who_signs_and_who_assesses_read_the_condition_and_what_was_said_of_it() {
    const ASKED: &str =
        "Canada: only organisations under Canada’s PIPEDA law are covered. Do you meet this?";
    let draft = GivenDraft::complete().await;
    draft.change("security/2a", "answer", "treaty").await;
    let of_canada = format!(r#"{{"meets_ca": ["no"], "how_ca": ["{OF_CANADA}"]}}"#);
    for (page, answer) in [
        ("security/2a/countries", r#"{"treaty": ["CA"]}"#),
        (PAGE, of_canada.as_str()),
    ] {
        let statement = format!(
            "insert into answers (organisation_id, application_id, page, item, answer, is_complete, version,
                 saved_at, saved_by, saved_by_name)
             values ('{}', '{}', '{page}', 0, '{answer}', true, 1, access.now(), '{}', 'An Editor')",
            draft.organisation.id.0, draft.id.0, draft.editor.id.0
        );
        draft.app.sql(&statement).await;
    }
    let browser = draft.browser().await;
    for page in ["check-answers", "everything"] {
        let page = browser.visit(&draft.path(page)).await;
        page.expect_text(ASKED).expect_text(OF_CANADA);
    }
    let link = draft.ask_signatory().await;
    let signatory = draft.app.browser();
    let page = draft.enter(&signatory, &link, SIGNATORY).await;
    let page = page.submit([("authority", "yes")]).await.follow().await;
    page.expect_text("You do not meet the condition for Canada");
    signatory
        .visit(&format!("{link}/everything"))
        .await
        .expect_text(ASKED)
        .expect_text(OF_CANADA);
    let signed: bool = draft
        .app
        .value("select bool_and(snapshot like '%meets_ca%') from signature_requests")
        .await;
    assert!(signed);
    draft
        .app
        .sql(&format!(
            "update applications set state = 'submitted', submitted_at = access.now(), target_on = access.today()
             where id = '{}'",
            draft.id
        ))
        .await;
    let assessor = draft.app.given_team_member(TeamRole::Assessor).await;
    let assessor = draft.app.sign_in(&assessor).await;
    assessor
        .visit(&format!("/team{}", draft.path("review/2a")))
        .await
        .expect_text(ASKED)
        .expect_text(OF_CANADA)
        .expect_text("The supplier says that the condition is not met for Canada");
}
