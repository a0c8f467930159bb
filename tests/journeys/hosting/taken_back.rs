//! An agreement that its owner takes back.

use super::{ASK, agreed, certify, date_fields, given_held, zone_of};
use crate::given_draft::{GivenDraft, OWNER};
use domain::role::OrganisationRole;
use domain::when;
use tests::Browser;
use time::Duration;

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
    // Long names are shortened in a subject, the service's last.
    let subject = "Harbour Hostin… no longer agrees to host Northwind Gazetteer";
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
