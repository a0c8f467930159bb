//! The owner of infrastructure: what runs on it, both lists compared, standing agreements, and
//! taking an agreement back.

use crate::given_draft::{CERTIFICATE, GivenDraft, OWNER};
use domain::role::{OrganisationRole, TeamRole};
use domain::when;
use tests::{Browser, Organisation, TestApp};
use time::{Date, Duration};

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
        .expect_text("SRV_0042: the owner says that it does not run there");
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
        .expect_text("SRV_0077: only the owner names it");
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

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one story, told in order")]
async fn a_standing_agreement_answers_for_its_owner_and_nothing_wider() {
    let draft = agreed().await;
    let app = &draft.app;
    let (host, owner) = given_held(app).await;
    let supplier = draft.organisation.id.to_string();
    let page = owner.visit(&zone_of(&host)).await;
    page.expect_text("Being applied for");
    let page = page.click("Give a standing agreement").await;
    page.submit([]).await.expect_errors([
        ("supplier", "Select which supplier you agree to"),
        (
            "additional",
            "Select yes if it covers services that bring additional infrastructure",
        ),
        ("until", "Enter until when you agree"),
        ("job_title", "Enter your job title"),
    ]);
    let given = |additional: &'static str, year: &'static str| {
        [
            ("supplier", supplier.clone()),
            ("additional", additional.to_owned()),
            ("until-day", "27".to_owned()),
            ("until-month", "3".to_owned()),
            ("until-year", year.to_owned()),
            ("job_title", "Head of Platforms".to_owned()),
        ]
    };
    let send = async |additional, year| {
        let given = given(additional, year);
        let given: Vec<(&str, &str)> = given
            .iter()
            .map(|(name, value)| (*name, &**value))
            .collect();
        page.submit_all(&given).await
    };
    assert!(
        send("no", "2029")
            .await
            .expect_status(422)
            .text()
            .contains("when your connection certificate ends")
    );
    send("no", "2027").await.expect_redirect(&zone_of(&host));
    let ask = async |name: &str| {
        draft.change("service-name", "name", name).await;
        let page = draft.browser().await.visit(&draft.path(ASK)).await;
        page.press("Send request to Graham Whitlock", [])
            .await
            .expect_status(303);
        let state: String = app
            .value("select state from owner_requests order by sent_at desc, id desc limit 1")
            .await;
        app.run_due_work().await;
        state
    };
    // The draft brings additional infrastructure, which was not covered.
    assert_eq!(ask("Northwind Atlas").await, "sent");
    app.advance(Duration::minutes(5)).await;
    send("yes", "2027").await.expect_redirect(&zone_of(&host));
    app.skip_audit().await;
    assert_eq!(ask("Northwind Almanac").await, "agreed");
    app.expect_audit(["owner_request_cancelled", "owner_answered"])
        .await;
    let told = app.mail_to(&draft.editor.email).await;
    assert_eq!(
        told.last().subject,
        "Harbour Hosting plc agreed to host Northwind Almanac"
    );
    let all = app.mail().await;
    let mut noted = all.all().iter();
    let noted = noted.find(|letter| {
        letter
            .subject
            .starts_with("Agreed for you: Northwind Almanac")
    });
    // It leads to what runs there.
    assert!(noted.unwrap().text.contains(&zone_of(&host)));
    draft
        .browser()
        .await
        .visit(&draft.path(ASK))
        .await
        .expect_text("By a standing agreement of the owner with your organisation");
    // One that is over is given no more.
    app.sql("update standing_agreements set until = access.today() - 1 where withdrawn_at is null")
        .await;
    let page = owner.visit(&zone_of(&host)).await;
    page.expect_text("None counts now.")
        .expect_no_text("Take back the agreement for");
    app.sql(
        "update standing_agreements set until = access.today() + 30 where withdrawn_at is null",
    )
    .await;
    // Taken back, it answers no more.
    app.advance(Duration::minutes(5)).await;
    let page = owner.visit(&zone_of(&host)).await;
    page.expect_text("Agreed by standing agreement");
    page.press("Take back the agreement for Northwind Mapping Limited", [])
        .await
        .follow()
        .await
        .expect_text("None counts now.");
    assert_eq!(ask("Northwind Annals").await, "sent");
    // The database answers no request that nothing covers, whoever asks.
    let covered: bool = app
        .value(&format!(
            "select access.stands(id, organisation_id, infrastructure_id, '{CERTIFICATE}', false)
             from standing_agreements order by agreed_at desc limit 1"
        ))
        .await;
    assert!(!covered);
}

/// Sixty more suppliers, each with a service that names the zone.
async fn given_many_suppliers(draft: &GivenDraft) {
    draft.app.sql(&format!(
        "set session_replication_role = replica;
         do $$ declare v_organisation uuid; v_application uuid; v_name text; begin
             for n in 1..60 loop
                 v_organisation := gen_random_uuid(); v_application := gen_random_uuid();
                 v_name := 'Supplier ' || lpad(n::text, 2, '0');
                 insert into organisations select (jsonb_populate_record(o, jsonb_build_object('id', v_organisation,
                     'name', v_name, 'registration_number', '9' || lpad(n::text, 7, '0')))).* from organisations o where id = '{organisation}';
                 insert into applications select (jsonb_populate_record(a, jsonb_build_object('id', v_application,
                     'organisation_id', v_organisation, 'reference', 'COP-AAAA-AA' || lpad(n::text, 2, '0')))).*
                     from applications a where id = '{application}';
                 insert into owner_requests select (jsonb_populate_record(r, jsonb_build_object('id', gen_random_uuid(),
                     'organisation_id', v_organisation, 'application_id', v_application, 'supplier_name', v_name))).*
                     from owner_requests r where application_id = '{application}';
             end loop;
         end $$;
         set session_replication_role = origin",
        organisation = draft.organisation.id.0,
        application = draft.id.0
    ))
    .await;
}

#[tokio::test]
async fn any_of_many_suppliers_is_found_for_a_standing_agreement() {
    let draft = agreed().await;
    given_many_suppliers(&draft).await;
    let app = &draft.app;
    let (host, owner) = given_held(app).await;
    let path = format!("{}/standing", zone_of(&host));
    let page = owner.visit(&path).await;
    page.expect_text("More suppliers than these name your infrastructure.")
        .expect_text("Northwind Mapping Limited")
        .expect_text("Supplier 19")
        .expect_no_text("Supplier 20");
    let none = page.submit([("q", "Contoso")]).await;
    none.expect_text("No supplier with ‘Contoso’ in its name");
    let found = page.submit([("q", " supplier 58 ")]).await;
    found
        .expect_text("Supplier 58")
        .expect_no_text("Supplier 57");
    let id: sqlx::types::Uuid = app
        .value("select id from organisations where name = 'Supplier 58'")
        .await;
    let id = id.to_string();
    // What was searched for stays when something is missing.
    let again = found.submit([("supplier", &*id)]).await;
    again
        .expect_error("job_title", "Enter your job title")
        .expect_text("Supplier 58");
    again
        .submit([
            ("additional", "no"),
            ("until-day", "27"),
            ("until-month", "3"),
            ("until-year", "2027"),
            ("job_title", "Head of Platforms"),
        ])
        .await
        .follow()
        .await
        .expect_text("Supplier 58");
    // Nobody else learns who names it.
    let other = draft.browser().await;
    other.open(&path).await.expect_status(404);
}

/// Day, month and year as they are typed.
pub fn date_fields(date: Date) -> [String; 3] {
    [
        date.day().to_string(),
        u8::from(date.month()).to_string(),
        date.year().to_string(),
    ]
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one story, told in order")]
async fn the_owner_takes_an_agreement_back_through_the_link_months_later() {
    let draft = agreed().await;
    certify(&draft).await;
    let link = draft.app.mail_to(OWNER).await;
    let link = link
        .all()
        .iter()
        .rev()
        .find_map(|letter| {
            let (_, rest) = letter.text.split_once("/owner/")?;
            let token: String = rest
                .chars()
                .take_while(|c| c.is_alphanumeric() || "-_".contains(*c))
                .collect();
            Some(format!("/owner/{token}"))
        })
        .unwrap();
    draft.app.advance(Duration::days(120)).await;
    let owner = draft.app.browser();
    let gone = owner.open(&link).await;
    gone.expect_status(410)
        .expect_heading("This link has been used");
    gone.press("Send me a code", []).await.follow().await;
    let code = draft.app.mail_to(OWNER).await.last_code();
    let page = owner.visit(&format!("{link}/code")).await;
    let done = page.submit([("code", &code)]).await.follow().await;
    let page = done.click("take your agreement back").await;
    page.expect_text("Northwind Gazetteer has the certificate PSNS-2026-0042-7")
        .expect_text("The PSN team decides what becomes of it then");
    page.submit([]).await.expect_errors([
        (
            "from",
            "Enter from which day the service is not to run there",
        ),
        ("reason", "Enter why you take your agreement back"),
    ]);
    draft.app.skip_audit().await;
    let today = when::uk_date(draft.app.app.clock.now());
    let [day, month, year] = date_fields(today);
    let given = [
        ("from-day", day.as_str()),
        ("from-month", month.as_str()),
        ("from-year", year.as_str()),
        ("reason", "The hall is closing."),
    ];
    page.submit(given)
        .await
        .expect_redirect(&format!("{link}/done"));
    owner
        .visit(&format!("{link}/done"))
        .await
        .expect_heading("You took your agreement back")
        .expect_text(&when::date(today));
    draft.app.expect_audit(["agreement_withdrawn"]).await;
    // Long names are shortened in a subject.
    let subject = "Harbour Hosting… no longer agrees to host Northwind Gazett…";
    let told = draft.app.mail_to(&draft.editor.email).await;
    assert_eq!(told.last().subject, subject);
    assert!(!told.last().text.contains("The hall is closing"));
    let words = "Graham Whitlock took back the agreement of Harbour Hosting plc";
    assert!(told.last().text.contains(words), "{}", told.last().text);
    let team = draft.app.app.team_email.clone();
    assert_eq!(draft.app.mail_to(&team).await.last().subject, subject);
    // Once is enough.
    owner
        .open(&format!("{link}/withdraw"))
        .await
        .expect_status(303);
}

/// Of an application that was submitted it is said where it came after that, until there is a
/// certificate, and leads to where another one is asked for.
async fn taken_back_after_submission(draft: &GivenDraft, supplier: &Browser) {
    let submitted = |when: &str| {
        format!(
            "update applications set state = 'under_review', target_on = access.today() + 28, submitted_at =
                 (select withdrawn_at {when} from owner_requests order by sent_at desc limit 1)"
        )
    };
    draft.app.sql(&submitted("+ interval '1 minute'")).await;
    let home = supplier.visit("/home").await;
    home.expect_no_text("took its agreement back");
    draft.app.sql(&submitted("- interval '1 minute'")).await;
    let home = supplier.visit("/home").await;
    home.click("Northwind Gazetteer: Harbour Hosting plc took its agreement back")
        .await
        .expect_text("No contract was signed.");
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one story, told in order")]
async fn an_administrator_of_the_holder_takes_an_agreement_back() {
    let draft = agreed().await;
    let (host, owner) = given_held(&draft.app).await;
    let page = owner.visit(&zone_of(&host)).await;
    let links = page.links();
    let (_, path) = links
        .iter()
        .find(|(_, href)| href.contains("/agreements/"))
        .unwrap();
    let page = owner.visit(path).await;
    page.expect_text("From that day none can, unless you agree again");
    let today = when::uk_date(draft.app.app.clock.now());
    let [day, month, year] = date_fields(today);
    let given = [
        ("from-day", day.as_str()),
        ("from-month", month.as_str()),
        ("from-year", year.as_str()),
        ("reason", "No contract was signed."),
    ];
    draft.app.skip_audit().await;
    page.submit(given).await.expect_redirect(&zone_of(&host));
    let recorded = ["agreement_withdrawn", "agreement_withdrawn"];
    draft.app.expect_audit(recorded).await;
    owner
        .visit(&zone_of(&host))
        .await
        .expect_text("Taken back by");
    let supplier = draft.browser().await;
    supplier
        .visit(&draft.path("progress"))
        .await
        .expect_text("Agreement of the infrastructure owner taken back");
    supplier
        .visit("/home")
        .await
        .expect_text("Harbour Hosting plc took its agreement back");
    supplier
        .visit(draft.path("").trim_end_matches('/'))
        .await
        .expect_text("Harbour Hosting plc took its agreement back")
        .expect_no_text("as agreed");
    draft
        .browser()
        .await
        .visit(&draft.path(ASK))
        .await
        .expect_text("No contract was signed.")
        .expect_text(&when::date(today));
    draft
        .browser()
        .await
        .visit(&draft.path("submit"))
        .await
        .expect_text("took its agreement back, and ask again");
    taken_back_after_submission(&draft, &supplier).await;
    // Somebody else's administrator finds nothing.
    let other = draft.app.given_organisation("Fabrikam Limited").await;
    let stranger = draft
        .app
        .given_member(&other, OrganisationRole::Administrator)
        .await;
    let stranger = draft.app.sign_in(&stranger).await;
    stranger.open(path).await.expect_status(404);
}
