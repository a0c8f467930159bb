//! A service certificate that is applied for together with the connection certificate.

use crate::given_case::GivenCase;
use crate::given_draft::GivenDraft;

const ISSUE: &str = "Issue certificate";
const CONFIRM: &str = "Confirm that Northwind Mapping Limited owns this infrastructure and agrees";

/// An approved case whose infrastructure has no connection certificate yet.
async fn approved() -> GivenCase {
    let case = GivenCase::submitted().await;
    case.answer("infrastructure/who", &[("who", "both")]).await;
    case.answer(
        "infrastructure/joint",
        &[
            ("how", "has_reference"),
            ("reference", "COCO-2026-118"),
            ("name", "Northwind Data Hall"),
        ],
    )
    .await;
    case.answer("additional-infrastructure", &[("any", "no")])
        .await;
    case.given_signature().await;
    let assessor = case.begun().await;
    case.given_judgements(&[]).await;
    case.recommend(&assessor, "grant").await;
    let lead = case.app.sign_in(&case.lead).await;
    let page = lead.visit(&case.team_path("approve")).await;
    page.submit([("outcome", "approved")])
        .await
        .expect_redirect(&case.team_path(""));
    case
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one story, told in order")]
async fn the_certificate_is_held_until_the_connection_certificate_exists() {
    let case = approved().await;
    let supplier = case.app.sign_in(&case.editor).await;
    let progress = format!("/applications/{}/progress", case.reference);
    let confirm = format!(
        "/applications/{}/infrastructure/owner-request",
        case.reference
    );
    supplier.visit(&progress).await.expect_text(
        "We assess both in parallel, and hold the certificate for your service until the connection certificate exists.",
    );
    let lead = case.app.sign_in(&case.lead).await;
    lead.visit(&case.team_path(""))
        .await
        .expect_text("A connection certificate is applied for at the same time. CoCo reference COCO-2026-118.")
        .expect_text("Held");
    let page = lead.visit(&case.team_path("issue")).await;
    page.expect_text(
        "The certificate is held: the infrastructure has no connection certificate yet.",
    )
    .expect_text("CoCo reference COCO-2026-118")
    .expect_no_text(ISSUE);
    let token = page.csrf();
    lead.post(&case.team_path("issue"), &[(govuk::CSRF_FIELD, &token)])
        .await
        .expect_status(422);
    assert_eq!(case.app.count("certificates").await, 0);
    // The page leads to where the certificate is recorded when it comes.
    let page = page.click("record it for this case").await;
    case.app.skip_audit().await;
    let recorded = page
        .press(
            "Record the connection certificate",
            [
                ("certificate_number", "PSN-CN-3001"),
                ("valid_to-day", "30"),
                ("valid_to-month", "9"),
                ("valid_to-year", "2027"),
            ],
        )
        .await;
    recorded.expect_redirect(&case.team_path("infrastructure"));
    case.app.expect_audit(["infrastructure_confirmed"]).await;
    lead.visit(&case.team_path("issue"))
        .await
        .expect_text(
            "The supplier has not confirmed yet that the service runs on the infrastructure",
        )
        .expect_no_text(ISSUE);
    let letters = case.app.mail_to("priya.raman@northwind.example").await;
    assert_eq!(
        letters.last().subject,
        "Northwind Data Hall has its connection certificate"
    );
    assert!(
        letters
            .last_link()
            .ends_with("/infrastructure/owner-request")
    );
    let page = supplier.visit(&progress).await;
    page.expect_text("Confirm that your service runs there: we hold the certificate");
    let page = page.click("Confirm that your service runs on it").await;
    page.expect_text("PSN-CN-3001");
    page.press(CONFIRM, []).await.expect_redirect(&confirm);
    let letters = case.app.mail_to("team@psn.example").await;
    let mut letters = letters.all().iter();
    let told = letters.find(|letter| letter.subject.ends_with(": something changed"));
    let what = "confirmed that the service runs on its own infrastructure";
    assert!(told.unwrap().text.contains(what));
    supplier
        .visit(&progress)
        .await
        .expect_text("you confirmed that your service runs there");
    let page = lead.visit(&case.team_path("issue")).await;
    page.expect_text("30 September 2027");
    page.press(ISSUE, [])
        .await
        .expect_redirect(&case.team_path("issued"));
    assert_eq!(
        case.app
            .count("certificates where infrastructure_certificate = 'PSN-CN-3001'")
            .await,
        1
    );
}

/// Whoever asks: the database itself holds the certificate.
#[tokio::test]
async fn the_database_holds_a_joint_certificate_too() {
    let case = approved().await;
    let organisation = case.organisation.id.0;
    let insert = |infrastructure: &str| {
        format!(
            "insert into services (code, organisation_id, first_certified_at)
                 values ('SRV_0001', '{organisation}', now()) on conflict do nothing;
             insert into certificates (id, organisation_id, application_id, number, service_code, service_name,
                 slug, description, organisation_name, infrastructure_id, infrastructure_name,
                 infrastructure_certificate, legal_jurisdiction, management_model, service_desk,
                 commitments_version, snapshot_sha256, valid_from, valid_to, issued_at, issued_by,
                 issued_by_name, signed_json, pdf)
             select gen_random_uuid(), organisation_id, id, 'PSNS-2026-0001-1', 'SRV_0001', 'S', 's', 'd', 'o',
                 {infrastructure}, 'n', 'PSN-CN-3001', '', '', '', '', '', '2026-12-01', '2027-06-01', now(),
                 created_by, 'x', '', '' from applications where id = '{}'",
            case.id
        )
    };
    let superuser = case.app.superuser();
    let refused = sqlx::raw_sql(sqlx::AssertSqlSafe(insert("null")))
        .execute(superuser)
        .await;
    assert!(refused.is_err());
    // An agreement cannot stand in for the connection certificate.
    case.app
        .sql(&format!(
            "insert into infrastructures (id, name, owner_name, certificate_number, valid_to)
                 values ('c0000000-0000-4000-8000-000000000001', 'n', 'o', 'PSN-CN-3001', '2027-09-30');
             insert into owner_requests (id, organisation_id, application_id, state, is_own, reference,
                 supplier_name, service_name, description_for_users, additional_infrastructure,
                 infrastructure_name, owner_name, certificate_number, certificate_valid_to, contact_name,
                 contact_job_title, contact_email, requested_by, requested_by_name, requested_by_email, sent_at,
                 expires_at)
             select gen_random_uuid(), organisation_id, id, 'agreed', true, reference, 's', 's', 'd', '', 'n', 'o',
                 'PSN-CN-3001', '2027-09-30', 'c', '', 'c@d.example', created_by, 'n', 'e@d.example', now(), now()
             from applications where id = '{}'",
            case.id
        ))
        .await;
    let statement = insert("'c0000000-0000-4000-8000-000000000001'");
    let refused = sqlx::raw_sql(sqlx::AssertSqlSafe(statement))
        .execute(superuser)
        .await;
    let words = refused.map_err(|error| error.to_string());
    assert!(
        words
            .as_ref()
            .is_err_and(|words| words.contains("without a live connection certificate")),
        "{words:?}"
    );
}

#[tokio::test]
async fn the_code_of_connection_is_named_promised_or_among_the_documents() {
    let draft = GivenDraft::complete().await;
    draft.change("infrastructure/who", "who", "both").await;
    let supplier = draft.browser().await;
    let page = supplier.visit(&draft.path("infrastructure/joint")).await;
    page.expect_text(
        "We assess your Code of Connection (CoCo) and your Code of Practice (CoP) in parallel.",
    )
    .expect_text("We hold the certificate for your service");
    let nothing = page.press("Save and continue", []).await;
    nothing.expect_error("how", "Enter a CoCo reference or add the CoCo");
    nothing
        .press("Save and continue", [("how", "has_reference")])
        .await
        .expect_error("reference", "Enter a CoCo reference");
    page.press(
        "Save and continue",
        [("how", "added"), ("name", "Northwind Data Hall")],
    )
    .await
    .expect_status(303);
    let missing = "Enter a CoCo reference or add the CoCo: no document of this application is it";
    let submit = draft.path("submit");
    supplier.visit(&submit).await.expect_text(missing);
    draft.app.sql(&format!(
        "insert into documents (id, organisation_id, application_id, file_name, kind, bytes, sha256, scan, scan_next_at,
             title, added_at, added_by, added_by_name)
         select 'd0000000-0000-4000-8000-000000000001', organisation_id, id, 'coco.pdf', 'pdf', 10, repeat('0', 64),
             'clean', now(), 'Our CoCo', now(), created_by, 'x' from applications where id = '{}'",
        draft.id
    ))
    .await;
    supplier.visit(&submit).await.expect_text(missing);
    let document = draft.path("documents/d0000000-0000-4000-8000-000000000001");
    let page = supplier.visit(&format!("{document}/change")).await;
    page.expect_text("Code of Connection (CoCo)");
    page.submit([("questions", "infrastructure/joint")])
        .await
        .expect_redirect(&document);
    supplier
        .visit(&document)
        .await
        .expect_text("Code of Connection (CoCo)");
    supplier
        .visit(&draft.path("infrastructure/joint"))
        .await
        .expect_text("Our CoCo");
    supplier.visit(&submit).await.expect_no_text(missing);
}

#[tokio::test]
async fn both_are_applied_for_from_the_start() {
    let draft = GivenDraft::complete().await;
    let supplier = draft.browser().await;
    let page = supplier.visit("/applications/new").await;
    page.expect_text("Apply for a new service and for its connection certificate at the same time");
    let page = page
        .press("Start an application", [("what", "joint")])
        .await
        .follow()
        .await;
    page.expect_text("You apply for both at the same time")
        .expect_text("You can submit without it");
    let root = page.path().to_owned();
    // The page of that task says the same, though nothing else is answered.
    supplier
        .visit(&format!("{root}/infrastructure/owner-request"))
        .await
        .expect_text("you can submit without this agreement")
        .expect_no_text("Fill in these pages first");
    let page = supplier.visit(&format!("{root}/infrastructure/who")).await;
    assert_eq!(page.select_attribute("input[checked]", "value"), ["both"]);
    page.press("Save and continue", [])
        .await
        .expect_redirect(&format!("{root}/infrastructure/joint"));
}
