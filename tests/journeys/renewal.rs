//! Renewing a certificate with last year's answers.

use crate::given_case::GivenCase;
use crate::given_draft::certified::NUMBER;
use crate::given_draft::{GivenDraft, SIGNATURE};
use domain::id::ApplicationId;
use domain::reference::ApplicationReference;
use domain::role::OrganisationRole;
use time::Duration;

/// What the home page says of the certificate.
fn ends_on(draft: &GivenDraft) -> String {
    let today = domain::when::uk_date(draft.app.app.clock.now());
    let last = domain::when::date(today + Duration::days(60));
    format!("Northwind Gazetteer: its certificate ends on {last}. Renew it")
}

#[tokio::test]
async fn a_renewal_begins_with_last_years_answers_and_asks_some_again() {
    let draft = GivenDraft::certified(60).await;
    let browser = draft.browser().await;
    // From what needs attention, for whoever may start it.
    let page = browser.visit("/home").await;
    let page = page.click(&ends_on(&draft)).await;
    page.expect_text("Renew this certificate");
    let viewer = draft
        .app
        .given_member(&draft.organisation, OrganisationRole::Viewer)
        .await;
    let viewer = draft.app.sign_in(&viewer).await;
    viewer.visit("/home").await.expect_no_text("Renew it");
    // From the list of things to do.
    let page = browser.visit("/applications/new").await;
    let page = page.press("Start an application", []).await;
    page.expect_error("what", "Select what you want to do");
    let page = page.submit([("what", NUMBER)]).await.follow().await;
    page.expect_heading("Renew the certificate for Northwind Gazetteer")
        .expect_text("9b")
        .expect_text("Security manager")
        .expect_text("We do not carry documents");
    // From the certificate.
    let page = browser.visit(&format!("/certificates/{NUMBER}")).await;
    let page = page.click("Renew this certificate").await;
    draft.app.skip_audit().await;
    let again = page.clone();
    let page = page.press("Start the renewal", []).await.follow().await;
    draft.app.expect_audit(["renewal_started"]).await;
    page.expect_heading("Northwind Mapping Limited Northwind Gazetteer")
        .expect_text(&format!("This renews certificate {NUMBER}"))
        .expect_text("answers from last year to check");
    // Twice makes one.
    let twice = again.press("Start the renewal", []).await.follow().await;
    twice.expect_text(&format!("This renews certificate {NUMBER}"));
    assert_eq!(draft.app.count("renewals").await, 1);
    browser
        .visit(&format!("/certificates/{NUMBER}"))
        .await
        .expect_text("Its renewal is under way");
    browser.visit("/home").await.expect_no_text("Renew it");
    // Last year's documents stay where they are.
    let earlier = page.click("Supporting documents").await;
    let earlier = earlier.click("last year’s application").await;
    assert_eq!(earlier.path(), draft.path("documents"));
    let not_carried = "answers w join renewals r on r.application_id = w.application_id
        where w.page in ('security/2a', 'security/9b', 'point-of-contact', 'contacts/security-manager')";
    assert_eq!(draft.app.count(not_carried).await, 0);
    let carried = "answers w join renewals r on r.application_id = w.application_id
        where w.page in ('security/9a', 'security/9/assurance', 'service-name')";
    assert_eq!(draft.app.count(carried).await, 3);
}

#[tokio::test]
async fn each_carried_answer_is_reconfirmed_or_changed() {
    let draft = GivenDraft::certified(60).await.renewed().await;
    let browser = draft.browser().await;
    // As it is.
    let page = browser.visit(&draft.path("security/9a")).await;
    page.expect_text("This is last year’s answer");
    draft.app.skip_audit().await;
    page.press("Save and continue", []).await.expect_status(303);
    draft.app.expect_audit(["answer_reconfirmed"]).await;
    // Changed.
    let page = browser.visit(&draft.path("description-for-users")).await;
    let page = page
        .submit([("description", "A new gazetteer of streets.")])
        .await;
    page.expect_status(303);
    draft.app.expect_audit(["answer_saved"]).await;
    let page = browser
        .visit(&draft.path("description-for-users/check"))
        .await;
    page.expect_text("Changed since last year. It was:")
        .expect_text("street gazetteer");
    // Asked again: nothing in the form, last year's answer beside it.
    let page = browser.visit(&draft.path("security/9b")).await;
    page.expect_text("We ask this again in every renewal")
        .expect_text("Last year’s answer");
    // A section is not complete before its carried answers are checked.
    let page = browser.visit(&draft.path("service-name/check")).await;
    page.expect_text("Carried from last year, not checked yet");
    let page = page.submit([("complete", "yes")]).await;
    page.expect_status(422);
    // Many at once, each ticked.
    let page = browser.visit(&draft.path("renewal")).await;
    page.expect_heading("Northwind Gazetteer Check last year’s answers")
        .expect_text("Answer these again");
    let page = page
        .press(
            "Save what is still right",
            [("right", "service-name#0"), ("right", "security/4a#0")],
        )
        .await;
    page.expect_redirect(&draft.path("renewal"));
    draft
        .app
        .expect_audit(["answer_reconfirmed", "answer_reconfirmed"])
        .await;
    let page = browser.visit(&draft.path("service-name/check")).await;
    page.expect_text("Reconfirmed: the same as last year");
    page.submit([("complete", "yes")]).await.expect_status(303);
    // What a browser makes up is left alone.
    let page = browser.visit(&draft.path("renewal")).await;
    let token = page.csrf();
    let made_up = [
        (govuk::CSRF_FIELD, token.as_str()),
        ("right", "security/9b#0"),
    ];
    browser
        .post(&draft.path("renewal"), &made_up)
        .await
        .expect_status(303);
    draft.app.expect_audit(["section_marked"]).await;
}

#[tokio::test]
async fn a_certificate_counts_on_while_its_renewal_is_decided() {
    let draft = GivenDraft::certified(10).await.renewed().await;
    let app = &draft.app;
    draft.answered_again().await;
    draft.agree().await;
    // The signatory sees what is the same and what is not.
    let link = draft.ask_signatory().await;
    let signatory = app.browser();
    let page = draft
        .enter(&signatory, &link, crate::given_draft::SIGNATORY)
        .await;
    let page = page.submit([("authority", "yes")]).await.follow().await;
    page.expect_text(&format!("This renews certificate {NUMBER}"))
        .expect_text("Reconfirmed: the same as last year")
        .expect_text("Asked again: the same answer as last year");
    signatory
        .visit(&format!("{link}/everything"))
        .await
        .expect_text("Since last year");
    let page = page.click("Continue to the commitments").await;
    page.submit(SIGNATURE).await.expect_status(303);
    let browser = draft.browser().await;
    let page = browser.visit(&draft.path("submit")).await;
    page.press("Submit to the PSN team", [])
        .await
        .expect_redirect(&draft.path("submitted"));
    let letters = app.mail_to("team@psn.example").await;
    assert!(letters.last().text.contains("renewal of certificate"));
    // Words on the register after the last day.
    app.advance(Duration::days(12)).await;
    let verify = format!("/verify/{NUMBER}");
    app.browser()
        .visit(&verify)
        .await
        .expect_text("valid while we decide on its renewal");
    app.browser()
        .visit("/register?status=valid")
        .await
        .expect_text("Valid while we decide on its renewal");
    app.browser()
        .visit(&format!("{verify}.json"))
        .await
        .expect_text("\"valid\"");
    // Once it is decided, that is over.
    app.sql(&format!(
        "update applications set state = 'refused' where id = '{}'",
        draft.id
    ))
    .await;
    app.advance(Duration::days(1)).await;
    app.browser()
        .visit(&verify)
        .await
        .expect_text("This certificate expired on");
}

/// Signed, submitted and then two days after the last day of the certificate.
async fn after_the_last_day(draft: &GivenDraft) {
    draft.answered_again().await;
    draft.agree().await;
    draft.sign().await;
    let browser = draft.browser().await;
    let page = browser.visit(&draft.path("submit")).await;
    page.press("Submit to the PSN team", [])
        .await
        .expect_redirect(&draft.path("submitted"));
    draft.app.advance(Duration::days(12)).await;
}

#[tokio::test]
async fn a_certificate_counts_on_only_while_the_rule_says_so() {
    let verify = format!("/verify/{NUMBER}");
    for (keeps, status) in [(1, "valid"), (0, "expired")] {
        let draft = GivenDraft::certified(10).await.renewed().await;
        let app = &draft.app;
        app.sql(&format!(
            "insert into rule_values (name, from_on, value, source)
             values ('renewal_keeps_certificate', access.today(), {keeps}, 'A test')"
        ))
        .await;
        after_the_last_day(&draft).await;
        let verified = app.browser().visit(&format!("{verify}.json")).await;
        assert_eq!(verified.json()["status"], status, "the rule is {keeps}");
        let kept = app
            .count("certificates where renewal_submitted_on is not null")
            .await;
        assert_eq!(kept, keeps);
        let register = app.browser().visit("/register?status=valid").await;
        if keeps == 1 {
            register.expect_text("Valid while we decide on its renewal");
        } else {
            register.expect_no_text("Northwind Gazetteer");
            app.browser().visit(&verify).await.expect_text("expired on");
        }
    }
}

#[tokio::test]
async fn a_renewal_opens_ninety_days_before_the_last_day_and_not_a_day_earlier() {
    let draft = GivenDraft::certified(91).await;
    let app = &draft.app;
    let path = format!("/applications/new/renew/{NUMBER}");
    let early = draft.browser().await.visit(&path).await;
    early
        .expect_text("90 days before its last day")
        .expect_no_text("Start the renewal");
    app.advance(Duration::days(1)).await;
    let page = draft.browser().await.visit(&path).await;
    page.press("Start the renewal", []).await.expect_status(303);
    assert_eq!(app.count("renewals").await, 1);
}

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
    // The first one is renewed, and the second one is not due yet.
    let editor = case.app.sign_in(&case.editor).await;
    editor
        .visit(&format!("/applications/new/renew/{number}"))
        .await
        .expect_text("This service has a later certificate");
}

#[tokio::test]
async fn a_certificate_is_renewed_by_its_organisation_and_in_its_time() {
    let draft = GivenDraft::certified(120).await;
    let app = &draft.app;
    let path = format!("/applications/new/renew/{NUMBER}");
    let browser = draft.browser().await;
    browser
        .visit(&path)
        .await
        .expect_text("90 days before its last day");
    let other = app.given_organisation("Another Limited").await;
    let stranger = app.given_member(&other, OrganisationRole::Editor).await;
    let stranger = app.sign_in(&stranger).await;
    stranger.open(&path).await.expect_status(404);
    app.advance(Duration::days(31)).await;
    let viewer = app
        .given_member(&draft.organisation, OrganisationRole::Viewer)
        .await;
    let viewer = app.sign_in(&viewer).await;
    viewer
        .visit(&path)
        .await
        .expect_text("An editor or administrator of your organisation can start");
    let editor = app.sign_in(&draft.editor).await;
    let page = editor.visit(&path).await;
    app.sql("update certificates set withdrawn_on = access.today()")
        .await;
    page.press("Start the renewal", []).await.expect_status(409);
    assert_eq!(app.count("renewals").await, 0);
}

#[tokio::test]
async fn people_are_reminded_before_a_certificate_ends_and_told_when_it_has() {
    let draft = GivenDraft::certified(91).await;
    let app = &draft.app;
    let administrator = app
        .given_member(&draft.organisation, OrganisationRole::Administrator)
        .await;
    let count = async || {
        app.run_due_work().await;
        app.run_due_work().await;
        let sent: i64 = app.count("outbox where kind like 'certificate_end%'").await;
        sent
    };
    assert_eq!(count().await, 0);
    app.skip_audit().await;
    app.advance(Duration::days(1)).await;
    // The administrator and the point of contact.
    assert_eq!(count().await, 2);
    app.expect_audit(["certificate_reminder_sent"]).await;
    let letter = app.mail_to(&administrator.email).await;
    let letter = letter.last();
    assert!(
        letter
            .subject
            .starts_with("Northwind Gazetteer certificate ends on ")
    );
    assert!(letter.text.contains("in 90 days"));
    assert!(
        letter
            .text
            .contains(&format!("/applications/new/renew/{NUMBER}"))
    );
    for (days, sent) in [(29, 2), (1, 4), (30, 6), (16, 8), (7, 10), (6, 10)] {
        app.advance(Duration::days(days)).await;
        assert_eq!(count().await, sent, "after {days} days more");
    }
    // The last day, and the one after.
    app.advance(Duration::days(1)).await;
    assert_eq!(count().await, 10);
    app.advance(Duration::days(1)).await;
    assert_eq!(count().await, 12);
    let letter = app.mail_to(&administrator.email).await;
    assert_eq!(
        letter.last().subject,
        "Northwind Gazetteer certificate ended"
    );
    app.advance(Duration::days(100)).await;
    assert_eq!(count().await, 12);
}

#[tokio::test]
async fn nobody_is_reminded_once_a_renewal_is_submitted_or_granted() {
    let draft = GivenDraft::certified(60).await.renewed().await;
    let app = &draft.app;
    let count = async || {
        app.run_due_work().await;
        app.count("outbox where kind like 'certificate_end%'").await
    };
    assert_eq!(count().await, 1);
    let state = |state: &str| {
        format!(
            "update applications set state = '{state}', submitted_at = coalesce(submitted_at, access.now())
             where id = '{}'",
            draft.id
        )
    };
    app.sql(&state("submitted")).await;
    app.advance(Duration::days(30)).await;
    assert_eq!(count().await, 1);
    // It counts on after its last day, until the renewal is refused.
    app.advance(Duration::days(40)).await;
    assert_eq!(count().await, 1);
    app.sql(&state("refused")).await;
    assert_eq!(count().await, 1);
    app.advance(Duration::days(1)).await;
    assert_eq!(count().await, 2);
}

#[tokio::test]
async fn the_team_has_a_view_of_the_renewals() {
    let draft = GivenDraft::certified(60).await.renewed().await;
    let app = &draft.app;
    let browser = draft.browser().await;
    let page = browser.visit("/applications/new").await;
    let other = page.press("Start an application", []).await.redirect();
    let other = other.rsplit('/').next().unwrap();
    app.sql(
        "update applications set state = 'submitted', submitted_at = access.now(),
             target_on = access.today() + 28
         where state = 'draft'",
    )
    .await;
    let assessor = app
        .given_team_member(domain::role::TeamRole::Assessor)
        .await;
    let assessor = app.sign_in(&assessor).await;
    let queue = assessor.visit("/team").await;
    queue
        .expect_text(draft.reference.as_str())
        .expect_text(other);
    queue
        .click("Renewals")
        .await
        .expect_text(draft.reference.as_str())
        .expect_no_text(other);
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

#[tokio::test]
async fn a_late_renewal_says_that_the_service_must_not_be_offered_meanwhile() {
    const WORDS: &str =
        "you must not offer the service as PSN-compliant until we grant the renewal";
    let draft = GivenDraft::certified(-5).await;
    let browser = draft.browser().await;
    let page = browser.visit("/applications/new").await;
    page.expect_text("ended on");
    let page = page.submit([("what", NUMBER)]).await.follow().await;
    page.expect_text(WORDS);
    let page = page.press("Start the renewal", []).await.follow().await;
    page.expect_text("whose last day was").expect_text(WORDS);
    let root = page.path().to_owned();
    let page = browser.visit(&format!("{root}/renewal")).await;
    page.expect_text(WORDS);
}

#[tokio::test]
async fn a_certificate_that_ended_long_ago_leads_to_a_copy_of_its_answers() {
    let draft = GivenDraft::certified(-400).await;
    let browser = draft.browser().await;
    let page = browser
        .visit(&format!("/applications/new/renew/{NUMBER}"))
        .await;
    page.expect_text("This certificate ended more than 12 months ago")
        .expect_text("You can start it from a copy of your last answers.");
    let page = page.click("Download the copy").await;
    assert_eq!(page.path(), draft.path("downloads"));
}
