//! The supplier asks the owner of the infrastructure, reminds them, and asks again.

use crate::given_draft::{GivenDraft, OWNER};
use domain::role::{OrganisationRole, TeamRole};
use time::Duration;

const PAGE: &str = "infrastructure/owner-request";

#[tokio::test]
async fn a_link_runs_out_and_a_cancelled_or_replaced_one_says_so() {
    let draft = GivenDraft::complete().await;
    let first = draft.ask_owner().await;
    let supplier = draft.browser().await;
    let page = supplier.visit(&draft.path(PAGE)).await;
    page.expect_text("You can send a reminder once a day, from tomorrow");
    draft.app.advance(Duration::days(1)).await;
    let supplier = draft.browser().await;
    let page = supplier.visit(&draft.path(PAGE)).await;
    page.press("Send a reminder", []).await.expect_status(303);
    let letters = draft.app.mail_to(OWNER).await;
    let subject = "Reminder: Northwind Mapping Limited needs your answer";
    assert_eq!(letters.last().subject, subject);
    let second = letters.last_link();
    assert_ne!(first, second);
    let browser = draft.app.browser();
    browser
        .open(&first)
        .await
        .expect_status(410)
        .expect_heading("This link was replaced by a newer one");
    let page = supplier.visit(&draft.path(PAGE)).await;
    page.press("Cancel the request", [])
        .await
        .expect_status(303);
    browser
        .open(&second)
        .await
        .expect_status(410)
        .expect_heading("This request was cancelled")
        .expect_text(&draft.editor.name);
    let third = draft.ask_owner().await;
    draft.app.advance(Duration::days(15)).await;
    browser
        .open(&third)
        .await
        .expect_status(410)
        .expect_heading("This link has expired")
        .expect_text(&draft.editor.name);
}

#[tokio::test]
async fn a_change_after_the_agreement_is_noticed_and_asked_again() {
    let draft = GivenDraft::complete().await;
    draft.agree().await;
    draft
        .change("service-name", "name", "Northwind Atlas")
        .await;
    let supplier = draft.browser().await;
    let page = supplier.visit(&draft.path(PAGE)).await;
    page.expect_text("Status: Agreed to something else")
        .expect_text("Since this request you changed the name of the service");
    let list = supplier.visit(draft.path("").trim_end_matches('/')).await;
    list.expect_text("Agreed to something else: since then you changed the name of the service")
        .expect_text("the agreement of the infrastructure owner are missing");
    page.press("Send request to Graham Whitlock", [])
        .await
        .expect_status(303);
    assert_eq!(
        draft
            .app
            .count("owner_requests where state = 'cancelled'")
            .await,
        1
    );
    assert_eq!(
        draft
            .app
            .count("owner_requests where state = 'sent' and service_name = 'Northwind Atlas'")
            .await,
        1
    );
}

#[tokio::test]
async fn another_description_than_the_owner_was_shown_is_said_to_both_sides() {
    const OTHER: &str = "Maps and addresses for everybody, in the open.";
    let draft = GivenDraft::complete().await;
    let app = &draft.app;
    draft.agree().await;
    let supplier = draft.browser().await;
    supplier
        .visit(&draft.path(PAGE))
        .await
        .expect_no_text("another description for users");
    draft
        .change("description-for-users", "description", OTHER)
        .await;
    let page = supplier.visit(&draft.path(PAGE)).await;
    page.expect_text("Status: Agreed, with another description for users")
        .expect_text(
            "With this request we showed Harbour Hosting plc another description for users.",
        )
        .expect_text("The agreement holds");
    supplier
        .visit(&draft.path("submit"))
        .await
        .expect_no_text("since they agreed you changed");
    app.sql("update applications set state = 'under_review', submitted_at = access.now(), target_on = access.today() + 28")
        .await;
    let assessor = app.given_team_member(TeamRole::Assessor).await;
    let assessor = app.sign_in(&assessor).await;
    let case = format!("/team/applications/{}/infrastructure", draft.reference);
    assessor
        .visit(&case)
        .await
        .expect_text("Agreed, but since then the supplier changed the description for users")
        .expect_text("Description for users that the owner was shown");
    app.sql("update applications set state = 'draft', submitted_at = null, target_on = null")
        .await;
    // The owner can be shown it with a new request.
    page.press("Send request to Graham Whitlock", [])
        .await
        .expect_status(303);
    let shown =
        format!("owner_requests where state = 'sent' and description_for_users = '{OTHER}'");
    assert_eq!(app.count(&shown).await, 1);
    supplier
        .visit(&draft.path(PAGE))
        .await
        .expect_no_text("another description for users");
}

#[tokio::test]
async fn somebody_else_can_be_asked_instead() {
    let draft = GivenDraft::complete().await;
    let first = draft.ask_owner().await;
    let supplier = draft.browser().await;
    let page = supplier.visit(&draft.path(PAGE)).await;
    let contact = draft.path("infrastructure/owner-contact#name");
    assert!(
        page.links()
            .contains(&("Change who we ask".to_owned(), contact))
    );
    let other = "mina.patel@harbour.example";
    draft
        .change("infrastructure/owner-contact", "name", "Mina Patel")
        .await;
    draft
        .change("infrastructure/owner-contact", "email", other)
        .await;
    let page = supplier.visit(&draft.path(PAGE)).await;
    page.press("Send request to Mina Patel", [])
        .await
        .expect_status(303);
    let second = draft.app.mail_to(other).await.last_link();
    let browser = draft.app.browser();
    browser.open(&first).await.expect_status(410);
    browser.visit(&second).await;
}

#[tokio::test]
async fn a_supplier_that_owns_the_infrastructure_confirms_it_itself() {
    let draft = GivenDraft::complete().await;
    draft.change("infrastructure/who", "who", "ours").await;
    let supplier = draft.browser().await;
    let page = supplier.visit(&draft.path(PAGE)).await;
    let button = "Confirm that Northwind Mapping Limited owns this infrastructure and agrees";
    let agreed = page.press(button, []).await.follow().await;
    agreed.expect_text("Agreed").expect_text(&draft.editor.name);
    // Twice has one effect.
    page.press(button, []).await.expect_status(303);
    assert_eq!(draft.app.count("owner_requests where is_own").await, 1);
    assert!(draft.app.mail_to(OWNER).await.is_empty());
    draft.app.expect_audit(["owner_answered"]).await;
}

#[tokio::test]
async fn nobody_confirms_the_infrastructure_of_somebody_else_as_their_own() {
    let draft = GivenDraft::complete().await;
    let id: uuid::Uuid = draft
        .app
        .value(
            "insert into infrastructures (id, name, owner_name, certificate_number, valid_to, confirmed_at)
             values (gen_random_uuid(), 'Harbour PSN Zone North', 'Harbour Hosting plc', 'PSN-CN-9001',
                     access.today() + 400, access.now()) returning id",
        )
        .await;
    draft.change("infrastructure/who", "who", "ours").await;
    draft
        .change("infrastructure/find", "infrastructure", &id.to_string())
        .await;
    let supplier = draft.browser().await;
    let page = supplier.visit(&draft.path(PAGE)).await;
    page.expect_text("The register says that Harbour Hosting plc owns it")
        .expect_no_text("Confirm that Northwind Mapping Limited owns");
    let submit = supplier.visit(&draft.path("submit")).await;
    submit.expect_text("Say whose infrastructure it is");
    // The name alone is no proof once the team has named the holder.
    draft
        .app
        .sql("update infrastructures set owner_name = 'NORTHWIND MAPPING LTD'")
        .await;
    let page = supplier.visit(&draft.path(PAGE)).await;
    page.expect_text("Confirm that Northwind Mapping Limited owns");
    let host = draft.app.given_organisation("Harbour Hosting plc").await;
    draft
        .app
        .sql(&format!(
            "update infrastructures set owner_organisation_id = '{}'",
            host.id
        ))
        .await;
    let late = page
        .press(
            "Confirm that Northwind Mapping Limited owns this infrastructure and agrees",
            [],
        )
        .await;
    late.expect_status(409);
    assert_eq!(draft.app.count("owner_requests where is_own").await, 0);
}

#[tokio::test]
async fn missing_answers_and_a_certificate_to_come_are_said() {
    let draft = GivenDraft::complete().await;
    let supplier = draft.browser().await;
    draft.change("service-name", "name", "").await;
    let page = supplier.visit(&draft.path(PAGE)).await;
    page.expect_text("Fill in these pages first");
    assert!(page.links().contains(&(
        "What is the service called?".to_owned(),
        draft.path("service-name#name")
    )));
    draft
        .change("service-name", "name", "Northwind Gazetteer")
        .await;
    draft.change("infrastructure/who", "who", "both").await;
    let page = supplier.visit(&draft.path(PAGE)).await;
    page.expect_text("you can submit without this agreement")
        .expect_no_text("Fill in these pages first");
}

#[tokio::test]
async fn readers_and_others_ask_nobody() {
    let draft = GivenDraft::complete().await;
    let viewer = draft
        .app
        .given_member(&draft.organisation, OrganisationRole::Viewer)
        .await;
    let browser = draft.app.sign_in(&viewer).await;
    let page = browser.visit(&draft.path(PAGE)).await;
    page.expect_text("Your role lets you read this page");
    let csrf = page.csrf();
    for tail in ["", "/remind", "/cancel"] {
        let path = format!("{}{tail}", draft.path(PAGE));
        browser
            .post(&path, &[("csrf", &csrf)])
            .await
            .expect_status(403);
    }
    let other = draft.app.given_organisation("Fabrikam Limited").await;
    let stranger = draft
        .app
        .given_member(&other, OrganisationRole::Administrator)
        .await;
    let browser = draft.app.sign_in(&stranger).await;
    browser.open(&draft.path(PAGE)).await.expect_status(404);
    assert_eq!(draft.app.count("owner_requests").await, 0);
}

#[tokio::test]
async fn a_person_of_the_same_domain_is_asked_about_once_and_may_be_right() {
    let draft = GivenDraft::complete().await;
    let supplier = draft.browser().await;
    let path = draft.path("infrastructure/owner-contact");
    let interruption = format!("{path}/same-domain");
    supplier.open(&interruption).await.expect_redirect(&path);
    let page = supplier.visit(&path).await;
    let saved = page
        .press("Save and continue", [("email", "graham@Northwind.example")])
        .await;
    saved.expect_redirect(&interruption);
    let page = saved.follow().await;
    page.expect_heading("Check that Graham Whitlock can confirm for Harbour Hosting plc")
        .expect_text("The address graham@Northwind.example is at the same domain");
    let back = page.click("Change who we ask").await;
    assert_eq!(back.path(), path);
    page.click("Go on: Graham Whitlock can confirm this")
        .await
        .expect_status(200)
        .expect_heading("Check your answers: PSN-compliant infrastructure");
    // The same again is not asked about again; anybody else is no matter.
    let page = supplier.visit(&path).await;
    page.press("Save and continue", [])
        .await
        .expect_redirect(&draft.path("infrastructure/check"));
    page.press("Save and continue", [("email", OWNER)])
        .await
        .expect_redirect(&draft.path("infrastructure/check"));
}

#[tokio::test]
async fn whoever_sends_and_cancels_in_turns_floods_nobody() {
    let draft = GivenDraft::complete().await;
    let supplier = draft.browser().await;
    for _ in 0..12 {
        let page = supplier.visit(&draft.path(PAGE)).await;
        page.press("Send request to Graham Whitlock", [])
            .await
            .expect_status(303);
        let page = supplier.visit(&draft.path(PAGE)).await;
        page.press("Cancel the request", [])
            .await
            .expect_status(303);
    }
    let page = supplier.visit(&draft.path(PAGE)).await;
    let refused = page.press("Send request to Graham Whitlock", []).await;
    refused
        .follow()
        .await
        .expect_text("You have sent as many requests as you can in a day");
    assert_eq!(draft.app.mail_to(OWNER).await.len(), 12);
    assert_eq!(draft.app.count("links").await, 12);
    assert_eq!(
        draft.app.count("owner_requests where state = 'sent'").await,
        0
    );
    draft.app.advance(Duration::days(1)).await;
    draft.ask_owner().await;
}

#[tokio::test]
async fn the_task_names_what_its_page_asks_for_first() {
    let draft = GivenDraft::complete().await;
    // Not among it: whether the terms are final.
    draft
        .app
        .sql("delete from answers where page in ('additional-infrastructure', 'infrastructure/agreement')")
        .await;
    let supplier = draft.browser().await;
    let list = supplier.visit(draft.path("").trim_end_matches('/')).await;
    let rows = list.select_text(".govuk-task-list__item");
    let mut rows = rows.iter();
    let task = rows.find(|row| row.starts_with("Agreement of the infra"));
    let task = task.unwrap();
    assert!(
        task.contains("Answer these first: Additional infrastructure Cannot start yet"),
        "{task}"
    );
    let page = supplier.visit(&draft.path(PAGE)).await;
    page.expect_text("Fill in these pages first");
    let leads = page.select_attribute("main li a", "href");
    let tail = draft.path("additional-infrastructure");
    assert!(leads.len() == 1 && leads[0].starts_with(&tail), "{leads:?}");
}
