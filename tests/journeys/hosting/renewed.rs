//! The owner of infrastructure and a service whose certificate is being renewed.

use super::{agreed, certify, date_fields, given_held, zone_of};
use crate::given_draft::GivenDraft;
use domain::role::OrganisationRole;
use domain::when;
use tests::Page;

/// A certified service whose renewal is prepared; the owner agreed to both. With the requests to the owner.
async fn renewing() -> (GivenDraft, String, String) {
    let draft = agreed().await;
    certify(&draft).await;
    let first: String = draft
        .app
        .value("select id::text from owner_requests order by sent_at limit 1")
        .await;
    draft
        .app
        .sql(
            "set session_replication_role = replica;
             update certificates set valid_to = access.today() + 60;
             set session_replication_role = origin",
        )
        .await;
    let draft = draft.renewed().await;
    draft.agree().await;
    let second: String = draft
        .app
        .value("select id::text from owner_requests order by sent_at desc limit 1")
        .await;
    assert_ne!(first, second);
    (draft, first, second)
}

async fn take_back(draft: &GivenDraft, page: &Page) -> Page {
    let today = when::uk_date(draft.app.app.clock.now());
    let [day, month, year] = date_fields(today);
    let given = [
        ("from-day", day.as_str()),
        ("from-month", month.as_str()),
        ("from-year", year.as_str()),
        ("reason", "The hall is closing."),
    ];
    page.submit(given).await
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one story, told in order")]
async fn a_service_and_its_renewal_are_told_apart() {
    let (draft, first, second) = renewing().await;
    let app = &draft.app;
    let (host, owner) = given_held(app).await;
    let colleague = app
        .given_member(&host, OrganisationRole::Administrator)
        .await;
    let zone = zone_of(&host);
    owner
        .visit(&zone)
        .await
        .expect_text("Renewal of PSNS-2026-0042-7 in preparation")
        .expect_text("1 service names this infrastructure: 1 with a certificate.");
    let of_second = format!("{zone}/agreements/{second}/withdraw");
    let page = owner.visit(&of_second).await;
    page.expect_text("This is your agreement to the renewal.")
        .expect_text("has the certificate PSNS-2026-0042-7")
        .expect_text("which stays as it is")
        .expect_text("The PSN team does not have the application yet")
        .expect_no_text("has no certificate yet");
    let of_first = format!("{zone}/agreements/{first}/withdraw");
    let page = owner.visit(&of_first).await;
    page.expect_text("Its renewal is under way, and you agreed to that too")
        .expect_text("and the PSN team at once");
    app.sql(&format!(
        "update applications set state = 'under_review', submitted_at = access.now(),
             target_on = access.today() + 28 where id = '{}'",
        draft.id
    ))
    .await;
    take_back(&draft, &page).await.expect_redirect(&zone);
    let told = app.mail_to(&draft.editor.email).await;
    let text = told.last().text.replace('\n', " ");
    assert!(
        text.contains("The renewal that is under way has an agreement of its own"),
        "{text}"
    );
    assert!(text.contains("decides what becomes of the certificate PSNS-2026-0042-7"));
    assert!(!text.contains("No certificate can be issued"), "{text}");
    // Whoever decides on the renewal is told too, and the owner's other administrators.
    let team = app.mail_to(&app.app.team_email).await;
    let subject = format!("{}: something changed", draft.reference);
    assert!(team.subjects().contains(&subject.as_str()));
    let colleague = app.mail_to(&colleague.email).await;
    assert!(colleague.last().text.contains(&zone));
    // The supplier reads it where it looks, until the team decides; the public does not.
    let supplier = draft.browser().await;
    let home = supplier.visit("/home").await;
    let words = "Northwind Gazetteer: Harbour Hosting plc took its agreement back. \
                 It has a certificate, and the PSN team decides what becomes of it";
    let page = home.click(words).await;
    page.expect_text("the service is not to run on Harbour PSN Zone from");
    supplier
        .visit("/certificates/PSNS-2026-0042-7")
        .await
        .expect_text("Harbour Hosting plc took its agreement back")
        .expect_text("The PSN team decides what becomes of the certificate");
    for path in ["/verify/PSNS-2026-0042-7", "/register/gazetteer"] {
        app.browser()
            .visit(path)
            .await
            .expect_no_text("agreement")
            .expect_no_text("took");
    }
}

#[tokio::test]
async fn the_agreement_to_a_renewal_leaves_the_certificate_alone() {
    let (draft, _, second) = renewing().await;
    let app = &draft.app;
    let (host, owner) = given_held(app).await;
    let path = format!("{}/agreements/{second}/withdraw", zone_of(&host));
    let before = app.mail_to(&app.app.team_email).await.len();
    let page = owner.visit(&path).await;
    let done = take_back(&draft, &page).await.follow().await;
    done.expect_text("You took your agreement back. We told the supplier")
        .expect_no_text("We told the supplier and");
    // The page of a draft is nothing that the team could open.
    assert_eq!(app.mail_to(&app.app.team_email).await.len(), before);
    let told = app.mail_to(&draft.editor.email).await;
    let text = told.last().text.replace('\n', " ");
    assert!(
        text.contains("stays as it is: it rests on another agreement"),
        "{text}"
    );
    let supplier = draft.browser().await;
    supplier
        .visit("/certificates/PSNS-2026-0042-7")
        .await
        .expect_no_text("took its agreement back");
}
