//! Everybody: the register, a service in it, and whether a certificate counts. Its
//! supplier: the certificate's page and files.

mod given;
mod programs;

use domain::role::{OrganisationRole, TeamRole};
use given::{Given, GivenCertificates as _, NUMBER};
use reqwest::Method;
use tests::TestApp;
use time::Duration;

#[tokio::test]
async fn everybody_finds_a_service_and_checks_its_certificate() {
    let app = TestApp::start().await;
    app.given_certificate(Given::default()).await;
    let browser = app.browser();

    let page = browser.visit("/register?q=gazetteer").await;
    page.expect_heading("Find a PSN-compliant service")
        .expect_text("Northwind Mapping Limited (SRV_0042)")
        .expect_text("Valid until");
    let page = page.click("Northwind Gazetteer").await;
    page.expect_status(200)
        .expect_heading("Northwind Gazetteer");
    assert_eq!(page.path(), "/register/northwind-gazetteer-srv-0042");
    assert_eq!(
        page.summary("Legal jurisdiction").as_deref(),
        Some("England and Wales")
    );
    assert_eq!(
        page.summary("Service management").as_deref(),
        Some("Managed by us")
    );
    page.expect_text("desk@northwind.example");

    let page = page.click(&format!("Check certificate {NUMBER}")).await;
    page.expect_status(200)
        .expect_text("This certificate is valid until")
        .expect_text("This page was read at");
    assert_eq!(page.header("cache-control"), "no-store");
    assert_eq!(
        browser.cookie_line(),
        None,
        "nothing is kept in the browser"
    );
}

#[tokio::test]
async fn a_number_is_read_the_way_people_type_it() {
    let app = TestApp::start().await;
    app.given_certificate(Given::default()).await;
    let browser = app.browser();
    let form = browser.visit("/verify").await;
    form.submit([("number", "")])
        .await
        .expect_status(422)
        .expect_error("number", "Enter a certificate number");
    form.submit([("number", "psns 2o26 oo42")])
        .await
        .expect_status(422);
    let page = form.submit([("number", " psns 2o26 oo42 7 ")]).await;
    page.expect_redirect(&format!("/verify/{NUMBER}"));
    let scanned = browser.open("/c/psns202600427").await;
    scanned.expect_redirect(&format!("/c/{NUMBER}"));
    let scanned = scanned.follow().await;
    scanned
        .expect_status(200)
        .expect_text("This certificate is valid until");
}

#[tokio::test]
async fn a_number_with_a_wrong_check_character_is_one_that_we_did_not_issue() {
    let app = TestApp::start().await;
    app.given_certificate(Given::default()).await;
    let browser = app.browser();
    let form = browser.visit("/verify").await;
    let page = form.submit([("number", "psns 2026 0042 1")]).await;
    page.expect_redirect("/verify/PSNS-2026-0042-1");
    browser
        .open(&page.redirect())
        .await
        .expect_status(404)
        .expect_heading("Certificate not found")
        .expect_text(
            "We issued no certificate with the number ‘PSNS-2026-0042-1’. Check each character.",
        )
        .expect_text("Report a suspected forgery");
    let json = browser.open("/verify/PSNS-2026-0042-1.json").await;
    json.expect_status(404);
    assert_eq!(json.json()["status"], "unknown");
}

#[tokio::test]
async fn the_team_keeps_its_menu_in_the_register_and_nobody_else_is_shown_it() {
    let app = TestApp::start().await;
    app.given_certificate(Given::default()).await;
    let lead = app.given_team_member(TeamRole::Lead).await;
    let lead = app.sign_in(&lead).await;
    let anybody = app.browser();
    let page = lead.visit("/team").await.click("Certificates").await;
    assert_eq!(page.path(), "/team/certificates");
    for path in [
        "/register".to_owned(),
        "/register/northwind-gazetteer-srv-0042".to_owned(),
        "/verify".to_owned(),
        format!("/verify/{NUMBER}"),
    ] {
        let page = lead.visit(&path).await;
        assert_eq!(page.header("cache-control"), "no-store", "{path}");
        assert_eq!(page.header("etag"), "", "{path}");
        assert_eq!(page.click("Queue").await.path(), "/team");
        let page = anybody.visit(&path).await;
        page.expect_no_text("Queue");
    }
    let page = anybody.visit("/register").await;
    assert_eq!(page.header("cache-control"), "public, max-age=60");
}

#[tokio::test]
async fn an_unknown_number_says_what_a_number_looks_like() {
    let app = TestApp::start().await;
    let browser = app.browser();
    for path in [
        "/verify/PSNS-2026-0042-7",
        "/c/nonsense",
        "/verify/%3Cb%3E%00",
    ] {
        browser
            .open(path)
            .await
            .expect_status(404)
            .expect_heading("Certificate not found")
            .expect_text("PSNS-2026-0042-7");
    }
    let page = browser
        .open("/verify/PSNS-2026-0042-7.json?at=2026-11-21")
        .await;
    page.expect_status(404);
    assert_eq!(page.json()["status"], "unknown");
    assert_eq!(page.json()["as_at"], "2026-11-21");
    assert!(page.json()["service"].is_null());
    for path in [
        "/register/no-such-service",
        "/register/%00",
        "/register/a%2Fb",
    ] {
        browser.open(path).await.expect_status(404);
    }
}

#[tokio::test]
async fn an_expired_or_withdrawn_certificate_says_so_first() {
    let app = TestApp::start().await;
    app.given_certificate(Given::default()).await;
    app.given_certificate(Given {
        serial: 43,
        code: 43,
        name: "Northwind Routes",
        is_withdrawn: true,
        ..Given::default()
    })
    .await;
    let browser = app.browser();
    let page = browser.visit("/register/northwind-routes-srv-0043").await;
    page.expect_text("This certificate was withdrawn on");
    assert!(page.summary("Valid until").is_none());
    browser
        .visit("/register?status=valid")
        .await
        .expect_no_text("Northwind Routes");
    app.advance(Duration::days(400)).await;
    let page = browser.visit(&format!("/c/{NUMBER}")).await;
    page.expect_text("This certificate expired on");
    let page = browser.visit("/register?status=expired").await;
    page.expect_text("Northwind Gazetteer")
        .expect_no_text("Northwind Routes");
}

#[tokio::test]
async fn a_renewed_service_is_listed_once_and_keeps_its_history() {
    let app = TestApp::start().await;
    app.given_certificate(Given {
        serial: 7,
        starts_in_days: -400,
        lasts_days: 364,
        ..Given::default()
    })
    .await;
    app.given_certificate(Given {
        name: "Northwind Address Service",
        ..Given::default()
    })
    .await;
    let browser = app.browser();
    let page = browser.visit("/register").await;
    assert_eq!(page.select_text("main h3"), ["Northwind Address Service"]);
    let old = browser.open("/register/northwind-gazetteer-srv-0042").await;
    old.expect_redirect("/register/northwind-address-service-srv-0042");
    let page = old.follow().await;
    page.expect_text("This certificate is valid until")
        .expect_text("Expired on");
}

#[tokio::test]
async fn a_long_register_comes_in_pages() {
    let app = TestApp::start().await;
    for number in 100_i32..145 {
        app.given_certificate(Given {
            serial: number.unsigned_abs(),
            code: number,
            name: "Same name",
            ..Given::default()
        })
        .await;
    }
    let browser = app.browser();
    let mut page = browser.visit("/register?q=same+name").await;
    let mut seen = Vec::new();
    loop {
        seen.extend(page.select_attribute("main h3 a", "href"));
        let next = page.select_attribute("a[rel=next]", "href");
        let Some(next) = next.first() else {
            break;
        };
        page = browser.visit(next).await;
    }
    assert_eq!(seen.len(), 45);
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 45, "every service is listed once");
    let nothing = browser.visit("/register?q=%3Cscript%3E").await;
    nothing.expect_text("No services match ‘<script>’");
    browser.visit("/register?q=%00&after=%00&status=%00").await;
}

#[tokio::test]
async fn a_supplier_sees_and_downloads_its_own_certificates_alone() {
    let app = TestApp::start().await;
    let own = app.given_organisation("Northwind Mapping Limited").await;
    let other = app.given_organisation("Fabrikam Limited").await;
    app.given_certificate(Given {
        organisation: Some(own.id),
        ..Given::default()
    })
    .await;
    let viewer = app.given_member(&own, OrganisationRole::Viewer).await;
    let stranger = app
        .given_member(&other, OrganisationRole::Administrator)
        .await;
    let browser = app.sign_in(&viewer).await;
    let page = browser.visit("/certificates").await;
    page.expect_text(NUMBER).expect_text("364");
    let page = page.click("Northwind Gazetteer").await;
    page.expect_status(200)
        .expect_heading(&format!("Certificate {NUMBER}"));
    page.expect_text("Download certificate (PDF, 9 bytes)");
    let path = format!("/certificates/{NUMBER}/download.pdf");
    let file = browser.send(Method::GET, &path, &[], Vec::new()).await;
    assert_eq!(file.headers()["content-type"], "application/pdf");
    assert_eq!(file.headers()["cache-control"], "no-store");
    assert_eq!(file.bytes().await.unwrap().as_ref(), b"%PDF-1.7 ");
    let json = browser
        .visit(&format!("/certificates/{NUMBER}/download.json"))
        .await;
    assert_eq!(json.json()["format"], "x");

    let browser = app.sign_in(&stranger).await;
    browser
        .visit("/certificates")
        .await
        .expect_text("No certificates yet");
    for path in ["", "/download.pdf", "/download.json"] {
        let path = format!("/certificates/{NUMBER}{path}");
        browser.open(&path).await.expect_status(404);
        let nobody = app.browser().open(&path).await;
        nobody.expect_status(303);
        assert!(nobody.redirect().starts_with("/sign-in?next="));
    }
}

#[tokio::test]
async fn every_word_has_to_be_there_and_accents_and_case_do_not_matter() {
    let app = TestApp::start().await;
    app.given_certificate(Given {
        name: "Caf\u{e9} \u{cc}le GAZETTEER",
        ..Given::default()
    })
    .await;
    let browser = app.browser();
    for (typed, is_found) in [
        ("cafe", true),
        ("CAF\u{c9}+ile", true),
        // Typed as a letter with an accent after it.
        ("cafe\u{301}+gazetteer", true),
        ("northwind+cafe", true),
        ("cafe+atlas", false),
        ("cafes", false),
    ] {
        let page = browser.visit(&format!("/register?q={typed}")).await;
        let found = page.select_attribute("main h3 a", "href");
        assert_eq!(found.len(), usize::from(is_found), "{typed}");
    }
}
