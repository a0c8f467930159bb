//! Agreements to every service of a supplier.

use super::{ASK, agreed, given_held, zone_of};
use crate::given_draft::{CERTIFICATE, GivenDraft};
use time::Duration;

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
