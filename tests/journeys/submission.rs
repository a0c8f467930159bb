//! The application goes to the PSN team.

use crate::given_draft::{GivenDraft, SIGNATORY};
use domain::role::OrganisationRole;
use domain::when::uk_date;
use domain::working_days::{DECISION_TARGET, add};
use time::Duration;

/// How each question compared, by which rule of which version, stays on record.
async fn expect_recorded(draft: &GivenDraft) {
    let record: String = draft
        .app
        .value("select event::jsonb->'details'->>'baseline' from audit_events where kind = 'application_submitted'")
        .await;
    let of_4a = "4a meets yes 2015-07.5; ";
    assert!(record.contains(of_4a), "{record}");
    assert_eq!(record.split("; ").count(), 26, "{record}");
    // Each question of the set in its order, by the rules that came with its third revision.
    let set = questions::find("psn-cop", "2015-07").unwrap();
    let asked: Vec<&str> = set.questions().map(|question| &*question.id).collect();
    let judged: Vec<&str> = record
        .split("; ")
        .filter_map(|entry| entry.split(' ').next())
        .collect();
    assert_eq!(judged, asked, "{record}");
    let is_of_the_set = |entry: &str| entry.ends_with(" 2015-07.5");
    assert!(record.split("; ").all(is_of_the_set), "{record}");
    // The version of the rules that were in force, and the day of the lists.
    let version: String = draft
        .app
        .value("select event::jsonb->'details'->>'rules' from audit_events where kind = 'application_submitted'")
        .await;
    assert_eq!(version, "2026-11d");
    let lists_on: String = draft
        .app
        .value("select event::jsonb->'details'->>'lists_on' from audit_events where kind = 'application_submitted'")
        .await;
    let today = uk_date(draft.app.app.clock.now());
    assert_eq!(lists_on, domain::when::iso_date(today));
    let record: String = draft
        .app
        .value("select event::jsonb->'details'->>'cross_checks' from audit_events where kind = 'application_submitted'")
        .await;
    let of_the_certificate = "X6 check 2026-11d infrastructure/find,infrastructure/details";
    assert!(
        record.split("; ").any(|found| found == of_the_certificate),
        "{record}"
    );
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one story, told in order")]
async fn a_signed_application_with_an_agreement_is_submitted_once() {
    let draft = GivenDraft::complete().await;
    let supplier = draft.browser().await;
    let page = supplier.visit(&draft.path("submit")).await;
    page.expect_text("Get the agreement of the owner of the infrastructure")
        .expect_text("Send your application to your signatory");
    draft.agree().await;
    draft.sign().await;
    draft.app.skip_audit().await;
    let page = supplier.visit(&draft.path("submit")).await;
    let target = add(uk_date(draft.app.app.clock.now()), DECISION_TARGET);
    let aim = format!("We aim to decide by {}", domain::when::date(target));
    page.expect_text(&aim);
    let (one, other) = tokio::join!(
        page.press("Submit to the PSN team", []),
        page.press("Submit to the PSN team", [])
    );
    for answer in [one, other] {
        answer.expect_redirect(&draft.path("submitted"));
    }
    draft.app.expect_audit(["application_submitted"]).await;
    expect_recorded(&draft).await;
    assert_eq!(draft.column("state").await, "submitted");
    assert_eq!(
        draft.column("target_on").await,
        domain::when::iso_date(target)
    );
    assert_eq!(
        draft.column("submitted_by").await,
        draft.editor.id.to_string()
    );
    let proposed =
        "infrastructures where confirmed_at is null and certificate_number = 'PSN-CN-2231'";
    assert_eq!(draft.app.count(proposed).await, 1);
    let page = supplier.visit(&draft.path("submitted")).await;
    page.expect_heading("Application submitted")
        .expect_text(draft.reference.as_str())
        .expect_text(&aim);
    let links = page.links();
    let mut mailed = links
        .iter()
        .filter(|(words, _)| words == "What did you think of this service?");
    assert!(
        mailed.any(|(_, href)| href.starts_with("mailto:team@psn.example?")),
        "{links:?}"
    );
    supplier
        .open(&draft.path("submit"))
        .await
        .expect_redirect(&draft.path("submitted"));
    let page = supplier.visit(&draft.path("progress")).await;
    page.expect_text("Nobody has begun to review it yet")
        .expect_text("20 working days from today")
        .expect_text("Commitment statement signed");
    let subject = format!("We have your application {}", draft.reference);
    for address in [
        draft.editor.email.as_str(),
        "priya.raman@northwind.example",
        SIGNATORY,
    ] {
        let mail = draft.app.mail_to(address).await;
        assert_eq!(mail.last().subject, subject);
    }
    assert!(
        !draft
            .app
            .mail_to(SIGNATORY)
            .await
            .last()
            .text
            .contains("/applications/")
    );
    let team = draft.app.mail_to("team@psn.example").await;
    assert_eq!(team.len(), 1);
}

#[tokio::test]
async fn one_comma_after_the_signature_and_nothing_is_submitted() {
    let draft = GivenDraft::complete().await;
    draft.agree().await;
    draft.sign().await;
    let supplier = draft.browser().await;
    let page = supplier.visit(&draft.path("submit")).await;
    let text = "A national <b>address</b>, and street gazetteer.";
    draft
        .change("description-for-users", "description", text)
        .await;
    let refused = page.press("Submit to the PSN team", []).await;
    refused
        .expect_status(422)
        .expect_text("Ask for a new signature: an answer changed");
    assert_eq!(draft.column("state").await, "draft");
    let page = supplier.visit(&draft.path("signature")).await;
    page.expect_text("this signature no longer counts");
    // Signing again puts it right; the old signature is void.
    draft.sign().await;
    assert_eq!(
        draft
            .app
            .count("signature_requests where state = 'voided'")
            .await,
        1
    );
    let page = supplier.visit(&draft.path("submit")).await;
    page.press("Submit to the PSN team", [])
        .await
        .expect_redirect(&draft.path("submitted"));
}

#[tokio::test]
async fn an_agreement_to_something_else_and_open_terms_stand_in_the_way() {
    let draft = GivenDraft::complete().await;
    draft.agree().await;
    draft
        .change(
            "infrastructure/details",
            "certificate_number",
            "PSN-CN-9999",
        )
        .await;
    draft
        .change("infrastructure/agreement", "terms_final", "not_yet")
        .await;
    let supplier = draft.browser().await;
    let page = supplier.visit(&draft.path("submit")).await;
    page.expect_text("since they agreed you changed the number of its certificate")
        .expect_text("Finalise the terms of your agreement");
    assert!(
        page.links()
            .iter()
            .any(|(_, href)| *href == draft.path("infrastructure/agreement#terms_final"))
    );
}

#[tokio::test]
async fn an_infrastructure_without_its_certificate_yet_needs_no_agreement_to_submit() {
    let draft = GivenDraft::complete().await;
    draft.change("infrastructure/who", "who", "both").await;
    let supplier = draft.browser().await;
    let page = supplier.visit(&draft.path("infrastructure/joint")).await;
    page.press(
        "Save and continue",
        [
            ("how", "has_reference"),
            ("reference", "COCO-2026-118"),
            ("name", "Northwind PSN Zone"),
        ],
    )
    .await
    .expect_status(303);
    draft
        .app
        .sql("update section_marks set is_complete = true")
        .await;
    draft.sign().await;
    let path = format!("/applications/{}", draft.reference);
    let tasks = supplier.visit(&path).await;
    let rows = tasks.select_text(".govuk-task-list__item");
    let row = |title: &str| rows.iter().find(|row| row.starts_with(title)).unwrap();
    assert_eq!(row("Submit"), "Submit Not yet started");
    assert!(row("Agreement of the infra").contains("You can submit without it"));
    let page = tasks.click("Submit").await;
    page.press("Submit to the PSN team", [])
        .await
        .expect_redirect(&draft.path("submitted"));
}

#[tokio::test]
async fn an_application_waits_no_longer_than_the_infrastructures_certificate() {
    let draft = GivenDraft::complete().await;
    draft.agree().await;
    draft.sign().await;
    draft.app.advance(Duration::days(301)).await;
    let supplier = draft.browser().await;
    let page = supplier.visit(&draft.path("submit")).await;
    page.expect_text("You cannot submit the application");
    let links: Vec<String> = page.links().into_iter().map(|(_, href)| href).collect();
    assert!(
        links.contains(&draft.path("infrastructure/details#certificate_expires-day")),
        "{links:?}"
    );
}

#[tokio::test]
async fn a_section_that_nobody_marked_complete_stands_in_the_way() {
    let draft = GivenDraft::complete().await;
    draft
        .app
        .sql("update section_marks set is_complete = false where task = 'service-name'")
        .await;
    let supplier = draft.browser().await;
    let page = supplier.visit(&draft.path("submit")).await;
    page.expect_text("Say that you have completed “Service name”");
}

#[tokio::test]
async fn what_every_principle_asks_names_the_principle() {
    let draft = GivenDraft::complete().await;
    draft
        .app
        .sql("delete from answers where page in ('security/7/assurance', 'security/8/assurance')")
        .await;
    let supplier = draft.browser().await;
    let page = supplier.visit(&draft.path("submit")).await;
    page.expect_text("Answer “How are your answers assured?” of “Principle 7: secure development”")
        .expect_text("of “Principle 8: supply-chain security”");
}

#[tokio::test]
async fn readers_and_others_submit_nothing() {
    let draft = GivenDraft::complete().await;
    draft.agree().await;
    draft.sign().await;
    let viewer = draft
        .app
        .given_member(&draft.organisation, OrganisationRole::Viewer)
        .await;
    let browser = draft.app.sign_in(&viewer).await;
    let page = browser.visit(&draft.path("submit")).await;
    page.expect_text("An editor or an administrator can submit");
    let csrf = page.csrf();
    browser
        .post(&draft.path("submit"), &[("csrf", &csrf)])
        .await
        .expect_status(403);
    let other = draft.app.given_organisation("Fabrikam Limited").await;
    let stranger = draft
        .app
        .given_member(&other, OrganisationRole::Administrator)
        .await;
    let browser = draft.app.sign_in(&stranger).await;
    for tail in ["submit", "submitted", "progress"] {
        browser.open(&draft.path(tail)).await.expect_status(404);
    }
    assert_eq!(draft.column("state").await, "draft");
}

const SELECT: &str = "Select the infrastructure from the list: the certificate PSN-CN-2231 is that of Harbour PSN Zone, Harbour Hosting plc";

#[tokio::test]
async fn infrastructure_that_is_listed_is_selected_before_submission() {
    let draft = GivenDraft::complete().await;
    let app = &draft.app;
    let supplier = draft.browser().await;
    supplier
        .visit(&draft.path("submit"))
        .await
        .expect_no_text(SELECT);
    crate::hosting::given_zone(app).await;
    app.sql("update infrastructures set certificate_number = 'PSN-CN 2231'")
        .await;
    let said = SELECT.replace("PSN-CN-2231", "PSN-CN 2231");
    let page = supplier.visit(&draft.path("submit")).await;
    page.expect_text(&said);
    let links = page.links();
    let leads = draft.path("infrastructure/find#infrastructure");
    assert!(links.iter().any(|(_, href)| *href == leads), "{links:?}");
    draft
        .change(
            "infrastructure/find",
            "infrastructure",
            crate::hosting::ZONE,
        )
        .await;
    supplier
        .visit(&draft.path("submit"))
        .await
        .expect_no_text("Select the infrastructure from the list");
    // Once the team has an application, the entry that was made from it does not hold it up.
    draft
        .change("infrastructure/find", "infrastructure", "not_listed")
        .await;
    app.sql("update applications set state = 'awaiting_supplier', submitted_at = access.now(), target_on = access.today()")
        .await;
    supplier
        .visit(&draft.path("progress"))
        .await
        .expect_no_text("Select the infrastructure from the list");
}
