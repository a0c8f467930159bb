//! Copies of earlier formats: their schemas stay published, and they come back.

use crate::downloads::file;
use crate::given_draft::GivenDraft;
use crate::imports::upload;
use crate::whole_copies::{checked_copy, schema};
use questions::QuestionSet;
use serde_json::{Value, json};
use tests::TestApp;

/// What a copy of the second format holds of the application, its answers and itself, beside what
/// the first did.
const SINCE_SECOND: [&str; 8] = [
    "format",
    "sections",
    "documents",
    "infrastructure_request",
    "signature_requests",
    "clarifications",
    "renewal",
    "digest",
];
/// What a request to sign says since the fifth format.
const SINCE_FIFTH: [&str; 4] = ["method", "message", "statement_code", "signed_page"];
/// What a copy holds since the fourth format.
const SINCE_FOURTH: [&str; 1] = ["document_history"];
/// What a copy holds since the third format.
const SINCE_THIRD: [&str; 6] = [
    "history",
    "assignments",
    "earlier_infrastructure_requests",
    "enquiries",
    "decision",
    "left_out",
];

fn first_revision() -> &'static QuestionSet {
    questions::sets()
        .iter()
        .find(|set| set.revision == 1)
        .unwrap()
}

#[tokio::test]
async fn copies_of_the_first_revision_fit_their_schemas_and_come_back() {
    let set = first_revision();
    let draft = GivenDraft::complete_of(TestApp::start().await, set).await;
    let browser = draft.browser().await;
    let whole = checked_copy(&browser, &draft).await;
    assert_eq!(whole["question_set"]["hash"], set.hash.as_str());
    let address = whole["$schema"].as_str().unwrap();
    assert!(
        address.ends_with("/schemas/psn-cop-2015-07-copy-5.json"),
        "{address}"
    );
    // The copies of before are these, and the schemas that they name are still there.
    let fourth = as_fourth_format(&whole);
    let third = as_third_format(&fourth);
    let second = as_second_format(&third);
    let first = as_first_format(&second);
    for before in [&first, &second, &third, &fourth] {
        let address = before["$schema"].as_str().unwrap();
        let path = &address[address.find("/schemas/").unwrap()..];
        let (_, _, published) = file(&browser, path).await;
        let published: Value = serde_json::from_slice(&published).unwrap();
        assert_eq!(published["$id"], before["$schema"]);
        assert_eq!(schema::check(&published, before, ""), Ok(()));
        assert!(schema::check(&published, &whole, "").is_err());
    }
    for (copy, format) in [(first, 1), (second, 2), (third, 3), (fourth, 4), (whole, 5)] {
        let new = browser.visit("/applications/new").await;
        let root = new.press("Start an application", []).await.redirect();
        let uploaded = upload(&browser, &root, "copy.json", copy.to_string().as_bytes()).await;
        let page = uploaded.follow().await;
        page.expect_heading("Check what we found in your file")
            // One answer of then said two things: it is named, and not guessed.
            .expect_text("What we cannot use")
            .expect_text("If yes, did it find anything above medium?");
        if format == 1 {
            page.expect_no_text("We take in answers only");
        } else {
            page.expect_text("We take in answers only. Your file also holds: ")
                .expect_text("sections marked as complete");
        }
    }
}

fn without(value: &mut Value, names: &[&str]) {
    let members = value.as_object_mut().unwrap();
    members.retain(|name, _| !names.contains(&name.as_str()));
}

/// A copy as it was in the fourth format.
fn as_fourth_format(whole: &Value) -> Value {
    let mut copy = whole.clone();
    copy["format"] = json!(4);
    let schema = whole["$schema"].as_str().unwrap();
    copy["$schema"] = json!(schema.replace("-copy-5", "-copy-4"));
    for request in copy["signature_requests"].as_array_mut().unwrap() {
        without(request, &SINCE_FIFTH);
    }
    copy
}

/// A copy of the fourth format as it was in the third.
fn as_third_format(fourth: &Value) -> Value {
    let mut copy = fourth.clone();
    without(&mut copy, &SINCE_FOURTH);
    copy["format"] = json!(3);
    let schema = fourth["$schema"].as_str().unwrap();
    copy["$schema"] = json!(schema.replace("-copy-4", "-copy-3"));
    without(&mut copy["left_out"], &SINCE_FOURTH);
    for entry in copy["history"].as_array_mut().unwrap() {
        without(entry, &["origin", "origin_name"]);
    }
    for section in copy["sections"].as_array_mut().unwrap() {
        without(section, &["changed_at", "changed_by"]);
    }
    copy
}

/// A copy of the third format as it was in the second.
fn as_second_format(third: &Value) -> Value {
    let mut copy = third.clone();
    let members = copy.as_object_mut().unwrap();
    members.retain(|name, _| !SINCE_THIRD.contains(&name.as_str()));
    members["format"] = json!(2);
    members["$schema"] = json!(
        third["$schema"]
            .as_str()
            .unwrap()
            .replace("-copy-3", "-copy-2")
    );
    without(&mut members["application"], &["ended"]);
    for answer in members["answers"].as_array_mut().unwrap() {
        without(answer, &["version", "is_complete", "saved_at", "saved_by"]);
    }
    for section in members["sections"].as_array_mut().unwrap() {
        without(section, &["marked_at", "marked_by"]);
    }
    copy
}

/// A copy of the second format as it was in the first.
fn as_first_format(second: &Value) -> Value {
    let mut copy = second.clone();
    let members = copy.as_object_mut().unwrap();
    members.retain(|name, _| !SINCE_SECOND.contains(&name.as_str()));
    members["$schema"] = json!(second["$schema"].as_str().unwrap().replace("-copy-2", ""));
    let application = members["application"].as_object_mut().unwrap();
    application.retain(|name, _| ["reference", "service", "organisation"].contains(&name.as_str()));
    copy
}
