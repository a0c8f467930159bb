//! What the PSN team keeps of a Code of Connection that is assessed beside a service.

use crate::given_case::GivenCase;
use domain::role::TeamRole;

/// A case under review whose infrastructure has no connection certificate yet.
async fn joint() -> GivenCase {
    let case = GivenCase::submitted().await;
    case.answer("infrastructure/who", &[("who", "both")]).await;
    let joint = [
        ("how", "has_reference"),
        ("reference", "COCO-2026-118"),
        ("name", "Northwind Data Hall"),
    ];
    case.answer("infrastructure/joint", &joint).await;
    case.answer("additional-infrastructure", &[("any", "no")])
        .await;
    case
}

const RECORD: &str = "Record this";

#[tokio::test]
#[expect(
    clippy::too_many_lines,
    reason = "one story, told in the order in which it happens"
)]
async fn the_team_records_how_the_code_of_connection_stands_and_the_supplier_reads_it() {
    let case = joint().await;
    let app = &case.app;
    let team = case.begun().await;
    let progress = format!("/applications/{}/progress", case.reference);
    let supplier = app.sign_in(&case.editor).await;
    let page = team.visit(&case.team_path("")).await;
    page.expect_text("Nothing is recorded of the CoCo yet.");
    let page = page.click("Code of Connection (CoCo)").await;
    page.expect_text("Nothing is recorded of the CoCo yet.")
        .expect_text("CoCo reference COCO-2026-118.");
    page.press(RECORD, [("since-day", "")])
        .await
        .expect_errors([
            ("state", "Select how the assessment of the CoCo stands"),
            (
                "since",
                "The day since when it stands so must include a day",
            ),
        ]);
    page.press(RECORD, [("state", "received"), ("since-year", "2031")])
        .await
        .expect_error(
            "since",
            "The day since when it stands so must be today or in the past",
        );
    app.skip_audit().await;
    let received = [("state", "received"), ("note", "Came by courier")];
    for _ in 0..2 {
        let done = page.press(RECORD, received).await;
        done.expect_redirect(&case.team_path("connection"));
    }
    app.expect_audit(["connection_assessment_recorded"]).await;
    supplier
        .visit(&progress)
        .await
        .expect_text("We have had your Code of Connection (CoCo) since")
        .expect_text("The PSN team has your Code of Connection (CoCo)")
        .expect_no_text("courier");
    let page = team.visit(&case.team_path("connection")).await;
    page.expect_text("Came by courier");
    page.press(RECORD, [("state", "under_assessment")])
        .await
        .expect_status(303);
    for place in ["", "review/9b", "issue", "infrastructure"] {
        let page = team.visit(&case.team_path(place)).await;
        page.expect_text("CoCo reference COCO-2026-118. The CoCo has been assessed since");
        let page = page.links().into_iter();
        let path = case.team_path("connection");
        assert!(
            page.map(|(_, href)| href).any(|href| href == path),
            "{place}"
        );
    }
    // It goes on, and not back: neither in its states nor in its days.
    let page = team.visit(&case.team_path("connection")).await;
    page.press(RECORD, [("state", "received")])
        .await
        .expect_status(422)
        .expect_text("Select how it has gone on. The CoCo has been assessed since");
    page.press(RECORD, [("state", "refused"), ("since-year", "2020")])
        .await
        .expect_status(422)
        .expect_text("The day since when it stands so must be");
    let page = team.visit(&case.team_path("timeline")).await;
    let day = domain::when::date(domain::when::uk_date(app.app.clock.now()));
    page.expect_text(&format!("CoCo received on {day}, as recorded"))
        .expect_text("CoCo being assessed");
    supplier
        .visit(&progress)
        .await
        .expect_text("We have been assessing your Code of Connection (CoCo) since")
        .expect_text("The PSN team began to assess");
}

#[tokio::test]
async fn a_refusal_is_said_and_the_certificate_in_the_register_ends_the_record() {
    let case = joint().await;
    let app = &case.app;
    let team = case.begun().await;
    let page = team.visit(&case.team_path("connection")).await;
    page.press(RECORD, [("state", "refused")])
        .await
        .expect_status(303);
    let progress = format!("/applications/{}/progress", case.reference);
    let supplier = app.sign_in(&case.editor).await;
    supplier
        .visit(&progress)
        .await
        .expect_text("The connection certificate was refused on")
        .expect_text("Without one we cannot issue the certificate for your service.");
    // The supplier is told, and reads it where it looks first.
    let letters = app.mail_to("priya.raman@northwind.example").await;
    assert_eq!(
        letters.last().subject,
        "Northwind Data Hall gets no connection certificate"
    );
    let home = supplier.visit("/home").await;
    home.expect_text("Northwind Gazetteer: your connection certificate was refused");
    // It holds nothing and lets nothing go: the register does.
    let recorded = team.visit(&case.team_path("infrastructure")).await;
    recorded
        .press(
            "Record the connection certificate",
            [
                ("certificate_number", "PSN-CN-3001"),
                ("valid_to-day", "30"),
                ("valid_to-month", "9"),
                ("valid_to-year", "2027"),
            ],
        )
        .await
        .expect_status(303);
    let entry: sqlx::types::Uuid = app
        .value("select infrastructure_id from connection_assessments where state = 'issued'")
        .await;
    let done = team.visit(&case.team_path("connection")).await;
    done.expect_text("Connection certificate issued")
        .expect_no_text(RECORD);
    let register = format!("/team/infrastructure/{entry}");
    assert!(done.links().iter().any(|(_, href)| *href == register));
    // The page that was open before.
    page.press(RECORD, [("state", "received")])
        .await
        .expect_status(409);
    supplier
        .visit(&progress)
        .await
        .expect_text("Confirm that your service runs there");
    let words = "Northwind Gazetteer: your connection certificate is recorded. Confirm that the service runs on it";
    let page = supplier.visit("/home").await.click(words).await;
    page.expect_heading("Agreement of the infrastructure owner");
}

#[tokio::test]
async fn only_the_team_records_and_only_where_both_are_applied_for() {
    let case = joint().await;
    let app = &case.app;
    let auditor = app.given_team_member(TeamRole::Auditor).await;
    let auditor = app.sign_in(&auditor).await;
    let path = case.team_path("connection");
    let page = auditor.visit(&path).await;
    page.expect_no_text(RECORD);
    let token = auditor.visit("/account").await.csrf();
    let sent = [(govuk::CSRF_FIELD, token.as_str()), ("state", "received")];
    auditor.post(&path, &sent).await.expect_status(403);
    let supplier = app.sign_in(&case.editor).await;
    supplier.open(&path).await.expect_status(404);
    case.answer("infrastructure/who", &[("who", "own")]).await;
    auditor.open(&path).await.expect_status(404);
}
