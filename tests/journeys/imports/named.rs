//! What a file names of the register of infrastructure is shown before it is used.

use super::{answer, look, upload, use_all, uses};
use crate::downloads::copy;
use crate::given_draft::GivenDraft;

const FIELD: &str = "infrastructure/find#infrastructure";
const HARBOUR: &str = "00000000-0000-7000-8000-000000000001";
const TARN: &str = "00000000-0000-7000-8000-000000000002";
const UNKNOWN: &str = "00000000-0000-7000-8000-00000000000f";

/// A complete draft beside a register with entries.
async fn given() -> GivenDraft {
    let draft = GivenDraft::complete().await;
    draft
        .app
        .sql(&format!(
            "insert into infrastructures (id, name, owner_name, certificate_number, valid_to, confirmed_at)
             values ('{HARBOUR}', 'Harbour PSN Zone East', 'Harbour Hosting East plc', 'PSN-CN-7731', '2099-09-17',
                     access.now()),
                    ('{TARN}', 'Tarn Zone', 'Tarn Hosting', 'PSN-CN-8842', '2099-10-18', access.now())"
        ))
        .await;
    draft
}

#[tokio::test]
async fn what_the_register_knows_is_shown_before_it_is_used() {
    let draft = given().await;
    let browser = draft.browser().await;
    let page = look(&draft, &browser, &[(FIELD, HARBOUR)]).await;
    page.expect_text("Harbour PSN Zone East Saved now It is not listed")
        .expect_text("Owner Harbour Hosting East plc")
        .expect_text("Certificate number PSN-CN-7731")
        .expect_text("Certificate expiry date 17 September 2099")
        .expect_no_text("What we cannot use");
    use_all(&page).await.expect_status(303);
    let stored = answer(&draft, "infrastructure/find").await;
    assert!(stored.contains("Harbour PSN Zone East"), "{stored}");
    // What is saved has a name too, and nothing is chosen beforehand in its place.
    for (typed, shown) in [
        (TARN, "Tarn Zone"),
        ("It is not listed", "It is not listed"),
    ] {
        let page = look(&draft, &browser, &[(FIELD, typed)]).await;
        page.expect_text(&format!("{shown} Saved now Harbour PSN Zone East"));
        let chosen = page.select_attribute("input[type=radio][checked]", "name");
        assert_eq!(chosen, [""; 0], "{typed}");
    }
}

#[tokio::test]
async fn our_own_copies_show_which_infrastructure_they_name() {
    let draft = given().await;
    draft
        .change("infrastructure/find", "infrastructure", HARBOUR)
        .await;
    let browser = draft.browser().await;
    for ending in ["ods", "csv", "json"] {
        let (_, _, copy) = copy(&browser, &draft, ending).await;
        let new = browser.visit("/applications/new").await;
        let root = new.press("Start an application", []).await.redirect();
        let uploaded = upload(&browser, &root, &format!("form.{ending}"), &copy).await;
        let page = uploaded.follow().await;
        page.expect_text("Name of the infrastructure Harbour PSN Zone East")
            .expect_text("Certificate number PSN-CN-7731");
        use_all(&page).await.expect_status(303);
        browser
            .visit(&format!("{root}/infrastructure/check"))
            .await
            .expect_text("Harbour Hosting East plc");
    }
}

#[tokio::test]
async fn what_the_register_does_not_have_is_told_with_the_way_to_search_it() {
    let draft = given().await;
    let browser = draft.browser().await;
    for (typed, query) in [
        (UNKNOWN, ""),
        ("Harbour PSN Zone East", "?q=Harbour+PSN+Zone+East"),
    ] {
        let page = look(&draft, &browser, &[(FIELD, typed)]).await;
        page.expect_text("What we cannot use")
            .expect_text(&format!("Our list does not have this: {typed}"))
            .expect_text("There is nothing else to save.");
        assert!(uses(&page).is_empty(), "{:?}", uses(&page));
        let links = page.links().into_iter();
        let found: Vec<String> = links
            .filter(|(words, _)| words.starts_with("Search our list"))
            .map(|(_, href)| href)
            .collect();
        assert_eq!(
            found,
            [draft.path(&format!("infrastructure/find{query}"))],
            "{typed}"
        );
        let search = browser.visit(&found[0]).await;
        search.expect_text("Harbour Hosting East plc");
    }
}

#[tokio::test]
async fn what_cannot_be_chosen_any_more_says_why() {
    let draft = given().await;
    let browser = draft.browser().await;
    let rows = [(FIELD, HARBOUR), ("service-name#name", "From the file")];
    let page = look(&draft, &browser, &rows).await;
    assert_eq!(uses(&page).len(), 2);
    draft
        .app
        .sql("update infrastructures set valid_to = '2026-01-31'")
        .await;
    let saved = use_all(&page).await;
    saved.expect_redirect(&draft.path("import/check"));
    let again = saved.follow().await;
    again
        .expect_text("We saved the answers to 1 page from your file.")
        .expect_text("We did not save 1, because you cannot choose from our list what it names.")
        .expect_no_text("somebody else has changed the answer")
        .expect_text(
            "The certificate of Harbour PSN Zone East ended on 31 January 2026: Name of the infrastructure: Harbour PSN Zone East",
        );
    assert!(uses(&again).is_empty());
    let stored = answer(&draft, "infrastructure/find").await;
    assert!(stored.contains("not_listed"), "{stored}");
}
