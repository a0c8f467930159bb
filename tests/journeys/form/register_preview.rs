//! What the register will show, before it does.

use crate::given_draft::GivenDraft;

const SAVE: &str = "Save and preview";

#[tokio::test]
async fn a_description_is_seen_as_the_register_will_show_it() {
    let draft = GivenDraft::complete().await;
    let browser = draft.browser().await;
    let path = draft.path("description-for-users");
    let page = browser.visit(&path).await;
    page.expect_no_text("What the register will show");
    page.press(SAVE, [("description", "Short")])
        .await
        .expect_error(
            "description",
            "Description for users must be 20 characters or more",
        );
    let saved = page
        .press(
            SAVE,
            [(
                "description",
                "An address gazetteer, see 10.0.0.1 for more.",
            )],
        )
        .await;
    saved.expect_redirect(&format!("{path}?preview=yes#preview"));
    let page = browser.visit(&format!("{path}?preview=yes")).await;
    page.expect_text("What the register will show")
        .expect_text("Only you and your colleagues see this until we issue the certificate.")
        .expect_text("Northwind Gazetteer")
        .expect_text("Harbour PSN Zone (connection certificate PSN-CN-2231)")
        .expect_text("England and Wales")
        .expect_text("IP address")
        .expect_text("We add this when we issue the certificate");
    assert_eq!(
        page.select_text("#preview .govuk-body")
            .get(1)
            .map(String::as_str),
        Some("An address gazetteer, see 10.0.0.1 for more.")
    );
    page.press("Save and continue", [])
        .await
        .expect_redirect(&draft.path("description-for-users/check"));
    // It is there for who comes back, and on no other page.
    let other = browser.visit(&draft.path("service-name?preview=yes")).await;
    other.expect_no_text("What the register will show");
}
