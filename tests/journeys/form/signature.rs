//! A changed answer makes a signature void, and says so.

use super::Given;

const TEXT: &str = "We meet every month and keep minutes.";

async fn given(state: &str) -> Given {
    let given = Given::started().await;
    given
        .app
        .sql(&format!(
            "insert into signature_requests (id, organisation_id, application_id, state, kind, reference,
                 supplier_name, service_name, snapshot, snapshot_sha256, commitments_version, signatory_name,
                 signatory_job_title, signatory_email, requested_by, requested_by_name, requested_by_email,
                 sent_at, expires_at, authority_confirmed_at, signed_at, signed_name)
             select '00000000-0000-7000-8000-000000000003', organisation_id, id, '{state}', 'initial', reference,
                 'N', 'S', '{{}}', repeat('0', 64), '1', 'Robert Ames', 'Director', 'robert@northwind.example',
                 created_by, 'Priya Raman', 'priya@northwind.example', access.now(),
                 access.now() + interval '14 days', access.now(), access.now(), 'Robert Ames'
             from applications;
             insert into links (id, organisation_id, application_id, signature_request_id, token_hash, email,
                 created_at, expires_at)
             select '00000000-0000-7000-8000-000000000004', organisation_id, id,
                 '00000000-0000-7000-8000-000000000003', sha256('x'), 'robert@northwind.example',
                 access.now(), access.now() + interval '14 days'
             from applications"
        ))
        .await;
    given
}

async fn state(given: &Given) -> String {
    given
        .app
        .value("select state from signature_requests")
        .await
}

#[tokio::test]
async fn a_changed_answer_voids_the_signature_and_tells_everybody() {
    let given = given("signed").await;
    let page = given.browser.visit(&given.at("security/4a")).await;
    page.expect_text("Robert Ames has signed. If you change an answer, the signature is void");
    let saved = page
        .press(
            "Save and continue",
            [("answer", "yes"), ("explanation", TEXT)],
        )
        .await;
    let next = saved.follow().await;
    next.expect_text("the signature request to Robert Ames is void");
    assert_eq!(state(&given).await, "voided");
    let page: String = given
        .app
        .value("select voided_page from signature_requests")
        .await;
    assert_eq!(page, "security/4a");
    let cancelled = "links where cancelled_at is not null";
    // The link of the receipt goes on working.
    assert_eq!(given.app.count(cancelled).await, 0);
    given
        .app
        .expect_audit(["answer_saved", "signature_voided"])
        .await;
    for address in ["robert@northwind.example", "priya@northwind.example"] {
        let letters = given.app.mail_to(address).await;
        assert_eq!(letters.subjects(), ["A signature no longer counts"]);
        let text = &letters.last().text;
        assert!(text.contains("Robert Ames had signed"), "{text}");
    }
    next.expect_no_text("has signed. If you change");
}

#[tokio::test]
async fn the_same_answer_leaves_the_signature_alone() {
    let given = given("cancelled").await;
    let page = given.browser.visit(&given.at("security/4a")).await;
    let page = page
        .press(
            "Save and continue",
            [("answer", "yes"), ("explanation", TEXT)],
        )
        .await;
    assert_eq!(page.status(), 303);
    given
        .app
        .sql("update signature_requests set state = 'opened'")
        .await;
    let page = given.browser.visit(&given.at("security/4a")).await;
    page.expect_text("Robert Ames has been asked to sign");
    let page = page.press("Save and continue", []).await;
    assert_eq!(page.status(), 303);
    assert_eq!(state(&given).await, "opened");
}

/// Where the evidence is kept is for the supplier alone: it was not signed.
#[tokio::test]
async fn a_private_note_leaves_signature_check_and_section_alone() {
    const PAGE: &str = "security/4/assurance";
    const VOID: &str = "the signature request to Robert Ames is void";
    let given = given("cancelled").await;
    let save = async |fields: &[(&str, &str)]| {
        let page = given.browser.visit(&given.at(PAGE)).await;
        page.press_all("Save and continue", fields).await
    };
    let answer = ("assurance_4a", "as_expected");
    save(&[answer]).await.expect_status(303);
    given
        .app
        .sql(
            "update signature_requests set state = 'signed';
             insert into section_marks (organisation_id, application_id, task, is_complete, marked_at, marked_by_name)
             select organisation_id, id, task, true, access.now(), 'Priya Raman'
             from applications, unnest(array['check-answers', 'security/4']) task",
        )
        .await;
    given.app.skip_audit().await;
    let saved = save(&[("evidence", "In the cellar, shelf 4")]).await;
    saved.follow().await.expect_no_text(VOID);
    assert_eq!(given.versions_of(PAGE).await, 2);
    assert_eq!(state(&given).await, "signed");
    assert_eq!(given.app.count("section_marks where is_complete").await, 2);
    assert_eq!(given.app.count("links where cancelled_at is null").await, 1);
    given.app.expect_audit(["answer_saved"]).await;
    // With something that was signed it is another answer.
    let saved = save(&[("evidence", "Burnt"), ("assurance_4a", "not_yet")]).await;
    saved.follow().await.expect_text(VOID);
    assert_eq!(state(&given).await, "voided");
    assert_eq!(given.app.count("section_marks where is_complete").await, 0);
}

#[tokio::test]
async fn removing_an_item_voids_the_signature_too() {
    let given = given("cancelled").await;
    let page = given
        .browser
        .visit(&given.at("contacts/escalation/1"))
        .await;
    page.press("Save and come back later", [("role", "Director")])
        .await;
    given
        .app
        .sql("update signature_requests set state = 'sent'")
        .await;
    let page = given
        .browser
        .visit(&given.at("remove/contacts/escalation/1"))
        .await;
    let removed = page.submit([("remove", "yes")]).await;
    removed
        .follow()
        .await
        .expect_text("Escalation point removed")
        .expect_text("is void");
    assert_eq!(state(&given).await, "voided");
}
