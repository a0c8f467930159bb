//! From the comparison with the standard to the answers that it is about.

use super::Given;
use crate::given_draft::GivenDraft;
use tests::Page;

fn leads(page: &Page, words: &str) -> Vec<String> {
    let links = page.links().into_iter();
    let of = links.filter(|(text, _)| text.contains(words));
    of.map(|(_, href)| href).collect()
}

#[tokio::test]
async fn questions_without_an_answer_are_named_and_lead_to_their_page() {
    let given = Given::started().await;
    let page = given.browser.visit(&given.at("baseline")).await;
    page.expect_text("26 questions not answered");
    assert_eq!(
        leads(&page, "3c "),
        [given.at("security/3c?return=baseline")]
    );
    // Of a question with several pages, the one that is left.
    let first = given.browser.visit(&given.at("security/5a")).await;
    first
        .press(
            "Save and continue",
            [
                ("answer", "yes"),
                ("explanation", "We tell them in the service guide."),
            ],
        )
        .await
        .expect_redirect(&given.at("security/5a/timescales"));
    let page = given.browser.visit(&given.at("baseline")).await;
    assert_eq!(
        leads(&page, "5a "),
        [given.at("security/5a/timescales?return=baseline")]
    );
}

#[tokio::test]
async fn change_leads_to_the_field_that_the_rule_looks_at() {
    let draft = GivenDraft::complete().await;
    draft
        .change("security/5a/timescales", "important", "45")
        .await;
    let browser = draft.browser().await;
    let page = browser.visit(&draft.path("baseline")).await;
    page.expect_text("You said 45 days for important.")
        .expect_no_text("not answered");
    assert_eq!(
        leads(&page, "Change the answer to 5a"),
        [draft.path("security/5a/timescales?return=baseline#important")]
    );
    // The certificate of the infrastructure ends too early: among what may not meet the standard,
    // and with the way to its date.
    let tomorrow: String = draft.app.value("select (access.today() + 1)::text").await;
    draft
        .change("infrastructure/details", "certificate_expires", &tomorrow)
        .await;
    let page = browser.visit(&draft.path("baseline")).await;
    page.expect_text("before a decision is due");
    let found = leads(&page, "Details of the infrastructure");
    assert_eq!(
        found,
        [draft.path("infrastructure/details?return=baseline#certificate_expires-day")]
    );
    let text = page.text();
    let at = |words: &str| text.find(words).unwrap();
    assert!(at("This may not meet the standard") < at("before a decision is due"));
    assert!(at("before a decision is due") < at("This meets the standard"));
    browser
        .visit(draft.path("").trim_end_matches('/'))
        .await
        .expect_text("May not meet the standard");
    let page = browser.visit(&draft.path("check-answers")).await;
    assert_eq!(
        leads(&page, "the answer to 5a"),
        [draft.path("security/5a/timescales?return=answers#important")]
    );
}

#[tokio::test]
async fn an_answer_that_is_not_assured_as_expected_leads_to_where_that_is_said() {
    let draft = GivenDraft::complete().await;
    draft
        .change("security/3/assurance", "assurance_3c", "not_yet")
        .await;
    let browser = draft.browser().await;
    let page = browser.visit(&draft.path("baseline")).await;
    let address = draft.path("security/3/assurance?return=baseline#assurance_3c");
    let leads = leads(&page, "how the answer to 3c is assured");
    assert_eq!(leads, std::slice::from_ref(&address));
    let page = browser.visit(&address).await;
    let saved = page
        .press("Save and continue", [("assurance_3c", "as_expected")])
        .await;
    saved.expect_redirect(&draft.path("baseline"));
    saved
        .follow()
        .await
        .expect_no_text("how the answer to 3c is assured");
}

#[tokio::test]
async fn what_the_methods_of_assurance_mean_and_what_counts_as_evidence_is_said() {
    let given = Given::started().await;
    let page = given.browser.visit(&given.at("security/3/assurance")).await;
    let help = page.select_text("details").join("\n");
    for words in [
        "What the methods mean, and what counts as evidence",
        "Independent testing of implementation: Somebody independent of you has tested",
        "Contractual commitment: Your contract with each customer promises it",
        "3c: A test report that tells how the tester tried",
        "These explanations and examples are ours.",
        "“Guidance on each of the assurance methods is provided by the CSP.”",
    ] {
        assert!(help.contains(words), "no {words:?} in {help}");
    }
    assert!(!help.contains("Independent validation of assertion"));
    let page = given.browser.visit(&given.at("security/3a")).await;
    page.expect_no_text("What the methods mean");
    given
        .browser
        .visit("/questions")
        .await
        .expect_text("What this method means")
        .expect_text("A well-scoped penetration test of every external connection");
}

#[tokio::test]
async fn a_page_says_which_of_its_answers_are_published() {
    let given = Given::started().await;
    let page = given.browser.visit(&given.at("service-name")).await;
    page.expect_text("We publish this answer in the list of PSN-compliant services.");
    // Of several answers it names those that are, and no others.
    for (page, published) in [
        (
            "security/12a",
            "what you answer to: Which service management model do you use?",
        ),
        ("contacts/service-desk", "what you answer to: Name"),
    ] {
        let page = given.browser.visit(&given.at(page)).await;
        page.expect_text(published);
        page.expect_no_text("We publish this answer in the list");
    }
    let other = given.browser.visit(&given.at("security/4a")).await;
    other.expect_no_text("list of PSN-compliant services");
}
