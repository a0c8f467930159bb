//! Recommending, deciding by a second person, and the decision as the supplier reads it.

use crate::given_case::GivenCase;
use domain::role::TeamRole;
use sqlx::Connection;
use time::Duration;

#[tokio::test]
async fn a_recommendation_needs_everything_judged_and_signed() {
    let case = GivenCase::submitted().await;
    let browser = case.begun().await;
    let path = case.team_path("recommend");
    browser
        .visit(&path)
        .await
        .expect_text("Judge these first")
        .expect_text("No signature covers the answers as they are now.")
        .expect_no_text("What do you recommend?");
    case.given_judgements(&[("9b", "ask")]).await;
    browser
        .visit(&path)
        .await
        .expect_text("Ask the supplier about these first");
    case.judge(
        &browser,
        "9b",
        "not_met",
        "A report is shared by all consumers.",
    )
    .await;
    case.given_signature().await;
    let page = browser.visit(&path).await;
    page.submit([]).await.expect_errors([
        ("recommendation", "Select what you recommend"),
        ("reasons", "Enter your reasons"),
        ("declaration", "Select the box to make the declaration"),
    ]);
    page.submit([
        ("recommendation", "grant"),
        ("reasons", "It is nearly there."),
        ("declaration", "yes"),
    ])
    .await
    .expect_error(
        "recommendation",
        "Select ‘Do not grant the certificate’, or judge again what does not meet the standard",
    );
    case.app.skip_audit().await;
    case.recommend(&browser, "refuse").await;
    case.app.expect_audit(["decision_recommended"]).await;
    assert_eq!(case.state().await, "recommended");
    let letters = case.app.mail_to(&case.lead.email).await;
    assert!(letters.last().subject.ends_with("recommendation to refuse"));
}

#[tokio::test]
async fn whoever_recommends_does_not_approve() {
    let case = GivenCase::submitted().await;
    case.given_signature().await;
    case.begun().await;
    case.given_judgements(&[]).await;
    let lead = case.app.sign_in(&case.lead).await;
    case.recommend(&lead, "grant").await;
    let page = lead.visit(&case.team_path("approve")).await;
    page.expect_text("You recommended this, so someone else must approve it")
        .expect_no_text("Do you agree?");
    let token = page.csrf();
    let fields = [(govuk::CSRF_FIELD, token.as_str()), ("outcome", "approved")];
    lead.post(&case.team_path("approve"), &fields)
        .await
        .expect_status(403);
    let assessor = case.app.sign_in(&case.assessor).await;
    let page = assessor.visit(&case.team_path("approve")).await;
    page.expect_text("A lead decides on this.");
    let token = page.csrf();
    let fields = [(govuk::CSRF_FIELD, token.as_str()), ("outcome", "approved")];
    assessor
        .post(&case.team_path("approve"), &fields)
        .await
        .expect_status(403);
    assert_eq!(case.state().await, "recommended");
}

#[tokio::test]
async fn the_database_refuses_one_person_as_both_too() {
    let case = GivenCase::submitted().await;
    case.given_signature().await;
    case.begun().await;
    case.given_judgements(&[]).await;
    let lead = case.app.sign_in(&case.lead).await;
    case.recommend(&lead, "grant").await;
    let session = case.app.given_session(&case.lead).await;
    let mut connection = case.app.database.connect("psn_app").await;
    let mut tx = connection.begin().await.unwrap();
    sqlx::query("select set_config('app.credential', $1, true)")
        .bind(session.credential.as_hex())
        .execute(&mut *tx)
        .await
        .unwrap();
    let refused = sqlx::query(
        "update decisions set outcome = 'approved', decided_at = now(), decided_by = access.user_id(),
             decided_by_name = 'The same'",
    )
    .execute(&mut *tx)
    .await
    .unwrap_err();
    let refused = refused.into_database_error().unwrap();
    assert_eq!(refused.constraint(), Some("two_different_people"));
    drop(tx);
    // Nor may it say that somebody else decided.
    let mut tx = connection.begin().await.unwrap();
    sqlx::query("select set_config('app.credential', $1, true)")
        .bind(session.credential.as_hex())
        .execute(&mut *tx)
        .await
        .unwrap();
    let refused = sqlx::query(
        "update decisions set outcome = 'approved', decided_at = now(), decided_by = $1,
             decided_by_name = 'Somebody else'",
    )
    .bind(case.assessor.id.0)
    .execute(&mut *tx)
    .await;
    assert!(refused.is_err());
}

#[tokio::test]
async fn a_recommendation_is_sent_back_and_made_again() {
    let case = GivenCase::submitted().await;
    case.given_signature().await;
    let assessor = case.begun().await;
    case.given_judgements(&[]).await;
    case.recommend(&assessor, "grant").await;
    let lead = case.app.sign_in(&case.lead).await;
    let page = lead.visit(&case.team_path("approve")).await;
    page.submit([("outcome", "returned")])
        .await
        .expect_error("comment", "Enter why you do not agree");
    let comment = "Look at the shared report again.";
    page.submit([("outcome", "returned"), ("comment", comment)])
        .await
        .expect_redirect(&case.team_path(""));
    assert_eq!(case.state().await, "under_review");
    let letters = case.app.mail_to(&case.assessor.email).await;
    assert!(letters.last().subject.ends_with("sent back to you"));
    let page = assessor.visit(&case.team_path("recommend")).await;
    page.expect_text(comment)
        .expect_text("What was recommended: Grant the certificate")
        .expect_text("Every judgement is explained in its place.");
    assessor
        .visit(&case.team_path(""))
        .await
        .expect_text(&format!("sent the recommendation back: {comment}"));
    case.recommend(&assessor, "grant").await;
    page.submit([
        ("recommendation", "grant"),
        ("reasons", "Once more, as before."),
        ("declaration", "yes"),
    ])
    .await
    .expect_status(409);
}

#[tokio::test]
async fn a_refusal_tells_the_supplier_what_is_not_met_and_why() {
    let case = GivenCase::submitted().await;
    case.given_signature().await;
    let assessor = case.begun().await;
    case.given_judgements(&[("9b", "not_met")]).await;
    let decision = format!("/applications/{}/decision", case.reference);
    let editor = case.app.sign_in(&case.editor).await;
    editor.open(&decision).await.expect_status(404);
    case.recommend(&assessor, "refuse").await;
    let lead = case.app.sign_in(&case.lead).await;
    let page = lead.visit(&case.team_path("approve")).await;
    page.submit([("outcome", "approved")])
        .await
        .expect_redirect(&case.team_path(""));
    assert_eq!(case.state().await, "refused");
    let letters = case.app.mail_to("priya.raman@northwind.example").await;
    assert_eq!(letters.last().subject, "Decision on Northwind Gazetteer");
    assert_eq!(letters.last_link(), decision);
    editor
        .visit(&decision)
        .await
        .expect_heading("We did not grant a certificate")
        .expect_text("9b Consumers must not affect other consumers")
        .expect_text("Consumers cannot affect each other")
        .expect_text("Which report is shared, and with whom?")
        .expect_no_text("Every judgement is explained in its place.");
    let auditor = case.app.given_team_member(TeamRole::Auditor).await;
    let auditor = case.app.sign_in(&auditor).await;
    auditor.open(&decision).await.expect_status(404);
    auditor
        .visit(&case.team_path("approve"))
        .await
        .expect_text("Nothing waits for a decision.");
}

#[tokio::test]
async fn nobody_approves_a_recommendation_that_they_have_not_read() {
    let case = GivenCase::submitted().await;
    case.given_signature().await;
    let assessor = case.begun().await;
    case.given_judgements(&[]).await;
    case.recommend(&assessor, "grant").await;
    let lead = case.app.sign_in(&case.lead).await;
    let other = case.app.given_team_member(TeamRole::Lead).await;
    let other = case.app.sign_in(&other).await;
    let path = case.team_path("approve");
    let read = lead.visit(&path).await;
    let comment = "Say what changes until the spring.";
    let page = other.visit(&path).await;
    page.submit([("outcome", "returned"), ("comment", comment)])
        .await
        .expect_redirect(&case.team_path(""));
    case.recommend(&assessor, "grant").await;
    case.app.skip_audit().await;
    read.submit([("outcome", "approved")])
        .await
        .expect_status(409);
    case.app.expect_audit([]).await;
    assert_eq!(case.state().await, "recommended");
    let page = lead.visit(&path).await;
    page.submit([("outcome", "approved")])
        .await
        .expect_status(303);
    assert_eq!(case.state().await, "approved");
}

#[tokio::test]
async fn nobody_approves_on_a_document_that_came_after_the_judgement() {
    let (case, assessor) = GivenCase::judged().await;
    case.recommend(&assessor, "grant").await;
    case.app.advance(Duration::minutes(5)).await;
    // The scan of a newer version, uploaded before, ends only now.
    case.app
        .sql(
            "with known as (select a.organisation_id, a.id, a.created_by from applications a),
                  first as (select gen_random_uuid() as first, gen_random_uuid() as second)
             insert into documents (id, organisation_id, application_id, file_name, kind, bytes, sha256, scan,
                 scan_next_at, scanned_at, title, questions, added_at, added_by, added_by_name, version_of, number,
                 replaced_by, replaced_at)
             select case n when 1 then first else second end, organisation_id, known.id, 'report.pdf', 'pdf', 9,
                 repeat('a', 64), 'clean', access.now(), access.now(), 'Report', '{9b}', access.now(), created_by,
                 'Somebody', case n when 2 then first end, n, case n when 1 then second end,
                 case n when 1 then access.now() end
             from known, first, generate_series(1, 2) n",
        )
        .await;
    let lead = case.app.sign_in(&case.lead).await;
    let page = lead.visit(&case.team_path("approve")).await;
    let page = page.submit([("outcome", "approved")]).await;
    page.expect_status(422).expect_text(
        "A newer version of a document has taken the place of the one that was judged",
    );
    assert_eq!(case.state().await, "recommended");
    page.submit([
        ("outcome", "returned"),
        ("comment", "Read the new report, please."),
    ])
    .await
    .expect_redirect(&case.team_path(""));
    assert_eq!(case.state().await, "under_review");
}
