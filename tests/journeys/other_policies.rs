//! Other policies beside an application's answers: what is covered, what is left, and for whom.

use crate::form::Given;
use crate::given_draft::GivenDraft;
use crate::given_draft::certified::NUMBER;
use domain::role::{OrganisationRole, TeamRole};
use spreadsheets::{Limits, read};
use tests::{Browser, Page};
use time::Duration;

const DOWNLOAD: &str = "Download what your answers do not cover (CSV)";
const ANNEX: &str = "Dynamic Marketplace, Schedule 23, Annex 1: Security Policy";

/// The part of a page about one requirement: from its heading to the next one.
fn about(page: &Page, heading: &str) -> String {
    let text = page.text();
    let from = text
        .rfind(heading)
        .unwrap_or_else(|| panic!("no {heading} in {text}"));
    let rest = &text[from..];
    let to = rest.find("as published").unwrap();
    rest[..to].to_owned()
}

#[tokio::test]
async fn a_complete_draft_covers_some_and_the_gaps_are_named() {
    let draft = GivenDraft::complete().await;
    let browser = draft.browser().await;
    let tasks = browser
        .visit(&format!("/applications/{}", draft.reference))
        .await;
    let list = tasks
        .click("See how far your answers go for other policies")
        .await;
    list.expect_heading("Northwind Gazetteer Your answers and other policies")
        .expect_text("It is no assessment: nobody has checked it")
        .expect_text("nobody but your organisation sees it")
        .expect_text("Of the 59 things that it asks: your answers cover 8 your answers cover 30 in part 21 are not asked by this form")
        .expect_text("Of the 34 things that it asks: your answers cover 12 in part 22 are not asked by this form")
        .expect_text("PSN Code of Practice (CoP), version 2015-07.5");
    let page = list.click(ANNEX).await;
    page.expect_text("It is no assessment")
        .expect_no_text("it was submitted at");
    let covered = about(&page, "1.1 Data is protected between users’ devices");
    assert!(
        covered.contains(
            "Status: Your answers cover this 1a Between the user’s device and the service"
        )
    );
    let partly = about(&page, "5.3 Vulnerabilities are assessed");
    assert!(
        partly.contains("Your answers cover this in part"),
        "{partly}"
    );
    assert!(partly.contains("within 7 days for critical"), "{partly}");
    let missing = about(&page, "13.1 Audit information is kept");
    assert!(
        missing.contains("Not asked by this form It asks that"),
        "{missing}"
    );
    page.expect_text("Data in transit is protected internally within the service.")
        .expect_text(
            "5 (information risk management approval) and 7 (security testing) are not used",
        );
    // The questions lead to their pages, and everything on the page is somewhere.
    let questions = page.links().into_iter();
    let mut questions: Vec<String> = questions
        .map(|(_, href)| href)
        .filter(|href| href.contains("/security/"))
        .collect();
    questions.sort();
    questions.dedup();
    assert_eq!(questions.len(), 25, "{questions:?}");
    for path in &questions {
        browser.visit(path).await;
    }
    let gaps = page.click("Show only what your answers do not cover").await;
    gaps.expect_no_text("1.1 Data is protected between users’ devices")
        .expect_text("1.2 Data is protected within the service")
        .expect_text("Below is only what your answers do not cover.");
    gaps.click("Show everything that it asks")
        .await
        .expect_text("1.1 Data is protected between users’ devices");
    page.click("Back to other policies")
        .await
        .expect_status(200);
}

#[tokio::test]
async fn what_is_below_explained_or_not_answered_is_not_covered() {
    let given = Given::started().await;
    let page = given
        .browser
        .visit(&given.at("other-policies/dmp-annex-1"))
        .await;
    page.expect_text("38 are not answered yet 21 are not asked by this form")
        .expect_no_text("as they were saved last at");
    let open = about(&page, "7.2 Development follows good practice");
    assert!(
        open.contains("Not answered yet 7b Good practice in design, coding, testing and deployment: not fully answered yet"),
        "{open}"
    );

    let question = given.browser.visit(&given.at("security/7b")).await;
    let text = "We follow the secure development guide of our industry.";
    question
        .press_all(
            "Save and continue",
            &[
                ("answer", "yes"),
                ("stages", "design"),
                ("stages", "coding"),
                ("stages", "testing"),
                ("stages", "deployment"),
                ("explanation", text),
            ],
        )
        .await
        .expect_status(303);
    let page = given
        .browser
        .visit(&given.at("other-policies/dmp-annex-1"))
        .await;
    page.expect_text("as they were saved last at");
    let answered = about(&page, "7.2 Development follows good practice");
    assert!(
        answered.contains("Your answers cover this 7b"),
        "{answered}"
    );

    let draft = GivenDraft::complete().await;
    draft.change("security/7b", "answer", "no").await;
    draft.change("security/7c", "answer", "partly").await;
    let path = draft.path("other-policies/dmp-annex-1");
    let page = draft.browser().await.visit(&path).await;
    let below = about(&page, "7.2 Development follows good practice");
    assert!(
        below.contains("An answer is below what PSN asks 7b"),
        "{below}"
    );
    assert!(below.contains(": below what PSN asks"), "{below}");
    let explained = about(&page, "7.3 Configuration management keeps");
    assert!(
        explained.contains("Your answers cover this in part 7c"),
        "{explained}"
    );
    assert!(
        explained.contains(": rests on an explanation"),
        "{explained}"
    );
    page.expect_text("1 has an answer that is below what PSN asks");
}

#[tokio::test]
async fn submitted_and_certified_applications_are_compared_too() {
    let draft = GivenDraft::certified(200).await;
    let browser = draft.browser().await;
    browser.visit(&format!("/certificates/{NUMBER}")).await;
    for tail in [
        "other-policies",
        "other-policies/dmp-annex-1",
        "other-policies/cps-security-policy",
    ] {
        let page = browser.visit(&draft.path(tail)).await;
        page.expect_text("it was submitted at")
            .expect_text("and we use the rules of that day");
    }
}

#[tokio::test]
async fn who_may_read_the_application_sees_it_and_nobody_else() {
    let given = Given::started().await;
    let (_, viewer) = given.colleague(OrganisationRole::Viewer).await;
    let other = given.app.given_organisation("Somebody Else Limited").await;
    let stranger = given
        .app
        .given_member(&other, OrganisationRole::Administrator)
        .await;
    let stranger = given.app.sign_in(&stranger).await;
    let assessor = given.app.given_team_member(TeamRole::Assessor).await;
    let assessor = given.app.sign_in(&assessor).await;
    given
        .app
        .sql("update applications set state = 'under_review', submitted_at = access.now()")
        .await;
    for tail in ["other-policies", "other-policies/cps-security-policy"] {
        viewer.visit(&given.at(tail)).await;
        for browser in [&stranger, &assessor] {
            browser.open(&given.at(tail)).await.expect_status(404);
        }
        let nobody = given.app.browser().open(&given.at(tail)).await;
        assert!(nobody.redirect().starts_with("/sign-in"));
    }
    let unknown = given.at("other-policies/another-policy");
    viewer.open(&unknown).await.expect_status(404);
    let token = viewer.visit("/account").await.csrf();
    let sent = viewer.post(&unknown, &[(govuk::CSRF_FIELD, &token)]).await;
    sent.expect_status(404);
}

/// The rows of the list as it is downloaded, without the headings.
async fn download(browser: &Browser, path: &str) -> (Page, Vec<Vec<String>>) {
    let file = browser.visit(path).await.press(DOWNLOAD, []).await;
    file.expect_status(200);
    let table = read(file.body().as_bytes(), &Limits::default()).unwrap();
    assert_eq!(table.rows()[0][2], "What it asks");
    let rows = table.rows()[1..].to_vec();
    (file, rows)
}

#[tokio::test]
async fn the_list_of_what_is_missing_is_a_file_and_taking_it_is_recorded() {
    let draft = GivenDraft::complete().await;
    let viewer = draft
        .app
        .given_member(&draft.organisation, OrganisationRole::Viewer)
        .await;
    let browser = draft.app.sign_in(&viewer).await;
    draft.app.skip_audit().await;
    let path = draft.path("other-policies/dmp-annex-1");
    let (file, rows) = download(&browser, &path).await;
    draft.app.expect_audit(["copy_taken"]).await;
    assert_eq!(
        file.header("content-disposition"),
        format!(
            "attachment; filename=\"{}-dmp-annex-1-gaps.csv\"",
            draft.reference
        )
    );
    assert_eq!(rows.len(), 30 + 21);
    let row = rows.iter().find(|row| row[0] == "2.1").unwrap();
    assert_eq!(row[1], "Principle 2: Asset protection and resilience");
    assert!(row[3].contains("The geographic locations where Contracting Authority data is stored"));
    assert_eq!(
        (row[4].as_str(), row[5].as_str()),
        ("Your answers cover this in part", "2a\n2b")
    );
    assert!(row[6].starts_with("It asks that you tell customers the places."));
    let numbers: Vec<&str> = rows.iter().map(|row| row[0].as_str()).collect();
    assert!(numbers.contains(&"13.1") && !numbers.contains(&"1.1"));
    // As any copy, it needs a fresh confirmation, which leads back to the page.
    draft.app.advance(Duration::minutes(16)).await;
    let page = browser.visit(&path).await;
    let asked = page.press(DOWNLOAD, []).await.redirect();
    assert!(asked.starts_with("/confirm-it-is-you?next="), "{asked}");
    let confirm = browser.visit(&asked).await;
    let back = confirm
        .press("Continue", [("password", tests::PASSWORD)])
        .await
        .redirect();
    assert!(back.starts_with(&path), "{back}");
    let (_, again) = download(&browser, &back).await;
    assert_eq!(again.len(), rows.len());
}

#[tokio::test]
async fn a_certificate_leads_its_own_organisation_there() {
    const WORDS: &str = "See how far your answers go for other policies";
    let draft = GivenDraft::certified(40).await;
    let app = &draft.app;
    let viewer = app
        .given_member(&draft.organisation, OrganisationRole::Viewer)
        .await;
    let viewer = app.sign_in(&viewer).await;
    let certificate = format!("/certificates/{NUMBER}");
    for browser in [&draft.browser().await, &viewer] {
        let list = browser.visit(&certificate).await.click(WORDS).await;
        list.expect_heading("Northwind Gazetteer Your answers and other policies");
    }
    // The team reads the certificate, and these are not its pages.
    let lead = app.given_team_member(TeamRole::Lead).await;
    let lead = app.sign_in(&lead).await;
    lead.visit(&certificate).await.expect_no_text(WORDS);
}
