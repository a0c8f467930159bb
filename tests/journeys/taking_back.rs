//! An owner takes an agreement back from a day that is to come: until then it counts, and the owner can
//! keep it after all.

use crate::given_draft::{CERTIFICATE, GivenDraft, OWNER};
use crate::hosting::{ZONE, agreed, certify, date_fields, given_held, zone_of};
use domain::role::{OrganisationRole, TeamRole};
use domain::when;
use tests::{Browser, Organisation, Page, TestApp};
use time::{Date, Duration};

const ASK: &str = "infrastructure/owner-request";
const TEAM: &str = "team@psn.example";

fn today(app: &TestApp) -> Date {
    when::uk_date(app.app.clock.now())
}

/// Takes the agreement back from this day.
async fn take_back(page: &Page, from: Date) -> Page {
    let [day, month, year] = date_fields(from);
    page.submit([
        ("from-day", day.as_str()),
        ("from-month", month.as_str()),
        ("from-year", year.as_str()),
        ("reason", "The hall is closing."),
    ])
    .await
}

/// Goes where the only link leads that ends with these words.
async fn follow(browser: &Browser, path: &str, words: &str) -> Page {
    let page = browser.visit(path).await;
    let links = page.links();
    let found: Vec<&String> = links
        .iter()
        .filter(|(text, _)| text.starts_with(words))
        .map(|(_, href)| href)
        .collect();
    assert_eq!(found.len(), 1, "{links:?}");
    browser.visit(found[0]).await
}

/// The page on which the holder takes back its agreement.
async fn page_of_holder(draft: &GivenDraft) -> (Browser, Organisation, Page) {
    let (host, owner) = given_held(&draft.app).await;
    let page = follow(&owner, &zone_of(&host), "Take it back").await;
    (owner, host, page)
}

/// The database takes or refuses a certificate on the agreement today; says what it refuses with.
async fn certificate_today(draft: &GivenDraft) -> Result<(), String> {
    let app = &draft.app;
    let lead = app.given_team_member(TeamRole::Lead).await;
    let assessor = app.given_team_member(TeamRole::Assessor).await;
    app.sql("update applications set state = 'approved', submitted_at = coalesce(submitted_at, access.now()), target_on = access.today()")
        .await;
    let issue = format!(
        "begin;
         insert into decisions (id, organisation_id, application_id, recommendation, reasons, recommended_at,
             recommended_by, recommended_by_name, outcome, decided_at, decided_by, decided_by_name)
         values (gen_random_uuid(), '{organisation}', '{id}', 'grant', '', now(), '{assessor}', 'A', 'approved', now(),
                 '{lead}', 'L');
         insert into signature_requests (id, organisation_id, application_id, state, kind, reference, supplier_name,
             service_name, snapshot, snapshot_sha256, commitments_version, signatory_name, signatory_job_title,
             signatory_email, requested_by, requested_by_name, requested_by_email, sent_at, expires_at, signed_at,
             authority_confirmed_at, signed_name, signed_job_title)
         select gen_random_uuid(), organisation_id, application_id, 'signed', 'initial', reference, supplier_name,
             service_name, '{{}}', repeat('0', 64), '1', 'S', 'S', 's@s.example', requested_by, requested_by_name,
             requested_by_email, sent_at, expires_at, sent_at, sent_at, 'S', 'S' from owner_requests limit 1;
         insert into services (code, organisation_id, first_certified_at) values ('SRV_0042', '{organisation}', now());
         insert into certificates (id, organisation_id, application_id, number, service_code, service_name, slug,
             description, organisation_name, infrastructure_id, infrastructure_name, infrastructure_certificate,
             legal_jurisdiction, management_model, service_desk, commitments_version, snapshot_sha256, valid_from,
             valid_to, issued_at, issued_by, issued_by_name, signed_json, pdf)
         values (gen_random_uuid(), '{organisation}', '{id}', 'PSNS-2026-0042-7', 'SRV_0042', 'Northwind Gazetteer',
             'gazetteer', '', 'Northwind Mapping Limited', '{ZONE}', 'Harbour PSN Zone', '{CERTIFICATE}', '', '', '', '1',
             repeat('0', 64), access.today(), access.today() + 200, now(), '{lead}', 'L', '{{}}', '');
         rollback",
        organisation = draft.organisation.id.0,
        id = draft.id,
        assessor = assessor.id,
        lead = lead.id,
    );
    let mut connection = app.superuser().acquire().await.unwrap();
    let done = sqlx::raw_sql(sqlx::AssertSqlSafe(issue))
        .execute(&mut *connection)
        .await;
    sqlx::raw_sql("rollback")
        .execute(&mut *connection)
        .await
        .unwrap();
    done.map(|_| ()).map_err(|error| error.to_string())
}

/// Everybody reads that it is taken back from that day and counts until then.
async fn everybody_reads_it(draft: &GivenDraft, (owner, zone): (&Browser, &str), from: Date) {
    let last_day = from.previous_day().unwrap();
    owner.visit(zone).await.expect_text(&format!(
        "Counts until {}, taken back by",
        when::short_date(last_day)
    ));
    let supplier = draft.browser().await;
    supplier
        .visit(&draft.path(ASK))
        .await
        .expect_text(&format!("Taken back from {}", when::date(from)))
        .expect_text(&format!(
            "takes its agreement back. It counts until {}",
            when::date(last_day)
        ))
        .expect_text("The hall is closing.");
    let words = format!(
        "Harbour Hosting plc takes its agreement back from {}",
        when::date(from)
    );
    supplier.visit("/home").await.expect_text(&words);
    // The task stands as it did: until then the application can be submitted.
    for query in ["", "?show=left"] {
        let path = format!("{}{query}", draft.path("").trim_end_matches('/'));
        let list = supplier.visit(&path).await;
        list.expect_text(&words);
        let page = list.click("See what you can do").await;
        assert_eq!(page.path(), draft.path(ASK));
    }
    supplier
        .visit(&draft.path("progress"))
        .await
        .expect_text(&format!("taken back from {}", when::date(from)));
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one story, told in order")]
async fn an_agreement_counts_until_the_day_before_the_one_that_its_owner_gives() {
    let draft = agreed().await;
    let app = &draft.app;
    let (owner, host, page) = page_of_holder(&draft).await;
    let zone = zone_of(&host);
    page.expect_text("Until the day that you give, one can still be issued")
        .expect_text("you can change your mind until then");
    let end = today(app) + Duration::days(300);
    let late = take_back(&page, end + Duration::days(1)).await;
    late.expect_status(422).expect_error(
        "from",
        &format!(
            "The day must be on or before {}. Your agreement ends with that day",
            when::date(end)
        ),
    );
    let from = today(app) + Duration::days(40);
    let last_day = when::date(from.previous_day().unwrap());
    app.skip_audit().await;
    take_back(&late, from).await.expect_redirect(&zone);
    app.expect_audit(["agreement_withdrawn", "agreement_withdrawn"])
        .await;
    everybody_reads_it(&draft, (&owner, &zone), from).await;
    // A draft is nothing that the team has, so it is told of nothing that it can't open.
    assert!(app.mail_to(TEAM).await.is_empty());
    let letters = app.mail_to(&draft.editor.email).await;
    let letter = letters.last();
    assert!(
        letter.subject.contains(&format!("until {last_day}")),
        "{}",
        letter.subject
    );
    let counts = format!("Until {last_day} the agreement counts.");
    assert!(letter.text.contains(&counts), "{}", letter.text);
    assert!(!letter.text.contains("from now on"), "{}", letter.text);
    assert!(
        !letter.text.contains("The hall is closing"),
        "{}",
        letter.text
    );
    // Nothing stands in the way of submitting, and of a certificate.
    let supplier = draft.browser().await;
    supplier
        .visit(&draft.path("submit"))
        .await
        .expect_no_text("owner of the infrastructure took its agreement back");
    // A month before, the supplier hears of it again, once.
    app.advance(Duration::days(10)).await;
    app.run_due_work().await;
    app.run_due_work().await;
    let ending = app.count("outbox where kind = 'agreement_ending'").await;
    assert_eq!(ending, 1);
    let letters = app.mail_to(&draft.editor.email).await;
    let text = &letters.last().text;
    assert!(
        text.contains(&format!("It counts until {last_day}")),
        "{text}"
    );
    // On the last day it counts.
    app.advance(Duration::days(29)).await;
    app.run_due_work().await;
    assert_eq!(app.count("owner_requests where state = 'agreed'").await, 1);
    certificate_today(&draft).await.unwrap();
    // After it, it does not, and everybody is told.
    app.advance(Duration::days(1)).await;
    let refused = certificate_today(&draft).await.unwrap_err();
    let words = "no certificate without a live agreement";
    assert!(refused.contains(words), "{refused}");
    app.skip_audit().await;
    app.run_due_work().await;
    app.expect_audit(["agreement_withdrawn"]).await;
    it_is_over(&draft).await;
}

/// The day has come: who took it back is said, and nobody is told that it ended as agreed.
async fn it_is_over(draft: &GivenDraft) {
    let app = &draft.app;
    let letters = app.mail_to(&draft.editor.email).await;
    let letter = letters.last();
    assert!(
        letter.subject.contains("no longer agrees"),
        "{}",
        letter.subject
    );
    assert!(letter.text.contains("from now on"), "{}", letter.text);
    let team = app.mail_to(TEAM).await;
    assert!(team.last().text.contains("from now on"));
    let supplier = draft.browser().await;
    supplier
        .visit(&draft.path(ASK))
        .await
        .expect_text("Taken back")
        .expect_text("The hall is closing.")
        .expect_no_text("as agreed");
    supplier
        .visit("/home")
        .await
        .expect_text("Harbour Hosting plc took its agreement back");
    supplier
        .visit(&draft.path("progress"))
        .await
        .expect_text("taken back before, ended on");
    let assessor = app.given_team_member(TeamRole::Assessor).await;
    let assessor = app.sign_in(&assessor).await;
    let case = format!("/team/applications/{}/infrastructure", draft.reference);
    assessor
        .visit(&case)
        .await
        .expect_text("The hall is closing.");
}

/// The page about the owner's answer, opened again by the link once the service has a certificate.
async fn answered_again(draft: &GivenDraft) -> (Browser, String, Page) {
    let app = &draft.app;
    draft.agree().await;
    certify(draft).await;
    let link = app.mail_to(OWNER).await.last_link();
    let owner = app.browser();
    app.advance(Duration::minutes(2)).await;
    let gone = owner.open(&link).await;
    gone.press("Send me a code", []).await.follow().await;
    let code = app.mail_to(OWNER).await.last_code();
    let page = owner.visit(&format!("{link}/code")).await;
    let done = page.submit([("code", &code)]).await.follow().await;
    (owner, link, done)
}

#[tokio::test]
async fn who_took_an_agreement_back_is_asked_in_person_whatever_stands_in_general() {
    let draft = agreed().await;
    let app = &draft.app;
    let (owner, host, page) = page_of_holder(&draft).await;
    let zone = zone_of(&host);
    take_back(&page, today(app) + Duration::days(20))
        .await
        .expect_redirect(&zone);
    let page = owner.visit(&zone).await;
    let page = page.click("Give a standing agreement").await;
    let [day, month, year] = date_fields(today(app) + Duration::days(60));
    let supplier = draft.organisation.id.to_string();
    page.submit_all(&[
        ("supplier", &supplier),
        ("additional", "yes"),
        ("until-day", &day),
        ("until-month", &month),
        ("until-year", &year),
        ("job_title", "Head of Platforms"),
    ])
    .await
    .expect_redirect(&zone);
    let page = draft.browser().await.visit(&draft.path(ASK)).await;
    page.press("Send request to Graham Whitlock", [])
        .await
        .expect_status(303);
    let state: String = app
        .value("select state from owner_requests order by sent_at desc, id desc limit 1")
        .await;
    assert_eq!(state, "sent");
}

#[tokio::test]
async fn what_the_holder_took_back_is_not_kept_through_the_link() {
    let draft = GivenDraft::complete().await;
    let app = &draft.app;
    let (owner, link, done) = answered_again(&draft).await;
    let page = done.click("take your agreement back").await;
    let done = take_back(&page, today(app) + Duration::days(20)).await;
    let done = done.follow().await;
    app.sql("update owner_requests set is_withdrawn_by_holder = true, withdrawn_by_name = 'Helen Marsh'")
        .await;
    app.skip_audit().await;
    done.press("Keep your agreement", [])
        .await
        .expect_status(303);
    app.expect_audit([]).await;
    let taken_back = "owner_requests where withdrawn_from is not null and kept_at is null";
    assert_eq!(app.count(taken_back).await, 1);
    let again = owner.visit(&format!("{link}/done")).await;
    again.expect_no_text("Keep your agreement");
}

#[tokio::test]
async fn the_owner_keeps_an_agreement_after_all_through_the_link() {
    let draft = GivenDraft::complete().await;
    let app = &draft.app;
    let (owner, link, done) = answered_again(&draft).await;
    let page = done.click("take your agreement back").await;
    let from = today(app) + Duration::days(20);
    let done = take_back(&page, from).await.follow().await;
    let last_day = when::date(from.previous_day().unwrap());
    done.expect_heading("You took your agreement back")
        .expect_text(&format!("It counts until {last_day}"))
        .expect_no_text("No certificate can be issued for this service on your infrastructure now");
    // It is near, and was told of just now.
    app.run_due_work().await;
    assert_eq!(app.count("outbox where kind = 'agreement_ending'").await, 0);
    // To give another day, it is kept first.
    let withdraw = format!("{link}/withdraw");
    owner.open(&withdraw).await.expect_status(303);
    app.skip_audit().await;
    let kept = done.press("Keep your agreement", []).await.follow().await;
    kept.expect_heading("You agreed")
        .expect_no_text("Taken back at");
    app.expect_audit(["agreement_kept"]).await;
    for to in [draft.editor.email.as_str(), TEAM] {
        let letters = app.mail_to(to).await;
        let subject = &letters.last().subject;
        assert!(subject.contains("agrees after all to host"), "{subject}");
    }
    app.advance(Duration::days(25)).await;
    app.run_due_work().await;
    assert_eq!(app.count("owner_requests where state = 'agreed'").await, 1);
    let supplier = draft.browser().await;
    supplier
        .visit(&draft.path(ASK))
        .await
        .expect_no_text("Taken back");
}

#[tokio::test]
async fn an_administrator_of_the_holder_keeps_an_agreement_until_the_day_has_come() {
    let draft = agreed().await;
    let app = &draft.app;
    let (owner, host, page) = page_of_holder(&draft).await;
    let zone = zone_of(&host);
    let from = today(app) + Duration::days(20);
    take_back(&page, from).await.expect_redirect(&zone);
    let page = follow(&owner, &zone, "Keep it").await;
    page.expect_text(&format!(
        "took this agreement back from {}",
        when::date(from)
    ))
    .expect_no_text("Why do you take your agreement back?");
    app.skip_audit().await;
    let kept = page.press("Keep your agreement", []).await;
    kept.expect_redirect(&zone);
    app.expect_audit(["agreement_kept", "agreement_kept"]).await;
    let supplier = draft.browser().await;
    supplier
        .visit(&draft.path("progress"))
        .await
        .expect_text("keeps its agreement after all");
    // Nothing is left to keep, nor once the day has come.
    page.press("Keep your agreement", [])
        .await
        .expect_status(409);
    let again = follow(&owner, &zone, "Take it back").await;
    take_back(&again, from).await.expect_redirect(&zone);
    app.advance(Duration::days(20)).await;
    let colleague = app
        .given_member(&host, OrganisationRole::Administrator)
        .await;
    let colleague = app.sign_in(&colleague).await;
    // What it was taken back with leads there still, and says how it stands.
    let late = colleague.visit(again.path()).await;
    late.expect_heading("Your agreement has ended")
        .expect_text("It cannot be kept any more")
        .expect_text("Northwind Mapping Limited can ask you again")
        .expect_no_text("Keep your agreement");
    let keep = again.path().replace("/withdraw", "/keep");
    colleague
        .post(&keep, &[("csrf", &late.csrf())])
        .await
        .expect_status(409)
        .expect_heading("Your agreement has ended");
    app.run_due_work().await;
    assert_eq!(
        app.count("owner_requests where state = 'withdrawn'").await,
        1
    );
}

/// The day has come, and the worker has not run.
async fn on_the_day() -> (GivenDraft, String) {
    let draft = agreed().await;
    let app = &draft.app;
    let (_, host, page) = page_of_holder(&draft).await;
    let zone = zone_of(&host);
    let from = today(app) + Duration::days(20);
    take_back(&page, from).await.expect_redirect(&zone);
    app.run_due_work().await;
    app.advance(Duration::days(20)).await;
    let holder = app
        .given_member(&host, OrganisationRole::Administrator)
        .await;
    let holder = app.sign_in(&holder).await;
    holder
        .visit(&zone)
        .await
        .expect_text("Taken back by")
        .expect_no_text("Counts until")
        .expect_no_text("Keep it");
    assert_eq!(app.count("owner_requests where state = 'agreed'").await, 1);
    (draft, zone)
}

#[tokio::test]
async fn on_its_day_the_agreement_is_over_for_everybody_although_nobody_has_noted_it() {
    let (draft, _) = on_the_day().await;
    let app = &draft.app;
    let supplier = draft.browser().await;
    supplier
        .visit(&draft.path(ASK))
        .await
        .expect_text("Status: Taken back")
        .expect_no_text("It counts until");
    supplier
        .visit(&draft.path("submit"))
        .await
        .expect_text("Find out why the owner of the infrastructure took its agreement back");
    supplier
        .visit("/home")
        .await
        .expect_text("Harbour Hosting plc took its agreement back");
    supplier
        .visit(&format!("/applications/{}", draft.reference))
        .await
        .expect_text("Harbour Hosting plc took its agreement back");
    app.sql("update applications set state = 'under_review', submitted_at = access.now() - interval '1 day', target_on = access.today()")
        .await;
    let assessor = app.given_team_member(TeamRole::Assessor).await;
    let assessor = app.sign_in(&assessor).await;
    let case = format!("/team/applications/{}/infrastructure", draft.reference);
    assessor
        .visit(&case)
        .await
        .expect_text("Taken back")
        .expect_no_text("Taken back from");
    supplier
        .visit("/home")
        .await
        .expect_text("Harbour Hosting plc took its agreement back");
    let refused = certificate_today(&draft).await.unwrap_err();
    assert!(refused.contains("live agreement"), "{refused}");
}

#[tokio::test]
async fn who_asks_anew_on_that_day_has_its_end_noted_and_told_once() {
    let (draft, _) = on_the_day().await;
    let app = &draft.app;
    let told = "outbox where kind = 'owner_withdrew'";
    let before = app.count(told).await;
    app.skip_audit().await;
    let page = draft.browser().await.visit(&draft.path(ASK)).await;
    page.press("Send request to Graham Whitlock", [])
        .await
        .expect_status(303);
    app.expect_audit(["agreement_withdrawn", "owner_asked"])
        .await;
    let after = app.count(told).await;
    assert!(after > before, "{after}");
    app.run_due_work().await;
    assert_eq!(app.count(told).await, after);
    let states: Vec<String> = app
        .value("select array_agg(state order by sent_at, id) from owner_requests")
        .await;
    assert_eq!(states, ["withdrawn", "sent"]);
}

#[tokio::test]
async fn an_agreement_until_a_day_is_over_after_it_although_nobody_has_noted_it() {
    let draft = agreed().await;
    let app = &draft.app;
    app.sql("update owner_requests set agreed_until = access.today() - 1")
        .await;
    let yesterday = when::date(today(app) - Duration::days(1));
    let ended = format!("Ended on {yesterday}, as agreed");
    let supplier = draft.browser().await;
    supplier
        .visit(&draft.path(ASK))
        .await
        .expect_text(&ended)
        .expect_text("Send request to Graham Whitlock");
    supplier
        .visit(&draft.path("submit"))
        .await
        .expect_text(&format!("its agreement ended on {yesterday}, as agreed"));
    let (host, owner) = given_held(app).await;
    let zone = zone_of(&host);
    owner
        .visit(&zone)
        .await
        .expect_text("as agreed")
        .expect_no_text("Take it back");
    let id: uuid::Uuid = app.value("select id from owner_requests").await;
    owner
        .visit(&format!("{zone}/agreements/{id}/withdraw"))
        .await
        .expect_heading("Your agreement has ended")
        .expect_text(&format!(
            "You agreed until {yesterday}, and that day is over"
        ));
}

#[tokio::test]
async fn the_page_behind_the_link_says_on_the_day_that_the_agreement_has_ended() {
    let draft = GivenDraft::complete().await;
    let app = &draft.app;
    let (owner, link, done) = answered_again(&draft).await;
    let page = done.click("take your agreement back").await;
    let from = today(app) + Duration::days(1);
    let done = take_back(&page, from).await.follow().await;
    let last_day = when::date(from.previous_day().unwrap());
    done.expect_text(&format!("It counts until {last_day}"));
    // The last hours of the day before pass with the page open.
    app.sql("update owner_requests set withdrawn_from = access.today(), withdrawn_at = access.now() - interval '2 days'")
        .await;
    let late = done.press("Keep your agreement", []).await.follow().await;
    late.expect_text("Your agreement was not kept")
        .expect_heading("You took your agreement back")
        .expect_text("It counted until")
        .expect_text("Northwind Mapping Limited can ask you again")
        .expect_no_text("You can keep your agreement until then");
    owner
        .visit(&format!("{link}/done"))
        .await
        .expect_no_text("was not kept");
}
