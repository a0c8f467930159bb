//! Copies as JSON hold everything and fit their published schema; what was submitted is a copy of
//! its own.

#[path = "../../crates/questions/tests/copies/schema.rs"]
pub mod schema;

use crate::downloads::copy;
use crate::given_draft::GivenDraft;
use crate::imports::upload;
use domain::role::OrganisationRole;
use serde_json::{Value, json};
use tests::Browser;
use time::Duration;

/// A document that has lapsed, and a question of the team with a reply.
async fn add_document_and_clarification(draft: &GivenDraft) {
    let id = draft.id;
    draft
        .app
        .sql(&format!(
            "insert into documents (id, organisation_id, application_id, file_name, kind, bytes, sha256, scan,
                 scan_next_at, title, shows, questions, issuer, effective_on, expires_on, added_at, added_by,
                 added_by_name)
             select '00000000-0000-7000-8000-00000000000d', organisation_id, id, 'report.pdf', 'pdf', 37,
                 repeat('a', 64), 'clean', access.now(), 'Penetration test', 'No open findings', '{{9b}}',
                 'A test company', '2025-03-01', '2026-02-28', access.now(), created_by, 'An Editor'
             from applications where id = '{id}';
             insert into clarifications (id, organisation_id, application_id, number, state, asked_at, asked_by,
                 asked_by_name, due_on)
             select '00000000-0000-7000-8000-00000000000c', organisation_id, id, 1, 'asked', access.now(),
                 created_by, 'A. Reid', access.today() + 14 from applications where id = '{id}';
             insert into clarification_items (organisation_id, clarification_id, application_id, subject, request,
                 reply, replied_at, replied_by_name, before)
             select organisation_id, '00000000-0000-7000-8000-00000000000c', id, '9b', 'Which report is shared?',
                 'The one of each month.', access.now(), 'An Editor',
                 '[{{\"page\": \"security/9b\", \"item\": 0, \"values\": {{\"answer\": [\"partial\"]}}}}]'
             from applications where id = '{id}'"
        ))
        .await;
}

/// The copy as it is downloaded; it fits the schema that it names, and its digest is right.
pub async fn checked_copy(browser: &Browser, draft: &GivenDraft) -> Value {
    let (_, _, bytes) = copy(browser, draft, "json").await;
    let whole: Value = serde_json::from_slice(&bytes).unwrap();
    let address = whole["$schema"].as_str().unwrap();
    let path = &address[address.find("/schemas/").unwrap()..];
    let published = draft.app.browser().visit(path).await.json();
    assert_eq!(published["$id"], whole["$schema"]);
    assert_eq!(schema::check(&published, &whole, ""), Ok(()));
    // Anybody can compute the digest: take it out, and hash the rest with its keys in order.
    let mut rest = whole.clone();
    let digest = rest.as_object_mut().unwrap().remove("digest").unwrap();
    let text = format!("{:#}\n", in_order(&rest));
    assert_eq!(digest["algorithm"], "SHA-256");
    assert_eq!(digest["value"], service::snapshot::sha256(&text).as_str());
    whole
}

fn in_order(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let mut names: Vec<&String> = members.keys().collect();
            names.sort();
            let members = names.into_iter();
            members
                .map(|name| (name.clone(), in_order(&value[name])))
                .collect()
        }
        Value::Array(items) => items.iter().map(in_order).collect(),
        other => other.clone(),
    }
}

async fn submit(draft: &GivenDraft, browser: &Browser) {
    let page = browser.visit(&draft.path("submit")).await;
    page.press("Submit to the PSN team", [])
        .await
        .expect_redirect(&draft.path("submitted"));
}

#[tokio::test]
async fn a_copy_for_programs_holds_everything_with_its_digest() {
    let draft = GivenDraft::complete().await;
    let browser = draft.browser().await;
    let empty = checked_copy(&browser, &draft).await;
    assert_eq!(empty["infrastructure_request"], Value::Null);
    assert_eq!(empty["application"]["state"], "draft");
    draft.agree().await;
    draft.sign().await;
    submit(&draft, &browser).await;
    add_document_and_clarification(&draft).await;
    let whole = checked_copy(&browser, &draft).await;
    for (pointer, value) in [
        ("/format", json!(5)),
        (
            "/question_set/hash",
            json!(questions::current("psn-cop").unwrap().hash),
        ),
        ("/application/reference", json!(draft.reference.as_str())),
        ("/application/state", json!("submitted")),
        ("/sections/0/is_complete", json!(true)),
        ("/documents/0/sha256", json!("a".repeat(64))),
        ("/documents/0/kind", json!("pdf")),
        ("/documents/0/bytes", json!(37)),
        ("/documents/0/scan", json!("clean")),
        ("/documents/0/questions", json!(["9b"])),
        ("/documents/0/issuer", json!("A test company")),
        ("/documents/0/effective_on", json!("2025-03-01")),
        ("/documents/0/expires_on", json!("2026-02-28")),
        ("/infrastructure_request/state", json!("agreed")),
        ("/infrastructure_request/certificate", json!("PSN-CN-2231")),
        ("/signature_requests/0/state", json!("signed")),
        ("/signature_requests/0/signed_name", json!("Helen Marsh")),
        ("/clarifications/0/state", json!("open")),
        (
            "/clarifications/0/items/0/reply",
            json!("The one of each month."),
        ),
        (
            "/clarifications/0/items/0/before/0/values/answer/0",
            json!("partial"),
        ),
        ("/renewal", Value::Null),
    ] {
        assert_eq!(whole.pointer(pointer), Some(&value), "{pointer}");
    }
    let signed: String = draft
        .app
        .value("select snapshot_sha256 from signature_requests")
        .await;
    assert_eq!(whole["signature_requests"][0]["sha256"], signed.as_str());
    assert_ne!(whole["digest"], empty["digest"]);
    let submitted = whole["application"]["submitted_at"].as_str().unwrap();
    assert!(submitted.ends_with('Z') && whole["application"]["target_on"].is_string());
}

#[tokio::test]
async fn a_copy_of_a_renewal_says_how_each_answer_stands() {
    let draft = GivenDraft::certified(60).await.renewed().await;
    let whole = checked_copy(&draft.browser().await, &draft).await;
    let renewal = &whole["renewal"];
    assert_eq!(
        renewal["certificate"],
        crate::given_draft::certified::NUMBER
    );
    let answers = renewal["answers"].as_array().unwrap();
    let of = |page: &str| answers.iter().find(|answer| answer["page"] == page);
    assert_eq!(of("security/9a").unwrap()["since"], "carried");
}

#[tokio::test]
async fn everything_that_is_not_taken_in_is_named() {
    let draft = GivenDraft::complete().await;
    let browser = draft.browser().await;
    draft.agree().await;
    draft.sign().await;
    add_document_and_clarification(&draft).await;
    let whole = checked_copy(&browser, &draft).await;
    let new = browser.visit("/applications/new").await;
    let root = new.press("Start an application", []).await.redirect();
    let uploaded = upload(&browser, &root, "copy.json", whole.to_string().as_bytes()).await;
    uploaded.follow().await.expect_text(
        "Your file also holds: sections marked as complete documents what was said of documents earlier \
         a request to the infrastructure’s owner requests to sign questions of the PSN team with your replies",
    );
}

#[tokio::test]
async fn what_was_submitted_is_read_and_downloaded_as_it_was_signed() {
    let draft = GivenDraft::complete().await;
    let browser = draft.browser().await;
    let path = draft.path("submitted/copy");
    browser
        .open(&path)
        .await
        .expect_redirect(&draft.path("submit"));
    draft.agree().await;
    draft.sign().await;
    submit(&draft, &browser).await;
    let signed: String = draft
        .app
        .value("select snapshot_sha256 from signature_requests")
        .await;
    // What is answered later changes nothing.
    draft
        .change("description-for-users", "description", "Something else.")
        .await;
    let page = browser.visit(&draft.path("submitted")).await;
    let page = page
        .click("Read, print or download what you submitted")
        .await;
    assert_eq!(page.path(), path);
    page.expect_heading("What you submitted")
        .expect_text("Signed by Helen Marsh, Managing director")
        .expect_text(&signed)
        .expect_text("A national <b>address</b> and street gazetteer.")
        .expect_no_text("Something else.");
    browser
        .visit(&draft.path("progress"))
        .await
        .click("Read, print or download what you submitted")
        .await;
    let viewer = draft
        .app
        .given_member(&draft.organisation, OrganisationRole::Viewer)
        .await;
    let viewer = draft.app.sign_in(&viewer).await;
    draft.app.skip_audit().await;
    let (kind, name, bytes) = copy(&viewer, &draft, "submitted").await;
    draft.app.expect_audit(["copy_taken"]).await;
    assert_eq!(kind, "application/json");
    assert!(name.contains(&format!("{}-submitted.json", draft.reference)));
    let text = String::from_utf8(bytes).unwrap();
    assert_eq!(service::snapshot::sha256(&text), signed);
    // The file needs a fresh confirmation, as every copy.
    draft.app.advance(Duration::minutes(16)).await;
    let page = browser.visit(&path).await;
    let buttons = page.select_text("main form button");
    page.press(&buttons[0], [])
        .await
        .expect_redirect(&draft.path("downloads"));
}

#[tokio::test]
async fn what_was_submitted_is_the_suppliers_alone() {
    let draft = GivenDraft::complete().await;
    let other = draft.app.given_organisation("Another Limited").await;
    let stranger = draft
        .app
        .given_member(&other, OrganisationRole::Editor)
        .await;
    let stranger = draft.app.sign_in(&stranger).await;
    stranger
        .open(&draft.path("submitted/copy"))
        .await
        .expect_status(404);
    // A draft has not been submitted, whatever a browser asks for.
    let browser = draft.browser().await;
    let token = browser.visit(&draft.path("downloads")).await.csrf();
    let asked = [(govuk::CSRF_FIELD, token.as_str()), ("kind", "submitted")];
    browser
        .post(&draft.path("downloads"), &asked)
        .await
        .expect_status(404);
}
