//! Pages for everybody.

use domain::role::OrganisationRole::Editor;
use domain::role::TeamRole;
use tests::TestApp;

const PAGES: [&str; 7] = [
    "/",
    "/before-you-start",
    "/questions",
    "/help",
    "/accessibility",
    "/privacy",
    "/cookies",
];

#[tokio::test]
async fn everybody_can_read_them_and_their_links_lead_somewhere() {
    let app = TestApp::start().await;
    let organisation = app.given_organisation("Northwind Mapping Limited").await;
    let editor = app.given_member(&organisation, Editor).await;
    for browser in [app.browser(), app.sign_in(&editor).await] {
        for path in PAGES {
            let page = browser.visit(path).await;
            for href in page.select_attribute("main a", "href") {
                if href.starts_with('/') && href != "/home" {
                    browser.visit(&href).await;
                }
            }
        }
    }
}

#[tokio::test]
async fn the_privacy_page_says_how_long_drafts_are_kept_as_the_rules_do() {
    let app = TestApp::start().await;
    let page = app.browser().visit("/privacy").await;
    let rule = async |name: &str| -> i32 {
        let value = format!("select access.rule_value('{name}', access.today())");
        app.value(&value).await
    };
    let kept = rule("draft_kept_quiet_days").await;
    page.expect_text(&format!(
        "A draft that nobody has worked on for {kept} days is deleted"
    ));
    let undo = rule("draft_undo_days").await;
    page.expect_text(&format!(
        "A deleted draft can be brought back for {undo} days"
    ));
}

#[tokio::test]
async fn the_page_of_questions_has_every_question_and_requirement() {
    let app = TestApp::start().await;
    let page = app.browser().visit("/questions").await;
    let set = questions::current("psn-cop").unwrap();
    let mut count = 0;
    for question in set.questions() {
        page.expect_text(&question.text_published)
            .expect_text(&question.requirement_published)
            .expect_text(&question.assurance);
        count += 1;
    }
    assert_eq!(count, 26);
    page.expect_text("(up to 1,500 characters)");
    // What is asked up to 24 times is there once for each page of the form.
    page.expect_text("Finding 1 ")
        .expect_text("The same for 2 to 8")
        .expect_text("The same for 18 to 24")
        .expect_no_text("Finding 2 ");
    for commitment in &set.commitments.items {
        page.expect_text(&commitment.text);
    }
}

#[tokio::test]
async fn the_start_page_leads_each_person_to_where_they_begin() {
    let app = TestApp::start().await;
    let page = app.browser().visit("/").await;
    page.expect_text("Sign in");
    page.click("Start now")
        .await
        .expect_heading("Create an account");
    let team = app.given_team_member(TeamRole::Lead).await;
    let page = app.sign_in(&team).await.visit("/").await;
    assert!(page.body().contains("href=\"/team\""));
}

#[tokio::test]
async fn the_security_file_says_whom_to_tell_and_until_when() {
    let app = TestApp::start().await;
    let page = app.browser().visit("/.well-known/security.txt").await;
    assert_eq!(page.header("content-type"), "text/plain; charset=utf-8");
    let body = page.body();
    assert!(body.starts_with("Contact: mailto:team@psn.example\nExpires: 20"));
    assert!(body.contains("T00:00:00Z\n"));
}
