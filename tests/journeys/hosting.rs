//! The owner of infrastructure: what runs on it, both lists compared, standing agreements, and
//! taking an agreement back.

mod renewed;
mod standing;
mod taken_back;

use crate::given_draft::{CERTIFICATE, GivenDraft};
use domain::role::{OrganisationRole, TeamRole};
use tests::{Browser, Organisation, TestApp};
use time::Date;

pub const ZONE: &str = "c0000000-0000-4000-8000-000000000001";

const ASK: &str = "infrastructure/owner-request";

const HARBOUR: &str = "Harbour Hosting plc";

/// The register has the infrastructure, confirmed, and nobody with an account holds it yet.
pub async fn given_zone(app: &TestApp) {
    app.sql(&format!(
        "insert into infrastructures (id, name, owner_name, certificate_number, valid_to, confirmed_at)
         values ('{ZONE}', 'Harbour PSN Zone', '{HARBOUR}', '{CERTIFICATE}', access.today() + 300, now())"
    ))
    .await;
}

async fn given_host(app: &TestApp) -> (Organisation, Browser) {
    let host = app.given_organisation(HARBOUR).await;
    let person = app
        .given_member(&host, OrganisationRole::Administrator)
        .await;
    let browser = app.sign_in(&person).await;
    (host, browser)
}

/// The host holds the zone.
pub async fn given_held(app: &TestApp) -> (Organisation, Browser) {
    let (host, browser) = given_host(app).await;
    app.sql(&format!(
        "update infrastructures set owner_organisation_id = '{}' where id = '{ZONE}'",
        host.id.0
    ))
    .await;
    (host, browser)
}

pub fn zone_of(host: &Organisation) -> String {
    format!("/organisations/{}/infrastructure/{ZONE}", host.id)
}

/// The draft names the register's entry, and its owner agreed.
pub async fn agreed() -> GivenDraft {
    let draft = GivenDraft::complete().await;
    given_zone(&draft.app).await;
    draft
        .change("infrastructure/find", "infrastructure", ZONE)
        .await;
    draft.agree().await;
    draft
}

/// A certificate was issued on the agreement.
pub async fn certify(draft: &GivenDraft) {
    draft.app.sql(&format!(
        "set session_replication_role = replica;
         update applications set state = 'certified' where id = '{id}';
         insert into services (code, organisation_id, first_certified_at) values ('SRV_0042', '{organisation}', now());
         insert into certificates (id, organisation_id, application_id, number, service_code, service_name, slug,
             description, organisation_name, infrastructure_id, infrastructure_name, infrastructure_certificate,
             legal_jurisdiction, management_model, service_desk, commitments_version, snapshot_sha256, valid_from,
             valid_to, issued_at, issued_by, issued_by_name, signed_json, pdf)
         values (gen_random_uuid(), '{organisation}', '{id}', 'PSNS-2026-0042-7', 'SRV_0042', 'Northwind Gazetteer',
             'gazetteer', '', 'Northwind Mapping Limited', '{ZONE}', 'Harbour PSN Zone', '{CERTIFICATE}', '', '', '', '1',
             repeat('0', 64), access.today() - 10, access.today() + 200, now(), gen_random_uuid(), 'Ruth', '{{}}', '');
         set session_replication_role = origin",
        id = draft.id,
        organisation = draft.organisation.id.0
    ))
    .await;
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one story, told in order")]
async fn the_owner_and_the_register_are_compared() {
    let draft = agreed().await;
    certify(&draft).await;
    let app = &draft.app;
    let (host, owner) = given_host(app).await;
    owner.open(&zone_of(&host)).await.expect_status(404);
    let lead = app.given_team_member(TeamRole::Lead).await;
    let lead = app.sign_in(&lead).await;
    let page = lead.visit("/team/infrastructure").await;
    page.expect_text("No account").expect_text("Not known yet");
    let page = page.click("Harbour PSN Zone").await;
    page.submit([("holder", "Harbour Hosting")])
        .await
        .expect_error(
            "holder",
            "Enter the legal name of an organisation that has an account",
        );
    page.submit([("holder", HARBOUR)])
        .await
        .expect_redirect(&format!("/team/infrastructure/{ZONE}"));
    app.skip_audit().await;
    let page = owner
        .visit(&format!("/organisations/{}", host.id))
        .await
        .click("Services on the infrastructure that you hold")
        .await
        .click("Harbour PSN Zone")
        .await;
    page.expect_text("Northwind Gazetteer")
        .expect_text("SRV_0042")
        .expect_text("Northwind Mapping Limited")
        .expect_text("Certified until")
        .expect_text("Agreed")
        .expect_text("Not answered");
    // What nobody has answered is not agreed yet.
    lead.visit("/team/infrastructure")
        .await
        .expect_no_text("No account")
        .expect_text("Not known yet");
    let one = owner
        .visit(&format!("{}/services/SRV_0042", zone_of(&host)))
        .await;
    one.expect_heading("Does SRV_0042 run on Harbour PSN Zone?")
        .expect_text("Yes, it runs here Your list and the register say the same");
    one.submit([])
        .await
        .expect_error("runs_here", "Select yes if SRV_0042 runs here");
    one.submit([("runs_here", "no")])
        .await
        .follow()
        .await
        .expect_text("Does not run here: the lists differ");
    app.expect_audit(["hosting_answered"]).await;
    lead.visit("/team/infrastructure")
        .await
        .expect_text("No: 1 differ")
        .expect_text("SRV_0042, Northwind Gazetteer of Northwind Mapping Limited: the owner says that it does not run there");
    // A code that the register does not have there.
    for (typed, message) in [
        ("", "Enter the code of the service"),
        (
            "42",
            "Enter a service code in the correct format, like SRV_0042",
        ),
    ] {
        page.submit([("code", typed)])
            .await
            .expect_error("code", message);
    }
    page.submit([("code", "srv 0077")])
        .await
        .follow()
        .await
        .expect_text("SRV_0077")
        .expect_text("The register has no certificate with this code today")
        .expect_text("Comparison");
    let other = owner
        .visit(&format!("{}/services/SRV_0077", zone_of(&host)))
        .await;
    other
        .expect_text("No, it does not run here We take it off your list.")
        .expect_no_text("say the same");
    let said = other.select_attribute("[name=\"runs_here\"][checked]", "value");
    assert_eq!(said, ["yes"]);
    lead.visit(&format!("/team/infrastructure/{ZONE}"))
        .await
        .expect_text("Does not run here: the lists differ")
        .expect_text("SRV_0077");
    lead.visit("/team/infrastructure")
        .await
        .expect_text("No: 2 differ")
        .expect_text("SRV_0077, not in the register: only the owner names it");
    one.submit([("runs_here", "yes")]).await.expect_status(303);
    lead.visit("/team/infrastructure")
        .await
        .expect_text("1 differ");
    // Nobody else sees it, and a viewer changes nothing.
    draft
        .browser()
        .await
        .open(&zone_of(&host))
        .await
        .expect_status(404);
    let viewer = app.given_member(&host, OrganisationRole::Viewer).await;
    let viewer = app.sign_in(&viewer).await;
    let page = viewer.visit(&zone_of(&host)).await;
    page.expect_no_text("Add this code");
    let token = page.csrf();
    viewer
        .post(&zone_of(&host), &[("csrf", &token), ("code", "SRV_0001")])
        .await
        .expect_status(403);
}

/// Day, month and year as they are typed.
pub fn date_fields(date: Date) -> [String; 3] {
    [
        date.day().to_string(),
        u8::from(date.month()).to_string(),
        date.year().to_string(),
    ]
}
