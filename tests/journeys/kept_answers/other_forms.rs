//! Forms that are no question: comments, decisions, judgements.

use super::{TYPED, sign_in};
use crate::form::Given;
use crate::given_case::GivenCase;
use domain::role::OrganisationRole;
use tests::{Browser, PASSWORD, Page};
use time::Duration;

#[tokio::test]
async fn a_form_from_before_its_person_signed_out_and_in_again_is_kept() {
    let given = Given::started().await;
    let old = given.browser.visit(&given.at("security/3c")).await;
    let account = given.browser.visit("/account").await;
    account.press("Sign out", []).await;
    // Nobody else on this browser gets what is typed there.
    let (other, _) = given.colleague(OrganisationRole::Editor).await;
    sign_in(&given.browser, &other, "/sign-in").await;
    let fields = [("answer", "yes"), ("explanation", TYPED)];
    old.press("Save and continue", fields)
        .await
        .expect_status(403);
    let account = given.browser.visit("/account").await;
    account.press("Sign out", []).await;
    sign_in(&given.browser, &given.editor, "/sign-in").await;
    assert_eq!(given.app.count("kept_answers").await, 0);
    let kept = old.press("Save and continue", fields).await;
    kept.expect_redirect("/answer-kept");
    assert_eq!(given.versions_of("security/3c").await, 0);
    let page = kept.follow().await;
    page.expect_text("of \"mine\", long enough");
    page.press("Restore", []).await.expect_status(303);
    assert_eq!(given.versions_of("security/3c").await, 1);
    assert_eq!(given.app.count("kept_answers").await, 0);
}

async fn comments_too_late(case: &GivenCase, browser: &Browser) -> Page {
    let page = browser.visit(&case.team_path("approve")).await;
    case.app.advance(Duration::minutes(16)).await;
    page.submit([
        ("outcome", "approved"),
        ("comment", "I have read all of it."),
    ])
    .await
}

#[tokio::test]
async fn a_decision_waits_until_its_person_has_confirmed_who_they_are() {
    let case = GivenCase::submitted().await;
    case.given_signature().await;
    case.begun().await;
    case.given_judgements(&[]).await;
    let assessor = case.app.sign_in(&case.assessor).await;
    case.recommend(&assessor, "grant").await;
    let lead = case.app.sign_in(&case.lead).await;
    let asked = comments_too_late(&case, &lead).await;
    assert_eq!(case.state().await, "recommended");
    let page = asked.follow().await;
    page.expect_heading("Confirm it is you");
    let page = page.submit([("password", PASSWORD)]).await;
    // The decision is back on its page, as it was typed; nothing is decided by that.
    let page = page.follow().await;
    page.expect_heading("Decide on the recommendation")
        .expect_text("We kept what you typed")
        .expect_text("I have read all of it.");
    assert_eq!(case.state().await, "recommended");
    page.submit([]).await.expect_redirect(&case.team_path(""));
    assert_eq!(case.state().await, "approved");
    assert_eq!(case.app.count("kept_answers").await, 0);
}

#[tokio::test]
async fn a_form_that_is_no_question_is_named_and_leads_back_to_its_page() {
    let given = Given::started().await;
    let administrator = given
        .app
        .given_member(&given.organisation, OrganisationRole::Administrator)
        .await;
    let browser = given.app.sign_in(&administrator).await;
    let people = format!("/organisations/{}/people", given.organisation.id);
    let page = browser.visit(&format!("{people}/invite")).await;
    given.app.advance(Duration::minutes(61)).await;
    let fields = [("email", "new@colleague.example"), ("role", "viewer")];
    page.submit(fields)
        .await
        .expect_redirect("/signed-out?kept=yes");
    let page = sign_in(&browser, &administrator, "/sign-in?next=/answer-kept").await;
    let page = page.follow().await;
    page.expect_text("Invite a colleague")
        .expect_text("We have not done it.")
        .expect_text("new@colleague.example")
        .expect_no_text("Restore");
    let page = page.click("Go back to this form").await;
    page.expect_heading("Invite a colleague")
        .expect_text("We kept what you typed");
    assert_eq!(given.app.count("invitations").await, 0);
    // Another form of the page, or somebody else who has the address, changes nothing of it.
    let other = given.app.sign_in(&given.editor).await;
    let theirs = other.open(page.path()).await;
    theirs.expect_no_text("new@colleague.example");
    assert_eq!(given.app.count("kept_answers").await, 1);
    page.submit([]).await.expect_redirect(&people);
    let role: String = given.app.value("select role from invitations").await;
    assert_eq!(role, "viewer");
    assert_eq!(given.app.count("kept_answers").await, 0);
}

#[tokio::test]
async fn a_judgement_comes_back_beside_the_one_that_was_saved_meanwhile() {
    let case = GivenCase::submitted().await;
    let late = case.begun().await;
    let path = case.team_path("review/3a");
    let page = late.visit(&path).await;
    case.app.advance(Duration::minutes(31)).await;
    let fields = [
        ("verdict", "not_met"),
        ("note", "Nothing says who else uses it."),
    ];
    page.submit(fields)
        .await
        .expect_redirect("/signed-out?kept=yes");
    let lead = case.app.sign_in(&case.lead).await;
    case.judge(&lead, "3a", "meets", "It is private.").await;
    let again = case.app.sign_in(&case.assessor).await;
    let page = again.visit("/answer-kept").await;
    page.expect_text(&format!("Judge 3a of {}", case.reference));
    let page = page.click("Go back to this form").await;
    page.expect_text("Nothing says who else uses it.")
        .expect_text("It is private.");
    page.submit([]).await.expect_status(303);
    let note: String = case
        .app
        .value("select note from judgements where subject = '3a'")
        .await;
    assert_eq!(note, "Nothing says who else uses it.");
}
