//! What a copy as JSON tells of documents: what was said of them earlier, and which went.

use super::history::{told, unscanned};
use crate::imports::upload;
use crate::whole_copies::checked_copy;
use domain::role::OrganisationRole;
use serde_json::{Value, json};

#[tokio::test]
async fn a_copy_tells_what_was_said_of_documents_earlier_and_which_went() {
    let draft = unscanned("copied-documents").await;
    let browser = draft.browser().await;
    let before = checked_copy(&browser, &draft).await;
    assert_eq!(before["document_history"], json!([]));
    let ann = draft
        .app
        .given_member(&draft.organisation, OrganisationRole::Administrator)
        .await;
    let anns = draft.app.sign_in(&ann).await;
    let (first, _) = told(&draft, &browser, &anns).await;
    let whole = checked_copy(&browser, &draft).await;
    let entries = whole["document_history"].as_array().unwrap();
    let events = entries.iter().map(|entry| {
        let text = |name: &str| entry[name].as_str().unwrap_or_default().to_owned();
        format!("{} {} {}", text("event"), entry["version"], text("title"))
    });
    // Two things of one moment have no order for people.
    let mut events: Vec<String> = events.collect();
    events.sort();
    assert_eq!(
        events,
        [
            "added 1 diagram",
            "added 1 report",
            "described 1 Penetration test",
            "described 1 Penetration test",
            "newer_added 2 Penetration test",
            "removed 1 diagram",
            "replaced 1 Penetration test",
        ]
    );
    let entry = &entries[2];
    assert!(first.ends_with(entry["document"].as_str().unwrap()));
    assert_eq!(entry["by"], ann.name.as_str());
    assert_eq!(entry["issuer"], "A test <b>company</b>");
    assert_eq!(entry["expires_on"], "2027-02-28");
    assert_eq!(entry["questions"], json!(["9b"]));
    assert_eq!(entries[0]["until"], entries[1]["at"]);
    let last = entries.iter().filter(|entry| entry["until"] == Value::Null);
    assert_eq!(last.count(), 1, "what holds now");
    assert_eq!(whole["left_out"]["document_history"], 0);
    // Only the answers come back, and the page says what else the file holds.
    let new = browser.visit("/applications/new").await;
    let root = new.press("Start an application", []).await.redirect();
    let uploaded = upload(&browser, &root, "copy.json", whole.to_string().as_bytes()).await;
    let page = uploaded.follow().await;
    page.expect_text("what was said of documents earlier");
}
