//! Documents that belong to an item of a list: the report of an IT health check.

use super::again::{describe, used};
use super::{PDF, described, given_with, upload_to};
use crate::given_draft::GivenDraft;
use crate::imports::{look, use_all};
use blobs::Blobs;
use domain::role::OrganisationRole::Viewer;
use domain::role::TeamRole;
use service::documents::Files;
use std::path::PathBuf;

const ITEM: &str = "additional-infrastructure/1";
const CHECK: &str = "additional-infrastructure/1/health-check";
const ADD: &str = "Add the report of its IT health check (ITHC)";
const TITLE: &str = "Additional infrastructure: Cloud platform";

/// A draft with one piece of additional infrastructure.
async fn given(name: &str) -> (GivenDraft, PathBuf) {
    let folder = std::env::temp_dir().join(format!("psn-items-{name}-{}", std::process::id()));
    let draft = given_with(Files::not_scanned(Blobs::in_folder(&folder))).await;
    draft
        .change("additional-infrastructure/n", "name", "Cloud platform")
        .await;
    (draft, folder)
}

#[tokio::test]
async fn the_report_of_a_health_check_is_added_from_its_page() {
    let (draft, folder) = given("added").await;
    let browser = draft.browser().await;
    let page = browser.visit(&draft.path(CHECK)).await;
    page.expect_text(&format!("Documents for {TITLE}"))
        .expect_text("You do not need to add documents to apply.");
    let add = page.click(ADD).await;
    let action = add.select_attribute("form[enctype]", "action").concat();
    assert!(action.ends_with(&format!("?about={ITEM}")), "{action}");
    let own = described(&upload_to(&browser, &action, "ithc.pdf", PDF).await);
    let change = browser.visit(&format!("{own}/change")).await;
    let checked = change.select_attribute("[name=\"questions\"][checked]", "value");
    assert_eq!(checked, [ITEM]);
    change.submit([("title", "Health check 2026")]).await;
    browser.visit(&own).await.expect_text(TITLE);
    let list = browser.visit(&draft.path("documents")).await;
    list.expect_text(&format!("Health check 2026 PDF, 37 bytes {TITLE}"));
    let page = browser.visit(&draft.path(CHECK)).await;
    page.expect_text("Health check 2026 (PDF, 37 bytes)");
    // Who may only read sees it, and no way to add one.
    let viewer = draft.app.given_member(&draft.organisation, Viewer).await;
    let viewer = draft.app.sign_in(&viewer).await;
    let page = viewer.visit(&draft.path(CHECK)).await;
    page.expect_text("Health check 2026").expect_no_text(ADD);
    // The team reads it with the section, and not with the others.
    draft
        .app
        .sql("update applications set state = 'submitted', submitted_at = access.now(), target_on = access.today()")
        .await;
    let assessor = draft.app.given_team_member(TeamRole::Assessor).await;
    let assessor = draft.app.sign_in(&assessor).await;
    let of_case = |tail: &str| format!("/team{}", draft.path(tail));
    let documents = assessor.visit(&of_case("documents")).await;
    documents.expect_text(TITLE);
    let service = assessor.visit(&of_case("review/service")).await;
    service.expect_text("Health check 2026");
    let other = assessor.visit(&of_case("review/9b")).await;
    other.expect_no_text("Health check 2026");
    std::fs::remove_dir_all(&folder).unwrap();
}

#[tokio::test]
async fn a_document_belongs_to_nothing_once_the_item_is_removed() {
    let (draft, folder) = given("removed").await;
    let browser = draft.browser().await;
    let add = draft.path(&format!("documents/add?about={ITEM}"));
    let own = described(&upload_to(&browser, &add, "ithc.pdf", PDF).await);
    let change = browser.visit(&format!("{own}/change")).await;
    let sure = browser.visit(&draft.path(&format!("remove/{ITEM}"))).await;
    sure.submit([("remove", "yes")]).await.expect_status(303);
    let tied = "documents where questions <> '{}'";
    assert_eq!(draft.app.count(tied).await, 0);
    // What a colleague still has in front of them does not bring it back.
    let late = change.submit([("title", "Health check 2026")]).await;
    late.expect_status(409);
    // The next one has the number and not the document.
    let first = browser.visit(&draft.path(ITEM)).await;
    let answers = [
        ("kind", "virtual"),
        ("name", "Another platform"),
        ("where_hosted", "London"),
        ("what_runs", "Software"),
        ("who_manages", "We do"),
    ];
    first
        .press("Save and continue", answers)
        .await
        .expect_status(303);
    let page = browser.visit(&draft.path(CHECK)).await;
    page.expect_text("Documents for Additional infrastructure: Another platform")
        .expect_no_text("ithc");
    assert_eq!(draft.app.count(tied).await, 0);
    std::fs::remove_dir_all(&folder).unwrap();
}

/// A document stays with the number of its item, which a file may give to something else.
#[tokio::test]
async fn a_file_that_numbers_items_anew_tells_which_documents_stay() {
    const NAME: &str = "additional-infrastructure/1#name";
    const BELONGS: &str = "1 document belongs to number 1, which is called ‘Cloud platform’ now. \
        It stays with number 1: if you use this name, it belongs to ‘Mail gateway’.";
    const MOVED: &str = "In your file, ‘Cloud platform’ is number 2.";
    let (draft, folder) = given("renumbered").await;
    let browser = draft.browser().await;
    let hosted = ("additional-infrastructure/1#where_hosted", "Leeds");
    let other = [
        ("additional-infrastructure/2#name", "Cloud platform"),
        ("additional-infrastructure/2#kind", "Virtual"),
    ];
    // Without a document there is nothing to say.
    let page = look(&draft, &browser, &[(NAME, "Mail gateway")]).await;
    page.expect_text("Mail gateway")
        .expect_no_text("belongs to number");
    let add = draft.path(&format!("documents/add?about={ITEM}"));
    let own = described(&upload_to(&browser, &add, "ithc.pdf", PDF).await);
    // Nor where the name stays as it is.
    for rows in [&[(NAME, "Cloud platform"), hosted][..], &[hosted], &other] {
        let page = look(&draft, &browser, rows).await;
        page.expect_no_text("belongs to number");
    }
    let page = look(&draft, &browser, &[(NAME, "Mail gateway")]).await;
    page.expect_text(BELONGS).expect_no_text("In your file,");
    let [first, second] = other;
    let rows = [(NAME, "Mail gateway"), hosted, first, second];
    let page = look(&draft, &browser, &rows).await;
    page.expect_text(BELONGS).expect_text(MOVED);
    assert!(page.links().iter().any(|(_, href)| *href == own));
    // What is not ticked is not said of what was saved.
    let uses = crate::imports::uses(&page);
    let (name, value) = uses.first().unwrap();
    let lines = "lines-additional-infrastructure-n-1";
    let ticked = [(lines, "where_hosted"), (name.as_str(), value.as_str())];
    let skipped = (uses[1].0.as_str(), "skip");
    let saved = page
        .press_all("Save what I chose", &[ticked[0], ticked[1], skipped])
        .await;
    let saved = saved.follow().await;
    saved
        .expect_text("We saved the answers to 1 page")
        .expect_no_text("Check that this is right");
    let page = look(&draft, &browser, &rows).await;
    let saved = use_all(&page).await.follow().await;
    saved.expect_text("1 document belongs to ‘Mail gateway’ now. Check that this is right.");
    let page = browser.visit(&own).await;
    page.expect_text("Additional infrastructure: Mail gateway");
    std::fs::remove_dir_all(&folder).unwrap();
}

#[tokio::test]
async fn a_document_is_added_for_items_that_are_there() {
    let (draft, folder) = given("there").await;
    let browser = draft.browser().await;
    let made_up = [
        "additional-infrastructure/9",
        "additional-infrastructure/n",
        "connections/1",
        "99b",
        "<b>",
    ];
    for item in made_up {
        let item = item.replace('<', "%3C").replace('>', "%3E");
        for tail in ["documents/add", "documents/again"] {
            let path = draft.path(&format!("{tail}?about={item}"));
            assert_eq!(browser.open(&path).await.status(), 404, "{path}");
        }
        let path = draft.path(&format!("documents/add?about={item}"));
        let sent = upload_to(&browser, &path, "a.pdf", PDF).await;
        assert_eq!(sent.status(), 404, "{path}");
    }
    assert_eq!(draft.app.count("documents").await, 0);
    // No other list asks for one.
    let page = browser.visit(&draft.path("connections/1")).await;
    page.expect_no_text("Documents for");
    let _never_made = std::fs::remove_dir_all(&folder);
}

#[tokio::test]
async fn last_years_report_is_used_again_for_the_same_item() {
    let (draft, folder) = given("again").await;
    let browser = draft.browser().await;
    let add = draft.path(&format!("documents/add?about={ITEM}"));
    let own = described(&upload_to(&browser, &add, "ithc.pdf", PDF).await);
    let change = browser.visit(&format!("{own}/change")).await;
    change
        .submit([("title", "Health check")])
        .await
        .expect_status(303);
    let iso = b"%PDF-1.7\nISO.\nstartxref\n9\n%%EOF\n";
    let iso = described(&upload_to(&browser, &draft.path("documents/add"), "iso.pdf", iso).await);
    describe(&browser, &iso, "ISO 27001", "2099").await;
    draft.certify(60).await;
    let draft = draft.renewed().await;
    let browser = draft.browser().await;
    let root = draft.path("").trim_end_matches('/').to_owned();
    used(&browser, &root, "Health check").await;
    let page = browser.visit(&draft.path(CHECK)).await;
    page.expect_text("Health check (PDF, 37 bytes)");
    // Another one is chosen for the item from its page.
    let list = page
        .click("Use a document that you have already added")
        .await;
    let iso = list.click("ISO 27001").await;
    iso.press("Use this document", []).await.expect_status(303);
    let page = browser.visit(&draft.path(CHECK)).await;
    page.expect_text("ISO 27001 (PDF");
    let tied = format!(
        "documents d join renewals r on r.application_id = d.application_id
         where d.questions = '{{9b,{ITEM}}}' or d.questions = '{{{ITEM}}}'"
    );
    assert_eq!(draft.app.count(&tied).await, 2);
    std::fs::remove_dir_all(&folder).unwrap();
}

#[tokio::test]
async fn a_document_is_added_from_the_page_of_its_question() {
    let (draft, folder) = given("question").await;
    let browser = draft.browser().await;
    let question = browser.visit(&draft.path("security/5a")).await;
    question.expect_text("You do not need to add documents to apply. Save your answer first.");
    let add = question.click("Add a document for this question").await;
    let action = add.select_attribute("form[enctype]", "action").concat();
    assert!(action.ends_with("?about=5a"), "{action}");
    let own = described(&upload_to(&browser, &action, "test.pdf", PDF).await);
    let change = browser.visit(&format!("{own}/change")).await;
    let checked = change.select_attribute("[name=\"questions\"][checked]", "value");
    assert_eq!(checked, ["5a"]);
    let again = add
        .click("Use a document that you have already added")
        .await;
    again.expect_status(200);
    // The joint application's connection is a question too; what the form does not ask is none.
    for (about, status) in [("99z", 404), ("no-such-page/7", 404)] {
        let file = browser
            .open(&draft.path(&format!("documents/add?about={about}")))
            .await;
        assert_eq!(file.status(), status, "{about}");
    }
    // Who may only read, and whoever can't change any more, is not offered it.
    let viewer = draft.app.given_member(&draft.organisation, Viewer).await;
    let viewer = draft.app.sign_in(&viewer).await;
    let page = viewer.visit(&draft.path("security/5a")).await;
    page.expect_no_text("Add a document for this question");
    _ = std::fs::remove_dir_all(folder);
}
