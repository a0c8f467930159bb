//! What a fresh renewal asks again, page by page, and that it carries everything else.

use crate::given_draft::GivenDraft;
use tests::Page;

/// Every page of 2a, 2b, 3a, 3b, 6a and 9b with their follow-ups, and of the contacts, as answers are
/// stored by them (`crates/questions/renewals/psn-cop/2026-11.toml`).
const ASKED_AGAIN: [&str; 14] = [
    "contacts/escalation/n",
    "contacts/security-manager",
    "contacts/service-desk",
    "point-of-contact",
    "security/2a",
    "security/2a/countries",
    "security/2b",
    "security/2b/countries",
    "security/3a",
    "security/3a/hybrid",
    "security/3b",
    "security/3b/contracts",
    "security/6a",
    "security/9b",
];

/// The same pages as they are opened in a fresh renewal, which has no reason to ask a follow-up of
/// 2a, 2b or 3a yet; with what chooses an answer.
const OPENED: [(&str, usize); 11] = [
    ("contacts/escalation/1", 0),
    ("contacts/security-manager", 0),
    ("contacts/service-desk", 0),
    ("point-of-contact", 0),
    ("security/2a", 4),
    ("security/2b", 4),
    ("security/3a", 4),
    ("security/3b", 4),
    ("security/3b/contracts", 3),
    ("security/6a", 8),
    ("security/9b", 3),
];

/// The renewal of an application in which the follow-ups were asked and answered too.
async fn renewed_with_follow_ups() -> GivenDraft {
    let draft = GivenDraft::complete().await;
    for (page, answer) in [
        ("security/2a", "eu_eea"),
        ("security/2b", "eu_eea"),
        ("security/3a", "hybrid"),
    ] {
        draft.change(page, "answer", answer).await;
    }
    let hybrid = r#"{"public_part": ["Only the pages with news, on a network of their own."]}"#;
    for (page, answer) in [
        ("security/2a/countries", r#"{"eu_eea": ["FR"]}"#),
        ("security/2b/countries", r#"{"eu_eea": ["IE"]}"#),
        ("security/3a/hybrid", hybrid),
    ] {
        let statement = format!(
            "insert into answers (organisation_id, application_id, page, item, answer, is_complete, version,
                 saved_at, saved_by, saved_by_name)
             values ('{}', '{}', '{page}', 0, '{answer}', true, 1, access.now(), '{}', 'An Editor')",
            draft.organisation.id.0, draft.id.0, draft.editor.id.0
        );
        draft.app.sql(&statement).await;
    }
    draft.certify(60).await;
    draft.renewed().await
}

/// No choice is made and no box is filled in; what is hidden in the form does not count.
fn expect_blank(page: &Page, path: &str) {
    let chosen = page.select_attribute("main form input[checked]", "name");
    assert!(chosen.is_empty(), "{path} has chosen {chosen:?}");
    let options = page.select_attribute("main form option[selected]", "value");
    assert!(
        options.iter().all(String::is_empty),
        "{path} has selected {options:?}"
    );
    let boxes = "main form input:not([type='hidden']):not([type='radio']):not([type='checkbox'])";
    let typed = page.select_attribute(boxes, "value");
    assert!(
        typed.iter().all(String::is_empty),
        "{path} has filled in {typed:?}"
    );
    let written = page.select_text("main form textarea");
    assert!(
        written.iter().all(String::is_empty),
        "{path} has filled in {written:?}"
    );
}

#[tokio::test]
async fn a_fresh_renewal_has_no_answer_of_what_is_asked_again_and_every_other_one() {
    let draft = renewed_with_follow_ups().await;
    let app = &draft.app;
    let pages_of = |whose: &str| {
        format!(
            "select coalesce(array_agg(distinct w.page order by w.page), '{{}}')
             from renewals r join answers w on w.application_id = r.{whose}"
        )
    };
    let then: Vec<String> = app.value(&pages_of("earlier_application_id")).await;
    let now: Vec<String> = app.value(&pages_of("application_id")).await;
    for page in ASKED_AGAIN {
        assert!(
            then.iter().any(|answered| answered == page),
            "{page} was not answered the last time"
        );
        assert!(
            now.iter().all(|answered| answered != page),
            "{page} has an answer that nobody gave"
        );
    }
    // Whatever else was answered is carried, item by item, in the same words and no others.
    let differs: Vec<String> = app
        .value(
            "select coalesce(array_agg(distinct w.page order by w.page), '{}')
             from renewals r join answers w on w.application_id = r.earlier_application_id
             left join answers c on c.application_id = r.application_id
                 and c.page = w.page and c.item = w.item
             where c.answer is distinct from w.answer",
        )
        .await;
    assert_eq!(differs, ASKED_AGAIN);
    assert!(now.len() > 30, "only {} pages are carried", now.len());
}

#[tokio::test]
async fn what_is_asked_again_is_blank_when_its_page_is_opened() {
    let draft = renewed_with_follow_ups().await;
    let browser = draft.browser().await;
    for (path, choices) in OPENED {
        let page = browser.visit(&draft.path(path)).await;
        page.expect_text("We ask this again in every renewal");
        expect_blank(&page, path);
        if choices > 0 {
            let offered = page.select_attribute(
                "main form input[type='radio'], main form input[type='checkbox']",
                "value",
            );
            assert_eq!(offered.len(), choices, "{path} offers {offered:?}");
        }
    }
    // Saving 9b as it was opened is no answer.
    let page = browser.visit(&draft.path("security/9b")).await;
    let page = page.press("Save and continue", []).await;
    page.expect_error(
        "answer",
        "Select if consumers are kept apart in management tools",
    );
    let answered = format!(
        "answers where application_id = '{}' and page = 'security/9b'",
        draft.id
    );
    assert_eq!(draft.app.count(&answered).await, 0);
    // What is carried stands in its form, for comparison.
    let page = browser.visit(&draft.path("security/9a")).await;
    let chosen = page.select_attribute("main form input[checked]", "value");
    assert_eq!(chosen, ["yes"]);
}
