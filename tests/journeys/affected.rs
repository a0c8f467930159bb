//! What ends with a connection certificate is counted and listed before, for its holder and for the team,
//! and its holder is told.

use crate::given_draft::GivenDraft;
use crate::hosting::{ZONE, agreed, certify, given_held, given_zone, zone_of};
use domain::role::{OrganisationRole, TeamRole};
use domain::when;
use tests::{Browser, TestApp};
use time::Duration;

const END: &str = "/team/infrastructure/c0000000-0000-4000-8000-000000000001/end";

async fn lead(app: &TestApp) -> Browser {
    let lead = app.given_team_member(TeamRole::Lead).await;
    app.sign_in(&lead).await
}

/// So many more applications of other suppliers name the zone, in assessment and as drafts.
async fn given_others(draft: &GivenDraft, assessed: usize, drafts: usize) {
    let organisation = draft.app.given_organisation("Parcels Limited").await;
    let statement = |state: &str, first: usize, count: usize| {
        format!(
            "with applied as (
                 insert into applications (id, organisation_id, reference, set_id, set_version, set_hash, state, service_name,
                     organisation_name, created_by, created_at, submitted_at, target_on)
                 select gen_random_uuid(), '{organisation}', 'COP-' || lpad((place + {first})::text, 4, 'A') || '-7777', set_id,
                     set_version, set_hash, '{state}', 'Post ' || (place + {first}), 'Parcels Limited', created_by, created_at,
                     case when '{state}' <> 'draft' then access.now() end,
                     case when '{state}' <> 'draft' then access.today() end
                 from applications, generate_series(1, {count}) place where id = '{like}'
                 returning id, reference, service_name)
             insert into owner_requests (id, organisation_id, application_id, state, reference, supplier_name, service_name,
                 description_for_users, additional_infrastructure, infrastructure_name, owner_name, certificate_number,
                 certificate_valid_to, contact_name, contact_job_title, contact_email, requested_by, requested_by_name,
                 requested_by_email, sent_at, expires_at)
             select gen_random_uuid(), '{organisation}', a.id, 'sent', a.reference, 'Parcels Limited', a.service_name, '', '',
                 o.infrastructure_name, o.owner_name, o.certificate_number, o.certificate_valid_to, o.contact_name,
                 o.contact_job_title, o.contact_email, o.requested_by, o.requested_by_name, o.requested_by_email, o.sent_at,
                 o.expires_at
             from applied a, owner_requests o where o.application_id = '{like}'",
            organisation = organisation.id.0,
            like = draft.id,
        )
    };
    draft
        .app
        .sql(&statement("under_review", 100, assessed))
        .await;
    draft.app.sql(&statement("draft", 500, drafts)).await;
}

/// A service on other infrastructure says that it uses the certified one that runs on the zone.
async fn given_user_elsewhere(draft: &GivenDraft) {
    given_others(draft, 1, 0).await;
    draft
        .app
        .sql(
            "update owner_requests set service_name = 'Far Post', host_services = '{SRV_0042,SRV_0099}',
                 certificate_number = 'PSN-CN-9', infrastructure_name = 'Quayside Zone' where supplier_name = 'Parcels Limited'",
        )
        .await;
}

#[tokio::test]
async fn the_team_reads_what_ends_with_a_connection_certificate() {
    let draft = agreed().await;
    certify(&draft).await;
    given_others(&draft, 52, 3).await;
    let page = lead(&draft.app).await.visit(END).await;
    let ends = when::date(when::uk_date(draft.app.app.clock.now()) + Duration::days(200));
    page.expect_text(&format!(
        "56 services name this infrastructure: 1 with a certificate, 52 in assessment and 3 being applied for. The certificate ends on {ends}."
    ))
    .expect_no_text("the others")
    .expect_no_text("Services elsewhere");
    assert_eq!(page.select_text("main tbody tr").len(), 50);
    let rest = page.click("Next page").await;
    assert_eq!(rest.select_text("main tbody tr").len(), 6);
    rest.expect_text("56 services name this infrastructure");
}

#[tokio::test]
async fn a_service_that_only_its_renewal_keeps_is_counted_as_it_is_listed() {
    let draft = crate::ends_while_renewed::held().await;
    let page = lead(&draft.app).await.visit(END).await;
    page.expect_no_text("No service names this infrastructure")
        .expect_text("counts while its renewal is open")
        .expect_no_text("Certified until");
}

#[tokio::test]
async fn services_elsewhere_that_use_one_that_runs_there_are_listed_for_the_team_alone() {
    let draft = agreed().await;
    certify(&draft).await;
    given_user_elsewhere(&draft).await;
    let app = &draft.app;
    let page = lead(app).await.visit(END).await;
    page.expect_text("1 service names this infrastructure: 1 with a certificate.")
        .expect_text("1 service elsewhere uses a service that runs here.")
        .expect_text("Services elsewhere that use a service that runs here")
        .expect_text("Far Post")
        .expect_text("Quayside Zone")
        .expect_text("SRV_0042")
        .expect_no_text("SRV_0099");
    // Its holder is told how many, not which.
    let (host, owner) = given_held(app).await;
    owner
        .visit(&zone_of(&host))
        .await
        .expect_text("If your connection certificate ends")
        .expect_text("1 service elsewhere uses a service that runs here.")
        .expect_no_text("Far Post");
    // A draft is its supplier's alone, also from this side.
    let set = async |state: &str| {
        app.sql(&format!(
            "update applications set state = '{state}' where organisation_name = 'Parcels Limited'"
        ))
        .await;
    };
    set("draft").await;
    lead(app)
        .await
        .visit(END)
        .await
        .expect_no_text("Far Post")
        .expect_no_text("elsewhere uses");
    lead(app)
        .await
        .visit("/team/infrastructure")
        .await
        .expect_no_text("Far Post");
    set("under_review").await;
    // One whose certificate is over is not affected, nor one that was refused.
    set("refused").await;
    owner
        .visit(&zone_of(&host))
        .await
        .expect_no_text("elsewhere uses");
}

#[tokio::test]
async fn the_holder_hears_that_its_connection_certificate_ends() {
    let draft = agreed().await;
    certify(&draft).await;
    let app = &draft.app;
    let (host, _) = given_held(app).await;
    let administrator = app
        .given_member(&host, OrganisationRole::Administrator)
        .await;
    let viewer = app.given_member(&host, OrganisationRole::Viewer).await;
    let last_day = when::date(when::uk_date(app.app.clock.now()) + Duration::days(300));
    app.advance(Duration::days(239)).await;
    app.run_due_work().await;
    assert_eq!(app.count("holder_notices").await, 0);
    app.advance(Duration::days(1)).await;
    app.run_due_work().await;
    app.run_due_work().await;
    let told = "outbox where kind = 'connection_ending' and recipient =";
    let to = |email: &str| format!("{told} '{email}'");
    assert_eq!(app.count(&to(&administrator.email)).await, 1);
    assert_eq!(app.count(&to(&viewer.email)).await, 0);
    let letters = app.mail_to(&administrator.email).await;
    let letter = letters.last();
    assert_eq!(
        letter.subject,
        format!("Harbour P…: connection certificate ends on {last_day}")
    );
    let page = format!("/organisations/{}/infrastructure/{ZONE}", host.id);
    assert!(letter.text.contains(&page), "{}", letter.text);
    // By then the certificate of the service has ended.
    let words = "No service names this infrastructure.";
    assert!(letter.text.contains(words), "{}", letter.text);
    app.advance(Duration::days(61)).await;
    app.run_due_work().await;
    let letters = app.mail_to(&administrator.email).await;
    let text = &letters.last().text;
    assert!(text.contains(&format!("ended on {last_day}")), "{text}");
    assert_eq!(app.count("holder_notices").await, 2);
}

#[tokio::test]
async fn the_holder_hears_at_once_that_the_team_ended_it_early() {
    let draft = GivenDraft::complete().await;
    let app = &draft.app;
    given_zone(app).await;
    let (host, _) = given_held(app).await;
    let administrator = app
        .given_member(&host, OrganisationRole::Administrator)
        .await;
    let lead = lead(app).await;
    let page = lead.visit(END).await;
    page.expect_text("No service names this infrastructure.")
        .expect_text("We email the administrators of Harbour Hosting plc");
    let day = when::uk_date(app.app.clock.now()) + Duration::days(150);
    let [number, month, year] = crate::hosting::date_fields(day);
    let given = [
        ("last_day-day", number.as_str()),
        ("last_day-month", month.as_str()),
        ("last_day-year", year.as_str()),
    ];
    page.press("Record the last day and tell them", given)
        .await
        .expect_status(303);
    app.run_due_work().await;
    let letters = app.mail_to(&administrator.email).await;
    let subject = &letters.last().subject;
    assert!(subject.contains(&when::date(day)), "{subject}");
}
