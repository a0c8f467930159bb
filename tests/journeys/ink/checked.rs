//! A second person, of the PSN team, compares the signed page with what was asked.

use crate::given_case::GivenCase;
use domain::role::TeamRole;
use tests::Browser;

const ALL: [(&str, &str); 4] = [
    ("found", "readable"),
    ("found", "code"),
    ("found", "name"),
    ("found", "date"),
];

/// A case that is judged, whose signature is in ink and was uploaded by its editor.
async fn given() -> (GivenCase, Browser) {
    let (case, assessor) = GivenCase::judged().await;
    case.app
        .sql(
            "update signature_requests set method = 'ink', opened_at = null, authority_confirmed_at = null;
             insert into documents (id, organisation_id, application_id, file_name, kind, bytes, sha256, scan,
                 scan_next_at, title, added_at, added_by, added_by_name, signature_request_id)
             select gen_random_uuid(), organisation_id, application_id, 'page.pdf', 'pdf', 9, repeat('a', 64), 'clean',
                 access.now(), 'page', access.now(), requested_by, requested_by_name, id from signature_requests;
             insert into ink_statements (signature_request_id, organisation_id, application_id, document_id, signed_on,
                 signed_name, signed_job_title, uploaded_at, uploaded_by, uploaded_by_name)
             select s.id, s.organisation_id, s.application_id, d.id, access.today(), s.signed_name, s.signed_job_title,
                 s.signed_at, s.requested_by, s.requested_by_name
             from signature_requests s join documents d on d.signature_request_id = s.id",
        )
        .await;
    case.app.skip_audit().await;
    (case, assessor)
}

#[tokio::test]
async fn nothing_is_recommended_before_the_signed_page_was_checked() {
    let (case, assessor) = given().await;
    let blocked = "The statement was signed in ink, and nobody of the team has checked it yet.";
    let page = assessor.visit(&case.team_path("recommend")).await;
    page.expect_text(blocked);
    let csrf = page.csrf();
    let recommendation = [
        ("csrf", csrf.as_str()),
        ("recommendation", "grant"),
        ("reasons", "All is well."),
        ("declaration", "yes"),
    ];
    assessor
        .post(&case.team_path("recommend"), &recommendation)
        .await
        .expect_status(409);
    let path = case.team_path("signature");
    let page = assessor.visit(&path).await;
    page.submit([])
        .await
        .expect_errors([("outcome", "Select what you decide")]);
    page.submit([("found", "readable"), ("outcome", "accepted")])
        .await
        .expect_errors([("found", "Select all of these, or ask for a new signature")]);
    // An auditor reads, and checks nothing.
    let auditor = case.app.given_team_member(TeamRole::Auditor).await;
    let auditor = case.app.sign_in(&auditor).await;
    let read = auditor.visit(&path).await;
    read.expect_no_text("Check the signed page");
    let csrf = read.csrf();
    auditor
        .post(&path, &[("csrf", &csrf)])
        .await
        .expect_status(403);
    let mut right = ALL.to_vec();
    right.push(("outcome", "accepted"));
    case.app.skip_audit().await;
    page.submit_all(&right).await.expect_redirect(&path);
    case.app.expect_audit(["signed_page_accepted"]).await;
    let checked = assessor.visit(&path).await;
    checked
        .expect_text(&format!("by {}", case.assessor.name))
        .expect_no_text("Save the check");
    // Once.
    page.submit_all(&right).await.expect_status(409);
    assessor
        .visit(&case.team_path("recommend"))
        .await
        .expect_no_text(blocked);
    case.recommend(&assessor, "grant").await;
    case.approve().await;
}

#[tokio::test]
async fn a_page_that_does_not_match_is_void_and_a_new_signature_is_asked_for() {
    let (case, assessor) = given().await;
    let path = case.team_path("signature");
    let page = assessor.visit(&path).await;
    page.submit([("found", "readable"), ("outcome", "refused")])
        .await
        .expect_errors([("note", "Enter why a new signature is needed")]);
    let why = "The page has no date.";
    page.submit_all(&[
        ("found", "readable"),
        ("found", "code"),
        ("outcome", "refused"),
        ("note", why),
    ])
    .await
    .expect_redirect(&path);
    case.app.expect_audit(["signed_page_refused"]).await;
    let state: String = case.app.value("select state from signature_requests").await;
    assert_eq!(state, "voided");
    assessor
        .visit(&path)
        .await
        .expect_text("Void because the signed page cannot be used")
        .expect_text(why);
    assessor
        .visit(&case.team_path("recommend"))
        .await
        .expect_text("No signature covers the answers as they are now.");
    let letters = case.app.mail_to(&case.editor.email).await;
    let letter = letters.last();
    assert!(letter.text.contains("The PSN team could not accept it."));
    assert!(!letter.text.contains(why), "the reason is for the page");
    let supplier = case.app.sign_in(&case.editor).await;
    let page = supplier
        .visit(&format!("/applications/{}/signature", case.reference))
        .await;
    page.expect_text("does not count as a signature. The PSN team could not accept it.")
        .expect_text(why)
        .expect_text("Send it again");
    supplier
        .visit("/home")
        .await
        .expect_text("the last request to sign is void");
}

#[tokio::test]
async fn the_database_issues_nothing_on_a_page_that_nobody_checked() {
    let (case, assessor) = given().await;
    case.app
        .sql("update signature_requests set method = 'online', opened_at = sent_at, authority_confirmed_at = sent_at")
        .await;
    case.recommend(&assessor, "grant").await;
    let lead = case.approve().await;
    case.app
        .sql("update signature_requests set opened_at = null, authority_confirmed_at = null, method = 'ink'")
        .await;
    lead.visit(&case.team_path("issue"))
        .await
        .expect_text("The statement was signed in ink, and nobody of the team has checked it.");
}
