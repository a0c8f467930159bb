//! Issuing a certificate, and what stands in its way.

use crate::given_case::GivenCase;

#[tokio::test]
async fn a_lead_issues_and_everybody_is_told() {
    let case = GivenCase::approved().await;
    let lead = case.app.sign_in(&case.lead).await;
    let page = lead.visit(&case.team_path("issue")).await;
    page.expect_text("the certificate of the infrastructure ends then")
        .expect_text("30 June 2027");
    case.app.skip_audit().await;
    let done = page.press("Issue certificate", []).await;
    done.expect_redirect(&case.team_path("issued"));
    case.app.expect_audit(["certificate_issued"]).await;
    assert_eq!(case.state().await, "certified");
    let issued = done.follow().await;
    issued.expect_heading("Certificate issued");
    let number: String = case.app.value("select number from certificates").await;
    issued
        .expect_text(&number)
        .expect_text("SRV_0001")
        .expect_text("Rhiannon Vale (rhiannon.vale@northwind.example)");
    for address in [
        "priya.raman@northwind.example",
        "rhiannon.vale@northwind.example",
        "harri.owen@harbour.example",
        &case.editor.email,
    ] {
        let letters = case.app.mail_to(address).await;
        let subject = &letters.last().subject;
        assert_eq!(
            subject, "Northwind Gazetteer has a PSN certificate",
            "{address}"
        );
    }
    // Once more: there is one certificate, and it is shown.
    page.press("Issue certificate", [])
        .await
        .expect_redirect(&case.team_path("issued"));
    assert_eq!(case.app.count("certificates").await, 1);
    lead.open(&case.team_path("issue"))
        .await
        .expect_redirect(&case.team_path("issued"));
    let editor = case.app.sign_in(&case.editor).await;
    let decision = format!("/applications/{}/decision", case.reference);
    editor
        .visit(&decision)
        .await
        .expect_heading("Your service has a certificate")
        .click(&number)
        .await
        .expect_text(&number);
    let slug: String = case.app.value("select slug from certificates").await;
    assert_eq!(slug, "northwind-gazetteer-srv-0001");
    case.app
        .browser()
        .visit(&format!("/register/{slug}"))
        .await
        .expect_text("Northwind Gazetteer");
}

#[tokio::test]
async fn whoever_decides_sees_that_the_owners_agreement_ends_before_the_certificate() {
    const UNTIL: &str = "Harbour Hosting Limited agreed only until 31 December 2026. A certificate would go on after that.";
    let (case, assessor) = GivenCase::judged().await;
    for tail in ["", "recommend"] {
        let page = assessor.visit(&case.team_path(tail)).await;
        page.expect_no_text("would go on after that");
    }
    case.app
        .sql("update owner_requests set agreed_until = '2026-12-31'")
        .await;
    for tail in ["", "recommend"] {
        let page = assessor.visit(&case.team_path(tail)).await;
        page.expect_text(UNTIL);
    }
    case.recommend(&assessor, "grant").await;
    let lead = case.app.sign_in(&case.lead).await;
    let page = lead.visit(&case.team_path("approve")).await;
    page.expect_text(UNTIL);
    case.approve().await;
    let page = lead.visit(&case.team_path("issue")).await;
    page.expect_text(UNTIL).expect_text("30 June 2027");
    // Until which day it counts is not asked of an agreement that lasts as long.
    case.app
        .sql("update owner_requests set agreed_until = '2027-06-30'")
        .await;
    let page = lead.visit(&case.team_path("issue")).await;
    page.expect_no_text("would go on after that");
}

#[tokio::test]
async fn the_signed_file_of_an_issued_certificate_is_genuine() {
    let case = GivenCase::approved().await;
    let lead = case.app.sign_in(&case.lead).await;
    let page = lead.visit(&case.team_path("issue")).await;
    page.press("Issue certificate", []).await.expect_status(303);
    let file: String = case.app.value("select signed_json from certificates").await;
    match certificates::verify(&file, &case.app.app.keys) {
        certificates::Verdict::Genuine(facts) => {
            assert_eq!(facts.organisation, "Northwind Mapping Limited");
            assert_eq!(facts.infrastructure_certificate, "PSN-CN-77");
            assert!(!facts.legal_jurisdiction.is_empty());
        }
        other => panic!("{other:?}"),
    }
    let pdf: Vec<u8> = case.app.value("select pdf from certificates").await;
    assert!(pdf.starts_with(b"%PDF-"));
}

#[tokio::test]
async fn two_presses_at_once_make_one_certificate() {
    let case = GivenCase::approved().await;
    let lead = case.app.sign_in(&case.lead).await;
    let page = lead.visit(&case.team_path("issue")).await;
    let other = page.clone();
    let (one, two) = tokio::join!(
        page.press("Issue certificate", []),
        other.press("Issue certificate", [])
    );
    one.expect_redirect(&case.team_path("issued"));
    two.expect_redirect(&case.team_path("issued"));
    assert_eq!(case.app.count("certificates").await, 1);
    assert_eq!(case.app.count("services").await, 1);
}

#[tokio::test]
async fn what_stands_in_the_way_is_said_and_nothing_is_issued() {
    let case = GivenCase::approved().await;
    let lead = case.app.sign_in(&case.lead).await;
    let open = lead.visit(&case.team_path("issue")).await;
    case.app
        .sql("update owner_requests set state = 'cancelled'; update infrastructures set confirmed_at = null")
        .await;
    let page = lead.visit(&case.team_path("issue")).await;
    page.expect_text("owner has not agreed, or does not agree any more")
        .expect_text("The connection certificate is not confirmed in the register.")
        .expect_no_text("Issue certificate");
    open.press("Issue certificate", []).await.expect_status(422);
    case.app
        .sql("update owner_requests set state = 'agreed'; update infrastructures set confirmed_at = now()")
        .await;
    // The connection certificate is over: there is no day on which a certificate could count.
    let ends = |days: i32| format!("update infrastructures set valid_to = access.today() + {days}");
    let valid_to: String = case
        .app
        .value("select valid_to::text from infrastructures where confirmed_at is not null")
        .await;
    case.app.sql(&ends(-1)).await;
    lead.visit(&case.team_path("issue"))
        .await
        .expect_text("No day: the certificate of the infrastructure ended on")
        .expect_no_text("Valid from");
    case.app
        .sql(&format!(
            "update infrastructures set valid_to = '{valid_to}'"
        ))
        .await;
    case.answer("service-name", &[("name", "Another name")])
        .await;
    open.press("Issue certificate", [])
        .await
        .expect_status(422)
        .expect_text("No signature covers the answers as they are now.")
        .expect_text("the name of the service changed since");
    assert_eq!(case.app.count("certificates").await, 0);
}

#[tokio::test]
async fn the_database_refuses_a_certificate_without_two_people() {
    let case = GivenCase::approved().await;
    let lead = case.app.sign_in(&case.lead).await;
    let open = lead.visit(&case.team_path("issue")).await;
    case.app
        .sql("update decisions set outcome = 'returned'")
        .await;
    open.press("Issue certificate", [])
        .await
        .expect_status(422)
        .expect_text("Two different people have to recommend and approve.");
    assert_eq!(case.app.count("certificates").await, 0);
    let assessor = case.app.sign_in(&case.assessor).await;
    let page = assessor.visit(&case.team_path("issue")).await;
    page.expect_text("A lead issues the certificate.");
    let token = page.csrf();
    assessor
        .post(&case.team_path("issue"), &[(govuk::CSRF_FIELD, &token)])
        .await
        .expect_status(403);
}

/// Another country is published, shown before and certified by its name.
#[tokio::test]
async fn another_country_is_certified_and_published_by_its_name() {
    let case = GivenCase::submitted().await;
    let jersey = [("answer", "another"), ("other_country", "Jersey")];
    case.answer("security/2c", &jersey).await;
    case.given_signature().await;
    case.given_agreement().await;
    let assessor = case.begun().await;
    let page = assessor.visit(&case.team_path("infrastructure")).await;
    page.press("Confirm this certificate for the register", [])
        .await;
    case.given_judgements(&[]).await;
    case.recommend(&assessor, "grant").await;
    case.approve().await;
    let lead = case.app.sign_in(&case.lead).await;
    let page = lead.visit(&case.team_path("issue")).await;
    page.expect_text("Jersey").expect_no_text("Another country");
    let issued = page.press("Issue certificate", []).await;
    issued.expect_redirect(&case.team_path("issued"));
    let certified: String = case
        .app
        .value("select legal_jurisdiction from certificates")
        .await;
    assert_eq!(certified, "Jersey");
    let slug: String = case.app.value("select slug from certificates").await;
    let register = case.app.browser();
    register
        .visit(&format!("/register/{slug}"))
        .await
        .expect_text("Jersey")
        .expect_no_text("Another country");
}

#[tokio::test]
async fn who_was_told_stays_who_was_told_then() {
    let case = GivenCase::approved().await;
    let lead = case.app.sign_in(&case.lead).await;
    let page = lead.visit(&case.team_path("issue")).await;
    page.press("Issue certificate", []).await.expect_status(303);
    let told = "priya.raman@northwind.example";
    let page = lead.visit(&case.team_path("issued")).await;
    page.expect_text(told)
        .expect_text("We wrote to these people");
    // The point of contact is another one since.
    case.app
        .sql("update answers set answer = jsonb_set(answer, '{email}', '[\"new@northwind.example\"]')
              where page = 'point-of-contact'")
        .await;
    lead.visit(&case.team_path("issued"))
        .await
        .expect_text(told)
        .expect_no_text("new@northwind.example");
    // Of a certificate from before that was kept it is said.
    case.app.sql("delete from certificate_notices").await;
    lead.visit(&case.team_path("issued"))
        .await
        .expect_text("It was not kept whom we wrote to")
        .expect_text("new@northwind.example");
}

#[tokio::test]
async fn the_team_finds_certificates_by_how_they_stand() {
    let case = GivenCase::approved().await;
    let lead = case.app.sign_in(&case.lead).await;
    let page = lead.visit(&case.team_path("issue")).await;
    page.press("Issue certificate", []).await.expect_status(303);
    let number: String = case.app.value("select number from certificates").await;
    let list = lead.visit("/team").await.click("Certificates").await;
    list.expect_heading("Certificates: valid")
        .expect_text("Northwind Gazetteer")
        .expect_text(case.reference.as_str());
    let page = list.click(&number).await;
    page.expect_text("Issued for application")
        .click(case.reference.as_str())
        .await
        .expect_heading("Northwind Gazetteer");
    let ending = "/team/certificates?view=ending";
    lead.visit(ending)
        .await
        .expect_text("No certificates match");
    case.app
        .sql(
            "set session_replication_role = replica;
             update certificates set valid_to = access.today() + 90;
             set session_replication_role = origin",
        )
        .await;
    lead.visit(ending).await.expect_text(&number);
    lead.visit("/team/certificates?view=expired")
        .await
        .expect_no_text(&number);
    case.app
        .sql(
            "set session_replication_role = replica;
             update certificates set withdrawn_on = access.today();
             set session_replication_role = origin",
        )
        .await;
    for (view, is_listed) in [("valid", false), ("withdrawn", true), ("all", true)] {
        let page = lead.visit(&format!("/team/certificates?view={view}")).await;
        assert_eq!(page.text().contains(&number), is_listed, "{view}");
    }
    lead.open("/team/certificates?page=0")
        .await
        .expect_status(404);
    let supplier = case.app.sign_in(&case.editor).await;
    supplier.open("/team/certificates").await.expect_status(404);
}
