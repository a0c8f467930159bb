//! Choices that come after something has changed.

use super::files::{csv, ods};
use super::{answer, look, upload, use_all, uses};
use crate::given_draft::GivenDraft;
use domain::role::OrganisationRole;
use time::Duration;

#[tokio::test]
async fn an_answer_that_somebody_changed_meanwhile_is_asked_about_again() {
    let draft = GivenDraft::complete().await;
    let browser = draft.browser().await;
    let rows = [
        ("service-name#name", "From the file"),
        ("point-of-contact#name", "Dev Okafor"),
    ];
    let page = look(&draft, &browser, &rows).await;
    let colleague = draft
        .app
        .given_member(&draft.organisation, OrganisationRole::Editor)
        .await;
    let theirs = draft.app.sign_in(&colleague).await;
    let typed = theirs.visit(&draft.path("service-name")).await;
    typed
        .press("Save and continue", [("name", "From a colleague")])
        .await
        .expect_status(303);
    let saved = use_all(&page).await;
    saved.expect_redirect(&draft.path("import/check"));
    let again = saved.follow().await;
    again
        .expect_text("We saved the answers to 1 page from your file.")
        .expect_text(
            "We did not save 1, because somebody else has changed the answer. Check again.",
        )
        .expect_text("From the file")
        .expect_text("From a colleague");
    assert_eq!(uses(&again).len(), 1);
    assert!(
        answer(&draft, "service-name")
            .await
            .contains("From a colleague")
    );
    use_all(&again).await.expect_status(303);
    assert!(
        answer(&draft, "service-name")
            .await
            .contains("From the file")
    );
    let kept =
        "answer_history where page = 'service-name' and answer::text like '%From a colleague%'";
    assert_eq!(draft.app.count(kept).await, 1);
}

#[tokio::test]
async fn choices_about_an_earlier_file_are_not_made_for_a_newer_one() {
    let draft = GivenDraft::complete().await;
    let browser = draft.browser().await;
    let old = look(&draft, &browser, &[("service-name#name", "From the first")]).await;
    draft.app.advance(Duration::minutes(1)).await;
    let rows = [
        ("service-name#name", "From the second"),
        ("point-of-contact#name", "Dev Okafor"),
    ];
    look(&draft, &browser, &rows).await;
    draft.app.skip_audit().await;
    for button in ["Save what I chose", "Use nothing from this file"] {
        let uses = uses(&old);
        let choice = [(uses[0].0.as_str(), uses[0].1.as_str())];
        let page = old.press_all(button, &choice).await;
        page.expect_status(409)
            .expect_text("You have uploaded another file since you opened that page.")
            .expect_text("From the second")
            .expect_no_text("From the first");
        // Nothing is chosen by what was chosen for the other file.
        assert_eq!(
            page.select_attribute("input[type=radio][checked]", "name"),
            [""; 0]
        );
    }
    draft.app.expect_audit([]).await;
    assert_eq!(draft.app.count("imports").await, 1);
    let name = answer(&draft, "service-name").await;
    assert!(name.contains("Northwind Gazetteer"), "{name}");
    // The page that came instead is about the newer file, and does what it says.
    let page = browser.visit(&draft.path("import/check")).await;
    page.expect_no_text("You have uploaded another file");
    use_all(&page).await.expect_status(303);
    let name = answer(&draft, "service-name").await;
    assert!(name.contains("From the second"), "{name}");
}

/// A choice is about the page that it was made for, also when it is sent once more.
#[tokio::test]
async fn what_was_chosen_twice_loses_nothing_that_waits() {
    let draft = GivenDraft::complete().await;
    let browser = draft.browser().await;
    let rows = [
        ("service-name#name", "Northwind Gazetteer Two"),
        ("description-for-users#description", "Words of a file"),
    ];
    let page = look(&draft, &browser, &rows).await;
    let own = browser.visit(&draft.path("description-for-users")).await;
    own.submit([("description", "Words of somebody else")])
        .await
        .expect_status(303);
    let uses = uses(&page);
    let choices = [
        (uses[0].0.as_str(), "skip"),
        (uses[1].0.as_str(), uses[1].1.as_str()),
    ];
    for _ in 0..2 {
        let waiting = page.press_all("Save what I chose", &choices).await;
        waiting.expect_redirect(&draft.path("import/check"));
        waiting.follow().await.expect_text("Words of a file");
    }
}

/// What a partial save leaves is told with what it saved, and what can't be used is listed until the end.
#[tokio::test]
async fn what_is_saved_of_a_file_and_what_remains_is_told_to_the_end() {
    let rows = [
        ("service-name#name", "From the file"),
        ("point-of-contact#name", "Dev Okafor"),
        (
            "security/9b#answer",
            "No, a consumer could access, change or affect another’s service",
        ),
        ("security/99#answer", "Yes"),
    ];
    for (name, bytes) in [("form.csv", csv(&rows)), ("form.ods", ods(&rows))] {
        let draft = GivenDraft::complete().await;
        let browser = draft.browser().await;
        let root = draft.path("").trim_end_matches('/').to_owned();
        let page = upload(&browser, &root, name, &bytes).await.follow().await;
        let own = browser.visit(&draft.path("service-name")).await;
        own.submit([("name", "From a colleague")])
            .await
            .expect_status(303);
        let again = use_all(&page).await.follow().await;
        again
            .expect_heading("Check what we found in your file")
            .expect_text("We have saved the answers to 1 page from it.")
            .expect_no_text("Nothing from it is saved yet")
            .expect_text("Answer these yourself")
            .expect_text("9b Keeping consumers apart in management tools")
            .expect_text("What we cannot use")
            .expect_text("Our form does not ask this");
        let (choice, _) = uses(&again).swap_remove(0);
        let skipped = [(choice.as_str(), "skip")];
        let end = match name {
            "form.csv" => again.press_all("Save what I chose", &skipped).await,
            _ => again.press("Use nothing more from this file", []).await,
        };
        end.expect_redirect(&root);
        end.follow()
            .await
            .expect_text("We saved nothing more from your file. In all, we saved the answers to 1 page from it")
            .expect_no_text("We saved nothing from your file");
        assert_eq!(draft.app.count("imports").await, 0);
    }
}
