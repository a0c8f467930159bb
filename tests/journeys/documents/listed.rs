//! Documents on the pages of the whole application: the form to print, and check answers.

use super::history::unscanned;
use super::{PDF, added, given_with};
use crate::given_draft::GivenDraft;
use blobs::Blobs;
use service::documents::Files;
use tests::Page;

/// How often the page says that nothing was given.
fn missing(page: &Page) -> usize {
    page.text().matches("Not provided").count()
}

#[tokio::test]
async fn the_whole_form_and_check_answers_name_the_documents() {
    let folder = std::env::temp_dir().join(format!("psn-listed-{}", std::process::id()));
    let draft = given_with(Files::not_scanned(Blobs::in_folder(&folder))).await;
    // Nobody typed a list of documents.
    draft
        .app
        .sql("delete from answers where page = 'documents'")
        .await;
    let browser = draft.browser().await;
    let (whole, check) = (draft.path("everything"), draft.path("check-answers"));
    let without = browser.visit(&whole).await;
    draft.app.statements.take();
    browser
        .visit(&check)
        .await
        .expect_no_text("Documents added");
    let asked = draft.app.statements.take().len();

    let own = added(&browser, &draft, "report.pdf", PDF).await;
    let change = browser.visit(&format!("{own}/change")).await;
    let values = [
        ("title", "Penetration test"),
        ("shows", "No open findings"),
        ("issuer", "A test company"),
        ("effective-day", "1"),
        ("effective-month", "3"),
        ("effective-year", "2026"),
        ("questions", "9b"),
    ];
    change.submit(values).await.expect_status(303);

    let hash = service::snapshot::sha256(std::str::from_utf8(PDF).unwrap());
    let printed = browser.visit(&whole).await;
    printed
        .expect_text("Penetration test File report.pdf (PDF, 37 bytes)")
        .expect_text("Virus scan Not scanned")
        .expect_text("What it shows No open findings")
        .expect_text("Questions 9b ")
        .expect_text("Issued by A test company")
        .expect_text("Effective from 1 March 2026")
        .expect_text("Expires on Not given")
        .expect_text(&format!("SHA-256 of the file {hash}"));
    assert_eq!(missing(&printed) + 1, missing(&without));

    draft.app.statements.take();
    let checked = browser.visit(&check).await;
    assert_eq!(draft.app.statements.take().len(), asked);
    checked.expect_text("Documents added Penetration test (PDF, 37 bytes)");
    let list = checked
        .click("See these documents (Supporting documents)")
        .await;
    assert_eq!(list.path(), draft.path("documents"));
    std::fs::remove_dir_all(&folder).unwrap();
}

#[tokio::test]
async fn documents_that_were_added_are_a_beginning_of_their_section() {
    let draft = unscanned("begun").await;
    let browser = draft.browser().await;
    draft
        .app
        .sql(
            "delete from answers where page = 'documents';
             delete from section_marks where task = 'documents'",
        )
        .await;
    let root = draft.path("").trim_end_matches('/').to_owned();
    let status = async || {
        let list = browser.visit(&root).await;
        let items = list.select_text(".govuk-task-list__item");
        let mut items = items.into_iter();
        items.find(|item| item.starts_with("Supporting documents"))
    };
    let before = status().await.unwrap();
    assert!(before.ends_with("Not yet started"), "{before}");
    added(&browser, &draft, "report.pdf", PDF).await;
    let begun = status().await.unwrap();
    assert!(begun.ends_with("In progress"), "{begun}");
}

#[tokio::test]
async fn that_nothing_has_to_be_added_is_in_plain_sight() {
    const WORDS: &str = "You do not need to add documents to apply.";
    let draft = GivenDraft::complete().await;
    let browser = draft.browser().await;
    for tail in ["documents", "documents/add"] {
        let page = browser.visit(&draft.path(tail)).await;
        let plain = page.select_text("main p:not(details p)");
        let is_required = |words: &String| words.starts_with("Evidence is not required to apply.");
        assert_eq!(
            plain.iter().any(is_required),
            tail == "documents",
            "{plain:?}"
        );
        assert!(
            plain.iter().any(|words| words.starts_with(WORDS)),
            "{tail}: {plain:?}"
        );
    }
}
