//! Where a finding leads: a task, an item, the paragraph of its rule.

use super::who_left::last_day_today;
use crate::given_case::GivenCase;
use crate::given_draft::GivenDraft;
use time::Duration;

#[tokio::test]
async fn an_it_health_check_can_be_asked_for_where_there_is_none() {
    let case = GivenCase::submitted().await;
    case.answer("additional-infrastructure", &[("any", "yes")])
        .await;
    case.app
        .sql(&format!(
            "insert into answers (organisation_id, application_id, page, item, answer, is_complete, version, saved_at,
                 saved_by, saved_by_name)
             select organisation_id, application_id, given.page, 1, given.answer::jsonb, true, 1, saved_at, saved_by,
                 saved_by_name
             from answers, (values
                 ('additional-infrastructure/n', '{{\"name\": [\"Reports server\"]}}'),
                 ('additional-infrastructure/n/health-check', '{{\"done\": [\"no\"]}}')) given (page, answer)
             where application_id = '{}' and answers.page = 'service-name'",
            case.id
        ))
        .await;
    let browser = case.begun().await;
    let overview = browser.visit(&case.team_path("")).await;
    let page = overview
        .click("Consider asking for an IT health check")
        .await;
    let ticked = page.select_attribute("input[name=verdict][checked]", "value");
    assert_eq!(ticked, ["ask"]);
    let note = page.select_text("textarea[name=note]").concat();
    assert!(note.contains("when the next ITHC is"), "{note}");
    // Nothing is judged until it is saved; then it is what the supplier is asked.
    page.expect_text("Consider asking for an IT health check");
    let new = browser.visit(&case.team_path("clarifications/new")).await;
    new.expect_text("Mark a question ‘Ask the supplier’ first.");
    page.press("Save", [("verdict", "ask"), ("note", note.trim())])
        .await
        .expect_status(303);
    let new = browser.visit(&case.team_path("clarifications/new")).await;
    new.expect_text("when the next ITHC is");
}

#[tokio::test]
async fn what_the_owner_has_to_say_leads_to_its_task() {
    const OWN: &str = "The organisation has not confirmed that the service can run on its own";
    let draft = GivenDraft::complete().await;
    let browser = draft.browser().await;
    let task = draft.path("infrastructure/owner-request");
    for page in ["baseline", "check-answers", "infrastructure/check"] {
        let page = browser.visit(&draft.path(page)).await;
        page.expect_text("The owner of the infrastructure has not confirmed")
            .expect_no_text(OWN);
        let request = page.click("See the agreement").await;
        assert_eq!(request.path(), task);
        request.expect_text("Send request to Graham Whitlock");
    }
    draft.change("infrastructure/who", "who", "ours").await;
    for page in ["baseline", "check-answers", "infrastructure/check"] {
        let page = browser.visit(&draft.path(page)).await;
        page.expect_text(OWN)
            .expect_no_text("The owner of the infrastructure has not confirmed");
        assert_eq!(page.click("See the agreement").await.path(), task);
    }
    let left = browser.visit(&draft.path("submit")).await;
    left.expect_text("Confirm that the service can run on your own infrastructure");
}

#[tokio::test]
async fn what_is_found_in_a_list_leads_to_its_item() {
    let (draft, manager) = last_day_today().await;
    let id = draft.id;
    // A second escalation contact, who has left, and a second connection with the internet.
    draft
        .app
        .sql(&format!(
            "insert into answers (organisation_id, application_id, page, item, answer, is_complete, version, saved_at,
                 saved_by, saved_by_name)
             select organisation_id, application_id, page, 2, answer || jsonb_build_object('email', jsonb_build_array('{}')),
                 true, 1, saved_at, saved_by, saved_by_name
             from answers where application_id = '{id}' and page = 'contacts/escalation/n' and item = 1",
            manager.email
        ))
        .await;
    draft.app.advance(Duration::days(1)).await;
    let browser = draft.browser().await;
    let page = browser.visit(&draft.path("baseline")).await;
    page.expect_text("An escalation contact has left");
    let hrefs: Vec<String> = page.links().into_iter().map(|(_, href)| href).collect();
    let way = draft.path("contacts/escalation/2?return=baseline#email");
    assert!(hrefs.contains(&way), "{hrefs:?}");
    let list = draft.path("contacts/escalation/list");
    assert!(!hrefs.contains(&list), "{hrefs:?}");
    let page = browser.visit(way.split('#').next().unwrap()).await;
    assert_eq!(page.select_attribute("#email", "value"), [manager.email]);
}

#[tokio::test]
async fn the_paragraph_that_a_rule_comes_from_can_be_read() {
    let draft = GivenDraft::complete().await;
    let browser = draft.browser().await;
    let page = browser.visit(&draft.path("baseline")).await;
    page.expect_text("Read the source: Requirement of 4a");
    let set = questions::current("psn-cop").unwrap();
    for question in ["2a", "4a", "8a"] {
        let published = &set.question(question).unwrap().requirement_published;
        page.expect_text(&format!("“{published}”"));
        let href = format!("/questions#question-{question}");
        assert!(page.links().iter().any(|(_, to)| *to == href), "{question}");
    }
    let questions = browser.visit("/questions").await;
    let ids = questions.select_attribute("[id]", "id");
    for question in set.questions() {
        assert!(
            ids.contains(&format!("question-{}", question.id)),
            "{}",
            question.id
        );
    }
}
