//! Renewing a certificate with last year's answers.

mod counting_on;
mod decided;
mod reminders;

use crate::given_draft::GivenDraft;
use crate::given_draft::certified::NUMBER;
use domain::role::OrganisationRole;
use time::Duration;

/// What the home page says of the certificate.
fn ends_on(draft: &GivenDraft) -> String {
    let today = domain::when::uk_date(draft.app.app.clock.now());
    let last = domain::when::date(today + Duration::days(60));
    format!("Northwind Gazetteer: its certificate ends on {last}. Renew it")
}

#[tokio::test]
async fn a_renewal_begins_with_last_years_answers_and_asks_some_again() {
    let draft = GivenDraft::certified(60).await;
    let browser = draft.browser().await;
    // From what needs attention, for whoever may start it.
    let page = browser.visit("/home").await;
    let page = page.click(&ends_on(&draft)).await;
    page.expect_text("Renew this certificate");
    let viewer = draft
        .app
        .given_member(&draft.organisation, OrganisationRole::Viewer)
        .await;
    let viewer = draft.app.sign_in(&viewer).await;
    viewer.visit("/home").await.expect_no_text("Renew it");
    // From the list of things to do.
    let page = browser.visit("/applications/new").await;
    let page = page.press("Start an application", []).await;
    page.expect_error("what", "Select what you want to do");
    let page = page.submit([("what", NUMBER)]).await.follow().await;
    page.expect_heading("Renew the certificate for Northwind Gazetteer")
        .expect_text("9b")
        .expect_text("Security manager")
        .expect_text("We do not carry documents");
    // From the certificate.
    let page = browser.visit(&format!("/certificates/{NUMBER}")).await;
    let page = page.click("Renew this certificate").await;
    draft.app.skip_audit().await;
    let again = page.clone();
    let page = page.press("Start the renewal", []).await.follow().await;
    draft.app.expect_audit(["renewal_started"]).await;
    page.expect_heading("Northwind Mapping Limited Northwind Gazetteer")
        .expect_text(&format!("This renews certificate {NUMBER}"))
        .expect_text("answers from last year to check");
    // Twice makes one.
    let twice = again.press("Start the renewal", []).await.follow().await;
    twice.expect_text(&format!("This renews certificate {NUMBER}"));
    assert_eq!(draft.app.count("renewals").await, 1);
    browser
        .visit(&format!("/certificates/{NUMBER}"))
        .await
        .expect_text("Its renewal is under way");
    browser.visit("/home").await.expect_no_text("Renew it");
    // Last year's documents stay where they are.
    let earlier = page.click("Supporting documents").await;
    let earlier = earlier.click("last year’s application").await;
    assert_eq!(earlier.path(), draft.path("documents"));
    let not_carried = "answers w join renewals r on r.application_id = w.application_id
        where w.page in ('security/2a', 'security/9b', 'point-of-contact', 'contacts/security-manager')";
    assert_eq!(draft.app.count(not_carried).await, 0);
    let carried = "answers w join renewals r on r.application_id = w.application_id
        where w.page in ('security/9a', 'security/9/assurance', 'service-name')";
    assert_eq!(draft.app.count(carried).await, 3);
}

#[tokio::test]
async fn each_carried_answer_is_reconfirmed_or_changed() {
    let draft = GivenDraft::certified(60).await.renewed().await;
    let browser = draft.browser().await;
    // As it is.
    let page = browser.visit(&draft.path("security/9a")).await;
    page.expect_text("This is last year’s answer");
    draft.app.skip_audit().await;
    page.press("Save and continue", []).await.expect_status(303);
    draft.app.expect_audit(["answer_reconfirmed"]).await;
    // Changed.
    let page = browser.visit(&draft.path("description-for-users")).await;
    let page = page
        .submit([("description", "A new gazetteer of streets.")])
        .await;
    page.expect_status(303);
    draft.app.expect_audit(["answer_saved"]).await;
    let page = browser
        .visit(&draft.path("description-for-users/check"))
        .await;
    page.expect_text("Changed since last year. It was:")
        .expect_text("street gazetteer");
    // Asked again: nothing in the form, last year's answer beside it.
    let page = browser.visit(&draft.path("security/9b")).await;
    page.expect_text("We ask this again in every renewal")
        .expect_text("Last year’s answer");
    // A section is not complete before its carried answers are checked.
    let page = browser.visit(&draft.path("service-name/check")).await;
    page.expect_text("Carried from last year, not checked yet");
    let page = page.submit([("complete", "yes")]).await;
    page.expect_status(422);
    // Many at once, each ticked.
    let page = browser.visit(&draft.path("renewal")).await;
    page.expect_heading("Northwind Gazetteer Check last year’s answers")
        .expect_text("Answer these again");
    let page = page
        .press(
            "Save what is still right",
            [("right", "service-name#0"), ("right", "security/4a#0")],
        )
        .await;
    page.expect_redirect(&draft.path("renewal"));
    draft
        .app
        .expect_audit(["answer_reconfirmed", "answer_reconfirmed"])
        .await;
    let page = browser.visit(&draft.path("service-name/check")).await;
    page.expect_text("Reconfirmed: the same as last year");
    page.submit([("complete", "yes")]).await.expect_status(303);
    // What a browser makes up is left alone.
    let page = browser.visit(&draft.path("renewal")).await;
    let token = page.csrf();
    let made_up = [
        (govuk::CSRF_FIELD, token.as_str()),
        ("right", "security/9b#0"),
    ];
    browser
        .post(&draft.path("renewal"), &made_up)
        .await
        .expect_status(303);
    draft.app.expect_audit(["section_marked"]).await;
}

#[tokio::test]
async fn a_renewal_opens_ninety_days_before_the_last_day_and_not_a_day_earlier() {
    let draft = GivenDraft::certified(91).await;
    let app = &draft.app;
    let path = format!("/applications/new/renew/{NUMBER}");
    let early = draft.browser().await.visit(&path).await;
    early
        .expect_text("90 days before its last day")
        .expect_no_text("Start the renewal");
    app.advance(Duration::days(1)).await;
    let page = draft.browser().await.visit(&path).await;
    page.press("Start the renewal", []).await.expect_status(303);
    assert_eq!(app.count("renewals").await, 1);
}

#[tokio::test]
async fn a_certificate_is_renewed_by_its_organisation_and_in_its_time() {
    let draft = GivenDraft::certified(120).await;
    let app = &draft.app;
    let path = format!("/applications/new/renew/{NUMBER}");
    let browser = draft.browser().await;
    browser
        .visit(&path)
        .await
        .expect_text("90 days before its last day");
    let other = app.given_organisation("Another Limited").await;
    let stranger = app.given_member(&other, OrganisationRole::Editor).await;
    let stranger = app.sign_in(&stranger).await;
    stranger.open(&path).await.expect_status(404);
    app.advance(Duration::days(31)).await;
    let viewer = app
        .given_member(&draft.organisation, OrganisationRole::Viewer)
        .await;
    let viewer = app.sign_in(&viewer).await;
    viewer
        .visit(&path)
        .await
        .expect_text("An editor or administrator of your organisation can start");
    let editor = app.sign_in(&draft.editor).await;
    let page = editor.visit(&path).await;
    app.sql("update certificates set withdrawn_on = access.today()")
        .await;
    page.press("Start the renewal", []).await.expect_status(409);
    assert_eq!(app.count("renewals").await, 0);
}

#[tokio::test]
async fn a_late_renewal_says_that_the_service_must_not_be_offered_meanwhile() {
    const WORDS: &str =
        "you must not offer the service as PSN-compliant until we grant the renewal";
    let draft = GivenDraft::certified(-5).await;
    let browser = draft.browser().await;
    let page = browser.visit("/applications/new").await;
    page.expect_text("ended on");
    let page = page.submit([("what", NUMBER)]).await.follow().await;
    page.expect_text(WORDS);
    let page = page.press("Start the renewal", []).await.follow().await;
    page.expect_text("whose last day was").expect_text(WORDS);
    let root = page.path().to_owned();
    let page = browser.visit(&format!("{root}/renewal")).await;
    page.expect_text(WORDS);
}

#[tokio::test]
async fn a_certificate_that_ended_long_ago_leads_to_a_copy_of_its_answers() {
    let draft = GivenDraft::certified(-400).await;
    let browser = draft.browser().await;
    let page = browser
        .visit(&format!("/applications/new/renew/{NUMBER}"))
        .await;
    page.expect_text("This certificate ended more than 12 months ago")
        .expect_text("You can start it from a copy of your last answers.");
    let page = page.click("Download the copy").await;
    assert_eq!(page.path(), draft.path("downloads"));
}
