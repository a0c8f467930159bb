//! The queue, a case, the review workspace, the infrastructure.

use crate::given_case::GivenCase;
use domain::role::TeamRole;
use tests::Page;

#[tokio::test]
async fn the_queue_takes_one_statement_and_shows_what_waits() {
    let case = GivenCase::submitted().await;
    let browser = case.app.sign_in(&case.assessor).await;
    case.app.statements.take();
    let page = browser.visit("/team").await;
    let statements = case.app.statements.take();
    assert_eq!(statements.len(), 1, "{statements:?}");
    page.expect_text("Northwind Mapping Limited")
        .expect_text("20 working days left")
        .expect_text("Nobody yet");
    page.click(case.reference.as_str())
        .await
        .expect_heading("Northwind Gazetteer");
    let mine = browser.visit("/team?view=mine").await;
    mine.expect_text("No applications match. Clear filters");
    browser
        .visit("/team?view=unassigned&order=latest")
        .await
        .expect_text(case.reference.as_str());
}

#[tokio::test]
async fn the_queue_is_read_page_by_page_in_both_directions() {
    let case = GivenCase::submitted().await;
    case.app
        .sql(
            "insert into applications (id, organisation_id, reference, set_id, set_version, set_hash, state,
                 service_name, organisation_name, created_by, created_at, submitted_at, target_on)
             select gen_random_uuid(), organisation_id, 'COP-2222-' || (1000 + n), set_id, set_version, set_hash,
                    state, 'Service ' || n, organisation_name, created_by, created_at, submitted_at,
                    target_on + 1 + n / 40
             from applications, generate_series(1, 110) as n",
        )
        .await;
    let browser = case.app.sign_in(&case.assessor).await;
    for order in ["", "?order=latest"] {
        let mut page = browser.visit(&format!("/team{order}")).await;
        let first = page.select_text("tbody th");
        let mut all = first.clone();
        while page.links().iter().any(|(text, _)| text == "Next page") {
            page = page.click("Next page").await;
            all.extend(page.select_text("tbody th"));
        }
        assert_eq!(all.len(), 111);
        all.sort();
        all.dedup();
        assert_eq!(all.len(), 111);
        page = page.click("Previous page").await;
        page = page.click("Previous page").await;
        assert_eq!(page.select_text("tbody th"), first);
        assert!(!page.links().iter().any(|(text, _)| text == "Previous page"));
    }
}

#[tokio::test]
async fn an_assessor_begins_and_the_point_of_contact_is_told() {
    let case = GivenCase::submitted().await;
    let browser = case.app.sign_in(&case.assessor).await;
    let closed = browser.visit(&case.team_path("review/9a")).await;
    closed.expect_text("Begin the review first");
    let browser = case.begun().await;
    assert_eq!(case.state().await, "under_review");
    case.app.expect_audit(["review_began"]).await;
    let letters = case.app.mail_to("priya.raman@northwind.example").await;
    assert_eq!(letters.subjects(), ["We are reviewing Northwind Gazetteer"]);
    let page = browser.visit(&case.team_path("")).await;
    page.expect_text(&case.assessor.name)
        .expect_text("Review began");
    // The part of the team's pages that a case belongs to.
    assert_eq!(page.select_text("[aria-current]"), ["Queue"]);
    let token = page.csrf();
    browser
        .post(&case.team_path("begin"), &[(govuk::CSRF_FIELD, &token)])
        .await
        .expect_status(409);
}

#[tokio::test]
async fn an_answer_is_read_beside_its_requirement_and_judged() {
    let case = GivenCase::submitted().await;
    let browser = case.begun().await;
    let page = browser.visit(&case.team_path("review/9b")).await;
    page.expect_text("Not fully yet")
        .expect_text("Consumers cannot affect each other")
        .expect_text("Requirement as published: Yes")
        .expect_text("Needs explanation")
        .expect_text("How is the answer to 9b assured?")
        .expect_no_text("How is the answer to 9a assured?");
    page.submit([("note", "")])
        .await
        .expect_error("verdict", "Select your judgement on 9b");
    page.submit([("verdict", "ask"), ("note", " ")])
        .await
        .expect_error("note", "Enter what you need the supplier to tell you");
    let page = page
        .press(
            "Save and go to 10a",
            [
                ("verdict", "ask"),
                ("note", "Which report is shared, and with whom?"),
            ],
        )
        .await;
    page.expect_redirect(&case.team_path("review/10a"));
    let page = browser.visit(&case.team_path("review/9b")).await;
    page.expect_text(&case.assessor.name);
    let page = page
        .press("Save", [("verdict", "meets"), ("note", "")])
        .await;
    page.expect_redirect(&case.team_path("review/9b"));
    let title = "9b Consumers must not affect other consumers";
    for tail in ["", "timeline"] {
        let page = browser.visit(&case.team_path(tail)).await;
        page.expect_text(&format!("{title} judged: meets"));
    }
    let typed = browser.visit(&case.team_path("review/9a")).await;
    assert!(typed.body().contains("&#60;b&#62;console"));
    case.app
        .expect_audit(["review_began", "answer_judged", "answer_judged"])
        .await;
}

#[tokio::test]
async fn the_last_section_leads_back_to_the_case() {
    let case = GivenCase::submitted().await;
    let browser = case.begun().await;
    let page = browser.visit(&case.team_path("review/documents")).await;
    let page = page
        .press("Save and go to the case", [("verdict", "meets")])
        .await;
    page.expect_redirect(&case.team_path(""));
    let group = browser.visit(&case.team_path("review/organisation")).await;
    group.expect_text("priya.raman@northwind.example");
}

#[tokio::test]
async fn two_assessors_who_judge_at_once_see_both_judgements() {
    let case = GivenCase::submitted().await;
    let browser = case.begun().await;
    let other = case.app.sign_in(&case.lead).await;
    let path = case.team_path("review/3a");
    let (mine, theirs) = (browser.visit(&path).await, other.visit(&path).await);
    theirs
        .submit([
            ("verdict", "not_met"),
            ("note", "It is open to the public."),
        ])
        .await
        .expect_status(303);
    let conflict = mine
        .submit([
            ("verdict", "meets"),
            ("note", "It is private, as diagrams show."),
        ])
        .await;
    conflict
        .expect_status(409)
        .expect_text("It is open to the public.")
        .expect_text("It is private, as diagrams show.");
    conflict.submit([]).await.expect_status(303);
    let verdict: String = case
        .app
        .value("select verdict from judgements where subject = '3a' and version = 2")
        .await;
    assert_eq!(verdict, "meets");
}

#[tokio::test]
async fn those_who_only_read_change_nothing() {
    let case = GivenCase::submitted().await;
    let browser = case.begun().await;
    let form = browser.visit(&case.team_path("review/3a")).await;
    form.expect_text("What is your judgement on 3a?");
    for role in [TeamRole::Auditor, TeamRole::ServiceAdministrator] {
        let reader = case.app.given_team_member(role).await;
        let reader = case.app.sign_in(&reader).await;
        let page = reader.visit(&case.team_path("review/3a")).await;
        page.expect_no_text("What is your judgement on 3a?");
        let token = page.csrf();
        let fields = [
            (govuk::CSRF_FIELD, token.as_str()),
            ("verdict", "meets"),
            ("note", ""),
            ("version", "0"),
        ];
        let refused = reader.post(&case.team_path("review/3a"), &fields).await;
        refused.expect_status(403);
    }
    let supplier = case.app.sign_in(&case.editor).await;
    for tail in ["", "review/3a", "signature", "infrastructure", "timeline"] {
        supplier
            .open(&case.team_path(tail))
            .await
            .expect_status(404);
    }
    supplier.open("/team").await.expect_status(404);
}

#[tokio::test]
async fn a_certificate_that_the_supplier_typed_is_confirmed_for_the_register() {
    let case = GivenCase::submitted().await;
    let administrator = case
        .app
        .given_team_member(TeamRole::ServiceAdministrator)
        .await;
    let browser = case.app.sign_in(&administrator).await;
    let path = case.team_path("infrastructure");
    let page = browser.visit(&path).await;
    page.expect_text("The owner was not asked.")
        .expect_text("Harbour Hosting Limited");
    page.submit([("certificate_number", ""), ("valid_to-year", "2001")])
        .await
        .expect_error("certificate_number", "Enter the certificate number");
    page.submit([("valid_to-year", "2001")])
        .await
        .expect_error("valid_to", "Valid to must be today or in the future");
    page.submit([
        ("certificate_number", "PSN-CN-78"),
        ("valid_to-year", "2099"),
    ])
    .await
    .expect_redirect(&path);
    case.app.expect_audit(["infrastructure_confirmed"]).await;
    browser
        .visit(&path)
        .await
        .expect_text("PSN-CN-78")
        .expect_no_text("Confirm the certificate");
    let linked = case
        .app
        .count("applications where infrastructure_id is not null")
        .await;
    assert_eq!(linked, 1);
}

#[tokio::test]
async fn a_certificate_that_the_register_has_for_another_is_not_confirmed_twice() {
    let case = GivenCase::submitted().await;
    case.app
        .sql(
            // Twice, as it could be listed when two confirmed it at the same moment.
            "insert into infrastructures (id, name, owner_name, certificate_number, valid_to, confirmed_at)
             values (gen_random_uuid(), 'Harbour PSN Zone', 'Harbour Hosting plc', 'PSN-CN-2231', '2099-01-01', access.now()),
                 (gen_random_uuid(), 'Harbour Zone', 'Harbour Hosting', 'PSN CN 2231', '2098-01-01', access.now())",
        )
        .await;
    let lead = case.app.sign_in(&case.lead).await;
    let page = lead.visit(&case.team_path("infrastructure")).await;
    page.submit([
        ("certificate_number", "psn-cn 2231"),
        ("valid_to-year", "2099"),
    ])
    .await
    .expect_error(
        "certificate_number",
        "The register has this number for Harbour PSN Zone of Harbour Hosting plc. Check the number. If it is right, ask the supplier to select that infrastructure",
    );
    assert_eq!(case.app.count("infrastructures").await, 2);
}

#[tokio::test]
async fn what_is_not_open_now_can_not_be_sent_either() {
    let case = GivenCase::submitted().await;
    let browser = case.app.sign_in(&case.lead).await;
    let token = browser.visit("/team").await.csrf();
    let csrf = (govuk::CSRF_FIELD, token.as_str());
    let (open, note) = (("version", "0"), ("note", ""));
    // Nothing is chosen, which an open form would say; but none of these forms is there yet.
    let judgement = [csrf, open, note];
    for (tail, fields) in [
        ("review/3a", &judgement[..]),
        ("recommend", &[csrf]),
        ("approve", &[csrf]),
    ] {
        let path = case.team_path(tail);
        let page = browser.visit(&path).await;
        assert!(page.select_text("main form").is_empty(), "{path}");
        let page = browser.post(&path, fields).await;
        page.expect_status(409);
    }
}

/// What came after the page was opened is not judged unread.
async fn expect_read_again(case: &GivenCase, page: &Page, said: &str) {
    case.app.skip_audit().await;
    let typed = [
        ("verdict", "not_met"),
        ("note", "It is not what is asked for here."),
    ];
    let again = page.press("Save", typed).await;
    again
        .expect_status(409)
        .expect_text("What the supplier sent changed after you opened the page.")
        .expect_text(said)
        .expect_text("It is not what is asked for here.")
        .expect_no_text("Somebody else judged this");
    let chosen = again.select_attribute("input[type=radio][checked]", "value");
    assert_eq!(chosen, ["not_met"]);
    case.app.expect_audit([]).await;
    // What is wrong with the form itself is said on what is there now too.
    let wrong = page.press("Save", [("verdict", "ask"), ("note", "")]).await;
    wrong
        .expect_error("note", "Enter what you need the supplier to tell you")
        .expect_text("What the supplier sent changed after you opened the page.");
    again.press("Save", []).await.expect_status(303);
    case.app.expect_audit(["answer_judged"]).await;
}

#[tokio::test]
async fn an_answer_that_changed_since_it_was_read_is_not_judged_unread() {
    let case = GivenCase::submitted().await;
    let browser = case.begun().await;
    let page = browser.visit(&case.team_path("review/9b")).await;
    let other = browser.visit(&case.team_path("review/2c")).await;
    let now = [
        ("answer", "partial"),
        ("explanation", "But for two reports."),
    ];
    case.answer("security/9b", &now).await;
    expect_read_again(&case, &page, "But for two reports.").await;
    // Others are judged as they were read.
    let judged = other.press("Save", [("verdict", "meets"), ("note", "")]);
    judged.await.expect_status(303);
}

#[tokio::test]
async fn a_document_that_came_since_is_not_judged_unread() {
    let case = GivenCase::submitted().await;
    let browser = case.begun().await;
    case.app
        .sql(
            "insert into documents (id, organisation_id, application_id, file_name, kind, bytes, sha256, scan,
                 scan_next_at, scanned_at, title, questions, added_at, added_by, added_by_name, version_of, number)
             select id, a.organisation_id, a.id, 'report.pdf', 'pdf', 9, repeat('a', 64), 'clean', access.now(),
                 access.now(), 'Report', '{9b}', access.now(), a.created_by, 'Somebody', null, 1
             from applications a",
        )
        .await;
    let page = browser.visit(&case.team_path("review/9b")).await;
    // The scan of a newer version, uploaded before, ends while the form is open.
    case.app
        .sql(
            "insert into documents (id, organisation_id, application_id, file_name, kind, bytes, sha256, scan,
                 scan_next_at, scanned_at, title, questions, added_at, added_by, added_by_name, version_of, number)
             select gen_random_uuid(), organisation_id, application_id, 'report 2.pdf', kind, bytes, repeat('b', 64),
                 scan, scan_next_at, access.now(), 'Newer report', questions, added_at, added_by, added_by_name, id, 2
             from documents;
             update documents set replaced_at = access.now(),
                 replaced_by = (select d.id from documents d where d.number = 2) where number = 1",
        )
        .await;
    expect_read_again(&case, &page, "Newer report").await;
}

#[tokio::test]
async fn a_review_that_begins_late_promises_no_day_that_has_passed() {
    let case = GivenCase::submitted().await;
    case.app.advance(time::Duration::days(60)).await;
    case.begun().await;
    let letters = case.app.mail_to("priya.raman@northwind.example").await;
    let text = letters.last().text.replace('\n', " ");
    assert!(text.contains("We aimed to decide by "), "{text}");
    assert!(!text.contains("We aim to decide by "), "{text}");
}
