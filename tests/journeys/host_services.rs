//! The services of its host that a supplier names by their codes: said, compared with the register,
//! shown to the owner, the signatory and the team.

use crate::downloads::copy;
use crate::given_draft::{GivenDraft, OWNER, SIGNATORY, SIGNATURE};
use crate::hosting::{ZONE, given_held, given_zone, zone_of};
use domain::role::TeamRole;
use questions::QuestionSet;
use tests::{Browser, Organisation, Page, TestApp};

const PAGE: &str = "infrastructure/agreement";
const ASK: &str = "infrastructure/owner-request";
const QUESTION: &str = "Which of the owner’s PSN services does your service use? (optional)";
const HARBOUR: &str = "Harbour Hosting plc";
/// What is said of codes that the register does not have, and of those of others.
const UNKNOWN: &str =
    "The register does not have SRV_0099, named as a service of the infrastructure’s owner";
const OF_OTHERS: &str =
    "The register has SRV_0050 for another organisation than the infrastructure’s owner";

/// The answer in one line.
const ROW: &str = "SRV_0042, SRV_0099, SRV_0050";

/// A service of an organisation is in the register.
async fn given_registered(app: &TestApp, code: &str, name: &str, supplier: &Organisation) {
    app.sql(&format!(
        "set session_replication_role = replica;
         insert into services (code, organisation_id, first_certified_at) values ('{code}', '{organisation}', now());
         insert into certificates (id, organisation_id, application_id, number, service_code, service_name, slug,
             description, organisation_name, infrastructure_id, infrastructure_name, infrastructure_certificate,
             legal_jurisdiction, management_model, service_desk, commitments_version, snapshot_sha256, valid_from,
             valid_to, issued_at, issued_by, issued_by_name, signed_json, pdf)
         values (gen_random_uuid(), '{organisation}', gen_random_uuid(), 'PSNS-{code}', '{code}', '{name}', '{code}',
             '', '{owner}', gen_random_uuid(), 'A zone', 'PSN-CN-1', '', '', '', '1', repeat('0', 64),
             access.today() - 10, access.today() + 200, now(), gen_random_uuid(), 'Ruth', '{{}}', '');
         set session_replication_role = origin",
        organisation = supplier.id.0,
        owner = supplier.name,
    ))
    .await;
}

/// The zone's owner and another organisation have a service each in the register; the draft names the
/// zone, for which nobody asked its owner yet.
async fn given() -> (GivenDraft, Organisation, Browser) {
    let draft = GivenDraft::complete().await;
    given_zone(&draft.app).await;
    draft
        .change("infrastructure/find", "infrastructure", ZONE)
        .await;
    draft.change("infrastructure/find", "owner", HARBOUR).await;
    let (host, owner) = given_held(&draft.app).await;
    given_registered(&draft.app, "SRV_0042", "Harbour Compute", &host).await;
    let other = draft.app.given_organisation("Parcels Limited").await;
    given_registered(&draft.app, "SRV_0050", "Parcel Post", &other).await;
    (draft, host, owner)
}

/// The supplier names these.
async fn name(draft: &GivenDraft, browser: &Browser, codes: &str) -> Page {
    let page = browser.visit(&draft.path(PAGE)).await;
    page.press("Save and continue", [("host_services", codes)])
        .await
}

/// All answers are checked again, as before they are signed.
async fn checked(draft: &GivenDraft) {
    let check = "update section_marks set is_complete = true where task = 'check-answers'";
    draft.app.sql(check).await;
}

#[tokio::test]
async fn a_supplier_names_the_services_of_its_host_and_nothing_stands_in_the_way() {
    let (draft, _, _) = given().await;
    let browser = draft.browser().await;
    let page = browser.visit(&draft.path(PAGE)).await;
    page.expect_text(QUESTION)
        .expect_text("Enter each service code, such as SRV_0042, on a line of its own. The owner can tell you them.");
    let typed = "SRV_0042\nSRV_12X, banana";
    let wrong = page
        .press("Save and continue", [("host_services", typed)])
        .await;
    wrong.expect_error(
        "host_services",
        "‘SRV_12X’ and ‘banana’ are not service codes. Service codes look like SRV_0042",
    );
    assert_eq!(
        wrong.select_text("#host_services"),
        ["SRV_0042 SRV_12X, banana"],
        "nothing is lost"
    );
    // One that is wrong waits where it was typed, for whoever comes back later.
    let later = page
        .press("Save and come back later", [("host_services", "SRV_12X")])
        .await;
    later.expect_status(303);
    let page = browser.visit(&draft.path(PAGE)).await;
    assert_eq!(page.select_text("#host_services"), ["SRV_12X"]);
    // All fit: nothing is said.
    let saved = name(&draft, &browser, "srv-oo42").await;
    saved.follow().await.expect_no_text("the register");
    let page = browser.visit(&draft.path(PAGE)).await;
    assert_eq!(page.select_text("#host_services"), ["SRV_0042"]);
    // What does not fit is said beside the answers, and stops nobody.
    let saved = name(&draft, &browser, "srv 0042; SRV_0099\nsrv-0050, SRV_0042").await;
    let said = format!("{UNKNOWN}. {OF_OTHERS}");
    saved.follow().await.expect_text(&said);
    for tail in ["infrastructure/check", "check-answers"] {
        browser
            .visit(&draft.path(tail))
            .await
            .expect_text("SRV_0042, SRV_0099, SRV_0050")
            .expect_text(UNKNOWN)
            .expect_text(OF_OTHERS);
    }
    browser
        .visit(&draft.path("baseline"))
        .await
        .expect_text("Rule: H1, services of the owner (PSN connectivity FAQs of a host");
    checked(&draft).await;
    draft.agree().await;
    draft.sign().await;
    let page = browser.visit(&draft.path("submit")).await;
    page.press("Submit to the PSN team", [])
        .await
        .expect_redirect(&draft.path("submitted"));
    let record: String = draft
        .app
        .value("select event::jsonb->'details'->>'cross_checks' from audit_events where kind = 'application_submitted'")
        .await;
    let of_the_host = "H1 check 2026-11d infrastructure/agreement";
    assert_eq!(
        record.matches(of_the_host).count(),
        2,
        "recorded with the submission: {record}"
    );
}

#[tokio::test]
async fn the_owner_is_told_which_of_its_services_are_named_and_can_be_told_again() {
    let (draft, _, _) = given().await;
    let browser = draft.browser().await;
    // Nobody has to name one.
    let page = browser.visit(&draft.path(ASK)).await;
    page.expect_text("which of their services you use")
        .expect_no_text("The owner’s services that you use");
    name(&draft, &browser, "SRV_0042\nSRV_0099\nSRV_0050")
        .await
        .expect_status(303);
    let told = [
        "SRV_0042: Harbour Compute",
        "SRV_0099: not in the register",
        "SRV_0050: Parcel Post of Parcels Limited, not the owner’s",
    ];
    let page = browser.visit(&draft.path(ASK)).await;
    let shown = page.summary("The owner’s services that you use").unwrap();
    assert!(told.iter().all(|told| shown.contains(told)), "{shown}");
    let link = draft.ask_owner().await;
    let owner = draft.app.browser();
    let page = draft.enter(&owner, &link, OWNER).await;
    let shown = page.summary("Your services that it says it uses").unwrap();
    let to_owner = told.map(|told| told.replace("not the owner’s", "not yours"));
    assert!(to_owner.iter().all(|told| shown.contains(told)), "{shown}");
    // What was named is corrected: the request stands, and can be sent again.
    name(&draft, &browser, "SRV_0042").await.expect_status(303);
    let page = browser.visit(&draft.path(ASK)).await;
    page.expect_text("In this request you named SRV_0042, SRV_0099, SRV_0050.")
        .expect_text("You can send the request again with the services that you name now.");
    page.press("Send request to Graham Whitlock", [])
        .await
        .expect_status(303);
    owner.open(&link).await.expect_status(410);
    let second = draft.app.mail_to(OWNER).await.last_link();
    let page = draft.enter(&owner, &second, OWNER).await;
    let shown = page.summary("Your services that it says it uses");
    assert_eq!(shown.as_deref(), Some("SRV_0042: Harbour Compute"));
}

#[tokio::test]
async fn an_agreement_holds_whatever_services_are_named_afterwards() {
    let (draft, _, _) = given().await;
    draft.agree().await;
    let browser = draft.browser().await;
    name(&draft, &browser, "SRV_0042").await.expect_status(303);
    let page = browser.visit(&draft.path(ASK)).await;
    page.expect_text("Status: Agreed")
        .expect_no_text("Agreed to something else")
        .expect_text("In this request you named none of their services.")
        .expect_text("The agreement holds.");
    browser
        .visit(&draft.path("submit"))
        .await
        .expect_no_text("Get the agreement of the owner");
    // Asking again is offered, and begins anew.
    page.press("Send request to Graham Whitlock", [])
        .await
        .expect_status(303);
    let named = "owner_requests where state = 'sent' and host_services = '{SRV_0042}'";
    assert_eq!(draft.app.count(named).await, 1);
}

#[tokio::test]
#[expect(
    clippy::too_many_lines,
    reason = "one story, told in the order in which it happens"
)]
async fn both_lists_stand_side_by_side_for_the_holder_and_the_team() {
    let (draft, host, owner) = given().await;
    let browser = draft.browser().await;
    draft.agree().await;
    let lead = draft.app.given_team_member(TeamRole::Lead).await;
    let lead = draft.app.sign_in(&lead).await;
    let pages = [
        (&owner, zone_of(&host)),
        (&lead, format!("/team/infrastructure/{ZONE}")),
    ];
    for (browser, path) in &pages {
        let page = browser.visit(path).await;
        page.expect_text("services it uses")
            .expect_text("None named");
    }
    let ask_again = async || {
        let page = browser.visit(&draft.path(ASK)).await;
        page.press("Send request to Graham Whitlock", [])
            .await
            .expect_status(303);
    };
    name(&draft, &browser, "SRV_0042\nSRV_0099\nSRV_0050")
        .await
        .expect_status(303);
    // Until the owner is told, it is the supplier's own affair.
    owner
        .visit(&zone_of(&host))
        .await
        .expect_text("None named")
        .expect_no_text("SRV_0042: ");
    ask_again().await;
    for (browser, path) in &pages {
        let page = browser.visit(path).await;
        page.expect_text("SRV_0042: Harbour Compute")
            .expect_text("SRV_0099: not in the register")
            .expect_text("SRV_0050: Parcel Post of Parcels Limited, not ")
            .expect_text("2 of 3: the lists differ");
    }
    // The owner is no third person on its own page.
    owner
        .visit(&zone_of(&host))
        .await
        .expect_text("Parcels Limited, not yours")
        .expect_text("Your services it uses")
        .expect_no_text("not the owner’s");
    // The list of all infrastructure says that they differ, and which codes it is.
    let all = "/team/infrastructure";
    for path in [all, pages[1].1.as_str()] {
        let page = lead.visit(path).await;
        page.expect_text(
            "SRV_0050, Parcel Post of Parcels Limited: named as the owner’s service, and is not",
        )
        .expect_text("SRV_0099, not in the register: named as the owner’s service, and is not")
        .expect_no_text("SRV_0042, Harbour Compute");
    }
    lead.visit(all).await.expect_text("No: 2 differ");
    name(&draft, &browser, "SRV_0042").await.expect_status(303);
    ask_again().await;
    for (browser, path) in &pages {
        let page = browser.visit(path).await;
        page.expect_text("SRV_0042: Harbour Compute")
            .expect_text("All are ")
            .expect_no_text("SRV_0099");
    }
    lead.visit(all).await.expect_no_text("No: ");
    // Where no account holds the infrastructure, the name of its owner decides.
    draft
        .app
        .sql("update infrastructures set owner_organisation_id = null, owner_name = 'HARBOUR hosting PLC'")
        .await;
    let page = lead.visit(&pages[1].1).await;
    page.expect_text("All are the owner’s");
    draft
        .app
        .sql("update infrastructures set owner_name = 'Somebody else'")
        .await;
    let page = lead.visit(&pages[1].1).await;
    page.expect_text("SRV_0042: Harbour Compute of Harbour Hosting plc, not the owner’s")
        .expect_text("1 of 1: the lists differ");
}

#[tokio::test]
async fn the_signatory_the_team_and_every_copy_have_them() {
    let (draft, _, _) = given().await;
    let browser = draft.browser().await;
    draft.agree().await;
    name(&draft, &browser, "SRV_0042\nSRV_0099\nSRV_0050")
        .await
        .expect_status(303);
    browser
        .visit(&draft.path("everything"))
        .await
        .expect_text(ROW);
    checked(&draft).await;
    let link = draft.ask_signatory().await;
    let signatory = draft.app.browser();
    let page = draft.enter(&signatory, &link, SIGNATORY).await;
    let page = page.submit([("authority", "yes")]).await.follow().await;
    page.expect_text(UNKNOWN).expect_text(OF_OTHERS);
    let page = page.click("Read every answer").await;
    page.expect_text(ROW);
    let page = page.click("Continue to the commitments").await;
    page.submit(SIGNATURE).await.expect_status(303);
    let text: String = draft
        .app
        .value("select snapshot from signature_requests")
        .await;
    let signed = r"SRV_0042\nSRV_0099\nSRV_0050";
    assert!(
        text.contains("host_services") && text.contains(signed),
        "what is signed has them: {text}"
    );
    for ending in ["csv", "json"] {
        let (_, _, bytes) = copy(&browser, &draft, ending).await;
        let text = String::from_utf8(bytes).unwrap();
        assert!(text.contains("SRV_0099"), "{ending}");
    }
    draft.app.run_due_work().await;
    let page = browser.visit(&draft.path("submit")).await;
    page.press("Submit to the PSN team", [])
        .await
        .expect_redirect(&draft.path("submitted"));
    let assessor = draft.app.given_team_member(TeamRole::Assessor).await;
    let assessor = draft.app.sign_in(&assessor).await;
    let case = format!("/team/applications/{}", draft.reference);
    assessor
        .visit(&case)
        .await
        .expect_text(UNKNOWN)
        .expect_text(OF_OTHERS)
        .expect_text("Rule: H1, services of the owner (PSN connectivity FAQs");
    let page = assessor.visit(&format!("{case}/infrastructure")).await;
    let shown = page.summary("Services of the owner that it uses").unwrap();
    assert!(shown.contains("SRV_0042: Harbour Compute"), "{shown}");
    assert!(shown.contains("SRV_0099: not in the register"), "{shown}");
    page.expect_text("None. The supplier names some since then");
    assessor
        .visit(&format!("{case}/review/service"))
        .await
        .expect_text(ROW);
}

fn revision(number: u32) -> &'static QuestionSet {
    let mut sets = questions::sets().iter();
    let set = sets.find(|set| set.id == "psn-cop" && set.revision == number);
    set.unwrap()
}

#[tokio::test]
async fn a_renewal_asks_for_them_anew_and_its_own_code_is_not_one_of_them() {
    let draft = GivenDraft::certified(60).await;
    let (hash, id) = (&revision(2).hash, draft.id);
    draft
        .app
        .sql(&format!(
            "update applications set set_hash = '{hash}' where id = '{id}'"
        ))
        .await;
    let draft = draft.renewed().await;
    let current = questions::current("psn-cop").unwrap();
    assert_eq!(draft.column("set_hash").await, current.hash);
    let browser = draft.browser().await;
    let page = browser.visit(&draft.path(PAGE)).await;
    page.expect_text("This is last year’s answer")
        .expect_text("Some words of this page have changed since last year.")
        .expect_text(&format!("Label, new this year: “{QUESTION}”"));
    // Last year's answer is still one.
    page.press("Save and continue", []).await.expect_status(303);
    browser
        .visit(&draft.path("infrastructure/check"))
        .await
        .expect_text("Reconfirmed: the same as last year");
    let saved = name(&draft, &browser, "SRV_0042").await;
    saved.follow().await.expect_text(
        "The service’s own code, SRV_0042, is named as a service of the infrastructure’s owner",
    );
}

#[tokio::test]
async fn an_application_of_an_earlier_revision_is_asked_what_it_was_asked() {
    let app = TestApp::start().await;
    let draft = GivenDraft::complete_of(app, revision(2)).await;
    let browser = draft.browser().await;
    let page = browser.visit(&draft.path(PAGE)).await;
    page.expect_no_text("PSN services does your service use");
    // A program that sends the field all the same changes nothing by it.
    let token = page.csrf();
    let sent = [
        (govuk::CSRF_FIELD, token.as_str()),
        ("terms_final", "not_yet"),
        ("host_services", "SRV_0099"),
    ];
    let refused = browser.post(&draft.path(PAGE), &sent).await;
    assert_ne!(refused.status(), 500);
    let kept = "answers where answer ? 'host_services'";
    assert_eq!(draft.app.count(kept).await, 0);
    browser
        .visit(&draft.path("baseline"))
        .await
        .expect_no_text("H1,");
}
