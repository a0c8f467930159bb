//! A renewal under another revision of the question set, and what stays of choices not made any more.

use crate::given_draft::{GivenDraft, SIGNATORY};
use domain::role::{OrganisationRole, TeamRole};
use tests::TestApp;

/// What changed on the page of question 10a, in the words for everybody.
const THEN: &str = "Label, last year: “Minimum length of a password”";
const NOW: &str = "Now: “If a minimum length, how long is it?”";

/// A renewal of what was answered under the first revision of the set.
async fn renewal_of_the_first_revision() -> GivenDraft {
    let draft = GivenDraft::certified(60).await;
    let mut sets = questions::sets().iter();
    let first = sets.find(|set| set.id == "psn-cop" && set.revision == 1);
    let (hash, id) = (&first.unwrap().hash, draft.id);
    draft
        .app
        .sql(&format!(
            "update applications set set_hash = '{hash}' where id = '{id}'"
        ))
        .await;
    draft.renewed().await
}

#[tokio::test]
async fn words_that_changed_stand_beside_last_years_answer() {
    let draft = renewal_of_the_first_revision().await;
    let browser = draft.browser().await;
    browser
        .visit(&draft.path("security/10a"))
        .await
        .expect_text("This is last year’s answer")
        .expect_text("Some words of this page have changed since last year.")
        .expect_text(THEN)
        .expect_text(NOW)
        .expect_text("Label, new this year: “If passwords are weaker, or there are none");
    browser
        .visit(&draft.path("renewal"))
        .await
        .expect_text("The words have changed since last year.")
        .expect_text(THEN)
        .expect_text(NOW);
    // A hint under a field belongs to the words.
    browser
        .visit(&draft.path("security/6a"))
        .await
        .expect_text("Hint, last year: “You can leave this out for SC or DV”");
    // Where nothing changed, nothing is said.
    browser
        .visit(&draft.path("security/9a"))
        .await
        .expect_text("This is last year’s answer")
        .expect_no_text("have changed since last year");
    // The words of now are what new applications ask.
    let again = GivenDraft::certified(60).await.renewed().await;
    again
        .browser()
        .await
        .visit(&again.path("security/10a"))
        .await
        .expect_text("This is last year’s answer")
        .expect_no_text("have changed since last year");
}

/// A renewal of what was answered under the revision in which some things were asked otherwise.
async fn renewal_of_the_third_revision() -> GivenDraft {
    let mut sets = questions::sets().iter();
    let third = sets.find(|set| set.id == "psn-cop" && set.revision == 3);
    let draft = GivenDraft::complete_of(TestApp::start().await, third.unwrap()).await;
    draft.change("security/2a", "answer", "treaty").await;
    let said = r#"{"treaty": ["CA", "US"], "conditions": ["Both of our processors are covered."]}"#;
    draft
        .app
        .sql(&format!(
            "insert into answers (organisation_id, application_id, page, item, answer, is_complete, version,
                 saved_at, saved_by, saved_by_name)
             values ('{}', '{}', 'security/2a/countries', 0, '{said}', true, 1, access.now(), '{}', 'An Editor')",
            draft.organisation.id.0, draft.id.0, draft.editor.id.0
        ))
        .await;
    draft.certify(60).await;
    draft.renewed().await
}

#[tokio::test]
async fn an_answer_that_said_two_things_is_asked_again_and_not_guessed() {
    let draft = renewal_of_the_third_revision().await;
    let browser = draft.browser().await;
    let page = browser.visit(&draft.path("renewal")).await;
    page.expect_text("This needs a new answer: what you said last year does not fit any more.")
        .expect_text("Choices, last year: “Yes, or there were no findings above medium; Not yet”");
    let asked = "If yes, did it find anything above medium?";
    assert_eq!(page.summary(asked).as_deref(), Some("Not answered yet"));
    let check = draft.path("additional-infrastructure/1/health-check");
    let page = browser.visit(&check).await;
    let chosen = page.select_attribute("input[name='findings_fixed'][checked]", "value");
    assert!(chosen.is_empty(), "{chosen:?}");
    page.expect_text("Last year’s answer")
        .expect_text("Yes, or there were no findings above medium");
    page.press("Save and continue", []).await.expect_error(
        "findings_fixed",
        "Select if it found anything above medium, and if all of that is fixed",
    );
    let saved = page.press("Save and continue", [("findings_fixed", "all_fixed")]);
    saved.await.expect_status(303);
    let asked = browser.visit(&draft.path("renewal")).await;
    asked.expect_no_text("what you said last year does not fit any more");
}

#[tokio::test]
async fn what_was_said_of_all_conditions_together_stands_beside_those_of_each_country() {
    let draft = renewal_of_the_third_revision().await;
    let browser = draft.browser().await;
    let page = browser.visit(&draft.path("security/2a")).await;
    let saved = page
        .press("Save and continue", [("answer", "treaty")])
        .await;
    let page = saved.follow().await;
    page.expect_text("Label, only last year: “If a country is only partly covered, how do you meet its condition?”");
    let both = [("treaty", "CA"), ("treaty", "US")];
    let saved = page.press_all("Save and continue", &both).await;
    saved.expect_redirect(&draft.path("security/2a/conditions"));
    let page = saved.follow().await;
    page.expect_text("We ask this again in every renewal.")
        .expect_text("Last year’s answer")
        .expect_text("Both of our processors are covered.");
    let typed = page.select_text("main form textarea");
    assert!(typed.iter().all(String::is_empty), "{typed:?}");
}

/// Everything of the renewal is answered, also what the first revision did not ask.
async fn answered_under_this_revision(draft: &GivenDraft) {
    draft.answered_again().await;
    draft
        .app
        .sql(&format!(
            "update answers n set answer = w.answer, is_complete = true
             from renewals r join answers w on w.application_id = r.earlier_application_id
             where r.application_id = n.application_id and n.application_id = '{}'
               and w.page = n.page and w.item = n.item",
            draft.id
        ))
        .await;
}

#[tokio::test]
async fn who_signs_reads_what_the_words_were() {
    let draft = renewal_of_the_first_revision().await;
    answered_under_this_revision(&draft).await;
    draft.agree().await;
    let link = draft.ask_signatory().await;
    let signatory = draft.app.browser();
    let page = draft.enter(&signatory, &link, SIGNATORY).await;
    page.submit([("authority", "yes")]).await.follow().await;
    let words = "The words of this question have changed since last year";
    let everything = signatory.visit(&format!("{link}/everything")).await;
    let cards = everything.select_text(".govuk-summary-card");
    let set = questions::current("psn-cop").unwrap();
    let of_page = |id: &str| {
        let (_, page) = set.page(id).unwrap();
        let mut cards = cards.iter();
        let card = cards.find(|card| card.starts_with(&page.heading));
        card.unwrap_or_else(|| panic!("no card of {id} in {cards:#?}"))
    };
    let changed = of_page("security/10a");
    for text in [words, THEN, NOW] {
        assert!(changed.contains(text), "no {text:?} in {changed}");
    }
    // Where nothing changed, nothing is said.
    assert!(!of_page("security/9a").contains(words));
}

#[tokio::test]
async fn who_assesses_reads_what_the_words_were() {
    let draft = renewal_of_the_first_revision().await;
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
    let review = |subject: &str| format!("/team{}", draft.path(&format!("review/{subject}")));
    assessor
        .visit(&review("10a"))
        .await
        .expect_text("Some words of this page have changed since last year.")
        .expect_text(THEN)
        .expect_text(NOW)
        .expect_text("Label, new this year: “If passwords are weaker, or there are none");
    assessor
        .visit(&review("9a"))
        .await
        .expect_text("Carried from last year")
        .expect_no_text("have changed since last year");
}

#[tokio::test]
async fn what_is_left_of_a_choice_not_made_any_more_is_no_change() {
    let draft = GivenDraft::certified(60).await.renewed().await;
    let browser = draft.browser().await;
    let page = browser.visit(&draft.path("security/12a")).await;
    let why = "They do not ask, and the model changes soon.";
    page.press(
        "Save and continue",
        [("customers_told", "no"), ("why_not_told", why)],
    )
    .await
    .expect_status(303);
    let check = draft.path("security/12/check");
    browser
        .visit(&check)
        .await
        .expect_text("Changed since last year. It was:");
    // The choice is taken back; what followed it stays where it was typed, and counts no more.
    let page = browser.visit(&draft.path("security/12a")).await;
    page.press("Save and continue", [("customers_told", "yes")])
        .await
        .expect_status(303);
    let kept: bool = draft
        .app
        .value(&format!(
            "select answer ? 'why_not_told' from answers where page = 'security/12a' and application_id = '{}'",
            draft.id
        ))
        .await;
    assert!(kept, "the words that were typed are kept");
    browser
        .visit(&check)
        .await
        .expect_text("Reconfirmed: the same as last year")
        .expect_no_text("Changed since last year. It was:");
}

#[tokio::test]
async fn whom_a_certificate_concerns_is_read_by_the_revision_that_was_answered() {
    let first = questions::sets().iter().find(|set| set.revision == 1);
    // The administrator, and the point of contact where this program has the questions that named it.
    for (hash, people) in [(first.unwrap().hash.clone(), 2), ("0".repeat(64), 1)] {
        let draft = GivenDraft::certified(90).await;
        let app = &draft.app;
        app.given_member(&draft.organisation, OrganisationRole::Administrator)
            .await;
        app.sql(&format!("update applications set set_hash = '{hash}'"))
            .await;
        app.run_due_work().await;
        let told = app.count("outbox where kind = 'certificate_ending'").await;
        assert_eq!(told, people, "{hash}");
    }
}
