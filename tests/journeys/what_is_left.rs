//! What is left before an application can be submitted: from the task list to the very field.

use crate::form::Given;

#[tokio::test]
async fn who_works_through_what_is_left_goes_on_doing_so() {
    let given = Given::started().await;
    let left = format!("{}?show=left", given.root);
    let list = given.browser.visit(&left).await;
    // Through a page and the check of its section to the next task.
    let page = list.click("Service name").await;
    assert_eq!(page.path(), given.at("service-name?return=left"));
    let back = page.select_attribute(".govuk-back-link", "href");
    assert_eq!(back, [left.clone()]);
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
