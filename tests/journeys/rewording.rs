//! A renewal under another revision of the question set, and what stays of choices not made any more.

use crate::given_draft::{GivenDraft, SIGNATORY};
use domain::role::{OrganisationRole, TeamRole};

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
