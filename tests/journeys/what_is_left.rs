//! What is left before an application can be submitted: from the task list to the very field.

use crate::form::Given;
use crate::given_draft::GivenDraft;
use tests::{Browser, Page};

const LEFT: &str = "What is left before you can submit";

/// The links in the list of what is left.
fn blockers(page: &Page) -> Vec<(String, String)> {
    let texts = page.select_text("main li a");
    let hrefs = page.select_attribute("main li a", "href");
    texts.into_iter().zip(hrefs).collect()
}

/// Opens the address; what follows its `#` is an element there.
async fn arrives(browser: &Browser, href: &str) -> Page {
    let (path, id) = href.split_once('#').unwrap_or((href, ""));
    let page = browser.visit(path).await;
    let ids = page.select_attribute("main [id]", "id");
    assert!(
        id.is_empty() || ids.iter().any(|known| known == id),
        "{href}: {ids:?}"
    );
    page
}

#[tokio::test]
async fn everything_that_is_left_leads_to_its_field() {
    let given = Given::started().await;
    let list = given.browser.visit(&given.root).await;
    let left = list.click(LEFT).await;
    assert_eq!(left.path(), given.at("submit"));
    let blockers = blockers(&left);
    assert!(blockers.len() > 40, "{blockers:?}");
    left.expect_text(&format!("There are {} things to do first:", blockers.len()));
    for (text, href) in &blockers {
        arrives(&given.browser, href).await;
        let is_answer = text.starts_with("Answer “");
        assert!(!is_answer || href.contains('#'), "{text}: {href}");
    }
    // A field that is wrong, and not the first of its page.
    let page = given.browser.visit(&given.at("point-of-contact")).await;
    let typed = [
        ("name", "Priya Raman"),
        ("job_title", "Head"),
        ("email", "no address"),
    ];
    page.press("Save and come back later", typed)
        .await
        .expect_status(303);
    let left = given.browser.visit(&given.at("submit")).await;
    let link = left
        .links()
        .into_iter()
        .find(|(_, href)| href.contains("/point-of-contact#"));
    assert_eq!(link.unwrap().1, given.at("point-of-contact#email"));
}

#[tokio::test]
async fn what_is_left_of_a_complete_draft_leads_to_its_tasks() {
    let draft = GivenDraft::complete().await;
    let browser = draft.browser().await;
    draft
        .change("infrastructure/agreement", "terms_final", "not_yet")
        .await;
    let marks = format!("section_marks where application_id = '{}'", draft.id);
    draft
        .app
        .sql(&format!("delete from {marks} and task = 'service-name'"))
        .await;
    let list = browser.visit(draft.path("").trim_end_matches('/')).await;
    let left = list.click(LEFT).await;
    let hrefs: Vec<String> = blockers(&left).into_iter().map(|(_, href)| href).collect();
    let expected = [
        "service-name/check#complete",
        "infrastructure/agreement#terms_final",
        "infrastructure/owner-request",
        "signatory",
    ];
    assert_eq!(hrefs, expected.map(|tail| draft.path(tail)));
    for href in &hrefs {
        arrives(&browser, href).await;
    }
}

#[tokio::test]
async fn what_is_left_of_a_renewal_leads_to_the_answer() {
    let draft = GivenDraft::certified(60).await.renewed().await;
    let browser = draft.browser().await;
    let left = browser.visit(&draft.path("submit")).await;
    let href = draft.path("renewal#service-name-0");
    let found = blockers(&left);
    let text = "Check last year’s answers to “Service name”".to_owned();
    assert!(found.contains(&(text, href.clone())), "{found:?}");
    arrives(&browser, &href).await;
}

#[tokio::test]
async fn answers_can_be_checked_before_they_are_complete() {
    let given = Given::started().await;
    let list = given.browser.visit(&given.root).await;
    list.expect_text("Cannot finish yet")
        .expect_text("Complete every section above first");
    let check = list.click("Check your answers").await;
    check
        .expect_heading(
            "Service without a name yet Check your answers before you send them for signature",
        )
        .expect_text("Not finished yet");
    // Nothing is sent before it is finished.
    let sent = given.browser.open(&given.at("check-answers")).await;
    assert!(!sent.text().contains("Continue"));
}

#[tokio::test]
async fn who_works_through_what_is_left_goes_on_doing_so() {
    let given = Given::started().await;
    let left = format!("{}?show=left", given.root);
    let list = given.browser.visit(&left).await;
    // Through a page and the check of its section to the next task.
    let page = list.click("Service name").await;
    assert_eq!(page.path(), given.at("service-name?return=left"));
    let back = page.select_attribute(".govuk-back-link", "href");
    assert_eq!(back, std::slice::from_ref(&left));
    let page = page
        .press("Save and continue", [("name", "Gazetteer")])
        .await
        .follow()
        .await;
    assert_eq!(page.path(), given.at("service-name/check?return=left"));
    // Changing from there comes back there.
    let change = page.select_attribute("main a[href*='return=left-section']", "href");
    let changed = given.browser.visit(&change[0]).await;
    let page = changed
        .press("Save and continue", [("name", "Atlas")])
        .await
        .follow()
        .await;
    assert_eq!(page.path(), given.at("service-name/check?return=left"));
    let next = page.submit([("complete", "yes")]).await.follow().await;
    assert!(next.path().ends_with("?return=left"), "{}", next.path());
    // Coming back later, with an error on the way.
    let page = given
        .browser
        .visit(&given.at("point-of-contact?return=left"))
        .await;
    let refused = page.press("Save and continue", []).await;
    refused.expect_status(422);
    let later = refused.press("Save and come back later", []).await;
    later.expect_redirect(&left);
    // Lists, with what is removed from them.
    let page = given
        .browser
        .visit(&given.at("contacts/escalation/list?return=left"))
        .await;
    let first = page.submit([("another", "yes")]).await;
    first.expect_redirect(&given.at("contacts/escalation/1?return=left"));
    let page = first.follow().await;
    let saved = page
        .press("Save and come back later", [("role", "Duty manager")])
        .await;
    saved.expect_redirect(&left);
    let page = given
        .browser
        .visit(&given.at("contacts/escalation/list?return=left"))
        .await;
    let remove = given.at("remove/contacts/escalation/1?return=left");
    assert!(page.links().iter().any(|(_, href)| *href == remove));
    let page = given.browser.visit(&remove).await;
    let removed = page.submit([("remove", "yes")]).await;
    removed.expect_redirect(&given.at("contacts/escalation/list?return=left"));
    // Whoever looks at all tasks gets all of them back.
    let page = given.browser.visit(&given.at("point-of-contact")).await;
    let later = page.press("Save and come back later", []).await;
    later.expect_redirect(&given.root);
}

/// It can be signed, but not submitted.
#[tokio::test]
async fn an_infrastructure_whose_terms_are_open_is_in_progress() {
    const WHY: &str = "The terms of your agreement with the owner are not final yet";
    let draft = GivenDraft::complete().await;
    let browser = draft.browser().await;
    let root = draft.path("").trim_end_matches('/').to_owned();
    let status = async || {
        let list = browser.visit(&root).await;
        let items = list.select_text(".govuk-task-list__item");
        let mut items = items.into_iter();
        items.find(|item| item.starts_with("PSN-compliant infrastructure"))
    };
    let before = status().await.unwrap();
    assert!(before.ends_with("Completed"), "{before}");
    draft
        .app
        .sql(
            "update answers set answer = '{\"terms_final\": [\"not_yet\"]}'
             where page = 'infrastructure/agreement'",
        )
        .await;
    let open = status().await.unwrap();
    assert!(
        open.contains(WHY) && open.ends_with("In progress"),
        "{open}"
    );
    let left = browser.visit(&format!("{root}?show=left")).await;
    left.expect_text(WHY);
    browser
        .visit(&draft.path("signatory"))
        .await
        .expect_text("Who will sign the commitments?");
}
