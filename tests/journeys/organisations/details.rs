//! What an organisation is called and where it is, changed by its administrators.

use super::{a_newcomer, as_far_as_the_check};
use domain::role::OrganisationRole::{Administrator, Editor};
use tests::TestApp;

#[tokio::test]
async fn an_administrator_changes_the_legal_name_and_the_others_are_told() {
    let app = TestApp::start().await;
    let organisation = app.given_organisation("Northwind Mapping Limited").await;
    let administrator = app.given_member(&organisation, Administrator).await;
    let other = app.given_member(&organisation, Administrator).await;
    let editor = app.given_member(&organisation, Editor).await;
    let own = format!("/organisations/{}", organisation.id);
    let browser = app.sign_in(&administrator).await;
    let page = browser.visit(&own).await;
    let page = page.click("Change the legal name").await;
    page.expect_heading("Legal name of your organisation")
        .expect_text("Certificates keep what they say");
    page.submit([("name", " ")])
        .await
        .expect_error("name", "Enter the legal name of your organisation");
    // What it is called already changes nothing, and nobody is told.
    page.submit([]).await.expect_redirect(&own);
    app.expect_audit([]).await;
    let changed = page.submit([("name", "Northwind Mapping plc")]).await;
    changed.expect_redirect(&own);
    changed
        .follow()
        .await
        .expect_text("You changed the legal name. We told the other administrators")
        .expect_heading("Northwind Mapping plc");
    app.expect_audit(["organisation_changed"]).await;
    let letters = app.mail_to(&other.email).await;
    assert_eq!(
        letters.subjects(),
        ["Northwind Mapping Limit… is now called Northwind Mapping plc"]
    );
    assert!(letters.last().text.contains(&administrator.name));
    for nobody in [&administrator.email, &editor.email] {
        assert!(app.mail_to(nobody).await.is_empty());
    }
    assert!(app.mail_to("team@psn.example").await.is_empty());
    browser
        .visit(&format!("{own}/activity"))
        .await
        .expect_text("Legal name changed from Northwind Mapping Limited to Northwind Mapping plc");
    let editor = app.sign_in(&editor).await;
    editor
        .visit(&own)
        .await
        .expect_text("An administrator of your organisation can change its legal name and address");
    for tail in ["name", "address"] {
        editor
            .open(&format!("{own}/{tail}"))
            .await
            .expect_status(403);
    }
}

#[tokio::test]
async fn a_changed_address_fills_in_later_applications_and_no_earlier_one() {
    let app = TestApp::start().await;
    let browser = a_newcomer(&app).await;
    let check = as_far_as_the_check(&browser, "471 8293").await;
    check.press("Set up the organisation", []).await;
    let id: uuid::Uuid = app.value("select id from organisations").await;
    let own = format!("/organisations/{id}");
    let page = browser.visit(&own).await.click("Change the address").await;
    assert_eq!(page.select_attribute("#town", "value"), ["Ludlow"]);
    page.submit([("line_1", "")]).await.expect_error(
        "line_1",
        "Enter address line 1, typically the building and street",
    );
    let new = [
        ("line_1", "1 Quay Street"),
        ("line_2", ""),
        ("town", "Leith"),
    ];
    page.submit(new)
        .await
        .follow()
        .await
        .expect_text("1 Quay Street")
        .expect_text("Leith")
        .expect_no_text("Mill Lane")
        .expect_text("04718293");
    let kept: String = app
        .value(
            "select concat_ws(', ', details #>> '{organisation/address,town,0}', details #>> '{organisation/address,line_2,0}',
                 details #>> '{organisation/name-and-number,company_number,0}') from organisations",
        )
        .await;
    assert_eq!(kept, "Leith, 04718293");
    let page = browser
        .visit(&own)
        .await
        .click("Change the legal name")
        .await;
    page.submit([("name", "Northwind Mapping plc")])
        .await
        .expect_status(303);
    let kept: String = app
        .value(
            "select concat_ws(', ', details #>> '{organisation/name-and-number,name,0}',
                 details #>> '{organisation/name-and-number,company_number,0}') from organisations",
        )
        .await;
    assert_eq!(kept, "Northwind Mapping plc, 04718293");
}

#[tokio::test]
async fn the_team_hears_of_a_new_name_where_it_has_an_application() {
    let draft = crate::given_draft::GivenDraft::complete().await;
    let app = &draft.app;
    let administrator = app.given_member(&draft.organisation, Administrator).await;
    let browser = app.sign_in(&administrator).await;
    let path = format!("/organisations/{}/name", draft.organisation.id);
    let rename = async |name: &str| {
        let page = browser.visit(&path).await;
        page.submit([("name", name)]).await.expect_status(303);
        app.mail_to("team@psn.example").await.len()
    };
    assert_eq!(rename("Northwind Mapping plc").await, 0);
    app.sql("update applications set state = 'under_review', submitted_at = access.now(), target_on = access.today()")
        .await;
    assert_eq!(rename("Northwind Maps plc").await, 1);
    // What was submitted says what it said.
    let of_application: String = app
        .value("select organisation_name from applications")
        .await;
    assert_eq!(of_application, "Northwind Mapping Limited");
}
