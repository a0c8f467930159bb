//! A certificate that is granted with conditions recorded: who writes, decides on and reads them.

use crate::given_case::GivenCase;
use domain::role::OrganisationRole;
use sqlx::Connection;
use tests::{Browser, Page};

const FIRST: &str = "Give each administrator an account of their own.";
const SECOND: &str = "Tell customers which service management model you use.";
const REASONS: (&str, &str) = ("reasons", "It is safe to run until then.");

/// Recommends to grant with the first condition and, on a form with one more, the second.
async fn recommend_with_two(case: &GivenCase, assessor: &Browser) -> Page {
    let page = assessor.visit(&case.team_path("recommend")).await;
    let page = page
        .press(
            "Add another condition",
            [
                ("recommendation", "grant_with_conditions"),
                REASONS,
                ("condition-1", FIRST),
                ("due-1-day", "31"),
                ("due-1-month", "3"),
                ("due-1-year", "2027"),
            ],
        )
        .await;
    page.expect_status(200).expect_no_text("There is a problem");
    page.press(
        "Recommend",
        [
            ("condition-2", SECOND),
            ("due-2-day", "27"),
            ("due-2-month", "2"),
            ("due-2-year", "2027"),
            ("declaration", "yes"),
        ],
    )
    .await
}

#[tokio::test]
async fn conditions_are_written_out_and_have_dates() {
    let (case, assessor) = GivenCase::judged().await;
    let page = assessor.visit(&case.team_path("recommend")).await;
    let with = ("recommendation", "grant_with_conditions");
    let declared = ("declaration", "yes");
    page.press("Recommend", [with, REASONS, declared])
        .await
        .expect_errors([
            ("condition-1", "Enter condition 1"),
            ("due-1", "Enter the date for condition 1"),
        ]);
    let today = [
        ("due-1-day", "1"),
        ("due-1-month", "1"),
        ("due-1-year", "2020"),
    ];
    let [day, month, year] = today;
    let condition = ("condition-1", FIRST);
    page.press(
        "Recommend",
        [with, REASONS, declared, condition, day, month, year],
    )
    .await
    .expect_error("due-1", "Date for condition 1 must be in the future");
    page.press(
        "Recommend",
        [("recommendation", "grant"), REASONS, declared, condition],
    )
    .await
    .expect_error(
        "recommendation",
        "Select ‘Grant the certificate with conditions recorded’, or remove the conditions",
    );
    assert_eq!(case.app.count("decisions").await, 0);
    assert_eq!(case.app.count("grant_conditions").await, 0);
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one story, told in order")]
async fn a_certificate_is_granted_with_conditions_that_only_its_people_read() {
    let (case, assessor) = GivenCase::judged().await;
    case.app.skip_audit().await;
    let done = recommend_with_two(&case, &assessor).await;
    done.expect_redirect(&case.team_path(""));
    case.app.expect_audit(["decision_recommended"]).await;
    let letters = case.app.mail_to(&case.lead.email).await;
    let subject = &letters.last().subject;
    assert!(
        subject.ends_with("recommendation to approve with conditions"),
        "{subject}"
    );

    let editor = case.app.sign_in(&case.editor).await;
    let decision = format!("/applications/{}/decision", case.reference);
    editor.open(&decision).await.expect_status(404);
    let lead = case.app.sign_in(&case.lead).await;
    lead.visit(&case.team_path("approve"))
        .await
        .expect_text("Grant the certificate with conditions recorded")
        .expect_text(FIRST)
        .expect_text("By 31 March 2027")
        .expect_text(SECOND);
    let lead = case.approve().await;
    editor
        .visit(&decision)
        .await
        .expect_heading("Your application is approved")
        .expect_text(FIRST);
    let page = lead.visit(&case.team_path("issue")).await;
    let issued = page
        .expect_text(SECOND)
        .press("Issue certificate", [])
        .await;
    issued.follow().await.expect_text(FIRST);
    assert_eq!(case.state().await, "certified");
    lead.visit(&case.team_path("")).await.expect_text(FIRST);
    editor
        .visit(&decision)
        .await
        .expect_heading("Your service has a certificate")
        .expect_text(FIRST)
        .expect_text("By 27 February 2027");
    let number: String = case.app.value("select number from certificates").await;
    editor
        .visit(&format!("/certificates/{number}"))
        .await
        .expect_text(SECOND);
    let progress = format!("/applications/{}/progress", case.reference);
    editor
        .visit(&progress)
        .await
        .expect_text("Conditions of the certificate")
        .expect_text(FIRST)
        .expect_text(" days left");
    letters_say_no_words_of_them(&case).await;
    nobody_else_reads_them(&case, &number).await;
    case.app.advance(time::Duration::days(200)).await;
    let editor = case.app.sign_in(&case.editor).await;
    editor
        .visit(&progress)
        .await
        .expect_text("By 31 March 2027, this date has passed");
}

/// The supplier and the signatory are told that there are some, the infrastructure's owner is not.
async fn letters_say_no_words_of_them(case: &GivenCase) {
    for (address, is_told) in [
        ("priya.raman@northwind.example", true),
        ("rhiannon.vale@northwind.example", true),
        ("harri.owen@harbour.example", false),
    ] {
        let letters = case.app.mail_to(address).await;
        let letter = letters.last();
        assert_eq!(letter.subject, "Northwind Gazetteer has a PSN certificate");
        let says = letter.text.contains("granted with 2 conditions")
            && letter.text.contains("27 February 2027");
        assert_eq!(says, is_told, "{address}: {}", letter.text);
        assert!(!letter.text.contains(FIRST));
    }
}

async fn nobody_else_reads_them(case: &GivenCase, number: &str) {
    let slug: String = case.app.value("select slug from certificates").await;
    let anybody = case.app.browser();
    for path in [
        format!("/register/{slug}"),
        format!("/verify/{number}"),
        format!("/verify/{number}.json"),
        format!("/c/{number}"),
    ] {
        let page = anybody.open(&path).await;
        assert!(!page.body().contains("administrator an account"), "{path}");
    }
    let file: String = case.app.value("select signed_json from certificates").await;
    assert!(!file.contains("administrator an account"), "{file}");
    let other = case.app.given_organisation("Southwind Limited").await;
    let other = case
        .app
        .given_member(&other, OrganisationRole::Administrator)
        .await;
    let other = case.app.sign_in(&other).await;
    let path = format!("/certificates/{number}");
    other.open(&path).await.expect_status(404);
}

#[tokio::test]
async fn conditions_of_a_recommendation_that_was_sent_back_are_not_the_suppliers() {
    let (case, assessor) = GivenCase::judged().await;
    recommend_with_two(&case, &assessor).await;
    let lead = case.app.sign_in(&case.lead).await;
    let page = lead.visit(&case.team_path("approve")).await;
    let comment = ("comment", "The second is not ours to ask.");
    page.submit([("outcome", "returned"), comment])
        .await
        .expect_redirect(&case.team_path(""));
    case.recommend(&assessor, "grant").await;
    case.approve().await;
    let editor = case.app.sign_in(&case.editor).await;
    editor
        .visit(&format!("/applications/{}/decision", case.reference))
        .await
        .expect_heading("Your application is approved")
        .expect_no_text(FIRST);
    // Nor does the database give them to the supplier.
    let session = case.app.given_session(&case.editor).await;
    let mut connection = case.app.database.connect("psn_app").await;
    let mut tx = connection.begin().await.unwrap();
    sqlx::query("select set_config('app.credential', $1, true)")
        .bind(session.credential.as_hex())
        .execute(&mut *tx)
        .await
        .unwrap();
    let seen: i64 = sqlx::query_scalar("select count(*) from grant_conditions")
        .fetch_one(&mut *tx)
        .await
        .unwrap();
    assert_eq!((seen, case.app.count("grant_conditions").await), (0, 2));
}

#[tokio::test]
async fn whoever_recommends_with_conditions_does_not_approve() {
    let (case, _) = GivenCase::judged().await;
    let lead = case.app.sign_in(&case.lead).await;
    recommend_with_two(&case, &lead)
        .await
        .expect_redirect(&case.team_path(""));
    let page = lead.visit(&case.team_path("approve")).await;
    page.expect_text("You recommended this, so someone else must approve it")
        .expect_text(FIRST);
    let token = page.csrf();
    let fields = [(govuk::CSRF_FIELD, token.as_str()), ("outcome", "approved")];
    lead.post(&case.team_path("approve"), &fields)
        .await
        .expect_status(403);
}

#[tokio::test]
async fn the_database_issues_nothing_without_the_conditions() {
    let (case, assessor) = GivenCase::judged().await;
    recommend_with_two(&case, &assessor).await;
    let lead = case.approve().await;
    let page = lead.visit(&case.team_path("issue")).await;
    case.app.sql("delete from grant_conditions").await;
    let refused = page.press("Issue certificate", []).await;
    refused
        .expect_status(422)
        .expect_text("Two different people have to recommend and approve.");
    assert_eq!(case.app.count("certificates").await, 0);
}
