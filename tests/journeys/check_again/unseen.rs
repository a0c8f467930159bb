//! Nobody says that a section is complete of what was changed after they opened its page.

use super::{TEXT, TITLE, colleague, count, list, save, status};
use crate::given_draft::GivenDraft;
use sqlx::raw_sql;
use std::time::Duration;
use tests::{Browser, Page};

const CHANGED: &str = "Changed since you opened this page";
const CHECK: &str = "security/4/check";

async fn completed(draft: &GivenDraft, browser: &Browser) -> Option<String> {
    status(&list(draft, browser, "").await, TITLE)
}

/// The links of the notice: each answer with who did what to it.
fn changes(page: &Page) -> Vec<(String, String)> {
    page.expect_status(409).expect_text(CHANGED);
    let links = page.links().into_iter();
    links
        .filter(|(_, path)| path.contains("/history/"))
        .collect()
}

#[tokio::test]
async fn who_opened_the_page_before_a_colleagues_change_is_shown_it_first() {
    let draft = GivenDraft::complete().await;
    let browser = draft.browser().await;
    let (tom, toms) = colleague(&draft).await;
    let early = browser.visit(&draft.path(CHECK)).await;
    save(&draft, &toms, TEXT).await;
    assert_eq!(count(&draft).await, 1);
    let shown = early.submit([("complete", "yes")]).await;
    let told = changes(&shown);
    assert_eq!(told.len(), 1, "{told:?}");
    let (words, path) = &told[0];
    let by = format!(", changed by {} today at ", tom.name);
    assert!(words.starts_with("4a ") && words.contains(&by), "{words}");
    assert_eq!(*path, draft.path("history/security/4a"));
    // One notice, and what it shows is what is there now.
    shown.expect_text(TEXT).expect_no_text("Check again");
    assert_eq!(count(&draft).await, 1);
    assert_eq!(
        completed(&draft, &browser).await.as_deref(),
        Some("Check again")
    );
    shown.submit([("complete", "yes")]).await.expect_status(303);
    assert_eq!(count(&draft).await, 0);
    assert_eq!(
        completed(&draft, &browser).await.as_deref(),
        Some("Completed")
    );
}

#[tokio::test]
async fn an_error_on_the_way_and_coming_back_later_confirm_nothing() {
    let draft = GivenDraft::complete().await;
    let browser = draft.browser().await;
    let (_, toms) = colleague(&draft).await;
    save(&draft, &toms, "We do this with two people every month.").await;
    let early = browser.visit(&draft.path(CHECK)).await;
    save(&draft, &toms, TEXT).await;
    let unchosen = early.submit([]).await;
    unchosen.expect_error("complete", "Select whether you’ve completed this section");
    assert_eq!(
        changes(&unchosen.submit([("complete", "yes")]).await).len(),
        1
    );
    // Coming back later is no word about what they have not seen.
    early.submit([("complete", "no")]).await.expect_status(303);
    assert_eq!(
        completed(&draft, &browser).await.as_deref(),
        Some("Check again")
    );
    // What the page showed was not changed by what somebody else changed elsewhere.
    let check = browser.visit(&draft.path(CHECK)).await;
    let other = toms.visit(&draft.path("service-name")).await;
    other
        .press("Save and continue", [("name", "Northwind Atlas")])
        .await
        .expect_status(303);
    check.submit([("complete", "yes")]).await.expect_status(303);
    assert_eq!(
        completed(&draft, &browser).await.as_deref(),
        Some("Completed")
    );
}

#[tokio::test]
async fn a_form_that_does_not_say_what_was_seen_confirms_nothing() {
    let draft = GivenDraft::complete().await;
    let browser = draft.browser().await;
    let (_, toms) = colleague(&draft).await;
    save(&draft, &toms, TEXT).await;
    let path = draft.path(CHECK);
    let token = browser.visit(&path).await.csrf();
    let fields = [("csrf", token.as_str()), ("complete", "yes")];
    for seen in [
        None,
        Some(""),
        Some("7"),
        Some("<b>"),
        Some("none"),
        Some("9999.1.1"),
    ] {
        let mut fields = fields.to_vec();
        fields.extend(seen.map(|seen| ("seen", seen)));
        let shown = browser.post(&path, &fields).await;
        shown.expect_status(409).expect_text(CHANGED);
        if seen.is_none() {
            shown.expect_text("We cannot tell which answers you have seen.");
        }
        assert_eq!(count(&draft).await, 1, "{seen:?}");
    }
    let shown = browser.post(&path, &fields).await;
    shown.submit([("complete", "yes")]).await.expect_status(303);
    assert_eq!(count(&draft).await, 0);
}

#[tokio::test]
async fn an_item_that_was_removed_meanwhile_is_named() {
    let draft = GivenDraft::complete().await;
    let browser = draft.browser().await;
    let (tom, toms) = colleague(&draft).await;
    let gate = browser.visit(&draft.path("connections")).await;
    gate.submit([("any", "yes")]).await;
    let page = browser.visit(&draft.path("connections/1")).await;
    page.press("Save and come back later", [("name", "Staff network")])
        .await
        .expect_status(303);
    let early = browser.visit(&draft.path("connections/check")).await;
    let sure = toms.visit(&draft.path("remove/connections/1")).await;
    sure.submit([("remove", "yes")]).await.expect_status(303);
    let told = changes(&early.submit([("complete", "yes")]).await);
    assert_eq!(told.len(), 1, "{told:?}");
    let by = format!("Staff network, removed by {} today at ", tom.name);
    assert!(told[0].0.starts_with(&by), "{told:?}");
    browser.visit(&told[0].1).await;
}

#[tokio::test]
async fn whoever_sends_answers_for_signature_has_seen_every_change() {
    let draft = GivenDraft::complete().await;
    let browser = draft.browser().await;
    let (tom, toms) = colleague(&draft).await;
    let documents = browser.visit(&draft.path("documents")).await;
    documents
        .press("Save and continue", [("documents", "A list")])
        .await
        .expect_status(303);
    let documents = browser.visit(&draft.path("documents/check")).await;
    documents
        .submit([("complete", "yes")])
        .await
        .expect_status(303);
    let early = browser.visit(&draft.path("check-answers")).await;
    save(&draft, &toms, TEXT).await;
    let check = toms.visit(&draft.path(CHECK)).await;
    check.submit([("complete", "yes")]).await.expect_status(303);
    let shown = early.submit([]).await;
    let told = changes(&shown);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].0.contains(&format!("changed by {}", tom.name)));
    shown.submit([]).await.expect_status(303);
}

#[tokio::test]
async fn what_is_saved_at_the_same_moment_is_not_confirmed() {
    let draft = GivenDraft::complete().await;
    let browser = draft.browser().await;
    let (_, toms) = colleague(&draft).await;
    save(&draft, &toms, TEXT).await;
    let early = browser.visit(&draft.path(CHECK)).await;
    let mut saving = draft.app.database.connect(cluster::SUPERUSER).await;
    raw_sql(
        "begin; update applications set last_saved_at = access.now();
         update answers set version = version + 1 where page = 'security/4a'",
    )
    .execute(&mut saving)
    .await
    .unwrap();
    let (shown, ()) = tokio::join!(early.submit([("complete", "yes")]), async {
        tokio::time::sleep(Duration::from_millis(500)).await;
        raw_sql("commit").execute(&mut saving).await.unwrap();
    });
    assert_eq!(changes(&shown).len(), 1);
    assert_eq!(count(&draft).await, 1);
}
