//! What is left before an application can be submitted: from the task list to the very field.

use crate::form::Given;
use crate::given_draft::{GivenDraft, SIGNATORY};
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

/// What the task list says of this task.
async fn row(browser: &Browser, root: &str, title: &str) -> String {
    let list = browser.visit(root).await;
    let mut rows = list.select_text(".govuk-task-list__item").into_iter();
    rows.find(|row| row.starts_with(title)).unwrap()
}

/// It can be signed, but not submitted.
#[tokio::test]
async fn an_infrastructure_whose_terms_are_open_cannot_be_finished() {
    const WHY: &str = "The terms of your agreement with the owner are not final yet";
    const LATER: &str = "When you change that answer, we cancel the request too.";
    let draft = GivenDraft::complete().await;
    let browser = draft.browser().await;
    let root = draft.path("").trim_end_matches('/').to_owned();
    let before = row(&browser, &root, "PSN-compliant infrastructure").await;
    assert!(before.ends_with("Completed"), "{before}");
    let send = async || {
        let page = browser.visit(&draft.path("signatory")).await;
        let typed = [
            ("name", "Helen Marsh"),
            ("job_title", "Managing director"),
            ("email", SIGNATORY),
        ];
        page.submit(typed).await.follow().await
    };
    send().await.expect_no_text(LATER);
    draft
        .change("infrastructure/agreement", "terms_final", "not_yet")
        .await;
    let open = row(&browser, &root, "PSN-compliant infrastructure").await;
    assert!(
        open.contains(WHY) && open.ends_with("Cannot finish yet"),
        "{open}"
    );
    let submit = row(&browser, &root, "Submit").await;
    assert!(
        submit.contains("The signature, the agreement of the infrastructure owner and the final version of the terms with the owner are missing"),
        "{submit}"
    );
    let left = browser.visit(&format!("{root}?show=left")).await;
    left.expect_text(WHY);
    // It can be checked and signed all the same, knowing what comes of that.
    let documents = browser.visit(&draft.path("documents")).await;
    documents
        .press("Save and continue", [("documents", "A list")])
        .await
        .expect_status(303);
    draft
        .app
        .sql("update section_marks set is_complete = true")
        .await;
    let check = browser.visit(&draft.path("check-answers")).await;
    check.expect_no_text("Not finished yet");
    check.press("Continue", []).await.expect_status(303);
    send()
        .await
        .expect_text(LATER)
        .expect_text("Send to Helen Marsh");
}

#[tokio::test]
async fn a_code_of_connection_that_nobody_added_cannot_be_finished() {
    const WHY: &str = "None of your documents is the Code of Connection (CoCo) yet";
    let draft = GivenDraft::complete().await;
    draft.change("infrastructure/who", "who", "both").await;
    let browser = draft.browser().await;
    let root = draft.path("").trim_end_matches('/').to_owned();
    let page = browser.visit(&draft.path("infrastructure/joint")).await;
    let typed = [("how", "added"), ("name", "Northwind Data Hall")];
    page.press("Save and continue", typed)
        .await
        .expect_status(303);
    draft
        .app
        .sql("update section_marks set is_complete = true")
        .await;
    let open = row(&browser, &root, "PSN-compliant infrastructure").await;
    assert!(
        open.contains(WHY) && open.ends_with("Cannot finish yet"),
        "{open}"
    );
    let submit = row(&browser, &root, "Submit").await;
    let missing =
        "The signature and the Code of Connection (CoCo) among your documents are missing";
    assert!(submit.contains(missing), "{submit}");
    draft.app.sql(&format!(
        "insert into documents (id, organisation_id, application_id, file_name, kind, bytes, sha256, scan, scan_next_at,
             title, questions, added_at, added_by, added_by_name)
         select 'd0000000-0000-4000-8000-000000000001', organisation_id, id, 'coco.pdf', 'pdf', 10, repeat('0', 64),
             'clean', now(), 'Our CoCo', '{{infrastructure/joint}}', now(), created_by, 'x'
         from applications where id = '{}'",
        draft.id
    ))
    .await;
    let added = row(&browser, &root, "PSN-compliant infrastructure").await;
    assert!(added.ends_with("Completed"), "{added}");
}

/// Documents are optional: nobody has to open their page to say that there is none.
#[tokio::test]
async fn a_section_in_which_nothing_has_to_be_there_is_said_to_be_complete() {
    let given = Given::started().await;
    let href = given.at("documents/check#complete");
    let left = async || {
        let page = given.browser.visit(&given.at("submit")).await;
        blockers(&page)
    };
    let is_documents = |(_, to): &(String, String)| *to == href;
    assert!(left().await.iter().any(is_documents));
    let page = arrives(&given.browser, &href).await;
    page.press("Save and continue", [("complete", "yes")])
        .await
        .expect_status(303);
    assert!(!left().await.iter().any(is_documents));
    // What is asked has to be there first.
    let page = given.browser.visit(&given.at("service-name/check")).await;
    page.press("Save and continue", [("complete", "yes")])
        .await
        .expect_status(422);
}
