//! What is used again when a renewal is judged and granted.

use crate::given_case::GivenCase;
use crate::given_draft::GivenDraft;
use domain::id::ApplicationId;
use domain::reference::ApplicationReference;
use time::Duration;

/// A case with its certificate, and then its renewal, submitted; with the certificate's number.
async fn submitted_renewal() -> (GivenCase, String) {
    let mut case = GivenCase::approved().await;
    let lead = case.app.sign_in(&case.lead).await;
    let page = lead.visit(&case.team_path("issue")).await;
    page.press("Issue certificate", []).await.expect_status(303);
    let number: String = case.app.value("select number from certificates").await;
    let days: i32 = case
        .app
        .value("select valid_to - access.today() - 40 from certificates")
        .await;
    case.app.advance(Duration::days(days.into())).await;
    let editor = case.app.sign_in(&case.editor).await;
    let page = editor
        .visit(&format!("/applications/new/renew/{number}"))
        .await;
    page.press("Start the renewal", []).await.expect_status(303);
    let id: sqlx::types::Uuid = case.app.value("select application_id from renewals").await;
    let reference: String = case
        .app
        .value("select a.reference from applications a join renewals r on r.application_id = a.id")
        .await;
    case.id = ApplicationId(id);
    case.reference = ApplicationReference::parse(&reference).unwrap();
    case.answer("security/9b", &[("answer", "no")]).await;
    case.answer(
        "point-of-contact",
        &[
            ("name", "Priya Raman"),
            ("email", "priya.raman@northwind.example"),
        ],
    )
    .await;
    case.app
        .sql(&format!(
            "update applications a set state = 'submitted', submitted_at = access.now(),
                 target_on = access.today() + 28, infrastructure_id = earlier.infrastructure_id
             from renewals r join applications earlier on earlier.id = r.earlier_application_id
             where a.id = '{id}' and r.application_id = a.id"
        ))
        .await;
    (case, number)
}

#[tokio::test]
async fn a_renewed_service_keeps_its_code() {
    let (case, number) = submitted_renewal().await;
    case.given_signature().await;
    case.given_agreement().await;
    let assessor = case.begun().await;
    assessor
        .visit(&case.team_path(""))
        .await
        .expect_text("Renewal of")
        .expect_text("Changed since last year");
    let page = assessor.visit(&case.team_path("review/9b")).await;
    page.expect_text("Changed since last year");
    let page = assessor.visit(&case.team_path("review/9a")).await;
    page.expect_text("Carried from last year");
    case.given_judgements(&[]).await;
    case.recommend(&assessor, "grant").await;
    let lead = case.app.sign_in(&case.lead).await;
    let page = lead.visit(&case.team_path("approve")).await;
    page.submit([("outcome", "approved")])
        .await
        .expect_status(303);
    let page = lead.visit(&case.team_path("issue")).await;
    page.press("Issue certificate", [])
        .await
        .expect_redirect(&case.team_path("issued"));
    assert_eq!(
        case.app
            .count("certificates where service_code = 'SRV_0001'")
            .await,
        2
    );
    assert_eq!(case.app.count("services").await, 1);
    assert_eq!(
        case.app
            .count("certificates where renewal_ended_on = access.today()")
            .await,
        1
    );
    // Whoever checks the first one is led to the one that took its place.
    case.app
        .browser()
        .visit(&format!("/verify/{number}"))
        .await
        .expect_text("The service has a later certificate, PSNS-");
    // The first one is renewed, and the second one is not due yet.
    let editor = case.app.sign_in(&case.editor).await;
    editor
        .visit(&format!("/applications/new/renew/{number}"))
        .await
        .expect_text("This service has a later certificate");
}

#[tokio::test]
async fn last_years_judgement_is_used_again_where_the_answer_is_the_same() {
    let draft = GivenDraft::certified(60).await;
    let app = &draft.app;
    let assessor = app
        .given_team_member(domain::role::TeamRole::Assessor)
        .await;
    app.sql(&format!(
        "insert into judgements (organisation_id, application_id, subject, verdict, note, version, judged_at,
             judged_by, judged_by_name)
         select organisation_id, id, subject, 'meets_with_explanation', 'A board meets each quarter.', 1,
             access.now() - interval '300 days', '{}', 'A. Reid'
         from applications, unnest(array['4a', '7a']) subject where id = '{}'",
        assessor.id.0, draft.id
    ))
    .await;
    let draft = draft.renewed().await;
    let app = &draft.app;
    draft.answered_again().await;
    draft
        .change("security/7a", "explanation", "Each month now.")
        .await;
    app.sql(&format!(
        "update applications set state = 'under_review', submitted_at = access.now(),
             target_on = access.today() + 28, assigned_to = '{0}', assigned_name = 'A. Reid'
         where id = '{1}'",
        assessor.id.0, draft.id
    ))
    .await;
    let browser = app.sign_in(&assessor).await;
    let review = |subject: &str| format!("/team/applications/{}/review/{subject}", draft.reference);
    let page = browser.visit(&review("7a")).await;
    page.expect_text("Last year’s judgement Meets it with an accepted explanation. A. Reid")
        .expect_no_text("Use last year’s judgement");
    let page = browser.visit(&review("4a")).await;
    page.expect_text("A board meets each quarter.")
        .expect_text("The answer is the same as last year");
    page.press("Use last year’s judgement", [])
        .await
        .expect_redirect(&review("5a"));
    let judged: String = app
        .value(&format!(
            "select verdict || ' ' || note || ' ' || judged_by_name from judgements
             where subject = '4a' and application_id = '{}'",
            draft.id
        ))
        .await;
    assert_eq!(
        judged,
        format!(
            "meets_with_explanation A board meets each quarter. {}",
            assessor.name
        )
    );
    let page = browser.visit(&review("4a")).await;
    page.expect_text("Last year’s judgement")
        .expect_no_text("Use last year’s judgement");
}
