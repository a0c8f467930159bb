//! Contacts whose details are known already.

use super::Given;
use crate::given_draft::GivenDraft;
use domain::role::OrganisationRole;

#[tokio::test]
async fn a_colleague_is_chosen_and_asked_only_what_is_not_known() {
    let given = Given::started().await;
    let (colleague, _) = given.colleague(OrganisationRole::Viewer).await;
    let path = given.at("point-of-contact");
    let page = given.browser.visit(&path).await;
    page.expect_text("Choose a colleague, or the same details as another contact")
        .expect_text("Somebody else");
    let choice = format!("colleague {}", colleague.id);
    let page = page
        .press("Save and continue", [("details", &choice)])
        .await;
    page.expect_errors([
        ("job_title", "Enter the job title of the point of contact"),
        ("phone", "Enter the phone number of the point of contact"),
    ]);
    assert_eq!(
        page.select_attribute("#name", "value"),
        [colleague.name.as_str()]
    );
    // What is typed after the choice counts.
    let saved = page
        .press(
            "Save and continue",
            [
                ("email", "sales@supplier.example"),
                ("job_title", "Service manager"),
                ("phone", "01632 960 001"),
            ],
        )
        .await;
    saved.expect_redirect(&given.at("point-of-contact/check"));
    let page = given.browser.visit(&path).await;
    assert_eq!(
        page.select_attribute("#email", "value"),
        ["sales@supplier.example"]
    );
    assert_eq!(page.select_attribute("input[checked]", "value"), ["else"]);
}

#[tokio::test]
async fn what_was_typed_is_never_replaced_by_a_choice() {
    let given = Given::started().await;
    let (colleague, _) = given.colleague(OrganisationRole::Editor).await;
    let page = given.browser.visit(&given.at("point-of-contact")).await;
    let choice = format!("colleague {}", colleague.id);
    let page = page
        .press(
            "Save and continue",
            [("details", &*choice), ("name", "Priya Raman")],
        )
        .await;
    page.expect_error(
        "details",
        "Select ‘Somebody else’ to use the name and email address that you entered",
    );
    assert_eq!(page.select_attribute("#name", "value"), ["Priya Raman"]);
    let page = page.press("Save and continue", [("details", "else")]).await;
    assert_eq!(page.select_attribute("#name", "value"), ["Priya Raman"]);
}

#[tokio::test]
async fn the_details_of_another_contact_are_used_again() {
    let draft = GivenDraft::complete().await;
    draft
        .change("point-of-contact", "phone", "01632 960 123")
        .await;
    let browser = draft.browser().await;
    let path = draft.path("contacts/escalation/2");
    let page = browser.visit(&path).await;
    page.expect_text("Use the same details as another contact")
        .expect_text("Priya Raman");
    let page = page
        .press("Save and continue", [("details", "point-of-contact 0")])
        .await;
    page.expect_status(303);
    let page = browser.visit(&path).await;
    assert_eq!(page.select_attribute("#name", "value"), ["Priya Raman"]);
    assert_eq!(page.select_attribute("#phone", "value"), ["01632 960 123"]);
    assert_eq!(
        page.select_attribute("input[checked]", "value"),
        ["point-of-contact 0"]
    );
    // Nobody has left who can still be chosen.
    let gone = draft
        .app
        .given_member(&draft.organisation, OrganisationRole::Editor)
        .await;
    let page = browser
        .visit(&draft.path("contacts/security-manager"))
        .await;
    page.expect_text(&gone.email);
    draft
        .app
        .sql(&format!(
            "update memberships set leaves_on = access.today() - 1 where user_id = '{}'",
            gone.id
        ))
        .await;
    let page = browser
        .visit(&draft.path("contacts/security-manager"))
        .await;
    page.expect_no_text(&gone.email);
}
